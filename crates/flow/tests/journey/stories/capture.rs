//! Handing in identity documents, side by side.

use kyc_flow::{Effect, Event, PictureFinding, Screen, Side, SlotIndex, Stage};
use kyc_wire::resource::RequestedDocument;
use kyc_wire::{DocumentStatus, DocumentSubtype, DocumentType, Info};

use crate::support::build::{identity, only};
use crate::support::story::Story;

fn side(story: &Story) -> Side {
    match story.stage() {
        Stage::Tips { side, .. } => *side,
        Stage::Reviewing(reviewing) => reviewing.side,
        other => panic!("no side at {other:?}"),
    }
}

#[test]
fn a_passport_goes_straight_through() {
    let mut story = Story::asked_for(&[identity()]);
    assert_eq!(story.screen(), Screen::Welcome);
    story.send(Event::StartPressed);
    assert_eq!(story.screen(), Screen::Subtype);
    story.hands_in_a_passport("doc_1");
    assert_eq!(story.posted().len(), 1);
    assert_eq!(story.posted()[0].file_ids, ["file_doc_1"]);
    story.is_decided(DocumentStatus::Accepted);
    story.reads(&[identity()], &[crate::support::build::passport("doc_1", DocumentStatus::Accepted)]);
    assert_eq!(story.ended().info, Info::Success);
}

#[test]
fn a_single_permitted_subtype_is_not_asked_about() {
    let mut story = Story::asked_for(&[only(DocumentSubtype::Passport)]);
    story.send(Event::StartPressed);
    assert_eq!(story.screen(), Screen::Tips);
    story.send(Event::PreviousPressed);
    assert_eq!(story.screen(), Screen::Welcome);
}

#[test]
fn a_subtype_that_is_not_permitted_is_not_taken() {
    let subtypes = Some(vec![DocumentSubtype::Passport, DocumentSubtype::IdCard]);
    let mut story = Story::asked_for(&[RequestedDocument { subtypes, ..identity() }]);
    story.chooses(DocumentSubtype::DriverLicense);
    assert_eq!(story.screen(), Screen::Subtype);
}

#[test]
fn an_identity_card_wants_front_back_and_selfie() {
    let mut story = Story::asked_for(&[RequestedDocument { face_proof_required: true, ..identity() }]);
    story.chooses(DocumentSubtype::IdCard);
    for expected in [Side::Front, Side::Back, Side::Selfie] {
        assert_eq!(side(&story), expected);
        story.send(Event::SideSkipped);
        assert_eq!(side(&story), expected, "nothing here is optional");
        story.captures();
    }
    assert_eq!(story.screen(), Screen::Ready);
    story.send(Event::SendPressed);
    for file in ["front", "back", "selfie"] {
        story.uploads(file);
    }
    assert_eq!(story.posted()[0].file_ids, ["front", "back", "selfie"]);
    assert_eq!(story.posted()[0].document_subtype, DocumentSubtype::IdCard);
}

#[test]
fn an_optional_back_can_be_skipped_and_is_offered_again_on_the_way_back() {
    let mut story = Story::asked_for(&[RequestedDocument { face_proof_required: true, ..identity() }]);
    story.chooses(DocumentSubtype::BirthCertificate);
    story.captures();
    assert_eq!(side(&story), Side::Back);
    story.send(Event::SideSkipped);
    assert_eq!(side(&story), Side::Selfie);
    story.send(Event::PreviousPressed);
    assert_eq!(side(&story), Side::Back);
    story.send(Event::SideSkipped);
    story.captures();
    assert_eq!(story.screen(), Screen::Ready);
}

#[test]
fn a_retake_discards_the_previous_picture() {
    let mut story = Story::asked_for(&[only(DocumentSubtype::Passport)]);
    story.send(Event::StartPressed);
    let first = story.photographs(&[]);
    story.send(Event::RetakePressed);
    assert_eq!(story.screen(), Screen::Camera);
    assert!(story.did(&Effect::Discard(first)));
    let second = story.shoots(&[]);
    story.send(Event::UsePressed);
    let Stage::Ready { draft } = story.stage() else { panic!() };
    assert_eq!(draft.parts.len(), 1);
    assert_eq!(draft.parts[0].picture.capture, second);
}

#[test]
fn a_side_can_be_taken_again_from_the_last_look() {
    let mut story = Story::asked_for(&[identity()]);
    story.chooses(DocumentSubtype::IdCard);
    let front = story.captures();
    let back = story.captures();
    story.send(Event::PartRemoved(front));
    assert_eq!(side(&story), Side::Front);
    assert!(story.did(&Effect::Discard(front)));
    let again = story.captures();
    let Stage::Ready { draft } = story.stage() else { panic!() };
    let captures: Vec<_> = draft.parts.iter().map(|part| (part.side, part.picture.capture)).collect();
    assert_eq!(captures, [(Side::Front, again), (Side::Back, back)]);
}

