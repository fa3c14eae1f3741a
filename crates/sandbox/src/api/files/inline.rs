//! An upload as JSON: the bytes in base64 in `file`, or where they are in `url`.
//!
//! The body goes to disk as it comes, since a slow client may take minutes. It is read only when it is complete and
//! one of a few permits is free, so that any number of uploads hold no more than a few bodies in memory.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;

use axum::RequestExt;
use axum::extract::Request;
use axum::http::StatusCode;
use base64::engine::general_purpose::STANDARD;
use base64::read::DecoderReader;
use http_body_util::BodyExt;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::upload::{Content, Upload};
use crate::api::body::MAX_FILE_BYTES;
use crate::app::Shared;
use crate::problem::{ApiError, ApiResult};
use crate::store::spool::{Feeder, Spool};

/// Holds the largest file in base64, its slashes escaped, and what stands beside it.
const MAX_BODY: usize = MAX_FILE_BYTES / 3 * 4 + 3 * 1024 * 1024;
const MAX_BASE64: usize = MAX_FILE_BYTES.div_ceil(3) * 4;
const DETAILS: [&str; 5] = ["name", "description", "sourceType", "tags", "isPublic"];

pub async fn read(app: &Shared, request: Request) -> ApiResult<Upload> {
    let spool = receive(app, request).await?;
    if spool.is_over() {
        return Err(ApiError::too_large(MAX_FILE_BYTES));
    }
    let permit = Arc::clone(&app.heavy).acquire_owned().await.map_err(ApiError::internal)?;
    let directory = app.store.files_dir().to_owned();
    let work = move || {
        // Held by the work itself: it goes on when the client is gone.
        let _permit = permit;
        parse(&body_of(&spool)?, &directory)
    };
    tokio::task::spawn_blocking(work).await.map_err(ApiError::internal)?
}

/// Reads to the end though it be too large, so that the client has sent everything when the 413 comes.
async fn receive(app: &Shared, request: Request) -> ApiResult<Spool> {
    let mut body = request.with_limited_body().into_body();
    let mut feeder = Feeder::new(Spool::create(app.store.files_dir(), MAX_BODY)?);
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| {
            let error = error.into_inner();
            if error.is::<http_body_util::LengthLimitError>() {
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

fn body_of(spool: &Spool) -> io::Result<Vec<u8>> {
    let mut file = spool.file();
    file.seek(SeekFrom::Start(0))?;
    let mut body = Vec::with_capacity(usize::try_from(spool.size()).unwrap_or_default());
    file.read_to_end(&mut body)?;
    Ok(body)
}

fn parse(body: &[u8], directory: &Path) -> ApiResult<Upload> {
    let fields: BTreeMap<String, &RawValue> = serde_json::from_slice(body).map_err(|error| {
        let message =
            if error.is_data() { "The body is not a JSON object." } else { "The body is not JSON." };
        ApiError::new(StatusCode::BAD_REQUEST, message)
    })?;
    let mut upload = Upload::default();
    for name in DETAILS {
        if let Some(value) = fields.get(name) {
            upload.given.insert(name.to_owned(), serde_json::from_str(value.get())?);
        }
    }
    match (fields.get("file"), fields.get("url")) {
        (Some(_), Some(_)) => upload.refused.add("url", "Either file or url is given, not both."),
        (Some(file), None) => match text(file) {
            Some(text) => upload.take_base64(directory, "file", payload(&text).unwrap_or(&text))?,
            None => upload.refused.add("file", "Must be the file in base64."),
        },
        (None, Some(url)) => match text(url) {
            Some(text) if text.starts_with("data:") => match payload(&text) {
                Some(base64) => upload.take_base64(directory, "url", base64)?,
                None => upload.refused.add("url", "A data: URL must be in base64."),
            },
            Some(text) => upload.content = Content::Address(text.into_owned()),
            None => upload.refused.add("url", "Must be an address."),
        },
        (None, None) => upload.refused.add("file", "Must be the file in base64."),
    }
    Ok(upload)
}

/// A JSON text; its characters are only copied where it has escapes.
fn text(value: &RawValue) -> Option<Cow<'_, str>> {
    #[derive(Deserialize)]
    struct Text<'a>(#[serde(borrow)] Cow<'a, str>);
    serde_json::from_str(value.get()).ok().map(|Text(text)| text)
}

/// What a data: URL carries. It is what a browser's `FileReader` gives, so `file` takes it too.
fn payload(text: &str) -> Option<&str> {
    text.strip_prefix("data:")?.split_once(";base64,").map(|(_, payload)| payload)
}

impl Upload {
    fn take_base64(&mut self, directory: &Path, field: &'static str, base64: &str) -> ApiResult<()> {
        if base64.len() > MAX_BASE64 {
            return Err(ApiError::too_large(MAX_FILE_BYTES));
        }
        let mut spool = Spool::create(directory, MAX_FILE_BYTES)?;
        match io::copy(&mut DecoderReader::new(base64.as_bytes(), &STANDARD), &mut spool) {
            Ok(_) => self.content = Content::Bytes(spool, field),
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                self.refused.add(field, "This is not base64.");
            }
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }
}
