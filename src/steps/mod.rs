//! One module per screen. A screen is a plain function from what the machine knows to what is to be seen; it runs again
//! when the machine moves, and what differs changes in place. Screens send events and call nothing else.

pub mod capture;
mod context;
mod decided;
mod deciding;
pub mod dialogs;
mod done;
pub mod header;
mod liveness;
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

/// What a screen shows; `None` when it does not belong to the present state.
type View = Option<Vec<Node>>;

/// The screens that come with the studio, and what is said of them.
#[derive(Clone, Copy)]
pub struct Later {
    view: fn(Context, &Journey, &Place) -> View,
    speech: fn(Context, &Journey) -> Option<String>,
}

/// They. Naming them is having them: only the studio does.
pub const LATER: Later = Later { view: later, speech: speech::speech };

/// Where the customer is as far as there is something to see: a later screen is waited for on the one that loads.
#[must_use]
pub fn place(context: Context, journey: &Journey) -> Place {
    let place = Place::of(journey);
    match place.screen {
        Screen::Loading | Screen::Stopped | Screen::Welcome => place,
        _ if context.media().later().is_some() => place,
        _ => Place::loading(),
    }
}

/// The screen of a journey that is at `place`.
#[must_use]
pub fn view(context: Context, journey: &Journey, place: &Place) -> Option<Vec<Node>> {
    match (place.screen, &journey.phase) {
        (Screen::Loading, _) => loading::view(context, journey),
        (Screen::Welcome, Phase::Gathering(gathering)) => welcome::view(context, gathering),
        (Screen::Stopped, _) => stopped::view(context, journey),
        _ => (context.media().later()?.view)(context, journey, place),
    }
}

/// The words for the present state of a journey, for people who do not see the screen change.
#[must_use]
pub fn speech(context: Context, journey: &Journey) -> Option<String> {
    (context.media().later()?.speech)(context, journey)
}

fn later(context: Context, journey: &Journey, place: &Place) -> View {
    let gathering = match &journey.phase {
        Phase::Ended(_) => return done::view(context, journey),
        Phase::Gathering(gathering) => gathering,
        _ => return None,
    };
    match place.screen {
        Screen::Subtype => subtype::view(context, gathering),
        Screen::Tips => tips::view(context, gathering),
        Screen::Camera => capture::camera(context, gathering, place.part),
        Screen::File => capture::file(context, gathering),
        Screen::Liveness => liveness::view(context, gathering),
        Screen::Review => review::view(context, gathering),
        Screen::Ready => ready::view(context, gathering),
        Screen::Sending => sending::view(context, gathering),
        Screen::Deciding => deciding::view(context, gathering),
        Screen::Decided => decided::view(context, gathering),
        Screen::Welcome | Screen::Loading | Screen::Stopped | Screen::Done => None,
    }
}
