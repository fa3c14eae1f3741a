//! Links that need no credentials: signed ones, which say until when they are good, and permanent ones of public files.

use axum::extract::{Path, State};
use axum::http::Method;
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use serde::Deserialize;
use sha2::Sha256;
use utoipa::IntoParams;

use super::download::{self, Size};
use crate::api::query::UrlQuery;
use crate::app::{App, Shared};
use crate::problem::{ApiError, ApiResult};
use crate::store::files;

const HOUR: i64 = 3600;

/// The query of a signed link.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Signed {
    /// Until when it is good, in Unix seconds.
    #[param(required = true)]
    expires: Option<i64>,
    #[param(required = true)]
    signature: Option<String>,
}

/// A link that is good for one to two hours. All links made within an hour are the same, so that they can be cached.
pub fn link(app: &Shared, id: &str) -> ApiResult<String> {
    let expires = (app.clock.now_ms().div_euclid(1000).div_euclid(HOUR) + 2) * HOUR;
    let signature = URL_SAFE_NO_PAD.encode(mac(app, id, expires)?.finalize().into_bytes());
    Ok(app.links.api(&format!("signed-files/{id}?expires={expires}&signature={signature}")))
}

/// Downloads a file by the signed link, without credentials.
#[utoipa::path(
    get, path = "/signed-files/{id}", operation_id = "GetSignedFile", tag = "Files", params(Signed, Size), responses(
        (status = 200, description = "The file, or the picture fitted into the box.", content(
            (Vec<u8> = "image/jpeg"), (Vec<u8> = "image/png"), (Vec<u8> = "application/pdf"),
        )),
        (status = 401, description = "The link is not valid, or has expired."),
    )
)]
pub async fn read_signed(
    State(app): State<App>,
    Path((_, id)): Path<(String, String)>,
    UrlQuery(Signed { expires, signature }): UrlQuery<Signed>,
    UrlQuery(size): UrlQuery<Size>,
    method: Method,
) -> ApiResult<Response> {
    let expires = expires.filter(|expires| is_authentic(&app, &id, *expires, signature.as_deref()));
    let expires = expires.ok_or_else(|| ApiError::unauthorized("The link is not valid."))?;
    if app.clock.now_ms() >= expires.saturating_mul(1000) {
        return Err(ApiError::unauthorized("The link has expired."));
    }
    let file = app.store.run(move |tx| files::load(tx, &id)).await?;
    download::send(&app, &file, &size, method).await
}

/// Downloads a public file, without credentials.
#[utoipa::path(
    get, path = "/public-files/{id}", operation_id = "GetPublicFile", tag = "Files", params(Size), responses(
        (status = 200, description = "The file, or the picture fitted into the box.", content(
            (Vec<u8> = "image/jpeg"), (Vec<u8> = "image/png"), (Vec<u8> = "application/pdf"),
        )),
    )
)]
pub async fn read_public(
    State(app): State<App>,
    Path((_, id)): Path<(String, String)>,
    UrlQuery(size): UrlQuery<Size>,
    method: Method,
) -> ApiResult<Response> {
    let file = app.store.run(move |tx| files::load(tx, &id)).await?;
    if !file.is_public {
        // As if it did not exist: whether it does is nobody's business.
        return Err(ApiError::not_found("file"));
    }
    download::send(&app, &file, &size, method).await
}

fn is_authentic(app: &Shared, id: &str, expires: i64, signature: Option<&str>) -> bool {
    let signature = signature.and_then(|text| URL_SAFE_NO_PAD.decode(text).ok());
    // Compares in constant time.
    signature.is_some_and(|it| mac(app, id, expires).is_ok_and(|mac| mac.verify_slice(&it).is_ok()))
}

/// The words before the id keep this apart from everything else that is signed with the secret.
fn mac(app: &Shared, id: &str, expires: i64) -> ApiResult<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(&app.secret).map_err(ApiError::internal)?;
    mac.update(format!("signed link to file\n{}\n{id}\n{expires}", app.config.organization).as_bytes());
    Ok(mac)
}
