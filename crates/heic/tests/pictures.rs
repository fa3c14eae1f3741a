//! Pictures that are encoded here and opened again: as phones save them, lying on their side, with holes, and damaged. How
//! the decoder fares with the files of phones and of other encoders is in docs/adr/0012-heic.md.

#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "tests fail by panicking")]
use heifer::{EncodeOptions, Image, Metadata, encode_rgba8, encode_with_metadata};
use kyc_heic::{MOST_PIXELS, Picture, open};
use proptest::prelude::*;

const QUALITY: EncodeOptions = EncodeOptions { quality: 95, max_threads: 2 };
const WIDTH: u32 = 96;
const HEIGHT: u32 = 64;

/// Bars from black over greys and colours to white, so that a wrong range or matrix of the colours shows.
fn bars() -> Vec<u8> {
    let bars: [[u8; 3]; 8] = [
        [0, 0, 0],
        [12, 12, 12],
        [200, 30, 40],
        [30, 160, 60],
        [40, 60, 190],
        [128, 128, 128],
        [243, 243, 243],
        [255, 255, 255],
    ];
    let row: Vec<[u8; 4]> = bars.iter().flat_map(|[r, g, b]| [[*r, *g, *b, 255]; 12]).collect();
    row.concat().repeat(HEIGHT as usize)
}

fn plain() -> Vec<u8> {
    encode_rgba8(WIDTH, HEIGHT, &bars(), &QUALITY).expect("a file")
}

/// With a profile and without what the container may say of range and matrix, so that only the bitstream tells, as iPhones
/// do it. The profile is as much of one as is looked at.
fn of_a_phone() -> Vec<u8> {
    let data = bars().into_iter().map(u16::from).collect();
    let image = Image { width: WIDTH, height: HEIGHT, bit_depth: 8, has_alpha: false, data };
    let name: Vec<u8> = "Display P3".bytes().flat_map(|byte| [0, byte]).collect();
    let profile = [b"mluc".as_slice(), &name].concat();
    let metadata = Metadata { icc_profile: Some(profile), ..Metadata::default() };
    encode_with_metadata(&image, &metadata, &QUALITY).expect("a file")
}

/// The only place of a word in a file.
fn place(file: &[u8], word: &[u8]) -> usize {
    let places: Vec<usize> =
        (0..file.len()).filter(|at| file.get(*at..).is_some_and(|rest| rest.starts_with(word))).collect();
    assert_eq!(places.len(), 1, "{} is there once", String::from_utf8_lossy(word));
    places[0]
}

/// The colour of a place inside a bar, by the row of a picture that lies as it was drawn.
fn bar(picture: &Picture, number: usize) -> [u8; 3] {
    let at = ((HEIGHT as usize / 2) * picture.width as usize + number * 12 + 6) * 4;
    [picture.pixels[at], picture.pixels[at + 1], picture.pixels[at + 2]]
}

/// Whether the middle of every bar has the colour it was drawn in. Chroma is rounded at a quarter of the resolution.
fn is_as_drawn(picture: &Picture) {
    let drawn = bars();
    for number in 0..8 {
        let at = (number * 12 + 6) * 4;
        for (seen, meant) in bar(picture, number).into_iter().zip(&drawn[at..at + 3]) {
            assert!(seen.abs_diff(*meant) <= 3, "bar {number}: {seen} instead of {meant}");
        }
    }
}

#[test]
fn a_picture_is_opened_as_it_was_drawn() {
    let picture = open(&plain()).expect("a picture");
    assert_eq!((picture.width, picture.height, picture.is_p3), (WIDTH, HEIGHT, false));
    assert_eq!(picture.pixels.len(), (WIDTH * HEIGHT * 4) as usize);
    is_as_drawn(&picture);
}

#[test]
fn where_only_the_bitstream_tells_the_range_nothing_is_washed_out() {
    let file = of_a_phone();
    let has = |word: &[u8]| file.windows(word.len()).any(|part| part == word);
    assert!(has(b"colrprof") && !has(b"nclx"), "as iPhones write it");
    let picture = open(&file).expect("a picture");
    is_as_drawn(&picture);
    assert!(picture.is_p3);
}

