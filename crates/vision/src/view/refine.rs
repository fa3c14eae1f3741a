//! The corners of a found document to a fraction of a pixel, from the frame itself.

use super::planes::colour;
use crate::{Frame, Point, Quad};

/// Places along a side.
const PLACES: usize = 40;
/// The corners of cards are round and those of paper bent: this share at both ends of a side is left out.
const ENDS: f32 = 0.1;
/// How far the edge may lie from the rough line, in pixels of the small picture.
const REACH: f32 = 1.8;
/// How often a side is looked for again near what was found, and by what share of its places more must lie on one line then. A rough
/// side may be a line through a part of the edge, some degrees askew: it meets the edge at a third of its places, the last one at
/// nearly all. With less than this, sides move on to the shadow's edge: 2 to 7 in 1,188 tuning scenes were then no longer within
/// 1.5 %, with this none.
const AGAIN: usize = 3;
const GAIN: f32 = 0.2;
/// How far a corner may move in all, in reaches: of rough sides askew it has been 4.
const FARTHEST: f32 = 5.0;

/// Moves every side onto the steepest edge near it; `scale` is the frame's size to that in which the quad was found.
pub(super) fn refined(frame: &Frame<'_>, quad: &Quad, scale: f32) -> Quad {
    let rough = quad.scaled(scale);
    let [a, b, c, d] = rough.0;
    let sides = [(a, b), (b, c), (c, d), (d, a)].map(|(from, to)| settled(frame, from, to, scale));
    let [ab, bc, cd, da] = sides;
    let corners = [da.cross(&ab), ab.cross(&bc), bc.cross(&cd), cd.cross(&da)];
    let most = REACH * scale * FARTHEST;
    let is_sane = corners.iter().zip(rough.0).all(|(fine, rough)| fine.distance(rough) < most);
    if is_sane { Quad(corners) } else { rough }
}

/// A line by a point and its direction.
#[derive(Clone, Copy)]
struct Ray {
    on: Point,
    way: Point,
}

impl Ray {
    fn cross(&self, other: &Self) -> Point {
        let det = self.way.x * other.way.y - self.way.y * other.way.x;
        let (dx, dy) = (other.on.x - self.on.x, other.on.y - self.on.y);
        let along = (dx * other.way.y - dy * other.way.x) / if det.abs() < 1e-6 { 1e-6 } else { det };
        Point { x: self.on.x + self.way.x * along, y: self.on.y + self.way.y * along }
    }
}

/// The edge near a side, or near what was found of it, if that is much more of an edge.
fn settled(frame: &Frame<'_>, from: Point, to: Point, scale: f32) -> Ray {
    let (first, share) = side(frame, from, to, scale);
    if share + GAIN > 1.0 {
        // No other has so much more: most sides are done here.
        return first;
    }
    let half = from.distance(to) / 2.0;
    let (mut ray, mut more) = (first, share);
    for _ in 0..AGAIN {
        let end = |along: f32| Point { x: ray.on.x + ray.way.x * along, y: ray.on.y + ray.way.y * along };
        (ray, more) = side(frame, end(-half), end(half), scale);
    }
    if more < share + GAIN { first } else { ray }
}

/// A line along the steepest edge near a side, and the share of its places that lie on it.
fn side(frame: &Frame<'_>, from: Point, to: Point, scale: f32) -> (Ray, f32) {
    let length = from.distance(to).max(1.0);
    let way = Point { x: (to.x - from.x) / length, y: (to.y - from.y) / length };
    let unit = (scale / 2.0).max(0.5);
    // Where along the side, how far aside, how steep.
    let mut found: Vec<[f32; 3]> = Vec::with_capacity(PLACES);
    for place in 0..PLACES {
        let share = ENDS + (1.0 - 2.0 * ENDS) * (place as f32 + 0.5) / PLACES as f32;
        let along = length * share;
        let foot = Point { x: from.x + way.x * along, y: from.y + way.y * along };
        if let Some((aside, steep)) = steepest(frame, foot, way, unit, scale * REACH) {
            found.push([along - length / 2.0, aside, steep]);
        }
    }
    let middle = Point { x: (from.x + to.x) / 2.0, y: (from.y + to.y) / 2.0 };
    let (shift, lean) = fit(&found, unit);
    let on = Point { x: middle.x - way.y * shift, y: middle.y + way.x * shift };
    let on_it = found.iter().filter(|[t, d, _]| (d - shift - lean * t).abs() < 2.0 * unit).count();
    let way = Point { x: way.x - way.y * lean, y: way.y + way.x * lean };
    (Ray { on, way }, on_it as f32 / PLACES as f32)
}

/// The steepest change across a line near one of its points: how far aside, and how steep.
fn steepest(frame: &Frame<'_>, foot: Point, way: Point, unit: f32, reach: f32) -> Option<(f32, f32)> {
    let count = (reach / unit).ceil() as i32;
    let mut profile: Vec<[f32; 3]> = Vec::with_capacity(2 * count as usize + 3);
    for step in -count - 1..=count + 1 {
        let aside = step as f32 * unit;
        let mut mean = [0.0; 3];
        // Three neighbours along the side against noise.
        for along in [-unit, 0.0, unit] {
            let (x, y) = (foot.x - way.y * aside + way.x * along, foot.y + way.x * aside + way.y * along);
            for (sum, value) in mean.iter_mut().zip(colour(frame, x, y)) {
                *sum += value / 3.0;
            }
        }
        profile.push(mean);
    }
    let slope = |one: &[f32; 3], other: &[f32; 3]| {
        one.iter().zip(other).map(|(a, b)| (a - b) * (a - b)).sum::<f32>().sqrt()
    };
    let slopes: Vec<f32> =
        profile.iter().zip(profile.iter().skip(2)).map(|(one, other)| slope(one, other)).collect();
    let (at, &steep) = slopes.iter().enumerate().max_by(|(_, one), (_, other)| one.total_cmp(other))?;
    let beside = |at: usize| slopes.get(at).copied().unwrap_or(0.0);
    let (before, after) = (if at > 0 { beside(at - 1) } else { 0.0 }, beside(at + 1));
    let bend = before - 2.0 * steep + after;
    let fine = if bend < -1e-3 { ((before - after) / (2.0 * bend)).clamp(-0.5, 0.5) } else { 0.0 };
    Some(((at as f32 - count as f32 + fine) * unit, steep))
}

/// A straight line through the places, those far off it counting ever less.
fn fit(found: &[[f32; 3]], unit: f32) -> (f32, f32) {
    let (mut shift, mut lean) = (0.0_f32, 0.0_f32);
    for round in 0..4 {
        // Tight at last: places on a shadow or on print must not pull.
        let tolerance = unit * [8.0, 3.0, 1.5, 1.0].get(round).copied().unwrap_or(1.0);
        let (mut n, mut st, mut sd, mut stt, mut std) = (1e-6_f32, 0.0, 0.0, 0.0, 0.0);
        for &[t, d, steep] in found {
            let off = (d - shift - lean * t) / tolerance;
            let weight = (steep / (steep + 20.0)) / (1.0 + off * off).powi(2);
            n += weight;
            st += weight * t;
            sd += weight * d;
            stt += weight * t * t;
            std += weight * t * d;
        }
        let det = n * stt - st * st;
        if det > 1e-3 {
            (shift, lean) = ((sd * stt - st * std) / det, (n * std - st * sd) / det);
        }
    }
    (shift, lean)
}
