//! Files: what is taken, how it is prepared, and that it is forgotten.

use gloo_net::http::Request;
use js_sys::{Array, Uint8Array};
use std::cell::RefCell;
use std::future::Future as _;
use std::rc::Rc;

use kyc_flow::{Adjustment, Aim, CaptureId, Picture, PictureFinding, PictureKind, Side};
use kyc_gatherer::services::Task;
use kyc_gatherer::services::files::{Canvas, Files};
use kyc_gatherer::services::vision::{Look, OnLook, Target, Vision, Watch, Watching, WebVision};
use kyc_vision::{Area, Finding, FindingCode};
use kyc_wire::config::Limits;
use kyc_wire::{Code, DocumentSubtype, SourceType};
use wasm_bindgen::{Clamped, JsCast};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{File, HtmlVideoElement};

use crate::support::jpeg;
use crate::support::sandbox;

fn file(content: &[u8]) -> File {
    let parts = Array::of1(&Uint8Array::from(content));
    File::new_with_u8_array_sequence(&parts, "mine.bin").expect("a file")
}

fn take_in(files: &Files, content: &[u8]) -> CaptureId {
    let ids = files.take_in(vec![file(content)]);
    ids.first().copied().expect("an id")
}

const fn aim(side: Side) -> Aim {
    Aim { side, subtype: DocumentSubtype::IdCard, other: None }
}

fn seen() -> Files {
    Files::seen_by(Rc::new(WebVision::new(sandbox::vision_module())))
}

async fn prepared(name: &str, side: Side) -> Result<Picture, Code> {
    let files = seen();
    let id = take_in(&files, &sandbox::specimen(name).await);
    files.prepare(id, aim(side), &Limits::default()).await
}

async fn content(files: &Files, id: CaptureId) -> Vec<u8> {
    let blob = files.to_send(id, Side::Front, &[]).expect("a capture").blob;
    let buffer = JsFuture::from(blob.array_buffer()).await.expect("its content");
    Uint8Array::new(&buffer).to_vec()
}

#[wasm_bindgen_test]
async fn a_picture_is_turned_upright_and_loses_where_it_was_taken() {
    let raw = sandbox::specimen("gps.jpg").await;
    assert!(raw.windows(4).any(|word| word == b"Exif"), "the specimen has metadata");
    let files = Files::default();
    let id = take_in(&files, &raw);
    let picture = files.prepare(id, aim(Side::Front), &Limits::default()).await.expect("a picture");
    assert!(picture.width > picture.height, "{} x {}", picture.width, picture.height);
    assert_eq!((picture.kind, picture.source), (PictureKind::Photo, SourceType::Upload));
    let sent = content(&files, id).await;
    assert!(!jpeg::has(jpeg::described(&sent), b"Exif"));
    assert_eq!(picture.bytes, sent.len() as u64);
}

#[wasm_bindgen_test]
async fn other_formats_become_jpeg_and_good_pictures_carry_no_warning() {
    let files = seen();
    let id = take_in(&files, &sandbox::specimen("id-card-front.png").await);
    let picture = files.prepare(id, aim(Side::Front), &Limits::default()).await.expect("a picture");
    assert!(content(&files, id).await.starts_with(&[0xff, 0xd8, 0xff]));
    assert!(picture.width.max(picture.height) <= 2560);
    assert_eq!(picture.findings, []);
}

#[wasm_bindgen_test]
async fn a_huge_picture_is_scaled_down() {
    let canvas = kyc_gatherer::services::files::Canvas::new(4000, 1000).expect("a canvas");
    let picture =
        Files::default().keep_shot(canvas, aim(Side::Front), &Limits::default()).await.expect("a picture");
    assert_eq!((picture.width, picture.height), (2560, 640));
    assert_eq!(picture.source, SourceType::Camera);
}

#[wasm_bindgen_test]
async fn faults_of_a_picture_are_noticed() {
    let cases = [
        ("dark.jpg", PictureFinding::TooDark),
        ("overexposed.jpg", PictureFinding::TooBright),
        ("blurred.jpg", PictureFinding::Blurred),
        ("blank.jpg", PictureFinding::Blank),
        ("tiny.jpg", PictureFinding::TooSmall),
    ];
    for (name, finding) in cases {
        let picture = prepared(name, Side::Front).await.expect("a picture");
        assert!(picture.findings.contains(&finding), "{name}: {:?}", picture.findings);
    }
}

