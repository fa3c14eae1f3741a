//! Who may use the shop's server part. It acts with the merchant's power, so a foreign page in the same browser must not
//! use it (the API's own CORS headers admit every origin), and the desk is closed to other machines, as `/sandbox` is.
//! A name of this machine in `Host` is asked for as well: else a page whose name was rebound to 127.0.0.1 would count as
//! our own, and a tunnel would open the desk to the world.

use axum::extract::{ConnectInfo, Request};
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::Response;

use crate::connection::Connection;
use crate::problem::{ApiError, ApiResult};

/// For calls of a customer's browser: from the shop's own pages, from whatever machine.
pub async fn only_own_pages(request: Request, next: Next) -> ApiResult<Response> {
    check_page(request.method(), request.headers())?;
    Ok(next.run(request).await)
}

/// For the desk: the same, and from this machine.
pub async fn only_the_desk(
    ConnectInfo(connection): ConnectInfo<Connection>,
    request: Request,
    next: Next,
) -> ApiResult<Response> {
    if !connection.is_local(request.headers()) {
        return Err(ApiError::forbidden("The merchant's desk works from this machine only."));
    }
    check_page(request.method(), request.headers())?;
    Ok(next.run(request).await)
}

/// Browsers say where a call comes from; programs that say nothing carry no ambient power that could be abused.
fn check_page(method: &Method, headers: &HeaderMap) -> ApiResult<()> {
    let refused = || Err(ApiError::forbidden("Only the shop's own pages may call this."));
    let is_typed_in = |site: &str| site == "none" && method.is_safe();
    if text(headers, "sec-fetch-site").is_some_and(|site| site != "same-origin" && !is_typed_in(site)) {
        return refused();
    }
    let authority =
        text(headers, header::ORIGIN).map(|origin| origin.split_once("://").map(|(_, host)| host));
    if authority.is_some_and(|authority| authority != text(headers, header::HOST)) {
        return refused();
    }
    // A form of another site cannot send JSON, in browsers too old for the headers above.
    let is_json = text(headers, header::CONTENT_TYPE).is_some_and(|it| it.starts_with("application/json"));
    if *method == Method::POST && !is_json {
        return refused();
    }
    Ok(())
}

fn text(headers: &HeaderMap, name: impl header::AsHeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    fn is_let_in(method: &Method, headers: &[(&'static str, &'static str)]) -> bool {
        let pairs = headers
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
        check_page(method, &pairs.collect()).is_ok()
    }

    const JSON: (&str, &str) = ("content-type", "application/json; charset=utf-8");
    const HOST: (&str, &str) = ("host", "127.0.0.1:8080");

    #[test]
    fn the_shops_own_pages_are_let_in() {
        let own = [("sec-fetch-site", "same-origin"), ("origin", "http://127.0.0.1:8080"), HOST, JSON];
        assert!(is_let_in(&Method::POST, &own));
        assert!(is_let_in(&Method::GET, &[("sec-fetch-site", "same-origin"), HOST]));
        assert!(is_let_in(&Method::GET, &[("sec-fetch-site", "none"), HOST]));
        assert!(is_let_in(&Method::DELETE, &[HOST]));
    }

    #[test]
    fn foreign_pages_are_not() {
        for site in ["cross-site", "same-site", "none"] {
            assert!(!is_let_in(&Method::POST, &[("sec-fetch-site", site), HOST, JSON]), "{site}");
        }
        assert!(!is_let_in(&Method::GET, &[("sec-fetch-site", "same-site"), HOST]));
        for origin in ["http://localhost:8080", "http://127.0.0.1:8081", "https://evil.test", "null"] {
            let origin: &'static str = origin;
            assert!(!is_let_in(&Method::GET, &[("origin", origin), HOST]), "{origin}");
        }
    }

    #[test]
    fn a_form_without_json_is_not_let_in() {
        assert!(!is_let_in(&Method::POST, &[HOST]));
        assert!(!is_let_in(&Method::POST, &[HOST, ("content-type", "text/plain")]));
    }
}
