//! The check itself on the dark stage: the customer as in a mirror, the oval, one hint, and the colours over all of it. The
//! stage stays while the server is asked and while the check runs. What changes with every frame follows its own signal.

use std::cell::Cell;

use kyc_flow::{Draft, Event, Side};
use kyc_liveness::session::{Hint, View};

use super::Context;
use crate::components::el::{Node, el, live};
use crate::components::element::{group, note};
use crate::components::layout::heading;
use crate::components::oval::{Oval, cut, oval};
use crate::components::progress::spinner;
use crate::components::{Icon, Look, icon};
use crate::i18n::{keys, lookup};

/// The stage; `is_running`: the server has begun a session, and the camera starts.
pub fn view(context: Context, draft: &Draft, is_running: bool) -> Vec<Node> {
    let head = el("div", "kyc-stack kyc-stack--tight kyc-liveness__head")
        .child(context.top(draft, Some(Side::Selfie), true))
        .child(heading(context.t(keys::LIVENESS_RUN)))
        .node();
    let camera = el("div", "kyc-camera kyc-camera--mirrored kyc-camera--face kyc-liveness__stage")
        .child(colours(context, is_running))
        .child(video(context, is_running))
        .child(place(context, is_running))
        .child(waiting(context, is_running))
        .node();
    let cancel = context.button(Look::Secondary, keys::ACTION_CANCEL, Event::PreviousPressed);
    let screen = el("div", "kyc-screen kyc-liveness")
        .child(head)
        .child(hint(context, is_running))
        .child(camera)
        .child(group("kyc-actions kyc-liveness__actions", vec![cancel]));
    vec![screen.node()]
}

/// What the check shows, drawn again when it changes.
fn seen(context: Context, is_running: bool) -> Option<View> {
    context.check().filter(|_| is_running)
}

/// Whether the colours are on the screen.
fn is_lit(context: Context, view: Option<View>) -> bool {
    view.is_some_and(|view| view.hint == Hint::Colours) && context.media().colours().is_some()
}

/// What the customer waits for before there is anything to do; afterwards the hint alone tells.
fn awaited(view: Option<View>) -> Option<Hint> {
    match view.map_or(Hint::Connecting, |view| view.hint) {
        hint @ (Hint::CameraStarts | Hint::Connecting | Hint::Verifying) => Some(hint),
        _ => None,
    }
}

/// The colours lie over the whole page and let every press through.
fn colours(context: Context, is_running: bool) -> Node {
    live(move || {
        let is_lit = is_lit(context, seen(context, is_running));
        let canvas = if is_running { context.media().colours() } else { None };
        let class = if is_lit { "kyc-colours kyc-colours--lit" } else { "kyc-colours" };
        el("div", class)
            .attr("aria-hidden", "true")
            .children(canvas.map(|canvas| Node::Raw(canvas.into())))
            .node()
    })
}

/// The playing element. While the colours are there, only the face is left of it.
fn video(context: Context, is_running: bool) -> Node {
    live(move || {
        let view = seen(context, is_running);
        let video = if is_running { context.media().video() } else { None };
        let lit = view.and_then(|view| view.oval).filter(|_| is_lit(context, view));
        let shown = lit.map(|oval| (frame(oval), size(context)));
        let class =
            if lit.is_some() { "kyc-camera__video kyc-camera__video--lit" } else { "kyc-camera__video" };
        let stage = el("div", class)
            .attr("role", "img")
            .attr("aria-label", context.t(keys::CAMERA_LIVE))
            .children(video.map(|video| Node::Raw(video.into())));
        cut(stage, shown).node()
    })
}

/// Where the face belongs, and how far it is on its way.
fn place(context: Context, is_running: bool) -> Node {
    live(move || {
        let view = seen(context, is_running);
        let shown = view.and_then(|view| Some((view.oval?, view.percent)));
        let Some((place, percent)) = shown else { return group("kyc-oval-none", Vec::new()) };
        oval(Oval {
            place: frame(place),
            size: size(context),
            percent,
            is_lit: is_lit(context, view),
            name: context.t(keys::LIVENESS_PROGRESS),
        })
    })
}

fn frame(oval: kyc_liveness::oval::Rect) -> [f64; 4] {
    [oval.left, oval.top, oval.width, oval.height]
}

/// Of the video, in its own pixels.
fn size(context: Context) -> (f64, f64) {
    let video = context.media().video();
    let size = video.map(|video| (f64::from(video.video_width()), f64::from(video.video_height())));
    size.filter(|(width, _)| *width > 0.0).unwrap_or((640.0, 480.0))
}

fn waiting(context: Context, is_running: bool) -> Node {
    live(move || {
        let awaited = awaited(seen(context, is_running));
        let words = awaited.map(|hint| note(context.t(lookup::check_hint(hint))));
        let content = words.map(|words| vec![spinner(), words]).unwrap_or_default();
        group("kyc-camera__wait", content)
    })
}

/// The hint, seen and said.
fn hint(context: Context, is_running: bool) -> Node {
    let last = Cell::new(None);
    live(move || {
        let view = seen(context, is_running);
        let hint = view.map(|view| view.hint);
        let words = hint.map(|hint| context.t(lookup::check_hint(hint)));
        // Once, not with every frame.
        if last.replace(hint) != hint
            && let Some(words) = &words
        {
            context.announcer.say(words.clone());
        }
        let shown = hint.zip(words).filter(|_| awaited(view).is_none());
        let pill = shown.map(|(hint, words)| {
            let is_good = matches!(hint, Hint::HoldStill | Hint::Colours);
            let class = if is_good { "kyc-camera__pill kyc-camera__pill--good" } else { "kyc-camera__pill" };
            el("p", class).child(icon(picture_of(hint))).text(words).node()
        });
        let lit = if is_lit(context, view) {
            "kyc-liveness__hint kyc-liveness__hint--lit"
        } else {
            "kyc-liveness__hint"
        };
        group(lit, pill.into_iter().collect())
    })
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
