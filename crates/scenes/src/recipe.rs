//! What is to be drawn: the subject and the range of every strength. A seed picks one value from each.

use kyc_specimen::Rng;

use crate::{DocumentKind, Ground};

/// From and to.
pub type Span = (f32, f32);

/// What the picture shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A document, all of it.
    Whole,
    /// A document that goes beyond one or two sides of the picture.
    Cut,
    /// A document of which so little is in the picture that no edge or only one remains.
    TooClose,
    /// A table with other things.
    Nothing,
    /// A face.
    Face,
    /// A sheet or card with nothing on it, all of it.
    Blank,
    /// A display that shows a document.
    Screen,
}

/// What is drawn. The named ones are meant to be adapted: `Recipe { frame: (1280, 960), ..Recipe::blurred() }`.
#[derive(Clone, Copy, Debug)]
pub struct Recipe {
    /// Width and height of the picture in pixels.
    pub frame: (u32, u32),
    /// What it shows.
    pub subject: Subject,
    /// Which documents: `None` takes all, as many cards as others.
    pub kinds: Option<&'static [DocumentKind]>,
    /// Whose; `None` takes all. A few people share the documents, so far apart numbers may mean the same person.
    pub person: Option<u64>,
    /// On what; `None` takes all.
    pub ground: Option<Ground>,
    /// Share of the picture's width or height that the document takes, whichever is larger.
    pub fill: Span,
    /// Degrees from the view straight from above.
    pub tilt: Span,
    /// Share of scenes in which the document lies turned by any angle; in the others within 12 degrees of a quarter turn.
    pub freely_turned: f32,
    /// Out of focus: deviation in pixels of a picture 640 wide.
    pub blur: Span,
    /// Moved: pixels of a picture 640 wide.
    pub motion: Option<Span>,
    /// Reflections: share of the document.
    pub glare: Option<Span>,
    /// Brightness; 1 is right.
    pub exposure: Span,
    /// Stray light that lifts everything towards white, 0 to 1.
    pub veil: Span,
    /// Fog on the lens that takes the contrast, 0 to 1.
    pub fog: Span,
    /// Deviation of the noise in levels.
    pub noise: Span,
    /// A mixture: 55 % whole documents, 15 % without one, the rest of every other recipe.
    pub is_mixture: bool,
}

impl Recipe {
    /// Whole documents under all but hopeless conditions: any ground, turn and size from 30 % of the frame, tilted up to
    /// 35 degrees, shadows, holograms, a little blur and noise.
    #[must_use]
    pub const fn whole_document() -> Self {
        Self {
            frame: (640, 480),
            subject: Subject::Whole,
            kinds: None,
            person: None,
            ground: None,
            fill: (0.30, 0.96),
            tilt: (0.0, 35.0),
            freely_turned: 0.25,
            blur: (0.35, 0.9),
            motion: None,
            glare: None,
            exposure: (0.70, 0.96),
            veil: (0.0, 0.04),
            fog: (0.0, 0.0),
            noise: (0.8, 3.5),
            is_mixture: false,
        }
    }

    /// Good pictures, about which nothing is to be said.
    #[must_use]
    pub const fn clean_document() -> Self {
        Self {
            fill: (0.6, 0.93),
            tilt: (0.0, 14.0),
            freely_turned: 0.05,
            blur: (0.35, 0.65),
            ..Self::whole_document()
        }
    }

    /// Anything: good, bad, without a document.
    #[must_use]
    pub const fn any() -> Self {
        Self { is_mixture: true, ..Self::whole_document() }
    }

    /// Tables, desks and rooms in which no document is.
    #[must_use]
    pub const fn without_document() -> Self {
        Self { subject: Subject::Nothing, ..Self::whole_document() }
    }

    /// Documents that go beyond the picture.
    #[must_use]
    pub const fn cut() -> Self {
        Self {
            subject: Subject::Cut,
            fill: (0.5, 1.0),
            tilt: (0.0, 18.0),
            freely_turned: 0.05,
            ..Self::whole_document()
        }
    }

    /// Documents much larger than the picture.
    #[must_use]
    pub const fn too_close() -> Self {
        Self { subject: Subject::TooClose, fill: (1.35, 2.0), ..Self::clean_document() }
    }

    /// Documents far away: a fifth to a quarter of the frame.
    #[must_use]
    pub const fn far() -> Self {
        Self { fill: (0.17, 0.25), ..Self::clean_document() }
    }

    /// Documents seen from the side.
    #[must_use]
    pub const fn tilted() -> Self {
        Self { tilt: (26.0, 34.0), ..Self::clean_document() }
    }

    /// Clearly out of focus.
    #[must_use]
    pub const fn blurred() -> Self {
        Self { blur: (2.4, 5.5), ..Self::clean_document() }
    }

    /// Clearly moved.
    #[must_use]
    pub const fn moved() -> Self {
        Self { motion: Some((9.0, 26.0)), ..Self::clean_document() }
    }

    /// Reflections that hide a part.
    #[must_use]
    pub const fn glaring() -> Self {
        Self { glare: Some((0.03, 0.16)), ..Self::clean_document() }
    }

    /// Far too little light.
    #[must_use]
    pub const fn dark() -> Self {
        Self { exposure: (0.07, 0.22), noise: (1.5, 5.0), ..Self::clean_document() }
    }

    /// Washed out by light.
    #[must_use]
    pub const fn bright() -> Self {
        Self { exposure: (1.6, 2.2), veil: (0.28, 0.45), ..Self::clean_document() }
    }

    /// Print that is hardly to be seen for lack of contrast.
    #[must_use]
    pub const fn faint() -> Self {
        Self { fog: (0.78, 0.88), ..Self::clean_document() }
    }

    /// Sheets and cards with nothing on them.
    #[must_use]
    pub const fn blank() -> Self {
        Self { subject: Subject::Blank, ..Self::clean_document() }
    }

    /// A face where a document belongs.
    #[must_use]
    pub const fn face() -> Self {
        Self { subject: Subject::Face, ..Self::clean_document() }
    }

    /// A document on a display.
    #[must_use]
    pub const fn screen() -> Self {
        Self { subject: Subject::Screen, ..Self::clean_document() }
    }

    /// The recipe of one scene of a mixture.
    pub(crate) fn picked(&self, rng: &mut Rng) -> Self {
        if !self.is_mixture {
            return *self;
        }
        let faults = [
            Self::cut(),
            Self::too_close(),
            Self::far(),
            Self::tilted(),
            Self::blurred(),
            Self::moved(),
            Self::glaring(),
            Self::dark(),
            Self::bright(),
            Self::faint(),
            Self::blank(),
            Self::face(),
            Self::screen(),
        ];
        let picked = match rng.unit() {
            share if share < 0.55 => Self::whole_document(),
            share if share < 0.70 => Self::without_document(),
            _ => rng.pick(&faults),
        };
        Self { frame: self.frame, kinds: self.kinds, person: self.person, ground: self.ground, ..picked }
    }

    pub(crate) fn kind(&self, rng: &mut Rng) -> DocumentKind {
        match self.kinds {
            Some(kinds) => {
                let at = rng.range(0, kinds.len() as u32) as usize;
                kinds.get(at).copied().unwrap_or(DocumentKind::IdFront)
            }
            None => match rng.unit() {
                share if share < 0.5 => rng.pick(&DocumentKind::CARDS),
                share if share < 0.68 => DocumentKind::Passport,
                _ => rng.pick(&DocumentKind::PAGES),
            },
        }
    }
}

/// A value within a span.
pub fn within(rng: &mut Rng, (from, to): Span) -> f32 {
    from + (to - from) * rng.unit()
}
