//! One module per screen. A screen is a plain function from what the machine knows to what is to be seen; it runs again
//! when the machine moves, and what differs changes in place. Screens send events and call nothing else.

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

use kyc_flow::{Journey, Phase, Screen};

use crate::components::Node;

pub use context::Context;
pub use place::Place;
pub use speech::speech;

/// What a screen shows; `None` when it does not belong to the present state.
type View = Option<Vec<Node>>;

/// The screen of a journey that is at `place`.
#[must_use]
pub fn view(context: Context, journey: &Journey, place: &Place) -> Option<Vec<Node>> {
    let gathering = match &journey.phase {
        Phase::Starting | Phase::Loading { .. } => return loading::view(context, journey),
        Phase::Stopped(_) => return stopped::view(context, journey),
        Phase::Ended(_) => return done::view(context, journey),
        Phase::Gathering(gathering) => gathering,
    };
    match place.screen {
        Screen::Welcome => welcome::view(context, gathering),
        Screen::Subtype => subtype::view(context, gathering),
        Screen::Tips => tips::view(context, gathering),
        Screen::Camera => capture::camera(context, gathering, place.part),
        Screen::File => capture::file(context, gathering),
        Screen::Review => review::view(context, gathering),
        Screen::Ready => ready::view(context, gathering),
        Screen::Sending => sending::view(context, gathering),
        Screen::Deciding => deciding::view(context, gathering),
        Screen::Decided => decided::view(context, gathering),
        Screen::Loading | Screen::Stopped | Screen::Done => None,
    }
}
