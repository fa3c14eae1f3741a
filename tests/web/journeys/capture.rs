//! Camera and files: what is captured, what is refused, what is noticed.

use kyc_flow::Event;
use kyc_gatherer::services::files::Canvas;
use kyc_wire::Info;
use serde_json::json;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{HtmlVideoElement, MediaStream, MediaStreamTrackState};

use crate::support::customer::{Customer, file, transfer};
use crate::support::jpeg;
use crate::support::merchant::{self, Asked};
use crate::support::photographer::Photographer;
use crate::support::{dom, sandbox, words};

async fn at_the_tips(asked: &Asked) -> Customer {
    let customer = Customer::open(asked).await;
    customer.presses("welcome.start").await.sees("tips").await;
    customer
}

async fn passport() -> Asked {
    merchant::ask(json!([{ "type": "identity-proof", "subtypes": ["passport"] }])).await
}

async fn stream() -> MediaStream {
    let look =
        || dom::page().query_selector("main video").ok()??.unchecked_into::<HtmlVideoElement>().src_object();
    dom::until("the camera's picture", look).await
}

fn is_released(stream: &MediaStream) -> bool {
    stream.get_tracks().iter().all(|track| {
        track.unchecked_into::<web_sys::MediaStreamTrack>().ready_state() == MediaStreamTrackState::Ended
    })
}

#[wasm_bindgen_test]
async fn a_picture_from_the_camera_is_handed_in_and_the_camera_released() {
    let asked = passport().await;
    let customer = at_the_tips(&asked).await;
    customer.presses("tips.camera").await.sees("camera").await.reads("camera.primer.title").await;
    customer.presses("camera.primer.start").await;
    let stream = stream().await;
    customer.presses("camera.shutter").await.sees("review").await;
    dom::until("the camera's release", || is_released(&stream).then_some(())).await;
    customer.presses("review.use").await.presses("ready.send").await;
    assert_eq!(customer.ends().await, Info::Success);
    let documents = asked.documents().await;
    let sent = asked.file(&documents[0]["fileIds"][0]).await;
    assert_eq!((sent["mime"].as_str(), sent["sourceType"].as_str()), (Some("image/jpeg"), Some("camera")));
}

#[wasm_bindgen_test]
async fn the_camera_is_released_when_the_customer_turns_to_files() {
    let customer = at_the_tips(&passport().await).await;
    customer.presses("tips.camera").await.presses("camera.primer.start").await;
    let stream = stream().await;
    customer.presses("camera.upload").await.sees("file").await;
    dom::until("the camera's release", || is_released(&stream).then_some(())).await;
}

#[wasm_bindgen_test]
async fn a_camera_that_arrives_too_late_is_released() {
    let customer = at_the_tips(&passport().await).await;
    customer.presses("tips.camera").await.presses("camera.primer.start").await;
    // In the same turn, before the browser has answered.
    customer.happens(Event::FileChosen);
    customer.sees("file").await;
    assert!(dom::all("main video").is_empty());
}

#[wasm_bindgen_test]
async fn a_camera_that_stops_leaves_a_way_on() {
    let customer = at_the_tips(&passport().await).await;
    customer.presses("tips.camera").await.presses("camera.primer.start").await;
    for track in stream().await.get_tracks().iter() {
        // A stop from inside fires no event; the browser's own would.
        let event = web_sys::Event::new("ended").unwrap();
        track.unchecked_into::<web_sys::MediaStreamTrack>().dispatch_event(&event).unwrap();
    }
    customer.reads("error.camera-ended.title").await.presses("camera.upload").await.sees("file").await;
}

#[wasm_bindgen_test]
async fn place_and_rotation_do_not_leave_the_device() {
    let asked = passport().await;
    let customer = at_the_tips(&asked).await;
    customer
        .presses("tips.file")
        .await
        .chooses(&["gps.jpg"])
        .await
        .sees("review")
        .await
        .presses("review.use")
        .await;
    customer.presses("ready.send").await.ends().await;
    let documents = asked.documents().await;
    let sent = asked.content(&documents[0]["fileIds"][0]).await;
    let told = jpeg::described(&sent);
    assert!(!jpeg::has(told, b"Exif") && !jpeg::has(told, b"GPS"));
    let raw = crate::support::sandbox::specimen("gps.jpg").await;
    assert!(raw.windows(4).any(|window| window == b"Exif"), "the specimen carries a place");
}

#[wasm_bindgen_test]
async fn a_png_becomes_a_jpeg_of_at_most_2560_pixels() {
    let asked = passport().await;
    let customer = at_the_tips(&asked).await;
    let customer_ref = customer.presses("tips.file").await.chooses(&["id-card-front.png"]).await;
    customer_ref.sees("review").await.presses("review.use").await.presses("ready.send").await.ends().await;
    let documents = asked.documents().await;
    let sent = asked.file(&documents[0]["fileIds"][0]).await;
    assert_eq!(sent["mime"], "image/jpeg");
    assert!(sent["width"].as_u64().unwrap() <= 2560);
}

#[wasm_bindgen_test]
async fn files_that_cannot_be_used_are_explained() {
    let customer = at_the_tips(&passport().await).await;
    customer.presses("tips.file").await;
    for (name, code) in [
        ("empty.jpg", "file-empty"),
        ("not-an-image.jpg", "file-type"),
        ("damaged.jpg", "file-damaged"),
        ("locked.pdf", "file-locked"),
        ("damaged.pdf", "file-damaged"),
    ] {
        customer.chooses(&[name]).await.reads(&format!("error.{code}.title")).await.sees("file").await;
    }
    let heic = file("photo.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic");
    customer.chooses_files(&[heic]).await.reads("error.file-heic.title").await;
    customer.chooses(&["passport.jpg"]).await.sees("review").await;
}

