//! The bytes of a file: streamed from disk as they are, or a picture scaled down to `imageSize`.

use std::io::Cursor;
use std::path::Path as FilePath;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, Method, Request, StatusCode, header};
use axum::response::{IntoResponse, Response};
use image::{DynamicImage, ImageFormat};
use serde::Deserialize;
use tower_http::services::ServeFile;
use utoipa::IntoParams;

use crate::api::query::UrlQuery;
use crate::app::{App, Shared};
use crate::auth::Merchant;
use crate::problem::{ApiError, ApiResult};
use crate::reading;
use crate::record::{Format, StoredFile};
use crate::store::files;

/// The query of a download, as it comes.
#[derive(Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct Size {
    /// The box that a picture is to fit into.
    #[param(pattern = "^[1-9][0-9]{1,3}x[1-9][0-9]{1,3}$", example = "640x480")]
    image_size: Option<String>,
}

/// Downloads a file; a picture fits into `imageSize`.
#[utoipa::path(
    get, path = "/files/{id}/download", operation_id = "GetFileDownload", tag = "Files", params(Size), responses(
        (status = 200, description = "The file, or the picture fitted into the box.", content(
            (Vec<u8> = "image/jpeg"), (Vec<u8> = "image/png"), (Vec<u8> = "application/pdf"),
        )),
    )
)]
pub async fn read(
    _: Merchant,
    State(app): State<App>,
    Path((_, id)): Path<(String, String)>,
    UrlQuery(size): UrlQuery<Size>,
    method: Method,
) -> ApiResult<Response> {
    let file = app.store.run(move |tx| files::load(tx, &id)).await?;
    send(&app, &file, &size, method).await
}

/// The answer to a permitted download.
pub async fn send(app: &Shared, file: &StoredFile, size: &Size, method: Method) -> ApiResult<Response> {
    let bounds = size.image_size.as_deref().map(parse_size).transpose()?;
    let scaled = match bounds {
        Some(bounds) => scaled(app, file, bounds).await?,
        None => None,
    };
    let mut response = match scaled {
        Some(bytes) => bytes.into_response(),
        None => stream(&app.store.files_dir().join(&file.id), method).await?,
    };
    decorate(response.headers_mut(), file)?;
    Ok(response)
}

/// The whole file, whatever the call's headers ask for: the API knows neither parts of a file nor conditions.
async fn stream(path: &FilePath, method: Method) -> ApiResult<Response> {
    let mut call = Request::new(Body::empty());
    *call.method_mut() = method;
    let response = ServeFile::new(path).try_call(call).await?;
    if response.status() == StatusCode::NOT_FOUND {
        return Err(ApiError::not_found("file"));
    }
    Ok(response.map(Body::new))
}

fn decorate(headers: &mut HeaderMap, file: &StoredFile) -> ApiResult<()> {
    let disposition = format!("attachment; filename=\"{}.{}\"", file.id, file.extension);
    let disposition = HeaderValue::from_str(&disposition).map_err(ApiError::internal)?;
    headers.remove(header::ACCEPT_RANGES);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(file.format.mime()));
    headers.insert(header::CONTENT_DISPOSITION, disposition);
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    // Pictures of people's documents stay out of caches on the way.
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    Ok(())
}

/// By the API definition, each side has two to four digits and does not begin with 0.
fn parse_size(text: &str) -> ApiResult<(u32, u32)> {
    let side = |text: &str| {
        let fits = (2..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse().ok().filter(|_| fits && !text.starts_with('0'))
    };
    text.split_once('x')
        .and_then(|(width, height)| side(width).zip(side(height)))
        .ok_or_else(|| ApiError::invalid("imageSize", "Must be width and height such as 640x480."))
}

/// The picture in its own format, upright, within the bounds. `None` for what is no picture, cannot be decoded, or is
/// small enough: then the file itself is the answer.
async fn scaled(app: &Shared, file: &StoredFile, bounds: (u32, u32)) -> ApiResult<Option<Vec<u8>>> {
    let format = match file.format {
        Format::Jpeg => ImageFormat::Jpeg,
        Format::Png => ImageFormat::Png,
        Format::Pdf => return Ok(None),
    };
    let permit = Arc::clone(&app.heavy).acquire_owned().await.map_err(ApiError::internal)?;
    let (store, file) = (app.store.clone(), file.clone());
    let work = move || {
        let _permit = permit;
        let bytes = files::read(store.files_dir(), &file.id)?;
        Ok(reading::upright(&bytes, file.format).and_then(|picture| shrink(&picture, bounds, format)))
    };
    tokio::task::spawn_blocking(work).await.map_err(ApiError::internal)?
}

/// The EXIF data is not passed on, so what it says of the orientation has been done to the pixels.
fn shrink(picture: &DynamicImage, (width, height): (u32, u32), format: ImageFormat) -> Option<Vec<u8>> {
    if picture.width() <= width && picture.height() <= height {
        return None;
    }
    let mut bytes = Cursor::new(Vec::new());
    picture.thumbnail(width, height).write_to(&mut bytes, format).ok()?;
    Some(bytes.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_those_of_the_definition() {
        assert_eq!(parse_size("640x480").unwrap(), (640, 480));
        assert_eq!(parse_size("10x9999").unwrap(), (10, 9999));
        for bad in ["", "640", "9x10", "640x", "0640x480", "+64x480", "640x48000", "640X480", "640x480x2"] {
            assert!(parse_size(bad).is_err(), "{bad}");
        }
    }
}
