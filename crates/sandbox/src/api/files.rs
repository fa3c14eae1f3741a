//! `/files`: uploads as JSON with base64 or as a form, and reading them back.

use axum::Json;
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{FromRequest, Path, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use kyc_wire::SourceType;
use serde_json::Value;
use sha1::{Digest, Sha1};

use super::body::{JsonBody, MAX_FILE_BYTES, created, present, text_field};
use crate::app::{App, Shared};
use crate::auth::{Caller, Merchant};
use crate::problem::{ApiError, ApiResult, InvalidFields};
use crate::record::{Format, Owner, StoredFile};
use crate::store::files;
use crate::{ids, reading, view};

/// An upload, however it came.
#[derive(Debug, Default)]
struct Upload {
    bytes: Vec<u8>,
    name: String,
    description: String,
    source_type: Option<String>,
    tags: Vec<String>,
}

pub async fn create(caller: Caller, State(app): State<App>, request: Request) -> ApiResult<Response> {
    let content_type = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let upload = if content_type.is_some_and(|value| value.starts_with("multipart/form-data")) {
        let form = Multipart::from_request(request, &()).await;
        read_form(form.map_err(|_| ApiError::new(StatusCode::BAD_REQUEST, "The form cannot be read."))?)
            .await?
    } else {
        read_json(&JsonBody::from_request(request, &()).await?.0)?
    };
    if upload.bytes.len() > MAX_FILE_BYTES {
        return Err(ApiError::too_large(MAX_FILE_BYTES));
    }
    let file = store(&app, upload, caller.into_owner()).await?;
    Ok(created(view::file(&app.links, &file)))
}

pub async fn read(
    _: Merchant,
    State(app): State<App>,
    Path((_, id)): Path<(String, String)>,
) -> ApiResult<Json<Value>> {
    let file = app.store.run(move |tx| files::load(tx, &id)).await?;
    Ok(Json(view::file(&app.links, &file)))
}

pub async fn download(
    _: Merchant,
    State(app): State<App>,
    Path((_, id)): Path<(String, String)>,
) -> ApiResult<Response> {
    let store = app.store.clone();
    let work = move |tx: &rusqlite::Transaction<'_>| {
        let file = files::load(tx, &id)?;
        Ok((files::read(store.files_dir(), &file.id)?, file))
    };
    let (bytes, file) = app.store.run(work).await?;
    let headers = [
        (header::CONTENT_TYPE, file.format.mime().to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{}.{}\"", file.id, file.format.extension()),
        ),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}

fn read_json(body: &Value) -> ApiResult<Upload> {
    let text =
        text_field(body, "file").ok_or_else(|| ApiError::invalid("file", "Must be the file in base64."))?;
    // A data: URL is what a browser's FileReader gives; its payload is meant.
    let text = text.split_once(";base64,").map_or(text, |(_, payload)| payload);
    let bytes = STANDARD.decode(text).map_err(|_| ApiError::invalid("file", "This is not base64."))?;
    let tags = match present(body, "tags") {
        None => Some(Vec::new()),
        Some(value) => serde_json::from_value(value.clone()).ok(),
    };
    Ok(Upload {
        bytes,
        name: text_field(body, "name").unwrap_or_default().to_owned(),
        description: text_field(body, "description").unwrap_or_default().to_owned(),
        source_type: present(body, "sourceType").map(|value| value.as_str().unwrap_or_default().to_owned()),
        tags: tags.ok_or_else(|| ApiError::invalid("tags", "Must be a list of texts."))?,
    })
}

async fn read_form(mut form: Multipart) -> ApiResult<Upload> {
    let mut upload = Upload::default();
    while let Some(field) = form.next_field().await.map_err(broken)? {
        let name = field.name().unwrap_or_default().to_owned();
        match name.as_str() {
            "file" => {
                if upload.name.is_empty() {
                    upload.name = field.file_name().unwrap_or_default().to_owned();
                }
                upload.bytes = read_file(field).await?;
            }
            "name" => upload.name = field.text().await.map_err(broken)?,
            "description" => upload.description = field.text().await.map_err(broken)?,
            "sourceType" => upload.source_type = Some(field.text().await.map_err(broken)?),
            "tags" | "tags[]" => upload.tags.extend(read_tags(&field.text().await.map_err(broken)?)),
            _ => {}
        }
    }
    Ok(upload)
}

/// Reads to the end though it be too large, so that the client has sent everything when the 413 comes; keeps no more
/// than one byte above the limit.
async fn read_file(mut field: Field<'_>) -> ApiResult<Vec<u8>> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(broken)? {
        let room = (MAX_FILE_BYTES + 1).saturating_sub(bytes.len());
        bytes.extend(chunk.iter().take(room));
    }
    Ok(bytes)
}

/// Tags come as one field each, or as a JSON list in one field.
fn read_tags(text: &str) -> Vec<String> {
    serde_json::from_str(text).unwrap_or_else(|_| vec![text.to_owned()])
}

fn broken(error: MultipartError) -> ApiError {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => ApiError::too_large(MAX_FILE_BYTES),
        _ => ApiError::new(StatusCode::BAD_REQUEST, "The form ends in the middle or cannot be read."),
    }
}

/// Bytes first, then the row: a row always has its file.
async fn store(app: &Shared, upload: Upload, owner: Option<Owner>) -> ApiResult<StoredFile> {
    let (store, now) = (app.store.clone(), app.clock.now_ms());
    let work = move || {
        let file = check(&upload, owner, now)?;
        files::write(store.files_dir(), &file.id, &upload.bytes)?;
        store.run_blocking(|tx| files::insert(tx, &file))?;
        Ok(file)
    };
    tokio::task::spawn_blocking(work).await.map_err(ApiError::internal)?
}

fn check(upload: &Upload, owner: Option<Owner>, now: i64) -> ApiResult<StoredFile> {
    let mut fields = InvalidFields::default();
    for (field, text) in [("name", &upload.name), ("description", &upload.description)] {
        if text.chars().count() > 255 {
            fields.add(field, "Must have at most 255 characters.");
        }
    }
    let source_type = upload.source_type.as_deref().map(SourceType::parse);
    if source_type == Some(None) {
        fields.add("sourceType", "Must be camera or upload.");
    }
    if upload.tags.iter().any(|tag| tag.is_empty() || tag.len() > 255) {
        fields.add("tags", "A tag has 1 to 255 characters.");
    }
    let format = Format::sniff(&upload.bytes);
    if format.is_none() {
        fields.add("file", "Must be a jpg, png or pdf; its content decides, not its name.");
    }
    fields.check()?;
    let format = format.ok_or_else(|| ApiError::invalid("file", "Must be a jpg, png or pdf."))?;
    Ok(StoredFile {
        id: ids::file(),
        owner,
        name: upload.name.clone(),
        description: upload.description.clone(),
        source_type: source_type.flatten(),
        tags: upload.tags.clone(),
        format,
        size: i64::try_from(upload.bytes.len()).map_err(ApiError::internal)?,
        sha1: Sha1::digest(&upload.bytes).iter().map(|byte| format!("{byte:02x}")).collect(),
        dimensions: reading::dimensions(&upload.bytes, format),
        created_at: now,
    })
}
