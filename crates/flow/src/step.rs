//! The transition.
use crate::{Effect, Event, Journey};
/// Placeholder until the machine lands.
#[must_use]
pub fn transition(journey: Journey, event: Event) -> (Journey, Vec<Effect>) {
    drop(event);
    (journey, Vec::new())
}
