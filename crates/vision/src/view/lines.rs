//! Straight lines through the edges, followed pixel by pixel and moved onto them.

use std::f32::consts::PI;

use super::edges::{Edges, Mark};
use super::hough::peaks;
use super::line::{Line, clipped};
use super::promise::{parallels, promise};
use crate::Point;

/// Lines fitted to their pixels.
const MAX_CLOSE: usize = 140;
/// Lines kept.
pub(super) const MAX_LINES: usize = 80;
/// An edge pixel supports a line if its direction is within some 17 degrees of it.
const TOLERANCE: i32 = 12;
/// How far a pixel may lie beside a line that is fitted to it.
const REACH: f32 = 2.5;
/// Least stretch of edge in pixels that makes a line worth keeping: a short side of a far document, less its round corners.
const LEAST_RUN: f32 = 8.0;

/// The lines along which most edge is seen, best first.
pub(super) fn straight_lines(edges: &Edges, most: usize) -> Vec<Line> {
    let rough = peaks(edges).into_iter().map(|(normal, offset)| Line { normal, offset, ..Line::default() });
    let mut found = kept(edges, rough, MAX_CLOSE);
    for line in &mut found {
        fit(edges, line);
    }
    kept(edges, found.into_iter(), most)
}

/// The best of the lines, each once.
fn kept(edges: &Edges, lines: impl Iterator<Item = Line>, most: usize) -> Vec<Line> {
    let seen = lines.map(|mut line| {
        walk(edges, &mut line);
        best_run(&mut line);
        line
    });
    let mut found: Vec<Line> = seen.filter(|line| line.score >= LEAST_RUN).collect();
    let parallels = parallels(&found);
    for (line, beside) in found.iter_mut().zip(parallels) {
        line.score = promise(line, beside);
    }
    found.sort_by(|one, other| other.score.total_cmp(&one.score));
    let mut lines: Vec<Line> = Vec::new();
    for line in found {
        if lines.len() < most && !lines.iter().any(|kept| line.is_same(kept)) {
            lines.push(line);
        }
    }
    lines
}

/// Sums along the part of a line within the picture.
fn walk(edges: &Edges, line: &mut Line) {
    let (from, to) = clipped(line, edges.width as f32, edges.height as f32);
    line.start = from;
    line.seen.clear();
    let mut sums = [0.0_f32; 3];
    line.seen.push(sums);
    let turn = turn_of(line.normal);
    // The edge may lie one pixel beside the line.
    let (aside_x, aside_y) = (nearest(line.normal.x), nearest(line.normal.y));
    let aside = aside_y * edges.width as i32 + aside_x;
    let count = (to - from).max(0.0) as usize;
    let first = line.point(from + 0.5);
    let way = Point { x: -line.normal.y, y: line.normal.x };
    line.seen.reserve_exact(count);
    for at in 0..count {
        let at = at as f32;
        let (x, y) = ((first.x + way.x * at) as i32, (first.y + way.y * at) as i32);
        let place = y * edges.width as i32 + x;
        let mut best: Option<(bool, u8)> = None;
        for place in [place, place - aside, place + aside] {
            let mark = edges.mark(place);
            if let Some(lighter) =
                fits(mark, turn).filter(|_| best.is_none_or(|(_, weight)| weight < mark.weight))
            {
                best = Some((lighter, mark.weight));
            }
        }
        if let Some((lighter, weight)) = best {
            sums[0] += 1.0;
            sums[1] += if lighter { 1.0 } else { -1.0 };
            sums[2] += f32::from(weight) / 4.0;
        }
        line.seen.push(sums);
    }
}

/// The direction of a normal as [`Mark::turn`] counts.
fn turn_of(normal: Point) -> u8 {
    nearest(normal.y.atan2(normal.x) * (128.0 / PI)) as u8
}

/// `round` is a call into a library on wasm.
fn nearest(value: f32) -> i32 {
    (value + 512.5) as i32 - 512
}

/// Whether a mark lies on an edge of that direction, and if so whether it gets lighter along it.
fn fits(mark: Mark, turn: u8) -> Option<bool> {
    if mark.weight == 0 {
        return None;
    }
    let apart = i32::from(mark.turn.wrapping_sub(turn) as i8).abs();
    if apart <= TOLERANCE {
        Some(true)
    } else if apart >= 128 - TOLERANCE {
        Some(false)
    } else {
        None
    }
}

/// The stretch with most edge and least gaps: of one polarity, as a document's side mostly is, or, for less, of any,
/// since a pattern may be lighter and darker than the document.
fn best_run(line: &mut Line) {
    const WORTH: [[f32; 2]; 3] = [[1.0, -0.9], [-0.9, 1.0], [0.7, 0.7]];
    const GAP: f32 = -0.9;
    let mut best = (0.0, 0, 0);
    let mut runs = [(0.0_f32, 0); 3];
    for (at, (before, after)) in line.seen.iter().zip(line.seen.iter().skip(1)).enumerate() {
        let change = after[1] - before[1];
        for ((sum, start), [lighter, darker]) in runs.iter_mut().zip(WORTH) {
            *sum += if change > 0.5 {
                lighter
            } else if change < -0.5 {
                darker
            } else {
                GAP
            };
            if *sum <= 0.0 {
                (*sum, *start) = (0.0, at + 1);
            }
            if *sum > best.0 {
                best = (*sum, *start, at + 1);
            }
        }
    }
    line.score = best.0;
    line.run = (line.start + best.1 as f32, line.start + best.2 as f32);
}

/// Moves a line onto the edge pixels along its best run.
fn fit(edges: &Edges, line: &mut Line) {
    let turn = turn_of(line.normal);
    let (mut n, mut st, mut sd, mut stt, mut std) = (0.0_f32, 0.0, 0.0, 0.0, 0.0);
    let middle = (line.run.0 + line.run.1) / 2.0;
    let steps = (line.run.1 - line.run.0) as usize;
    let Point { x: nx, y: ny } = line.normal;
    for at in 0..=steps {
        let foot = line.point(line.run.0 + at as f32);
        for aside in -3..=3 {
            let (x, y) = (foot.x + nx * aside as f32, foot.y + ny * aside as f32);
            let (column, row) = (x.floor(), y.floor());
            if fits(edges.at(column as i32, row as i32), turn).is_none() {
                continue;
            }
            let place = Point { x: column + 0.5, y: row + 0.5 };
            let (t, d) = (line.along(place) - middle, line.side(place));
            if d.abs() <= REACH {
                n += 1.0;
                st += t;
                sd += d;
                stt += t * t;
                std += t * d;
            }
        }
    }
    let det = n * stt - st * st;
    if n < 6.0 || det < 1.0 {
        return;
    }
    let (shift, lean) = ((sd * stt - st * std) / det, (n * std - st * sd) / det);
    let on = line.point(middle);
    let foot = Point { x: on.x + nx * shift, y: on.y + ny * shift };
    let length = (1.0 + lean * lean).sqrt();
    // The direction (-ny, nx) leans towards the normal.
    let normal = Point { x: (nx + lean * ny) / length, y: (ny - lean * nx) / length };
    line.normal = normal;
    line.offset = normal.x * foot.x + normal.y * foot.y;
}
