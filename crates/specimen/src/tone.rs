//! A colour with room to calculate in.

/// Red, green and blue, 0 to 255 each, not yet rounded.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Tone {
    pub(crate) r: f32,
    pub(crate) g: f32,
    pub(crate) b: f32,
}

pub(crate) const INK: Tone = Tone::new(28.0, 30.0, 38.0);
pub(crate) const GREY: Tone = Tone::new(96.0, 100.0, 110.0);
pub(crate) const WHITE: Tone = Tone::new(255.0, 255.0, 255.0);
pub(crate) const PAPER: Tone = Tone::new(246.0, 245.0, 241.0);
pub(crate) const BLACK: Tone = Tone::new(0.0, 0.0, 0.0);

impl Tone {
    pub(crate) const fn new(r: f32, g: f32, b: f32) -> Self {
        Self { r, g, b }
    }

    /// This tone with `share` (0 to 1) of the other in it.
    pub(crate) fn mix(self, other: Self, share: f32) -> Self {
        let share = share.clamp(0.0, 1.0);
        let blend = |a: f32, b: f32| a + (b - a) * share;
        Self::new(blend(self.r, other.r), blend(self.g, other.g), blend(self.b, other.b))
    }

    /// Brighter (above 1) or darker (below 1).
    pub(crate) fn times(self, factor: f32) -> Self {
        Self::new(self.r * factor, self.g * factor, self.b * factor)
    }

    pub(crate) fn pixel(self) -> image::Rgb<u8> {
        // The cast saturates at both ends; `round` would be a library call for every channel of every pixel.
        let byte = |value: f32| (value + 0.5) as u8;
        image::Rgb([byte(self.r), byte(self.g), byte(self.b)])
    }

    pub(crate) fn of(&image::Rgb([r, g, b]): &image::Rgb<u8>) -> Self {
        Self::new(f32::from(r), f32::from(g), f32::from(b))
    }
}

/// 0 below `from`, 1 above `to`, smooth between; `from` may be the larger one.
pub(crate) fn smoothstep(from: f32, to: f32, value: f32) -> f32 {
    let t = ((value - from) / (to - from)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}
