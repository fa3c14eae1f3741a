//! The liveness check: what comes, the run itself, the judgement, and what to do when there is none.

mod blocked;
mod intro;
mod pace;
mod passed;
mod run;
mod settle;

use kyc_flow::{CaptureId, Gathering, LivenessState, Means, Stage};

use super::{Context, View};
use crate::components::el::el;
use crate::components::element::image;
use crate::components::{Art, Icon, Node, Tone, icon};
use crate::i18n::keys;
pub use intro::tries;

pub fn view(context: Context, gathering: &Gathering) -> View {
    let Stage::Capturing(capturing) = &gathering.stage else { return None };
    let Means::Liveness(liveness) = &capturing.means else { return None };
    let draft = &capturing.draft;
    Some(match &liveness.state {
        LivenessState::Intro { problem } => intro::view(context, gathering, draft, *problem),
        LivenessState::Opening { .. } => run::view(context, draft, false),
        LivenessState::Running { .. } => run::view(context, draft, true),
        LivenessState::Settling(settling) => settle::view(context, gathering, draft, settling),
        LivenessState::Passed { picture } => passed::view(context, draft, picture),
        LivenessState::Blocked { code } => blocked::view(context, gathering, draft, *code),
    })
}

/// The picture of the customer's face; with a tick when it is the one that passed.
fn portrait(context: Context, capture: CaptureId, is_passed: bool) -> Node {
    let Some(url) = context.preview(capture).url else {
        return context.art(Art::Selfie, Tone::Info, keys::ALT_SELFIE);
    };
    let picture = image("kyc-portrait__image", url, context.t(keys::REVIEW_ALT_SELFIE));
    let sign = is_passed.then(|| el("span", "kyc-portrait__sign").child(icon(Icon::Tick)).node());
    el("div", "kyc-portrait").child(picture).children(sign).node()
}
