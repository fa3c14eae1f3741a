//! How much of a picture is print: dark strokes in every direction on a brighter ground. Wood has streaks of one direction, tiles
//! and ruled paper lines, cloth and keys as much that is bright.

use crate::region::run;
use crate::{Luma, Quad, Target, content, exposure};

/// Cells along the picture's longer edge, each about the size of a word.
const CELLS: usize = 40;
/// Least edge of a cell in pixels.
const MIN_CELL: usize = 8;
/// Least deviation within a cell of print, as a share of the picture's contrast: grain and shading have less.
const INK: f32 = 0.07;
/// ... and in levels.
const MIN_INK: f32 = 4.0;
/// Greatest skewness within a cell of print: a few dark pixels among many bright ones.
const SKEW: f32 = -0.8;
/// How much the steps within a cell of print may run in one direction, 0 (every one alike) to 1 (a single line); squared.
const ONE_WAY: f32 = 0.4;
/// Neighbouring levels that count as one tone.
const TONES: usize = 7;

/// Share from which print fills a picture: documents so near that no edge is seen have 0.10 to 0.33, those as far as they may be 0.04
/// of the picture; 2 tables in 100 have as much.
pub(crate) const FULL: f32 = 0.10;
/// ... the same for pages, but for scans: those drawn too near have 0.16 and more, tables that seem full of print 0.145 at most.
const FULL_PAGE: f32 = 0.15;
/// Share of edges from which print is that of a card or a passport: those too near have 0.156 to 0.27, and one in 180 has 0.143;
/// keyboards on tables mostly less.
const EDGES: f32 = 0.15;
/// With as many edges as this less print will do (faint print on the back of a card: 0.08 and more), if there is ...
const MANY_EDGES: f32 = 0.175;
const FULL_EDGES: f32 = 0.075;
/// ... as much contrast as this: 161 and more, tiles and cloth 127 at most.
const CLEAR: f32 = 140.0;
/// ... in every quarter of it: 98 of a hundred have.
const EVERYWHERE: f32 = 0.02;
/// ... unless there is as much as this: then a quarter may be the empty foot of a page.
const PLENTY: f32 = 0.17;
/// ... and from which it is none: a weave or a rule.
const PATTERN: f32 = 0.45;
/// Share of the picture with content: 0.30 to 0.71.
const CONTENT: std::ops::Range<f32> = 0.29..0.72;
/// Least contrast of a picture that print fills: 105 and more in good light.
const CONTRAST: f32 = 90.0;
/// Share of one tone on scans and screenshots: 0.70 and more. Light never falls that evenly on paper before a camera: 0.57 at most.
const EVEN: f32 = 0.62;

/// Print in a picture.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Print {
    /// Share of the picture's cells.
    pub(crate) share: f32,
    /// The same in the quarter with the least.
    pub(crate) least: f32,
    /// Share of the picture's pixels that have its commonest tone, as nearly as print allows.
    pub(crate) even: f32,
    /// See [`crate::content`].
    pub(crate) content: f32,
    /// Between the darkest and the brightest hundredth, in levels.
    pub(crate) contrast: f32,
}

impl Print {
    /// Whether print fills a picture of which that share is edges.
    pub(crate) fn fills(&self, target: Target, edges: f32) -> bool {
        let least = match target {
            Target::Page if self.is_even() => FULL,
            Target::Page => FULL_PAGE,
            _ if edges >= MANY_EDGES && self.contrast >= CLEAR => FULL_EDGES,
            _ if edges >= EDGES => FULL,
            _ => PATTERN,
        };
        (least..PATTERN).contains(&self.share)
            && (self.least >= EVERYWHERE || self.share >= PLENTY)
            && CONTENT.contains(&self.content)
            && self.contrast >= CONTRAST
    }

    /// Whether its ground has one tone, as that of scans and screenshots.
    pub(crate) fn is_even(&self) -> bool {
        self.even >= EVEN
    }
}

