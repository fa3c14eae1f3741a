//! `/authentication-tokens`: a customer's opaque token, issued to the merchant, and its exchange for the JWT that the
//! customer's browser carries.

mod claims;
mod exchange;
mod shapes;

use axum::Json;
use axum::extract::{Path, State};
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rusqlite::Transaction;
use serde_json::Value;

use super::body::{JsonBody, created, end_time, flag, present, text_field};
use super::listing::{Listed, Paging};
use super::query::UrlQuery;
use crate::app::App;
use crate::auth::Merchant;
use crate::ids;
use crate::lifecycle::{Act, tokens as lifecycle};
use crate::problem::{ApiError, ApiResult, InvalidFields};
use crate::record;
use crate::store::{customers, tokens};
use crate::view::{self, AuthenticationToken};
pub use shapes::Acl;
use shapes::NewAuthenticationToken;

pub use exchange::*;

const DEFAULT_LIFETIME_MS: i64 = 60 * 60 * 1000;

/// Lists tokens that can be exchanged, the newest first.
#[utoipa::path(
    get, path = "/authentication-tokens", operation_id = "GetAuthenticationTokenCollection", tag = "Authentication tokens",
    params(Paging), responses((status = 200, body = Vec<AuthenticationToken>))
)]
pub async fn list(
    _: Merchant,
    State(app): State<App>,
    UrlQuery(paging): UrlQuery<Paging>,
) -> ApiResult<Listed> {
    let page = paging.page(app.store.read(tokens::all).await?)?;
    page.render(|token| Ok(view::authentication_token(&app.links, &token)))
}

/// Makes a token for a customer.
#[utoipa::path(
    post, path = "/authentication-tokens", operation_id = "PostAuthenticationToken", tag = "Authentication tokens",
    request_body = NewAuthenticationToken, responses((status = 201, body = AuthenticationToken))
)]
pub async fn create(_: Merchant, State(app): State<App>, JsonBody(body): JsonBody) -> ApiResult<Response> {
    let secret = secret()?;
    let work = move |act: &Act<'_>| {
        let token = parse(act, &body, secret)?;
        lifecycle::issue(act, &token)?;
        Ok(token)
    };
    let token = app.act(work).await?;
    Ok(created(view::authentication_token(&app.links, &token)))
}

/// Reads a token, for as long as it can be exchanged.
#[utoipa::path(
    get, path = "/authentication-tokens/{token}", operation_id = "GetAuthenticationToken", tag = "Authentication tokens",
    responses((status = 200, body = AuthenticationToken))
)]
pub async fn read(
    _: Merchant,
    State(app): State<App>,
    Path((_, token)): Path<(String, String)>,
) -> ApiResult<Json<Value>> {
    let work = move |act: &Act<'_>| lifecycle::load_valid(act, &token);
    Ok(Json(view::authentication_token(&app.links, &app.act(work).await?)))
}

/// Reads `AuthenticationToken`; all refused fields are named at once.
fn parse(act: &Act<'_>, body: &Value, secret: String) -> ApiResult<record::AuthenticationToken> {
    let mut fields = InvalidFields::default();
    let has_password = ["username", "password"].iter().any(|name| present(body, name).is_some());
    match body.get("mode").map(|mode| mode.as_str().unwrap_or_default()) {
        Some("passwordless") => {}
        None if !has_password => {}
        Some("password") | None => {
            fields.add("mode", "The sandbox keeps no passwords of customers; use the mode passwordless.");
            return Err(fields.into_error());
        }
        Some(_) => fields.add("mode", "Must be passwordless."),
    }
    let customer_id = text_field(body, "customerId").unwrap_or_default().to_owned();
    if !ids::is_resource_id(&customer_id) {
        fields.add("customerId", ids::FORM);
    }
    let otp_required = flag(body, "otpRequired", false, &mut fields);
    let expires_at = end_time(body, "expiredTime", act.now, &mut fields);
    fields.check()?;
    Ok(record::AuthenticationToken {
        token: secret,
        username: username(act.tx, &customer_id)?,
        customer_id,
        otp_required,
        expires_at: expires_at.unwrap_or(act.now + DEFAULT_LIFETIME_MS),
        used_at: None,
    })
}

/// Customers of the sandbox have no names to log in with: the address of their mail, else their id.
fn username(tx: &Transaction<'_>, customer_id: &str) -> ApiResult<String> {
    let customer = customers::find(tx, customer_id)?;
    let email = customer.as_ref().and_then(|customer| customer.data.get("email")).and_then(Value::as_str);
    Ok(email.unwrap_or(customer_id).to_owned())
}

/// Text that nobody guesses and that tells nothing.
fn secret() -> ApiResult<String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(ApiError::internal)?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}
