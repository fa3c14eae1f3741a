//! The same picture in the forms that people hand in besides a plain JPEG: printers' colours, films of one picture,
//! metadata with a place in every format that has some, and sizes that nobody can open.

use crate::encode::to_png;
use image::{ImageResult, Rgb, RgbImage};

/// A place as XMP writes it, which no picture that is sent may contain.
pub const PLACE: &str = "1,2.05N";

/// A JPEG in four printing colours with Adobe's mark (their numbers upside down, as Photoshop writes them).
///
/// Each ink is encoded as a grey picture and becomes one of four scans: with the same quality they share their tables
/// (T.81, B.2.3: a scan may hold a single component).
///
/// # Errors
/// When the picture is too large for the format.
pub fn to_cmyk_jpeg(image: &RgbImage, quality: u8) -> ImageResult<Vec<u8>> {
    let inks = (0..4).map(|ink| grey_jpeg(image, ink, quality)).collect::<ImageResult<Vec<_>>>()?;
    let mut bytes = vec![0xFF, 0xD8];
    // Version 100, two words of flags, no transform: the components are the inks themselves.
    segment(&mut bytes, 0xEE, b"Adobe\0\x64\0\0\0\0\0");
    let (width, height) = (image.width() as u16, image.height() as u16);
    let mut frame = [&[8][..], &height.to_be_bytes(), &width.to_be_bytes(), &[4]].concat();
    frame.extend((1..=4).flat_map(|component| [component, 0x11, 0]));
    segment(&mut bytes, 0xC0, &frame);
    for code in [0xDB, 0xC4] {
        for body in inks.first().into_iter().flat_map(|jpeg| segments(jpeg, code)) {
            segment(&mut bytes, code, body);
        }
    }
    for (component, jpeg) in (1..=4).zip(&inks) {
        segment(&mut bytes, 0xDA, &[1, component, 0, 0, 63, 0]);
        bytes.extend(scan(jpeg));
    }
    bytes.extend([0xFF, 0xD9]);
    Ok(bytes)
}

/// One ink (cyan, magenta, yellow, black), 255 where there is none of it.
fn grey_jpeg(image: &RgbImage, ink: usize, quality: u8) -> ImageResult<Vec<u8>> {
    let grey = image::GrayImage::from_fn(image.width(), image.height(), |x, y| {
        let Rgb(rgb) = *image.get_pixel(x, y);
        let light = rgb.into_iter().max().unwrap_or(0).max(1);
        let value = match rgb.get(ink) {
            Some(value) => (u16::from(*value) * 255 / u16::from(light)) as u8,
            None => light,
        };
        image::Luma([value])
    });
    let mut bytes = Vec::new();
    image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, quality).encode_image(&grey)?;
    Ok(bytes)
}

fn segment(bytes: &mut Vec<u8>, code: u8, body: &[u8]) {
    bytes.extend([0xFF, code]);
    bytes.extend((body.len() as u16 + 2).to_be_bytes());
    bytes.extend(body);
}

/// Every segment before the data, with its code.
fn walk(jpeg: &[u8]) -> impl Iterator<Item = (u8, &[u8], &[u8])> {
    let mut rest = jpeg.get(2..).unwrap_or_default();
    std::iter::from_fn(move || {
        let ([0xFF, code, high, low], _) = rest.split_first_chunk::<4>()? else { return None };
        let end = 2 + usize::from(u16::from_be_bytes([*high, *low]));
        let (segment, behind) = rest.split_at_checked(end)?;
        rest = behind;
        Some((*code, segment.get(4..)?, behind))
    })
}

fn segments(jpeg: &[u8], wanted: u8) -> impl Iterator<Item = &[u8]> {
    walk(jpeg).filter(move |(code, ..)| *code == wanted).map(|(_, body, _)| body)
}

/// The data of the only scan, without the end's mark.
fn scan(jpeg: &[u8]) -> &[u8] {
    let data = walk(jpeg).find(|(code, ..)| *code == 0xDA).map_or(&[][..], |(_, _, behind)| behind);
    data.strip_suffix(&[0xFF, 0xD9]).unwrap_or(data)
}

