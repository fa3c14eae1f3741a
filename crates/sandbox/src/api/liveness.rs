//! `/storefront/kyc-liveness-sessions`: begun by the customer, performed with the provider, finished here.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use super::body::{JsonBody, created, text_field};
use super::files;
use super::shapes::NewStorefrontKycLivenessSession;
use crate::app::{App, Shared};
use crate::auth::Customer;
use crate::lifecycle::{Act, liveness as lifecycle, requests};
use crate::problem::{ApiError, ApiResult};
use crate::record::{LivenessSession, Owner};
use crate::rules;
use crate::view::{self, StorefrontKycLivenessSession};

/// Begins a face-liveness check.
///
/// The request must ask for one.
#[utoipa::path(
    post, path = "/storefront/kyc-liveness-sessions", operation_id = "StorefrontPostKycLivenessSession", tag = "Storefront",
    request_body = NewStorefrontKycLivenessSession, responses((status = 201, body = StorefrontKycLivenessSession))
)]
pub async fn create(
    Customer(owner): Customer,
    State(app): State<App>,
    JsonBody(body): JsonBody,
) -> ApiResult<Response> {
    let id = text_field(&body, "kycRequestId").unwrap_or_default().to_owned();
    let session = app.act(move |act| begin(act, &owner, &id)).await?;
    Ok(created(render(&app, &session)?))
}

fn begin(act: &Act<'_>, owner: &Owner, id: &str) -> ApiResult<LivenessSession> {
    let refuse = |message| ApiError::invalid("kycRequestId", message);
    if owner.request_id.as_deref() != Some(id) {
        return Err(refuse("Must be the request of this token."));
    }
    let (request, documents) = requests::load(act, id)?;
    rules::check_request_is_open(&request)?;
    if !requests::asked(&request, &documents).iter().any(|it| it.face_liveness_required) {
        return Err(refuse("The request does not ask for a liveness check."));
    }
    lifecycle::begin(act, &request)
}

/// Reads a face-liveness check.
#[utoipa::path(
    get, path = "/storefront/kyc-liveness-sessions/{id}", operation_id = "StorefrontGetKycLivenessSession", tag = "Storefront",
    responses((status = 200, body = StorefrontKycLivenessSession))
)]
pub async fn read(
    Customer(owner): Customer,
    State(app): State<App>,
    Path((_, id)): Path<(String, String)>,
) -> ApiResult<Json<Value>> {
    let session = app.act(move |act| load_own(act, &owner, &id)).await?;
    Ok(Json(render(&app, &session)?))
}

/// Settles a face-liveness check, once.
#[utoipa::path(
    post, path = "/storefront/kyc-liveness-sessions/{id}/finish",
    operation_id = "StorefrontPostKycLivenessSessionFinish", tag = "Storefront",
    responses((status = 200, body = StorefrontKycLivenessSession, headers(
        ("Location" = String, description = "The session's address."),
        ("X-RateLimit-Limit" = i64, description = "How many writing calls a minute has room for."),
        ("X-RateLimit-Remaining" = i64, description = "How many of them are left."),
    )))
)]
pub async fn finish(
    Customer(owner): Customer,
    State(app): State<App>,
    Path((_, id)): Path<(String, String)>,
) -> ApiResult<Response> {
    let session = app.act(move |act| lifecycle::finish(act, load_own(act, &owner, &id)?)).await?;
    let location = app.links.api(&format!("storefront/kyc-liveness-sessions/{}", session.id));
    Ok((StatusCode::OK, [(header::LOCATION, location)], Json(render(&app, &session)?)).into_response())
}

fn load_own(act: &Act<'_>, owner: &Owner, id: &str) -> ApiResult<LivenessSession> {
    let session = lifecycle::load(act, id)?;
    let is_own = session.customer_id == owner.customer_id
        && Some(&session.request_id) == owner.request_id.as_ref()
        && session.id == id;
    if is_own { Ok(session) } else { Err(ApiError::not_found("liveness session")) }
}

/// The customer's token cannot download files, so that the still's address is a signed one.
fn render(app: &Shared, session: &LivenessSession) -> ApiResult<Value> {
    let image = session.reference_image.as_deref().map(|id| files::signed_link(app, id)).transpose()?;
    Ok(view::liveness_session(&app.links, session, image))
}
