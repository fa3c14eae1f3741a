//! `/docs`: the description for people, with forms that make the calls. Plain files without anything from elsewhere.

use axum::Router;
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;

use crate::app::App;

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const FILES: [(&str, &str, &str); 6] = [
    ("/docs", "text/html; charset=utf-8", include_str!("../../docs-page/index.html")),
    ("/docs/docs.css", "text/css; charset=utf-8", include_str!("../../docs-page/docs.css")),
    ("/docs/docs.js", "text/javascript; charset=utf-8", include_str!("../../docs-page/docs.js")),
    ("/docs/call.js", "text/javascript; charset=utf-8", include_str!("../../docs-page/call.js")),
    ("/docs/dom.js", "text/javascript; charset=utf-8", include_str!("../../docs-page/dom.js")),
    ("/docs/schema.js", "text/javascript; charset=utf-8", include_str!("../../docs-page/schema.js")),
];

/// The page and what it needs.
pub fn router() -> Router<App> {
    let router = Router::new().route("/docs/", get(|| async { Redirect::permanent("/docs") }));
    FILES.into_iter().fold(router, |router, (path, content_type, content)| {
        router.route(path, get(move || async move { page(content_type, content) }))
    })
}

fn page(content_type: &'static str, content: &'static str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, content_type),
        (header::CACHE_CONTROL, "no-cache"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, content).into_response()
}
