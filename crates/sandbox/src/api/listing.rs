//! The query of collections: `limit`, `offset`, `expand`, `sort`, `fields`, `q` and `filter=field:value;field:value`.

use axum::http::{HeaderMap, HeaderValue};
use serde::Deserialize;
use serde_json::Value;

use crate::problem::{ApiError, ApiResult};
use crate::store::query::Selection;

const DEFAULT_LIMIT: usize = 100;
const MAX_LIMIT: usize = 1000;

/// The query as it comes.
#[derive(Debug, Default, Deserialize)]
pub struct Query {
    limit: Option<usize>,
    offset: Option<usize>,
    filter: Option<String>,
    expand: Option<String>,
    sort: Option<String>,
    fields: Option<String>,
    q: Option<String>,
}

impl Query {
    pub fn limit(&self) -> usize {
        self.limit.unwrap_or(DEFAULT_LIMIT).min(MAX_LIMIT)
    }

    pub fn offset(&self) -> usize {
        self.offset.unwrap_or(0)
    }

    pub fn expands(&self, name: &str) -> bool {
        self.expand.as_deref().is_some_and(|names| names.split(',').any(|it| it == name))
    }

    /// The value that `filter` asks for in `field`.
    pub fn filter(&self, field: &str) -> Option<String> {
        let terms = self.filter.as_deref()?.split(';');
        terms
            .filter_map(|term| term.split_once(':'))
            .find(|(name, _)| *name == field)
            .map(|(_, it)| it.to_owned())
    }

    /// As [`Query::filter`], for a word of the vocabulary; another word is a 422.
    pub fn filter_word<T>(&self, field: &str, parse: fn(&str) -> Option<T>) -> ApiResult<Option<T>> {
        let read = |text: String| {
            parse(&text).ok_or_else(|| ApiError::invalid("filter", format!("{field} is no {text}.")))
        };
        self.filter(field).map(read).transpose()
    }

    /// What to take of a collection that [`crate::store::query`] reads.
    pub fn selection(&self) -> Selection {
        Selection {
            filter: self.filter.clone().unwrap_or_default(),
            sort: self.sort.clone().unwrap_or_default(),
            search: self.q.clone().unwrap_or_default(),
            limit: self.limit(),
            offset: self.offset(),
        }
    }

    /// Leaves what `fields` names of a resource, or all of it.
    pub fn project(&self, mut resource: Value) -> Value {
        let names = self.fields.as_deref().filter(|names| !names.is_empty());
        if let (Some(names), Some(fields)) = (names, resource.as_object_mut()) {
            fields.retain(|field, _| names.split(',').any(|name| name.trim() == field));
        }
        resource
    }

    /// The headers of a page.
    pub fn pagination(&self, total: i64) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert("pagination-total", HeaderValue::from(total));
        headers.insert("pagination-limit", HeaderValue::from(self.limit()));
        headers.insert("pagination-offset", HeaderValue::from(self.offset()));
        headers
    }
}
