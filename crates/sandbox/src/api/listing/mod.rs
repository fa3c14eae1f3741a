//! The query of collections: `limit`, `offset`, `sort` and `filter`, laid over the records, so that every collection
//! understands them alike and only the page is made into JSON; and `q` and `fields`, where the API has them.

mod cell;
mod filter;
mod order;
mod search;

use axum::Json;
use axum::http::{HeaderMap, HeaderValue};
use serde::Deserialize;
use serde_json::Value;
use utoipa::IntoParams;

use crate::problem::{ApiResult, InvalidFields};
pub use cell::Cell;
use filter::Filter;
use order::Order;
pub use search::Search;

const DEFAULT_LIMIT: usize = 100;
/// The largest `limit` and `offset` that the API definition permits.
const MAX: usize = 1000;

/// The query as it comes: all text, so that a refusal can name the parameter.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Query {
    /// How many at most.
    #[param(value_type = Option<u16>, maximum = 1000, example = 10)]
    limit: Option<String>,
    /// How many to pass over.
    #[param(value_type = Option<u16>, maximum = 1000)]
    offset: Option<String>,
    /// `field:a,b` any of them, `!a` none, `from..to` a range; several fields with `;`.
    filter: Option<String>,
    /// Fields, with `-` for the largest first.
    #[param(value_type = Option<Vec<String>>, style = Form, explode = false)]
    sort: Option<String>,
    #[param(ignore)]
    expand: Option<String>,
}

/// The query of a collection that knows no more.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Paging {
    /// How many at most.
    #[param(value_type = Option<u16>, maximum = 1000, example = 10)]
    limit: Option<String>,
    /// How many to pass over.
    #[param(value_type = Option<u16>, maximum = 1000)]
    offset: Option<String>,
}

/// The part of the query that only some calls know. It is read with the rest.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "read as a part of Query")]
pub struct Expand {
    /// What to embed, in `_embedded`.
    expand: Option<String>,
}

/// What the description of a collection says of its query.
pub fn describe<T>(fields: &[Field<T>], expandable: &[&str]) -> String {
    let names = |names: &mut dyn Iterator<Item = &str>| {
        names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
    };
    let mut text = format!("`filter` and `sort` know {}.", names(&mut fields.iter().map(|field| field.path)));
    if !expandable.is_empty() {
        text += &format!(" `expand` knows {}.", names(&mut expandable.iter().copied()));
    }
    text
}

/// What a collection can be filtered and sorted by.
pub struct Field<T> {
    /// Its name in the JSON, a dot path.
    path: &'static str,
    /// Whether a value to filter by makes sense.
    takes: fn(&str) -> bool,
    is_sortable: bool,
    /// What a record has there.
    cell: fn(&T) -> Cell<'_>,
}

impl<T> Field<T> {
    /// Any text.
    pub const fn any(path: &'static str, cell: fn(&T) -> Cell<'_>) -> Self {
        Self { path, takes: |_| true, is_sortable: true, cell }
    }

    /// A number.
    pub const fn number(path: &'static str, cell: fn(&T) -> Cell<'_>) -> Self {
        Self { path, takes: |text| text.parse::<i64>().is_ok(), is_sortable: true, cell }
    }

    /// A time, or a date for its midnight.
    pub const fn time(path: &'static str, cell: fn(&T) -> Cell<'_>) -> Self {
        Self { path, takes: |text| cell::time(text).is_some(), is_sortable: true, cell }
    }

    /// A list of texts, any of which may be asked for.
    pub const fn list(path: &'static str, cell: fn(&T) -> Cell<'_>) -> Self {
        Self { path, takes: |_| true, is_sortable: false, cell }
    }

    /// A word of a closed list.
    pub const fn word(path: &'static str, takes: fn(&str) -> bool, cell: fn(&T) -> Cell<'_>) -> Self {
        Self { path, takes, is_sortable: true, cell }
    }
}

fn find<'f, T>(fields: &'f [Field<T>], path: &str) -> Result<&'f Field<T>, String> {
    fields.iter().find(|field| field.path == path).ok_or_else(|| {
        let known: Vec<&str> = fields.iter().map(|field| field.path).collect();
        format!("{path} cannot be used here; these can: {}.", known.join(", "))
    })
}

/// One page of a collection, with the headers that tell where it lies.
pub struct Page<T> {
    headers: HeaderMap,
    pub items: Vec<T>,
}

/// The answer to a collection's call.
pub type Listed = (HeaderMap, Json<Vec<Value>>);

impl<T> Page<T> {
    /// As the API shows it.
    pub fn render(self, view: impl FnMut(T) -> ApiResult<Value>) -> ApiResult<Listed> {
        let views = self.items.into_iter().map(view).collect::<ApiResult<_>>()?;
        Ok((self.headers, Json(views)))
    }
}

impl Query {
    /// Whether `expand` names it.
    pub fn expands(&self, name: &str) -> bool {
        self.expand.as_deref().is_some_and(|names| names.split(',').any(|it| it.trim() == name))
    }

    /// Filters and sorts `all`, which come newest first, and takes the page. `fields` may be filtered and sorted by;
    /// anything else is a 422 that names the parameter.
    pub fn page<T>(&self, all: Vec<T>, fields: &[Field<T>]) -> ApiResult<Page<T>> {
        let mut refused = InvalidFields::default();
        let filter = Filter::parse(self.filter.as_deref(), fields);
        let filter = filter.map_err(|message| refused.add("filter", message)).ok();
        let order = Order::parse(self.sort.as_deref(), fields);
        let order = order.map_err(|message| refused.add("sort", message)).ok();
        let mut found = all;
        found.retain(|it| filter.as_ref().is_some_and(|filter| filter.admits(it)));
        if let Some(order) = order {
            order.sort(&mut found);
        }
        cut(found, self.limit.as_deref(), self.offset.as_deref(), refused)
    }
}

impl Paging {
    /// The page of `all`, where nothing else can be asked for.
    pub fn page<T>(&self, all: Vec<T>) -> ApiResult<Page<T>> {
        cut(all, self.limit.as_deref(), self.offset.as_deref(), InvalidFields::default())
    }
}

fn cut<T>(
    found: Vec<T>,
    limit: Option<&str>,
    offset: Option<&str>,
    mut refused: InvalidFields,
) -> ApiResult<Page<T>> {
    let limit = number(limit, DEFAULT_LIMIT, "limit", &mut refused);
    let offset = number(offset, 0, "offset", &mut refused);
    refused.check()?;
    let headers = pagination(found.len(), limit, offset);
    Ok(Page { headers, items: found.into_iter().skip(offset).take(limit).collect() })
}

fn number(text: Option<&str>, default: usize, name: &str, refused: &mut InvalidFields) -> usize {
    let Some(text) = text else { return default };
    text.parse().ok().filter(|number| *number <= MAX).unwrap_or_else(|| {
        refused.add(name, format!("Must be a number from 0 to {MAX}."));
        default
    })
}

fn pagination(total: usize, limit: usize, offset: usize) -> HeaderMap {
    [("pagination-total", total), ("pagination-limit", limit), ("pagination-offset", offset)]
        .into_iter()
        .map(|(name, value)| (axum::http::HeaderName::from_static(name), HeaderValue::from(value)))
        .collect()
}