/// Where in a picture there is print.
#[derive(Clone, Debug, Default)]
pub(crate) struct PrintMap {
    /// Pixels along a cell's edge.
    edge: usize,
    columns: usize,
    /// For each row of cells how many hold print up to there, beginning with none.
    rows: Vec<Vec<u16>>,
    /// Of the picture.
    contrast: f32,
}

impl PrintMap {
    /// Looks for print in a whole picture.
    pub(crate) fn of(luma: &Luma<'_>) -> Self {
        let contrast = exposure(luma).contrast;
        let edge = (luma.width().max(luma.height()) / CELLS).max(MIN_CELL);
        let columns = luma.width() / edge;
        let ink = (contrast * INK).max(MIN_INK);
        let row = |row: usize| {
            let mut sum = 0;
            let mut sums = vec![0];
            sums.extend((0..columns).map(|column| {
                sum += u16::from(is_print(luma, (column * edge, row * edge), edge, ink * ink));
                sum
            }));
            sums
        };
        Self { edge, columns, rows: (0..luma.height() / edge).map(row).collect(), contrast }
    }

    /// Share of the cells within a figure that hold print, and of those around it.
    pub(crate) fn shares(&self, figure: &Quad) -> [f32; 2] {
        let (mut inside, mut printed, mut all) = (0, 0, 0);
        let figure = figure.scaled(1.0 / self.edge.max(1) as f32);
        for (at, sums) in self.rows.iter().enumerate() {
            let cells = run(&figure, at as f32 + 0.5, self.columns);
            let sum = |cell: usize| usize::from(sums.get(cell).copied().unwrap_or_default());
            inside += cells.len();
            printed += sum(cells.end) - sum(cells.start);
            all += sum(self.columns);
        }
        let share = |printed: usize, cells: usize| printed as f32 / cells.max(1) as f32;
        let around = self.columns * self.rows.len() - inside;
        [share(printed, inside), share(all - printed, around)]
    }

    /// What there is of it in the picture it was made of.
    pub(crate) fn print(&self, luma: &Luma<'_>) -> Print {
        let (middle, half) = (self.columns.div_ceil(2), self.rows.len().div_ceil(2));
        let (mut all, mut least) = (0.0, 1.0_f32);
        for rows in [0..half, half..self.rows.len()] {
            for columns in [0..middle, middle..self.columns] {
                let lines = self.rows.get(rows.clone()).unwrap_or_default();
                let sum = |sums: &Vec<u16>, at: usize| f32::from(sums.get(at).copied().unwrap_or_default());
                let printed: f32 =
                    lines.iter().map(|sums| sum(sums, columns.end) - sum(sums, columns.start)).sum();
                all += printed;
                least = least.min(printed / (lines.len() * columns.len()).max(1) as f32);
            }
        }
        Print {
            share: all / (self.columns * self.rows.len()).max(1) as f32,
            least,
            even: evenness(luma),
            content: content(luma, None),
            contrast: self.contrast,
        }
    }
}

fn evenness(luma: &Luma<'_>) -> f32 {
    let mut histogram = [0_u32; 256];
    for &value in luma.pixels() {
        if let Some(count) = histogram.get_mut(usize::from(value)) {
            *count += 1;
        }
    }
    let most = histogram.windows(TONES).map(|near| near.iter().sum::<u32>()).max().unwrap_or(0);
    most as f32 / luma.pixels().len().max(1) as f32
}

