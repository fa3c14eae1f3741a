//! The whole set of files under clear names, for demos, the fake camera and tests that need files.

use crate::camera::{Surface, blurred, darkened, on_table, overexposed};
use crate::encode::{damaged_jpeg, not_an_image, to_jpeg, with_exif_gps_and_orientation};
use crate::format::{
    png_bomb, to_animated_gif, to_animated_png, to_cmyk_jpeg, to_png_with_place, with_xmp_and_comment,
};
use crate::identity::{DriverLicense, IdCard, Passport, Selfie};
use crate::paper::{Letter, Statement};
use crate::pdf::{damaged_pdf, locked_pdf, pdf};
use crate::person::Person;
use crate::receipt::Receipt;
use crate::video::{document_frames, restless_frames, selfie_frames, write_mjpeg};
use image::{ImageResult, RgbImage, imageops};
use std::fs;
use std::path::Path;

/// JPEG quality of the set: what phones use, and A4 pages stay below 1 MB.
const QUALITY: u8 = 85;
/// Frames per video; it plays in a loop.
const FRAMES: u32 = 12;

/// Writes every specimen of the person of `seed` into `directory` (made if missing).
///
/// # Errors
/// When a file cannot be written.
pub fn write_set(directory: &Path, seed: u64) -> ImageResult<()> {
    fs::create_dir_all(directory)?;
    let person = Person::sample(seed);
    let card = IdCard(&person).front();
    let bill = Letter(&person).utility_bill();
    // Drawing is all arithmetic: the parts share the cores.
    std::thread::scope(|scope| {
        let parts = [
            scope.spawn(|| write_good(directory, &person, &card, &bill)),
            scope.spawn(|| write_spoilt(directory, &card, &bill)),
            scope.spawn(|| write_videos(directory, &person, &card)),
        ];
        parts.into_iter().try_for_each(|part| match part.join() {
            Ok(result) => result,
            Err(panic) => std::panic::resume_unwind(panic),
        })
    })
}

fn write_videos(directory: &Path, person: &Person, card: &RgbImage) -> ImageResult<()> {
    write_mjpeg(&document_frames(card, FRAMES), &directory.join("camera-id-card.mjpeg"))?;
    let page = Passport(person).photo_page();
    let passport = document_frames(&page, FRAMES);
    write_mjpeg(&passport, &directory.join("camera-passport.mjpeg"))?;
    let dark: Vec<RgbImage> = passport.iter().map(|frame| darkened(frame, 0.15)).collect();
    write_mjpeg(&dark, &directory.join("camera-dark.mjpeg"))?;
    write_mjpeg(&restless_frames(&page, FRAMES), &directory.join("camera-moving.mjpeg"))?;
    let back = document_frames(&IdCard(person).back(), FRAMES);
    write_mjpeg(&back, &directory.join("camera-id-card-back.mjpeg"))?;
    write_mjpeg(&selfie_frames(person, FRAMES), &directory.join("camera-selfie.mjpeg"))
}

fn write_good(directory: &Path, person: &Person, card: &RgbImage, bill: &RgbImage) -> ImageResult<()> {
    let statement = Statement(person);
    let licence = DriverLicense(person);
    let pictures = [
        ("id-card-front.jpg", card.clone()),
        ("id-card-back.jpg", IdCard(person).back()),
        ("id-card-photo.jpg", on_table(card, Surface::Wood, 0.74, 3.0)),
        ("driver-license-front.jpg", licence.front()),
        ("driver-license-back.jpg", licence.back()),
        ("passport.jpg", Passport(person).photo_page()),
        ("selfie.jpg", Selfie(person).portrait()),
        ("utility-bill.jpg", bill.clone()),
        ("bank-letter.jpg", Letter(person).bank_letter()),
        ("salary-slip.jpg", statement.salary_slip()),
        ("card-statement.jpg", statement.card()),
        ("receipt.jpg", Receipt(person).paper()),
    ];
    for (name, picture) in &pictures {
        fs::write(directory.join(name), to_jpeg(picture, QUALITY)?)?;
    }
    let pages = [to_jpeg(&statement.bank(1), QUALITY)?, to_jpeg(&statement.bank(2), QUALITY)?];
    fs::write(directory.join("bank-statement.pdf"), pdf(&pages)?)?;
    fs::write(directory.join("utility-bill.pdf"), pdf(&[to_jpeg(bill, QUALITY)?])?)?;
    fs::write(directory.join("id-card-front.png"), crate::encode::to_png(card)?)?;
    fs::write(directory.join("passport.heic"), crate::encode::to_heic(&Passport(person).photo_page())?)?;
    Ok(())
}

fn write_spoilt(directory: &Path, card: &RgbImage, bill: &RgbImage) -> ImageResult<()> {
    let photo = on_table(card, Surface::Wood, 0.74, 2.0);
    let jpeg = to_jpeg(&photo, QUALITY)?;
    let page = [to_jpeg(bill, 60)?];
    // Stored on its side: orientation 6 tells viewers to turn it a quarter clockwise.
    let sideways = to_jpeg(&imageops::rotate270(&photo), QUALITY)?;
    let small = imageops::resize(card, 320, 202, imageops::FilterType::Triangle);
    let files = [
        ("blurred.jpg", to_jpeg(&blurred(&photo, 7.0), QUALITY)?),
        ("dark.jpg", to_jpeg(&darkened(&photo, 0.15), QUALITY)?),
        ("overexposed.jpg", to_jpeg(&overexposed(card), QUALITY)?),
        ("blank.jpg", to_jpeg(&blank_page(), QUALITY)?),
        ("tiny.jpg", to_jpeg(&small, QUALITY)?),
        ("gps.jpg", with_exif_gps_and_orientation(&sideways, 6)),
        ("cmyk.jpg", to_cmyk_jpeg(&photo, QUALITY)?),
        ("place.jpg", with_exif_gps_and_orientation(&with_xmp_and_comment(&jpeg), 1)),
        ("place.png", to_png_with_place(card)?),
        ("moving.png", to_animated_png(card)?),
        ("moving.gif", to_animated_gif(card)),
        ("bomb.png", png_bomb()?),
        ("half.jpg", jpeg.iter().take(jpeg.len() / 2).copied().collect()),
        ("damaged.jpg", damaged_jpeg(&jpeg)),
        ("not-an-image.jpg", not_an_image()),
        ("empty.jpg", Vec::new()),
        ("locked.pdf", locked_pdf(&page)?),
        ("damaged.pdf", damaged_pdf(&page)?),
    ];
    for (name, bytes) in &files {
        fs::write(directory.join(name), bytes)?;
    }
    Ok(())
}

/// An empty sheet under a lamp.
#[must_use]
pub fn blank_page() -> RgbImage {
    let (width, height) = crate::paper::A4;
    let mut sheet = RgbImage::from_fn(width, height, |x, y| {
        let level = 240 - (x / 260 + y / 390) as u8;
        image::Rgb([level, level, level.saturating_sub(3)])
    });
    crate::camera::grain(&mut sheet, 9, 2.0);
    sheet
}
