//! The dark stage: the live picture under its frame, what to do, and the shutter. The stage stays while the camera
//! starts, runs and takes a picture, so that the video element is put there once. What changes with every frame
//! follows its own signal.

use kyc_flow::{CameraState, Capturing, Event, Gathering, Means};

use super::cutout::Cutout;
use super::guidance;
use super::{Context, View, capturing};
use crate::components::button::{icon_button, pressable};
use crate::components::el::{Node, el};
use crate::components::element::{group, note, paragraph};
use crate::components::layout::heading;
use crate::components::progress::spinner;
use crate::components::{Icon, Look};
use crate::i18n::keys;
use crate::i18n::lookup::Subject;

/// The viewfinder.
#[must_use]
pub fn view(context: Context, gathering: &Gathering) -> View {
    let capturing = capturing(gathering)?;
    let Means::Camera { state, .. } = &capturing.means else { return None };
    let is_taking = matches!(state, CameraState::Taking { .. });
    let is_live = is_taking || matches!(state, CameraState::Live { .. });
    let subject = Subject::of(capturing.side, capturing.draft.subtype);
    let mirrored = if is_live && guidance::is_mirrored(context) { " kyc-camera--mirrored" } else { "" };
    let face = if subject == Subject::Selfie { " kyc-camera--face" } else { "" };
    let camera = el("div", ["kyc-camera", mirrored, face].concat())
        .child(video(context, subject, is_live))
        .child(Cutout::of(subject, capturing.side, capturing.draft.subtype).view())
        .children(is_live.then(|| guidance::outline(context, subject)))
        .child(guidance::hint(context, subject, is_live))
        .children(is_live.then(|| guidance::torch(context)))
        .children((!is_live).then(|| waiting(context, state)))
        // Wherever focus is.
        .on_space(context.press(Event::ShutterPressed));
    let head = head(context, gathering, capturing, subject);
    let allows_file = gathering.allows_file(capturing.side);
    Some(vec![
        el("div", "kyc-screen").child(head).child(camera).node(),
        group("kyc-actions", controls(context, allows_file, is_live, is_taking)),
    ])
}

/// The playing element, on the stage whenever the camera is on. What lies over it lets presses through, but for buttons.
fn video(context: Context, subject: Subject, is_live: bool) -> Node {
    let video = if is_live { context.media().video() } else { None };
    el("div", "kyc-camera__video")
        .attr("role", "img")
        .attr("aria-label", context.t(keys::CAMERA_LIVE))
        .children(video.map(|video| Node::Raw(video.into())))
        .on("click", move |event| guidance::focus(context, subject, &event))
        .node()
}

fn head(context: Context, gathering: &Gathering, capturing: &Capturing, subject: Subject) -> Node {
    let (draft, side) = (&capturing.draft, capturing.side);
    el("div", "kyc-stack kyc-stack--tight")
        .child(context.top(draft, Some(side), true))
        .child(heading(context.t_page(subject.camera_title(), side)))
        .children(context.attempts_note(gathering, draft.slot))
        .node()
}

fn waiting(context: Context, state: &CameraState) -> Node {
    let is_paused = *state == CameraState::Paused;
    let words = note(context.t(if is_paused { keys::CAMERA_PAUSED } else { keys::CAMERA_STARTING }));
    group("kyc-camera__wait", if is_paused { vec![words] } else { vec![spinner(), words] })
}

fn controls(context: Context, allows_file: bool, is_live: bool, is_taking: bool) -> Vec<Node> {
    let can_shoot = is_live && !is_taking;
    let cameras = context.media().camera_count();
    // It stays while the other camera starts, and with it the focus; the machine ignores it meanwhile.
    let switch = (cameras > 1).then(|| {
        let name = context.t(keys::CAMERA_SWITCH);
        let press = context.press(Event::CameraSwitched);
        group("kyc-shutter__switch", vec![icon_button(Icon::Switch, name, press)])
    });
    let label = if is_taking { keys::CAMERA_TAKING } else { keys::CAMERA_SHUTTER };
    let shutter = pressable("kyc-shutter__button", context.press(Event::ShutterPressed))
        .attr("aria-label", context.t(label))
        .attr("aria-disabled", if can_shoot { "false" } else { "true" })
        .attr("aria-keyshortcuts", "Space");
    let upload = allows_file.then(|| context.button(Look::Quiet, keys::CAMERA_UPLOAD, Event::FileChosen));
    let controls = vec![
        guidance::help(context, allows_file),
        el("div", "kyc-shutter")
            .child(guidance::automatic(context))
            .child(guidance::ring(context, shutter))
            .children(switch)
            .node(),
        paragraph("kyc-camera__key", context.t(keys::CAMERA_SHUTTER_KEY)),
    ];
    controls.into_iter().chain(upload).collect()
}
