//! Read-only connections beside the writer's, for what reads much. In WAL mode a reader sees every commit that came before
//! it, so that whoever was answered finds what was written, and it never holds up the writer.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::{Connection, OpenFlags, Transaction};
use tokio::sync::oneshot;

use super::BUSY_TIMEOUT;
use crate::problem::{ApiError, ApiResult};

/// How many reads run at once: as many as a small machine has cores. Others wait their turn.
const THREADS: usize = 2;

type Unit = Box<dyn FnOnce(&mut Connection) + Send>;

/// The way to the threads. They end when the last of them is gone.
#[derive(Clone, Debug)]
pub struct Readers(Sender<Unit>);

impl Readers {
    /// Of the database at `path`, which is there and in WAL mode.
    pub fn start(path: &Path) -> ApiResult<Self> {
        let (sender, receiver) = channel();
        let receiver = Arc::new(Mutex::new(receiver));
        for _ in 0..THREADS {
            let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            let connection = Connection::open_with_flags(path, flags)?;
            connection.busy_timeout(BUSY_TIMEOUT)?;
            let units = Arc::clone(&receiver);
            std::thread::Builder::new().name("reader".to_owned()).spawn(move || work(connection, &units))?;
        }
        Ok(Self(sender))
    }

    /// Hands in what is to be read, all of it from one moment, and answers what it will come by.
    pub fn hand_in<T, F>(&self, work: F) -> ApiResult<oneshot::Receiver<ApiResult<T>>>
    where
        T: Send + 'static,
        F: FnOnce(&Transaction<'_>) -> ApiResult<T> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let unit = move |connection: &mut Connection| {
            let outcome = connection.transaction().map_err(ApiError::from).and_then(|tx| work(&tx));
            // A caller that is gone needs no answer.
            let _ = reply.send(outcome);
        };
        self.0.send(Box::new(unit)).map_err(ApiError::internal)?;
        Ok(answer)
    }
}

fn work(mut connection: Connection, units: &Mutex<Receiver<Unit>>) {
    loop {
        // The lock is held while waiting only; nothing panics there.
        let next = units.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(unit) = next else { return };
        // A unit that panics tells its caller by that.
        let _ = catch_unwind(AssertUnwindSafe(|| unit(&mut connection)));
    }
}
