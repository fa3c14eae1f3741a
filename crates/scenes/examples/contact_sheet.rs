//! `cargo run --release -p kyc-scenes --example contact_sheet -- OUT.png RECIPE [FIRST_SEED [COUNT [WIDTH HEIGHT]]]`: scenes with
//! their true outlines, to look at.

use image::{GenericImage as _, Rgb, RgbImage, imageops};
use kyc_scenes::{Recipe, Scene};

const COLUMNS: u32 = 5;

fn recipe(name: &str) -> Option<Recipe> {
    Some(match name {
        "any" => Recipe::any(),
        "whole" => Recipe::whole_document(),
        "clean" => Recipe::clean_document(),
        "without" => Recipe::without_document(),
        "cut" => Recipe::cut(),
        "close" => Recipe::too_close(),
        "far" => Recipe::far(),
        "tilted" => Recipe::tilted(),
        "blurred" => Recipe::blurred(),
        "moved" => Recipe::moved(),
        "glaring" => Recipe::glaring(),
        "dark" => Recipe::dark(),
        "bright" => Recipe::bright(),
        "faint" => Recipe::faint(),
        "blank" => Recipe::blank(),
        "face" => Recipe::face(),
        "screen" => Recipe::screen(),
        _ => return None,
    })
}

fn line(picture: &mut RgbImage, a: (f32, f32), b: (f32, f32), colour: Rgb<u8>) {
    let steps = ((a.0 - b.0).abs().max((a.1 - b.1).abs())).ceil().max(1.0);
    for step in 0..=steps as u32 {
        let along = step as f32 / steps;
        let (x, y) = (a.0 + (b.0 - a.0) * along, a.1 + (b.1 - a.1) * along);
        if let Some(pixel) = picture.get_pixel_mut_checked(x as u32, y as u32)
            && x >= 0.0
            && y >= 0.0
        {
            *pixel = colour;
        }
    }
}

fn marked(scene: &Scene) -> RgbImage {
    let mut picture = scene.picture.clone();
    if let Some([a, b, c, d]) = scene.truth.outline {
        line(&mut picture, a, b, Rgb([255, 0, 0]));
        for (from, to) in [(b, c), (c, d), (d, a)] {
            line(&mut picture, from, to, Rgb([0, 220, 0]));
        }
    }
    picture
}

fn main() -> image::ImageResult<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number =
        |at: usize, default: u32| arguments.get(at).and_then(|text| text.parse().ok()).unwrap_or(default);
    let named = arguments.get(1).and_then(|name| recipe(name));
    let (Some(out), Some(recipe)) = (arguments.first(), named) else {
        eprintln!("usage: contact_sheet OUT.png RECIPE [FIRST_SEED [COUNT [WIDTH HEIGHT]]]");
        return Ok(());
    };
    let (first, count, frame) = (number(2, 0), number(3, 20), (number(4, 640), number(5, 480)));
    let recipe = Recipe { frame, ..recipe };
    let (width, height) = (frame.0 * 400 / frame.0.max(1), frame.1 * 400 / frame.0.max(1));
    let mut sheet = RgbImage::new(width * COLUMNS, height * count.div_ceil(COLUMNS));
    let start = std::time::Instant::now();
    for at in 0..count {
        let scene = Scene::draw(u64::from(first + at), &recipe);
        println!("{} {:?}", first + at, scene.truth);
        let small = imageops::resize(&marked(&scene), width, height, imageops::FilterType::Triangle);
        sheet.copy_from(&small, at % COLUMNS * width, at / COLUMNS * height)?;
    }
    println!("{:.1} ms a scene", start.elapsed().as_secs_f64() * 1000.0 / f64::from(count.max(1)));
    sheet.save(out)
}
