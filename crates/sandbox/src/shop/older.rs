//! The older form of the customer's link: there is no request, and what is asked stands in the token itself. Made as a
//! merchant's server makes it: a token for the customer, exchanged for the JWT.

use axum::body::to_bytes;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::{Value, json};

use crate::api::body::{JsonBody, text_field};
use crate::api::tokens;
use crate::app::App;
use crate::auth::Merchant;
use crate::clock::to_rfc3339;
use crate::problem::{ApiError, ApiResult};
use crate::record::Request;

/// More than an answer about a token ever has.
const MAX_ANSWER: usize = 1024 * 1024;

/// What the shop's page gets: the link. `wanted` says what to ask, and never becomes a request.
pub async fn open(app: &App, wanted: &Request) -> ApiResult<Value> {
    let end = to_rfc3339(wanted.expires_at);
    let order = json!({ "mode": "passwordless", "customerId": wanted.customer_id, "expiredTime": end });
    let issued = tokens::create(Merchant, State(App::clone(app)), JsonBody(order)).await?;
    let path = Path((app.config.organization.clone(), token_of(issued).await?));
    let claims = json!({
        "documents": wanted.documents, "redirectUrl": wanted.redirect_url, "reason": wanted.reason,
        "matchLevel": wanted.match_level,
    });
    let body = JsonBody(json!({ "customClaims": claims, "expiredTime": end }));
    let exchanged = tokens::exchange(State(App::clone(app)), HeaderMap::new(), path, body).await;
    let exchanged = exchanged.map_err(as_in_the_form)?;
    let href = app.links.gatherer(&token_of(exchanged).await?);
    Ok(json!({ "customerId": wanted.customer_id, "_links": [{ "rel": "kycGatherer", "href": href }] }))
}

async fn token_of(answer: Response) -> ApiResult<String> {
    let bytes = to_bytes(answer.into_body(), MAX_ANSWER).await.map_err(ApiError::internal)?;
    let answer: Value = serde_json::from_slice(&bytes)?;
    Ok(text_field(&answer, "token").unwrap_or_default().to_owned())
}

/// The page knows the fields by their names in a request.
fn as_in_the_form(error: ApiError) -> ApiError {
    let mut fields = error.invalid_fields().to_vec();
    for refused in &mut fields {
        refused.field = refused.field.trim_start_matches("customClaims.").to_owned();
    }
    error.naming(fields)
}
