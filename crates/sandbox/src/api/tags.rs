//! `/tags`: a merchant's labels, and which documents carry them. The API definition has tags on documents only to read;
//! these paths are those of the whole public API, as far as documents go.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::Value;

use super::body::{JsonBody, created, text_field};
use super::listing::Cell::{Text, Time};
use super::listing::{self, Field, Listed, Query};
use super::query::UrlQuery;
use super::shapes::{NewTag, TagChange};
use crate::app::App;
use crate::auth::Merchant;
use crate::lifecycle::{Act, documents as lifecycle};
use crate::problem::{ApiError, ApiResult, InvalidFields};
use crate::record::Tag;
use crate::store::{documents, tags};
use crate::{ids, view};

/// What a tag can be put on.
pub const TYPES: [&str; 3] = ["customer", "kyc-document", "aml-check"];
/// What tags can be filtered and sorted by.
const FIELDS: [Field<Tag>; 5] = [
    Field::any("id", |it| Text(&it.id)),
    Field::any("name", |it| Text(&it.name)),
    Field::word("type", |word| TYPES.contains(&word), |it| Text(&it.tag_type)),
    Field::time("createdTime", |it| Time(it.created_at)),
    Field::time("updatedTime", |it| Time(it.updated_at)),
];

/// Lists tags, the newest first.
#[utoipa::path(
    get, path = "/tags", operation_id = "GetTagCollection", tag = "Tags",
    description = listing::describe(&FIELDS, &[]), params(Query), responses((status = 200, body = Vec<view::Tag>))
)]
pub async fn list(
    _: Merchant,
    State(app): State<App>,
    UrlQuery(query): UrlQuery<Query>,
) -> ApiResult<Listed> {
    let page = query.page(app.store.read(tags::all).await?, &FIELDS)?;
    page.render(|tag| Ok(view::tag(&app.links, &tag)))
}

/// Makes a tag.
#[utoipa::path(
    post, path = "/tags", operation_id = "PostTag", tag = "Tags",
    request_body = NewTag, responses((status = 201, body = view::Tag))
)]
pub async fn create(_: Merchant, State(app): State<App>, JsonBody(body): JsonBody) -> ApiResult<Response> {
    let now = app.clock.now_ms();
    let mut fields = InvalidFields::default();
    let name = name(&body, &mut fields);
    let tag_type =
        text_field(&body, "type").filter(|word| TYPES.contains(word)).unwrap_or_default().to_owned();
    if tag_type.is_empty() {
        fields.add("type", "Must be customer, kyc-document or aml-check.");
    }
    fields.check()?;
    let tag = Tag { id: ids::tag(), name, tag_type, created_at: now, updated_at: now };
    let work = move |tx: &rusqlite::Transaction<'_>| {
        check_is_free(tx, &tag)?;
        tags::insert(tx, &tag)?;
        Ok(tag)
    };
    Ok(created(view::tag(&app.links, &app.store.run(work).await?)))
}

/// Reads a tag.
#[utoipa::path(
    get, path = "/tags/{tag}", operation_id = "GetTag", tag = "Tags", responses((status = 200, body = view::Tag))
)]
pub async fn read(
    _: Merchant,
    State(app): State<App>,
    Path((_, tag)): Path<(String, String)>,
) -> ApiResult<Json<Value>> {
    let tag = app.store.run(move |tx| tags::load(tx, &tag)).await?;
    Ok(Json(view::tag(&app.links, &tag)))
}

/// Renames a tag.
#[utoipa::path(
    patch, path = "/tags/{tag}", operation_id = "PatchTag", tag = "Tags",
    request_body = TagChange, responses((status = 200, body = view::Tag))
)]
pub async fn patch(
    _: Merchant,
    State(app): State<App>,
    Path((_, tag)): Path<(String, String)>,
    JsonBody(body): JsonBody,
) -> ApiResult<Json<Value>> {
    let now = app.clock.now_ms();
    let mut fields = InvalidFields::default();
    let name = name(&body, &mut fields);
    fields.check()?;
    let work = move |tx: &rusqlite::Transaction<'_>| {
        let tag = Tag { name, updated_at: now, ..tags::load(tx, &tag)? };
        check_is_free(tx, &tag)?;
        tags::update(tx, &tag)?;
        Ok(tag)
    };
    Ok(Json(view::tag(&app.links, &app.store.run(work).await?)))
}

/// Forgets a tag; documents lose it.
#[utoipa::path(
    delete, path = "/tags/{tag}", operation_id = "DeleteTag", tag = "Tags", responses((status = 204))
)]
pub async fn delete(
    _: Merchant,
    State(app): State<App>,
    Path((_, tag)): Path<(String, String)>,
) -> ApiResult<StatusCode> {
    app.store.run(move |tx| tags::delete(tx, &tags::load(tx, &tag)?.id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Puts a tag on a document.
#[utoipa::path(
    post, path = "/tags/{tag}/kyc-documents/{id}", operation_id = "PostTagKycDocument", tag = "Tags",
    responses((status = 204), (status = 422))
)]
pub async fn put_on(merchant: Merchant, app: State<App>, path: Carried) -> ApiResult<StatusCode> {
    carry(merchant, app, path, tags::put_on).await
}

/// Takes a tag off a document.
#[utoipa::path(
    delete, path = "/tags/{tag}/kyc-documents/{id}", operation_id = "DeleteTagKycDocument", tag = "Tags",
    responses((status = 204), (status = 422))
)]
pub async fn take_off(merchant: Merchant, app: State<App>, path: Carried) -> ApiResult<StatusCode> {
    carry(merchant, app, path, tags::take_off).await
}

/// The organization, a tag and a document.
type Carried = Path<(String, String, String)>;
/// Answers whether the document carries another set of tags than before.
type Step = fn(&rusqlite::Transaction<'_>, &Tag, &str) -> ApiResult<bool>;

async fn carry(
    _: Merchant,
    State(app): State<App>,
    Path((_, tag, id)): Carried,
    step: Step,
) -> ApiResult<StatusCode> {
    app.act(move |act| change(act, &tag, &id, step)).await
}

/// Carrying a tag is part of a document, so that a change of it is one of the document.
fn change(act: &Act<'_>, tag: &str, id: &str, step: Step) -> ApiResult<StatusCode> {
    let tag = tags::load(act.tx, tag)?;
    if tag.tag_type != "kyc-document" {
        return Err(ApiError::invalid("type", "This tag is not for documents."));
    }
    let id = documents::load(act.tx, id)?.id;
    if step(act.tx, &tag, &id)? {
        lifecycle::amend(act, &mut documents::load(act.tx, &id)?)?;
    }
    Ok(StatusCode::NO_CONTENT)
}

fn name(body: &Value, fields: &mut InvalidFields) -> String {
    let name = text_field(body, "name").unwrap_or_default();
    let is_permitted =
        |c: char| c.is_alphanumeric() || c.is_whitespace() || matches!(c, '@' | '~' | '-' | '.' | '_' | '+');
    if !(1..=255).contains(&name.chars().count()) || !name.chars().all(is_permitted) {
        fields.add("name", "Must have 1 to 255 letters, digits, spaces and @ ~ - . _ + signs.");
    }
    name.to_owned()
}

fn check_is_free(tx: &rusqlite::Transaction<'_>, tag: &Tag) -> ApiResult<()> {
    match tags::find(tx, &tag.name, &tag.tag_type)? {
        Some(other) if other.id != tag.id => Err(ApiError::invalid("name", "There is such a tag already.")),
        _ => Ok(()),
    }
}
