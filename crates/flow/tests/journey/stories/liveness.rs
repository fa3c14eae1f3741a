//! The liveness check: begun, performed, judged; what goes wrong, and the way on from there.

use kyc_flow::{
    CaptureId, Draft, Effect, Event, Face, Failure, LivenessState, MAX_CHECKS, Means, Screen, SettleStep,
    Side, Stage,
};
use kyc_wire::config::SelfieRules;
use kyc_wire::resource::{LivenessSession, RequestedDocument};
use kyc_wire::{Code, DocumentSubtype, LivenessStatus, SourceType};

use crate::support::build::{END, link, only, picture, rate_limited, request};
use crate::support::inspect;
use crate::support::story::Story;

pub fn alive() -> RequestedDocument {
    RequestedDocument { face_liveness_required: true, ..only(DocumentSubtype::Passport) }
}

fn session(status: LivenessStatus) -> LivenessSession {
    LivenessSession { id: "kyc_live_1".into(), session_id: "uuid".into(), status }
}

pub fn says(story: &mut Story, status: LivenessStatus) {
    story.answer(|op| Event::LivenessRead { op, session: session(status) });
}

pub fn fails(story: &mut Story, code: Code) {
    story.answer(|op| Event::LivenessUnread { op, failure: Failure::new(code) });
}

pub fn refused(story: &mut Story, code: Code) {
    story.answer(|op| Event::LivenessRefused { op, code });
}

fn performed(story: &mut Story) {
    story.answer(|op| Event::LivenessPerformed {
        op,
        picture: picture(CaptureId(77), SourceType::Camera, &[]),
    });
}

pub fn state(story: &Story) -> LivenessState {
    match &story.gathering().stage {
        Stage::Capturing(capturing) => match &capturing.means {
            Means::Liveness(liveness) => liveness.state.clone(),
            other => panic!("no check: {other:?}"),
        },
        other => panic!("no check: {other:?}"),
    }
}

fn draft(story: &Story) -> &Draft {
    inspect::draft(story.stage()).expect("a document in the making")
}

pub fn failed(story: &Story) -> u8 {
    story.gathering().checks.failed(draft(story).slot)
}

/// The last run that was ordered: whether it must not flash, and its number.
pub fn ordered(story: &Story) -> Option<(Option<bool>, u32)> {
    story.all.iter().rev().find_map(|effect| match effect {
        Effect::PerformLiveness { is_calm, attempt, .. } => Some((*is_calm, *attempt)),
        _ => None,
    })
}

pub fn problem(story: &Story) -> Option<Code> {
    match state(story) {
        LivenessState::Intro { problem } => problem,
        other => panic!("not at the beginning: {other:?}"),
    }
}

/// The passport's page is photographed; the check is next.
pub fn at_the_check(rules: SelfieRules) -> Story {
    let link = kyc_flow::Link { selfie: rules, ..link() };
    let mut story = Story::loaded(link, request(&[alive()], &[]));
    story.press([Event::StartPressed]);
    story.captures();
    assert_eq!((story.screen(), problem(&story)), (Screen::Liveness, None));
    story
}

pub fn running() -> Story {
    let mut story = at_the_check(SelfieRules::default());
    story.press([Event::StartPressed]);
    says(&mut story, LivenessStatus::Pending);
    assert!(matches!(state(&story), LivenessState::Running { .. }));
    story
}

pub fn judged(story: &mut Story, status: LivenessStatus) {
    performed(story);
    says(story, status);
}

#[test]
fn a_passed_check_is_the_documents_face() {
    let mut story = running();
    let performing = story.all.iter().rev().find_map(|effect| match effect {
        Effect::PerformLiveness { session_id, attempt, is_calm, .. } => {
            Some((session_id.clone(), *attempt, *is_calm))
        }
        _ => None,
    });
    assert_eq!(performing, Some(("uuid".into(), 1, None)));
    performed(&mut story);
    assert!(story.effects.contains(&Effect::StopLiveness), "whoever acquires releases");
    assert!(
        story
            .effects
            .iter()
            .any(|effect| matches!(effect, Effect::SettleLiveness { is_finished: false, .. }))
    );
    says(&mut story, LivenessStatus::Pending);
    story.fires();
    assert!(
        story.effects.iter().any(|effect| matches!(effect, Effect::SettleLiveness { is_finished: true, .. }))
    );
    says(&mut story, LivenessStatus::Succeeded);
    assert!(matches!(state(&story), LivenessState::Passed { .. }));
    story.press([Event::ContinuePressed]);
    assert_eq!(story.screen(), Screen::Ready);
    story.press([Event::SendPressed]);
    let sides: Vec<Side> = draft(&story).parts.iter().map(|part| part.side).collect();
    assert_eq!(sides, [Side::Front, Side::Selfie]);
}

