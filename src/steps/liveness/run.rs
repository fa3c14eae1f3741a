//! The check itself on the dark stage: the customer as in a mirror, the oval, one hint, and the colours over all of it. The
//! stage stays while the server is asked and while the check runs. What changes with every frame follows its own signal.

use std::cell::Cell;

use kyc_flow::{Draft, Event, Side};
use kyc_liveness::session::{Hint, View};
use leptos::prelude::{Get, RwSignal, Set};

use super::Context;
use super::pace::Pace;
use crate::components::el::{Node, el, live};
use crate::components::element::{group, note};
use crate::components::layout::heading;
use crate::components::oval::{Oval, oval, shape};
use crate::components::progress::spinner;
use crate::components::{Icon, Look, icon};
use crate::i18n::{keys, lookup};

/// The stage; `is_running`: the server has begun a session, and the camera starts.
pub fn view(context: Context, draft: &Draft, is_running: bool) -> Vec<Node> {
    let head = el("div", "kyc-stack kyc-stack--tight kyc-liveness__head")
        .child(context.top(draft, Some(Side::Selfie), true))
        .child(heading(context.t(keys::LIVENESS_RUN)));
    let seen = move || context.check().filter(|_| is_running);
    let cancel = context.button(Look::Secondary, keys::ACTION_CANCEL, Event::PreviousPressed);
    let screen = el("div", "kyc-screen kyc-liveness")
        .child(head)
        .children(hint(context, seen))
        .child(live(move || stage(context, seen(), is_running)))
        .child(live(move || colours(context, seen())))
        .child(group("kyc-actions kyc-liveness__actions", vec![cancel]));
    vec![screen.node()]
}

/// The video, which arrives while the stage stands, and what lies on it.
fn stage(context: Context, view: Option<View>, is_running: bool) -> Node {
    let video = if is_running { context.media().video() } else { None };
    let size = video.as_ref().map(|video| (f64::from(video.video_width()), f64::from(video.video_height())));
    let size = size.filter(|(width, _)| *width > 0.0).unwrap_or(USUAL);
    let picture = el("div", "kyc-camera__video")
        .attr("role", "img")
        .attr("aria-label", context.t(keys::CAMERA_LIVE))
        .children(video.map(|video| Node::Raw(video.into())));
    let shown = view.and_then(|view| Some((view.oval?, view.percent)));
    let place = shown.map(|(place, percent)| {
        let name = context.t(keys::LIVENESS_PROGRESS);
        oval(Oval { place: [place.left, place.top, place.width, place.height], size, percent, name })
    });
    el("div", "kyc-camera kyc-camera--mirrored kyc-camera--face kyc-liveness__stage")
        .child(picture)
        .children(place)
        .children(awaited(view).map(|hint| {
            let words = note(context.t(lookup::check_hint(hint)));
            group("kyc-camera__wait", vec![spinner(), words])
        }))
        .after(move |stage| shape(stage, size))
        .node()
}

/// The video's width and height while it is not there.
const USUAL: (f64, f64) = (640.0, 480.0);

/// What the customer waits for while there is nothing to do; afterwards the hint alone tells.
fn awaited(view: Option<View>) -> Option<Hint> {
    let hint = view.map_or(Hint::Connecting, |view| view.hint);
    matches!(hint, Hint::CameraStarts | Hint::Connecting | Hint::Verifying).then_some(hint)
}

/// The colours, over the whole page. They let every press through.
fn colours(context: Context, view: Option<View>) -> Node {
    let canvas = view.and_then(|_| context.media().colours());
    el("div", "kyc-colours")
        .attr("aria-hidden", "true")
        .children(canvas.map(|canvas| Node::Raw(canvas.into())))
        .node()
}

/// The hint, seen and said: at once, for the face has a few seconds. The region is there before there is a hint.
fn hint(context: Context, seen: impl Fn() -> Option<View> + 'static) -> [Node; 2] {
    let (last, pace, said) = (Cell::new(None), Pace::default(), RwSignal::new(String::new()));
    let region = el("p", "kyc-hidden").attr("aria-live", "assertive").child(live(move || said.get().into()));
    let shown = live(move || {
        let view = seen();
        let hint = pace.of(context.media().now(), view.map(|view| view.hint));
        let words = hint.map(|hint| context.t(lookup::check_hint(hint)));
        // Once, not with every frame.
        if last.replace(hint) != hint
            && let Some(words) = &words
        {
            said.set(words.clone());
        }
        let shown = hint.zip(words).filter(|_| awaited(view).is_none());
        let pill = shown.map(|(hint, words)| {
            let is_good = matches!(hint, Hint::HoldStill | Hint::Colours);
            let class = if is_good { "kyc-camera__pill kyc-camera__pill--good" } else { "kyc-camera__pill" };
            el("p", class).child(icon(picture_of(hint))).text(words).node()
        });
        group("kyc-liveness__hint", pill.into_iter().collect())
    });
    [region.node(), shown]
}

const fn picture_of(hint: Hint) -> Icon {
    match hint {
        Hint::CameraStarts => Icon::Camera,
        Hint::Connecting => Icon::Globe,
        Hint::ShowFace | Hint::BeAlone => Icon::Person,
        Hint::GoBack | Hint::MoveAway => Icon::Minus,
        Hint::ComeCloser => Icon::Plus,
        Hint::Centre => Icon::Frame,
        Hint::HoldStill => Icon::Hand,
        Hint::Colours => Icon::Sun,
        Hint::Verifying => Icon::Clock,
    }
}
