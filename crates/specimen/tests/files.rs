//! The files hold what they claim: pages, tables, metadata, frames; and the same seed draws the same bytes.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests fail by panicking")]

use image::{ImageDecoder as _, RgbImage, codecs::jpeg::JpegDecoder, metadata::Orientation};
use kyc_specimen::{
    IdCard, Person, damaged_jpeg, damaged_pdf, document_frames, locked_pdf, not_an_image, pdf, selfie_frames,
    to_jpeg, with_exif_gps_and_orientation, write_mjpeg, write_y4m,
};
use std::io::Cursor;

fn page() -> Vec<u8> {
    to_jpeg(&RgbImage::from_fn(300, 200, |x, y| image::Rgb([x as u8, y as u8, 90])), 80).unwrap()
}

fn count(bytes: &[u8], pattern: &[u8]) -> usize {
    bytes.windows(pattern.len()).filter(|window| *window == pattern).count()
}

#[test]
fn a_seed_always_draws_the_same_person_and_card() {
    assert_eq!(Person::sample(9), Person::sample(9));
    assert_ne!(Person::sample(9), Person::sample(10));
    assert_eq!(IdCard(&Person::sample(9)).front(), IdCard(&Person::sample(9)).front());
    assert_ne!(IdCard(&Person::sample(9)).front(), IdCard(&Person::sample(10)).front());
}

/// Follows startxref to the table and every offset in it to its object.
fn assert_offsets(bytes: &[u8]) {
    let text = String::from_utf8_lossy(&bytes[bytes.len() - 40..]).into_owned();
    let start: usize = text.split("startxref\n").nth(1).unwrap().lines().next().unwrap().parse().unwrap();
    let table = std::str::from_utf8(&bytes[start..]).unwrap();
    let mut lines = table.split_inclusive('\n');
    assert_eq!(lines.next(), Some("xref\n"));
    let total: usize = lines.next().unwrap().trim().split(' ').nth(1).unwrap().parse().unwrap();
    assert_eq!(lines.next(), Some("0000000000 65535 f \n"));
    for number in 1..total {
        let line = lines.next().unwrap();
        assert_eq!(line.len(), 20);
        let offset: usize = line[..10].parse().unwrap();
        let head = format!("{number} 0 obj\n");
        assert_eq!(&bytes[offset..offset + head.len()], head.as_bytes());
    }
    assert!(lines.next().unwrap().starts_with("trailer"));
}

#[test]
fn a_pdf_has_its_pages_and_a_right_cross_reference_table() {
    let bytes = pdf(&[page(), page(), page()]).unwrap();
    assert!(bytes.starts_with(b"%PDF-1.4\n"));
    assert!(bytes.ends_with(b"%%EOF\n"));
    assert_eq!(count(&bytes, b"/Type /Page "), 3);
    assert_eq!(count(&bytes, b"/Count 3 "), 1);
    assert_eq!(count(&bytes, &page()), 3);
    assert_offsets(&bytes);
    assert!(pdf(&[not_an_image()]).is_err());
}

#[test]
fn a_locked_pdf_says_so_in_its_trailer_and_a_damaged_one_has_none() {
    let locked = locked_pdf(&[page()]).unwrap();
    assert_offsets(&locked);
    let trailer = locked.windows(7).position(|window| window == b"trailer").unwrap();
    assert_eq!(count(&locked[trailer..], b"/Encrypt 6 0 R"), 1);
    assert_eq!(count(&locked, b"/Filter /Standard"), 1);
    let damaged = damaged_pdf(&[page()]).unwrap();
    assert!(damaged.starts_with(b"%PDF-"));
    assert_eq!(count(&damaged, b"trailer") + count(&damaged, b"startxref"), 0);
}

#[test]
fn exif_holds_orientation_and_place_and_leaves_the_picture_alone() {
    let plain = page();
    let tagged = with_exif_gps_and_orientation(&plain, 6);
    let mut decoder = JpegDecoder::new(Cursor::new(&tagged)).unwrap();
    assert_eq!(decoder.orientation().unwrap(), Orientation::Rotate90);
    let exif = decoder.exif_metadata().unwrap().unwrap();
    assert!(exif.starts_with(b"II*\0"));
    // Tag 0x8825 of type LONG points to the GPS directory of five entries; its latitude reads 1/1 2/1 3/1.
    let pointer = exif.windows(8).position(|entry| entry == [0x25, 0x88, 4, 0, 1, 0, 0, 0]).unwrap() + 8;
    let gps = u32::from_le_bytes(exif[pointer..pointer + 4].try_into().unwrap()) as usize;
    assert_eq!(exif[gps..gps + 2], [5, 0]);
    let latitude = gps + 2 + 2 * 12;
    assert_eq!(exif[latitude..latitude + 8], [2, 0, 5, 0, 3, 0, 0, 0]);
    let at = u32::from_le_bytes(exif[latitude + 8..latitude + 12].try_into().unwrap()) as usize;
    assert_eq!(exif[at..at + 12], [1, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0]);
    assert_eq!(exif.len(), at + 48);
    assert_eq!(image::load_from_memory(&tagged).unwrap(), image::load_from_memory(&plain).unwrap());
    assert_eq!(with_exif_gps_and_orientation(b"text", 6), b"text");
}

#[test]
fn damaged_pictures_do_not_decode() {
    let damaged = damaged_jpeg(&page());
    assert_eq!(image::guess_format(&damaged).unwrap(), image::ImageFormat::Jpeg);
    assert!(image::load_from_memory(&damaged).is_err());
    assert!(image::load_from_memory(&not_an_image()).is_err());
}

#[test]
fn videos_have_every_frame() {
    let directory = std::env::temp_dir().join(format!("kyc-specimen-{}", std::process::id()));
    std::fs::create_dir_all(&directory).unwrap();
    let person = Person::sample(2);
    let mut frames = document_frames(&IdCard(&person).front(), 3);
    frames.extend(selfie_frames(&person, 2));
    assert_ne!(frames[0], frames[1]);
    write_mjpeg(&frames, &directory.join("v.mjpeg")).unwrap();
    let mjpeg = std::fs::read(directory.join("v.mjpeg")).unwrap();
    assert_eq!(count(&mjpeg, &[0xFF, 0xD8, 0xFF]), 5);
    assert!(mjpeg.ends_with(&[0xFF, 0xD9]));
    let first = image::load_from_memory(&mjpeg).unwrap();
    assert_eq!((first.width(), first.height()), (1280, 720));
    write_y4m(&frames, &directory.join("v.y4m")).unwrap();
    let y4m = std::fs::read(directory.join("v.y4m")).unwrap();
    let header = y4m.iter().position(|&byte| byte == b'\n').unwrap() + 1;
    assert_eq!(y4m.len(), header + 5 * (6 + 1280 * 720 * 3 / 2));
    std::fs::remove_dir_all(&directory).unwrap();
}