/// XMP with a place.
fn xmp() -> String {
    format!(
        "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\
         <rdf:Description xmlns:exif=\"http://ns.adobe.com/exif/1.0/\" exif:GPSLatitude=\"{PLACE}\"/></rdf:RDF></x:xmpmeta>"
    )
}

/// The JPEG with XMP (APP1), IPTC (APP13) and a comment that name a place.
#[must_use]
pub fn with_xmp_and_comment(jpeg: &[u8]) -> Vec<u8> {
    let Some(rest) = jpeg.strip_prefix(&[0xFF, 0xD8]) else { return jpeg.to_vec() };
    let mut bytes = vec![0xFF, 0xD8];
    segment(&mut bytes, 0xE1, format!("http://ns.adobe.com/xap/1.0/\0{}", xmp()).as_bytes());
    segment(&mut bytes, 0xED, format!("Photoshop 3.0\08BIM\x04\x04 {PLACE}").as_bytes());
    segment(&mut bytes, 0xFE, PLACE.as_bytes());
    [&bytes, rest].concat()
}

/// A PNG whose text chunks and Exif name a place.
///
/// # Errors
/// When the encoder refuses the picture.
pub fn to_png_with_place(image: &RgbImage) -> ImageResult<Vec<u8>> {
    let png = to_png(image)?;
    // After the header, which is always as long: 8 bytes of signature and a chunk of 25.
    let (start, rest) = png.split_at(png.len().min(33));
    let mut text = b"Location\0".to_vec();
    text.extend(PLACE.as_bytes());
    let mut international = b"XML:com.adobe.xmp\0\0\0\0\0".to_vec();
    international.extend(xmp().as_bytes());
    Ok([start, &chunk(*b"tEXt", &text), &chunk(*b"iTXt", &international), rest].concat())
}

fn chunk(name: [u8; 4], body: &[u8]) -> Vec<u8> {
    let named = [&name, body].concat();
    [&(body.len() as u32).to_be_bytes()[..], &named, &crc(&named).to_be_bytes()].concat()
}

/// The checksum of PNG (5.5 and annex D), bit by bit.
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| crc >> 1 ^ if crc & 1 == 1 { 0xEDB8_8320 } else { 0 })
    })
}

/// A small file that says it has 65,535 x 65,535 pixels: 17 GB in memory.
///
/// # Errors
/// When the encoder refuses the picture that it is made of.
pub fn png_bomb() -> ImageResult<Vec<u8>> {
    let png = to_png(&RgbImage::new(8, 8))?;
    let edge = 65_535_u32.to_be_bytes();
    let header = [&edge[..], &edge, &[8, 2, 0, 0, 0]].concat();
    let rest = png.get(33..).unwrap_or_default();
    Ok([png.get(..8).unwrap_or_default(), &chunk(*b"IHDR", &header), rest].concat())
}

/// A PNG that moves (APNG): the picture, then a black one, for ever.
///
/// # Errors
/// When the encoder refuses the picture.
pub fn to_animated_png(image: &RgbImage) -> ImageResult<Vec<u8>> {
    let (first, second) = (to_png(image)?, to_png(&RgbImage::new(image.width(), image.height()))?);
    let size = [image.width().to_be_bytes(), image.height().to_be_bytes()].concat();
    // Number, size, at 0/0, shown for a tenth of a second, no disposal, no blending.
    let control = |number: u32| {
        chunk(*b"fcTL", &[&number.to_be_bytes()[..], &size, &[0; 8], &[0, 1, 0, 10, 0, 0]].concat())
    };
    let mut frame = 2_u32.to_be_bytes().to_vec();
    frame.extend(png_data(&second));
    let parts: [&[u8]; 7] = [
        first.get(..33).unwrap_or_default(),
        &chunk(*b"acTL", &[0, 0, 0, 2, 0, 0, 0, 0]),
        &control(0),
        &chunk(*b"IDAT", &png_data(&first)),
        &control(1),
        &chunk(*b"fdAT", &frame),
        &chunk(*b"IEND", b""),
    ];
    Ok(parts.concat())
}

