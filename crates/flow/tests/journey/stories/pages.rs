//! Documents of several pages, and files instead of the camera.

use kyc_flow::{
    CaptureId, Draft, Effect, Event, FileState, Link, Means, Picture, PictureFinding, PictureKind, Screen,
    Side, Stage,
};
use kyc_wire::config::Limits;
use kyc_wire::{Code, DocumentStatus, DocumentType, SourceType};

use crate::support::build::{address, link, only, picture, request};
use crate::support::inspect::draft;
use crate::support::story::Story;

fn at_the_files() -> Story {
    let mut story = Story::asked_for(&[address()]);
    story.press([Event::StartPressed, Event::FileChosen]);
    story
}

fn pages(story: &Story) -> Vec<Side> {
    let draft: &Draft = draft(story.stage()).expect("a draft");
    draft.parts.iter().map(|part| part.side).collect()
}

fn files(story: &Story) -> &FileState {
    match story.stage() {
        Stage::Capturing(kyc_flow::Capturing { means: Means::File(state), .. }) => state,
        other => panic!("no files at {other:?}"),
    }
}

#[test]
fn several_files_become_pages_in_their_order() {
    let mut story = at_the_files();
    let picked = story.picks(3);
    for capture in &picked {
        story.is_prepared(*capture);
    }
    assert_eq!(story.screen(), Screen::Ready);
    assert_eq!(pages(&story), [Side::Page(0), Side::Page(1), Side::Page(2)]);
    story.send(Event::SendPressed);
    for file in ["a", "b", "c"] {
        story.uploads(file);
    }
    assert_eq!(story.posted()[0].file_ids, ["a", "b", "c"]);
    story.is_filed("doc_1", DocumentStatus::InProgress);
    for capture in picked {
        assert!(story.did(&Effect::Discard(capture)), "what is filed is forgotten");
    }
}

#[test]
fn one_file_alone_is_looked_at_first() {
    let mut story = at_the_files();
    let picked = story.picks(1);
    story.is_prepared(picked[0]);
    assert_eq!(story.screen(), Screen::Review);
    story.press([Event::UsePressed, Event::AddPagePressed]);
    assert!(matches!(story.stage(), Stage::Tips { side: Side::Page(1), .. }));
    story.send(Event::PreviousPressed);
    assert_eq!(story.screen(), Screen::Ready);
}

/// Prepares what was picked, `findings` about each.
fn are_prepared(story: &mut Story, picked: &[CaptureId], findings: &[&[PictureFinding]]) {
    for (capture, findings) in picked.iter().zip(findings) {
        let picture = picture(*capture, SourceType::Upload, findings);
        story.answer(|op| Event::PictureReady { op, picture });
    }
}

fn looked_at(story: &Story) -> (Side, CaptureId, bool) {
    match story.stage() {
        Stage::Reviewing(reviewing) => (reviewing.side, reviewing.picture.capture, reviewing.is_permitted()),
        other => panic!("no review at {other:?}"),
    }
}

#[test]
fn pages_with_warnings_are_shown_one_after_the_other_before_anything_is_sent() {
    let mut story = at_the_files();
    let picked = story.picks(4);
    are_prepared(&mut story, &picked, &[&[], &[PictureFinding::Blurred], &[], &[PictureFinding::Glare]]);
    assert_eq!(looked_at(&story), (Side::Page(1), picked[1], false));
    story.send(Event::UsePressed);
    assert_eq!(story.screen(), Screen::Review, "not at the first try, as with a file alone");
    story.send(Event::RetakePressed);
    let again = story.picks(1);
    are_prepared(&mut story, &again, &[&[PictureFinding::TooDark]]);
    assert_eq!(looked_at(&story), (Side::Page(1), again[0], true));
    story.send(Event::UsePressed);
    assert_eq!(looked_at(&story), (Side::Page(3), picked[3], false), "each page has tries of its own");
    story.send(Event::RetakePressed);
    let good = story.picks(1);
    are_prepared(&mut story, &good, &[&[]]);
    story.press([Event::UsePressed, Event::SendPressed]);
    let mut sent = Vec::new();
    for file in ["a", "b", "c", "d"] {
        sent.extend(story.effects.iter().filter_map(|effect| match effect {
            Effect::Upload { capture, overruled, .. } => Some((*capture, overruled.clone())),
            _ => None,
        }));
        story.uploads(file);
    }
    let wanted = [
        (picked[0], vec![]),
        (again[0], vec![PictureFinding::TooDark]),
        (picked[2], vec![]),
        (good[0], vec![]),
    ];
    assert_eq!(sent, wanted, "in their order; what was overruled is what was shown");
}

