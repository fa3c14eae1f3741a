//! What the page asks about a picture.

use kyc_vision::{Oval, Target};

use crate::VERSION;
use crate::numbers::{Reader, Writer};

/// What is looked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct What {
    /// What the picture is meant to show.
    pub target: Target,
    /// [`crate::Look::hash`] of the side that was taken before.
    pub previous: Option<u64>,
    /// Which advice is wanted; for videos only.
    pub guidance: Guidance,
    /// A still that was taken through the viewfinder watched last: the face belongs where it was shown there.
    pub is_from_viewfinder: bool,
}

/// Which advice is wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Guidance {
    /// None.
    #[default]
    None,
    /// Hints; the customer takes the picture.
    Hints,
    /// Hints, and when to take the picture.
    Shutter,
}

impl Guidance {
    const ALL: [Self; 3] = [Self::None, Self::Hints, Self::Shutter];
}

/// What is asked about a picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ask {
    /// Comes back with the answer; never 0.
    pub id: u32,
    /// Pictures with the same number follow each other, as the frames of a video do; 0 for a still.
    pub watch: u32,
    /// When the picture was taken, in milliseconds of a clock that never jumps.
    pub now: f64,
    /// Long edge in pixels at which it is looked at.
    pub edge: u32,
    /// Its own width and height, if what is handed over is a smaller copy. The answer's places are in these pixels.
    pub source: (u32, u32),
    /// Where a face belongs, in the same pixels; where nobody was shown a place, in the middle.
    pub oval: Option<Oval>,
    /// What is looked for.
    pub what: What,
}

impl What {
    /// Looks for `target`, without advice.
    #[must_use]
    pub const fn for_target(target: Target, previous: Option<u64>) -> Self {
        Self { target, previous, guidance: Guidance::None, is_from_viewfinder: false }
    }

    /// As numbers.
    #[must_use]
    pub fn encode(&self) -> Vec<f64> {
        let mut to = Writer::default();
        to.number(VERSION);
        self.write(&mut to);
        to.0
    }

    /// From numbers.
    #[must_use]
    pub fn decode(numbers: &[f64]) -> Option<Self> {
        let mut from = Reader::new(numbers);
        let what = Self::read(&mut from)?;
        from.done(what)
    }

    fn write(&self, to: &mut Writer) {
        to.number(Target::ALL.iter().position(|target| *target == self.target).unwrap_or_default() as u32);
        to.option(self.previous, |to, hash| to.hash(*hash));
        to.number(self.guidance as u8);
        to.number(self.is_from_viewfinder);
    }

    fn read(from: &mut Reader<'_>) -> Option<Self> {
        let target = Target::ALL.get(from.whole() as usize).copied();
        let (target, previous) = (from.expect(target), from.option(Reader::hash));
        let guidance = Guidance::ALL.get(from.whole() as usize).copied();
        let (guidance, is_from_viewfinder) = (from.expect(guidance), from.whole() == 1);
        Some(Self { target: target?, previous, guidance: guidance?, is_from_viewfinder })
    }
}

impl Ask {
    /// As numbers.
    #[must_use]
    pub fn encode(&self) -> Vec<f64> {
        let mut to = Writer::default();
        to.number(VERSION);
        to.number(self.id);
        to.number(self.watch);
        to.number(self.now);
        to.number(self.edge);
        to.size(self.source);
        to.option(self.oval, |to, oval| {
            to.point(oval.centre);
            to.number(oval.width);
            to.number(oval.height);
        });
        self.what.write(&mut to);
        to.0
    }

    /// From numbers.
    #[must_use]
    pub fn decode(numbers: &[f64]) -> Option<Self> {
        let mut from = Reader::new(numbers);
        let (id, watch, now) = (from.whole(), from.whole(), from.float());
        let (edge, source) = (from.whole(), from.size());
        let oval =
            from.option(|from| Oval { centre: from.point(), width: from.single(), height: from.single() });
        let what = What::read(&mut from)?;
        from.done(Self { id, watch, now, edge, source, oval, what })
    }
}
