//! The API below `/organizations/{organization}`: one module per resource.

pub mod body;
mod customers;
mod documents;
pub mod files;
mod listing;
pub mod requests;
mod storefront;

use axum::Router;
use axum::routing::{get, post};

use crate::app::App;
use crate::problem::ApiError;

/// All paths of the API.
pub fn router() -> Router<App> {
    Router::new()
        .route("/kyc-requests", post(requests::create).get(requests::list))
        .route("/kyc-requests/{id}", get(requests::read))
        .route("/customers/{id}", get(customers::read).put(customers::put))
        .route("/kyc-documents", get(documents::list))
        .route("/kyc-documents/{id}", get(documents::read))
        .route("/kyc-documents/{id}/acceptance", post(documents::accept))
        .route("/kyc-documents/{id}/rejection", post(documents::reject))
        .route("/storefront/kyc-requests/{id}", get(storefront::read_request))
        .route("/storefront/kyc-documents", post(storefront::create_document))
        .route(
            "/storefront/kyc-documents/{id}",
            get(storefront::read_document).patch(storefront::amend_document),
        )
        .merge(files::router())
        .fallback(|| async { ApiError::not_found("path") })
}
