//! The durable state: one SQLite database (WAL, `synchronous=FULL`) and the uploaded files beside it.
//! Units of work run one after the other, so that racing calls see each other; see [`writer`] for how.

pub mod customers;
pub mod deliveries;
pub mod documents;
pub mod events;
pub mod files;
pub mod liveness;
mod migrations;
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
use writer::Writer;

/// The extension of files that are still being written.
const UNFINISHED: &str = "tmp";

/// The open store. Clones share it.
#[derive(Clone, Debug)]
pub struct Store {
    writer: Writer,
    files: PathBuf,
    secret: Vec<u8>,
}

impl Store {
    /// Opens or makes the store under `data` and brings its schema up to date.
    pub fn open(data: &Path) -> ApiResult<Self> {
        let files = data.join("files");
        std::fs::create_dir_all(&files)?;
        let mut connection = Connection::open(data.join("sandbox.sqlite"))?;
        connection.busy_timeout(Duration::from_secs(5))?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "foreign_keys", "ON")?;
        migrations::run(&mut connection)?;
        files::sweep(&connection, &files)?;
        let secret = secret(&connection)?;
        Ok(Self { writer: Writer::start(connection)?, files, secret })
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
