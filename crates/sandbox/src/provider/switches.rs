//! `/sandbox/liveness-streams` and `/sandbox/liveness-orders`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::log::Stream;
use super::orders::parse;
use crate::api::body::JsonBody;
use crate::api::query::UrlQuery;
use crate::app::App;
use crate::openapi::words::{LivenessChallenge, LivenessDistance};
use crate::problem::ApiResult;

/// To be merged into the other switches, which answer this machine only.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(order, forget))
}

/// Which streams to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
struct Wanted {
    /// Only those of this session; either of its names.
    session_id: Option<String>,
}

/// Lists the newest liveness streams, oldest first: what was asked and told, what was found, and why.
#[utoipa::path(
    get, path = "/liveness-streams", operation_id = "GetLivenessStreamCollection", tag = "Switches",
    params(Wanted), responses((status = 200, body = Vec<Stream>), (status = 400))
)]
async fn list(State(app): State<App>, UrlQuery(wanted): UrlQuery<Wanted>) -> Json<Vec<Stream>> {
    Json(app.provider.log.list(wanted.session_id.as_deref()))
}

// Read by `parse`.
/// What the next liveness streams ask of the client.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
#[expect(dead_code, reason = "nothing but its schema is used")]
struct LivenessOrder {
    /// Only for this customer's.
    customer_id: Option<String>,
    /// Only for this request's.
    request_id: Option<String>,
    /// Passed over when the client does not offer it.
    challenge: Option<LivenessChallenge>,
    distance: Option<LivenessDistance>,
    /// In place of the session's name: the same seed asks the same.
    seed: Option<String>,
    oval: Option<OrderedOval>,
    /// For how many streams; 1 unless told, 0 for all.
    times: Option<u32>,
}

/// An oval in pixels of the video.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
#[expect(dead_code, reason = "nothing but its schema is used")]
struct OrderedOval {
    width: f64,
    height: f64,
    center_x: f64,
    center_y: f64,
}

/// Orders what the next liveness stream asks of the client.
#[utoipa::path(
    post, path = "/liveness-orders", operation_id = "PostLivenessOrder", tag = "Switches",
    request_body = LivenessOrder, responses((status = 204))
)]
async fn order(State(app): State<App>, JsonBody(body): JsonBody) -> ApiResult<StatusCode> {
    app.provider.orders.add(parse(&body)?)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Forgets what was ordered of liveness streams.
#[utoipa::path(
    delete, path = "/liveness-orders", operation_id = "DeleteLivenessOrderCollection", tag = "Switches",
    responses((status = 204))
)]
async fn forget(State(app): State<App>) -> StatusCode {
    app.provider.orders.clear();
    StatusCode::NO_CONTENT
}
