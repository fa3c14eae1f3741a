//! The colours on the screen: what to draw at a moment, and what to tell of it.
//!
//! The first colour stands; each next one comes from above over the one before, and then stands for its time, if it has any.
//! A stage begins with the tick that shows it, and a tick begins one stage at most: when ticks are late, colours stay
//! longer and none is left out or told without having been seen.

use crate::events::{ColourSequence, Rgb, Told};

/// Draws a sequence once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Colours {
    sequence: Vec<ColourSequence>,
    stage: Stage,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Waiting,
    Shown { index: usize, is_moving: bool, since: u64 },
    Over,
}

/// What is on the screen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Picture {
    /// Below.
    pub previous: Rgb,
    /// Above; the same while a colour stands.
    pub current: Rgb,
    /// How far down the upper one reaches, 0 to 1.
    pub reach: f64,
}

/// What follows from a tick.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tick {
    /// What to draw; nothing when the sequence is over.
    pub picture: Option<Picture>,
    /// What to tell the server, if a stage began.
    pub told: Option<Told>,
}

impl Colours {
    /// For a sequence of at most 256 colours; further ones are left out, since events have no number for them.
    #[must_use]
    pub fn new(mut sequence: Vec<ColourSequence>) -> Self {
        sequence.truncate(256);
        Self { sequence, stage: Stage::Waiting }
    }

    /// How long the sequence takes at least, in milliseconds.
    #[must_use]
    pub fn millis(&self) -> u64 {
        let stages = self.sequence.iter().enumerate();
        stages
            .map(|(at, colour)| u64::from(colour.flat) + if at > 0 { colour.downscroll.into() } else { 0 })
            .sum()
    }

    /// Whether everything was shown.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.stage == Stage::Over
    }

    /// The screen at a moment, in unix milliseconds; the first call begins. Call it for every frame that is drawn.
    pub fn tick(&mut self, now: u64) -> Tick {
        let before = self.stage;
        self.stage = self.next(now);
        let told = if self.stage == before { None } else { self.told() };
        Tick { picture: self.picture(now), told }
    }

    fn next(&self, now: u64) -> Stage {
        let next = match self.stage {
            Stage::Waiting => (0, false),
            Stage::Over => return Stage::Over,
            Stage::Shown { since, .. } if now.saturating_sub(since) < self.length().into() => {
                return self.stage;
            }
            Stage::Shown { index, is_moving: true, .. } if self.stands(index) => (index, false),
            Stage::Shown { index, .. } => (index + 1, true),
        };
        let (index, is_moving) = next;
        if index < self.sequence.len() { Stage::Shown { index, is_moving, since: now } } else { Stage::Over }
    }

    fn stands(&self, index: usize) -> bool {
        self.sequence.get(index).is_some_and(|colour| colour.flat > 0)
    }

    /// Of the stage, in milliseconds.
    fn length(&self) -> u32 {
        match self.stage {
            Stage::Shown { index, is_moving, .. } => self
                .sequence
                .get(index)
                .map_or(0, |colour| if is_moving { colour.downscroll } else { colour.flat }),
            Stage::Waiting | Stage::Over => 0,
        }
    }

    fn colours(&self, index: usize, is_moving: bool) -> Option<(Rgb, Rgb)> {
        let current = self.sequence.get(index)?;
        let previous = if is_moving { self.sequence.get(index.checked_sub(1)?)? } else { current };
        Some((previous.colour, current.colour))
    }

    fn picture(&self, now: u64) -> Option<Picture> {
        let Stage::Shown { index, is_moving, since } = self.stage else { return None };
        let (previous, current) = self.colours(index, is_moving)?;
        let length = f64::from(self.length());
        let done = now.saturating_sub(since) as f64;
        let reach = if is_moving && length > 0.0 { (done / length).min(1.0) } else { 1.0 };
        Some(Picture { previous, current, reach })
    }

    fn told(&self) -> Option<Told> {
        let Stage::Shown { index, is_moving, since } = self.stage else { return None };
        let (previous, current) = self.colours(index, is_moving)?;
        Some(Told::Colour { current, previous, number: u8::try_from(index).ok()?, at: since })
    }
}

#[cfg(test)]
mod tests;
