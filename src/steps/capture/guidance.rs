//! What is drawn over the live picture as it is seen: the document's outline, one hint, the wait before the automatic
//! shutter, and help for those without luck.

use std::cell::Cell;

use kyc_flow::Event as Told;
use kyc_vision::Hint;

use super::Context;
use crate::components::button::pressable;
use crate::components::el::{El, Node, el, live};
use crate::components::element::{group, note};
use crate::components::picture::{Fit, Pointing, pointed_at};
use crate::components::{Icon, Look, icon};
use crate::i18n::keys;
use crate::i18n::lookup::{self, Subject};
use crate::ports::Share;

/// How the video lies on the stage, as `camera.css` has it: the picture of a computer's camera is seen whole, or a document
/// would be found where nobody sees it. A face is looked for in the middle.
fn fit(context: Context, subject: Subject) -> Fit {
    let shape = context.media().video().and_then(|video| video.get_attribute("data-shape"));
    if subject != Subject::Selfie && shape.as_deref() == Some("wide") { Fit::Whole } else { Fit::Cover }
}

/// The outline of the document, following it. The box has the video's size and lies on the stage like the video, so that
/// the line lies on the edge.
pub fn outline(context: Context, subject: Subject) -> Node {
    live(move || {
        let guidance = context.guidance();
        let corners = guidance.outline;
        let video = context.media().video();
        let is_whole = fit(context, subject) == Fit::Whole;
        let size = video.map(|video| (f64::from(video.video_width()), f64::from(video.video_height())));
        let (width, height) = size.filter(|(width, _)| *width > 0.0).unwrap_or((16.0, 9.0));
        let mut line = el("path", "kyc-camera__line");
        if let Some(corners) = corners {
            line = line.attr("d", path(corners, width, height));
        }
        let view_box = [number(width), number(height)].join(" ");
        el("svg", "kyc-camera__outline")
            .attr("viewBox", ["0 0 ", &view_box].concat())
            .attr("preserveAspectRatio", if is_whole { "xMidYMid meet" } else { "xMidYMid slice" })
            .attr("aria-hidden", "true")
            .child(line)
            .children(guidance.pointed.map(|(times, place)| mark_at(times, place, width, height)))
            .node()
    })
}

/// A mark where the customer pointed; each time a new one, so that it shows again. The round ends of a line without
/// length are a disc.
fn mark_at(times: u32, (x, y): Share, width: f64, height: f64) -> Node {
    let place = ["M", &number(x * width), " ", &number(y * height), "h0"].concat();
    el("path", "kyc-camera__focus").key(number(f64::from(times))).attr("d", place).node()
}

fn path(corners: [Share; 4], width: f64, height: f64) -> String {
    let points = corners.map(|(x, y)| [number(x * width), number(y * height)].join(" "));
    ["M", &points.join("L"), "z"].concat()
}

fn number(value: f64) -> String {
    js_sys::Number::from(value).to_fixed(1).map_or_else(|_| "0".to_owned(), String::from)
}

/// The hint, seen and said.
pub fn hint(context: Context, subject: Subject, is_live: bool) -> Node {
    let first = context.t(subject.camera_hint());
    let last = Cell::new(None);
    live(move || {
        let hint = context.guidance().hint.filter(|_| is_live);
        let words = hint.and_then(lookup::guide).map(|words| context.t(words));
        let class = if hint == Some(Hint::Good) {
            "kyc-camera__pill kyc-camera__pill--good"
        } else {
            "kyc-camera__pill"
        };
        let symbol = icon(hint.map_or(Icon::Camera, picture_of));
        // What is there from the start is said together with the camera; the rest once, not with every frame.
        if last.replace(hint) != hint
            && let Some(words) = &words
        {
            context.announcer.say(words.clone());
        }
        let pill = el("p", class).child(symbol).text(words.unwrap_or_else(|| first.clone()));
        group("kyc-camera__hint", vec![pill.node()])
    })
}

