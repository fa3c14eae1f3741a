//! Straight lines that many edge pixels vote for (Duda and Hart, 1972), each for the directions near its own only.

use std::f32::consts::PI;

use super::edges::Edges;
use crate::Point;

/// Directions told apart over the half turn.
const TURNS: usize = 128;
/// Pixels between two parallel lines told apart.
const STEP: f32 = 2.0;
/// Directions on both sides of its own for which an edge pixel votes, some 7 degrees.
const SPREAD: i32 = 5;
/// Least votes of a line: the side of a far document, a dozen pixels of it in the fingers' shadow. With 5 three far documents in two
/// hundred more are missed, with 2.5 lines of the ground come before sides.
const LEAST_VOTES: f32 = 3.5;
/// The most promising lines that are looked at closely.
const MAX_PEAKS: usize = 260;

/// Votes of the edge pixels for lines; the local maxima, best first.
pub(super) fn peaks(edges: &Edges) -> Vec<(Point, f32)> {
    let (middle_x, middle_y) = (edges.width as f32 / 2.0, edges.height as f32 / 2.0);
    let half = ((middle_x * middle_x + middle_y * middle_y).sqrt() / STEP).ceil() as usize + 2;
    let offsets = half * 2 + 1;
    let normals: Vec<Point> = (0..TURNS)
        .map(|turn| {
            let (sin, cos) = (turn as f32 * PI / TURNS as f32).sin_cos();
            Point { x: cos, y: sin }
        })
        .collect();
    let mut votes = vec![0.0_f32; TURNS * offsets];
    for (row, line) in edges.marks.chunks(edges.width.max(1)).enumerate() {
        let y = row as f32 + 0.5 - middle_y;
        for (column, mark) in line.iter().enumerate().filter(|(_, mark)| mark.weight > 0) {
            let x = column as f32 + 0.5 - middle_x;
            let weight = f32::from(mark.weight);
            let weight = weight / (weight + 24.0);
            for aside in -SPREAD..=SPREAD {
                let turn = (i32::from(mark.turn) + aside) as usize & (TURNS - 1);
                let Some(normal) = normals.get(turn) else { continue };
                let bin = (x * normal.x + y * normal.y) / STEP + half as f32 + 0.5;
                if let Some(vote) = votes.get_mut(turn * offsets + bin as usize) {
                    *vote += weight;
                }
            }
        }
    }
    let mut found: Vec<(f32, Point, f32)> = Vec::new();
    for (turn, &normal) in normals.iter().enumerate() {
        for bin in 1..offsets - 1 {
            let here = votes.get(turn * offsets + bin).copied().unwrap_or_default();
            if here >= LEAST_VOTES && is_crest(&votes, offsets, turn, bin, here) {
                let offset = (bin as f32 - half as f32) * STEP + middle_x * normal.x + middle_y * normal.y;
                found.push((here, normal, offset));
            }
        }
    }
    found.sort_by(|(one, ..), (other, ..)| other.total_cmp(one));
    found.truncate(MAX_PEAKS);
    found.into_iter().map(|(_, normal, offset)| (normal, offset)).collect()
}

/// Whether no neighbour has more votes; the last direction's neighbour is the first, upside down.
fn is_crest(votes: &[f32], offsets: usize, turn: usize, bin: usize, here: f32) -> bool {
    let at = |turn: usize, bin: usize| votes.get(turn * offsets + bin).copied().unwrap_or_default();
    let beside = |step: usize| {
        let next = turn + step;
        if next < TURNS { (next, bin) } else { (next - TURNS, offsets - 1 - bin) }
    };
    let (next, before) =
        (beside(1), if turn == 0 { (TURNS - 1, offsets - 1 - bin) } else { (turn - 1, bin) });
    let later = [(turn, bin + 1), next, (next.0, next.1 + 1), (next.0, next.1.saturating_sub(1))];
    let earlier = [(turn, bin - 1), before, (before.0, before.1 + 1), (before.0, before.1.saturating_sub(1))];
    later.iter().all(|&(turn, bin)| here >= at(turn, bin))
        && earlier.iter().all(|&(turn, bin)| here > at(turn, bin))
}
