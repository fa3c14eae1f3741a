//! The transition, one module per part of the journey.

mod boot;
mod capture;
mod deciding;
mod ending;
mod gathering;
mod out;
mod plan;
mod release;
mod sending;
mod time;

use crate::effect::Effect;
use crate::event::Event;
use crate::journey::{Journey, Phase, Surroundings};
use out::Out;
use release::Resources;

/// What follows from `event` in `journey`: the next journey, and what is to be done.
///
/// Total: an event that makes no sense where the journey is, or that answers an operation nobody waits for any more,
/// changes nothing. Two things such an event may still bring: a picture, which is then discarded, and the time, which
/// may be past the end of the request.
#[must_use]
pub fn transition(mut journey: Journey, event: Event) -> (Journey, Vec<Effect>) {
    let before = (journey.screen(), journey.document());
    let mut resources = Resources::of(&journey.phase);
    resources.brought_by(&event);
    journey.surroundings.observe(&event);
    let mut out = Out::new(journey.last_op);
    let phase = step(journey.phase, journey.surroundings, event, &mut out);
    resources.release(&phase, &mut out);
    let mut journey = Journey { last_op: out.last_op(), phase, ..journey };
    if before != (journey.screen(), journey.document()) {
        out.tell_screen(&mut journey);
    }
    (journey, out.into_effects())
}

fn step(phase: Phase, surroundings: Surroundings, event: Event, out: &mut Out) -> Phase {
    match phase {
        Phase::Starting => boot::starting(event, out),
        Phase::Loading { op, link, tries } => {
            boot::loading(boot::Loading { op, link, tries }, event, surroundings, out)
        }
        Phase::Stopped(stopped) => boot::stopped(stopped, event, out),
        Phase::Gathering(gathering) => gathering::step(gathering, event, out),
        Phase::Ended(ended) => ending::step(ended, &event, out),
    }
}
