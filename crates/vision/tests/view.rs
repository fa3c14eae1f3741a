//! Laws of the search for documents, on sheets drawn by a few strokes: where the sheet goes, its corners go.

use kyc_vision::{DocumentView, Frame, Luma, Point, Pose, Quad, Rgba, Target, document_view};
use proptest::prelude::*;

const SIZE: (usize, usize) = (640, 480);
/// Corners found again are within so many pixels.
const NEAR: f32 = 3.0;

/// A card on a darker ground with some grain.
#[derive(Clone, Debug)]
struct Card {
    corners: [Point; 4],
    middle: Point,
    turn: (f32, f32),
    paper: f32,
    ground: f32,
}

/// Cards of half the picture, turned by any angle, with corners a little off as a tilt puts them.
fn card() -> impl Strategy<Value = Card> {
    let off = prop::array::uniform4((-7.0..7.0_f32, -7.0..7.0_f32));
    let middle = (300.0..340.0_f32, 225.0..255.0_f32);
    (middle, 240.0..340.0_f32, 0.0..std::f32::consts::TAU, off, 190.0..235.0_f32, 60.0..130.0_f32).prop_map(
        |((x, y), long, turn, off, paper, ground)| {
            let (sin, cos) = turn.sin_cos();
            let mut corners = [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)].map(|(u, v)| {
                let (u, v) = (u * long / 2.0, v * long / 2.0 / 1.586);
                Point::new(x + u * cos - v * sin, y + u * sin + v * cos)
            });
            for (corner, (dx, dy)) in corners.iter_mut().zip(off) {
                *corner = Point::new(corner.x + dx, corner.y + dy);
            }
            Card { corners, middle: Point::new(x, y), turn: (sin, cos), paper, ground }
        },
    )
}

impl Card {
    /// Distance from the nearest side, positive within.
    fn depth(&self, x: f32, y: f32) -> f32 {
        let [a, b, c, d] = self.corners;
        let side = |from: Point, to: Point| {
            ((to.x - from.x) * (y - from.y) - (to.y - from.y) * (x - from.x)) / from.distance(to)
        };
        side(a, b).min(side(b, c)).min(side(c, d)).min(side(d, a))
    }

    fn drawn(&self) -> Vec<u8> {
        self.drawn_at(0, 0, 1.0)
    }

    /// The picture moved by whole pixels, brightness times `light`.
    fn drawn_at(&self, dx: i32, dy: i32, light: f32) -> Vec<u8> {
        let pixel = |at: usize| {
            let (x, y) = ((at % SIZE.0) as i32 - dx, (at / SIZE.0) as i32 - dy);
            let depth = self.depth(x as f32 + 0.5, y as f32 + 0.5);
            let grain =
                ((x.wrapping_mul(7919) ^ y.wrapping_mul(104_729)) as u32).wrapping_mul(2_654_435_761) >> 29;
            let inside = (depth + 0.5).clamp(0.0, 1.0);
            // Lines of words, as they run on the card.
            let (u, v) = (x as f32 - self.middle.x, y as f32 - self.middle.y);
            let (sin, cos) = self.turn;
            let (u, v) = ((u * cos + v * sin) as i32, (v * cos - u * sin) as i32);
            let is_ink = depth > 25.0 && v.rem_euclid(17) < 5 && u.rem_euclid(31) > 5 && u % 3 != 0;
            let paper = if is_ink { self.paper * 0.5 } else { self.paper };
            ((paper * inside + self.ground * (1.0 - inside) + grain as f32) * light) as u8
        };
        (0..SIZE.0 * SIZE.1).map(pixel).collect()
    }
}

fn corners(pixels: &[u8], (width, height): (usize, usize)) -> Option<[Point; 4]> {
    let luma = Luma::new(pixels, width as u32, height as u32)?;
    match document_view(&Frame::Luma(luma), Target::Card) {
        DocumentView::Whole { quad, .. } => Some(quad.0),
        _ => None,
    }
}

/// Whether both are the same corners, wherever each begins and whichever way it goes round.
fn is_same(found: &[Point; 4], expected: &[Point; 4]) -> bool {
    let has = |corner: &Point, others: &[Point; 4]| others.iter().any(|other| corner.distance(*other) < NEAR);
    found.iter().all(|corner| has(corner, expected)) && expected.iter().all(|corner| has(corner, found))
}

fn noise(count: u32, seed: u32, least: u32, most: u32) -> Vec<u8> {
    let value = |at: u32| {
        let mut mixed = (at ^ seed.rotate_left(16)).wrapping_mul(0x9E37_79B1);
        mixed = (mixed ^ (mixed >> 15)).wrapping_mul(0x2C1B_3C6D);
        mixed = (mixed ^ (mixed >> 12)).wrapping_mul(0x297A_2D39);
        (least + (mixed >> 8) % (most - least + 1)) as u8
    };
    (0..count).map(value).collect()
}

