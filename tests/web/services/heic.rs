//! HEIC pictures where the browser cannot open them: opened by a module that is fetched only then.

use heifer::Metadata;
use js_sys::{Array, Function, Uint8Array};
use kyc_flow::{Adjustment, Aim, CaptureId, Picture, PictureKind, Side};
use kyc_gatherer::services::files::{Canvas, Files};
use kyc_gatherer::services::js;
use kyc_wire::config::Limits;
use kyc_wire::{Code, DocumentSubtype};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Blob, CanvasRenderingContext2d, File};

use crate::support::fresh::Held;
use crate::support::heic::{display_p3, saved};
use crate::support::jpeg;
use crate::support::likeness::{self, shown};
use crate::support::sandbox;

const AIM: Aim = Aim { side: Side::Front, subtype: DocumentSubtype::IdCard, other: None };
const WIDTH: u32 = 900;
const HEIGHT: u32 = 675;

fn files() -> Files {
    Files::default().with_heic(sandbox::heic_module())
}

async fn hand_in(files: &Files, content: &[u8]) -> Result<(CaptureId, Picture), Code> {
    let parts = Array::of1(&Uint8Array::from(content));
    let file = File::new_with_u8_array_sequence(&parts, "IMG_1.HEIC").expect("a file");
    let id = files.take_in(vec![file]).first().copied().expect("an id");
    Ok((id, files.prepare(id, AIM, &Limits::default()).await?))
}

async fn bytes_of(blob: &Blob) -> Vec<u8> {
    let buffer = JsFuture::from(blob.array_buffer()).await.expect("its content");
    Uint8Array::new(&buffer).to_vec()
}

async fn sent(files: &Files, id: CaptureId) -> Vec<u8> {
    bytes_of(&files.to_send(id, Side::Front, &[]).expect("a capture").blob).await
}

/// The addresses of the workers that are started, written down until this is dropped.
struct Workers {
    started: Array,
    constructor: JsValue,
}

impl Workers {
    fn watched() -> Self {
        let constructor = js::global(&["Worker"]);
        let (started, window) = (Array::new(), js_sys::global());
        let body =
            "return function (url, options) { list.push(String(url)); return new Worker(url, options); }";
        let wrap = Function::new_with_args("list, Worker", body);
        let wrapped = wrap.call2(&JsValue::UNDEFINED, &started, &constructor).expect("a constructor");
        js::set(&window, "Worker", &wrapped);
        Self { started, constructor }
    }

    fn of_heic(&self) -> usize {
        let module = sandbox::heic_module();
        let is_ours = |url: &JsValue| url.as_string().is_some_and(|url| url.ends_with(&module));
        self.started.iter().filter(is_ours).count()
    }
}

impl Drop for Workers {
    fn drop(&mut self) {
        js::set(&js_sys::global(), "Worker", &self.constructor);
    }
}

async fn card() -> Canvas {
    shown(&sandbox::specimen("id-card-photo.jpg").await, Some((WIDTH, HEIGHT))).await
}

/// The mean of a picture's red, green and blue.
fn means(canvas: &Canvas) -> [f64; 3] {
    let pixels = canvas.pixels().expect("its pixels");
    let mut sums = [0.0; 3];
    for [red, green, blue, _] in pixels.as_chunks::<4>().0 {
        for (sum, value) in sums.iter_mut().zip([red, green, blue]) {
            *sum += f64::from(*value);
        }
    }
    sums.map(|sum| sum / (pixels.len() / 4) as f64)
}

