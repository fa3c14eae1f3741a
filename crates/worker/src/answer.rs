//! What the module tells the page.

use crate::numbers::{Reader, Writer};
use crate::{Look, VERSION};

/// What a module can do where it runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Skills {
    /// It can draw, so it takes video frames and bitmaps and not only pixels.
    pub draws: bool,
    /// It is the build with wide instructions.
    pub is_wide: bool,
}

/// What the module tells the page.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// It is loaded.
    Ready(Skills),
    /// What it saw in a picture.
    Seen {
        /// The number of the question.
        id: u32,
        /// `None` when the picture could not be read.
        look: Option<Look>,
    },
}

impl Answer {
    /// As numbers.
    #[must_use]
    pub fn encode(&self) -> Vec<f64> {
        let mut to = Writer::default();
        to.number(VERSION);
        match self {
            // Questions are counted from 1.
            Self::Ready(skills) => {
                to.number(0);
                to.number(skills.draws);
                to.number(skills.is_wide);
            }
            Self::Seen { id, look } => {
                to.number(*id);
                to.option(look.as_ref(), |to, look| look.write(to));
            }
        }
        to.0
    }

    /// From numbers.
    #[must_use]
    pub fn decode(numbers: &[f64]) -> Option<Self> {
        let mut from = Reader::new(numbers);
        let answer = match from.whole() {
            0 => Self::Ready(Skills { draws: from.whole() == 1, is_wide: from.whole() == 1 }),
            id => Self::Seen { id, look: from.option(Look::read) },
        };
        from.done(answer)
    }
}
