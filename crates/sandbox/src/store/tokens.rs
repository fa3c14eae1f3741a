//! Tokens that merchants had issued, and what the JWTs they were exchanged for ask of the customer.

use kyc_wire::MatchLevel;
use rusqlite::{OptionalExtension, Result, Row, Transaction, named_params};

use super::rows;
use crate::problem::{ApiError, ApiResult};
use crate::record::{AuthenticationToken, CustomerToken};

pub fn insert(tx: &Transaction<'_>, token: &AuthenticationToken) -> ApiResult<()> {
    tx.execute(
        "INSERT INTO authentication_tokens (token, customer_id, username, otp_required, expires_at, used_at)
         VALUES (:token, :customer_id, :username, :otp_required, :expires_at, :used_at)",
        named_params! {
            ":token": token.token, ":customer_id": token.customer_id, ":username": token.username,
            ":otp_required": token.otp_required, ":expires_at": token.expires_at, ":used_at": token.used_at,
        },
    )?;
    Ok(())
}

/// The token, or 404.
pub fn load(tx: &Transaction<'_>, token: &str) -> ApiResult<AuthenticationToken> {
    tx.query_row("SELECT * FROM authentication_tokens WHERE token = ?1", [token], from_row)
        .optional()?
        .ok_or_else(|| ApiError::not_found("authentication token"))
}

/// All of them, newest first.
pub fn all(tx: &Transaction<'_>) -> ApiResult<Vec<AuthenticationToken>> {
    let mut statement = tx.prepare_cached("SELECT * FROM authentication_tokens ORDER BY seq DESC")?;
    Ok(statement.query_map([], from_row)?.collect::<Result<_>>()?)
}

/// It is not to be exchanged again.
pub fn mark_used(tx: &Transaction<'_>, token: &str, now: i64) -> ApiResult<()> {
    tx.execute("UPDATE authentication_tokens SET used_at = ?2 WHERE token = ?1", (token, now))?;
    Ok(())
}

/// What a JWT asks for by itself.
pub fn insert_claimed(tx: &Transaction<'_>, token: &CustomerToken) -> ApiResult<()> {
    tx.execute(
        "INSERT INTO customer_tokens (id, customer_id, documents, reason, match_level, expires_at, created_at)
         VALUES (:id, :customer_id, :documents, :reason, :match_level, :expires_at, :created_at)",
        named_params! {
            ":id": token.id, ":customer_id": token.customer_id,
            ":documents": serde_json::to_string(&token.documents)?, ":reason": token.reason,
            ":match_level": token.match_level.0, ":expires_at": token.expires_at,
            ":created_at": token.created_at,
        },
    )?;
    Ok(())
}

/// What the JWT of this id asks for, if it does.
pub fn find_claimed(tx: &Transaction<'_>, id: &str) -> ApiResult<Option<CustomerToken>> {
    let query = "SELECT * FROM customer_tokens WHERE id = ?1";
    let read = |row: &Row<'_>| {
        Ok(CustomerToken {
            id: row.get("id")?,
            customer_id: row.get("customer_id")?,
            documents: rows::json(row, "documents")?,
            reason: row.get("reason")?,
            match_level: MatchLevel(row.get("match_level")?),
            expires_at: row.get("expires_at")?,
            created_at: row.get("created_at")?,
        })
    };
    Ok(tx.query_row(query, [id], read).optional()?)
}

fn from_row(row: &Row<'_>) -> Result<AuthenticationToken> {
    Ok(AuthenticationToken {
        token: row.get("token")?,
        customer_id: row.get("customer_id")?,
        username: row.get("username")?,
        otp_required: row.get("otp_required")?,
        expires_at: row.get("expires_at")?,
        used_at: row.get("used_at")?,
    })
}
