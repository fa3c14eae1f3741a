//! What is in a scene, known because it was drawn.

use crate::{DocumentKind, Ground, Motion};

/// A side of the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FrameSide {
    /// Upper.
    Top,
    /// Right.
    Right,
    /// Lower.
    Bottom,
    /// Left.
    Left,
}

/// Reflections on the document that hide what is printed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GlareTruth {
    /// Share of the document's visible pixels in which nothing can be read any more.
    pub share: f32,
    /// Middle of the largest reflection in pixels.
    pub centre: (f32, f32),
    /// Its radius across and along in pixels, about.
    pub radius: f32,
}

/// Everything about a scene. Pixels are those of the picture, x from the left, y from the top.
#[derive(Clone, Debug, PartialEq)]
pub struct Truth {
    /// What the picture is asked for: `card`, `passport-page` or `page`; it need not be there.
    pub target: &'static str,
    /// The document, if there is one.
    pub kind: Option<DocumentKind>,
    /// The corners of a document that is whole in the picture, clockwise as seen, from the one nearest to the upper left;
    /// those of the rounded corners' tangents.
    pub quad: Option<[(f32, f32); 4]>,
    /// The same of a document that may go beyond the picture.
    pub outline: Option<[(f32, f32); 4]>,
    /// The sides of the picture beyond which the document goes.
    pub cut: Vec<FrameSide>,
    /// Width or height of the document's bounding box as a share of the picture's, whichever is larger.
    pub fill: f32,
    /// Angle in degrees between the line of sight and the document's normal.
    pub tilt: f32,
    /// Turn in degrees: 0 is upright, clockwise.
    pub turn: f32,
    /// What the document lies on.
    pub ground: Ground,
    /// Deviation of the Gaussian in pixels by which the document is out of focus; a good lens has 0.5.
    pub blur: f32,
    /// Whether the blur is the document's only and the ground is sharp.
    pub is_ground_sharp: bool,
    /// How the camera moved.
    pub motion: Option<Motion>,
    /// Reflections.
    pub glare: Option<GlareTruth>,
    /// Whether a hologram shimmers on the document.
    pub has_hologram: bool,
    /// Whether shadows of hands or phones fall over the picture.
    pub has_shadow: bool,
    /// Whether fingers hold the document.
    pub has_fingers: bool,
    /// Brightness of the exposure: 1 is right.
    pub exposure: f32,
    /// Veil of stray light over everything, 0 to 1.
    pub veil: f32,
    /// Fog that takes the contrast, 0 to 1.
    pub fog: f32,
    /// Deviation of the sensor's noise in levels.
    pub noise: f32,
    /// Quality of the JPEG the picture went through.
    pub jpeg: Option<u8>,
    /// Whether the picture is of a face instead of a document.
    pub is_face: bool,
    /// Whether the document has nothing printed on it.
    pub is_blank: bool,
    /// Whether the document is shown on a screen.
    pub is_screen: bool,
    /// Whether a book, or a display with a page of print, goes beyond a picture without a document. Of what is left of it nobody
    /// can tell how long it is, so it may be a document that is cut off.
    pub has_cut_sheet: bool,
}

impl Truth {
    /// Long edge of the document in pixels.
    #[must_use]
    pub fn long_edge(&self) -> Option<f32> {
        let [a, b, c, _] = self.outline?;
        let side = |p: (f32, f32), q: (f32, f32)| crate::colour::length(p.0 - q.0, p.1 - q.1);
        Some(side(a, b).max(side(b, c)))
    }
}
