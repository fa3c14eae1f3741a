//! The transition, one module per part of the journey.

mod boot;
mod capture;
mod deciding;
mod ending;
mod gathering;
mod out;
mod plan;
mod sending;

use crate::effect::Effect;
use crate::event::Event;
use crate::journey::{Journey, Phase};
use out::Out;

/// What follows from `event` in `journey`: the next journey, and what is to be done.
///
/// Total: an event that makes no sense where the journey is, or that answers an operation nobody waits for any more,
/// changes nothing.
#[must_use]
pub fn transition(journey: Journey, event: Event) -> (Journey, Vec<Effect>) {
    let before = (journey.screen(), journey.document());
    let mut out = Out::new(journey.last_op);
    let phase = match journey.phase {
        Phase::Starting => boot::starting(event, &mut out),
        Phase::Loading { op, link, tries } => {
            boot::loading(boot::Loading { op, link, tries }, event, &mut out)
        }
        Phase::Stopped(stopped) => boot::stopped(stopped, event, &mut out),
        Phase::Gathering(gathering) => gathering::step(gathering, event, &mut out),
        Phase::Ended(ended) => ending::step(ended, &event, &mut out),
    };
    let journey = Journey { last_op: out.last_op(), phase };
    if before != (journey.screen(), journey.document()) {
        out.tell_screen(before.0, &journey);
    }
    (journey, out.into_effects())
}
