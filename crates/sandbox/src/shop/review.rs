//! The reviewer's buttons: the API's own calls, made by the merchant's server.

use axum::extract::{Path, State};
use axum::response::Response;

use crate::api::body::JsonBody;
use crate::api::review;
use crate::app::App;
use crate::auth::Merchant;
use crate::problem::{ApiError, ApiResult};

pub async fn step(
    app: State<App>,
    Path((id, step)): Path<(String, String)>,
    body: JsonBody,
) -> ApiResult<Response> {
    // The API's paths begin with the organization; the shop knows its own.
    let path = Path((app.config.organization.clone(), id));
    match step.as_str() {
        "acceptance" => review::accept(Merchant, app, path).await,
        "rejection" => review::reject(Merchant, app, path, body).await,
        "start-review" => review::start(Merchant, app, path).await,
        "stop-review" => review::stop(Merchant, app, path).await,
        _ => Err(ApiError::not_found("path")),
    }
}
