//! The queue of ordered verdicts, first in, first out for each type.

use std::time::Duration;

use kyc_wire::DocumentType;
use rusqlite::{OptionalExtension, Transaction};

use crate::problem::ApiResult;
use crate::record::{QueuedVerdict, Verdict};

pub fn push(tx: &Transaction<'_>, queued: &QueuedVerdict) -> ApiResult<()> {
    tx.execute(
        "INSERT INTO verdicts (document_type, customer_id, verdict, delay_ms) VALUES (?1, ?2, ?3, ?4)",
        (
            queued.document_type.as_str(),
            &queued.customer_id,
            serde_json::to_string(&queued.verdict)?,
            queued.delay_ms,
        ),
    )?;
    Ok(())
}

/// Takes the oldest verdict that fits a document of this type and customer; and how long its analysis is to take,
/// which is `delay` unless the order says otherwise.
pub fn pop(
    tx: &Transaction<'_>,
    document_type: DocumentType,
    customer: &str,
    delay: Duration,
) -> ApiResult<(Option<Verdict>, Duration)> {
    let row: Option<(String, Option<u64>)> = tx
        .query_row(
            "DELETE FROM verdicts WHERE seq = (
                 SELECT seq FROM verdicts
                 WHERE document_type = ?1 AND (customer_id IS NULL OR customer_id = ?2) ORDER BY seq LIMIT 1)
             RETURNING verdict, delay_ms",
            (document_type.as_str(), customer),
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()?;
    let Some((verdict, ordered)) = row else { return Ok((None, delay)) };
    Ok((Some(serde_json::from_str(&verdict)?), ordered.map_or(delay, Duration::from_millis)))
}
