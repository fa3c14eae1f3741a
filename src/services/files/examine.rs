//! What a handed-in file is, before anything is decoded: refused here is what would take the tab down, show only half,
//! or be refused by the server.

use kyc_intake::{
    Ending, FileKind, Header, JpegEnd, PICTURE_HEAD_BYTES, PICTURE_TAIL_BYTES, PdfParts, PdfProblem,
    count_pages, ending, inspect_pdf, sniff,
};
use kyc_wire::Code;
use kyc_wire::config::Limits;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, ReadableStream, Response};

use super::canvas::{Turn, UPRIGHT};
use super::make::Source;
use crate::services::js;

/// Nothing that a person photographs is larger.
const ABSURD_BYTES: f64 = 100.0 * 1024.0 * 1024.0;
/// The cameras with the most pixels that save all of them as one picture have 200 million; no browser of a phone opens
/// that. 108 million, the next kind, need 430 MB.
const MOST_PIXELS: u64 = 110_000_000;
/// How much of a file is read at a time, so that the page can do something else in between.
const PIECE_BYTES: f64 = 1024.0 * 1024.0;

/// Writers pack a hundred or two hundred objects together, a few ten thousand bytes. Zlib makes a thousand bytes of one
/// at most, so this cannot fill the memory.
const PACKED_BYTES: usize = 128 * 1024;

/// A file of a kind that is taken.
pub struct Looked {
    pub kind: FileKind,
    head: Vec<u8>,
}

/// Tells the kind of a file.
pub async fn file(raw: &Blob) -> Result<Looked, Code> {
    if raw.size() == 0.0 {
        return Err(Code::FileEmpty);
    }
    let head = read(raw, 0.0, PICTURE_HEAD_BYTES as f64).await?;
    let kind = sniff(&head).ok_or(Code::FileType)?;
    Ok(Looked { kind, head })
}

/// Looks at a picture.
pub async fn picture(raw: &Blob, looked: Looked) -> Result<Source, Code> {
    let Looked { kind, head } = looked;
    if raw.size() > ABSURD_BYTES {
        return Err(Code::FileTooLarge);
    }
    let header = Header::read(kind, &head);
    if header.as_ref().is_some_and(|header| header.pixels() > MOST_PIXELS) {
        return Err(Code::FileTooLarge);
    }
    if !is_whole(raw, kind, &head).await? {
        return Err(Code::FileDamaged);
    }
    Ok(header.map_or_else(
        || Source { picture: raw.into(), size: None, is_left: false, turn: UPRIGHT },
        |header| Source {
            picture: without(raw, &header).unwrap_or_else(|| raw.clone()).into(),
            size: Some((header.width, header.height)),
            is_left: kind == FileKind::Jpeg,
            turn: turn(header.orientation),
        },
    ))
}

/// Looks at a PDF; answers a picture of its first page if that is a scan, and how many pages it has.
pub async fn pdf(raw: &Blob, limits: &Limits) -> Result<(Option<Blob>, u32), Code> {
    let bytes = read(raw, 0.0, raw.size()).await?;
    inspect_pdf(&bytes).map_err(|problem| match problem {
        PdfProblem::Locked => Code::FileLocked,
        PdfProblem::Damaged => Code::FileDamaged,
    })?;
    let parts = PdfParts::find(&bytes);
    drop(bytes);
    match pages(raw, &parts).await {
        Some(0) => Err(Code::FileEmpty),
        Some(count) if count > limits.max_pages => Err(Code::FilePages),
        count => {
            let cover = parts.picture.and_then(|(start, end)| {
                raw.slice_with_f64_and_f64_and_content_type(start as f64, end as f64, "image/jpeg").ok()
            });
            Ok((cover, count.unwrap_or(1)))
        }
    }
}

