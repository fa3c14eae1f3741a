//! The schema, as a list of steps that only ever grows; `PRAGMA user_version` counts the steps done.

use rusqlite::{Connection, TransactionBehavior};

use crate::problem::{ApiError, ApiResult};

const STEPS: &[&str] = &["
    CREATE TABLE settings (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;
    CREATE TABLE customers (
        id TEXT PRIMARY KEY, data TEXT NOT NULL, revision INTEGER NOT NULL,
        created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE kyc_requests (
        seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, customer_id TEXT NOT NULL,
        documents TEXT NOT NULL, status TEXT NOT NULL, redirect_url TEXT, reason TEXT,
        match_level INTEGER NOT NULL, revision INTEGER NOT NULL, expires_at INTEGER NOT NULL,
        created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX kyc_requests_by_customer ON kyc_requests (customer_id);
    CREATE TABLE files (
        seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, customer_id TEXT, request_id TEXT,
        name TEXT NOT NULL, description TEXT NOT NULL, source_type TEXT, tags TEXT NOT NULL, mime TEXT NOT NULL,
        size INTEGER NOT NULL, sha1 TEXT NOT NULL, width INTEGER, height INTEGER, created_at INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE kyc_documents (
        seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
        request_id TEXT NOT NULL REFERENCES kyc_requests (id), customer_id TEXT NOT NULL,
        document_type TEXT NOT NULL, subtype TEXT, file_ids TEXT NOT NULL, status TEXT NOT NULL, rejection TEXT,
        revision INTEGER NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, processed_at INTEGER,
        analysis TEXT, analysis_due_at INTEGER
    ) STRICT;
    CREATE INDEX kyc_documents_by_request ON kyc_documents (request_id);
    CREATE INDEX kyc_documents_due ON kyc_documents (analysis_due_at) WHERE analysis_due_at IS NOT NULL;
    CREATE TABLE verdicts (
        seq INTEGER PRIMARY KEY AUTOINCREMENT, document_type TEXT NOT NULL, customer_id TEXT,
        verdict TEXT NOT NULL, delay_ms INTEGER
    ) STRICT;
", "
    ALTER TABLE files ADD COLUMN extension TEXT NOT NULL DEFAULT '';
    ALTER TABLE files ADD COLUMN exif TEXT;
    ALTER TABLE files ADD COLUMN is_public INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE files ADD COLUMN updated_at INTEGER NOT NULL DEFAULT 0;
    UPDATE files SET updated_at = created_at,
        extension = CASE mime WHEN 'image/jpeg' THEN 'jpg' WHEN 'image/png' THEN 'png' ELSE 'pdf' END;
", "
    CREATE TABLE kyc_documents_2 (
        seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
        request_id TEXT REFERENCES kyc_requests (id) ON DELETE SET NULL, customer_id TEXT NOT NULL,
        document_type TEXT NOT NULL, subtype TEXT, file_ids TEXT NOT NULL, status TEXT NOT NULL, rejection TEXT,
        revision INTEGER NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, processed_at INTEGER,
        analysis TEXT, analysis_due_at INTEGER, review TEXT, notes TEXT, reason TEXT,
        match_level INTEGER NOT NULL DEFAULT 2, settings TEXT, matches TEXT, parsed TEXT
    ) STRICT;
    INSERT INTO kyc_documents_2 (seq, id, request_id, customer_id, document_type, subtype, file_ids, status,
            rejection, revision, created_at, updated_at, processed_at, analysis, analysis_due_at)
        SELECT seq, id, request_id, customer_id, document_type, subtype, file_ids, status, rejection, revision,
            created_at, updated_at, processed_at, analysis, analysis_due_at FROM kyc_documents;
    DROP TABLE kyc_documents;
    ALTER TABLE kyc_documents_2 RENAME TO kyc_documents;
    CREATE INDEX kyc_documents_by_request ON kyc_documents (request_id);
    CREATE INDEX kyc_documents_by_customer ON kyc_documents (customer_id);
    CREATE INDEX kyc_documents_due ON kyc_documents (analysis_due_at) WHERE analysis_due_at IS NOT NULL;
    CREATE INDEX kyc_requests_by_end ON kyc_requests (expires_at);
    CREATE TABLE events (
        seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
        resource_id TEXT NOT NULL, customer_id TEXT NOT NULL, request_id TEXT, created_at INTEGER NOT NULL,
        payload TEXT NOT NULL
    ) STRICT;
    CREATE INDEX events_by_request ON events (request_id, seq);
", "
    CREATE TABLE tags (
        seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, tag_type TEXT NOT NULL,
        created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, UNIQUE (name, tag_type)
    ) STRICT;
    CREATE TABLE kyc_document_tags (
        document_id TEXT NOT NULL REFERENCES kyc_documents (id) ON DELETE CASCADE,
        tag_id TEXT NOT NULL REFERENCES tags (id) ON DELETE CASCADE, PRIMARY KEY (document_id, tag_id)
    ) STRICT, WITHOUT ROWID;
    CREATE VIEW tagged_kyc_documents AS SELECT kyc_documents.*, (
            SELECT json_group_array(json_object('id', tags.id, 'name', tags.name, 'tag_type', tags.tag_type,
                'created_at', tags.created_at, 'updated_at', tags.updated_at) ORDER BY tags.seq)
            FROM kyc_document_tags JOIN tags ON tags.id = kyc_document_tags.tag_id
            WHERE kyc_document_tags.document_id = kyc_documents.id
        ) AS tags FROM kyc_documents;
    CREATE TABLE kyc_liveness_sessions (
        seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, session_id TEXT NOT NULL UNIQUE,
        customer_id TEXT NOT NULL, request_id TEXT NOT NULL, status TEXT NOT NULL, outcome TEXT, reference_image TEXT,
        ends_at INTEGER NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX kyc_liveness_sessions_pending ON kyc_liveness_sessions (ends_at) WHERE status = 'pending';
", "
    CREATE TABLE webhooks (
        seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, name TEXT, url TEXT NOT NULL,
        events TEXT NOT NULL, is_active INTEGER NOT NULL, secret TEXT NOT NULL, basic_auth TEXT,
        revision INTEGER NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE deliveries (
        seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
        webhook_id TEXT NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE, event_id TEXT NOT NULL,
        event_type TEXT NOT NULL, resource_id TEXT NOT NULL, customer_id TEXT NOT NULL, request_id TEXT,
        body TEXT NOT NULL, position INTEGER NOT NULL, status TEXT NOT NULL, attempt_count INTEGER NOT NULL,
        attempts TEXT NOT NULL, failures INTEGER NOT NULL, next_attempt_at INTEGER, give_up_at INTEGER NOT NULL,
        created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX deliveries_by_webhook ON deliveries (webhook_id, seq);
    CREATE INDEX deliveries_by_request ON deliveries (request_id, seq);
    CREATE INDEX deliveries_by_position ON deliveries (position);
    CREATE INDEX deliveries_due ON deliveries (webhook_id, next_attempt_at) WHERE next_attempt_at IS NOT NULL;
    CREATE INDEX deliveries_lines ON deliveries (webhook_id, resource_id, position) WHERE status = 'pending';
", "
    ALTER TABLE files ADD COLUMN token_id TEXT;
    ALTER TABLE kyc_documents ADD COLUMN token_id TEXT;
    CREATE INDEX kyc_documents_by_token ON kyc_documents (token_id) WHERE token_id IS NOT NULL;
    CREATE TABLE authentication_tokens (
        seq INTEGER PRIMARY KEY AUTOINCREMENT, token TEXT NOT NULL UNIQUE, customer_id TEXT NOT NULL,
        username TEXT NOT NULL, otp_required INTEGER NOT NULL, expires_at INTEGER NOT NULL, used_at INTEGER
    ) STRICT;
    CREATE TABLE customer_tokens (
        id TEXT PRIMARY KEY, customer_id TEXT NOT NULL, documents TEXT NOT NULL, reason TEXT,
        match_level INTEGER NOT NULL, expires_at INTEGER NOT NULL, created_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
", "
    ALTER TABLE kyc_documents ADD COLUMN decisions TEXT NOT NULL DEFAULT '[]';
    UPDATE kyc_documents SET decisions = json_array(json_object('status', status, 'at', processed_at))
        WHERE processed_at IS NOT NULL;
", "
    DROP INDEX kyc_requests_by_end;
    CREATE INDEX kyc_requests_to_end ON kyc_requests (expires_at)
        WHERE status NOT IN ('fulfilled', 'failed', 'abandoned', 'expired');
", "
    CREATE TABLE provider_identities (id TEXT PRIMARY KEY, created_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE provider_keys (
        access_key TEXT PRIMARY KEY, secret_key TEXT NOT NULL, session_token TEXT NOT NULL, identity_id TEXT NOT NULL,
        expires_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX provider_keys_by_end ON provider_keys (expires_at);
    ALTER TABLE kyc_liveness_sessions ADD COLUMN opened_at INTEGER;
    ALTER TABLE kyc_liveness_sessions ADD COLUMN is_finishing INTEGER NOT NULL DEFAULT 0;
"];

/// Does the steps that this database has not seen.
pub fn run(connection: &mut Connection) -> ApiResult<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let done: i64 = transaction.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let done = usize::try_from(done).map_err(ApiError::internal)?;
    if done > STEPS.len() {
        return Err(ApiError::internal("the database was written by a newer sandbox"));
    }
    for step in STEPS.iter().skip(done) {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(
        None,
        "user_version",
        i64::try_from(STEPS.len()).map_err(ApiError::internal)?,
    )?;
    transaction.commit()?;
    Ok(())
}
