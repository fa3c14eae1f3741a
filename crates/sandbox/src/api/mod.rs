//! The API below `/organizations/{organization}`: one module per resource.

pub mod body;
mod content;
pub mod customers;
mod documents;
pub mod files;
mod listing;
mod liveness;
mod matches;
pub mod query;
pub mod requests;
pub mod review;
mod settings;
pub mod shapes;
pub mod storefront;
pub mod tags;
pub mod tokens;
pub mod webhooks;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::problem::ApiError;

/// All paths of the API, each of them with its description.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(requests::create, requests::list))
        .routes(routes!(requests::read, requests::patch, requests::delete))
        .routes(routes!(customers::read, customers::put))
        .routes(routes!(documents::list, documents::create))
        .routes(routes!(documents::read, documents::put))
        .routes(routes!(review::accept))
        .routes(routes!(review::reject))
        .routes(routes!(review::review))
        .routes(routes!(review::start))
        .routes(routes!(review::stop))
        .routes(routes!(storefront::read_request))
        .routes(routes!(storefront::create_document))
        .routes(routes!(storefront::read_document, storefront::amend_document))
        .routes(routes!(liveness::create))
        .routes(routes!(liveness::read))
        .routes(routes!(liveness::finish))
        .routes(routes!(tags::list, tags::create))
        .routes(routes!(tags::read, tags::patch, tags::delete))
        .routes(routes!(tags::put_on, tags::take_off))
        .routes(routes!(settings::read, settings::put))
        .routes(routes!(matches::overwrite))
        .routes(routes!(tokens::list, tokens::create))
        .routes(routes!(tokens::read))
        .routes(routes!(tokens::exchange))
        .merge(files::router())
        .merge(webhooks::router())
        .fallback(|| async { ApiError::not_found("path") })
}
