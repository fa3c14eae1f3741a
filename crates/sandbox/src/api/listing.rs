//! The query of collections: `limit`, `offset`, `expand` and `filter=field:value;field:value`.

use axum::http::{HeaderMap, HeaderValue};
use serde::Deserialize;

use crate::problem::{ApiError, ApiResult};

const DEFAULT_LIMIT: usize = 100;
const MAX_LIMIT: usize = 1000;

/// The query as it comes.
#[derive(Debug, Default, Deserialize)]
pub struct Query {
    limit: Option<usize>,
    offset: Option<usize>,
    filter: Option<String>,
    expand: Option<String>,
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

    /// The headers of a page.
    pub fn pagination(&self, total: i64) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert("pagination-total", HeaderValue::from(total));
        headers.insert("pagination-limit", HeaderValue::from(self.limit()));
        headers.insert("pagination-offset", HeaderValue::from(self.offset()));
        headers
    }
}
