//! Uploaded files.

use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::{Link, Links, link, render};
use crate::clock::to_rfc3339;
use crate::openapi::words::FileSource;
use crate::record::StoredFile;

/// What is known of an uploaded file.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct File<'a> {
    id: &'a str,
    name: &'a str,
    extension: &'a str,
    description: &'a str,
    #[schema(value_type = Option<FileSource>)]
    source_type: Option<&'a str>,
    tags: &'a [String],
    mime: &'static str,
    /// In bytes.
    size: i64,
    /// In pixels.
    width: Option<u32>,
    height: Option<u32>,
    sha1: &'a str,
    /// What a camera noted, by the standard's names.
    #[schema(value_type = Option<Object>)]
    exif_data: Option<&'a Map<String, Value>>,
    is_public: bool,
    #[schema(format = DateTime)]
    created_time: String,
    #[schema(format = DateTime)]
    updated_time: String,
    /// `signedLink` needs no credentials for an hour or two, `permalink` never.
    #[serde(rename = "_links")]
    links: Vec<Link>,
}

/// [`File`]. `signed` is a link that needs no credentials for a while; not every reader is to have it.
pub fn file(links: &Links, file: &StoredFile, signed: Option<&str>) -> Value {
    let mut own_links = vec![
        link("self", links.api(&format!("files/{}", file.id))),
        link("download", links.api(&format!("files/{}/download", file.id))),
    ];
    own_links.extend(signed.map(|signed| link("signedLink", signed)));
    if file.is_public {
        own_links.push(link("permalink", links.api(&format!("public-files/{}", file.id))));
    }
    render(&File {
        id: &file.id,
        name: &file.name,
        extension: &file.extension,
        description: &file.description,
        source_type: file.source_type.as_deref(),
        tags: &file.tags,
        mime: file.format.mime(),
        size: file.size,
        width: file.dimensions.map(|(width, _)| width),
        height: file.dimensions.map(|(_, height)| height),
        sha1: &file.sha1,
        exif_data: file.exif.as_ref(),
        is_public: file.is_public,
        created_time: to_rfc3339(file.created_at),
        updated_time: to_rfc3339(file.updated_at),
        links: own_links,
    })
}