#[test]
fn every_try_that_does_not_do_begins_anew_in_a_new_session() {
    for code in [Code::LivenessFit, Code::LivenessSeveralFaces, Code::CameraDenied, Code::LivenessConnection]
    {
        let mut story = running();
        refused(&mut story, code);
        assert_eq!(problem(&story), Some(code));
        assert!(story.effects.contains(&Effect::StopLiveness));
        story.press([Event::StartPressed]);
        assert!(story.effects.iter().any(|effect| matches!(effect, Effect::BeginLiveness { .. })), "{code}");
        assert_eq!(failed(&story), 0, "a client's error spends no try");
    }
}

#[test]
fn a_wrong_clock_is_put_right_once() {
    let mut story = running();
    refused(&mut story, Code::LivenessClock);
    assert!(matches!(state(&story), LivenessState::Opening { .. }), "by itself");
    says(&mut story, LivenessStatus::Pending);
    refused(&mut story, Code::LivenessClock);
    assert_eq!(problem(&story), Some(Code::LivenessClock));
}

#[test]
fn checks_that_are_not_passed_are_counted() {
    let mut story = running();
    for left in (1..MAX_CHECKS).rev() {
        judged(&mut story, LivenessStatus::Failed);
        assert_eq!(problem(&story), Some(Code::LivenessFailed));
        assert_eq!(MAX_CHECKS - failed(&story), left);
        assert!(story.effects.contains(&Effect::Discard(CaptureId(77))));
        story.press([Event::StartPressed]);
        says(&mut story, LivenessStatus::Pending);
    }
    judged(&mut story, LivenessStatus::Failed);
    assert_eq!(state(&story), LivenessState::Blocked { code: Code::LivenessExhausted });
    story.press([Event::CameraChosen]);
    assert!(
        matches!(state(&story), LivenessState::Blocked { .. }),
        "no selfie instead, unless it is allowed"
    );
}

#[test]
fn a_selfie_may_stand_for_the_check_where_the_deployment_says_so() {
    let rules = SelfieRules { instead_of_liveness: true, ..SelfieRules::default() };
    let mut story = at_the_check(rules);
    story.press([Event::StartPressed]);
    fails(&mut story, Code::Forbidden);
    assert_eq!(state(&story), LivenessState::Blocked { code: Code::LivenessUnavailable });
    story.press([Event::CameraChosen]);
    assert_eq!((story.screen(), draft(&story).face), (Screen::Tips, Face::Selfie));
}

#[test]
fn whoever_must_not_see_the_light_that_is_needed_takes_a_selfie_where_that_is_allowed() {
    for is_allowed in [false, true] {
        let rules = SelfieRules { instead_of_liveness: is_allowed, ..SelfieRules::default() };
        let mut story = at_the_check(rules);
        story.press([Event::CalmChosen(true), Event::CameraChosen]);
        assert_eq!(story.screen(), Screen::Liveness, "not before it was tried");
        story.press([Event::StartPressed]);
        says(&mut story, LivenessStatus::Pending);
        refused(&mut story, Code::LivenessLight);
        story.press([Event::CameraChosen]);
        assert_eq!(story.screen() == Screen::Tips, is_allowed);
    }
}

#[test]
fn without_a_provider_nothing_is_photographed_in_vain() {
    let link = kyc_flow::Link { has_liveness: false, ..link() };
    let mut story = Story::loaded(link, request(&[alive()], &[]));
    story.press([Event::StartPressed]);
    assert_eq!(state(&story), LivenessState::Blocked { code: Code::LivenessUnavailable });
    story.press([Event::PreviousPressed]);
    assert_eq!(story.screen(), Screen::Welcome);
}

#[test]
fn a_session_that_was_not_done_in_time_begins_anew() {
    let mut story = running();
    judged(&mut story, LivenessStatus::Abandoned);
    assert_eq!(problem(&story), Some(Code::LivenessExpired));
    assert_eq!(failed(&story), 0);
}

