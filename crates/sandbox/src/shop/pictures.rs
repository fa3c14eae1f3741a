//! What was handed in, fetched by the shop's server: the page needs neither the key nor a signed link.

use axum::extract::{Path, State};
use axum::http::{HeaderName, HeaderValue, Method, header};
use axum::response::Response;

use crate::api::files::download::{self, Size};
use crate::api::query::UrlQuery;
use crate::app::App;
use crate::problem::ApiResult;
use crate::record::Format;
use crate::store::files;

/// Whatever lies in a file, it runs nothing and loads nothing.
const POLICY: &str = "default-src 'none'; sandbox";

pub async fn read(
    State(app): State<App>,
    Path(id): Path<String>,
    UrlQuery(size): UrlQuery<Size>,
    method: Method,
) -> ApiResult<Response> {
    let file = app.store.run(move |tx| files::load(tx, &id)).await?;
    let mut response = download::send(&app, &file, &size, method).await?;
    let headers = response.headers_mut();
    if file.format != Format::Pdf {
        // A viewer for PDFs would not run under the policy: those are downloaded.
        headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("inline"));
    }
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    );
    Ok(response)
}