fn assert_sound(view: &DocumentView, width: f32, height: f32) -> Result<(), TestCaseError> {
    if let DocumentView::Whole { quad, confidence } = view {
        prop_assert!((0.0..=1.0).contains(confidence));
        prop_assert!(quad.is_convex(), "{quad:?}");
        let reach = 2.0 + width.max(height) * 0.02;
        for corner in quad.0 {
            prop_assert!(corner.x > -reach && corner.x < width + reach, "{quad:?}");
            prop_assert!(corner.y > -reach && corner.y < height + reach, "{quad:?}");
        }
        let [first, rest @ ..] = quad.0;
        let first = first.x + first.y;
        prop_assert!(rest.iter().all(|corner| corner.x + corner.y >= first - 2.0 * reach), "{quad:?}");
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_frame_is_looked_at(width in 0..90_u32, height in 0..90_u32, seed in any::<u32>(), target in 0..4_usize) {
        let (target, bytes) = (Target::ALL[target], noise(width * height * 4, seed, 0, 255));
        let rgba = Rgba::new(&bytes, width, height).unwrap();
        let (wide, high) = (width as f32, height as f32);
        assert_sound(&document_view(&Frame::Rgba(rgba), target), wide, high)?;
        let luma = Luma::new(&bytes[..(width * height) as usize], width, height).unwrap();
        assert_sound(&document_view(&Frame::Luma(luma), target), wide, high)?;
    }

    #[test]
    fn a_card_that_is_not_held_slanting_has_no_tilt(
        x in 100.0..540.0_f32, y in 100.0..380.0_f32, long in 60.0..200.0_f32, turn in -3.1..3.1_f32,
    ) {
        let (sin, cos) = turn.sin_cos();
        let quad = Quad([(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)].map(|(u, v)| {
            let (u, v) = (u * long / 2.0, v * long / 2.0 / 1.586);
            Point::new(x + u * cos - v * sin, y + u * sin + v * cos)
        }));
        let pose = Pose::of(&quad, 640.0, 480.0, Some(1.586));
        prop_assert!(pose.tilt < 1.0 && (pose.proportion - 1.586).abs() < 0.01, "{pose:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_corners_move_with_the_card(card in card(), dx in -24..24_i32, dy in -18..18_i32) {
        let found = corners(&card.drawn(), SIZE);
        prop_assert!(found.is_some_and(|found| is_same(&found, &card.corners)), "{found:?} for {card:?}");
        let shifted = card.corners.map(|corner| Point::new(corner.x + dx as f32, corner.y + dy as f32));
        let found = corners(&card.drawn_at(dx, dy, 1.0), SIZE);
        prop_assert!(found.is_some_and(|found| is_same(&found, &shifted)), "{found:?} for {shifted:?}");
    }

    #[test]
    fn a_mirror_mirrors_the_corners_and_a_turn_turns_them(card in card()) {
        let pixels = card.drawn();
        let (width, height) = (SIZE.0 as f32, SIZE.1 as f32);
        let mirrored: Vec<u8> = pixels.chunks(SIZE.0).flat_map(|row| row.iter().rev()).copied().collect();
        let expected = card.corners.map(|corner| Point::new(width - corner.x, corner.y));
        let found = corners(&mirrored, SIZE);
        prop_assert!(found.is_some_and(|found| is_same(&found, &expected)), "{found:?} for {expected:?}");
        let turned = Luma::new(&pixels, SIZE.0 as u32, SIZE.1 as u32).unwrap().turned();
        let expected = card.corners.map(|corner| Point::new(height - corner.y, corner.x));
        let found = corners(turned.as_luma().pixels(), (SIZE.1, SIZE.0));
        prop_assert!(found.is_some_and(|found| is_same(&found, &expected)), "{found:?} for {expected:?}");
    }

    #[test]
    fn dimmer_light_moves_no_corner(card in card(), light in 0.55..1.05_f32) {
        let found = corners(&card.drawn_at(0, 0, light), SIZE);
        prop_assert!(found.is_some_and(|found| is_same(&found, &card.corners)), "{found:?} for {card:?}");
    }

    #[test]
    fn in_blank_and_noisy_frames_there_is_nothing(level in 0..200_u32, range in 0..56_u32, seed in any::<u32>()) {
        let pixels = noise((SIZE.0 * SIZE.1) as u32, seed, level, level + range);
        let luma = Luma::new(&pixels, SIZE.0 as u32, SIZE.1 as u32).unwrap();
        for target in Target::ALL {
            prop_assert_eq!(document_view(&Frame::Luma(luma), target), DocumentView::NotFound);
        }
    }
}

/// A line through a part of the edge, some degrees askew, scored better than the edge itself: a corner was found 12 pixels beside its
/// place, and that side was given up for too far.
#[test]
fn a_rough_side_askew_of_the_edge_is_moved_onto_it() {
    let card = |corners: [(f32, f32); 4], middle: (f32, f32), turn, paper, ground| Card {
        corners: corners.map(|(x, y)| Point::new(x, y)),
        middle: Point::new(middle.0, middle.1),
        turn,
        paper,
        ground,
    };
    let steep = card(
        [(222.147, 390.883), (235.794, 81.053), (423.713, 89.409), (415.037, 405.940)],
        (320.529, 240.146),
        (-0.999_086, 0.042_734),
        206.914,
        60.0,
    );
    let diagonal = card(
        [(272.667, 66.828), (483.282, 275.057), (353.206, 413.924), (141.534, 207.826)],
        (314.701, 240.069),
        (0.705_966, 0.708_245),
        197.981,
        63.694,
    );
    for (card, dx, dy, light) in [(&steep, 0, 0, 0.55), (&diagonal, 0, 0, 0.553_322), (&diagonal, 4, 17, 1.0)]
    {
        let expected = card.corners.map(|corner| Point::new(corner.x + dx as f32, corner.y + dy as f32));
        let found = corners(&card.drawn_at(dx, dy, light), SIZE);
        assert!(found.is_some_and(|found| is_same(&found, &expected)), "{found:?} for {expected:?}");
    }
}
