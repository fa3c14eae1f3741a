//! Reading the request, or waiting for the code of the next screen.

use kyc_flow::{Journey, Phase};

use super::{Context, View};
use crate::components::element::note;
use crate::components::layout::{Layout, layout};
use crate::components::progress::spinner;
use crate::i18n::keys;

pub fn view(context: Context, journey: &Journey) -> View {
    let is_slow = matches!(journey.phase, Phase::Loading { tries: 1.., .. });
    let slow = is_slow.then(|| note(context.t(keys::LOADING_SLOW)));
    Some(layout(Layout {
        title: context.t(keys::LOADING_TITLE),
        body: [Some(spinner()), slow].into_iter().flatten().collect(),
        ..Layout::default()
    }))
}
