//! Whom the liveness provider knows: identities, and the keys they were given.

use rusqlite::{OptionalExtension, Row, Transaction, named_params};

use crate::problem::ApiResult;

/// A key that the liveness provider gave to an identity.
#[derive(Clone, PartialEq, Eq)]
pub struct ProviderKey {
    pub access_key: String,
    pub secret_key: String,
    pub session_token: String,
    pub identity_id: String,
    pub expires_at: i64,
}

/// Remembers an identity.
pub fn add_identity(tx: &Transaction<'_>, id: &str, now: i64) -> ApiResult<()> {
    tx.execute("INSERT INTO provider_identities (id, created_at) VALUES (?1, ?2)", (id, now))?;
    Ok(())
}

pub fn is_identity(tx: &Transaction<'_>, id: &str) -> ApiResult<bool> {
    let query = "SELECT EXISTS (SELECT 1 FROM provider_identities WHERE id = ?1)";
    Ok(tx.query_row(query, [id], |row| row.get(0))?)
}

/// Remembers a key, and forgets those that ended before `forget`.
pub fn insert(tx: &Transaction<'_>, key: &ProviderKey, forget: i64) -> ApiResult<()> {
    tx.execute("DELETE FROM provider_keys WHERE expires_at < ?1", [forget])?;
    tx.execute(
        "INSERT INTO provider_keys (access_key, secret_key, session_token, identity_id, expires_at)
         VALUES (:access_key, :secret_key, :session_token, :identity_id, :expires_at)",
        named_params! {
            ":access_key": key.access_key, ":secret_key": key.secret_key, ":session_token": key.session_token,
            ":identity_id": key.identity_id, ":expires_at": key.expires_at,
        },
    )?;
    Ok(())
}

pub fn find(tx: &Transaction<'_>, access_key: &str) -> ApiResult<Option<ProviderKey>> {
    let query = "SELECT * FROM provider_keys WHERE access_key = ?1";
    let read = |row: &Row<'_>| {
        Ok(ProviderKey {
            access_key: row.get("access_key")?,
            secret_key: row.get("secret_key")?,
            session_token: row.get("session_token")?,
            identity_id: row.get("identity_id")?,
            expires_at: row.get("expires_at")?,
        })
    };
    Ok(tx.query_row(query, [access_key], read).optional()?)
}
