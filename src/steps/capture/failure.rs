//! A camera that does not work: what happened, what to do in this browser, and the way on without it.

use kyc_flow::{CameraState, Event, Gathering, Means};
use kyc_wire::Code;

use super::{Context, View, capturing};
use crate::components::element::text;
use crate::components::layout::{Layout, layout};
use crate::components::{Art, Look, Node, Tone, notice};
use crate::i18n::{keys, lookup};

pub fn view(context: Context, gathering: &Gathering) -> View {
    let capturing = capturing(gathering)?;
    let Means::Camera { state: CameraState::Failed { code }, .. } = &capturing.means else { return None };
    let mut body = vec![context.art(Art::Camera, Tone::Warning, keys::ALT_CAMERA)];
    if *code == Code::CameraDenied {
        body.push(help(context));
    }
    body.push(context.reference(*code, Some(&gathering.request.id)));
    Some(layout(Layout {
        top: Some(context.top(&capturing.draft, Some(capturing.side), true)),
        title: context.t(lookup::error_title(*code)),
        lead: Some(context.t(lookup::error_body(*code))),
        body,
        actions: vec![
            context.button(Look::Primary, keys::CAMERA_UPLOAD, Event::FileChosen),
            context.button(Look::Secondary, keys::ACTION_RETRY, Event::RetryPressed),
        ],
        ..Layout::default()
    }))
}

/// Where the permission is found differs from browser to browser.
fn help(context: Context) -> Node {
    let agent = leptos::prelude::window().navigator().user_agent().unwrap_or_default();
    let words = text(context.t(lookup::camera_help(&agent)));
    notice(Tone::Info, context.t(keys::CAMERA_HELP_TITLE), vec![words])
}
