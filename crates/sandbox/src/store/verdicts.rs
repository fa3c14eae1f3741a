//! The queue of ordered verdicts, first in, first out for each type.

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

/// Takes the oldest verdict that fits a document of this type and customer, with its delay.
pub fn pop(
    tx: &Transaction<'_>,
    document_type: DocumentType,
    customer: &str,
) -> ApiResult<Option<(Verdict, Option<i64>)>> {
    let row = tx
        .query_row(
            "DELETE FROM verdicts WHERE seq = (
                 SELECT seq FROM verdicts
                 WHERE document_type = ?1 AND (customer_id IS NULL OR customer_id = ?2) ORDER BY seq LIMIT 1)
             RETURNING verdict, delay_ms",
            (document_type.as_str(), customer),
            |row| Ok((row.get::<_, String>(0)?, row.get(1)?)),
        )
        .optional()?;
    row.map(|(verdict, delay)| Ok((serde_json::from_str(&verdict)?, delay))).transpose()
}
