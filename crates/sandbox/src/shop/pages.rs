//! The shop's pages, put into one frame, and what they load. All of it is part of the program.

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderName, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;

use crate::app::App;

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    connect-src 'self'; frame-src http://127.0.0.1:* http://localhost:*; base-uri 'none'; form-action 'self'; \
    frame-ancestors 'none'";

/// What all pages have around their content.
const LAYOUT: &str = include_str!("../../shop/layout.html");

/// A page by its path; its file has the title in the first line and the content after it.
macro_rules! pages {
    ($($path:literal: $name:literal),* $(,)?) => {
        [$(($path, include_str!(concat!("../../shop/pages/", $name, ".html")))),*]
    };
}

const PAGES: [(&str, &str); 8] = pages! {
    "/shop": "home", "/shop/new": "new", "/shop/embedded": "embedded", "/shop/return": "return", "/shop/help": "help",
    "/shop/privacy": "privacy", "/shop/requests": "requests", "/shop/requests/{id}": "request",
};

macro_rules! files {
    ($content_type:literal: $($name:literal),* $(,)?) => {
        [$((concat!("/shop/", $name), $content_type, include_str!(concat!("../../shop/", $name)))),*]
    };
}

const STYLES: [(&str, &str, &str); 4] =
    files! { "text/css; charset=utf-8": "css/base.css", "css/controls.css", "css/site.css", "css/desk.css" };

const SCRIPTS: [(&str, &str, &str); 17] = files! { "text/javascript; charset=utf-8":
    "js/home.js", "js/new.js", "js/embedded.js", "js/return.js", "js/requests.js", "js/request.js",
    "js/api.js", "js/dom.js", "js/words.js", "js/presets.js", "js/open.js", "js/documents.js", "js/timeline.js",
    "js/document-card.js", "js/rejection.js", "js/switches.js", "js/state.js",
};

const PICTURES: [(&str, &str, &str); 1] = files! { "image/svg+xml": "favicon.svg" };

/// The pages and the files.
pub fn router() -> Router<App> {
    let plain = Router::new().route("/shop/", get(|| async { Redirect::permanent("/shop") }));
    let pages = PAGES.into_iter().fold(plain, |router, (path, content)| {
        router.route(path, get(move |request: Request| async move { page(&request, content) }))
    });
    STYLES.into_iter().chain(SCRIPTS).chain(PICTURES).fold(pages, |router, (path, content_type, content)| {
        router.route(path, get(move || async move { answer(content_type, content.to_owned()) }))
    })
}

fn page(request: &Request, content: &str) -> Response {
    let (title, main) = content.split_once('\n').unwrap_or_default();
    // The link to the page itself is marked for those who cannot see that it is.
    let here = format!("href=\"{}\"", request.uri().path());
    let layout = LAYOUT.replace(&here, &format!("{here} aria-current=\"page\""));
    let text = layout.replace("<!--title-->", title);
    answer("text/html; charset=utf-8", text.replace("<!--main-->", main))
}

fn answer(content_type: &'static str, content: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, content_type),
        (header::CACHE_CONTROL, "no-cache"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        // The embedded app must learn who embeds it; nobody needs to know more.
        (header::REFERRER_POLICY, "strict-origin"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (HeaderName::from_static("permissions-policy"), "camera=*"),
    ];
    (headers, content).into_response()
}
