//! PDFs: how many pages, and what is shown of them.

use js_sys::{Array, Reflect, Uint8Array};
use kyc_flow::{Aim, Picture, Side};
use kyc_gatherer::ports::Preview;
use kyc_gatherer::services::files::Files;
use kyc_gatherer::services::js;
use kyc_wire::config::Limits;
use kyc_wire::{Code, DocumentSubtype};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Blob, File, HtmlImageElement, Response};

use crate::support::sandbox;

async fn hand_in(files: &Files, content: &[u8], max_pages: u32) -> Result<Picture, Code> {
    let parts = Array::of1(&Uint8Array::from(content));
    let file = File::new_with_u8_array_sequence(&parts, "statement.pdf").expect("a file");
    let id = files.take_in(vec![file]).first().copied().expect("an id");
    let aim = Aim { side: Side::Page(0), subtype: DocumentSubtype::UtilityBill, other: None };
    files.prepare(id, aim, &Limits { max_pages, ..Limits::default() }).await
}

/// A file as word processors write it since PDF 1.5: what there is to say lies compressed in an object stream.
async fn packed(objects: &str) -> Vec<u8> {
    let class = js::global(&["CompressionStream"]).unchecked_into::<js_sys::Function>();
    let pack = Reflect::construct(&class, &Array::of1(&"deflate".into())).expect("a stream");
    let stream = Blob::new_with_str_sequence(&Array::of1(&objects.into())).expect("a blob").stream();
    let pipe = js::get(&stream, "pipeThrough").unchecked_into::<js_sys::Function>();
    let stream = pipe.call1(&stream, &pack).expect("a stream").unchecked_into();
    let answer = Response::new_with_opt_readable_stream(Some(&stream)).expect("an answer");
    let buffer = JsFuture::from(answer.array_buffer().expect("a promise")).await.expect("its bytes");
    let start = b"%PDF-1.5\n3 0 obj<</Type/ObjStm/N 2/First 10/Filter/FlateDecode>>stream\n".as_slice();
    [start, &Uint8Array::new(&buffer).to_vec(), b"\nendstream\nendobj\nstartxref\n9\n%%EOF\n"].concat()
}

#[wasm_bindgen_test]
async fn too_many_pages_are_told_before_anything_is_sent() {
    let files = Files::default();
    let plain = sandbox::specimen("bank-statement.pdf").await;
    let packed =
        packed("1 0 2 30 <</Type/Catalog/Pages 2 0 R>> <</Type/Pages/Kids[4 0 R 5 0 R]/Count 2>>").await;
    for content in [&plain, &packed] {
        assert_eq!(hand_in(&files, content, 1).await.err(), Some(Code::FilePages));
        assert!(hand_in(&files, content, 2).await.is_ok());
    }
}

#[wasm_bindgen_test]
async fn a_pdf_without_a_page_is_empty_and_one_that_does_not_say_is_taken() {
    let files = Files::default();
    assert_eq!(
        hand_in(&files, &packed("<</Type/Pages/Kids[]/Count 0>>").await, 10).await.err(),
        Some(Code::FileEmpty)
    );
    assert!(hand_in(&files, &packed("<</Type/Catalog/Pages 2 0 R>>").await, 10).await.is_ok());
}

#[wasm_bindgen_test]
async fn a_scanned_page_is_shown_and_others_are_named() {
    let files = Files::default();
    let scan = hand_in(&files, &sandbox::specimen("utility-bill.pdf").await, 10).await.expect("a file");
    let Some(Preview { url: Some(url), name, .. }) = files.preview(scan.capture) else {
        panic!("it is shown")
    };
    assert_eq!(name.as_deref(), Some("statement.pdf"));
    let image = HtmlImageElement::new().expect("an element");
    image.set_src(&url);
    JsFuture::from(image.decode()).await.expect("a picture");
    assert_eq!((image.natural_width(), image.natural_height()), (1654, 2339));
    let written = packed("<</Type/Pages/Kids[4 0 R]/Count 1>>").await;
    let written = hand_in(&files, &written, 10).await.expect("a file");
    assert_eq!(files.preview(written.capture).and_then(|preview| preview.url), None);
}