#[wasm_bindgen_test]
async fn what_cannot_be_used_is_refused_with_its_reason() {
    let cases = [
        ("damaged.jpg", Side::Front, Code::FileDamaged),
        ("not-an-image.jpg", Side::Front, Code::FileType),
        ("empty.jpg", Side::Front, Code::FileEmpty),
        ("damaged.pdf", Side::Page(0), Code::FileDamaged),
        ("locked.pdf", Side::Page(0), Code::FileLocked),
        ("utility-bill.pdf", Side::Selfie, Code::FileType),
    ];
    for (name, side, code) in cases {
        assert_eq!(prepared(name, side).await, Err(code), "{name}");
    }
    let files = Files::default();
    let heic = take_in(&files, b"\0\0\0\x18ftypheic\0\0\0\0heicmif1");
    assert_eq!(files.prepare(heic, aim(Side::Front), &Limits::default()).await, Err(Code::FileHeic));
    assert_eq!(files.preview(heic), None, "refused files are forgotten");
}

#[wasm_bindgen_test]
async fn a_pdf_stays_as_it_is() {
    let raw = sandbox::specimen("utility-bill.pdf").await;
    let files = Files::default();
    let id = take_in(&files, &raw);
    let picture = files.prepare(id, aim(Side::Page(0)), &Limits::default()).await.expect("a file");
    assert_eq!((picture.kind, picture.width), (PictureKind::Pdf, 0));
    assert_eq!(content(&files, id).await, raw);
    let preview = files.preview(id).expect("a capture");
    assert_eq!(preview.name.as_deref(), Some("mine.bin"));
    let limits = Limits { max_file_bytes: raw.len() as u64 - 1, ..Limits::default() };
    let again = take_in(&files, &raw);
    assert_eq!(files.prepare(again, aim(Side::Page(0)), &limits).await, Err(Code::FileTooLarge));
}

#[wasm_bindgen_test]
async fn names_and_tags_on_the_wire_are_general_ones() {
    let files = Files::default();
    let id = take_in(&files, &[1]);
    let named = |side| {
        let file = files.to_send(id, side, &[]).expect("a capture");
        (file.name, file.tags)
    };
    assert_eq!(named(Side::Front), ("id-front.jpg".to_owned(), vec!["kyc", "id-front"]));
    assert_eq!(named(Side::Selfie), ("face-proof.jpg".to_owned(), vec!["kyc", "face-proof"]));
    assert_eq!(named(Side::Page(1)), ("page-2.jpg".to_owned(), vec!["kyc"]));
}

#[wasm_bindgen_test]
async fn a_discarded_picture_is_gone_with_its_address() {
    let files = Files::default();
    let id = take_in(&files, &sandbox::specimen("passport.jpg").await);
    files.prepare(id, aim(Side::Front), &Limits::default()).await.expect("a picture");
    let url = files.preview(id).and_then(|preview| preview.url).expect("an address");
    assert!(Request::get(&url).send().await.is_ok());
    files.discard(id);
    assert!(Request::get(&url).send().await.is_err());
    assert_eq!(files.preview(id), None);
}

#[wasm_bindgen_test]
async fn a_file_discarded_while_it_is_prepared_does_not_come_back() {
    let files = Files::default();
    let id = take_in(&files, &sandbox::specimen("passport.jpg").await);
    let limits = Limits::default();
    let mut work = Box::pin(files.prepare(id, aim(Side::Front), &limits));
    // Polled once, it waits for the browser.
    let first =
        std::future::poll_fn(|task| std::task::Poll::Ready(work.as_mut().poll(task).is_pending())).await;
    assert!(first, "it takes the browser a moment");
    files.wipe();
    assert!(work.await.is_err());
    assert_eq!(files.preview(id), None);
}

#[wasm_bindgen_test]
async fn a_turned_picture_is_made_from_what_was_chosen_and_four_turns_are_none() {
    let files = Files::default();
    let id = take_in(&files, &sandbox::specimen("passport.jpg").await);
    let limits = Limits::default();
    let first = files.prepare(id, aim(Side::Front), &limits).await.expect("a picture");
    let turned = Adjustment { quarter_turns: 1, corners: None };
    let second = files.adjust(id, aim(Side::Front), turned, &limits).await.expect("a turned picture");
    assert_eq!((second.width, second.height, second.capture), (first.height, first.width, id));
    assert_eq!(second.adjustment, turned);
    let back = files.adjust(id, aim(Side::Front), Adjustment::default(), &limits).await.expect("a picture");
    assert_eq!(back, first, "nothing is lost by turning");
}

