//! Turning a picture, moving its corners, using it in spite of a warning.

use kyc_flow::{
    Adjustment, CaptureId, Effect, Event, Picture, PictureFinding, ReviewLook, Reviewing, Screen, Spot, Stage,
};
use kyc_wire::{Code, DocumentSubtype, SourceType};

use crate::support::build::{only, picture};
use crate::support::story::Story;

const CORNERS: [Spot; 4] = [
    Spot { x: 1000, y: 1000 },
    Spot { x: 9000, y: 1000 },
    Spot { x: 9000, y: 20_000 },
    Spot { x: 1000, y: 8000 },
];

fn looking_at(findings: &[PictureFinding]) -> (Story, CaptureId) {
    let mut story = Story::asked_for(&[only(DocumentSubtype::Passport)]);
    story.send(Event::StartPressed);
    let capture = story.photographs(findings);
    (story, capture)
}

fn reviewing(story: &Story) -> &Reviewing {
    match story.stage() {
        Stage::Reviewing(reviewing) => reviewing,
        other => panic!("no review at {other:?}"),
    }
}

fn adjusted(story: &Story) -> Option<Adjustment> {
    story.effects.iter().find_map(|effect| match effect {
        Effect::AdjustPicture { adjustment, .. } => Some(*adjustment),
        _ => None,
    })
}

fn is_done(story: &mut Story, capture: CaptureId, adjustment: Adjustment, findings: &[PictureFinding]) {
    let new = Picture { adjustment, bytes: 777, ..picture(capture, SourceType::Camera, findings) };
    story.answer(|op| Event::PictureReady { op, picture: new });
}

#[test]
fn a_turn_is_made_from_what_was_taken_and_four_are_none() {
    let (mut story, capture) = looking_at(&[]);
    for turns in [1, 2, 3, 0] {
        story.send(Event::TurnPressed);
        let wanted = Adjustment { quarter_turns: turns, corners: None };
        assert_eq!(adjusted(&story), Some(wanted));
        story.send(Event::UsePressed);
        assert_eq!(story.screen(), Screen::Review, "not before it is turned");
        is_done(&mut story, capture, wanted, &[]);
        assert_eq!((reviewing(&story).picture.bytes, reviewing(&story).op), (777, None));
    }
    story.send(Event::UsePressed);
    assert_eq!(story.screen(), Screen::Ready);
}

#[test]
fn corners_stay_inside_the_picture_and_survive_a_turn() {
    let (mut story, capture) = looking_at(&[PictureFinding::CutOff]);
    story.press([Event::LookChosen(ReviewLook::Corners), Event::CornersChosen(CORNERS)]);
    let corners = CORNERS.map(Spot::clamped);
    let wanted = Adjustment { quarter_turns: 0, corners: Some(corners) };
    assert_eq!((adjusted(&story), corners[2].y), (Some(wanted), Spot::END));
    assert_eq!(reviewing(&story).look, ReviewLook::Straight);
    is_done(&mut story, capture, wanted, &[]);
    assert_eq!(reviewing(&story).draft.warnings, 1, "an adjustment is not another try");
    story.send(Event::TurnPressed);
    assert_eq!(adjusted(&story), Some(Adjustment { quarter_turns: 1, corners: Some(corners) }));
}

#[test]
fn a_change_that_fails_leaves_the_picture_as_it_was() {
    let (mut story, capture) = looking_at(&[]);
    story.send(Event::TurnPressed);
    story.answer(|op| Event::PictureRefused { op, code: Code::FileDamaged });
    let reviewing = reviewing(&story);
    assert_eq!((reviewing.op, reviewing.picture.capture), (None, capture));
    assert_eq!(reviewing.picture.adjustment, Adjustment::default());
}

#[test]
fn back_from_the_corners_is_to_the_picture() {
    let (mut story, _) = looking_at(&[]);
    story.press([Event::LookChosen(ReviewLook::Corners), Event::PreviousPressed]);
    assert_eq!(reviewing(&story).look, ReviewLook::Straight);
    story.send(Event::PreviousPressed);
    assert_eq!(story.screen(), Screen::Tips);
}

#[test]
fn a_picture_used_in_spite_of_warnings_is_sent_with_them() {
    let (mut story, _) = looking_at(&[PictureFinding::Glare]);
    story.send(Event::RetakePressed);
    story.shoots(&[PictureFinding::TooDark, PictureFinding::Blurred]);
    story.press([Event::UsePressed, Event::SendPressed]);
    let overruled = story.effects.iter().find_map(|effect| match effect {
        Effect::Upload { overruled, .. } => Some(overruled.clone()),
        _ => None,
    });
    assert_eq!(overruled, Some(vec![PictureFinding::TooDark, PictureFinding::Blurred]));
}

#[test]
fn the_back_is_compared_with_the_front() {
    let mut story = Story::asked_for(&[only(DocumentSubtype::IdCard)]);
    story.send(Event::StartPressed);
    let front = story.photographs(&[]);
    story.press([Event::UsePressed, Event::CameraChosen]);
    story.answer(|op| Event::CameraStarted { op });
    story.send(Event::ShutterPressed);
    let other = story.effects.iter().find_map(|effect| match effect {
        Effect::TakePicture { aim, .. } => Some(aim.other),
        _ => None,
    });
    assert_eq!(other, Some(Some(front)));
}
