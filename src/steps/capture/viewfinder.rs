//! The dark stage: the live picture under its frame, what to do, and the shutter. The stage stays while the camera
//! starts, runs and takes a picture, so that the video element is put there once.

use kyc_flow::{CameraState, Event, Facing, Journey};
use leptos::prelude::*;
use leptos::{ev, html};
use wasm_bindgen::JsCast;

use super::cutout::Cutout;
use super::{Context, running};
use crate::components::button::icon_button;
use crate::components::element::{dynamic, group, maybe, note, paragraph};
use crate::components::layout::heading;
use crate::components::progress::spinner;
use crate::components::{Icon, Look};
use crate::i18n::keys;
use crate::i18n::lookup::Subject;

const CONTROLS: &str = "button, select, a, dialog";

/// What changes while the stage is up.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Running {
    is_live: bool,
    is_taking: bool,
    is_mirrored: bool,
}

impl Running {
    fn of(journey: &Journey) -> Self {
        let (facing, state) =
            running(journey).map_or((Facing::Rear, None), |(_, _, facing, state)| (facing, Some(state)));
        let is_taking = matches!(state, Some(CameraState::Taking { .. }));
        Self {
            is_live: is_taking || matches!(state, Some(CameraState::Live { .. })),
            is_taking,
            is_mirrored: facing == Facing::Front,
        }
    }
}

/// The viewfinder.
#[must_use]
pub fn view(context: Context) -> AnyView {
    let journey = context.ports.journey;
    let state = Memo::new(move |_| journey.with(Running::of));
    let head = dynamic(move || maybe(journey.with(|journey| head(context, journey))));
    let frame = dynamic(move || maybe(journey.with(|journey| frame(context, journey))));
    let class = move || match state.get().is_mirrored {
        true => "kyc-camera kyc-camera--mirrored",
        false => "kyc-camera",
    };
    on_space(context);
    let wait = dynamic(move || maybe((!state.get().is_live).then(|| waiting(context))));
    let controls = dynamic(move || controls(context, state.get()).into_any());
    view! {
        <div class="kyc-screen">
            {head}
            <div class=class>
                {video(context, state)}
                {frame}
                {wait}
            </div>
        </div>
        <div class="kyc-actions">
            {controls}
        </div>
    }
    .into_any()
}

/// Puts the playing element on the stage whenever the camera comes on.
fn video(context: Context, state: Memo<Running>) -> AnyView {
    let stage = NodeRef::<html::Div>::new();
    let is_live = Memo::new(move |_| state.get().is_live);
    Effect::new(move || {
        let (true, Some(stage)) = (is_live.get(), stage.get()) else { return };
        if let Some(video) = context.ports.media.with_value(|media| media.video()) {
            stage.replace_children_with_node_1(&video);
        }
    });
    let name = move || context.t(keys::CAMERA_LIVE);
    view! { <div class="kyc-camera__video" role="img" aria-label=name node_ref=stage></div> }.into_any()
}

fn head(context: Context, journey: &Journey) -> Option<AnyView> {
    let (gathering, capturing, _, _) = running(journey)?;
    let (draft, side) = (&capturing.draft, capturing.side);
    let subject = Subject::of(side, draft.subtype);
    let title = context.t_page(subject.camera_title(), side);
    let attempts = context.attempts_note(gathering, draft.slot);
    Some(group(
        "kyc-stack kyc-stack--tight",
        vec![context.top(draft, Some(side), true), heading(title), attempts.into_any()],
    ))
}

fn frame(context: Context, journey: &Journey) -> Option<AnyView> {
    let (_, capturing, _, _) = running(journey)?;
    let subject = Subject::of(capturing.side, capturing.draft.subtype);
    let hint = paragraph("kyc-camera__pill", context.t(subject.camera_hint()));
    let cutout = Cutout::of(subject, capturing.draft.subtype).view();
    Some(group("", vec![cutout, group("kyc-camera__hint", vec![hint])]))
}

fn waiting(context: Context) -> AnyView {
    group("kyc-camera__wait", vec![spinner(), note(context.t(keys::CAMERA_STARTING))])
}

fn controls(context: Context, state: Running) -> Vec<AnyView> {
    let can_shoot = state.is_live && !state.is_taking;
    let cameras = context.ports.media.with_value(|media| media.camera_count());
    // It stays while the other camera starts, and with it the focus; the machine ignores it meanwhile.
    let switch = (cameras > 1).then(|| {
        let name = context.t(keys::CAMERA_SWITCH);
        let press = context.press(Event::CameraSwitched);
        group("kyc-shutter__switch", vec![icon_button(Icon::Switch, name, press)])
    });
    let label = if state.is_taking { keys::CAMERA_TAKING } else { keys::CAMERA_SHUTTER };
    let shutter = view! {
        <button
            type="button"
            class="kyc-shutter__button"
            aria-label=context.t(label)
            aria-disabled=(!can_shoot).to_string()
            aria-keyshortcuts="Space"
            on:click=move |_| context.ports.send.run(Event::ShutterPressed)
        ></button>
    };
    vec![
        group("kyc-shutter", vec![shutter.into_any(), switch.into_any()]),
        paragraph("kyc-camera__key", context.t(keys::CAMERA_SHUTTER_KEY)),
        context.button(Look::Quiet, keys::CAMERA_UPLOAD, Event::FileChosen),
    ]
}

/// The space bar takes the picture wherever focus is, unless it is on a control that wants the key for itself.
fn on_space(context: Context) {
    let handle = window_event_listener(ev::keydown, move |event| {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let is_control = target.is_some_and(|element| matches!(element.closest(CONTROLS), Ok(Some(_))));
        if event.key() == " " && !event.repeat() && !is_control {
            event.prevent_default();
            context.ports.send.run(Event::ShutterPressed);
        }
    });
    on_cleanup(move || handle.remove());
}
