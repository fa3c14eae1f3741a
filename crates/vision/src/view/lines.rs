//! Nearly upright straight edges of a small picture; lying ones are those of its transpose.

use super::Point;
use crate::Luma;

/// Least step in brightness that is an edge: white paper on a white table makes one of 15.
const MIN_STEP: i32 = 8;
/// How far a line may lean over the picture's height, as a share of it.
const MAX_LEAN: f32 = 0.27;
/// Least share of the picture's height along which a line must be seen to be a candidate.
const MIN_LENGTH: f32 = 0.25;
/// Candidates kept, the borders of the picture not counted.
const MAX_LINES: usize = 14;
/// Pixels between the lines tried.
const STEP: usize = 2;
/// Lines nearer than this at both ends are one.
const SAME: f32 = 4.0;

/// A line by where it meets the first and the last row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    start: f32,
    /// Change from row to row.
    lean: f32,
    rows: f32,
    /// The border of the picture, where nothing can be seen.
    pub(super) is_border: bool,
}

impl Line {
    fn at(&self, row: f32) -> f32 {
        self.start + self.lean * row
    }

    pub(super) fn middle(&self) -> f32 {
        self.at(self.rows / 2.0)
    }

    /// Where this upright line meets a lying one, which is given in the transposed picture.
    pub(super) fn cross(&self, lying: &Self) -> Point {
        let x = (self.start + self.lean * lying.start) / (1.0 - self.lean * lying.lean);
        Point { x, y: lying.at(x) }
    }

    fn is_near(&self, other: &Self) -> bool {
        let ends = [0.0, self.rows].map(|row| (self.at(row) - other.at(row)).abs());
        ends.iter().all(|distance| *distance < SAME)
    }
}

/// Where the brightness changes from left to right.
pub(super) struct Edges {
    marks: Vec<bool>,
    width: usize,
    height: usize,
}

impl Edges {
    /// Marks places with a step to the right of them and the neighbour of such places.
    pub(super) fn of(luma: &Luma<'_>) -> Self {
        let (width, height) = (luma.width(), luma.height());
        let mut marks = Vec::with_capacity(width * height);
        for y in 0..height {
            let row = luma.row(y);
            let at = |x: usize| i32::from(row.get(x.min(width - 1)).copied().unwrap_or_default());
            let is_step = |x: usize| {
                let (before, after) = (at(x.saturating_sub(2)) + at(x.saturating_sub(1)), at(x) + at(x + 1));
                (after - before).abs() >= 2 * MIN_STEP
            };
            marks.extend((0..width).map(is_step));
        }
        Self { marks, width, height }
    }

    pub(super) fn area(&self) -> f32 {
        (self.width * self.height).max(1) as f32
    }

    fn is_marked(&self, line: &Line, row: usize) -> bool {
        let x = line.at(row as f32).round();
        let column = x as usize;
        x >= 0.0 && column < self.width && self.marks.get(row * self.width + column).copied().unwrap_or(false)
    }

    /// Share of the rows between two at which the line lies on an edge.
    pub(super) fn support(&self, line: &Line, from: f32, to: f32) -> f32 {
        let rows = (from.max(0.0) as usize)..(to.max(0.0) as usize + 1).min(self.height);
        let count = rows.len().max(1) as f32;
        rows.filter(|&row| self.is_marked(line, row)).count() as f32 / count
    }

    /// The same for the line's next rows beyond the two.
    pub(super) fn overshoot(&self, line: &Line, from: f32, to: f32) -> f32 {
        let reach = self.height as f32 * 0.1;
        // The corner itself is blurred, and round on cards.
        let gap = 3.0;
        let before =
            if from - gap > reach / 2.0 { self.support(line, from - gap - reach, from - gap) } else { 0.0 };
        let limit = self.height as f32 - 1.0;
        let after =
            if limit - to - gap > reach / 2.0 { self.support(line, to + gap, to + gap + reach) } else { 0.0 };
        before.max(after)
    }
}

/// The lines seen best, and the picture's two borders.
pub(super) fn straight_lines(edges: &Edges) -> Vec<Line> {
    let rows = edges.height.saturating_sub(1).max(1) as f32;
    let upright =
        |start: f32, end: f32, is_border| Line { start, lean: (end - start) / rows, rows, is_border };
    let lean = (edges.height as f32 * MAX_LEAN) as usize;
    let mut found: Vec<(f32, Line)> = Vec::new();
    for start in (0..edges.width + 2 * lean).step_by(STEP) {
        for end in (start.saturating_sub(lean)..=start + lean).step_by(STEP) {
            let line = upright(start as f32 - lean as f32, end as f32 - lean as f32, false);
            let support = edges.support(&line, 0.0, rows);
            if support >= MIN_LENGTH {
                found.push((support, line));
            }
        }
    }
    found.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    let mut lines: Vec<Line> = Vec::new();
    for (_, line) in found {
        if lines.len() == MAX_LINES {
            break;
        }
        if !lines.iter().any(|kept| kept.is_near(&line)) {
            lines.push(line);
        }
    }
    let last = edges.width.saturating_sub(1) as f32;
    lines.extend([upright(0.0, 0.0, true), upright(last, last, true)]);
    lines
}