const fn picture_of(hint: Hint) -> Icon {
    match hint {
        Hint::Search | Hint::DocumentPlease | Hint::RealDocument => Icon::Camera,
        Hint::ShowAll | Hint::Centre | Hint::Straighten => Icon::Frame,
        Hint::Closer => Icon::Plus,
        Hint::Further => Icon::Minus,
        Hint::MoreLight | Hint::LessLight | Hint::Glare => Icon::Sun,
        Hint::Focus | Hint::HoldStill => Icon::Hand,
        Hint::TurnOver => Icon::Switch,
        Hint::Alone => Icon::Person,
        Hint::Good => Icon::Tick,
    }
}

/// The shutter with a ring that closes while the picture is about to be taken by itself.
pub fn ring(context: Context, shutter: El) -> Node {
    let ring = live(move || {
        // The circle's circumference is a hundred of its own units.
        let dashes = [number(f64::from(context.guidance().progress) * 100.0).as_str(), " 100"].concat();
        let circle = el("path", "kyc-shutter__ring")
            .attr("d", "M18 2.085a15.915 15.915 0 0 1 0 31.83a15.915 15.915 0 0 1 0-31.83");
        let circle = circle.attr("stroke-dasharray", dashes);
        el("svg", "kyc-shutter__wait")
            .attr("viewBox", "0 0 36 36")
            .attr("aria-hidden", "true")
            .child(circle)
            .node()
    });
    el("div", "kyc-shutter__centre").child(ring).child(shutter).node()
}

/// Whether the picture is taken by itself; pressing it while the ring closes stops that.
pub fn automatic(context: Context) -> Node {
    live(move || {
        let is_on = context.guidance().is_automatic;
        let press = Box::new(move || context.media().set_automatic(!is_on));
        let toggle =
            pressable("kyc-button kyc-button--quiet kyc-button--small kyc-shutter__automatic", press);
        toggle
            .attr("aria-pressed", if is_on { "true" } else { "false" })
            .text(context.t(keys::GUIDE_AUTOMATIC))
            .node()
    })
}

/// The tips once more, for those without luck; the upload, where there is one, stands below.
pub fn help(context: Context, allows_file: bool) -> Node {
    let was_stuck = Cell::new(false);
    live(move || {
        let mut content = Vec::new();
        let is_stuck = context.guidance().is_stuck;
        let is_new = is_stuck && !was_stuck.replace(is_stuck);
        if is_stuck {
            let words = context.t(if allows_file { keys::GUIDE_STUCK } else { keys::GUIDE_STUCK_ALONE });
            if is_new {
                context.announcer.say(words.clone());
            }
            content.push(note(words));
            content.push(context.button(Look::Small, keys::GUIDE_TIPS, Told::PreviousPressed));
        }
        group("kyc-camera__help", content)
    })
}

/// The camera's own light.
pub fn torch(context: Context) -> Node {
    live(move || {
        let switch = context.guidance().torch.map(|is_on| {
            let press = Box::new(move || context.media().set_torch(!is_on));
            pressable("kyc-button kyc-button--icon", press)
                .attr("aria-label", context.t(keys::CAMERA_TORCH))
                .attr("aria-pressed", if is_on { "true" } else { "false" })
                .child(icon(Icon::Torch))
                .node()
        });
        group("kyc-camera__torch", switch.into_iter().collect())
    })
}

/// Whether the picture is seen as in a mirror: the camera looks at the customer, whichever was asked for.
pub fn is_mirrored(context: Context) -> bool {
    let facing = context.media().video().and_then(|video| video.get_attribute("data-facing"));
    facing.as_deref() == Some("front")
}

/// Focuses where the customer points.
pub fn focus(context: Context, subject: Subject, event: &Pointing) {
    let Some(video) = context.media().video() else { return };
    let size = (f64::from(video.video_width()), f64::from(video.video_height()));
    let Some((x, y)) = pointed_at(event, size, fit(context, subject)) else { return };
    // Beside the picture lies the empty part of the stage.
    if (x - 0.5).abs().max((y - 0.5).abs()) <= 0.5 {
        context.media().focus_at((if is_mirrored(context) { 1.0 - x } else { x }, y));
    }
}
