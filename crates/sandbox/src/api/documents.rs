//! `/kyc-documents` for the merchant's server: listing, reading, filing on the customer's behalf, amending.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use kyc_wire::resource::RequestedDocument;
use kyc_wire::{DocumentStatus, DocumentSubtype, DocumentType, MatchLevel, RejectionType};
use rusqlite::Transaction;
use serde_json::Value;

use super::body::{JsonBody, MAX_NOTE, created, match_level, optional_text, text_field};
use super::content::Content;
use super::listing::Cell::{Nothing, Number, Text, Time};
use super::listing::{self, Expand, Field, Listed, Query};
use super::query::UrlQuery;
use super::shapes::NewKycDocument;
use crate::app::{App, Shared};
use crate::auth::Merchant;
use crate::lifecycle::{Act, credit_file, documents as lifecycle};
use crate::problem::{ApiError, ApiResult, InvalidFields};
use crate::record::{Document, Owner};
use crate::store::{customers, documents, files, verdicts};
use crate::view::{self, KycDocument};
use crate::{analysis, ids, rules};

/// What documents can be filtered and sorted by.
const FIELDS: [Field<Document>; 12] = [
    Field::any("id", |it| Text(&it.id)),
    Field::any("customerId", |it| Text(&it.customer_id)),
    Field::any("requestId", |it| it.request_id.as_deref().map_or(Nothing, Text)),
    Field::word(
        "documentType",
        |word| DocumentType::parse(word).is_some(),
        |it| Text(it.document_type.as_str()),
    ),
    Field::word(
        "documentSubtype",
        |word| DocumentSubtype::parse(word).is_some(),
        |it| it.subtype.map_or(Nothing, |subtype| Text(subtype.as_str())),
    ),
    Field::word("status", |word| DocumentStatus::parse(word).is_some(), |it| Text(it.status.as_str())),
    Field::word(
        "rejectionReason.type",
        |word| RejectionType::parse(word).is_some(),
        |it| it.rejection.as_ref().map_or(Nothing, |rejection| Text(rejection.rejection_type.as_str())),
    ),
    Field::any("reviewerId", |it| it.review.reviewer_id.as_deref().map_or(Nothing, Text)),
    Field::time("createdTime", |it| Time(it.created_at)),
    Field::time("updatedTime", |it| Time(it.updated_at)),
    Field::time("processedTime", |it| it.processed_at.map_or(Nothing, Time)),
    Field::number("matchLevel", |it| Number(it.match_level.0.into())),
];

/// Lists documents, the newest first.
#[utoipa::path(
    get, path = "/kyc-documents", operation_id = "GetKycDocumentCollection", tag = "KYC documents",
    description = listing::describe(&FIELDS, &["customer", "files"]), params(Query, Expand),
    responses((status = 200, body = Vec<KycDocument>))
)]
pub async fn list(
    _: Merchant,
    State(app): State<App>,
    UrlQuery(query): UrlQuery<Query>,
) -> ApiResult<Listed> {
    let shared = Arc::clone(&app);
    let work = move |tx: &Transaction<'_>| {
        let page = query.page(documents::all(tx, None)?, &FIELDS)?;
        page.render(|document| expanded(&shared, tx, &document, &query))
    };
    app.store.read(work).await
}

/// Reads a document.
#[utoipa::path(
    get, path = "/kyc-documents/{id}", operation_id = "GetKycDocument", tag = "KYC documents",
    responses((status = 200, body = KycDocument))
)]
pub async fn read(
    _: Merchant,
    State(app): State<App>,
    Path((_, id)): Path<(String, String)>,
) -> ApiResult<Json<Value>> {
    let document = app.store.run(move |tx| documents::load(tx, &id)).await?;
    Ok(Json(view::document(&app.links, &document)))
}

/// Adds what `expand` names: `customer`, and of the `files` the first three, which is as many as the definition has.
fn expanded(app: &Shared, tx: &Transaction<'_>, document: &Document, query: &Query) -> ApiResult<Value> {
    let mut view = view::document(&app.links, document);
    if query.expands("customer")
        && let Some(customer) = customers::find(tx, &document.customer_id)?
    {
        view = view::embed(view, "customer", view::customer(&app.links, &customer));
    }
    if query.expands("files") {
        let found = document.file_ids.iter().take(3).filter_map(|id| files::find(tx, id).transpose());
        let files = found.map(|file| super::files::render(app, &file?)).collect::<ApiResult<Value>>()?;
        view = view::embed(view, "files", files);
    }
    Ok(view)
}

/// Files a document on the customer's behalf.
#[utoipa::path(
    post, path = "/kyc-documents", operation_id = "PostKycDocument", tag = "KYC documents",
    request_body = NewKycDocument, responses((status = 201, body = KycDocument))
)]
pub async fn create(_: Merchant, State(app): State<App>, JsonBody(body): JsonBody) -> ApiResult<Response> {
    let draft = Draft::parse(&body)?;
    let delay = app.config.analysis_delay;
    let document = app.act(move |act| file(act, ids::document(), draft, delay)).await?;
    Ok(created(view::document(&app.links, &document)))
}

