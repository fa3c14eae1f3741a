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
                let millis =
                    1000u64.checked_shl(u32::from(tries.saturating_sub(1))).map_or(30_000, |m| m.min(30_000));
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
