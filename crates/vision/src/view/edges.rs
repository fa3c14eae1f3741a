//! Where brightness or colour changes, how steeply, and in which direction.

use super::planes::Plane;

/// Response of the filters below to a step of one level.
const LEVEL: f32 = 48.0;
/// A step that no noise excuses is at least this many levels: white paper on a white table makes some 5 to 15.
const LEAST_STEP: f32 = 1.6;
/// The least step asked for where everything is rough: cloth, wood, grain of a dark room.
const MOST_STEP: f32 = 5.0;
/// How far above the picture's ordinary change an edge must stand.
const ABOVE_MEDIAN: f32 = 2.2;

/// One pixel of an edge.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Mark {
    /// Direction in which it becomes lighter: 256 to the full turn, from the x axis towards the y axis.
    pub(super) turn: u8,
    /// Steepness in quarter levels, never 0 on an edge.
    pub(super) weight: u8,
}

/// The edges of a small picture, one pixel thin.
pub(super) struct Edges {
    pub(super) marks: Vec<Mark>,
    pub(super) width: usize,
    pub(super) height: usize,
    /// Share of the pixels that have one.
    pub(super) share: f32,
}

impl Edges {
    /// The mark at a pixel; none outside.
    pub(super) fn at(&self, x: i32, y: i32) -> Mark {
        let (Ok(x), Ok(y)) = (usize::try_from(x), usize::try_from(y)) else { return Mark::default() };
        if x >= self.width {
            return Mark::default();
        }
        self.marks.get(y * self.width + x).copied().unwrap_or_default()
    }

    /// The mark of a pixel counted row by row. The two outermost rows and columns have none, so one that has run over the end
    /// of a row meets none.
    pub(super) fn mark(&self, place: i32) -> Mark {
        usize::try_from(place).ok().and_then(|place| self.marks.get(place)).copied().unwrap_or_default()
    }

    /// The steepest plane decides at every pixel.
    pub(super) fn of(planes: &[Plane]) -> Self {
        let (width, height) = planes.first().map_or((0, 0), |plane| (plane.width, plane.height));
        let mut slopes =
            Slopes { x: vec![0; width * height], y: vec![0; width * height], steep: vec![0; width * height] };
        for plane in planes {
            slopes.merge(&Slopes::of(plane));
        }
        let least = slopes.threshold();
        let mut marks = vec![Mark::default(); width * height];
        for (row, line) in marks.chunks_mut(width.max(1)).enumerate() {
            if row > 1 && row + 2 < height {
                slopes.thin(row * width, width, least, line);
            }
        }
        let marked = marks.iter().filter(|mark| mark.weight > 0).count();
        let share = marked as f32 / marks.len().max(1) as f32;
        Self { marks, width, height, share }
    }
}

/// Slopes across and down, and their length.
struct Slopes {
    x: Vec<i16>,
    y: Vec<i16>,
    steep: Vec<u16>,
}

impl Slopes {
    fn of(plane: &Plane) -> Self {
        let (width, height) = (plane.width, plane.height);
        let soft = soften(plane);
        let count = width * height;
        let mut slopes = Self { x: vec![0; count], y: vec![0; count], steep: vec![0; count] };
        for row in 2..height.saturating_sub(2) {
            let line = |at: usize| soft.get(at * width..(at + 1) * width).unwrap_or(&[]);
            let span = row * width..(row + 1) * width;
            let (Some(xs), Some(ys), Some(lengths)) =
                (slopes.x.get_mut(span.clone()), slopes.y.get_mut(span.clone()), slopes.steep.get_mut(span))
            else {
                continue;
            };
            sobel([line(row - 1), line(row), line(row + 1)], xs, ys);
            for ((length, &x), &y) in lengths.iter_mut().zip(xs.iter()).zip(ys.iter()) {
                let (x, y) = (f32::from(x), f32::from(y));
                *length = (x * x + y * y).sqrt() as u16;
            }
        }
        slopes
    }

    fn merge(&mut self, other: &Self) {
        let theirs = other.x.iter().zip(&other.y).zip(&other.steep);
        for (((x, y), steep), ((&ox, &oy), &osteep)) in
            self.x.iter_mut().zip(&mut self.y).zip(&mut self.steep).zip(theirs)
        {
            if osteep > *steep {
                (*x, *y, *steep) = (ox, oy, osteep);
            }
        }
    }

