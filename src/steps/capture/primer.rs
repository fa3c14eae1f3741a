//! Before the browser asks for permission: why, and where it does that a file does as well.

use kyc_flow::{Event, Gathering};

use super::{Context, View, capturing};
use crate::components::layout::{Layout, layout};
use crate::components::{Art, Look, Tone};
use crate::i18n::keys;

pub fn view(context: Context, gathering: &Gathering) -> View {
    let capturing = capturing(gathering)?;
    let start = context.button(Look::Primary, keys::CAMERA_PRIMER_START, Event::CameraAllowed);
    let upload = gathering
        .allows_file(capturing.side)
        .then(|| context.button(Look::Secondary, keys::CAMERA_UPLOAD, Event::FileChosen));
    Some(layout(Layout {
        top: Some(context.top(&capturing.draft, Some(capturing.side), true)),
        title: context.t(keys::CAMERA_PRIMER_TITLE),
        lead: Some(context.t(keys::CAMERA_PRIMER_BODY)),
        body: vec![context.art(Art::Camera, Tone::Info, keys::ALT_CAMERA)],
        actions: std::iter::once(start).chain(upload).collect(),
        ..Layout::default()
    }))
}
