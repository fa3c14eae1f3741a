//! `/sandbox/faults`: ordering, listing, removing and resetting.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::fault::{Fault, Kind, Target};
use super::parse::parse;
use super::play::expire_request;
use super::shapes::{self, FaultList, FaultOrder, FaultReset};
use crate::api::body::{JsonBody, text_field};
use crate::app::{App, Shared};
use crate::problem::{ApiError, ApiResult};

/// To be merged into the other switches, which answer this machine only.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(order, list, reset)).routes(routes!(read, remove))
}

/// Orders a fault.
#[utoipa::path(
    post, path = "/faults", operation_id = "PostFault", tag = "Faults",
    request_body = FaultOrder, responses((status = 201, body = shapes::Fault))
)]
pub async fn order(State(app): State<App>, JsonBody(body): JsonBody) -> ApiResult<Response> {
    let fault = parse(&body).map_err(|fields| fields.into_error())?;
    let view = if fault.is_due_at_once() {
        expire_now(&app, fault).await?
    } else {
        app.faults.order(fault, app.clock.now_ms())?
    };
    let location = format!("/sandbox/faults/{}", text_field(&view, "id").unwrap_or_default());
    Ok((StatusCode::CREATED, [(header::LOCATION, location)], Json(view)).into_response())
}

async fn expire_now(app: &Shared, fault: Fault) -> ApiResult<Value> {
    match (&fault.kind, &fault.scope.request_id, &fault.scope.token) {
        (Kind::Expire(Target::Request), Some(id), _) => {
            expire_request(app, id.clone()).await.map_err(|error| match error.status() {
                StatusCode::NOT_FOUND => ApiError::invalid("requestId", "There is no such KYC request."),
                _ => error,
            })?;
            app.faults.order_played(fault, app.clock.now_ms())
        }
        (_, _, Some(token)) => app.faults.expire_token(token.clone(), None, app.clock.now_ms()),
        _ => app.faults.order(fault, app.clock.now_ms()),
    }
}

/// Lists the faults, and the calls on which they played.
#[utoipa::path(
    get, path = "/faults", operation_id = "GetFaultCollection", tag = "Faults", responses((status = 200, body = FaultList))
)]
async fn list(State(app): State<App>) -> Json<Value> {
    Json(app.faults.list())
}

/// Reads a fault.
#[utoipa::path(
    get, path = "/faults/{id}", operation_id = "GetFault", tag = "Faults", responses((status = 200, body = shapes::Fault))
)]
async fn read(State(app): State<App>, Path(id): Path<String>) -> ApiResult<Json<Value>> {
    app.faults.read(&id).map(Json)
}

/// Takes a fault off the list.
///
/// Calls that it holds already stay held.
#[utoipa::path(
    delete, path = "/faults/{id}", operation_id = "DeleteFault", tag = "Faults", responses((status = 204))
)]
async fn remove(State(app): State<App>, Path(id): Path<String>) -> ApiResult<StatusCode> {
    app.faults.remove(&id)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Forgets all faults and lets calls go on that are held back.
#[utoipa::path(
    delete, path = "/faults", operation_id = "DeleteFaultCollection", tag = "Faults", responses((status = 200, body = FaultReset))
)]
async fn reset(State(app): State<App>) -> Json<Value> {
    Json(app.faults.reset())
}
