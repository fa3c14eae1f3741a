//! What is seen within a figure, and which figures lie around and within it.

use super::features::Evidence;
use super::figures::Figure;
use crate::Point;

impl Evidence<'_> {
    /// For the two pairs of opposite sides: how completely a line divides the figure from one to the other, the lesser
    /// first. Windows, keyboards and squares of cloth are divided both ways, documents hardly.
    pub(super) fn crossings(&self, figure: &Figure) -> [f32; 2] {
        let [a, b, c, d] = figure.quad.0;
        let middle = |p: Point, q: Point, share: f32| Point {
            x: p.x + (q.x - p.x) * share,
            y: p.y + (q.y - p.y) * share,
        };
        let mut most = [0.0_f32; 2];
        for (at, line) in self.lines.iter().enumerate() {
            if figure.lines.contains(&at) {
                continue;
            }
            for (most, ([p, q], [r, s])) in most.iter_mut().zip([([a, b], [d, c]), ([b, c], [a, d])]) {
                // Where the line passes two opposite sides, as a share of their length.
                let pass = |from: Point, to: Point| {
                    let (one, other) = (line.side(from), line.side(to));
                    let share = one / (one - other + 1e-6);
                    (0.12..0.88).contains(&share).then(|| middle(from, to, share))
                };
                if let (Some(from), Some(to)) = (pass(p, q), pass(r, s)) {
                    let ([seen, ..], visible) = line.between(line.along(from), line.along(to));
                    *most = most.max(seen / visible.max(8.0));
                }
            }
        }
        [most[0].min(most[1]), most[0].max(most[1])]
    }

    /// What is within: share of edge pixels, share of cells with any, local contrast, deviation of brightness, and
    /// brightness against the outside.
    pub(super) fn content(&self, figure: &Figure) -> [f32; 5] {
        let [a, b, c, d] = figure.quad.0;
        let (mut marks, mut places, mut cells, mut busy, mut sum, mut squares, mut local) =
            (0.0, 0.0_f32, 0.0_f32, 0.0, 0.0, 0.0, 0.0);
        let Some(plane) = self.planes.first() else { return [0.0; 5] };
        let (width, height) = (plane.width as f32 - 2.0, plane.height as f32 - 2.0);
        for cell in 0..25 {
            let (mut seen, mut any) = (false, false);
            for step in 0..16 {
                let u = 0.08 + 0.84 * ((cell % 5 * 4 + step % 4) as f32 + 0.5) / 20.0;
                let v = 0.08 + 0.84 * ((cell / 5 * 4 + step / 4) as f32 + 0.5) / 20.0;
                let blend = |a: f32, b: f32, c: f32, d: f32| {
                    (a * (1.0 - u) + b * u) * (1.0 - v) + (d * (1.0 - u) + c * u) * v
                };
                let (x, y) = (blend(a.x, b.x, c.x, d.x), blend(a.y, b.y, c.y, d.y));
                if x < 0.0 || y < 0.0 || x > width || y > height {
                    continue;
                }
                any = true;
                places += 1.0;
                if self.edges.at(x as i32, y as i32).weight > 0 {
                    marks += 1.0;
                    seen = true;
                }
                let here = plane.at(x, y);
                sum += here;
                squares += here * here;
                local +=
                    ((here - plane.at(x + 1.0, y)).abs() + (here - plane.at(x, y + 1.0)).abs()).min(60.0);
            }
            cells += if any { 1.0 } else { 0.0 };
            busy += if seen { 1.0 } else { 0.0 };
        }
        let places = places.max(1.0);
        let mean = sum / places;
        let deviation = (squares / places - mean * mean).max(0.0).sqrt();
        [
            marks / places,
            busy / cells.max(1.0),
            (local / places + 1.0).ln() / 4.0,
            (deviation + 1.0).ln() / 5.0,
            mean / 255.0,
        ]
    }
}

/// How good the best figure around this one looks at first sight, and the best within it.
pub(super) fn nested(figure: &Figure, others: &[Figure]) -> (f32, f32) {
    let (mut outer, mut inner) = (0.0_f32, 0.0_f32);
    for other in others {
        let around = |large: &Figure, small: &Figure| {
            large.quad.area() > small.quad.area() * 1.06
                && small.quad.0.iter().all(|&corner| holds(large, corner))
        };
        if around(other, figure) {
            outer = outer.max(promise(other));
        } else if around(figure, other) {
            inner = inner.max(promise(other));
        }
    }
    (outer, inner)
}

/// How good a figure looks at first sight, from 0 for none worth a look to about 1.
pub(super) fn promise(figure: &Figure) -> f32 {
    (figure.quick / 10.0 + 1.0).max(0.0)
}

/// Whether a point is within a figure, or not more than two pixels outside.
fn holds(figure: &Figure, point: Point) -> bool {
    let [a, b, c, d] = figure.quad.0;
    [(a, b), (b, c), (c, d), (d, a)].iter().all(|(from, to)| {
        let turn = (to.x - from.x) * (point.y - from.y) - (to.y - from.y) * (point.x - from.x);
        turn > -2.0 * from.distance(*to)
    })
}
