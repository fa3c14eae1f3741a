//! Reflections that hide a part of a document.
//!
//! A lamp's mirror image drives the sensor into its end over a spot without print, while the paper around it is well
//! below. Paper that the light lifts to the end itself is told apart by what surrounds it: there the paper is almost as
//! bright. Holograms are thin figures that leave no spot free of gaps, so spots must be compact.

use crate::region::Region;
use crate::{Area, Luma, Quad};

/// At or above this level nothing can be read: the sensor's end but for noise and compression.
const BLOWN: u8 = 249;
/// Share of a cell's pixels that must be blown.
const FULL: f32 = 0.9;
/// Cells along the document's shorter side, about: small enough that a spot of two percent has a core of some cells.
const CELLS: usize = 36;
/// Least edge of a cell in pixels.
const MIN_CELL: usize = 4;
/// Cells from a spot at which its surroundings are looked at: beyond its soft edge.
const RING: usize = 3;
/// Share of the cells around a spot in which even the paper must be darker than `PAPER`.
const CLEAR: f32 = 0.6;
/// Level that lit paper around a spot does not reach.
const PAPER: u8 = 247;

const NEIGHBOURS: [(isize, isize); 4] = [(1, 0), (-1, 0), (0, 1), (0, -1)];

/// Reflections on a document.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Glare {
    /// Share of the document that they hide, 0 to 1.
    pub share: f32,
    /// Where the largest one is.
    pub place: Option<Area>,
}

/// Looks for reflections on the document, or in the whole picture where there is none.
#[must_use]
pub fn glare(luma: &Luma<'_>, document: Option<&Quad>) -> Glare {
    glare_of(luma, &Region::of(luma, document))
}

pub(crate) fn glare_of(luma: &Luma<'_>, region: &Region) -> Glare {
    let Some(mut grid) = Grid::of(luma, region) else { return Glare::default() };
    let total = grid.cells.iter().filter(|cell| **cell != Cell::Outside).count();
    let (mut hidden, mut largest) = (0, Vec::new());
    for start in 0..grid.cells.len() {
        let spot = grid.taken(start);
        if grid.is_compact(&spot) && grid.is_alone(&spot) {
            hidden += spot.len();
            if spot.len() > largest.len() {
                largest = spot;
            }
        }
    }
    Glare { share: hidden as f32 / total.max(1) as f32, place: grid.bounds(&largest) }
}

/// One cell of the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cell {
    Outside,
    /// With the level of its paper.
    Seen(u8),
    Blown,
    /// Blown, and already counted.
    Taken,
}

struct Grid {
    cells: Vec<Cell>,
    columns: usize,
    /// Pixels.
    edge: usize,
    left: usize,
    top: usize,
}

impl Grid {
    fn of(luma: &Luma<'_>, region: &Region) -> Option<Self> {
        let (rows, columns) = region.bounds();
        let edge = (rows.len().min(columns.len()) / CELLS).max(MIN_CELL);
        let (left, top) = (columns.start, rows.start);
        let count = columns.len() / edge;
        let mut cells = Vec::new();
        for y in rows.step_by(edge) {
            let cell = |at: usize| {
                let x = left + at * edge;
                if region.holds(x, y, edge) { cell(luma, x, y, edge) } else { Cell::Outside }
            };
            cells.extend((0..count).map(cell));
        }
        (count > 0).then_some(Self { cells, columns: count, edge, left, top })
    }

    fn at(&self, place: usize, (dx, dy): (isize, isize)) -> (usize, Cell) {
        let column = (place % self.columns).checked_add_signed(dx).filter(|&x| x < self.columns);
        let row = (place / self.columns).checked_add_signed(dy);
        let next = column.zip(row).map(|(column, row)| row * self.columns + column);
        let cell = next.and_then(|next| self.cells.get(next));
        (next.unwrap_or(usize::MAX), cell.copied().unwrap_or(Cell::Outside))
    }

    /// The blown cells that hang together with this one, which are then taken.
    fn taken(&mut self, start: usize) -> Vec<usize> {
        let mut spot = Vec::new();
        let mut open = vec![start];
        while let Some(place) = open.pop() {
            let Some(cell) = self.cells.get_mut(place).filter(|cell| **cell == Cell::Blown) else { continue };
            *cell = Cell::Taken;
            spot.push(place);
            open.extend(NEIGHBOURS.map(|step| self.at(place, step).0));
        }
        spot
    }