/// How many pages a PDF says it has, in plain sight or in what the browser can unpack.
async fn pages(raw: &Blob, parts: &PdfParts) -> Option<u32> {
    let plain = parts.pages.map_or(0, |(at, _)| at);
    for (start, end) in
        parts.packed.iter().rev().filter(|(start, end)| *start > plain && end - start <= PACKED_BYTES)
    {
        let packed = raw.slice_with_f64_and_f64(*start as f64, *end as f64).ok()?;
        if let Some(objects) = unpacked(&packed).await
            && let Some(count) = count_pages(&objects)
        {
            return Some(count);
        }
    }
    parts.pages.map(|(_, count)| count)
}

async fn unpacked(packed: &Blob) -> Option<Vec<u8>> {
    let class: js_sys::Function = js::global(&["DecompressionStream"]).dyn_into().ok()?;
    let unpack = js_sys::Reflect::construct(&class, &js_sys::Array::of1(&"deflate".into())).ok()?;
    let stream = packed.stream();
    let pipe: js_sys::Function = js::get(&stream, "pipeThrough").dyn_into().ok()?;
    let stream: ReadableStream = pipe.call1(&stream, &unpack).ok()?.dyn_into().ok()?;
    let answer = Response::new_with_opt_readable_stream(Some(&stream)).ok()?;
    let buffer = JsFuture::from(answer.array_buffer().ok()?).await.ok()?;
    Some(js_sys::Uint8Array::new(&buffer).to_vec())
}

async fn is_whole(raw: &Blob, kind: FileKind, head: &[u8]) -> Result<bool, Code> {
    let size = raw.size();
    let tail = read(raw, (size - PICTURE_TAIL_BYTES as f64).max(0.0), size).await?;
    match ending(kind, head, &tail, size as u64) {
        Ending::Whole => Ok(true),
        Ending::Cut => Ok(false),
        Ending::Unsure => {
            let (mut end, mut at) = (JpegEnd::default(), 0.0);
            while at < size {
                if end.is_in(&read(raw, at, (at + PIECE_BYTES).min(size)).await?) {
                    return Ok(true);
                }
                at += PIECE_BYTES;
            }
            Ok(false)
        }
    }
}

/// The picture without what says how it lies, so that no browser turns it and all are given the same turn here. Some
/// used to ignore it, some scale before they turn.
fn without(raw: &Blob, header: &Header) -> Option<Blob> {
    if header.orientation == 1 {
        return None;
    }
    let (parts, mut at) = (js_sys::Array::new(), 0);
    for (start, end) in &header.exif {
        let part = raw.slice_with_f64_and_f64(f64::from(at), *start as f64).ok()?;
        parts.push(&part);
        at = u32::try_from(*end).ok()?;
    }
    let rest = raw.slice_with_f64(f64::from(at)).ok()?;
    parts.push(&rest);
    Blob::new_with_blob_sequence(&parts).ok()
}

/// The orientations of Exif (2.32, table 6), as what to do with the stored picture.
const fn turn(orientation: u8) -> Turn {
    match orientation {
        2 => [-1.0, 0.0, 0.0, 1.0],
        3 => [-1.0, 0.0, 0.0, -1.0],
        4 => [1.0, 0.0, 0.0, -1.0],
        5 => [0.0, 1.0, 1.0, 0.0],
        6 => [0.0, 1.0, -1.0, 0.0],
        7 => [0.0, -1.0, -1.0, 0.0],
        8 => [0.0, -1.0, 1.0, 0.0],
        _ => UPRIGHT,
    }
}

async fn read(blob: &Blob, start: f64, end: f64) -> Result<Vec<u8>, Code> {
    let part = blob.slice_with_f64_and_f64(start, end).map_err(|_| Code::FileDamaged)?;
    // A file that was moved or taken back meanwhile cannot be read any more.
    let buffer = JsFuture::from(part.array_buffer()).await.map_err(|_: JsValue| Code::FileDamaged)?;
    Ok(js_sys::Uint8Array::new(&buffer).to_vec())
}
