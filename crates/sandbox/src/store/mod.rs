//! The durable state: one SQLite database (WAL, `synchronous=FULL`) and the uploaded files beside it.
//! Units of work run one after the other, so that racing calls see each other; see [`writer`] for how. What only reads,
//! and much, goes past them through [`reader`].

pub mod customers;
pub mod deliveries;
pub mod documents;
pub mod events;
pub mod files;
pub mod keys;
pub mod liveness;
mod migrations;
mod reader;
pub mod requests;
mod rows;
pub mod settings;
pub mod spool;
pub mod tags;
pub mod tokens;
pub mod verdicts;
pub mod webhooks;
mod writer;

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension, Transaction};

use crate::problem::{ApiError, ApiResult};
use reader::Readers;
use writer::Writer;

/// How long one waits for a lock of the database, which nobody holds for long.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// The extension of files that are still being written.
const UNFINISHED: &str = "tmp";

/// The open store. Clones share it.
#[derive(Clone, Debug)]
pub struct Store {
    writer: Writer,
    readers: Readers,
    files: PathBuf,
    secret: Vec<u8>,
}

impl Store {
    /// Opens or makes the store under `data` and brings its schema up to date.
    pub fn open(data: &Path) -> ApiResult<Self> {
        let files = data.join("files");
        std::fs::create_dir_all(&files)?;
        let path = data.join("sandbox.sqlite");
        let mut connection = Connection::open(&path)?;
        connection.busy_timeout(BUSY_TIMEOUT)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "foreign_keys", "ON")?;
        migrations::run(&mut connection)?;
        files::sweep(&connection, &files)?;
        let secret = secret(&connection)?;
        let readers = Readers::start(&path)?;
        Ok(Self { writer: Writer::start(connection)?, readers, files, secret })
    }

    /// Runs `work` so that all of it is durable or, after an error, nothing of it. It runs to its end though the
    /// caller be gone.
    pub async fn run<T, F>(&self, work: F) -> ApiResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&Transaction<'_>) -> ApiResult<T> + Send + 'static,
    {
        self.writer.hand_in(work)?.await.map_err(ApiError::internal)?
    }

    /// Reads from one moment, after everything that has been acknowledged. For lists, so that nobody who writes waits
    /// for them.
    pub async fn read<T, F>(&self, work: F) -> ApiResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&Transaction<'_>) -> ApiResult<T> + Send + 'static,
    {
        self.readers.hand_in(work)?.await.map_err(ApiError::internal)?
    }

    /// As [`Store::run`], for a thread that may block.
    pub fn run_blocking<T, F>(&self, work: F) -> ApiResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&Transaction<'_>) -> ApiResult<T> + Send + 'static,
    {
        self.writer.hand_in(work)?.blocking_recv().map_err(ApiError::internal)?
    }

    /// What signs customer tokens and links, made at the first start.
    pub fn secret(&self) -> &[u8] {
        &self.secret
    }

    /// The directory of the uploaded files.
    pub fn files_dir(&self) -> &Path {
        &self.files
    }
}

fn secret(connection: &Connection) -> ApiResult<Vec<u8>> {
    let query = "SELECT value FROM settings WHERE name = 'token-secret'";
    if let Some(secret) = connection.query_row(query, [], |row| row.get(0)).optional()? {
        return Ok(secret);
    }
    let mut secret = vec![0; 32];
    getrandom::fill(&mut secret).map_err(ApiError::internal)?;
    connection.execute("INSERT INTO settings (name, value) VALUES ('token-secret', ?1)", [&secret])?;
    Ok(secret)
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn name(store: &Store) -> Option<String> {
        let query = "SELECT CAST(value AS TEXT) FROM settings WHERE name = 'test'";
        store.read(move |tx| Ok(tx.query_row(query, [], |row| row.get(0)).optional()?)).await.unwrap()
    }

    fn set(value: &'static str) -> impl FnOnce(&Transaction<'_>) -> ApiResult<()> {
        move |tx| {
            let query = "INSERT OR REPLACE INTO settings (name, value) VALUES ('test', ?1)";
            tx.execute(query, [value.as_bytes()]).map(drop).map_err(ApiError::from)
        }
    }

    #[tokio::test]
    async fn who_reads_finds_what_was_acknowledged_and_does_not_wait_for_who_writes() {
        let data = tempfile::tempdir().unwrap();
        let store = Store::open(data.path()).unwrap();
        store.run(set("old")).await.unwrap();
        assert_eq!(name(&store).await.as_deref(), Some("old"));
        // Holds the writer in the middle of its work.
        let (go, gate) = std::sync::mpsc::channel::<()>();
        let held = store.writer.hand_in(move |tx| {
            set("new")(tx)?;
            Ok(gate.recv().is_ok())
        });
        assert_eq!(name(&store).await.as_deref(), Some("old"));
        go.send(()).unwrap();
        assert!(held.unwrap().await.unwrap().unwrap());
        assert_eq!(name(&store).await.as_deref(), Some("new"));
    }

    #[tokio::test]
    async fn a_reader_survives_a_panic_and_cannot_write() {
        let data = tempfile::tempdir().unwrap();
        let store = Store::open(data.path()).unwrap();
        for _ in 0..4 {
            assert!(store.read(|_| -> ApiResult<()> { panic!("this is part of a test") }).await.is_err());
        }
        assert!(store.read(set("new")).await.is_err());
        assert_eq!(name(&store).await, None);
    }
}
