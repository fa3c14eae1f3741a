//! Looking at pictures, one after the other.

use std::borrow::Cow;

use kyc_vision::{Advice, Analysis, FindFaces, Frame, Guide, Luma, Question, Rgba, Target, analyze};

use crate::{Answer, Ask, Guidance, Look};

/// A picture as the browser hands it over.
#[derive(Clone, Copy, Debug)]
pub struct Pixels<'a> {
    /// Row by row.
    pub bytes: &'a [u8],
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Bytes from one row of brightness to the next; 0 for four bytes per pixel without gaps (red, green, blue, alpha).
    pub stride: u32,
    /// Brightness goes from 16 to 235, as in most videos, not from 0 to 255.
    pub is_studio_range: bool,
}

/// What is remembered from one picture to the next.
#[derive(Default)]
pub struct Session {
    /// Of the video that is watched at present: there is one viewfinder at a time.
    guide: Option<Guided>,
    faces: Option<Finders>,
}

/// Who looks for faces.
pub struct Finders {
    /// In single pictures.
    pub still: Box<dyn FindFaces>,
    /// In frames that follow each other.
    pub live: Box<dyn FindFaces>,
}

struct Guided {
    watch: u32,
    guidance: Guidance,
    guide: Guide,
}

impl Session {
    /// From now on faces are looked for where they belong.
    pub fn set_faces(&mut self, finders: Finders) {
        self.faces = Some(finders);
    }

    /// Looks at a picture and answers `ask`, both as numbers. `clock` tells milliseconds. Empty for a question that does
    /// not read.
    pub fn answer(&mut self, ask: &[f64], pixels: Pixels<'_>, clock: impl Fn() -> f64) -> Vec<f64> {
        let Some(ask) = Ask::decode(ask) else { return Vec::new() };
        let look = self.look(&ask, pixels, clock);
        Answer::Seen { id: ask.id, look }.encode()
    }

    /// What is seen in a picture; `None` when there are too few bytes for one.
    pub fn look(&mut self, ask: &Ask, pixels: Pixels<'_>, clock: impl Fn() -> f64) -> Option<Look> {
        let start = clock();
        let finders = self.faces.as_ref().filter(|_| ask.what.target == Target::Face);
        let faces = finders.map(|finders| if ask.watch == 0 { &*finders.still } else { &*finders.live });
        let question = Question {
            source: Some(ask.source),
            faces,
            previous: ask.what.previous,
            ..Question::about(ask.what.target)
        };
        let analysis = pixels.with_frame(ask.edge, |frame| analyze(frame, &question))?;
        let has_searched = faces.is_some();
        let advice = self.advice(ask, &analysis);
        let look = Look::of(&analysis, ask.source, has_searched, (clock() - start) as f32);
        let outline = look.quad;
        Some(Look { advice: advice.map(|advice| Advice { outline, ..advice }), ..look })
    }

    fn advice(&mut self, ask: &Ask, analysis: &Analysis) -> Option<Advice> {
        let is_automatic = match ask.what.guidance {
            Guidance::None => return None,
            Guidance::Hints => false,
            Guidance::Shutter => true,
        };
        let new = || Guided {
            watch: ask.watch,
            guidance: ask.what.guidance,
            guide: Guide::new(ask.what.target, is_automatic),
        };
        let known = self.guide.take().filter(|guided| guided.watch == ask.watch);
        let mut guided = known.unwrap_or_else(new);
        if guided.guidance != ask.what.guidance {
            guided.guide.set_automatic(is_automatic);
            guided.guidance = ask.what.guidance;
        }
        let advice = guided.guide.observe(ask.now, analysis);
        self.guide = Some(guided);
        Some(advice)
    }
}

impl<'a> Pixels<'a> {
    fn with_frame<T>(self, edge: u32, act: impl FnOnce(&Frame<'_>) -> T) -> Option<T> {
        if self.stride == 0 {
            let picture = Rgba::new(self.bytes, self.width, self.height)?;
            if picture.width().max(picture.height()) <= edge as usize {
                return Some(act(&Frame::Rgba(picture)));
            }
            // A larger one loses its colours on the way down: what is asked for them later is asked at full size.
            return Some(act(&Frame::Luma(picture.to_luma(edge).as_luma())));
        }
        let rows = self.rows()?;
        let small = Luma::new(&rows, self.width, self.height)?.to_luma(edge);
        let bytes = small.as_luma();
        if !self.is_studio_range {
            return Some(act(&Frame::Luma(bytes)));
        }
        let full: Vec<u8> = bytes.pixels().iter().map(|level| full_range(*level)).collect();
        Some(act(&Frame::Luma(Luma::new(&full, bytes.width() as u32, bytes.height() as u32)?)))
    }

    /// Brightness without gaps between the rows.
    fn rows(&self) -> Option<Cow<'a, [u8]>> {
        let (width, stride, height) = (self.width as usize, self.stride as usize, self.height as usize);
        if width > stride {
            return None;
        }
        if width == stride {
            return Some(Cow::Borrowed(self.bytes.get(..width.checked_mul(height)?)?));
        }
        let rows: Vec<&[u8]> =
            self.bytes.chunks(stride).take(height).filter_map(|row| row.get(..width)).collect();
        Some(Cow::Owned(rows.concat()))
    }
}

/// The level that a browser shows for a level of a video; ITU-R BT.601, 16 is black and 235 white.
fn full_range(level: u8) -> u8 {
    let above = u32::from(level).saturating_sub(16) * 255;
    ((above + 109) / 219).min(255) as u8
}
