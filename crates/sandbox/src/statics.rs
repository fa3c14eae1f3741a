//! The built app at `/`, with the headers it is deployed with, and the `config.json` that points it at this server.

use std::path::Path;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get};
use axum::{Json, Router};
use kyc_wire::config::{AppConfig, Limits};
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::services::ServeDir;

use crate::api::body::MAX_FILE_BYTES;
use crate::app::{App, Shared};
use crate::provider;

const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' blob: data:; media-src 'self' blob:; connect-src 'self' http://127.0.0.1:* http://localhost:* ws://127.0.0.1:* ws://localhost:*; \
    manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'self' http://127.0.0.1:* http://localhost:*";

const HEADERS: [(HeaderName, &str); 5] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    // The embedded app learns its parent's origin from the referrer; the token is in nobody's.
    (header::REFERRER_POLICY, "strict-origin"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (HeaderName::from_static("permissions-policy"), "camera=(self)"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin-allow-popups"),
];

const NOT_BUILT: &str = "The app is not served: build it with `trunk build --release` and start the sandbox with \
    `--dist dist`, or let `cargo xtask serve` do both.\n";

/// `/config.json` and, with `dist`, the app. `root` answers at `/` what is no page.
pub fn router(dist: Option<&Path>, root: MethodRouter<App>) -> Router<App> {
    let config = Router::new().route("/config.json", get(config));
    let app = match dist {
        // Good enough on the fly; a `.br` beside the file, if there is one, is the best brotli can do.
        Some(dist) => {
            let files = ServeDir::new(dist).precompressed_br();
            Router::new().route("/", root.fallback_service(files.clone())).fallback_service(files)
        }
        None => {
            let root = root.get(|| async { NOT_BUILT });
            Router::new().route("/", root).fallback(|| async { StatusCode::NOT_FOUND })
        }
    };
    config
        .merge(app)
        .layer(CompressionLayer::new().quality(CompressionLevel::Precise(5)))
        .layer(middleware::from_fn(decorate))
}

async fn decorate(request: Request, next: Next) -> Response {
    let caching =
        if is_hashed(request.uri().path()) { "public, max-age=31536000, immutable" } else { "no-cache" };
    let mut response = next.run(request).await;
    let is_found = !response.status().is_client_error() && !response.status().is_server_error();
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    let caching = if is_found { caching } else { "no-store" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    response
}

/// Whether the file's name holds a hash of its content, as trunk makes them: `app-0123456789abcdef_bg.wasm`.
fn is_hashed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.split(['-', '.', '_'])
        .skip(1)
        .any(|part| part.len() >= 8 && part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

async fn config(State(app): State<App>, headers: HeaderMap) -> Response {
    let origin = origin(&app, &headers);
    let config = &app.config;
    let page = |given: &Option<String>, own: &str| given.clone().or_else(|| Some(format!("{origin}{own}")));
    let limits = Limits { max_file_bytes: MAX_FILE_BYTES as u64, ..Limits::default() };
    let app = AppConfig {
        api_url: origin.clone(),
        organization_id: Some(config.organization.clone()),
        allowed_parents: config.allowed_parents.clone(),
        support_url: page(&config.support_url, "/shop/help"),
        privacy_url: page(&config.privacy_url, "/shop/privacy"),
        limits,
        liveness: Some(provider::address(&origin, &app)),
        ..AppConfig::default()
    };
    Json(app).into_response()
}

/// The origin the page was called by when that is a name of this machine, so that 127.0.0.1 and localhost both work
/// without a call across origins; else the public one.
pub fn origin(app: &Shared, headers: &HeaderMap) -> String {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    match host.filter(|host| is_loopback_name(host)) {
        Some(host) => format!("http://{host}"),
        None => app.links.public_url.clone(),
    }
}

/// Whether a `Host` header names this machine.
pub fn is_loopback_name(host: &str) -> bool {
    let name = host
        .rsplit_once(':')
        .map_or(host, |(name, port)| if port.bytes().all(|byte| byte.is_ascii_digit()) { name } else { "" });
    matches!(name, "127.0.0.1" | "localhost")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashed_names_are_cached_forever() {
        assert!(is_hashed("/kyc-gatherer-0123456789abcdef.js"));
        assert!(is_hashed("/kyc-gatherer-0123456789abcdef_bg.wasm"));
        assert!(is_hashed("/main-deadbeef.css"));
        assert!(!is_hashed("/index.html"));
        assert!(!is_hashed("/config.json"));
        assert!(!is_hashed("/locales/es.json"));
        assert!(!is_hashed("/"));
    }

    #[test]
    fn only_names_of_this_machine_count_as_such() {
        assert!(is_loopback_name("localhost:8080"));
        assert!(is_loopback_name("127.0.0.1"));
        assert!(!is_loopback_name("localhost.evil.test:80"));
        assert!(!is_loopback_name("localhost:80@evil.test"));
    }
}
