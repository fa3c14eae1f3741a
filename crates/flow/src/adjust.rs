//! What the customer changes about a picture on the review screen.

use serde::Serialize;

/// A place in a picture as it was taken, before any turn: ten-thousandths of its width and height, so that it means the
/// same at every size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Spot {
    /// From the left, 0 to [`Spot::END`].
    pub x: u16,
    /// From the top, 0 to [`Spot::END`].
    pub y: u16,
}

impl Spot {
    /// The far end of both axes.
    pub const END: u16 = 10_000;

    /// The nearest place inside the picture.
    #[must_use]
    pub fn clamped(self) -> Self {
        Self { x: self.x.min(Self::END), y: self.y.min(Self::END) }
    }
}

/// The customer's changes. The default changes nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Adjustment {
    /// Clockwise, 0 to 3.
    pub quarter_turns: u8,
    /// The document's corners, clockwise from the upper left; `None` leaves them where they were found.
    pub corners: Option<[Spot; 4]>,
}

impl Adjustment {
    /// One quarter turn further.
    #[must_use]
    pub const fn turned(self) -> Self {
        Self { quarter_turns: (self.quarter_turns + 1) % 4, ..self }
    }

    /// The same with these corners.
    #[must_use]
    pub fn with_corners(self, corners: [Spot; 4]) -> Self {
        Self { corners: Some(corners.map(Spot::clamped)), ..self }
    }
}