#[test]
fn previous_leads_back_picture_by_picture() {
    let mut story = Story::asked_for(&[identity()]);
    story.chooses(DocumentSubtype::IdCard);
    story.captures();
    story.captures();
    story.send(Event::PreviousPressed);
    assert_eq!((story.screen(), side(&story)), (Screen::Review, Side::Back));
    story.send(Event::PreviousPressed);
    assert_eq!((story.screen(), side(&story)), (Screen::Tips, Side::Back));
    story.send(Event::PreviousPressed);
    assert_eq!((story.screen(), side(&story)), (Screen::Review, Side::Front));
    story.press([Event::PreviousPressed, Event::PreviousPressed]);
    assert_eq!(story.screen(), Screen::Subtype);
    story.send(Event::PreviousPressed);
    assert_eq!(story.screen(), Screen::Welcome);
}

#[test]
fn the_second_warning_permits_to_use_the_picture_anyway() {
    let mut story = Story::asked_for(&[only(DocumentSubtype::Passport)]);
    story.send(Event::StartPressed);
    story.photographs(&[PictureFinding::Blurred]);
    story.send(Event::UsePressed);
    assert_eq!(story.screen(), Screen::Review, "the first warning asks for another try");
    story.send(Event::RetakePressed);
    story.shoots(&[PictureFinding::TooDark]);
    story.send(Event::UsePressed);
    assert_eq!(story.screen(), Screen::Ready);
    story.press([Event::PreviousPressed, Event::UsePressed]);
    assert_eq!(story.screen(), Screen::Ready, "what was used once may be used again");
}

#[test]
fn two_identity_proofs_of_one_type_are_both_handed_in() {
    let requested = [identity(), identity()];
    let mut story = Story::asked_for(&requested);
    story.send(Event::StartPressed);
    story.hands_in_a_passport("doc_1");
    story.is_decided(DocumentStatus::Accepted);
    assert_eq!(story.screen(), Screen::Decided);
    story.send(Event::ContinuePressed);
    assert_eq!(story.stage().slot(), Some(SlotIndex(1)));
    story.hands_in_a_passport("doc_2");
    story.is_decided(DocumentStatus::Accepted);
    let accepted = |id| crate::support::build::passport(id, DocumentStatus::Accepted);
    story.reads(&requested, &[accepted("doc_1"), accepted("doc_2")]);
    assert_eq!(story.ended().info, Info::Success);
}

#[test]
fn a_document_follows_the_rules_of_the_slot_it_will_be_counted_in() {
    let requested = [identity(), RequestedDocument { face_proof_required: true, ..identity() }];
    let mut story = Story::asked_for(&requested);
    story.press([Event::SlotChosen(SlotIndex(1)), Event::SubtypeChosen(DocumentSubtype::Passport)]);
    assert_eq!(story.stage().slot(), Some(SlotIndex(0)));
    story.captures();
    assert_eq!(story.screen(), Screen::Ready, "no selfie is asked for there");
}

#[test]
fn the_customer_may_begin_with_another_document() {
    let address = RequestedDocument::new(DocumentType::AddressProof);
    let mut story = Story::asked_for(&[identity(), address]);
    story.send(Event::SlotChosen(SlotIndex(1)));
    assert_eq!(story.journey.document(), Some(DocumentType::AddressProof));
    story.press([Event::PreviousPressed, Event::SlotChosen(SlotIndex(7))]);
    assert_eq!(story.screen(), Screen::Welcome);
}

#[test]
fn pictures_are_held_from_the_look_at_the_first_one_until_the_document_is_filed() {
    let mut story = Story::asked_for(&[only(DocumentSubtype::Passport)]);
    let held = |story: &Story| (story.journey.is_under_way(), story.journey.holds_pictures());
    assert_eq!(held(&story), (Some(false), false));
    story.send(Event::StartPressed);
    assert_eq!(held(&story), (Some(true), false));
    story.photographs(&[]);
    assert_eq!(held(&story), (Some(true), true), "at the look at it");
    story.send(Event::UsePressed);
    assert_eq!(held(&story), (Some(true), true), "at the last look");
    story.send(Event::SendPressed);
    assert_eq!(held(&story), (Some(true), true), "on its way");
    story.uploads("file_1");
    story.is_filed("doc_1", DocumentStatus::InProgress);
    assert_eq!(held(&story), (Some(true), false), "the server has it");
    assert!(!story.journey.has_dialog());
    story.send(Event::BackPressed);
    assert!(story.journey.has_dialog());
    story.send(Event::BackConfirmed);
    assert_eq!(held(&story), (Some(false), false));
}
