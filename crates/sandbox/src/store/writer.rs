//! The one thread that works on the database. What waits together is committed together: a commit costs the disk one
//! sync, however much is in it. Each unit of work is a savepoint of its own, so that one that fails undoes itself only,
//! and nobody is answered before the commit.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};

use rusqlite::{Connection, Transaction, TransactionBehavior};
use tokio::sync::oneshot;

use crate::problem::{ApiError, ApiResult};

/// The most units in one commit, so that the first of them does not wait for too many others.
const MOST_AT_ONCE: usize = 64;

/// Does the work, answers whether to keep it and how to tell the caller.
type Unit = Box<dyn FnOnce(&Transaction<'_>) -> (bool, Telling) + Send>;
/// Tells the caller, once it is known whether the commit succeeded.
type Telling = Box<dyn FnOnce(ApiResult<()>) + Send>;

/// The way to the thread. It ends when the last of them is gone.
#[derive(Clone, Debug)]
pub struct Writer(Sender<Unit>);

impl Writer {
    pub fn start(connection: Connection) -> ApiResult<Self> {
        let (sender, receiver) = channel();
        std::thread::Builder::new().name("store".to_owned()).spawn(move || work(connection, &receiver))?;
        Ok(Self(sender))
    }

    /// Hands in a unit of work and answers what its outcome will come by.
    pub fn hand_in<T, F>(&self, work: F) -> ApiResult<oneshot::Receiver<ApiResult<T>>>
    where
        T: Send + 'static,
        F: FnOnce(&Transaction<'_>) -> ApiResult<T> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let unit = move |tx: &Transaction<'_>| {
            let outcome = work(tx);
            let is_kept = outcome.is_ok();
            let telling = move |committed: ApiResult<()>| {
                // A caller that is gone needs no answer.
                let _ = reply.send(outcome.and_then(|value| committed.map(|()| value)));
            };
            (is_kept, Box::new(telling) as Telling)
        };
        self.0.send(Box::new(unit)).map_err(ApiError::internal)?;
        Ok(answer)
    }
}

fn work(mut connection: Connection, units: &Receiver<Unit>) {
    while let Ok(first) = units.recv() {
        let others = units.try_iter().take(MOST_AT_ONCE - 1);
        let batch: Vec<Unit> = std::iter::once(first).chain(others).collect();
        let mut tellings = Vec::with_capacity(batch.len());
        let committed = commit(&mut connection, batch, &mut tellings);
        for tell in tellings {
            tell(committed.clone());
        }
    }
}

/// Units that are dropped here, by an error or a panic of their own, tell their callers by that.
fn commit(connection: &mut Connection, batch: Vec<Unit>, tellings: &mut Vec<Telling>) -> ApiResult<()> {
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for unit in batch {
        tx.execute_batch("SAVEPOINT unit")?;
        // What a panicking unit did is undone like what a failing one did.
        let done = catch_unwind(AssertUnwindSafe(|| unit(&tx))).ok();
        let is_kept = done.as_ref().is_some_and(|(is_kept, _)| *is_kept);
        tellings.extend(done.map(|(_, telling)| telling));
        if !is_kept {
            tx.execute_batch("ROLLBACK TO unit")?;
        }
        tx.execute_batch("RELEASE unit")?;
    }
    Ok(tx.commit()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn writer() -> Writer {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch("CREATE TABLE things (name TEXT UNIQUE)").unwrap();
        Writer::start(connection).unwrap()
    }

    fn insert(name: &'static str) -> impl FnOnce(&Transaction<'_>) -> ApiResult<()> {
        move |tx| {
            tx.execute("INSERT INTO things VALUES (?1)", [name])?;
            Ok(())
        }
    }

    async fn names(writer: &Writer) -> Vec<String> {
        let read = |tx: &Transaction<'_>| {
            let mut statement = tx.prepare("SELECT name FROM things ORDER BY name")?;
            Ok(statement.query_map([], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?)
        };
        writer.hand_in(read).unwrap().await.unwrap().unwrap()
    }

    #[tokio::test]
    async fn units_of_one_commit_fail_one_by_one() {
        let writer = writer();
        // Holds the thread until all the others wait.
        let (go, gate) = channel::<()>();
        let held = writer.hand_in(move |_| Ok(gate.recv().is_ok())).unwrap();
        let good = writer.hand_in(insert("a")).unwrap();
        let bad = writer
            .hand_in(|tx| {
                insert("b")(tx)?;
                Err::<(), _>(ApiError::unprocessable("No."))
            })
            .unwrap();
        let panicking = writer
            .hand_in(|tx| -> ApiResult<()> {
                insert("c")(tx)?;
                panic!("this is part of a test")
            })
            .unwrap();
        let double = writer.hand_in(insert("a")).unwrap();
        let last = writer.hand_in(insert("d")).unwrap();
        go.send(()).unwrap();
        assert!(held.await.unwrap().unwrap());
        assert!(good.await.unwrap().is_ok());
        assert!(bad.await.unwrap().is_err());
        assert!(panicking.await.is_err());
        assert!(double.await.unwrap().is_err());
        assert!(last.await.unwrap().is_ok());
        assert_eq!(names(&writer).await, ["a", "d"]);
    }

    #[tokio::test]
    async fn a_caller_that_is_gone_does_not_stop_its_work() {
        let writer = writer();
        drop(writer.hand_in(insert("a")).unwrap());
        assert_eq!(names(&writer).await, ["a"]);
    }
}
