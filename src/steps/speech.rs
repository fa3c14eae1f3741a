//! What is said to people who do not see the screen change: only what the heading, which takes focus, does not tell.

use kyc_flow::{
    CameraState, Capturing, Gathering, Journey, LivenessState, Means, Phase, Picture, ReviewLook, Reviewing,
    SendStep, Sending, Stage,
};

use super::Context;
use crate::i18n::lookup::{self, Subject};
use crate::i18n::{Key, keys};

/// The words for the present state of a journey.
#[must_use]
pub fn speech(context: Context, journey: &Journey) -> Option<String> {
    let Phase::Gathering(gathering) = &journey.phase else { return None };
    at_stage(context, gathering)
}

fn at_stage(context: Context, gathering: &Gathering) -> Option<String> {
    match &gathering.stage {
        Stage::Tips { draft, side } => {
            let (step, total) = super::context::steps(draft, Some(*side));
            Some(context.step_label(step, total))
        }
        Stage::Capturing(capturing) => match &capturing.means {
            Means::Camera { state, .. } => {
                let hint = Subject::of(capturing.side, capturing.draft.subtype).camera_hint();
                camera(context, state, context.t(hint))
            }
            Means::File(state) => match state.problem {
                Some(code) => {
                    Some(both(context.t(lookup::error_title(code)), context.t(lookup::error_body(code))))
                }
                None if state.left_out > 0 && capturing.draft.is_paged() => {
                    Some(context.i18n.t_count(keys::FILE_LEFT_OUT, state.left_out))
                }
                None => state.op.map(|_| context.t(keys::FILE_PREPARING)),
            },
            Means::Liveness(liveness) => check(context, gathering, capturing, &liveness.state),
        },
        Stage::Reviewing(reviewing) => review(context, reviewing),
        Stage::Sending(sending) => sending_words(sending).map(|key| context.t(key)),
        Stage::Deciding(deciding) if deciding.is_slow => {
            Some(both(context.t(keys::DECIDING_SLOW_TITLE), context.t(keys::DECIDING_SLOW_BODY)))
        }
        _ => None,
    }
}

fn camera(context: Context, state: &CameraState, hint: String) -> Option<String> {
    match state {
        CameraState::Starting { .. } => Some(context.t(keys::CAMERA_STARTING)),
        CameraState::Live { .. } => Some(both(context.t(keys::ANNOUNCE_CAMERA_ON), hint)),
        CameraState::Taking { .. } => Some(context.t(keys::CAMERA_TAKING)),
        CameraState::Primer | CameraState::Paused | CameraState::Failed { .. } => None,
    }
}

/// What a press has changed, and what was noticed about the picture.
fn review(context: Context, reviewing: &Reviewing) -> Option<String> {
    if reviewing.look == ReviewLook::Corners {
        return None;
    }
    if reviewing.op.is_some() {
        return Some(context.t(keys::REVIEW_CHANGING));
    }
    let Picture { capture, findings, adjustment, .. } = &reviewing.picture;
    let degrees = u32::from(adjustment.quarter_turns) * 90;
    let turned = || context.i18n.t_with(keys::REVIEW_TURNED, &[("degrees", &context.i18n.number(degrees))]);
    let look = match reviewing.look {
        ReviewLook::Whole => keys::REVIEW_SHOWN_WHOLE,
        _ => keys::REVIEW_SHOWN_STRAIGHT,
    };
    let has_both = context.preview(*capture).details.is_some_and(|details| details.sent.is_some());
    let noticed = findings.iter().map(|finding| context.t(lookup::finding(*finding)));
    let words = (degrees > 0).then(turned).into_iter();
    let words = words.chain(has_both.then(|| context.t(look))).chain(noticed).collect::<Vec<_>>();
    (!words.is_empty()).then(|| words.join(" "))
}

fn check(
    context: Context,
    gathering: &Gathering,
    capturing: &Capturing,
    state: &LivenessState,
) -> Option<String> {
    match state {
        LivenessState::Intro { problem: Some(code) } => {
            let words = both(context.t(lookup::check_title(*code)), context.t(lookup::check_body(*code)));
            let tries = super::liveness::tries(context, gathering, &capturing.draft);
            Some(tries.into_iter().fold(words, |words, tries| [words, tries].join(" ")))
        }
        LivenessState::Intro { problem: None } => {
            let (step, total) = super::context::steps(&capturing.draft, Some(capturing.side));
            Some(context.step_label(step, total))
        }
        LivenessState::Opening { .. } => Some(context.t(keys::LIVENESS_HINT_CONNECTING)),
        LivenessState::Settling(settling) if settling.tries > 0 => {
            Some(context.t(keys::SENDING_RETRYING_TITLE))
        }
        // The hints are said as they come; the rest is in the heading.
        _ => None,
    }
}

const fn sending_words(sending: &Sending) -> Option<Key> {
    match &sending.step {
        SendStep::Uploading { .. } => Some(keys::SENDING_TITLE),
        SendStep::Offline { .. } => Some(keys::SENDING_OFFLINE_TITLE),
        SendStep::Waiting { .. } => Some(keys::SENDING_RETRYING_TITLE),
        SendStep::Filing { .. } => Some(keys::SENDING_FILING_TITLE),
        SendStep::Settling { .. } => Some(keys::SENDING_SETTLING_TITLE),
        SendStep::Failed { .. } => None,
    }
}

fn both(first: String, second: String) -> String {
    [first, second].join(". ")
}
