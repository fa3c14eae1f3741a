//! `cargo run -p kyc-specimen --example sheet -- OUT.png COLUMNS FILE.jpg…`: lays pictures side by side to look at.

use image::{GenericImage as _, ImageResult, RgbImage, imageops};

const CELL: u32 = 800;

fn main() -> ImageResult<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [out, columns, files @ ..] = arguments.as_slice() else {
        eprintln!("usage: sheet OUT.png COLUMNS FILE.jpg…");
        return Ok(());
    };
    let columns = columns.parse().unwrap_or(2).max(1);
    let rows = (files.len() as u32).div_ceil(columns);
    let mut sheet = RgbImage::from_pixel(CELL * columns, CELL * rows, image::Rgb([90, 90, 96]));
    for (file, at) in files.iter().zip(0..) {
        let picture = image::open(file)?.to_rgb8();
        let longest = picture.width().max(picture.height()).max(1);
        let edge = |length: u32| (length * (CELL - 20) / longest).max(1);
        let filter = imageops::FilterType::Triangle;
        let small = imageops::resize(&picture, edge(picture.width()), edge(picture.height()), filter);
        sheet.copy_from(&small, at % columns * CELL + 10, at / columns * CELL + 10)?;
    }
    sheet.save(out)
}
