//! An upload as JSON: the bytes in base64 in `file`, or where they are in `url`.
//!
//! The body goes to disk as it comes, since a slow client may take minutes, and is read from there piece by piece: the
//! bytes go from base64 straight into their own file, and of every other text no more is held than could be accepted.

use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};
use std::path::Path;

use axum::RequestExt;
use axum::extract::Request;
use axum::http::StatusCode;
use base64::DecodeError;
use base64::engine::general_purpose::STANDARD;
use base64::read::DecoderReader;
use http_body_util::BodyExt;
use serde_json::Value;
use struson::reader::{JsonReader, JsonStreamReader, ReaderError, ValueType};

use super::upload::{Content, Upload};
use crate::api::body::MAX_FILE_BYTES;
use crate::app::Shared;
use crate::problem::{ApiError, ApiResult};
use crate::store::spool::{Feeder, Spool};

/// Holds the largest file in base64, its slashes escaped, and what stands beside it.
const MAX_BODY: usize = MAX_FILE_BYTES / 3 * 4 + 3 * 1024 * 1024;
/// Longer than any text that is accepted: what is cut off here is refused later.
const MAX_TEXT_BYTES: u64 = 16 * 1024;
/// As for [`MAX_TEXT_BYTES`].
const MAX_LIST: usize = 200;
const BUFFER: usize = 64 * 1024;
/// Longer than what stands before the comma of a data: URL.
const MAX_START: usize = 256;

type Json = JsonStreamReader<BufReader<std::fs::File>>;

pub async fn read(app: &Shared, request: Request) -> ApiResult<Upload> {
    let spool = receive(app, request).await?;
    if spool.is_over() {
        return Err(ApiError::too_large(MAX_FILE_BYTES));
    }
    let directory = app.store.files_dir().to_owned();
    tokio::task::spawn_blocking(move || parse(&spool, &directory)).await.map_err(ApiError::internal)?
}

/// Reads to the end though it be too large, so that the client has sent everything when the 413 comes.
async fn receive(app: &Shared, request: Request) -> ApiResult<Spool> {
    let mut body = request.with_limited_body().into_body();
    let mut feeder = Feeder::new(Spool::create(app.store.files_dir(), MAX_BODY)?);
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| {
            if error.into_inner().is::<http_body_util::LengthLimitError>() {
                ApiError::too_large(MAX_FILE_BYTES)
            } else {
                ApiError::new(StatusCode::BAD_REQUEST, "The body could not be read.")
            }
        })?;
        if let Some(bytes) = frame.data_ref() {
            feeder.feed(bytes).await?;
        }
    }
    feeder.finish().await
}

fn parse(body: &Spool, directory: &Path) -> ApiResult<Upload> {
    let mut file = body.file().try_clone()?;
    file.seek(SeekFrom::Start(0))?;
    let mut json = JsonStreamReader::new(BufReader::with_capacity(BUFFER, file));
    let mut upload = Upload::default();
    if json.peek().map_err(broken)? != ValueType::Object {
        // Broken JSON is told as such.
        json.skip_value().map_err(broken)?;
        json.consume_trailing_whitespace().map_err(broken)?;
        return Err(ApiError::new(StatusCode::BAD_REQUEST, "The body is not a JSON object."));
    }
    json.begin_object().map_err(broken)?;
    while json.has_next().map_err(broken)? {
        let name = json.next_name_owned().map_err(broken)?;
        match name.as_str() {
            "file" => take_file(&mut json, directory, &mut upload)?,
            "url" => take_url(&mut json, directory, &mut upload)?,
            "name" | "description" | "sourceType" | "tags" | "isPublic" => {
                let value = short(&mut json)?;
                upload.given.insert(name, value);
            }
            _ => json.skip_value().map_err(broken)?,
        }
    }
    json.end_object().map_err(broken)?;
    json.consume_trailing_whitespace().map_err(broken)?;
    Ok(upload)
}

fn take_file(json: &mut Json, directory: &Path, upload: &mut Upload) -> ApiResult<()> {
    if json.peek().map_err(broken)? != ValueType::String {
        upload.refused.add("file", "Must be the file in base64.");
        return json.skip_value().map_err(broken);
    }
    let mut text = json.next_string_reader().map_err(broken)?;
    // A data: URL is what a browser's `FileReader` gives; its payload is meant.
    let start = start(&mut text)?;
    let unread = if start.starts_with(b"data:") { &[][..] } else { &start };
    take_base64(&mut text, unread, "file", directory, upload)
}

