//! The demo merchant: a small bank that asks its customers for a verification. Its server part holds the API key; the
//! pages never see it. What a customer of the shop may do is open to every peer; the merchant's desk (timeline, pictures,
//! review, faults) is for this machine's own pages only, see `guard`.

mod details;
mod guard;
mod listening;
mod older;
mod orders;
mod pages;
mod pictures;
mod requests;
mod review;
mod timeline;

use axum::Router;
use axum::middleware;
use axum::routing::{delete, get, post};

use crate::app::App;

/// `/shop` and below.
pub fn router() -> Router<App> {
    let desk = desk().route_layer(middleware::from_fn(guard::only_the_desk));
    let customers = customers().route_layer(middleware::from_fn(guard::only_own_pages));
    // Who sends to it proves it by a signature.
    let webhooks = Router::new().route(listening::PATH, post(listening::receive));
    pages::router().merge(customers).merge(desk).merge(webhooks)
}

/// What the shop's customers do.
fn customers() -> Router<App> {
    Router::new()
        .route("/shop/api/vocabulary", get(requests::vocabulary))
        .route("/shop/api/requests", post(requests::create))
        .route("/shop/api/requests/{id}", get(requests::read))
}

/// What the people behind the shop do.
fn desk() -> Router<App> {
    Router::new()
        .route("/shop/api/events", get(timeline::of_all))
        .route("/shop/api/webhook", get(listening::read).post(listening::start).delete(listening::stop))
        .route("/shop/api/recent-requests", get(requests::list))
        .route("/shop/api/requests/{id}/details", get(details::read))
        .route("/shop/api/requests/{id}/link", post(requests::link))
        .route("/shop/api/requests/{id}/events", get(timeline::of_request))
        .route("/shop/api/requests/{id}/expiry", post(orders::expire))
        .route("/shop/api/requests/{id}/verdicts", post(orders::verdict))
        .route("/shop/api/requests/{id}/faults", post(orders::fault).delete(orders::clear))
        .route("/shop/api/requests/{id}/faults/{fault}", delete(orders::remove))
        .route("/shop/api/documents/{id}/{step}", post(review::step))
        .route("/shop/api/files/{id}", get(pictures::read))
}
