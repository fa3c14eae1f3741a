//! Looking at pictures, one after the other.

use std::borrow::Cow;

use kyc_vision::{
    Advice, Analysis, DocumentView, FindFaces, Finding, FindingCode, Frame, Guide, Luma, Question, Rgba,
    Target, analyze, face_instead,
};

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

/// Milliseconds between two looks for a face where a document belongs: each takes as long as half a look at a document.
const FACE_GAP: f64 = 500.0;
/// Long edge at which one is looked for: it would have to fill a third of the picture.
const FACE_EDGE: u32 = 256;

/// What is remembered from one picture to the next.
#[derive(Default)]
pub struct Session {
    /// Of the video that is watched at present: there is one viewfinder at a time.
    guide: Option<Guided>,
    faces: Option<Finders>,
    instead: Option<Instead>,
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

/// A face where a document belongs.
struct Instead {
    watch: u32,
    /// When it was last looked for.
    at: f64,
    found: Option<Finding>,
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
        let finders = self.faces.as_ref();
        let wanted = finders.filter(|_| ask.what.target == Target::Face);
        let faces = wanted.map(|finders| if ask.watch == 0 { &*finders.still } else { &*finders.live });
        let unwanted = finders.filter(|_| wanted.is_none()).map(|finders| &*finders.still);
        let instead = &mut self.instead;
        let analysis = pixels.with_frame(ask.edge, |frame| {
            let scale = frame.width() as f32 / ask.source.0.max(1) as f32;
            let question = Question {
                source: Some(ask.source),
                faces,
                oval: ask.oval.map(|oval| oval.scaled(scale)),
                previous: ask.what.previous,
                is_from_camera: ask.what.is_from_viewfinder,
                ..Question::about(ask.what.target)
            };
            let mut analysis = analyze(frame, &question);
            let wrong = unwanted.and_then(|finder| face_in_place(finder, ask, frame, &analysis, instead));
            analysis.findings.splice(..0, wrong);
            if ask.watch == 0 && ask.what.is_from_viewfinder {
                // The oval is there to find the right place while the picture is not taken yet. Nobody needs a face in the
                // middle of one that is: it only has to be whole.
                analysis.findings.retain(|finding| finding.code != FindingCode::OffCentre);
            }
            analysis
        })?;
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

/// A face where a document belongs, if the model is there because a selfie will be asked for. In a video it is looked
/// for now and then, and not while a document is seen.
fn face_in_place(
    finder: &dyn FindFaces,
    ask: &Ask,
    frame: &Frame<'_>,
    analysis: &Analysis,
    known: &mut Option<Instead>,
) -> Option<Finding> {
    let is_still = ask.watch == 0;
    if !is_still && matches!(analysis.view, DocumentView::Whole { .. }) {
        return None;
    }
    let last = known.take().filter(|last| last.watch == ask.watch && ask.now - last.at < FACE_GAP);
    let instead = last.filter(|_| !is_still).unwrap_or_else(|| {
        let small = frame.to_luma(FACE_EDGE);
        let luma = small.as_luma();
        let scale = frame.width() as f32 / luma.width().max(1) as f32;
        let view = analysis.view.clone().scaled(1.0 / scale);
        let found = face_instead(&luma, &finder.find(&luma), &view).map(|finding| finding.scaled(scale));
        Instead { watch: ask.watch, at: ask.now, found }
    });
    let found = instead.found;
    known.replace(instead);
    found
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
