//! Collections by the API's query, as SQL over named columns. Everything a client writes becomes a bound value; a field
//! that cannot be asked for is a 422, because passing over it would answer with more than was meant.
//!
//! `filter` is a list of terms by `;`: `field:a`, `field:a,b` (any of them), `field:!a` (none of them), and for numbers
//! and times `field:from..to`, where either end may be missing. `sort` is a list of fields by `,`, `-` before one for
//! falling order. `q` is a piece of text in any of the searched columns.

use rusqlite::types::Value;

use crate::clock::from_rfc3339;
use crate::problem::{ApiError, ApiResult};

/// What a client wants of a collection, as it comes.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    pub filter: String,
    pub sort: String,
    pub search: String,
    pub limit: usize,
    pub offset: usize,
}

/// How a column is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    Number,
    /// Stored as 0 and 1.
    Flag,
    /// Stored in milliseconds.
    Time,
    /// A JSON list of texts; a term asks for its elements.
    List,
}

/// A field of the API that can be asked for.
#[derive(Debug)]
pub struct Column {
    pub field: &'static str,
    pub name: &'static str,
    pub kind: Kind,
    pub is_searched: bool,
}

impl Column {
    pub const fn new(field: &'static str, name: &'static str, kind: Kind) -> Self {
        Self { field, name, kind, is_searched: false }
    }

    /// `q` looks into it, too.
    pub const fn searched(self) -> Self {
        Self { is_searched: true, ..self }
    }
}

/// A condition and an order, with what is bound to the condition's placeholders.
#[derive(Debug, Default)]
pub struct Clauses {
    conditions: Vec<String>,
    order: Vec<String>,
    pub values: Vec<Value>,
}

impl Clauses {
    /// Newest first unless something else is wanted. The table has a column `seq`.
    pub fn new(columns: &[Column], selection: &Selection) -> ApiResult<Self> {
        let mut clauses = Self::default();
        for term in selection.filter.split(';').filter(|term| !term.trim().is_empty()) {
            let (field, wanted) = term.split_once(':').ok_or_else(|| bad_filter(term))?;
            let column = find(columns, field).ok_or_else(|| bad_filter(field))?;
            clauses.add_term(column, wanted)?;
        }
        if !selection.search.is_empty() {
            clauses.add_search(columns, &selection.search);
        }
        for term in selection.sort.split(',').filter(|term| !term.trim().is_empty()) {
            let (field, direction) = term.trim().strip_prefix('-').map_or((term, "ASC"), |it| (it, "DESC"));
            let column = find(columns, field).filter(|column| column.kind != Kind::List);
            let column = column
                .ok_or_else(|| ApiError::invalid("sort", format!("{} cannot be sorted by.", field.trim())))?;
            clauses.order.push(format!("{} {direction}", column.name));
        }
        clauses.order.push("seq DESC".to_owned());
        Ok(clauses)
    }

    /// What follows `WHERE`.
    pub fn condition(&self) -> String {
        if self.conditions.is_empty() { "TRUE".to_owned() } else { self.conditions.join(" AND ") }
    }

    /// What follows `ORDER BY`.
    pub fn order(&self) -> String {
        self.order.join(", ")
    }

    fn add_term(&mut self, column: &Column, wanted: &str) -> ApiResult<()> {
        let (is_negated, wanted) = wanted.strip_prefix('!').map_or((false, wanted), |rest| (true, rest));
        let name = column.name;
        let condition = match wanted.split_once("..") {
            Some(range) if matches!(column.kind, Kind::Number | Kind::Time) => self.range(column, range)?,
            _ => {
                let mut marks = Vec::new();
                for value in wanted.split(',') {
                    self.values.push(read(column, value)?);
                    marks.push("?");
                }
                let marks = marks.join(", ");
                match column.kind {
                    Kind::List => {
                        format!("EXISTS (SELECT 1 FROM json_each({name}) WHERE value IN ({marks}))")
                    }
                    // NULL is not among any values.
                    _ => format!("({name} IS NOT NULL AND {name} IN ({marks}))"),
                }
            }
        };
        self.conditions.push(if is_negated { format!("NOT {condition}") } else { condition });
        Ok(())
    }

    fn range(&mut self, column: &Column, (from, to): (&str, &str)) -> ApiResult<String> {
        let mut parts = vec![format!("{} IS NOT NULL", column.name)];
        for (end, operator) in [(from, ">="), (to, "<=")] {
            if !end.is_empty() {
                self.values.push(read(column, end)?);
                parts.push(format!("{} {operator} ?", column.name));
            }
        }
        Ok(format!("({})", parts.join(" AND ")))
    }

    fn add_search(&mut self, columns: &[Column], text: &str) {
        let mut parts = Vec::new();
        for column in columns.iter().filter(|column| column.is_searched) {
            self.values.push(text.to_owned().into());
            parts.push(format!("instr(lower({}), lower(?)) > 0", column.name));
        }
        self.conditions.push(format!("({})", parts.join(" OR ")));
    }
}

fn find<'a>(columns: &'a [Column], field: &str) -> Option<&'a Column> {
    columns.iter().find(|column| column.field == field.trim())
}

fn read(column: &Column, text: &str) -> ApiResult<Value> {
    let text = text.trim();
    let value = match column.kind {
        Kind::Text | Kind::List => Some(Value::from(text.to_owned())),
        Kind::Number => text.parse::<i64>().ok().map(Value::from),
        Kind::Flag => text.parse::<bool>().ok().map(|flag| Value::from(i64::from(flag))),
        Kind::Time => {
            let time = from_rfc3339(text).or_else(|| from_rfc3339(&format!("{text}T00:00:00Z")));
            time.map(Value::from)
        }
    };
    value.ok_or_else(|| ApiError::invalid("filter", format!("{} is never {text}.", column.field)))
}

fn bad_filter(what: &str) -> ApiError {
    ApiError::invalid("filter", format!("{} cannot be filtered by.", what.trim()))
}
