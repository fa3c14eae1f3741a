//! Moving the document's corners.

use std::rc::Rc;

use kyc_flow::{Event, ReviewLook, Reviewing, Spot};
use kyc_vision::{Point, Quad};

use super::super::Context;
use crate::components::button::tool;
use crate::components::corners::{Corners, corners as field};
use crate::components::el::live;
use crate::components::element::{group, note};
use crate::components::layout::{Layout, layout};
use crate::components::{Look, Node, button};
use crate::i18n::{keys, lookup};
use crate::ports::{Details, Share};

/// Where corners start that were not found: a tenth of the picture inside its edge.
const START: [Share; 4] = [(0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9)];

/// The button that leads here, with the corners where they are.
pub fn open(context: Context, details: &Details, is_busy: bool) -> Node {
    let start = details.corners.unwrap_or(START);
    let press = move || {
        context.media().set_corners(start);
        context.send(Event::LookChosen(ReviewLook::Corners));
    };
    tool("corners", context.t(keys::REVIEW_CORNERS), is_busy, Box::new(press))
}

/// The screen.
pub fn corners(context: Context, reviewing: &Reviewing, details: Details) -> Vec<Node> {
    let names = [
        keys::CORNERS_UPPER_LEFT,
        keys::CORNERS_UPPER_RIGHT,
        keys::CORNERS_LOWER_RIGHT,
        keys::CORNERS_LOWER_LEFT,
    ];
    let editor = field(Corners {
        url: details.original,
        description: context.t_page(lookup::review_alt(reviewing.side), reviewing.side),
        name: context.t(keys::CORNERS_NAME),
        names: names.map(|name| context.t(name)),
        help: context.t(keys::CORNERS_HELP),
        places: Rc::new(move || context.guidance().corners),
        put: Rc::new(move |corners| context.media().set_corners(corners)),
        describe: Rc::new(move |(x, y)| {
            let [x, y] = [x, y].map(|share| context.i18n.percent((share * 100.0).round() as u64, 100));
            context.i18n.t_with(keys::CORNERS_PLACE, &[("x", &x), ("y", &y)])
        }),
        say: Rc::new(move |words| say(context, words)),
    });
    let apply = move || {
        let places = context.media().guidance().corners;
        if is_sound(&places) {
            context.send(Event::CornersChosen(places.map(spot)));
        } else {
            say(context, String::new());
        }
    };
    layout(Layout {
        top: Some(context.top(&reviewing.draft, Some(reviewing.side), true)),
        title: context.t(keys::CORNERS_TITLE),
        body: vec![editor, note(context.t(keys::CORNERS_HELP)), crossed(context)],
        actions: vec![
            button(Look::Primary, context.t(keys::CORNERS_APPLY), Box::new(apply)),
            context.button(Look::Secondary, keys::ACTION_CANCEL, Event::PreviousPressed),
        ],
        ..Layout::default()
    })
}

/// Says `words`; while the corners make no document only that, which is what has to be mended.
fn say(context: Context, words: String) {
    let is_sound = is_sound(&context.media().guidance().corners);
    context.announcer.say(if is_sound { words } else { context.t(keys::CORNERS_CROSSED) });
}

/// Says so while the corners make no document.
fn crossed(context: Context) -> Node {
    live(move || {
        let is_sound = is_sound(&context.guidance().corners);
        let words = (!is_sound).then(|| note(context.t(keys::CORNERS_CROSSED)));
        group("kyc-corners-problem", words.into_iter().collect())
    })
}

/// Whether a camera can see a document like that.
fn is_sound(places: &[Share; 4]) -> bool {
    Quad(places.map(|(x, y)| Point::new(x as f32, y as f32))).is_convex()
}

fn spot((x, y): Share) -> Spot {
    let end = f64::from(Spot::END);
    Spot { x: (x * end).round() as u16, y: (y * end).round() as u16 }
}
