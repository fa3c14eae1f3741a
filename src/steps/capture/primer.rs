//! Before the browser asks for permission: why, and that a file does as well.

use kyc_flow::{Event, Gathering};

use super::{Context, View, capturing};
use crate::components::layout::{Layout, layout};
use crate::components::{Art, Look, Tone};
use crate::i18n::keys;

pub fn view(context: Context, gathering: &Gathering) -> View {
    let capturing = capturing(gathering)?;
    Some(layout(Layout {
        top: Some(context.top(&capturing.draft, Some(capturing.side), true)),
        title: context.t(keys::CAMERA_PRIMER_TITLE),
        lead: Some(context.t(keys::CAMERA_PRIMER_BODY)),
        body: vec![context.art(Art::Camera, Tone::Info, keys::ALT_CAMERA)],
        actions: vec![
            context.button(Look::Primary, keys::CAMERA_PRIMER_START, Event::CameraAllowed),
            context.button(Look::Secondary, keys::CAMERA_UPLOAD, Event::FileChosen),
        ],
        ..Layout::default()
    }))
}
