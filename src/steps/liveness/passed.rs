//! A living face was seen: the picture that goes with the document.

use kyc_flow::{Draft, Event, Picture, Side};

use super::{Context, portrait};
use crate::components::layout::{Layout, layout};
use crate::components::{Look, Node};
use crate::i18n::keys;

pub fn view(context: Context, draft: &Draft, picture: &Picture) -> Vec<Node> {
    layout(Layout {
        top: Some(context.top(draft, Some(Side::Selfie), !draft.parts.is_empty())),
        title: context.t(keys::LIVENESS_PASSED_TITLE),
        lead: Some(context.t(keys::LIVENESS_PASSED_BODY)),
        body: vec![portrait(context, picture.capture, true)],
        actions: vec![context.button(Look::Primary, keys::ACTION_CONTINUE, Event::ContinuePressed)],
        ..Layout::default()
    })
}
