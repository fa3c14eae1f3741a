//! The API below `/organizations/{organization}`: one module per resource.

pub mod body;
mod content;
mod customers;
mod documents;
pub mod files;
mod listing;
pub mod requests;
pub mod review;
pub mod storefront;

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
        .merge(files::router())
        .fallback(|| async { ApiError::not_found("path") })
}