fn take_url(json: &mut Json, directory: &Path, upload: &mut Upload) -> ApiResult<()> {
    if json.peek().map_err(broken)? != ValueType::String {
        upload.refused.add("url", "Must be an address.");
        return json.skip_value().map_err(broken);
    }
    let mut text = json.next_string_reader().map_err(broken)?;
    let mut start = start(&mut text)?;
    if start.starts_with(b"data:") {
        if start.ends_with(b";base64,") {
            return take_base64(&mut text, &[], "url", directory, upload);
        }
        upload.refused.add("url", "A data: URL must be in base64.");
    } else {
        (&mut text).take(MAX_TEXT_BYTES).read_to_end(&mut start).map_err(unreadable)?;
        upload.put(Content::Address(String::from_utf8_lossy(&start).into_owned()));
    }
    drain(&mut text)
}

/// The text up to and with its first comma, or the first few characters of it.
fn start(text: &mut impl Read) -> ApiResult<Vec<u8>> {
    let (mut start, mut byte) = (Vec::new(), [0]);
    while start.len() < MAX_START && !start.ends_with(b",") && text.read(&mut byte).map_err(unreadable)? > 0 {
        start.extend_from_slice(&byte);
    }
    Ok(start)
}

/// Decodes the rest of a text, after what was already read of it, into a file.
fn take_base64(
    text: &mut impl Read,
    unread: &[u8],
    field: &'static str,
    directory: &Path,
    upload: &mut Upload,
) -> ApiResult<()> {
    let mut spool = Spool::create(directory, MAX_FILE_BYTES)?;
    let mut decoder = DecoderReader::new(unread.chain(&mut *text), &STANDARD);
    let mut buffer = vec![0; BUFFER];
    loop {
        match decoder.read(&mut buffer) {
            Ok(0) => break,
            Ok(count) => spool.write_all(buffer.get(..count).unwrap_or_default())?,
            Err(error) if error.get_ref().is_some_and(|cause| cause.is::<DecodeError>()) => {
                upload.refused.add(field, "This is not base64.");
                return drain(text);
            }
            Err(error) => return Err(unreadable(error)),
        }
    }
    upload.put(Content::Bytes(spool, field));
    Ok(())
}

/// A text, a flag, nothing or a list of such. A number stands for everything that fits none of the fields.
fn short(json: &mut Json) -> ApiResult<Value> {
    Ok(match json.peek().map_err(broken)? {
        ValueType::Array => {
            let mut list = Vec::new();
            json.begin_array().map_err(broken)?;
            while json.has_next().map_err(broken)? {
                let item = plain(json)?;
                if list.len() < MAX_LIST {
                    list.push(item);
                }
            }
            json.end_array().map_err(broken)?;
            list.into()
        }
        _ => plain(json)?,
    })
}

fn plain(json: &mut Json) -> ApiResult<Value> {
    Ok(match json.peek().map_err(broken)? {
        ValueType::String => {
            let mut text = json.next_string_reader().map_err(broken)?;
            let mut bytes = Vec::new();
            (&mut text).take(MAX_TEXT_BYTES).read_to_end(&mut bytes).map_err(unreadable)?;
            drain(&mut text)?;
            String::from_utf8_lossy(&bytes).into()
        }
        ValueType::Boolean => json.next_bool().map_err(broken)?.into(),
        ValueType::Null => json.next_null().map(|()| Value::Null).map_err(broken)?,
        ValueType::Number | ValueType::Array | ValueType::Object => {
            json.skip_value().map_err(broken)?;
            0.into()
        }
    })
}

/// A text has to be read to its end before the next value.
fn drain(text: &mut impl Read) -> ApiResult<()> {
    io::copy(text, &mut io::sink()).map(drop).map_err(unreadable)
}

fn broken(_: ReaderError) -> ApiError {
    ApiError::new(StatusCode::BAD_REQUEST, "The body is not JSON.")
}

/// Of a text: broken escapes, a missing end, bytes that are no UTF-8.
fn unreadable(_: io::Error) -> ApiError {
    ApiError::new(StatusCode::BAD_REQUEST, "The body is not JSON.")
}
