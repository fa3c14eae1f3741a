//! An upload as a form. The file's part goes to disk as it comes; the others are short, and read no further than that.

use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use serde_json::Value;

use super::upload::{Content, Upload};
use crate::api::body::MAX_FILE_BYTES;
use crate::app::Shared;
use crate::problem::{ApiError, ApiResult};
use crate::store::spool::{Feeder, Spool};

/// Longer than any text that is accepted: what is cut off here is refused later.
const MAX_TEXT_BYTES: usize = 16 * 1024;
/// As for [`MAX_TEXT_BYTES`].
const MAX_TAGS: usize = 200;

pub async fn read(app: &Shared, request: Request) -> ApiResult<Upload> {
    let mut form = Multipart::from_request(request, &())
        .await
        .map_err(|_| ApiError::new(StatusCode::BAD_REQUEST, "The form cannot be read."))?;
    let (mut upload, mut tags) = (Upload::default(), None::<Vec<Value>>);
    let mut file_name = None;
    while let Some(field) = form.next_field().await.map_err(broken)? {
        let name = field.name().unwrap_or_default().to_owned();
        match name.as_str() {
            "file" => {
                file_name = field.file_name().map(|name| name.chars().take(255).collect::<String>());
                upload.put(Content::Bytes(read_file(app, field).await?, "file"));
            }
            "url" => upload.put(Content::Address(read_text(field).await?)),
            "name" | "description" | "sourceType" => {
                upload.given.insert(name, read_text(field).await?.into());
            }
            "isPublic" => {
                upload.given.insert(name, flag(read_text(field).await?));
            }
            "tags" | "tags[]" => {
                let list = tags.get_or_insert_default();
                list.extend(read_tags(read_text(field).await?));
                list.truncate(MAX_TAGS);
            }
            _ => {}
        }
    }
    if let Some(tags) = tags {
        upload.given.insert("tags".to_owned(), tags.into());
    }
    if let Some(file_name) = file_name {
        upload.given.entry("name").or_insert(file_name.into());
    }
    Ok(upload)
}

/// Reads to the end though it be too large, so that the client has sent everything when the 413 comes.
async fn read_file(app: &Shared, mut field: Field<'_>) -> ApiResult<Spool> {
    let mut feeder = Feeder::new(Spool::create(app.store.files_dir(), MAX_FILE_BYTES)?);
    while let Some(chunk) = field.chunk().await.map_err(broken)? {
        feeder.feed(&chunk).await?;
    }
    feeder.finish().await
}

async fn read_text(mut field: Field<'_>) -> ApiResult<String> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(broken)? {
        let room = MAX_TEXT_BYTES.saturating_sub(bytes.len());
        bytes.extend(chunk.iter().take(room));
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Tags come as one field each, or as a JSON list in one field.
fn read_tags(text: String) -> Vec<Value> {
    serde_json::from_str(&text).unwrap_or_else(|_| vec![text.into()])
}

/// A form knows texts only.
fn flag(text: String) -> Value {
    match text.as_str() {
        "true" | "1" => true.into(),
        "false" | "0" => false.into(),
        _ => text.into(),
    }
}

fn broken(error: MultipartError) -> ApiError {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => ApiError::too_large(MAX_FILE_BYTES),
        _ => ApiError::new(StatusCode::BAD_REQUEST, "The form ends in the middle or cannot be read."),
    }
}
