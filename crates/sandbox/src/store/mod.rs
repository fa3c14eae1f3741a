//! The durable state: one SQLite database (WAL, `synchronous=FULL`) and the uploaded files beside it.
//! Every unit of work is one immediate transaction, so that racing calls see each other.

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

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior};

use crate::problem::{ApiError, ApiResult};

/// The extension of files that are still being written.
const UNFINISHED: &str = "tmp";

/// The open store. Clones share it.
#[derive(Clone, Debug)]
pub struct Store {
    connection: Arc<Mutex<Connection>>,
    files: PathBuf,
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
        Ok(Self { connection: Arc::new(Mutex::new(connection)), files })
    }

    /// Runs `work` in one transaction, off the async threads. An error rolls it back.
    pub async fn run<T, F>(&self, work: F) -> ApiResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&Transaction<'_>) -> ApiResult<T> + Send + 'static,
    {
        let store = self.clone();
        tokio::task::spawn_blocking(move || store.run_blocking(work)).await.map_err(ApiError::internal)?
    }

    /// As [`Store::run`], on this thread.
    pub fn run_blocking<T>(&self, work: impl FnOnce(&Transaction<'_>) -> ApiResult<T>) -> ApiResult<T> {
        // A panic in an earlier transaction rolled it back; the connection is sound.
        let mut connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let value = work(&transaction)?;
        transaction.commit()?;
        Ok(value)
    }

    /// The secret that signs customer tokens, made at the first start.
    pub fn secret(&self) -> ApiResult<Vec<u8>> {
        self.run_blocking(|tx| {
            let query = "SELECT value FROM settings WHERE name = 'token-secret'";
            if let Some(secret) = tx.query_row(query, [], |row| row.get(0)).optional()? {
                return Ok(secret);
            }
            let mut secret = vec![0; 32];
            getrandom::fill(&mut secret).map_err(ApiError::internal)?;
            tx.execute("INSERT INTO settings (name, value) VALUES ('token-secret', ?1)", [&secret])?;
            Ok(secret)
        })
    }

    /// The directory of the uploaded files.
    pub fn files_dir(&self) -> &Path {
        &self.files
    }
}
