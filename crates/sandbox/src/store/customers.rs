//! Customers: whatever fields the merchant sent, kept as they came.

use rusqlite::{OptionalExtension, Transaction};
use serde_json::{Map, Value};

use crate::problem::{ApiError, ApiResult};

/// A customer's record.
#[derive(Clone, Debug)]
pub struct Customer {
    pub id: String,
    pub data: Map<String, Value>,
    pub revision: i64,
    pub created_at: i64,
    pub updated_at: i64,
}

/// Stores the customer; true when it is new.
pub fn put(tx: &Transaction<'_>, id: &str, data: &Map<String, Value>, now: i64) -> ApiResult<bool> {
    let revision: i64 = tx.query_row(
        "INSERT INTO customers (id, data, revision, created_at, updated_at) VALUES (?1, ?2, 1, ?3, ?3)
         ON CONFLICT (id) DO UPDATE SET data = ?2, revision = revision + 1, updated_at = ?3
         RETURNING revision",
        (id, serde_json::to_string(data)?, now),
        |row| row.get(0),
    )?;
    Ok(revision == 1)
}

/// The customer, if it has a record.
pub fn find(tx: &Transaction<'_>, id: &str) -> ApiResult<Option<Customer>> {
    let query = "SELECT data, revision, created_at, updated_at FROM customers WHERE id = ?1";
    let row = tx
        .prepare_cached(query)?
        .query_row([id], |row| Ok((row.get::<_, String>(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
        .optional()?;
    row.map(|(data, revision, created_at, updated_at)| {
        let data = serde_json::from_str(&data)?;
        Ok(Customer { id: id.to_owned(), data, revision, created_at, updated_at })
    })
    .transpose()
}

/// Whether there is anything of this customer: a record, a request or a document.
pub fn is_known(tx: &Transaction<'_>, id: &str) -> ApiResult<bool> {
    let query = "SELECT EXISTS (SELECT 1 FROM customers WHERE id = ?1)
        OR EXISTS (SELECT 1 FROM kyc_requests WHERE customer_id = ?1)
        OR EXISTS (SELECT 1 FROM kyc_documents WHERE customer_id = ?1)";
    Ok(tx.query_row(query, [id], |row| row.get(0))?)
}

/// The customer, or 404.
pub fn load(tx: &Transaction<'_>, id: &str) -> ApiResult<Customer> {
    find(tx, id)?.ok_or_else(|| ApiError::not_found("customer"))
}
