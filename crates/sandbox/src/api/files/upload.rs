//! `POST /files`: whatever way the bytes come, they are looked at on disk, made durable, entered in the database, and
//! only then acknowledged.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header;
use axum::response::Response;
use serde_json::{Map, Value};

use super::details::Details;
use super::inspect::{Findings, inspect};
use super::{fetch, form, inline, render};
use crate::api::body::{MAX_FILE_BYTES, created};
use crate::api::shapes::{FileForm, NewFile};
use crate::app::{App, Shared};
use crate::auth::Caller;
use crate::lifecycle::{Act, requests};
use crate::problem::{ApiError, ApiResult, InvalidFields};
use crate::record::{Owner, StoredFile};
use crate::store::files;
use crate::store::spool::Spool;
use crate::view::{self, File};
use crate::{ids, rules};

/// An upload as it came.
#[derive(Default)]
pub struct Upload {
    pub content: Content,
    /// The other fields.
    pub given: Map<String, Value>,
    /// What was refused while reading.
    pub refused: InvalidFields,
}

/// What an upload brings.
#[derive(Default)]
pub enum Content {
    #[default]
    Nothing,
    /// And the field that brought them.
    Bytes(Spool, &'static str),
    /// Where the bytes are.
    Address(String),
}

impl Upload {
    /// Takes the bytes or their address; there can only be one of these.
    pub fn put(&mut self, content: Content) {
        match self.content {
            Content::Nothing => self.content = content,
            _ => self.refused.add("url", "Either file or url is given, and only once."),
        }
    }
}

/// Uploads a file: a jpg, png or pdf, as JSON or as a form.
///
/// The answer repeats the tags: check that they arrived.
#[utoipa::path(
    post, path = "/files", operation_id = "PostFile", tag = "Files",
    request_body(content((NewFile = "application/json"), (FileForm = "multipart/form-data"))),
    responses((status = 201, body = File), (status = 413))
)]
pub async fn create(caller: Caller, State(app): State<App>, request: Request) -> ApiResult<Response> {
    let content_type = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let is_form = content_type.is_some_and(|it| it.to_ascii_lowercase().starts_with("multipart/form-data"));
    let upload = if is_form { form::read(&app, request).await } else { inline::read(&app, request).await }?;
    let owner = caller.into_owner();
    let checked = check(&app, upload, owner.is_none()).await?;
    // On its own: what has begun to be kept is finished, though the client be gone.
    let file = tokio::spawn(keep(Arc::clone(&app), checked, owner)).await.map_err(ApiError::internal)??;
    Ok(created(render(&app, &file)?))
}

/// An upload that nothing is wrong with.
struct Checked {
    spool: Spool,
    details: Details,
    findings: Findings,
}

async fn check(app: &Shared, upload: Upload, is_merchant: bool) -> ApiResult<Checked> {
    let Upload { content, given, refused } = upload;
    let mut fields = InvalidFields::default();
    let details = Details::read(&given, &mut fields);
    fields.append(refused);
    let (spool, field) = match content {
        Content::Bytes(spool, field) => (Some(spool), field),
        Content::Address(address) => (at(app, &address, is_merchant, &mut fields).await?, "url"),
        Content::Nothing => {
            if !fields.has("file") && !fields.has("url") {
                fields.add("file", "The file is missing.");
            }
            (None, "file")
        }
    };
    let Some(spool) = spool else {
        fields.check()?;
        return Err(ApiError::invalid(field, "The file is missing."));
    };
    if spool.is_over() {
        return Err(ApiError::too_large(MAX_FILE_BYTES));
    }
    let look = move || inspect(spool.file()).map(|findings| (spool, findings));
    let (spool, findings) = tokio::task::spawn_blocking(look).await.map_err(ApiError::internal)??;
    let Some(findings) = findings else {
        fields.add(field, "Must be a jpg, png or pdf; its content decides, not its name.");
        return Err(fields.into_error());
    };
    fields.check()?;
    Ok(Checked { spool, details, findings })
}

/// The bytes at an address; nothing is fetched for an upload that is refused anyway.
async fn at(
    app: &Shared,
    address: &str,
    is_merchant: bool,
    fields: &mut InvalidFields,
) -> ApiResult<Option<Spool>> {
    let admitted = match fetch::admit(address) {
        Ok(_) if !is_merchant => Err("Only the merchant's server may have a file fetched."),
        other => other,
    };
    let fetched = match admitted {
        Ok(_) if !fields.is_empty() => return Ok(None),
        Ok(url) => fetch::fetch(app, url).await?,
        Err(reason) => Err(reason),
    };
    Ok(fetched.map_err(|reason| fields.add("url", reason)).ok())
}

/// Bytes first, then the row: a row always has its file. What is lost in between is swept at the next start.
async fn keep(app: App, checked: Checked, owner: Option<Owner>) -> ApiResult<StoredFile> {
    let Checked { spool, details, findings } = checked;
    let now = app.clock.now_ms();
    let mut file = StoredFile {
        id: ids::file(),
        owner,
        name: String::new(),
        extension: findings.format.extension().to_owned(),
        description: String::new(),
        source_type: None,
        tags: Vec::new(),
        format: findings.format,
        size: i64::try_from(spool.size()).map_err(ApiError::internal)?,
        sha1: spool.sha1(),
        dimensions: findings.dimensions,
        exif: findings.exif,
        is_public: false,
        created_at: now,
        updated_at: now,
    };
    details.apply(&mut file);
    let path = app.store.files_dir().join(&file.id);
    tokio::task::spawn_blocking({
        let path = path.clone();
        move || spool.keep(&path)
    })
    .await
    .map_err(ApiError::internal)??;
    let entered = app.act(move |act| enter(act, &file).map(|()| file)).await;
    if entered.is_err() {
        // The error tells; the bytes are of no use to anybody.
        let _ = std::fs::remove_file(path);
    }
    entered
}

/// The row, and news of it for those who follow the customer's request. What could not be filed any more is refused as
/// the document would be; a token that asks for nothing may still bring a file for the merchant to file.
fn enter(act: &Act<'_>, file: &StoredFile) -> ApiResult<()> {
    if let Some(owner) = &file.owner
        && let Some((request, _)) = requests::asked_of(act, owner)?
    {
        rules::check_request_is_open(&request)?;
    }
    files::insert(act.tx, file)?;
    let Some(owner) = &file.owner else { return Ok(()) };
    let payload = view::file(act.links, file, None);
    act.note("file-uploaded", &file.id, &owner.customer_id, owner.request_id.as_deref(), payload)
}
