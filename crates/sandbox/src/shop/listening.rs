//! The shop as a subscriber of webhooks: switched on at the desk, so that a timeline shows deliveries without any set-up.
//! It does what a subscriber should: it checks the signature before it gives a receipt.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use rusqlite::Transaction;
use serde_json::{Value, json};

use crate::app::{App, Shared};
use crate::ids;
use crate::problem::{ApiError, ApiResult};
use crate::store::webhooks;
use crate::webhooks::record::{EVENTS, Webhook};
use crate::webhooks::signature;

/// Where the shop takes webhooks.
pub const PATH: &str = "/shop/webhooks";

fn address(app: &Shared) -> String {
    format!("{}{PATH}", app.links.public_url)
}

/// The shop's own subscriptions; there may be others.
fn own(tx: &Transaction<'_>, url: &str) -> ApiResult<Vec<Webhook>> {
    let mut all = webhooks::all(tx)?;
    all.retain(|webhook| webhook.url == url);
    Ok(all)
}

pub async fn read(State(app): State<App>) -> ApiResult<Json<Value>> {
    let url = address(&app);
    let wanted = url.clone();
    let own = app.store.run(move |tx| own(tx, &wanted)).await?;
    Ok(Json(json!({ "url": url, "isListening": own.iter().any(|webhook| webhook.is_active) })))
}

pub async fn start(State(app): State<App>) -> ApiResult<StatusCode> {
    let now = app.clock.now_ms();
    let webhook = Webhook {
        id: ids::webhook(),
        name: Some("Northwind Savings".into()),
        url: address(&app),
        events: EVENTS.map(str::to_owned).to_vec(),
        is_active: true,
        secret: signature::new_secret()?,
        basic_auth: None,
        revision: 1,
        created_at: now,
        updated_at: now,
    };
    let work = move |tx: &Transaction<'_>| {
        if own(tx, &webhook.url)?.is_empty() { webhooks::insert(tx, &webhook) } else { Ok(()) }
    };
    app.store.run(work).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub async fn stop(State(app): State<App>) -> ApiResult<StatusCode> {
    let url = address(&app);
    let work = move |tx: &Transaction<'_>| {
        own(tx, &url)?.iter().try_for_each(|webhook| webhooks::delete(tx, &webhook.id))
    };
    app.store.run(work).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A webhook arrives. The timeline knows what it says already; what counts is that it is genuine.
pub async fn receive(State(app): State<App>, headers: HeaderMap, body: String) -> ApiResult<StatusCode> {
    let url = address(&app);
    let own = app.store.run(move |tx| own(tx, &url)).await?;
    let given = headers.get("sandbox-signature").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let seconds = given.strip_prefix("t=").and_then(|rest| rest.split(',').next()?.parse().ok());
    let is_genuine = |webhook: &Webhook| {
        seconds.is_some_and(|seconds| {
            signature::header(&webhook.secret, seconds, &body).is_ok_and(|wanted| is_same(given, &wanted))
        })
    };
    if own.iter().any(is_genuine) {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(ApiError::unauthorized("The signature does not fit."))
    }
}

/// Compares all of it, so that the time tells nothing of where they differ.
fn is_same(given: &str, wanted: &str) -> bool {
    given.len() == wanted.len()
        && given.bytes().zip(wanted.bytes()).fold(0, |all, (one, other)| all | (one ^ other)) == 0
}
