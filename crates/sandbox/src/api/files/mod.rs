//! `/files`: uploads, and for the merchant's server everything else that can be done with a file.

mod details;
pub mod download;
mod fetch;
mod form;
mod inline;
mod inspect;
mod signed;
mod upload;

use std::sync::Arc;

use axum::Json;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::StatusCode;
use rusqlite::Transaction;
use serde_json::Value;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::body::{JsonBody, MAX_UPLOAD_BODY};
use super::listing::Cell::{Flag, List, Nothing, Number, Text, Time};
use super::listing::{self, Field, Listed, Query, Search};
use super::query::UrlQuery;
use super::shapes::FileChange;
use crate::app::{App, Shared};
use crate::auth::Merchant;
use crate::problem::{ApiError, ApiResult, InvalidFields};
use crate::record::StoredFile;
use crate::store::files;
use crate::view::{self, File};
use details::Details;

/// The paths of files. Those of links without credentials are their own.
pub fn router() -> OpenApiRouter<App> {
    let uploads =
        OpenApiRouter::new().routes(routes!(upload::create)).layer(DefaultBodyLimit::max(MAX_UPLOAD_BODY));
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(read, update, remove))
        .routes(routes!(download::read))
        .routes(routes!(signed::read_signed))
        .routes(routes!(signed::read_public))
        .merge(uploads)
}

pub use details::SOURCES;
pub use signed::link as signed_link;

/// The file as the API shows it.
pub fn render(app: &Shared, file: &StoredFile) -> ApiResult<Value> {
    Ok(view::file(&app.links, file, Some(&signed::link(app, &file.id)?)))
}

/// What files can be filtered and sorted by.
const FIELDS: [Field<StoredFile>; 14] = [
    Field::any("id", |it| Text(&it.id)),
    Field::any("name", |it| Text(&it.name)),
    Field::any("description", |it| Text(&it.description)),
    Field::list("tags", |it| List(&it.tags)),
    Field::any("extension", |it| Text(&it.extension)),
    Field::any("sourceType", |it| it.source_type.as_deref().map_or(Nothing, Text)),
    Field::any("mime", |it| Text(it.format.mime())),
    Field::number("size", |it| Number(it.size)),
    Field::number("width", |it| it.dimensions.map_or(Nothing, |(width, _)| Number(width.into()))),
    Field::number("height", |it| it.dimensions.map_or(Nothing, |(_, height)| Number(height.into()))),
    Field::any("sha1", |it| Text(&it.sha1)),
    Field::word("isPublic", |word| matches!(word, "true" | "false"), |it| Flag(it.is_public)),
    Field::time("createdTime", |it| Time(it.created_at)),
    Field::time("updatedTime", |it| Time(it.updated_at)),
];

/// The file's own texts, which `q` looks through.
fn texts(file: &StoredFile) -> impl Iterator<Item = &str> {
    let own = [&file.id, &file.name, &file.extension, &file.description, &file.sha1];
    let own = own.into_iter().chain(&file.source_type).chain(&file.tags).map(String::as_str);
    own.chain([file.format.mime()])
}

/// Lists files, the newest first.
#[utoipa::path(
    get, path = "/files", operation_id = "GetFileCollection", tag = "Files",
    description = listing::describe(&FIELDS, &[]), params(Query, Search),
    responses((status = 200, body = Vec<File>))
)]
async fn list(
    _: Merchant,
    State(app): State<App>,
    UrlQuery(query): UrlQuery<Query>,
    UrlQuery(search): UrlQuery<Search>,
) -> ApiResult<Listed> {
    let shared = Arc::clone(&app);
    let work = move |tx: &Transaction<'_>| {
        let mut all = files::all(tx)?;
        all.retain(|file| search.admits(texts(file)));
        let page = query.page(all, &FIELDS)?;
        page.render(|file| Ok(search.sparse(render(&shared, &file)?)))
    };
    app.store.read(work).await
}

/// Reads what is known of a file.
#[utoipa::path(
    get, path = "/files/{id}", operation_id = "GetFile", tag = "Files", responses((status = 200, body = File))
)]
async fn read(
    _: Merchant,
    State(app): State<App>,
    Path((_, id)): Path<(String, String)>,
) -> ApiResult<Json<Value>> {
    let file = app.store.run(move |tx| files::load(tx, &id)).await?;
    Ok(Json(render(&app, &file)?))
}

/// Changes what is given of the fields that can be changed.
///
/// The server's own fields may stand in the body, as they do
/// in what a client has read; they are passed over.
#[utoipa::path(
    put, path = "/files/{id}", operation_id = "PutFile", tag = "Files",
    request_body = FileChange, responses((status = 200, body = File))
)]
async fn update(
    _: Merchant,
    State(app): State<App>,
    Path((_, id)): Path<(String, String)>,
    JsonBody(body): JsonBody,
) -> ApiResult<Json<Value>> {
    let now = app.clock.now_ms();
    let given = body.as_object().cloned().unwrap_or_default();
    let work = move |tx: &Transaction<'_>| {
        let mut file = files::load(tx, &id)?;
        let mut fields = InvalidFields::default();
        let details = Details::read_change(&given, &file, &mut fields);
        fields.check()?;
        details.apply(&mut file);
        file.updated_at = now;
        files::update(tx, &file)?;
        Ok(file)
    };
    let file = app.store.run(work).await?;
    Ok(Json(render(&app, &file)?))
}

/// Deletes a file.
///
/// The definition knows no 422 here: a file that belongs to a document is forbidden to be deleted.
#[utoipa::path(
    delete, path = "/files/{id}", operation_id = "DeleteFile", tag = "Files",
    responses((status = 204), (status = 403, description = "The credentials, or a document that has the file, forbid it."))
)]
async fn remove(
    _: Merchant,
    State(app): State<App>,
    Path((_, id)): Path<(String, String)>,
) -> ApiResult<StatusCode> {
    let path = app.store.files_dir().join(&id);
    let work = move |tx: &Transaction<'_>| {
        files::load(tx, &id)?;
        if files::is_filed(tx, &id)? {
            return Err(ApiError::forbidden("The file belongs to a KYC document."));
        }
        files::delete(tx, &id)
    };
    app.store.run(work).await?;
    // Only after the commit. Should the server die in between, the next start sweeps it.
    tokio::task::spawn_blocking(move || files::discard(&path)).await.map_err(ApiError::internal)?;
    Ok(StatusCode::NO_CONTENT)
}
