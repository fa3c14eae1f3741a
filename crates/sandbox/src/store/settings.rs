//! The organization's KYC settings.

use rusqlite::{OptionalExtension, Transaction};

use crate::problem::ApiResult;
use crate::scoring::Settings;

const NAME: &str = "kyc-settings";

/// The settings; the defaults until some were stored.
pub fn load(tx: &Transaction<'_>) -> ApiResult<Settings> {
    let query = "SELECT value FROM settings WHERE name = ?1";
    let stored: Option<Vec<u8>> = tx.query_row(query, [NAME], |row| row.get(0)).optional()?;
    Ok(stored.map(|json| serde_json::from_slice(&json)).transpose()?.unwrap_or_default())
}

pub fn put(tx: &Transaction<'_>, settings: &Settings) -> ApiResult<()> {
    tx.execute(
        "INSERT INTO settings (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2",
        (NAME, serde_json::to_vec(settings)?),
    )?;
    Ok(())
}