#[test]
fn a_page_that_is_given_up_leaves_the_others_to_be_shown() {
    let mut story = at_the_files();
    let picked = story.picks(2);
    are_prepared(&mut story, &picked, &[&[PictureFinding::Blurred], &[PictureFinding::Blurred]]);
    assert_eq!(looked_at(&story), (Side::Page(0), picked[0], false));
    story.send(Event::PreviousPressed);
    assert!(story.did(&Effect::Discard(picked[0])));
    story.send(Event::PreviousPressed);
    assert_eq!(looked_at(&story), (Side::Page(0), picked[1], false));
    story.press([Event::PreviousPressed, Event::PreviousPressed]);
    assert_ne!(story.screen(), Screen::Ready, "nothing is left to send");
}

#[test]
fn removing_a_page_renumbers_the_others() {
    let mut story = at_the_files();
    let picked = story.picks(3);
    picked.iter().for_each(|capture| story.is_prepared(*capture));
    story.send(Event::PartRemoved(picked[0]));
    assert!(story.did(&Effect::Discard(picked[0])));
    assert_eq!(pages(&story), [Side::Page(0), Side::Page(1)]);
    story.press([Event::PartRemoved(picked[1]), Event::PartRemoved(picked[2])]);
    assert_eq!(story.screen(), Screen::Tips, "without a page there is nothing to send");
}

#[test]
fn no_more_pages_than_the_deployment_takes() {
    let limits = Limits { max_pages: 2, ..Limits::default() };
    let mut story = Story::loaded(Link { limits, ..link() }, request(&[address()], &[]));
    story.press([Event::StartPressed, Event::FileChosen]);
    let picked = story.picks(3);
    assert!(story.did(&Effect::Discard(picked[2])));
    story.is_prepared(picked[0]);
    story.is_prepared(picked[1]);
    assert_eq!((story.screen(), files(&story).left_out), (Screen::File, 1), "it is told before going on");
    story.press([Event::ContinuePressed, Event::AddPagePressed]);
    assert_eq!(story.screen(), Screen::Ready);
    assert_eq!(pages(&story).len(), 2);
}

#[test]
fn files_chosen_while_others_are_prepared_wait_for_their_turn() {
    let mut story = at_the_files();
    let first = story.picks(1);
    let more = story.picks(2);
    assert_eq!((files(&story).chosen, files(&story).left_out), (3, 0));
    first.iter().chain(&more).for_each(|capture| story.is_prepared(*capture));
    assert_eq!((story.screen(), pages(&story).len()), (Screen::Ready, 3));
}

fn pdf(capture: CaptureId, pages: u32) -> Picture {
    Picture { kind: PictureKind::Pdf, pages, ..picture(capture, SourceType::Upload, &[]) }
}

#[test]
fn the_pages_of_a_pdf_count() {
    let limits = Limits { max_pages: 4, ..Limits::default() };
    let mut story = Story::loaded(Link { limits, ..link() }, request(&[address()], &[]));
    story.press([Event::StartPressed, Event::FileChosen]);
    let picked = story.picks(4);
    let three = pdf(picked[0], 3);
    story.answer(|op| Event::PictureReady { op, picture: three });
    let too_many = pdf(picked[1], 2);
    story.answer(|op| Event::PictureReady { op, picture: too_many });
    assert!(story.did(&Effect::Discard(picked[1])));
    story.is_prepared(picked[2]);
    assert!(story.did(&Effect::Discard(picked[3])));
    assert_eq!((files(&story).problem, files(&story).left_out), (Some(Code::FilePages), 1));
    assert_eq!(pages(&story), [Side::Page(0), Side::Page(1)]);
    story.press([Event::ContinuePressed, Event::AddPagePressed]);
    assert_eq!(story.screen(), Screen::Ready, "three pages and one are four");
}