#[wasm_bindgen_test]
async fn a_heic_picture_is_sent_as_a_jpeg_like_it_and_nothing_of_its_metadata() {
    let card = card().await;
    let exif = b"MM\0*\0\0\0\x08\0\0GPS 1,2.05N".to_vec();
    let xmp = Some(b"<x:xmpmeta>1,2.05N</x:xmpmeta>".to_vec());
    let heic = saved(&card, &Metadata { exif: Some(exif), xmp, ..Metadata::default() });
    assert!(heic.windows(7).any(|word| word == b"1,2.05N"), "the picture has a place");
    let files = files();
    let (id, picture) = hand_in(&files, &heic).await.expect("a picture");
    assert_eq!((picture.kind, picture.width, picture.height), (PictureKind::Photo, WIDTH, HEIGHT));
    let sent = sent(&files, id).await;
    let told = jpeg::described(&sent);
    for word in [b"1,2.05N".as_slice(), b"Exif", b"GPS", b"xmpmeta"] {
        assert!(!jpeg::has(told, word), "{word:?}");
    }
    let seen = shown(&sent, None).await;
    let likeness = likeness::of_print(&card, &seen);
    assert!(likeness > 0.97, "{likeness}");
    for (seen, drawn) in means(&seen).into_iter().zip(means(&card)) {
        assert!((seen - drawn).abs() < 1.5, "{seen} instead of {drawn}");
    }
}

#[wasm_bindgen_test]
async fn what_is_shown_and_turned_later_is_a_picture_that_the_browser_knows() {
    let files = files();
    let (id, first) = hand_in(&files, &saved(&card().await, &Metadata::default())).await.expect("a picture");
    let details = files.preview(id).and_then(|preview| preview.details).expect("both pictures");
    let original = gloo_net::http::Request::get(&details.original).send().await.expect("the original");
    let original = original.binary().await.expect("its content");
    assert_eq!(shown(&original, None).await.width(), WIDTH);
    let turned = Adjustment::default().turned();
    let second = files.adjust(id, AIM, turned, &Limits::default()).await.expect("a turned picture");
    assert_eq!((second.width, second.height), (first.height, first.width));
}

#[wasm_bindgen_test]
async fn the_colours_of_an_iphone_are_those_of_the_screen() {
    // The red of sRGB, and a grey that a wrong range of levels would spread, in the numbers of Display P3.
    for (p3, srgb) in [("rgb(234, 51, 35)", [255, 0, 0]), ("rgb(240, 240, 240)", [240, 240, 240])] {
        let canvas = Canvas::new(64, 48).expect("a canvas");
        let context = canvas.element().get_context("2d").expect("a context").expect("a context");
        let context: CanvasRenderingContext2d = context.unchecked_into();
        context.set_fill_style_str(p3);
        context.fill_rect(0.0, 0.0, 64.0, 48.0);
        let files = files();
        let (id, _) = hand_in(&files, &saved(&canvas, &display_p3())).await.expect("a picture");
        let seen = shown(&sent(&files, id).await, None).await;
        for (seen, meant) in means(&seen).into_iter().zip(srgb) {
            assert!((seen - f64::from(meant)).abs() < 4.0, "{p3}: {seen} instead of {meant}");
        }
    }
}

#[wasm_bindgen_test]
async fn the_module_is_fetched_for_heic_pictures_only() {
    let heic = saved(&card().await, &Metadata::default());
    let workers = Held::new(Workers::watched());
    hand_in(&files(), &sandbox::specimen("id-card-front.jpg").await).await.expect("a picture");
    assert_eq!(workers.with(Workers::of_heic), 0);
    hand_in(&files(), &heic).await.expect("a picture");
    assert_eq!(workers.with(Workers::of_heic), 1);
}

#[wasm_bindgen_test]
async fn a_heic_picture_that_cannot_be_opened_is_told_as_such() {
    let heic = saved(&card().await, &Metadata::default());
    let half = &heic[..heic.len() / 2];
    assert_eq!(hand_in(&files(), half).await.err(), Some(Code::FileHeic), "cut off");
    let without = Files::default().with_heic("/target/xtask/nowhere.js".into());
    assert_eq!(hand_in(&without, &heic).await.err(), Some(Code::FileHeic), "a deployment without the module");
    let (_, picture) = hand_in(&files(), &heic).await.expect("the same picture");
    assert_eq!(picture.width, WIDTH);
}
