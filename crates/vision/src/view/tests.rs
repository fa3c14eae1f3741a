//! Documents drawn by a few strokes; the thousand scenes of kyc-scenes are measured there.

use super::*;
use crate::{Luma, Rgba};

const SIZE: (usize, usize) = (640, 480);

/// A figure with print on a ground with some grain; sixteenfold sampled, so its edges are those of a lens.
fn sheet(corners: [(f32, f32); 4], paper: [f32; 3], ground: [f32; 3]) -> Vec<u8> {
    let quad = corners.map(|(x, y)| Point { x, y });
    let mut pixels = Vec::with_capacity(SIZE.0 * SIZE.1 * 4);
    for at in 0..SIZE.0 * SIZE.1 {
        let (x, y) = ((at % SIZE.0) as f32, (at / SIZE.0) as f32);
        let grain = ((at as u32).wrapping_mul(2_654_435_761) >> 24) as f32 / 64.0;
        let mut inside = 0.0;
        for step in 0..16 {
            let place =
                Point { x: x + (step % 4) as f32 / 4.0 + 0.125, y: y + (step / 4) as f32 / 4.0 + 0.125 };
            inside += if depth(&quad, place) > 0.0 { 1.0 / 16.0 } else { 0.0 };
        }
        let is_ink = depth(&quad, Point { x, y }) > 30.0
            && (y as u32 / 5).is_multiple_of(3)
            && !(x as u32 / 4).is_multiple_of(7);
        for (paper, ground) in paper.into_iter().zip(ground) {
            let paper = if is_ink { paper * 0.35 } else { paper };
            pixels.push((paper * inside + ground * (1.0 - inside) + grain).min(255.0) as u8);
        }
        pixels.push(255);
    }
    pixels
}

/// Distance from the nearest side, positive within.
fn depth(quad: &[Point; 4], point: Point) -> f32 {
    let [a, b, c, d] = *quad;
    let side = |from: Point, to: Point| {
        ((to.x - from.x) * (point.y - from.y) - (to.y - from.y) * (point.x - from.x)) / from.distance(to)
    };
    side(a, b).min(side(b, c)).min(side(c, d)).min(side(d, a))
}

fn view(pixels: &[u8], target: Target) -> DocumentView {
    document_view(&Frame::Rgba(Rgba::new(pixels, 640, 480).unwrap()), target)
}

fn assert_corners(view: &DocumentView, corners: [(f32, f32); 4]) {
    let DocumentView::Whole { quad, confidence } = view else { panic!("{corners:?}: {view:?}") };
    assert!(*confidence >= LEAST_CONFIDENCE);
    for (x, y) in corners {
        let nearest = quad.0.iter().map(|corner| corner.distance(Point { x, y })).fold(f32::MAX, f32::min);
        assert!(nearest < 2.0, "{quad:?} for {corners:?}");
    }
}

const WHITE: [f32; 3] = [232.0, 230.0, 226.0];
const WOOD: [f32; 3] = [122.0, 84.0, 55.0];

#[test]
fn a_document_is_found_straight_turned_and_in_perspective() {
    for corners in [
        [(120.0, 90.0), (520.0, 90.0), (520.0, 342.0), (120.0, 342.0)],
        [(200.0, 60.0), (500.0, 180.0), (415.0, 395.0), (110.0, 275.0)],
        [(155.0, 110.0), (485.0, 110.0), (505.0, 325.0), (135.0, 325.0)],
        [(230.0, 40.0), (430.0, 50.0), (425.0, 360.0), (235.0, 355.0)],
    ] {
        assert_corners(&view(&sheet(corners, WHITE, WOOD), Target::Card), corners);
    }
}

#[test]
fn white_paper_on_a_white_table_and_colour_alone_are_enough() {
    let corners = [(150.0, 80.0), (480.0, 95.0), (470.0, 330.0), (140.0, 310.0)];
    assert_corners(&view(&sheet(corners, WHITE, [216.0, 214.0, 210.0]), Target::Page), corners);
    // Nearly the same brightness: only red and blue differ.
    assert_corners(
        &view(&sheet(corners, [150.0, 150.0, 150.0], [196.0, 128.0, 140.0]), Target::Page),
        corners,
    );
}

#[test]
fn a_sheet_that_leaves_the_picture_is_cut_there() {
    let cut = [(150.0, 90.0), (760.0, 90.0), (760.0, 380.0), (150.0, 380.0)];
    let seen = view(&sheet(cut, WHITE, WOOD), Target::Page);
    let DocumentView::Cut { sides, .. } = seen else { panic!("{seen:?}") };
    assert_eq!(sides, [PictureSide::Right]);
}

#[test]
fn one_corner_is_enough_to_tell_the_sides_where_a_sheet_is_cut() {
    let corner = [(300.0, 190.0), (900.0, 190.0), (900.0, 640.0), (300.0, 640.0)];
    let seen = view(&sheet(corner, WHITE, WOOD), Target::Page);
    let DocumentView::Cut { sides, .. } = seen else { panic!("{seen:?}") };
    assert_eq!(sides, [PictureSide::Right, PictureSide::Bottom]);
}

#[test]
fn the_sides_a_figure_goes_beyond_are_told() {
    let quad = |corners: [(f32, f32); 4]| Quad(corners.map(|(x, y)| Point { x, y }));
    let sides = |corners| cut_sides(&quad(corners), 300.0, 200.0);
    assert_eq!(sides([(10.0, 10.0), (290.0, 10.0), (290.0, 190.0), (10.0, 190.0)]), []);
    assert_eq!(sides([(-50.0, 10.0), (100.0, 10.0), (100.0, 150.0), (-50.0, 150.0)]), [PictureSide::Left]);
    let both = sides([(50.0, 50.0), (250.0, 50.0), (250.0, 260.0), (50.0, 260.0)]);
    assert_eq!(both, [PictureSide::Bottom]);
    let corner = sides([(150.0, 120.0), (380.0, 120.0), (380.0, 260.0), (150.0, 260.0)]);
    assert_eq!(corner, [PictureSide::Right, PictureSide::Bottom]);
}

#[test]
fn a_picture_of_a_documents_shape_is_whole_though_its_print_makes_figures() {
    let pixels: Vec<u8> = (0..317 * 200).map(|at| if at % 317 > 200 { 220 } else { 60 }).collect();
    let seen = document_view(&Frame::Luma(Luma::new(&pixels, 317, 200).unwrap()), Target::Card);
    let DocumentView::Whole { quad: Quad(corners), .. } = seen else { panic!("{seen:?}") };
    assert_eq!(corners[2], Point { x: 317.0, y: 200.0 });
}

#[test]
fn nothing_is_claimed_of_an_empty_table_a_face_or_no_picture() {
    let empty = sheet([(0.0, 0.0); 4], WOOD, WOOD);
    assert_eq!(view(&empty, Target::Card), DocumentView::NotFound);
    let card = sheet([(120.0, 90.0), (520.0, 90.0), (520.0, 342.0), (120.0, 342.0)], WHITE, WOOD);
    assert_eq!(view(&card, Target::Face), DocumentView::NotFound);
    assert_eq!(document_view(&Frame::Luma(Luma::default()), Target::Card), DocumentView::NotFound);
    let thin = Frame::Luma(Luma::new(&[9; 3], 1, 3).unwrap());
    assert_eq!(document_view(&thin, Target::Card), DocumentView::NotFound);
}
