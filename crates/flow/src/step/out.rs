//! What a transition produces beside the next state: fresh operation ids and effects.

use kyc_wire::embed::HostMessage;

use crate::effect::Effect;
use crate::ids::{Millis, OpId};
use crate::journey::{Journey, Screen};

/// Collects the effects of one transition.
pub struct Out {
    last_op: u32,
    effects: Vec<Effect>,
}

impl Out {
    pub const fn new(last_op: u32) -> Self {
        Self { last_op, effects: Vec::new() }
    }

    pub const fn last_op(&self) -> u32 {
        self.last_op
    }

    pub fn into_effects(self) -> Vec<Effect> {
        self.effects
    }

    /// Adds an effect that nothing answers.
    pub fn push(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    /// Adds an effect with an operation id of its own.
    pub fn start(&mut self, effect: impl FnOnce(OpId) -> Effect) -> OpId {
        self.last_op = self.last_op.wrapping_add(1);
        let op = OpId(self.last_op);
        self.effects.push(effect(op));
        op
    }

    /// A timer without jitter.
    pub fn wait(&mut self, millis: u64) -> OpId {
        self.start(|op| Effect::Wait { op, millis, has_jitter: false })
    }

    /// The pause before try number `tries` (from 1): doubling from a second, half a minute at most, spread; or the
    /// time the server asked for.
    pub fn back_off(&mut self, tries: u8, until: Option<Millis>) -> OpId {
        match until {
            Some(at) => self.start(|op| Effect::WaitUntil { op, at }),
            None => {
                let millis = (1000u64 << tries.saturating_sub(1).min(5)).min(30_000);
                self.start(|op| Effect::Wait { op, millis, has_jitter: true })
            }
        }
    }

    /// Whether every picture is given up already.
    pub fn discards_all(&self) -> bool {
        self.effects.contains(&Effect::DiscardAll)
    }

    pub fn tell(&mut self, message: HostMessage) {
        self.effects.push(Effect::Tell(message));
    }

    /// Tells the host which screen is shown, and before anything else, once, that the app is ready.
    pub fn tell_screen(&mut self, journey: &mut Journey) {
        let screen = journey.screen();
        if screen != Screen::Loading && !journey.surroundings.is_announced {
            journey.surroundings.is_announced = true;
            self.effects.insert(0, Effect::Tell(HostMessage::Ready));
        }
        self.tell(HostMessage::Step { screen: screen.as_str().to_owned(), document: journey.document() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operation_ids_wrap_instead_of_ending() {
        let mut out = Out::new(u32::MAX - 1);
        assert_eq!((out.wait(1), out.wait(1), out.wait(1)), (OpId(u32::MAX), OpId(0), OpId(1)));
        assert_eq!(out.last_op(), 1);
    }

    #[test]
    fn pauses_double_up_to_half_a_minute() {
        let mut out = Out::new(0);
        for tries in [0, 1, 2, 5, 6, 63, 255] {
            out.back_off(tries, None);
        }
        let pause = |effect| match effect {
            Effect::Wait { millis, .. } => millis,
            other => panic!("no pause: {other:?}"),
        };
        let pauses: Vec<u64> = out.into_effects().into_iter().map(pause).collect();
        assert_eq!(pauses, [1000, 1000, 2000, 16_000, 30_000, 30_000, 30_000]);
    }
}
