//! Pictures with the truth and what was claimed drawn on them, to look at.

use std::path::Path;

use image::Rgb;
use kyc_scenes::RgbImage;
use kyc_vision::DocumentView;

use crate::drawn::Drawn;
use crate::truth::Corners;

/// The truth in green, a claimed figure in red, the sides that were said to be cut off in yellow.
pub fn write_marked(path: &Path, drawn: &Drawn, view: &DocumentView) -> image::ImageResult<()> {
    let mut picture = drawn.picture.clone();
    if let Some(outline) = drawn.outline {
        around(&mut picture, &outline, Rgb([0, 230, 0]));
    }
    match view {
        DocumentView::Whole { quad, .. } => {
            around(&mut picture, &quad.0.map(|corner| (corner.x, corner.y)), Rgb([255, 0, 0]));
        }
        DocumentView::Cut { sides, .. } => {
            let (right, low) = (picture.width() as f32 - 3.0, picture.height() as f32 - 3.0);
            for side in sides {
                let (from, to) = match side {
                    kyc_vision::PictureSide::Top => ((2.0, 2.0), (right, 2.0)),
                    kyc_vision::PictureSide::Right => ((right, 2.0), (right, low)),
                    kyc_vision::PictureSide::Bottom => ((2.0, low), (right, low)),
                    kyc_vision::PictureSide::Left => ((2.0, 2.0), (2.0, low)),
                };
                line(&mut picture, from, to, Rgb([255, 230, 0]));
            }
        }
        DocumentView::NotFound => {}
    }
    picture.save(path)
}

fn around(picture: &mut RgbImage, corners: &Corners, colour: Rgb<u8>) {
    for (&from, &to) in corners.iter().zip(corners.iter().cycle().skip(1)) {
        line(picture, from, to, colour);
    }
}

fn line(picture: &mut RgbImage, from: (f32, f32), to: (f32, f32), colour: Rgb<u8>) {
    let steps = (from.0 - to.0).hypot(from.1 - to.1).ceil().clamp(1.0, 4000.0);
    for step in 0..=steps as u32 {
        let along = step as f32 / steps;
        let (x, y) = (from.0 + (to.0 - from.0) * along, from.1 + (to.1 - from.1) * along);
        for (x, y) in [(x, y), (x + 1.0, y), (x, y + 1.0)].into_iter().filter(|&(x, y)| x >= 0.0 && y >= 0.0)
        {
            if let Some(pixel) = picture.get_pixel_mut_checked(x as u32, y as u32) {
                *pixel = colour;
            }
        }
    }
}