#[wasm_bindgen_test]
async fn a_heic_picture_is_handed_in_where_the_browser_cannot_open_it() {
    let asked = passport().await;
    let customer = at_the_tips(&asked).await;
    customer.presses("tips.file").await.chooses(&["passport.heic"]).await.sees("review").await;
    customer.presses("review.use").await.presses("ready.send").await;
    assert_eq!(customer.ends().await, Info::Success);
    let documents = asked.documents().await;
    assert_eq!(asked.file(&documents[0]["fileIds"][0]).await["mime"], "image/jpeg");
}

#[wasm_bindgen_test]
async fn a_blurred_picture_is_warned_of_and_can_be_used_the_second_time() {
    let customer = at_the_tips(&passport().await).await;
    customer.presses("tips.file").await.chooses(&["blurred.jpg"]).await.sees("review").await;
    customer.reads("finding.blurred").await;
    assert!(dom::button(words::text("review.use-anyway")).is_none());
    customer.presses("review.choose").await.chooses(&["blurred.jpg"]).await.sees("review").await;
    customer.presses("review.use-anyway").await.sees("ready").await;
}

#[wasm_bindgen_test]
async fn a_dark_picture_is_warned_of() {
    let customer = at_the_tips(&passport().await).await;
    customer.presses("tips.file").await.chooses(&["dark.jpg"]).await.reads("finding.too-dark").await;
}

/// Lets go of a specimen beside everything; whether the browser would open it.
async fn drops_beside(name: &str) -> bool {
    let carried = transfer(&[file(name, &sandbox::specimen(name).await)]);
    let init = web_sys::EventInit::new();
    init.set_bubbles(true);
    init.set_cancelable(true);
    let happens = |kind| {
        let event = web_sys::Event::new_with_event_init_dict(kind, &init).unwrap();
        js_sys::Reflect::set(&event, &"dataTransfer".into(), &carried).unwrap();
        dom::page().body().unwrap().dispatch_event(&event).unwrap()
    };
    happens("dragover") || happens("drop")
}

#[wasm_bindgen_test]
async fn a_file_dropped_beside_the_field_is_taken_and_never_opened() {
    let customer = at_the_tips(&passport().await).await;
    assert!(!drops_beside("passport.jpg").await, "the browser opens nothing");
    customer.sees("tips").await.presses("tips.file").await.sees("file").await;
    assert!(!drops_beside("passport.jpg").await, "the browser opens nothing");
    customer.sees("review").await;
}

/// A specimen seen from above, on a table: a camera's picture shows more than the document.
async fn on_a_table(name: &str) -> Vec<u8> {
    let specimen = web_sys::Blob::from(file(name, &sandbox::specimen(name).await));
    let window = web_sys::window().unwrap();
    let bitmap = window.create_image_bitmap_with_blob(&specimen).unwrap();
    let bitmap: web_sys::ImageBitmap = JsFuture::from(bitmap).await.unwrap().unchecked_into();
    let (width, height) = (f64::from(bitmap.width()), f64::from(bitmap.height()));
    let table = Canvas::new((width * 1.3) as u32, (height * 1.3) as u32).unwrap();
    let pen: web_sys::CanvasRenderingContext2d =
        table.element().get_context("2d").unwrap().unwrap().unchecked_into();
    pen.set_fill_style_str("#5b4632");
    pen.fill_rect(0.0, 0.0, width * 1.3, height * 1.3);
    pen.draw_image_with_image_bitmap(&bitmap, width * 0.15, height * 0.15).unwrap();
    let content = JsFuture::from(table.encode().await.unwrap().array_buffer()).await.unwrap();
    js_sys::Uint8Array::new(&content).to_vec()
}

/// The long edge of what the customer sends by camera of a page, while a photograph would be this.
async fn sent_of_a_page(photo: &[u8]) -> u64 {
    let asked = merchant::ask(json!([{ "type": "address-proof", "subtypes": ["utility-bill"] }])).await;
    // What the running picture shows is a passport.
    asked.verdict("address-proof", json!({ "status": "accepted" })).await;
    let customer = at_the_tips(&asked).await;
    let photographer = Photographer::showing((4096, 3072), photo);
    customer.presses("tips.camera").await.presses("camera.primer.start").await;
    stream().await;
    customer.presses("camera.shutter").await.sees("review").await;
    assert_eq!(photographer.asked().len(), 1);
    customer.presses("review.use").await.presses("ready.send").await.ends().await;
    let documents = asked.documents().await;
    let sent = asked.file(&documents[0]["fileIds"][0]).await;
    assert_eq!(sent["sourceType"], "camera");
    sent["width"].as_u64().max(sent["height"].as_u64()).expect("a size")
}

#[wasm_bindgen_test]
async fn a_good_photograph_of_a_page_is_sent_instead_of_the_running_picture() {
    assert!(sent_of_a_page(&on_a_table("utility-bill.jpg").await).await > 1_700);
}

#[wasm_bindgen_test]
async fn a_photograph_with_a_fault_is_not() {
    for photo in ["blurred.jpg", "not-an-image.jpg"] {
        assert!(sent_of_a_page(&sandbox::specimen(photo).await).await <= 1_280);
    }
}
