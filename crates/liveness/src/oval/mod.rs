//! Where a face is, and where it belongs.
//!
//! All places are in pixels of the video as the camera sees it; only what is drawn is mirrored ([`Rect::mirrored`]).

mod face;
mod fit;
mod matcher;
mod thresholds;

pub use face::{DetectedFace, Sight};
pub use fit::{Fit, Place};
pub use matcher::{Look, Matcher};
pub use thresholds::Thresholds;

use crate::events::{BoundingBox, OvalParameters};

/// A width and a height.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Size {
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

/// A box, or the oval in it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub left: f64,
    /// Upper edge.
    pub top: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

impl Rect {
    /// Around a middle.
    #[must_use]
    pub const fn around((x, y): (f64, f64), size: Size) -> Self {
        let (left, top) = (x - size.width / 2.0, y - size.height / 2.0);
        Self { left, top, width: size.width, height: size.height }
    }

    /// The oval that the server asks for.
    #[must_use]
    pub const fn of_oval(oval: &OvalParameters) -> Self {
        let size = Size { width: oval.width, height: oval.height };
        Self::around((oval.centre_x, oval.centre_y), size)
    }

    /// The oval before the server's: in the middle, as wide as `share` of an upright frame's width. A frame that lies is
    /// taken for an upright one of three quarters of its height. To be drawn with a share of 0.5, and measured
    /// against with 0.8, which is that of Amazon's clients.
    #[must_use]
    pub fn before_the_servers(video: Size, ratio: f64, share: f64) -> Self {
        let upright = if video.width >= video.height { video.height * 0.75 } else { video.width };
        let width = upright * share;
        Self::around((video.width / 2.0, video.height / 2.0), Size { width, height: width * ratio })
    }

    /// Right edge.
    #[must_use]
    pub const fn right(&self) -> f64 {
        self.left + self.width
    }

    /// Lower edge.
    #[must_use]
    pub const fn bottom(&self) -> f64 {
        self.top + self.height
    }

    /// How far it takes the same place as `other`: intersection over union, 0 to 1.
    #[must_use]
    pub fn overlap(&self, other: &Self) -> f64 {
        let width = self.right().min(other.right()) - self.left.max(other.left);
        let height = self.bottom().min(other.bottom()) - self.top.max(other.top);
        let both = width.max(0.0) * height.max(0.0);
        let either = self.width * self.height + other.width * other.height - both;
        if either > 0.0 { clamped(both / either, 1.0) } else { 0.0 }
    }

    /// What of it lies in the video.
    #[must_use]
    pub const fn within(&self, video: Size) -> Self {
        let (left, top) = (clamped(self.left, video.width), clamped(self.top, video.height));
        let (right, bottom) = (clamped(self.right(), video.width), clamped(self.bottom(), video.height));
        Self { left, top, width: right - left, height: bottom - top }
    }

    /// As it looks in a mirror: a customer who sees the own picture expects one.
    #[must_use]
    pub const fn mirrored(&self, video: Size) -> Self {
        Self { left: video.width - self.left - self.width, ..*self }
    }

    /// In fractions of the video, as events tell it.
    #[must_use]
    pub fn fractions(&self, video: Size) -> BoundingBox {
        let of = |length: f64, whole: f64| if whole > 0.0 { length / whole } else { 0.0 };
        BoundingBox {
            width: of(self.width, video.width),
            height: of(self.height, video.height),
            left: of(self.left, video.width),
            top: of(self.top, video.height),
        }
    }
}

/// From 0 to `most`. The standard library's would tell both in words when they are not in order: 15 KB of wasm.
const fn clamped(value: f64, most: f64) -> f64 {
    value.min(most).max(0.0)
}

#[cfg(test)]
mod tests;