#[test]
fn a_deployment_that_takes_no_page_at_all_is_not_believed() {
    let limits = Limits { max_pages: 0, ..Limits::default() };
    let mut story = Story::loaded(Link { limits, ..link() }, request(&[address()], &[]));
    story.press([Event::StartPressed, Event::FileChosen]);
    let picked = story.picks(1);
    story.is_prepared(picked[0]);
    assert_eq!(story.screen(), Screen::Review);
}

#[test]
fn a_refused_file_is_told_and_the_good_ones_are_kept() {
    let mut story = at_the_files();
    let picked = story.picks(2);
    story.answer(|op| Event::PictureRefused { op, code: Code::FileLocked });
    assert!(story.did(&Effect::Discard(picked[0])));
    story.is_prepared(picked[1]);
    assert_eq!(files(&story).problem, Some(Code::FileLocked));
    assert_eq!(pages(&story), [Side::Page(0)]);
    story.send(Event::ContinuePressed);
    assert_eq!(story.screen(), Screen::Ready);
}

#[test]
fn going_on_without_any_file_is_not_possible() {
    let mut story = at_the_files();
    story.picks(1);
    story.answer(|op| Event::PictureRefused { op, code: Code::FileType });
    story.send(Event::ContinuePressed);
    assert_eq!(story.screen(), Screen::File);
}

#[test]
fn files_dropped_where_none_are_asked_for_are_discarded() {
    let mut story = Story::asked_for(&[only(kyc_wire::DocumentSubtype::Passport)]);
    let picked = story.picks(2);
    assert_eq!(story.effects, picked.iter().map(|id| Effect::Discard(*id)).collect::<Vec<_>>());
    story.press([Event::StartPressed, Event::FileChosen]);
    let first = story.picks(1);
    let second = story.picks(1);
    assert_eq!(story.effects, [Effect::Discard(second[0])], "one is being prepared already");
    story.send(Event::CameraChosen);
    assert!(story.did(&Effect::Discard(first[0])));
    story.press([Event::BackPressed, Event::BackConfirmed]);
    let late = story.picks(1);
    assert_eq!(story.effects, [Effect::Discard(late[0])]);
}

#[test]
fn a_page_the_server_refuses_is_replaced_in_its_place() {
    let mut story = at_the_files();
    let picked = story.picks(3);
    picked.iter().for_each(|capture| story.is_prepared(*capture));
    story.send(Event::SendPressed);
    story.uploads("a");
    story.upload_fails(Code::TooLarge);
    story.send(Event::RetryPressed);
    assert!(matches!(story.stage(), Stage::Tips { side: Side::Page(1), .. }));
    assert!(story.did(&Effect::Discard(picked[1])));
    story.send(Event::FileChosen);
    let again = story.picks(1);
    story.is_prepared(again[0]);
    story.send(Event::UsePressed);
    assert_eq!(pages(&story), [Side::Page(0), Side::Page(1), Side::Page(2)]);
    let parts = &draft(story.stage()).unwrap().parts;
    let captures: Vec<_> = parts.iter().map(|part| part.picture.capture).collect();
    assert_eq!(captures, [picked[0], again[0], picked[2]]);
    story.send(Event::SendPressed);
    story.uploads("b");
    story.uploads("c");
    assert_eq!(story.posted()[0].file_ids, ["a", "b", "c"], "what was uploaded is not sent again");
}

#[test]
fn a_prepared_file_with_a_warning_is_asked_about_like_a_photo() {
    let mut story = at_the_files();
    let picked = story.picks(1);
    let blurred = picture(picked[0], SourceType::Upload, &[PictureFinding::Blurred]);
    story.answer(|op| Event::PictureReady { op, picture: blurred });
    story.send(Event::UsePressed);
    assert_eq!(story.screen(), Screen::Review);
    story.send(Event::RetakePressed);
    assert_eq!((story.screen(), story.journey.document()), (Screen::File, Some(DocumentType::AddressProof)));
}
