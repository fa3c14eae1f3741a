//! Pictures in every form that people hand in: turned, in printers' colours, moving, cut off, absurd; in a worker and on
//! the page.

use js_sys::{Array, Object, Reflect, Uint8Array};
use kyc_flow::{Aim, CaptureId, Picture, Side};
use kyc_gatherer::services::files::{Canvas, Files};
use kyc_gatherer::services::js;
use kyc_wire::config::Limits;
use kyc_wire::{Code, DocumentSubtype};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Blob, Element, File};

use crate::support::fresh::Held;
use crate::support::jpeg;
use crate::support::likeness::{self, shown};
use crate::support::sandbox;

/// A property of the browser's replaced for a test.
struct Replaced {
    object: JsValue,
    name: &'static str,
    old: JsValue,
}

impl Replaced {
    fn with(path: &[&str], name: &'static str, new: &JsValue) -> Self {
        let object = js::global(path);
        let old = js::get(&object, name);
        js::set(&object, name, new);
        Self { object, name, old }
    }
}

impl Drop for Replaced {
    fn drop(&mut self) {
        js::set(&self.object, self.name, &self.old);
    }
}

/// Where the pictures are worked on.
enum Place {
    /// The page finds the worker's script, and cannot encode.
    Worker(Element, #[expect(dead_code, reason = "put back when dropped")] Replaced),
    /// The browser's workers cannot draw.
    Page(#[expect(dead_code, reason = "put back when dropped")] Replaced),
}

impl Place {
    fn worker() -> Self {
        let document = web_sys::window().and_then(|window| window.document()).expect("a document");
        let base = document.create_element("base").expect("an element");
        base.set_attribute("href", "/assets/").expect("it is taken");
        document.head().expect("a head").append_child(&base).expect("it is taken");
        Self::Worker(base, Replaced::with(&["HTMLCanvasElement", "prototype"], "toBlob", &JsValue::UNDEFINED))
    }

    fn page() -> Self {
        Self::Page(Replaced::with(&[], "OffscreenCanvas", &JsValue::UNDEFINED))
    }

    fn both() -> [fn() -> Self; 2] {
        [Self::worker, Self::page]
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Self::Worker(base, _) = self {
            base.remove();
        }
    }
}

const fn aim() -> Aim {
    Aim { side: Side::Front, subtype: DocumentSubtype::IdCard, other: None }
}

async fn hand_in(content: &[u8], limits: &Limits) -> Result<(Picture, Vec<u8>), Code> {
    let files = Files::default();
    let parts = Array::of1(&Uint8Array::from(content));
    let file = File::new_with_u8_array_sequence(&parts, "photo.pdf").expect("a file");
    let id: CaptureId = files.take_in(vec![file]).first().copied().expect("an id");
    let picture = files.prepare(id, aim(), limits).await?;
    let blob = files.to_send(id, Side::Front, &[]).expect("a capture").blob;
    Ok((picture, bytes_of(&blob).await))
}

async fn prepared(content: &[u8]) -> (Picture, Vec<u8>) {
    hand_in(content, &Limits::default()).await.expect("a picture")
}

async fn bytes_of(blob: &Blob) -> Vec<u8> {
    let buffer = JsFuture::from(blob.array_buffer()).await.expect("its content");
    Uint8Array::new(&buffer).to_vec()
}

/// A picture with a colour in each corner: red, green in the upper ones, blue and white below.
async fn corners(kind: &str, width: u32, height: u32) -> Vec<u8> {
    let canvas = Canvas::new(width, height).expect("a canvas");
    let context = canvas.element().get_context("2d").expect("a context").expect("a context");
    let context: web_sys::CanvasRenderingContext2d = context.unchecked_into();
    let (x, y) = (f64::from(width) / 2.0, f64::from(height) / 2.0);
    for (colour, x, y) in [("#f00", 0.0, 0.0), ("#0f0", x, 0.0), ("#00f", 0.0, y), ("#fff", x, y)] {
        context.set_fill_style_str(colour);
        context.fill_rect(x, y, f64::from(width), f64::from(height));
    }
    let made = js_sys::Promise::new(&mut |resolve, _| {
        canvas.element().to_blob_with_type(&resolve, kind).expect("it is encoded");
    });
    bytes_of(&JsFuture::from(made).await.expect("a blob").unchecked_into()).await
}

/// The colours of the corners, a letter each.
async fn seen(content: &[u8]) -> String {
    let canvas = shown(content, None).await;
    let pixels = canvas.pixels().expect("its pixels");
    let (width, height) = (canvas.width() as usize, canvas.height() as usize);
    let at = |x: usize, y: usize| {
        let at = (y * width + x) * 4;
        let is_bright = |part: usize| pixels.get(at + part).is_some_and(|value| *value > 127);
        match (is_bright(0), is_bright(1), is_bright(2)) {
            (true, false, false) => 'R',
            (false, true, false) => 'G',
            (false, false, true) => 'B',
            (true, true, true) => 'W',
            _ => '?',
        }
    };
    let (right, below) = (width - width / 4, height - height / 4);
    [at(width / 4, height / 4), at(right, height / 4), at(width / 4, below), at(right, below)]
        .iter()
        .collect()
}

fn with_orientation(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let mut exif = b"\xff\xd8\xff\xe1\0\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.extend([orientation, 0, 0, 0, 0, 0, 0]);
    [exif, jpeg[2..].to_vec()].concat()
}

#[wasm_bindgen_test]
async fn pictures_are_turned_upright_in_all_eight_ways() {
    let expected = ["RGBW", "GRWB", "WBGR", "BWRG", "RBGW", "BRWG", "WGBR", "GWRB"];
    for (width, height) in [(96, 64), (3000, 1500)] {
        let jpeg = corners("image/jpeg", width, height).await;
        for place in Place::both() {
            let _place = Held::new(place());
            for (orientation, expected) in (1..).zip(expected) {
                let (picture, sent) = prepared(&with_orientation(&jpeg, orientation)).await;
                assert_eq!(seen(&sent).await, expected, "{orientation}");
                let is_tall = picture.height > picture.width;
                assert_eq!(
                    is_tall,
                    orientation >= 5,
                    "{orientation}: {} x {}",
                    picture.width,
                    picture.height
                );
                assert!(picture.width.max(picture.height) == width.min(2560));
            }
        }
    }
}

#[wasm_bindgen_test]
async fn no_metadata_is_sent_whatever_the_format() {
    let webp = {
        let plain = corners("image/webp", 640, 400).await;
        let chunk = [b"EXIF\x08\0\0\0GPS1.2.3".as_slice(), b"XMP \x08\0\0\x001,2.05N."].concat();
        // The browser writes the extended form when the canvas could be transparent.
        let body = if plain[12..].starts_with(b"VP8X") { &plain[30..] } else { &plain[12..] };
        let alpha = if body.starts_with(b"ALPH") { 0x1c } else { 0x0c };
        let header = [b"VP8X\x0a\0\0\0".as_slice(), &[alpha, 0, 0, 0], b"\x7f\x02\0\x8f\x01\0"].concat();
        let flagged = [&header, body, &chunk].concat();
        let length = u32::try_from(flagged.len() + 4).expect("a small file").to_le_bytes();
        [b"RIFF".as_slice(), &length, b"WEBP", &flagged].concat()
    };
    let files = [sandbox::specimen("place.jpg").await, sandbox::specimen("place.png").await, webp];
    for place in Place::both() {
        let _place = Held::new(place());
        for content in &files {
            assert!(content.windows(7).any(|word| word == b"1,2.05N"), "the specimen has a place");
            let (_, sent) = prepared(content).await;
            let told = jpeg::described(&sent);
            for word in [b"1,2.05N".as_slice(), b"Exif", b"GPS", b"http://ns.adobe.com", b"Photoshop"] {
                assert!(!jpeg::has(told, word), "{word:?}");
            }
        }
    }
}

#[wasm_bindgen_test]
async fn printers_colours_are_shown_as_they_are() {
    let plain = shown(&sandbox::specimen("id-card-photo.jpg").await, Some((160, 120))).await;
    let (_, sent) = prepared(&sandbox::specimen("cmyk.jpg").await).await;
    let printed = shown(&sent, Some((160, 120))).await;
    let pairs = plain.pixels().expect("pixels").into_iter().zip(printed.pixels().expect("pixels"));
    let difference =
        pairs.map(|(one, other)| f64::from(one.abs_diff(other))).sum::<f64>() / (160.0 * 120.0 * 4.0);
    assert!(difference < 8.0, "{difference}");
}

#[wasm_bindgen_test]
async fn of_moving_pictures_the_first_one_is_sent() {
    let card = shown(&sandbox::specimen("id-card-front.png").await, Some((400, 252))).await;
    for name in ["moving.png", "moving.gif"] {
        let (_, sent) = prepared(&sandbox::specimen(name).await).await;
        let first = shown(&sent, Some((400, 252))).await;
        let likeness = likeness::of_print(&card, &first);
        assert!(likeness > 0.5, "{name}: {likeness}");
    }
}

#[wasm_bindgen_test]
async fn a_picture_that_is_cut_off_is_not_sent_half() {
    let whole = sandbox::specimen("passport.jpg").await;
    let webp = corners("image/webp", 640, 400).await;
    let png = sandbox::specimen("id-card-front.png").await;
    let half = sandbox::specimen("half.jpg").await;
    let cut = [&half[..], &whole[..whole.len() - 40], &webp[..webp.len() / 2], &png[..png.len() / 2]];
    for content in cut {
        assert_eq!(
            hand_in(content, &Limits::default()).await.err(),
            Some(Code::FileDamaged),
            "{}",
            content.len()
        );
    }
    let film = [whole.as_slice(), &vec![b'x'; 3_000_000]].concat();
    assert!(hand_in(&film, &Limits::default()).await.is_ok(), "a phone's film behind the picture");
}

#[wasm_bindgen_test]
async fn a_picture_that_would_fill_the_memory_is_refused_unopened() {
    let bomb = sandbox::specimen("bomb.png").await;
    assert_eq!(hand_in(&bomb, &Limits::default()).await.err(), Some(Code::FileTooLarge));
}

#[wasm_bindgen_test]
async fn forty_eight_megapixels_become_what_is_sent() {
    let _place = Held::new(Place::worker());
    let large = {
        let canvas = js::global(&["OffscreenCanvas"]).unchecked_into::<js_sys::Function>();
        let canvas = Reflect::construct(&canvas, &Array::of2(&8064.into(), &6048.into())).expect("a canvas");
        let context = js::get(&canvas, "getContext").unchecked_into::<js_sys::Function>();
        context.call1(&canvas, &"2d".into()).expect("a context");
        let encode = js::get(&canvas, "convertToBlob").unchecked_into::<js_sys::Function>();
        let options = Object::new();
        js::set(&options, "type", &"image/jpeg".into());
        let blob = encode.call1(&canvas, &options).expect("a promise").unchecked_into::<js_sys::Promise>();
        bytes_of(&JsFuture::from(blob).await.expect("a blob").unchecked_into()).await
    };
    let (picture, _) = prepared(&large).await;
    assert_eq!((picture.width, picture.height), (2560, 1920));
}

#[wasm_bindgen_test]
async fn print_stays_legible_and_files_stay_small() {
    for name in
        ["utility-bill.jpg", "card-statement.jpg", "id-card-front.jpg", "id-card-photo.jpg", "passport.jpg"]
    {
        let raw = sandbox::specimen(name).await;
        for place in Place::both() {
            let _place = Held::new(place());
            let (picture, sent) = prepared(&raw).await;
            let original = shown(&raw, Some((picture.width, picture.height))).await;
            let likeness = likeness::of_print(&original, &shown(&sent, None).await);
            assert!(likeness >= 0.995, "{name}: {likeness}");
            assert!(sent.len() <= 900_000, "{name}: {}", sent.len());
        }
    }
}

#[wasm_bindgen_test]
async fn a_noisy_photograph_is_compressed_more_and_its_print_still_legible() {
    let page = shown(&sandbox::specimen("utility-bill.jpg").await, Some((1810, 2560))).await;
    let context = page.element().get_context("2d").expect("a context").expect("a context");
    let context: web_sys::CanvasRenderingContext2d = context.unchecked_into();
    let mut state = 1_u32;
    let mut noise = || {
        state = state.wrapping_mul(1_103_515_245).wrapping_add(12_345);
        (i32::from((state >> 16) as u8) + i32::from((state >> 24) as u8) - 255) / 9
    };
    let noisy: Vec<u8> = page
        .pixels()
        .expect("pixels")
        .into_iter()
        .map(|value| u8::try_from((i32::from(value) + noise()).clamp(0, 255)).unwrap_or_default())
        .collect();
    let data =
        web_sys::ImageData::new_with_u8_clamped_array(wasm_bindgen::Clamped(&noisy), 1810).expect("data");
    context.put_image_data(&data, 0.0, 0.0).expect("it is drawn");
    let files = Files::default();
    let again = Canvas::new(1810, 2560).expect("a canvas");
    again.draw(page.element()).expect("it is drawn");
    let picture = files.keep_shot(page, aim(), &Limits::default()).await.expect("a picture");
    let sent = bytes_of(&files.to_send(picture.capture, Side::Front, &[]).expect("a capture").blob).await;
    assert!(sent.len() <= 900_000, "{}", sent.len());
    let likeness = likeness::of_print(&again, &shown(&sent, None).await);
    assert!(likeness >= 0.98, "{likeness}");
}