    /// Whether some cell of it has only blown ones around it.
    fn is_compact(&self, spot: &[usize]) -> bool {
        let around = [(-1, -1), (0, -1), (1, -1), (-1, 0), (1, 0), (-1, 1), (0, 1), (1, 1)];
        spot.iter().any(|&place| around.iter().all(|&step| self.at(place, step).1 == Cell::Taken))
    }

    /// Whether the paper around it is darker than it is.
    fn is_alone(&self, spot: &[usize]) -> bool {
        let ring = self.around(spot);
        let papers = ring.iter().filter_map(|&place| match self.cells.get(place) {
            Some(&Cell::Seen(paper)) => Some(paper),
            _ => None,
        });
        let darker = papers.clone().filter(|&paper| paper < PAPER).count();
        darker > 0 && darker as f32 >= papers.count() as f32 * CLEAR
    }

    /// The cells at `RING` steps from it.
    fn around(&self, spot: &[usize]) -> Vec<usize> {
        let mut is_known = vec![false; self.cells.len()];
        let mut front = spot.to_vec();
        for step in 0..=RING {
            front.retain(|&place| {
                is_known.get_mut(place).is_some_and(|known| !std::mem::replace(known, true))
            });
            if step < RING {
                let next = |&place: &usize| NEIGHBOURS.map(|step| self.at(place, step).0);
                front = front.iter().flat_map(next).collect();
            }
        }
        front
    }

    fn bounds(&self, spot: &[usize]) -> Option<Area> {
        let columns = || spot.iter().map(|place| place % self.columns);
        let rows = || spot.iter().map(|place| place / self.columns);
        let length = |from: usize, to: usize| ((to + 1 - from) * self.edge) as f32;
        let (left, right, top, bottom) = (columns().min()?, columns().max()?, rows().min()?, rows().max()?);
        Some(Area {
            x: (self.left + left * self.edge) as f32,
            y: (self.top + top * self.edge) as f32,
            width: length(left, right),
            height: length(top, bottom),
        })
    }
}

fn cell(luma: &Luma<'_>, left: usize, top: usize, edge: usize) -> Cell {
    let rows = (top..top + edge).filter_map(|y| luma.row(y).get(left..left + edge));
    let (mut blown, mut paper) = (0_usize, 0);
    for row in rows {
        blown += row.iter().filter(|&&value| value >= BLOWN).count();
        paper = row.iter().copied().fold(paper, u8::max);
    }
    if blown as f32 >= (edge * edge) as f32 * FULL { Cell::Blown } else { Cell::Seen(paper) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Print on paper of that level, with a white disc.
    fn page(paper: u8, radius: f32) -> Glare {
        let pixels: Vec<u8> = (0..240 * 160)
            .map(|at| {
                let (x, y) = (at % 240, at / 240);
                let far = ((x as f32 - 80.0).powi(2) + (y as f32 - 70.0).powi(2)).sqrt();
                let print = if y % 14 < 4 && x % 9 < 6 { 60 } else { paper };
                if far < radius { 255 } else { print }
            })
            .collect();
        glare(&Luma::new(&pixels, 240, 160).unwrap(), None)
    }

    #[test]
    fn a_spot_is_found_with_its_place_and_share() {
        let found = page(225, 30.0);
        assert!((found.share - 0.0736).abs() < 0.025, "{found:?}");
        let place = found.place.unwrap();
        assert!((place.x - 50.0).abs() < 9.0 && (place.y - 40.0).abs() < 9.0, "{place:?}");
        assert!((place.width - 60.0).abs() < 13.0, "{place:?}");
    }

    #[test]
    fn bright_paper_and_tiny_sparks_are_no_glare() {
        assert_eq!(page(225, 0.0), Glare::default());
        assert_eq!(page(252, 0.0), Glare::default());
        assert_eq!(page(225, 5.0), Glare::default());
        assert_eq!(glare(&Luma::default(), None), Glare::default());
    }
}
