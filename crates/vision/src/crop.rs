//! Which part of a picture goes with a document.

use crate::{Area, Quad};

/// What is left around a document, as a share of its long edge: more than the finder's error, and a strip of the ground
/// for those who look for the document's edges again (docs/adr/0010).
pub const MARGIN: f32 = 0.08;

/// The part of a picture of `width` by `height` pixels that holds a document and a margin around it.
#[must_use]
pub fn surroundings(quad: &Quad, width: f32, height: f32) -> Area {
    let bounds = quad.bounds();
    let margin = quad.long_edge() * MARGIN;
    // Not `clamp`: between values that are not constants it can panic with them in its words, and writing floats in words
    // is 10 KB (brotli) of the app.
    let within = |at: f32, least: f32, most: f32| at.min(most).max(least);
    let (left, top) = (within(bounds.x - margin, 0.0, width), within(bounds.y - margin, 0.0, height));
    let right = within(bounds.x + bounds.width + margin, left, width);
    let bottom = within(bounds.y + bounds.height + margin, top, height);
    Area { x: left, y: top, width: right - left, height: bottom - top }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Point;

    #[test]
    fn a_margin_is_left_on_every_side_and_nothing_lies_outside() {
        let corners = [(100.0, 50.0), (300.0, 50.0), (300.0, 150.0), (100.0, 150.0)];
        let quad = Quad(corners.map(|(x, y)| Point::new(x, y)));
        assert_eq!(surroundings(&quad, 400.0, 300.0), Area { x: 84.0, y: 34.0, width: 232.0, height: 132.0 });
        assert_eq!(surroundings(&quad, 310.0, 300.0), Area { x: 84.0, y: 34.0, width: 226.0, height: 132.0 });
    }

    proptest! {
        #[test]
        fn the_part_is_inside_the_picture_and_holds_what_is_seen_of_the_document(
            corners in prop::array::uniform4((-100.0..900.0_f32, -100.0..700.0_f32)),
        ) {
            let quad = Quad(corners.map(|(x, y)| Point::new(x, y)));
            let part = surroundings(&quad, 800.0, 600.0);
            let inside = |at: f32, start: f32, length: f32| at >= start - 0.1 && at <= start + length + 0.1;
            prop_assert!(part.x >= 0.0 && part.y >= 0.0);
            prop_assert!(part.x + part.width <= 800.1 && part.y + part.height <= 600.1);
            for corner in quad.0 {
                let (x, y) = (corner.x.clamp(0.0, 800.0), corner.y.clamp(0.0, 600.0));
                prop_assert!(inside(x, part.x, part.width) && inside(y, part.y, part.height));
            }
        }
    }
}
