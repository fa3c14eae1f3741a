//! What the desk orders for one customer: faults, the next verdict, the end of the time. The switches of `/sandbox` do
//! the work; here they are bound to the request, so that a demo never disturbs another one.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use super::details::faults_of;
use crate::api::body::{JsonBody, text_field};
use crate::app::{App, Shared};
use crate::control;
use crate::faults::switches;
use crate::lifecycle::requests as lifecycle;
use crate::problem::{ApiError, ApiResult};
use crate::record::Request;

async fn load(app: &Shared, id: String) -> ApiResult<Request> {
    Ok(app.act(move |act| lifecycle::load(act, &id)).await?.0)
}

/// The body, for this request's customer and nobody else.
fn bound(mut body: Value, request: &Request) -> JsonBody {
    if let Some(fields) = body.as_object_mut() {
        fields.insert("customerId".into(), request.customer_id.clone().into());
    }
    JsonBody(body)
}

pub async fn fault(
    State(app): State<App>,
    Path(id): Path<String>,
    JsonBody(body): JsonBody,
) -> ApiResult<Response> {
    let body = bound(body, &load(&app, id).await?);
    switches::order(State(app), body).await
}

pub async fn verdict(
    State(app): State<App>,
    Path(id): Path<String>,
    JsonBody(body): JsonBody,
) -> ApiResult<StatusCode> {
    let body = bound(body, &load(&app, id).await?);
    control::order_verdict(State(app), body).await
}

/// The request's time is up now. Ordered as a fault, so that the list tells of it.
pub async fn expire(State(app): State<App>, Path(id): Path<String>) -> ApiResult<Response> {
    load(&app, id.clone()).await?;
    switches::order(State(app), JsonBody(json!({ "kind": "expire", "requestId": id }))).await
}

pub async fn clear(State(app): State<App>, Path(id): Path<String>) -> ApiResult<StatusCode> {
    let request = load(&app, id).await?;
    for fault in faults_of(&app, &request.customer_id, &request.id) {
        app.faults.remove(text_field(&fault, "id").unwrap_or_default())?;
    }
    Ok(StatusCode::NO_CONTENT)
}

pub async fn remove(
    State(app): State<App>,
    Path((id, fault)): Path<(String, String)>,
) -> ApiResult<StatusCode> {
    let request = load(&app, id).await?;
    let own = faults_of(&app, &request.customer_id, &request.id);
    if !own.iter().any(|it| text_field(it, "id") == Some(&fault)) {
        return Err(ApiError::not_found("fault"));
    }
    app.faults.remove(&fault)?;
    Ok(StatusCode::NO_CONTENT)
}
