//! One module per screen. A screen is a plain function from what the machine knows to a view; it runs again when the
//! machine moves, and the renderer changes in place what differs. Screens send events and call nothing else.

pub mod capture;
mod context;
mod decided;
mod deciding;
pub mod dialogs;
mod done;
pub mod header;
mod loading;
mod place;
mod ready;
mod review;
mod sending;
mod speech;
mod stopped;
mod subtype;
mod tips;
mod welcome;

use kyc_flow::{Gathering, Journey, Phase, Screen};
use leptos::prelude::*;

use crate::components::element::{dynamic, maybe};

pub use context::Context;
pub use place::Place;
pub use speech::speech;

/// The screen at `place`.
#[must_use]
pub fn view(context: Context, place: &Place) -> AnyView {
    match place.screen {
        Screen::Loading => live(context, loading::view),
        Screen::Stopped => live(context, stopped::view),
        Screen::Welcome => gathering(context, welcome::view),
        Screen::Subtype => gathering(context, subtype::view),
        Screen::Tips => gathering(context, tips::view),
        Screen::Camera => capture::camera(context, place.part),
        Screen::File => capture::file(context),
        Screen::Review => gathering(context, review::view),
        Screen::Ready => gathering(context, ready::view),
        Screen::Sending => gathering(context, sending::view),
        Screen::Deciding => gathering(context, deciding::view),
        Screen::Decided => gathering(context, decided::view),
        Screen::Done => live(context, done::view),
    }
}

/// Shows `draw` of the present journey. It answers `None` once the machine has moved on to another screen, which is
/// shown in the same turn.
fn live(context: Context, draw: fn(Context, &Journey) -> Option<AnyView>) -> AnyView {
    dynamic(move || maybe(context.ports.journey.with(|journey| draw(context, journey))))
}

/// The same for the screens of the stages.
fn gathering(context: Context, draw: fn(Context, &Gathering) -> Option<AnyView>) -> AnyView {
    let draw = move |journey: &Journey| match &journey.phase {
        Phase::Gathering(gathering) => draw(context, gathering),
        _ => None,
    };
    dynamic(move || maybe(context.ports.journey.with(draw)))
}