/// Sees a reflection at one place of whatever it is shown.
#[derive(Default)]
struct Glaring(RefCell<Vec<((u32, u32), bool)>>);

impl Vision for Glaring {
    fn warm_up(&self, _: Target) {}

    fn watch(&self, _: HtmlVideoElement, _: Watch, _: OnLook) -> Watching {
        unreachable!("nothing is filmed")
    }

    fn inspect(&self, small: &Canvas, source: (u32, u32), what: Watch) -> Task<'_, Option<Look>> {
        self.0.borrow_mut().push((source, what.is_from_viewfinder));
        let (width, height) = (small.width(), small.height());
        let place = Area { x: 0.0, y: 0.0, width: width as f32 / 4.0, height: height as f32 / 2.0 };
        let glare = Finding { code: FindingCode::Glare, value: 1.0, threshold: 0.5, place: Some(place) };
        let look = Look {
            width,
            height,
            quad: None,
            cut: Vec::new(),
            confidence: 0.0,
            sharpness: 1.0,
            glare: 0.0,
            hash: 1,
            faces: None,
            findings: vec![glare],
            advice: None,
            millis: 1.0,
        };
        Box::pin(async { Some(look) })
    }
}

#[wasm_bindgen_test]
async fn a_turned_selfie_is_looked_at_as_it_is_sent() {
    let eyes = Rc::new(Glaring::default());
    let files = Files::seen_by(Rc::<Glaring>::clone(&eyes));
    let (limits, aim) = (Limits::default(), aim(Side::Selfie));
    let shot = Canvas::new(640, 480).expect("a canvas");
    let picture = files.keep_shot(shot, aim, &limits).await.expect("a picture");
    let turned = Adjustment { quarter_turns: 1, corners: None };
    files.adjust(picture.capture, aim, turned, &limits).await.expect("a turned picture");
    let details = files.preview(picture.capture).and_then(|preview| preview.details).expect("its details");
    assert_eq!(details.marks, [(PictureFinding::Glare, (0.0, 0.0), (0.25, 0.5))], "where it was seen");
    assert_eq!(*eyes.0.borrow(), [((640, 480), true), ((480, 640), true)]);
}

#[wasm_bindgen_test]
async fn what_the_camera_took_is_kept_as_it_was_however_small_what_is_sent() {
    let noise = |at: u32| ((at.wrapping_mul(2_654_435_761) >> 24) & 0x3f) as u8 + 96;
    let pixels: Vec<u8> = (0..2000 * 1500 * 4).map(|at| if at % 4 == 3 { 255 } else { noise(at) }).collect();
    let shot = Canvas::new(2000, 1500).expect("a canvas");
    let context = shot.element().get_context("2d").expect("a context").expect("a context");
    let context: web_sys::CanvasRenderingContext2d = context.unchecked_into();
    let data = web_sys::ImageData::new_with_u8_clamped_array(Clamped(&pixels), 2000).expect("data");
    context.put_image_data(&data, 0.0, 0.0).expect("it is drawn");
    let files = Files::default();
    let picture = files.keep_shot(shot, aim(Side::Front), &Limits::default()).await.expect("a picture");
    let details = files.preview(picture.capture).and_then(|preview| preview.details).expect("its details");
    let original = Request::get(&details.original).send().await.expect("the original");
    let original = original.binary().await.expect("its content").len() as u64;
    assert!(original > 2 * picture.bytes, "{original} bytes, {} of them sent", picture.bytes);
}

#[wasm_bindgen_test]
async fn overruled_warnings_are_told_in_the_files_description() {
    let files = Files::default();
    let id = take_in(&files, &sandbox::specimen("passport.jpg").await);
    files.prepare(id, aim(Side::Front), &Limits::default()).await.expect("a picture");
    let described =
        |overruled: &[PictureFinding]| files.to_send(id, Side::Front, overruled).map(|file| file.description);
    assert_eq!(described(&[]).as_deref(), Some("id-front.jpg"));
    let findings = [PictureFinding::Glare, PictureFinding::TooDark];
    assert_eq!(described(&findings).as_deref(), Some("id-front.jpg, used in spite of: glare, too-dark"));
}