/// Whether a cell holds print.
fn is_print(luma: &Luma<'_>, (left, top): (usize, usize), edge: usize, ink: f32) -> bool {
    let (mut sum, mut squares, mut cubes) = (0_u32, 0_u32, 0_u64);
    let (mut across, mut down, mut both) = (0_i32, 0_i32, 0_i32);
    for y in top..top + edge {
        let row = |y: usize| luma.row(y).get(left..left + edge).unwrap_or(&[]);
        let (here, below) = (row(y), row(y + 1));
        for &value in here {
            let value = u32::from(value);
            (sum, squares, cubes) =
                (sum + value, squares + value * value, cubes + u64::from(value * value * value));
        }
        for ((&value, &next), &under) in here.iter().zip(here.iter().skip(1)).zip(below) {
            let (right, below) = (i32::from(next) - i32::from(value), i32::from(under) - i32::from(value));
            (across, down, both) = (across + right * right, down + below * below, both + right * below);
        }
    }
    let count = (edge * edge) as f32;
    let (mean, square, cube) = (sum as f32 / count, squares as f32 / count, cubes as f32 / count);
    let variance = square - mean * mean;
    if variance < ink {
        return false;
    }
    let skew = (cube - 3.0 * mean * square + 2.0 * mean * mean * mean) / (variance * variance.sqrt());
    let (across, down, both) = (across as f32, down as f32, both as f32);
    let one_way = (across - down) * (across - down) + 4.0 * both * both;
    skew <= SKEW && one_way <= ONE_WAY * (across + down) * (across + down)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(at: impl Fn(usize, usize) -> u8) -> Print {
        let pixels: Vec<u8> = (0..640 * 480).map(|place| at(place % 640, place / 640)).collect();
        let luma = Luma::new(&pixels, 640, 480).unwrap();
        PrintMap::of(&luma).print(&luma)
    }

    /// Words of short strokes, some across and some down, in lines with gaps.
    fn is_ink(x: usize, y: usize) -> bool {
        let is_word = y % 44 < 14 && (x + y / 44 * 37) % 150 < 84;
        is_word && (x % 9 < 2 || (y % 44 == 6 && x % 18 < 9))
    }

    #[test]
    fn lines_of_print_fill_a_picture_and_a_wall_a_rule_and_a_corner_do_not() {
        let paper = |x: usize, y: usize| (190 + x / 20 + y / 30) as u8;
        let page = printed(|x, y| if is_ink(x, y) { 40 } else { paper(x, y) });
        assert!(page.fills(Target::Page, 0.1) && !page.is_even(), "{page:?}");
        let scan = printed(|x, y| if is_ink(x, y) { 40 } else { 245 });
        assert!(scan.fills(Target::Page, 0.1) && scan.is_even(), "{scan:?}");
        assert!(!printed(paper).fills(Target::Page, 0.1));
        assert!(!printed(|x, y| if y % 12 < 2 { 40 } else { paper(x, y) }).fills(Target::Page, 0.1));
        assert!(
            !printed(|x, y| if x < 300 && y < 200 && is_ink(x, y) { 40 } else { paper(x, y) })
                .fills(Target::Page, 0.1)
        );
        let [card, few] = [0.2, 0.1].map(|edges| page.fills(Target::Card, edges));
        assert!(card && !few, "a card too near has edges all over");
        assert_eq!(PrintMap::of(&Luma::default()).print(&Luma::default()).share, 0.0);
    }

    #[test]
    fn print_on_a_page_is_within_it_and_not_around_it() {
        let is_page = |x: usize, y: usize| (160..480).contains(&x) && (80..400).contains(&y);
        let at = |place: usize| (place % 640, place / 640);
        let level = |(x, y): (usize, usize)| match is_page(x, y) {
            true if is_ink(x, y) => 40,
            true => 220,
            false => 90,
        };
        let pixels: Vec<u8> = (0..640 * 480).map(|place| level(at(place))).collect();
        let map = PrintMap::of(&Luma::new(&pixels, 640, 480).unwrap());
        let figure = |corners: [(f32, f32); 4]| Quad(corners.map(|(x, y)| crate::Point::new(x, y)));
        let page = figure([(160.0, 80.0), (480.0, 80.0), (480.0, 400.0), (160.0, 400.0)]);
        let [within, around] = map.shares(&page);
        assert!(within > 0.15 && around < 0.01, "{within} {around}");
        let part = figure([(200.0, 100.0), (300.0, 100.0), (300.0, 300.0), (200.0, 300.0)]);
        assert!(map.shares(&part)[1] > 0.03, "{:?}", map.shares(&part));
        // What lies beyond the picture does not count.
        let cut = figure([(-900.0, 80.0), (480.0, 80.0), (480.0, 900.0), (-900.0, 900.0)]);
        assert!(map.shares(&cut).iter().all(|share| (0.0..=1.0).contains(share)));
    }
}
