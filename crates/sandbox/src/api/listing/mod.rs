//! The query of collections: `limit`, `offset`, `sort`, `filter`, `q`, `fields` and `expand`, laid over the JSON of the
//! resources, so that every collection understands them alike.

mod filter;
mod order;

use axum::http::{HeaderMap, HeaderValue};
use serde::Deserialize;
use serde_json::Value;
use utoipa::IntoParams;

use crate::problem::{ApiResult, InvalidFields};
use filter::Filter;
use order::Order;

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
    /// Text that stands somewhere in the resource's own texts.
    q: Option<String>,
    /// Only these fields, and `id`.
    fields: Option<String>,
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
pub fn describe(fields: &[Field], expandable: &[&str]) -> String {
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
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// A dot path.
    path: &'static str,
    /// Whether a value to filter by makes sense.
    takes: fn(&str) -> bool,
    is_sortable: bool,
}

impl Field {
    /// Any text, number or time.
    pub const fn any(path: &'static str) -> Self {
        Self { path, takes: |_| true, is_sortable: true }
    }

    /// A number.
    pub const fn number(path: &'static str) -> Self {
        Self { path, takes: |text| text.parse::<i64>().is_ok(), is_sortable: true }
    }

    /// A time, or a date for its midnight.
    pub const fn time(path: &'static str) -> Self {
        Self { path, takes: filter::is_time, is_sortable: true }
    }

    /// A list of texts, any of which may be asked for.
    pub const fn list(path: &'static str) -> Self {
        Self { path, takes: |_| true, is_sortable: false }
    }

    /// A word of a closed list.
    pub const fn word(path: &'static str, takes: fn(&str) -> bool) -> Self {
        Self { path, takes, is_sortable: true }
    }
}

fn find<'a>(fields: &'a [Field], path: &str) -> Result<&'a Field, String> {
    fields.iter().find(|field| field.path == path).ok_or_else(|| {
        let known: Vec<&str> = fields.iter().map(|field| field.path).collect();
        format!("{path} cannot be used here; these can: {}.", known.join(", "))
    })
}

/// One page of a collection, with the headers that tell where it lies.
#[derive(Debug)]
pub struct Page {
    pub headers: HeaderMap,
    pub items: Vec<Value>,
}

impl Query {
    /// Whether `expand` names it.
    pub fn expands(&self, name: &str) -> bool {
        self.expand.as_deref().is_some_and(|names| names.split(',').any(|it| it.trim() == name))
    }

    /// Filters, sorts and cuts `all`, which come newest first. `fields` may be filtered and sorted by;
    /// anything else is a 422 that names the parameter.
    pub fn page(&self, all: impl IntoIterator<Item = Value>, fields: &[Field]) -> ApiResult<Page> {
        let mut refused = InvalidFields::default();
        let limit = number(self.limit.as_deref(), DEFAULT_LIMIT, "limit", &mut refused);
        let offset = number(self.offset.as_deref(), 0, "offset", &mut refused);
        let filter = Filter::parse(self.filter.as_deref(), fields)
            .map_err(|message| refused.add("filter", message))
            .unwrap_or_default();
        let order = Order::parse(self.sort.as_deref(), fields)
            .map_err(|message| refused.add("sort", message))
            .unwrap_or_default();
        refused.check()?;
        let mut found: Vec<Value> =
            all.into_iter().filter(|it| filter.admits(it) && self.is_found_in(it)).collect();
        order.sort(&mut found);
        let headers = pagination(found.len(), limit, offset);
        let items = found.into_iter().skip(offset).take(limit).map(|it| self.sparse(it)).collect();
        Ok(Page { headers, items })
    }

    /// `q`: the text is somewhere in the resource's own texts, in any case of letters.
    fn is_found_in(&self, resource: &Value) -> bool {
        let Some(wanted) = self.q.as_deref().map(str::to_lowercase) else { return true };
        let values = resource.as_object().into_iter().flatten().map(|(_, value)| value);
        let texts =
            values.flat_map(|value| value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice));
        texts.filter_map(Value::as_str).map(str::to_lowercase).any(|text| text.contains(&wanted))
    }

    /// `fields`: only these; `id` stays.
    fn sparse(&self, resource: Value) -> Value {
        let Some(names) = self.fields.as_deref() else { return resource };
        let Value::Object(mut fields) = resource else { return resource };
        fields.retain(|name, _| name == "id" || names.split(',').any(|wanted| wanted.trim() == name));
        Value::Object(fields)
    }
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

/// The value at a dot path; null where there is none.
fn at<'a>(resource: &'a Value, path: &str) -> &'a Value {
    path.split('.').try_fold(resource, |value, name| value.get(name)).unwrap_or(&Value::Null)
}
