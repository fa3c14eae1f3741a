//! A camera that does not work: what happened, what to do in this browser, and the way on without it.

use kyc_flow::{CameraState, Event, Gathering, Means};
use kyc_wire::Code;

use super::{Context, View, capturing};
use crate::components::el::{el, live};
use crate::components::element::{note, text};
use crate::components::layout::{Layout, layout};
use crate::components::{Art, Look, Node, Tone, button, notice};
use crate::i18n::{Key, keys, lookup};
use leptos::prelude::window;

pub fn view(context: Context, gathering: &Gathering) -> View {
    let capturing = capturing(gathering)?;
    let Means::Camera { state: CameraState::Failed { code }, .. } = &capturing.means else { return None };
    let allows_file = gathering.allows_file(capturing.side);
    let mut body = vec![context.art(Art::Camera, Tone::Warning, keys::ALT_CAMERA)];
    body.extend(help(context, *code, allows_file));
    body.push(context.reference(*code, Some(&gathering.request.id)));
    let retry = |look| context.button(look, keys::ACTION_RETRY, Event::RetryPressed);
    let actions = if allows_file {
        let upload = context.button(Look::Primary, keys::CAMERA_UPLOAD, Event::FileChosen);
        vec![upload, retry(Look::Secondary)]
    } else {
        vec![retry(Look::Primary)]
    };
    Some(layout(Layout {
        top: Some(context.top(&capturing.draft, Some(capturing.side), true)),
        title: context.t(lookup::error_title(*code)),
        lead: Some(context.t(lookup::camera_body(*code, allows_file))),
        body,
        actions,
        ..Layout::default()
    }))
}

/// What helps with a camera that does not work: how to allow it in this browser, and the way to another one. Where no
/// file is taken, that is the only other way there is.
pub fn help(context: Context, code: Code, allows_file: bool) -> Vec<Node> {
    let allowing = (code == Code::CameraDenied).then(|| allowing(context));
    let elsewhere = match code {
        Code::CameraDenied
        | Code::CameraBlocked
        | Code::CameraMissing
        | Code::CameraBusy
        | Code::CameraSlow
        | Code::CameraFailed
            if !allows_file =>
        {
            elsewhere(context, keys::CAMERA_ELSEWHERE_ALONE, keys::CAMERA_ELSEWHERE_ALONE_BODY)
        }
        Code::CameraMissing if !has_cameras() => {
            elsewhere(context, keys::CAMERA_ELSEWHERE, keys::CAMERA_ELSEWHERE_BODY)
        }
        // Apps that show pages may have cameras and still refuse every page, without asking anybody.
        Code::CameraDenied if !context.media().is_camera_denied() => {
            elsewhere(context, keys::CAMERA_ELSEWHERE, keys::CAMERA_ELSEWHERE_UNASKED)
        }
        _ => None,
    };
    allowing.into_iter().chain(elsewhere).collect()
}

/// Whether this browser has cameras at all: those inside other apps often have none.
fn has_cameras() -> bool {
    window().navigator().media_devices().is_ok_and(|devices| !devices.is_undefined())
}

/// The way to a browser that can: the customer's own link, to be copied.
pub fn elsewhere(context: Context, title: Key, words: Key) -> Option<Node> {
    let link = context.media().own_link()?;
    let field = el("input", "kyc-field")
        .attr("readonly", "")
        .attr("dir", "ltr")
        .attr("aria-label", context.t(keys::CAMERA_LINK))
        .attr("value", link.clone())
        .node();
    let copy = button(Look::Small, context.t(keys::CAMERA_COPY), Box::new(move || copy(context, &link)));
    // What is said is seen, too.
    let ended = live(move || {
        let mut words = context.t(keys::CAMERA_COPIED);
        if !context.announcer.has_said(&words) {
            words = context.t(keys::CAMERA_COPY_HAND);
            if !context.announcer.has_said(&words) {
                words = String::new();
            }
        }
        note(words)
    });
    Some(notice(Tone::Info, context.t(title), vec![text(context.t(words)), field, copy, ended]))
}

/// Puts the link on the clipboard. That may be absent, or refuse, where cameras do; the field is there to be copied by
/// hand.
fn copy(context: Context, link: &str) {
    let board = window().navigator().clipboard();
    let written = (!board.is_undefined()).then(|| board.write_text(link));
    leptos::task::spawn_local(async move {
        let is_copied = match written {
            Some(written) => wasm_bindgen_futures::JsFuture::from(written).await.is_ok(),
            None => false,
        };
        let end = if is_copied { keys::CAMERA_COPIED } else { keys::CAMERA_COPY_HAND };
        context.announcer.say(context.t(end));
    });
}

/// Where the permission is found differs from browser to browser.
fn allowing(context: Context) -> Node {
    let agent = window().navigator().user_agent().unwrap_or_default();
    let words = text(context.t(lookup::camera_help(&agent)));
    notice(Tone::Info, context.t(keys::CAMERA_HELP_TITLE), vec![words])
}
