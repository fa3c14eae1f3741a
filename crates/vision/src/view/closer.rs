//! A second look where the first found nothing: at the places that stand out most, as closely as at an ordinary document. Of one
//! that is far away a side or two are too short in the small copy to stand out among the lines of cloth and ruled paper.

use std::ops::Range;

use super::conspicuous::conspicuous;
use super::judge::Verdict;
use super::planes::Plane;
use super::{SEARCH_EDGE, Seen, judge, refine};
use crate::print::PrintMap;
use crate::{ANALYSIS_EDGE, Frame, Luma, Point, Quad, Rgba, Target};

/// From how much confidence on what is found counts: with 0.98 no more are found on the tuning scenes, and a portrait of a document
/// too near is taken for one twice as often.
const SURE: f32 = 0.99;
/// Share of the picture's width or height, whichever is larger, that it takes: what is smaller is a key or a mark on a tile, and
/// what is larger was seen well the first time.
const SHARE: Range<f32> = 0.14..0.3;
/// It may not come nearer to an end of the part looked at than this share of it, unless the picture ends there, too.
const MARGIN: f32 = 0.02;
/// Least long edge of a frame in pixels: in a smaller one a closer look shows no more.
const LEAST_EDGE: usize = SEARCH_EDGE as usize * 3 / 2;

/// A whole document that is far away, in pixels of the frame.
pub(super) fn far_document(frame: &Frame<'_>, target: Target, small: &Plane) -> Option<Verdict> {
    if frame.width().max(frame.height()) < LEAST_EDGE {
        return None;
    }
    let scale = frame.width() as f32 / small.width.max(1) as f32;
    conspicuous(small).iter().find_map(|place| Part::around(frame, place.scaled(scale)).look(frame, target))
}

/// A part of a frame, half as wide and high.
#[derive(Clone, Copy, Debug)]
struct Part {
    left: usize,
    top: usize,
    width: usize,
    height: usize,
}

impl Part {
    /// The place in its middle, as far as the frame goes.
    fn around(frame: &Frame<'_>, middle: Point) -> Self {
        let (width, height) = (frame.width() / 2, frame.height() / 2);
        let start = |middle: f32, part: usize, all: usize| {
            (middle.max(0.0) as usize).saturating_sub(part / 2).min(all - part)
        };
        let (left, top) = (start(middle.x, width, frame.width()), start(middle.y, height, frame.height()));
        Self { left, top, width, height }
    }

    /// What is certain to be a document and is far away.
    fn look(&self, frame: &Frame<'_>, target: Target) -> Option<Verdict> {
        let pixels = self.pixels(frame);
        let (width, height) = (self.width as u32, self.height as u32);
        let found = match frame {
            Frame::Luma(_) => certain(&Frame::Luma(Luma::new(&pixels, width, height)?), target),
            Frame::Rgba(_) => certain(&Frame::Rgba(Rgba::new(&pixels, width, height)?), target),
        }?;
        let at = |corner: Point| Point { x: corner.x + self.left as f32, y: corner.y + self.top as f32 };
        let quad = Quad(found.quad.0.map(at));
        self.is_all_of_it(&quad, frame).then_some(Verdict { quad, ..found })
    }

    /// Whether a figure is as small as a far document, and no part of what goes on beyond what is looked at.
    fn is_all_of_it(&self, quad: &Quad, frame: &Frame<'_>) -> bool {
        let bounds = quad.bounds();
        let (wide, high) = (frame.width(), frame.height());
        let is_within = |from: f32, length: f32, start: usize, part: usize, all: usize| {
            let (margin, end) = (part as f32 * MARGIN, start + part);
            (start == 0 || from > start as f32 + margin)
                && (end == all || from + length < end as f32 - margin)
        };
        SHARE.contains(&(bounds.width / wide as f32).max(bounds.height / high as f32))
            && is_within(bounds.x, bounds.width, self.left, self.width, wide)
            && is_within(bounds.y, bounds.height, self.top, self.height, high)
    }

    fn pixels(&self, frame: &Frame<'_>) -> Vec<u8> {
        let (pixels, bytes) = match frame {
            Frame::Luma(luma) => (luma.pixels(), 1),
            Frame::Rgba(rgba) => (rgba.pixels(), 4),
        };
        let columns = self.left * bytes..(self.left + self.width) * bytes;
        let rows = pixels.chunks_exact((frame.width() * bytes).max(1)).skip(self.top).take(self.height);
        rows.flat_map(|row| row.get(columns.clone()).unwrap_or_default()).copied().collect()
    }
}

fn certain(part: &Frame<'_>, target: Target) -> Option<Verdict> {
    let luma = part.to_luma(ANALYSIS_EDGE);
    let print = PrintMap::of(&luma.as_luma());
    let seen = Seen::of(part, (&print, part.width() as f32 / luma.width().max(1) as f32), target);
    let whole = judge::best_whole(&seen.figures, &seen.odds(), seen.diagonal())?;
    let quad = refine::refined(part, &whole.quad, part.width() as f32 / seen.size.0.max(1.0));
    (whole.confidence >= SURE).then_some(Verdict { quad, ..whole })
}

#[cfg(test)]
mod tests {
    use kyc_scenes::{Recipe, Scene};

    use super::*;
    use crate::DocumentView;

    /// Tuning scenes of which the first look finds no more than three sides.
    #[test]
    fn a_far_document_is_found_although_the_first_look_misses_it() {
        for seed in [3_200_080, 3_200_134, 3_200_571, 3_200_715] {
            let scene = Scene::draw(seed, &Recipe::far());
            let (width, height) = scene.picture.dimensions();
            let pixels: Vec<u8> =
                scene.picture.pixels().flat_map(|pixel| [pixel[0], pixel[1], pixel[2], 255]).collect();
            let frame = Frame::Rgba(Rgba::new(&pixels, width, height).unwrap());
            let target = Target::of_name(scene.truth.target).unwrap();
            let DocumentView::Whole { quad, .. } = super::super::document_view(&frame, target) else {
                panic!("{seed}: nothing found")
            };
            for (x, y) in scene.truth.quad.unwrap() {
                let nearest =
                    quad.0.iter().map(|corner| corner.distance(Point { x, y })).fold(f32::MAX, f32::min);
                assert!(nearest < 6.0, "{seed}: {quad:?}");
            }
        }
    }

    #[test]
    fn what_goes_on_beyond_the_part_is_not_all_of_it() {
        let pixels = vec![0; 640 * 480];
        let frame = Frame::Luma(Luma::new(&pixels, 640, 480).unwrap());
        let part = Part::around(&frame, Point::new(300.0, 200.0));
        let card = |x: f32, y: f32, width: f32| {
            let (right, bottom) = (x + width, y + width * 0.63);
            Quad([(x, y), (right, y), (right, bottom), (x, bottom)].map(|(x, y)| Point::new(x, y)))
        };
        assert!(part.is_all_of_it(&card(220.0, 150.0, 130.0), &frame));
        assert!(!part.is_all_of_it(&card(142.0, 150.0, 130.0), &frame), "it touches the part's left end");
        assert!(!part.is_all_of_it(&card(220.0, 150.0, 60.0), &frame), "a key");
        assert!(!part.is_all_of_it(&card(200.0, 120.0, 210.0), &frame), "near enough for the first look");
        let corner = Part::around(&frame, Point::new(5.0, 5.0));
        assert!(corner.is_all_of_it(&card(2.0, 3.0, 130.0), &frame), "there the picture ends");
    }
}