/// Changes the document, or files one under this id.
#[utoipa::path(
    put, path = "/kyc-documents/{id}", operation_id = "PutKycDocument", tag = "KYC documents",
    request_body = NewKycDocument, responses((status = 200, body = KycDocument), (status = 201, body = KycDocument))
)]
pub async fn put(
    _: Merchant,
    State(app): State<App>,
    Path((_, id)): Path<(String, String)>,
    JsonBody(body): JsonBody,
) -> ApiResult<Response> {
    if !ids::is_resource_id(&id) {
        return Err(ApiError::invalid("id", ids::FORM));
    }
    let draft = Draft::parse(&body)?;
    let delay = app.config.analysis_delay;
    let work = move |act: &Act<'_>| match documents::find(act.tx, &id)? {
        Some(document) => Ok((false, amend(act, document, draft, delay)?)),
        None => Ok((true, file(act, id, draft, delay)?)),
    };
    let (is_new, document) = app.act(work).await?;
    let view = view::document(&app.links, &document);
    Ok(if is_new { created(view) } else { Json(view).into_response() })
}

/// `KycDocument` as a merchant writes it; what is read-only is ignored.
struct Draft {
    customer_id: String,
    content: Content,
    notes: Option<String>,
    reason: Option<String>,
    match_level: MatchLevel,
}

impl Draft {
    fn parse(body: &Value) -> ApiResult<Self> {
        let mut fields = InvalidFields::default();
        let customer_id = text_field(body, "customerId").unwrap_or_default().to_owned();
        if !ids::is_resource_id(&customer_id) {
            fields.add("customerId", ids::FORM);
        }
        let content = Content::read(body, &mut fields);
        if let Some(content) = &content
            && !RequestedDocument::new(content.document_type).permits(content.subtype)
        {
            fields.add("documentSubtype", "This subtype does not fit the type.");
        }
        let notes = optional_text(body, "notes", MAX_NOTE, &mut fields);
        let reason = optional_text(body, "reason", MAX_NOTE, &mut fields);
        let match_level = match_level(body, &mut fields);
        fields.check()?;
        let content = content.ok_or_else(|| ApiError::unprocessable("The type is missing."))?;
        Ok(Self { customer_id, content, notes, reason, match_level })
    }

    /// The files exist and belong to the customer or to the merchant.
    fn check_files(&self, act: &Act<'_>) -> ApiResult<()> {
        let wanted = RequestedDocument::new(self.content.document_type);
        let found =
            self.content.file_ids.iter().map(|id| files::find(act.tx, id)).collect::<ApiResult<Vec<_>>>()?;
        rules::check_files(&wanted, self.content.subtype, &found, |file| {
            file.owner.as_ref().is_none_or(|owner| owner.customer_id == self.customer_id)
        })
    }
}

fn file(act: &Act<'_>, id: String, draft: Draft, delay: Duration) -> ApiResult<Document> {
    if draft.content.document_type == DocumentType::CreditFileProof {
        return credit_file::consult(act, id, &draft.customer_id, None);
    }
    draft.check_files(act)?;
    let (verdict, delay) = verdicts::pop(act.tx, draft.content.document_type, &draft.customer_id, delay)?;
    let owner = Owner::customer(draft.customer_id);
    let mut document = Document::new(id, owner, draft.content.document_type, act.now);
    document.subtype = draft.content.subtype;
    document.file_ids = draft.content.file_ids;
    document.notes = draft.notes;
    document.reason = draft.reason;
    document.match_level = draft.match_level;
    document.analysis = Some(analysis::schedule(document.document_type, verdict, delay, act.now));
    lifecycle::file(act, &document)?;
    Ok(document)
}

/// Notes and the like may change at any time; new content starts the analysis again and is refused once decided.
fn amend(act: &Act<'_>, mut document: Document, draft: Draft, delay: Duration) -> ApiResult<Document> {
    if draft.customer_id != document.customer_id {
        return Err(ApiError::invalid("customerId", "A document stays with its customer."));
    }
    if draft.content.document_type != document.document_type {
        return Err(ApiError::invalid("documentType", "The type cannot be changed."));
    }
    if !draft.content.is_in(&document) {
        if !document.is_undecided() {
            return Err(ApiError::invalid("fileIds", "The document has been decided; its content stays."));
        }
        draft.check_files(act)?;
        document.subtype = draft.content.subtype;
        document.file_ids = draft.content.file_ids;
        analysis::restart(&mut document, delay, act.now);
    }
    document.notes = draft.notes;
    document.reason = draft.reason;
    document.match_level = draft.match_level;
    lifecycle::amend(act, &mut document)?;
    Ok(document)
}