    /// How steep an edge must be here.
    fn threshold(&self) -> u16 {
        let bin = 8;
        let mut counts = [0_usize; 64];
        for &steep in &self.steep {
            if let Some(count) = counts.get_mut(usize::from(steep / bin).min(63)) {
                *count += 1;
            }
        }
        let mut left = self.steep.len() / 2;
        let mut median = 0;
        for (at, &count) in counts.iter().enumerate() {
            median = at;
            if count > left {
                break;
            }
            left -= count;
        }
        let median = (median as f32 + 0.5) * f32::from(bin);
        (median * ABOVE_MEDIAN).clamp(LEAST_STEP * LEVEL, MOST_STEP * LEVEL) as u16
    }

    /// Keeps the crests: pixels at least as steep as both neighbours across the edge.
    fn thin(&self, start: usize, width: usize, least: u16, line: &mut [Mark]) {
        let steep = |at: usize| self.steep.get(at).copied().unwrap_or_default();
        for (column, mark) in line.iter_mut().enumerate().take(width.saturating_sub(2)).skip(2) {
            let at = start + column;
            let here = steep(at);
            if here < least {
                continue;
            }
            let (x, y) = (
                i32::from(self.x.get(at).copied().unwrap_or_default()),
                i32::from(self.y.get(at).copied().unwrap_or_default()),
            );
            let across = if y.abs() * 5 < x.abs() * 2 {
                1
            } else if x.abs() * 5 < y.abs() * 2 {
                width
            } else if (x > 0) == (y > 0) {
                width + 1
            } else {
                width - 1
            };
            if here > steep(at - across) && here >= steep(at + across) {
                let turn = (y as f32).atan2(x as f32) * (128.0 / std::f32::consts::PI);
                let weight = (f32::from(here) * 4.0 / LEVEL).min(255.0) as u8;
                *mark = Mark { turn: ((turn + 256.5) as i32 & 255) as u8, weight: weight.max(1) };
            }
        }
    }
}

/// Binomial 1-2-1 both ways, sixteenfold.
fn soften(plane: &Plane) -> Vec<u16> {
    let (width, height) = (plane.width, plane.height);
    let mut out = vec![0_u16; width * height];
    let mut line = vec![0_u16; width];
    for row in 1..height.saturating_sub(1) {
        let source = |at: usize| plane.pixels.get(at * width..(at + 1) * width).unwrap_or(&[]);
        let above_below = source(row - 1).iter().zip(source(row + 1));
        for ((sum, &middle), (&above, &below)) in line.iter_mut().zip(source(row)).zip(above_below) {
            *sum = u16::from(above) + 2 * u16::from(middle) + u16::from(below);
        }
        let (Some(left), Some(right)) = (line.get(1..), line.get(2..)) else { continue };
        let Some(target) = out.get_mut(row * width + 1..(row + 1) * width) else { continue };
        for (((value, &before), &here), &after) in target.iter_mut().zip(&line).zip(left).zip(right) {
            *value = before + 2 * here + after;
        }
    }
    out
}

/// Slopes of one row from it and its neighbours; the first and last two columns stay 0.
fn sobel([above, here, below]: [&[u16]; 3], xs: &mut [i16], ys: &mut [i16]) {
    let inner = above.len().saturating_sub(4);
    let (Some(xs), Some(ys)) = (xs.get_mut(2..), ys.get_mut(2..)) else { return };
    let part = |line| <[u16]>::windows(line, 3).skip(1).take(inner);
    let rows = part(above).zip(part(here)).zip(part(below));
    for (((upper, middle), lower), (x, y)) in rows.zip(xs.iter_mut().zip(ys)) {
        if let (&[a, b, c], &[d, _, f], &[g, h, i]) = (upper, middle, lower) {
            let [a, b, c, d, f, g, h, i] = [a, b, c, d, f, g, h, i].map(i32::from);
            *x = (c + 2 * f + i - a - 2 * d - g) as i16;
            *y = (g + 2 * h + i - a - 2 * b - c) as i16;
        }
    }
}