/// The bodies of all `IDAT` chunks.
fn png_data(png: &[u8]) -> Vec<u8> {
    let mut rest = png.get(8..).unwrap_or_default();
    let mut data = Vec::new();
    while let Some((length, named)) = rest.split_first_chunk::<4>() {
        let length = u32::from_be_bytes(*length) as usize;
        if named.starts_with(b"IDAT") {
            data.extend(named.get(4..4 + length).unwrap_or_default());
        }
        rest = named.get(4 + length + 4..).unwrap_or_default();
    }
    data
}

/// A GIF that moves: the picture in four levels of grey, then a white one, for ever.
#[must_use]
pub fn to_animated_gif(image: &RgbImage) -> Vec<u8> {
    let size = [(image.width() as u16).to_le_bytes(), (image.height() as u16).to_le_bytes()].concat();
    let palette = [0_u8, 85, 170, 255].into_iter().flat_map(|level| [level; 3]);
    let mut bytes = [b"GIF89a", &size[..], &[0xF1, 0, 0]].concat();
    bytes.extend(palette);
    bytes.extend(b"\x21\xFF\x0BNETSCAPE2.0\x03\x01\0\0\0");
    let levels: Vec<u8> = image.pixels().map(|pixel| pixel.0[1] >> 6).collect();
    for frame in [levels, vec![3; (image.width() * image.height()) as usize]] {
        bytes.extend(b"\x21\xF9\x04\x04\x0A\0\0\0\x2C\0\0\0\0");
        bytes.extend(&size);
        bytes.extend([0, 2]);
        for block in gif_codes(&frame).chunks(255) {
            bytes.push(block.len() as u8);
            bytes.extend(block);
        }
        bytes.push(0);
    }
    bytes.push(0x3B);
    bytes
}

/// Colours below 4 as codes of three bits, the table cleared before it grows and needs longer ones.
fn gif_codes(levels: &[u8]) -> Vec<u8> {
    const CLEAR: u8 = 4;
    const END: u8 = 5;
    let codes = levels.chunks(2).flat_map(|pair| std::iter::once(CLEAR).chain(pair.iter().copied()));
    let mut bytes = Vec::new();
    let (mut pending, mut bits) = (0_u32, 0);
    for code in codes.chain([END]) {
        pending |= u32::from(code) << bits;
        bits += 3;
        while bits >= 8 {
            bytes.push(pending as u8);
            pending >>= 8;
            bits -= 8;
        }
    }
    bytes.push(pending as u8);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encode::to_jpeg;

    fn picture() -> RgbImage {
        RgbImage::from_fn(48, 32, |x, y| Rgb([(x * 5) as u8, (y * 7) as u8, 120]))
    }

    fn mean_difference(one: &RgbImage, other: &RgbImage) -> f32 {
        let pairs = one.as_raw().iter().zip(other.as_raw());
        pairs.map(|(a, b)| f32::from(a.abs_diff(*b))).sum::<f32>() / one.as_raw().len() as f32
    }

    #[test]
    fn printers_colours_come_out_as_they_went_in() {
        let bytes = to_cmyk_jpeg(&picture(), 95).unwrap();
        let read = image::load_from_memory(&bytes).unwrap().to_rgb8();
        assert!(mean_difference(&picture(), &read) < 6.0, "{}", mean_difference(&picture(), &read));
    }

    #[test]
    fn metadata_is_in_the_file_and_the_picture_still_opens() {
        let jpeg = with_xmp_and_comment(&to_jpeg(&picture(), 90).unwrap());
        for bytes in [jpeg, to_png_with_place(&picture()).unwrap()] {
            assert!(bytes.windows(PLACE.len()).any(|part| part == PLACE.as_bytes()));
            assert!(image::load_from_memory(&bytes).is_ok());
        }
    }

    #[test]
    fn a_moving_png_shows_its_first_picture_to_readers_that_know_no_films() {
        let read = image::load_from_memory(&to_animated_png(&picture()).unwrap()).unwrap();
        assert_eq!(read.to_rgb8(), picture());
    }

    #[test]
    fn the_bomb_is_small_and_says_it_is_huge() {
        let bytes = png_bomb().unwrap();
        assert!(bytes.len() < 1000);
        let reader = image::ImageReader::new(std::io::Cursor::new(&bytes)).with_guessed_format().unwrap();
        assert_eq!(reader.into_dimensions().unwrap(), (65_535, 65_535));
    }
}