#[test]
fn a_judgement_that_cannot_be_had_is_asked_for_again_and_then_left_to_the_customer() {
    let mut story = running();
    performed(&mut story);
    for _ in 0..4 {
        fails(&mut story, Code::Network);
        story.fires();
    }
    fails(&mut story, Code::Network);
    let LivenessState::Settling(settling) = state(&story) else { panic!("the picture is lost") };
    assert_eq!(settling.step, SettleStep::Failed { code: Code::Network });
    assert!(story.journey.holds_pictures());
    story.press([Event::RetryPressed]);
    says(&mut story, LivenessStatus::Succeeded);
    assert!(matches!(state(&story), LivenessState::Passed { .. }));
}

#[test]
fn a_judgement_that_never_comes_ends_in_a_question() {
    let mut story = running();
    performed(&mut story);
    for _ in 0..14 {
        says(&mut story, LivenessStatus::Pending);
        story.fires();
    }
    says(&mut story, LivenessStatus::Pending);
    let LivenessState::Settling(settling) = state(&story) else { panic!("not waiting") };
    assert_eq!(settling.step, SettleStep::Failed { code: Code::Timeout });
    story.press([Event::PreviousPressed]);
    assert_eq!(problem(&story), None);
}

#[test]
fn leaving_the_check_ends_it() {
    for event in [Event::CancelPressed, Event::PreviousPressed] {
        let mut story = running();
        let op = story.op();
        story.press([event]);
        assert!(story.effects.contains(&Effect::StopLiveness));
        assert_eq!(problem(&story), None);
        let late = picture(CaptureId(78), SourceType::Camera, &[]);
        story.send(Event::LivenessPerformed { op, picture: late });
        assert_eq!(problem(&story), None, "a late answer changes nothing");
        assert!(story.effects.contains(&Effect::Discard(CaptureId(78))));
    }
}

#[test]
fn the_time_that_is_up_ends_it_too() {
    let mut story = running();
    let op = story.gathering().expire_op.expect("an end");
    story.send(Event::TimerFired { op, now: END });
    assert!(story.effects.contains(&Effect::StopLiveness));
    assert_eq!(story.screen(), Screen::Done);
}

#[test]
fn a_server_that_has_enough_is_waited_for_by_the_customer() {
    let mut story = at_the_check(SelfieRules::default());
    story.press([Event::StartPressed]);
    story.answer(|op| Event::LivenessUnread { op, failure: rate_limited(END) });
    assert_eq!(problem(&story), Some(Code::RateLimited));
}

#[test]
fn the_way_back_keeps_the_passed_check() {
    let mut story = running();
    judged(&mut story, LivenessStatus::Succeeded);
    story.press([Event::ContinuePressed]);
    story.press([Event::PreviousPressed]);
    assert!(matches!(state(&story), LivenessState::Passed { .. }), "from the last look");
    story.press([Event::PreviousPressed]);
    assert_eq!(story.screen(), Screen::Review, "the passport's page");
    story.press([Event::UsePressed]);
    assert_eq!(story.screen(), Screen::Ready, "nothing is asked for twice");
    story.press([Event::PartRemoved(CaptureId(77))]);
    assert_eq!(problem(&story), None, "the face is taken again by a check");
}

#[test]
fn a_selfie_is_no_file_where_the_deployment_says_so() {
    let rules = SelfieRules { upload: false, ..SelfieRules::default() };
    let link = kyc_flow::Link { selfie: rules, ..link() };
    let selfie = RequestedDocument { face_proof_required: true, ..only(DocumentSubtype::Passport) };
    let mut story = Story::loaded(link, request(&[selfie], &[]));
    story.press([Event::StartPressed, Event::FileChosen]);
    assert_eq!(story.screen(), Screen::File, "the passport may be");
    story.press([Event::PreviousPressed]);
    story.captures();
    story.press([Event::FileChosen]);
    assert_eq!(story.screen(), Screen::Tips);
    story.press([Event::CameraChosen, Event::FileChosen]);
    assert_eq!(story.screen(), Screen::Camera);
    story.answer(|op| Event::CameraFailed { op, code: Code::CameraDenied });
    story.press([Event::FileChosen]);
    assert_eq!(story.screen(), Screen::Camera);
}
