//! A face in a picture, whoever found it.

use crate::Area;

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
    /// The place it takes.
    #[must_use]
    pub const fn area(&self) -> Area {
        Area { x: self.x as f32, y: self.y as f32, width: self.width as f32, height: self.height as f32 }
    }

    /// How far it takes the same place as `other`: intersection over union, 0 to 1.
    #[must_use]
    pub fn overlap(&self, other: &Self) -> f32 {
        let shared = |from: u32, length: u32, from_other: u32, length_other: u32| {
            let end = (from + length).min(from_other + length_other);
            end.saturating_sub(from.max(from_other)) as f32
        };
        let both = shared(self.x, self.width, other.x, other.width)
            * shared(self.y, self.height, other.y, other.height);
        let area = |face: &Self| face.width as f32 * face.height as f32;
        let either = area(self) + area(other) - both;
        if either > 0.0 { both / either } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlap_is_one_for_the_same_place_and_nothing_apart() {
        let face = Face { x: 10, y: 10, width: 20, height: 20, score: 1.0 };
        let beside = Face { x: 20, ..face };
        assert!((face.overlap(&face) - 1.0).abs() < 1e-6);
        assert!((face.overlap(&beside) - 1.0 / 3.0).abs() < 1e-6);
        assert_eq!(face.overlap(&Face { x: 30, ..face }).to_bits(), 0);
        assert_eq!(Face { width: 0, ..face }.overlap(&Face { width: 0, ..face }).to_bits(), 0);
    }
}
