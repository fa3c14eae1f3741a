//! The demo merchant: a page that asks for a verification, its server part that holds the API key, and the page the
//! customer returns to.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};

use crate::api::body::{JsonBody, created};
use crate::api::{requests, storefront};
use crate::app::App;
use crate::lifecycle::requests as lifecycle;
use crate::problem::ApiResult;
use crate::{ids, statics};

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    connect-src 'self'; frame-src http://127.0.0.1:* http://localhost:*; base-uri 'none'; form-action 'self'; \
    frame-ancestors 'none'";

/// The pages and what they need, by path.
const FILES: [(&str, &str, &str); 8] = [
    ("/shop", "text/html; charset=utf-8", include_str!("../shop/index.html")),
    ("/shop/return", "text/html; charset=utf-8", include_str!("../shop/return.html")),
    ("/shop/help", "text/html; charset=utf-8", include_str!("../shop/help.html")),
    ("/shop/privacy", "text/html; charset=utf-8", include_str!("../shop/privacy.html")),
    ("/shop/shop.css", "text/css; charset=utf-8", include_str!("../shop/shop.css")),
    ("/shop/shop.js", "text/javascript; charset=utf-8", include_str!("../shop/shop.js")),
    ("/shop/return.js", "text/javascript; charset=utf-8", include_str!("../shop/return.js")),
    ("/shop/state.js", "text/javascript; charset=utf-8", include_str!("../shop/state.js")),
];

/// `/shop` and below.
pub fn router() -> Router<App> {
    let api = Router::new()
        .route("/shop/api/vocabulary", get(vocabulary))
        .route("/shop/api/requests", post(create))
        .route("/shop/api/requests/{id}", get(read))
        .route("/shop/", get(|| async { Redirect::permanent("/shop") }));
    FILES.into_iter().fold(api, |router, (path, content_type, content)| {
        router.route(path, get(move || async move { page(content_type, content) }))
    })
}

fn page(content_type: &'static str, content: &'static str) -> Response {
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

/// What can be asked for: the gathered types with their subtypes.
async fn vocabulary() -> Json<Value> {
    let gathered = kyc_wire::DocumentType::ALL.iter().filter(|document_type| document_type.is_gathered());
    Json(gathered.map(|it| json!({ "type": it, "subtypes": it.subtypes() })).collect())
}

/// Creates the request on the merchant's server, which alone holds the key. The shop sends its customers back to
/// the page they came from, so the redirect is made here.
async fn create(
    State(app): State<App>,
    headers: HeaderMap,
    JsonBody(mut body): JsonBody,
) -> ApiResult<Response> {
    let id = ids::request();
    let redirect = format!("{}/shop/return?request={id}", statics::origin(&app, &headers));
    if let Some(fields) = body.as_object_mut() {
        fields.insert("redirectUrl".into(), redirect.into());
    }
    let request = requests::parse(&body, id, app.clock.now_ms())?;
    let request = app.act(move |act| lifecycle::create(act, request)).await?;
    Ok(created(requests::render(&app, &request)?))
}

/// The live state, without the customer's link.
async fn read(State(app): State<App>, Path(id): Path<String>) -> ApiResult<Json<Value>> {
    let (request, documents) = app.act(move |act| lifecycle::load(act, &id)).await?;
    Ok(Json(storefront::render_request(&app, &request, &documents, true)))
}
