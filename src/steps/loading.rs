//! Reading the request.

use kyc_flow::{Journey, Phase};

use super::{Context, View};
use crate::components::element::note;
use crate::components::layout::{Layout, layout};
use crate::components::progress::spinner;
use crate::i18n::keys;

pub fn view(context: Context, journey: &Journey) -> View {
    let tries = match &journey.phase {
        Phase::Starting => 0,
        Phase::Loading { tries, .. } => *tries,
        _ => return None,
    };
    let slow = (tries > 0).then(|| note(context.t(keys::LOADING_SLOW)));
    Some(layout(Layout {
        title: context.t(keys::LOADING_TITLE),
        body: [Some(spinner()), slow].into_iter().flatten().collect(),
        ..Layout::default()
    }))
}
