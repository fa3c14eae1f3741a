//! Which pixels a measurement takes: the document's, or all of them. A table's grain and a room's blur say nothing about
//! a document.

use std::ops::Range;

use crate::{Luma, Quad};

/// Share by which a document's figure is drawn in, so that its edge and a corner found a little too far out do not
/// count: the search's error of 1.5 % of the diagonal at both ends.
const INSET: f32 = 0.05;

/// One run of pixels per row.
#[derive(Clone, Debug, Default)]
pub(crate) struct Region {
    spans: Vec<Range<usize>>,
}

impl Region {
    /// The inner part of a document, or the whole picture where there is none.
    pub(crate) fn of(luma: &Luma<'_>, quad: Option<&Quad>) -> Self {
        let whole = 0..luma.width();
        let Some(quad) = quad else { return Self { spans: vec![whole; luma.height()] } };
        let quad = drawn_in(quad);
        let span = |y: usize| run(&quad, y as f32 + 0.5, luma.width());
        Self { spans: (0..luma.height()).map(span).collect() }
    }

    /// The columns that count in a row; empty outside.
    pub(crate) fn span(&self, y: usize) -> Range<usize> {
        self.spans.get(y).cloned().unwrap_or_default()
    }

    /// Whether a square lies inside with all its pixels; convex figures make two rows enough.
    pub(crate) fn holds(&self, left: usize, top: usize, side: usize) -> bool {
        let is_in = |y: usize| {
            let span = self.span(y);
            span.start <= left && left + side <= span.end
        };
        side > 0 && is_in(top) && is_in(top + side - 1)
    }

    /// Number of pixels.
    pub(crate) fn area(&self) -> usize {
        self.spans.iter().map(Range::len).sum()
    }

    /// The first row and the one after the last, the first column and the one after the last.
    pub(crate) fn bounds(&self) -> (Range<usize>, Range<usize>) {
        let filled = || self.spans.iter().enumerate().filter(|(_, span)| !span.is_empty());
        let top = filled().next().map_or(0, |(y, _)| y);
        let bottom = filled().next_back().map_or(0, |(y, _)| y + 1);
        let left = filled().map(|(_, span)| span.start).min().unwrap_or(0);
        let right = filled().map(|(_, span)| span.end).max().unwrap_or(0);
        (top..bottom, left..right)
    }

    /// The pixels of every row.
    pub(crate) fn rows<'a>(&'a self, luma: &Luma<'a>) -> impl Iterator<Item = &'a [u8]> {
        let luma = *luma;
        self.spans.iter().enumerate().map(move |(y, span)| luma.row(y).get(span.clone()).unwrap_or(&[]))
    }
}

fn drawn_in(quad: &Quad) -> Quad {
    let (x, y) =
        quad.0.iter().fold((0.0, 0.0), |sum, corner| (sum.0 + corner.x / 4.0, sum.1 + corner.y / 4.0));
    Quad(quad.0.map(|mut corner| {
        corner.x += (x - corner.x) * INSET;
        corner.y += (y - corner.y) * INSET;
        corner
    }))
}

/// Where a row runs through a convex figure.
pub(crate) fn run(quad: &Quad, y: f32, width: usize) -> Range<usize> {
    let [a, b, c, d] = quad.0;
    let (mut left, mut right) = (f32::MAX, f32::MIN);
    for (from, to) in [(a, b), (b, c), (c, d), (d, a)] {
        if (from.y <= y) != (to.y <= y) {
            let x = from.x + (to.x - from.x) * (y - from.y) / (to.y - from.y);
            left = left.min(x);
            right = right.max(x);
        }
    }
    if left > right {
        return 0..0;
    }
    // The cast saturates at zero.
    let start = (left + 0.5) as usize;
    start.min(width)..((right + 0.5) as usize).clamp(start.min(width), width)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Point;

    #[test]
    fn a_diamond_is_run_through_and_the_picture_is_all_of_it() {
        let pixels = [0; 400];
        let luma = Luma::new(&pixels, 20, 20).unwrap();
        let diamond =
            Quad([(10.0, 0.0), (20.0, 10.0), (10.0, 20.0), (0.0, 10.0)].map(|(x, y)| Point::new(x, y)));
        let region = Region::of(&luma, Some(&diamond));
        assert!((160..200).contains(&region.area()), "{}", region.area());
        assert!(region.holds(7, 7, 6) && !region.holds(0, 0, 4) && !region.holds(12, 12, 6));
        assert_eq!(Region::of(&luma, None).area(), 400);
        assert_eq!(Region::of(&luma, None).bounds(), (0..20, 0..20));
    }

    #[test]
    fn corners_outside_the_picture_are_cut_off() {
        let pixels = [0; 400];
        let luma = Luma::new(&pixels, 20, 20).unwrap();
        let large =
            Quad([(-50.0, -50.0), (90.0, -50.0), (90.0, 90.0), (-50.0, 90.0)].map(|(x, y)| Point::new(x, y)));
        assert_eq!(Region::of(&luma, Some(&large)).area(), 400);
        assert_eq!(Region::of(&luma, Some(&Quad::default())).area(), 0);
    }
}
