//! The API below `/organizations/{organization}`: one module per resource.

pub mod body;
mod content;
pub mod customers;
mod documents;
pub mod files;
mod listing;
mod liveness;
mod matches;
pub mod requests;
pub mod review;
mod settings;
pub mod storefront;
mod tags;
mod tokens;
mod webhooks;

use axum::Router;
use axum::routing::{get, post};

use crate::app::App;
use crate::problem::ApiError;

/// All paths of the API.
pub fn router() -> Router<App> {
    Router::new()
        .route("/kyc-requests", post(requests::create).get(requests::list))
        .route("/kyc-requests/{id}", get(requests::read).patch(requests::patch).delete(requests::delete))
        .route("/customers/{id}", get(customers::read).put(customers::put))
        .route("/kyc-documents", get(documents::list).post(documents::create))
        .route("/kyc-documents/{id}", get(documents::read).put(documents::put))
        .route("/kyc-settings", get(settings::read).put(settings::put))
        .route("/kyc-documents/{id}/matches", post(matches::overwrite))
        .route("/kyc-documents/{id}/acceptance", post(review::accept))
        .route("/kyc-documents/{id}/rejection", post(review::reject))
        .route("/kyc-documents/{id}/review", post(review::review))
        .route("/kyc-documents/{id}/start-review", post(review::start))
        .route("/kyc-documents/{id}/stop-review", post(review::stop))
        .route("/storefront/kyc-requests/{id}", get(storefront::read_request))
        .route("/storefront/kyc-documents", post(storefront::create_document))
        .route(
            "/storefront/kyc-documents/{id}",
            get(storefront::read_document).patch(storefront::amend_document),
        )
        .route("/storefront/kyc-liveness-sessions", post(liveness::create))
        .route("/storefront/kyc-liveness-sessions/{id}", get(liveness::read))
        .route("/storefront/kyc-liveness-sessions/{id}/finish", post(liveness::finish))
        .route("/tags", get(tags::list).post(tags::create))
        .route("/tags/{tag}", get(tags::read).patch(tags::patch).delete(tags::delete))
        .route("/tags/{tag}/kyc-documents/{id}", post(tags::put_on).delete(tags::take_off))
        .route("/authentication-tokens", get(tokens::list).post(tokens::create))
        .route("/authentication-tokens/{token}", get(tokens::read))
        .route("/authentication-tokens/{token}/exchange", post(tokens::exchange))
        .merge(files::router())
        .merge(webhooks::router())
        .fallback(|| async { ApiError::not_found("path") })
}
