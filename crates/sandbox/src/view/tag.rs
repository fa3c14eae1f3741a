//! Tags.

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::{Link, Links, link, render};
use crate::clock::to_rfc3339;
use crate::openapi::words::TagType;
use crate::record;

/// A merchant's label.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Tag<'a> {
    id: &'a str,
    name: &'a str,
    #[serde(rename = "type")]
    #[schema(value_type = TagType)]
    tag_type: &'a str,
    #[schema(format = DateTime)]
    created_time: String,
    #[schema(format = DateTime)]
    updated_time: String,
    #[serde(rename = "_links")]
    links: Vec<Link>,
}

impl<'a> Tag<'a> {
    pub(super) fn new(links: &Links, tag: &'a record::Tag) -> Self {
        Self {
            id: &tag.id,
            name: &tag.name,
            tag_type: &tag.tag_type,
            created_time: to_rfc3339(tag.created_at),
            updated_time: to_rfc3339(tag.updated_at),
            links: vec![link("self", links.api(&format!("tags/{}", tag.id)))],
        }
    }
}

/// [`Tag`].
pub fn tag(links: &Links, tag: &record::Tag) -> Value {
    render(&Tag::new(links, tag))
}
