//! A face in a picture, whoever found it.

/// A face, in pixels of the picture that was given.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Face {
    /// Left edge.
    pub x: u32,
    /// Upper edge.
    pub y: u32,
    /// Width, from cheek to cheek.
    pub width: u32,
    /// Height, from the brow to below the mouth.
    pub height: u32,
    /// How sure the detector is, without an upper end.
    pub score: f32,
}

impl Face {
    /// The same face in a picture `factor` times as large.
    #[must_use]
    pub fn scaled(&self, factor: f32) -> Self {
        let length = |length: u32| (length as f32 * factor) as u32;
        Self {
            x: length(self.x),
            y: length(self.y),
            width: length(self.width),
            height: length(self.height),
            score: self.score,
        }
    }
}