#[test]
fn pictures_in_tiles_are_put_together() {
    let (width, height) = (1030_u32, 520_u32);
    let level = |x: u32, y: u32| ((x / 8 + y / 8) % 200 + 20) as u8;
    let pixels =
        (0..height).flat_map(|y| (0..width).flat_map(move |x| [level(x, y), level(x, y), level(x, y), 255]));
    let pixels: Vec<u8> = pixels.collect();
    let file = encode_rgba8(width, height, &pixels, &QUALITY).expect("a file");
    assert!(file.windows(4).any(|part| part == b"grid"));
    let picture = open(&file).expect("a picture");
    assert_eq!((picture.width, picture.height), (width, height));
    let far = picture.pixels.iter().zip(&pixels).filter(|(seen, meant)| seen.abs_diff(**meant) > 6).count();
    assert!(far * 1000 < pixels.len(), "{far} of {} are far off", pixels.len());
}

#[test]
fn a_picture_that_lies_on_its_side_comes_upright() {
    // The encoder writes none. What it says of the bits of each channel has the same length, and nothing needs it.
    let mut file = plain();
    let at = place(&file, b"pixi");
    file[at..at + 4].copy_from_slice(b"irot");
    file[at + 4] = 1;
    let picture = open(&file).expect("a picture");
    assert_eq!((picture.width, picture.height), (HEIGHT, WIDTH));
    // A quarter against the clock: what was the right end is on top.
    let first = &picture.pixels[..3];
    let last = &picture.pixels[picture.pixels.len() - 4..picture.pixels.len() - 1];
    assert!(
        first.iter().all(|level| *level > 250) && last.iter().all(|level| *level < 5),
        "{first:?} {last:?}"
    );
}

#[test]
fn holes_show_white_paper() {
    let mut pixels = bars();
    for pixel in pixels.chunks_mut(4).take((WIDTH * HEIGHT / 2) as usize) {
        pixel[3] = 0;
    }
    let file = encode_rgba8(WIDTH, HEIGHT, &pixels, &QUALITY).expect("a file");
    let picture = open(&file).expect("a picture");
    assert!(picture.pixels[..4].iter().all(|level| *level >= 250), "{:?}", &picture.pixels[..4]);
    assert!(picture.pixels.chunks(4).all(|pixel| pixel[3] == 255));
}

#[test]
fn a_picture_of_too_many_pixels_is_refused_before_it_is_made() {
    let file = encode_rgba8(600, 600, &[255; 600 * 600 * 4], &QUALITY).expect("a file");
    assert!(open(&file).is_some());
    // The grid's size, four bytes before which stand the numbers of its rows and columns.
    let size = [600_u16.to_be_bytes(), 600_u16.to_be_bytes()].concat();
    let grid = [&[0, 0, 1, 1], size.as_slice()].concat();
    let mut larger = file.clone();
    let at = place(&larger, &grid) + 4;
    larger[at..at + 4].copy_from_slice(&[0x20, 0, 0x20, 0]);
    assert!(u64::from(0x2000_u32) * u64::from(0x2000_u32) > MOST_PIXELS);
    assert_eq!(open(&larger), None);
}

#[test]
fn what_is_no_heic_picture_is_refused() {
    assert_eq!(open(b""), None);
    assert_eq!(open(b"\0\0\0\x18ftypheic\0\0\0\0heicmif1"), None);
    assert_eq!(open(&[0xff, 0xd8, 0xff, 0xe0]), None);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn damage_is_refused_or_opened_and_never_worse(
        cut in any::<prop::sample::Index>(),
        hits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12),
        is_cut in any::<bool>(),
    ) {
        let mut file = of_a_phone();
        for (place, byte) in hits {
            let at = place.index(file.len());
            file[at] = byte;
        }
        if is_cut {
            file.truncate(cut.index(file.len()));
        }
        if let Some(picture) = open(&file) {
            prop_assert_eq!(picture.pixels.len() as u64, u64::from(picture.width) * u64::from(picture.height) * 4);
        }
    }
}
