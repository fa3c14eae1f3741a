//! The camera and its failures.

use kyc_flow::{CameraState, CaptureId, Effect, Event, Facing, Means, Screen, Stage};
use kyc_wire::resource::RequestedDocument;
use kyc_wire::{Code, DocumentSubtype, SourceType};

use crate::support::build::{NOW, identity, only, picture};
use crate::support::story::Story;

fn at_the_tips() -> Story {
    let mut story = Story::asked_for(&[only(DocumentSubtype::Passport)]);
    story.send(Event::StartPressed);
    story
}

fn camera(story: &Story) -> &CameraState {
    match story.stage() {
        Stage::Capturing(kyc_flow::Capturing { means: Means::Camera { state, .. }, .. }) => state,
        other => panic!("no camera at {other:?}"),
    }
}

#[test]
fn a_primer_comes_before_the_browsers_first_question_only() {
    let mut story = Story::asked_for(&[identity()]);
    story.chooses(DocumentSubtype::IdCard);
    story.send(Event::CameraChosen);
    assert_eq!(camera(&story), &CameraState::Primer);
    assert!(story.effects.iter().all(|effect| !matches!(effect, Effect::StartCamera { .. })));
    story.send(Event::CameraAllowed);
    story.shoots(&[]);
    story.press([Event::UsePressed, Event::CameraChosen]);
    assert!(matches!(camera(&story), CameraState::Starting { .. }));
}

#[test]
fn documents_use_the_rear_camera_and_selfies_the_front_one() {
    let mut story = Story::asked_for(&[RequestedDocument {
        face_proof_required: true,
        ..only(DocumentSubtype::Passport)
    }]);
    story.send(Event::StartPressed);
    story.captures();
    story.captures();
    let facing = |effect: &Effect| match effect {
        Effect::StartCamera { facing, .. } => Some(*facing),
        _ => None,
    };
    let used: Vec<Facing> = story.all.iter().filter_map(facing).collect();
    assert_eq!(used, [Facing::Rear, Facing::Front]);
}

#[test]
fn switching_starts_the_other_camera() {
    let mut story = at_the_tips();
    story.press([Event::CameraChosen, Event::CameraAllowed]);
    let first = story.op();
    story.answer(|op| Event::CameraStarted { op });
    story.send(Event::CameraSwitched);
    let front = |effect: &Effect| matches!(effect, Effect::StartCamera { facing: Facing::Front, .. });
    assert!(story.effects.iter().any(front));
    story.send(Event::CameraStopped { op: first, code: Code::CameraEnded });
    assert!(matches!(camera(&story), CameraState::Starting { .. }), "the old stream does not matter");
}

#[test]
fn every_camera_failure_leads_on_to_a_file_or_another_try() {
    for code in [Code::CameraDenied, Code::CameraBlocked, Code::CameraMissing, Code::CameraBusy] {
        let mut story = at_the_tips();
        story.press([Event::CameraChosen, Event::CameraAllowed]);
        story.answer(|op| Event::CameraFailed { op, code });
        assert_eq!(camera(&story), &CameraState::Failed { code });
        assert!(story.did(&Effect::StopCamera));
        story.send(Event::RetryPressed);
        assert!(matches!(camera(&story), CameraState::Starting { .. }));
        story.send(Event::FileChosen);
        assert_eq!(story.screen(), Screen::File);
    }
}

#[test]
fn a_stream_that_ends_before_it_was_announced_does_not_leave_a_dead_preview() {
    let mut story = at_the_tips();
    story.press([Event::CameraChosen, Event::CameraAllowed]);
    let op = story.op();
    story.send(Event::CameraStopped { op, code: Code::CameraEnded });
    story.send(Event::CameraStarted { op });
    assert_eq!(camera(&story), &CameraState::Failed { code: Code::CameraEnded });
}

#[test]
fn a_shot_that_arrives_after_its_screen_is_gone_is_discarded() {
    let mut story = at_the_tips();
    story.press([Event::CameraChosen, Event::CameraAllowed]);
    story.answer(|op| Event::CameraStarted { op });
    story.send(Event::ShutterPressed);
    let op = story.op();
    story.send(Event::PreviousPressed);
    assert!(story.did(&Effect::StopCamera));
    let before = story.journey.clone();
    story.send(Event::PictureReady { op, picture: picture(CaptureId(9), SourceType::Camera, &[]) });
    assert_eq!(story.journey, before);
    assert_eq!(story.effects, [Effect::Discard(CaptureId(9))]);
}

#[test]
fn a_shot_delivered_twice_keeps_its_picture() {
    let mut story = at_the_tips();
    story.press([Event::CameraChosen, Event::CameraAllowed]);
    story.answer(|op| Event::CameraStarted { op });
    story.send(Event::ShutterPressed);
    let shot =
        Event::PictureReady { op: story.op(), picture: picture(CaptureId(1), SourceType::Camera, &[]) };
    story.press([shot.clone(), shot]);
    assert_eq!(story.screen(), Screen::Review);
    assert_eq!(story.effects, []);
}

#[test]
fn leaving_the_page_in_front_of_a_running_camera_releases_it() {
    let mut story = at_the_tips();
    story.press([Event::CameraChosen, Event::CameraAllowed]);
    story.answer(|op| Event::CameraStarted { op });
    story.press([Event::BackPressed, Event::BackConfirmed]);
    assert!(story.did(&Effect::StopCamera));
    assert!(story.did(&Effect::DiscardAll));
}

#[test]
fn the_camera_is_released_while_the_page_is_hidden_and_comes_back() {
    let mut story = at_the_tips();
    story.press([Event::CameraChosen, Event::CameraAllowed]);
    let shown = |is_visible| Event::VisibilityChanged { is_visible, now: NOW };
    story.send(shown(false));
    assert!(
        matches!(camera(&story), CameraState::Starting { .. }),
        "the browser's question may hide the page"
    );
    story.answer(|op| Event::CameraStarted { op });
    assert_eq!(camera(&story), &CameraState::Paused);
    assert!(story.did(&Effect::StopCamera));
    story.send(shown(true));
    assert!(matches!(camera(&story), CameraState::Starting { .. }));
    story.answer(|op| Event::CameraStarted { op });
    story.send(Event::ShutterPressed);
    let shot = story.op();
    story.send(shown(false));
    assert_eq!(camera(&story), &CameraState::Paused);
    let late = picture(CaptureId(9), SourceType::Camera, &[]);
    story.send(Event::PictureReady { op: shot, picture: late });
    assert!(story.did(&Effect::Discard(CaptureId(9))), "a picture that nobody waits for is forgotten");
    story.send(shown(true));
    story.answer(|op| Event::CameraStarted { op });
    assert!(matches!(camera(&story), CameraState::Live { .. }));
}
