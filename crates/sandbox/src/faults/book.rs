//! The ordered faults and what became of them. They live in memory: a restart forgets them.

use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};

use super::call::{Call, TokenHash};
use super::entry::{Entry, State};
use super::fault::{Fault, Kind, Target};
use super::lifted::Lifter;
use super::plan::{Plan, Taken};
use super::plays::Plays;
use super::scope::Scope;
use crate::problem::{ApiError, ApiResult};

/// More than any test orders, and little memory.
const MAX_ENTRIES: usize = 1000;

/// The ordered faults.
#[derive(Debug, Default)]
pub struct Faults {
    book: Mutex<Book>,
    lifter: Lifter,
}

#[derive(Debug, Default)]
struct Book {
    last_id: u64,
    entries: Vec<Entry>,
    plays: Plays,
}

impl Faults {
    /// Puts a fault on the list; the answer is its view.
    pub fn order(&self, fault: Fault, now: i64) -> ApiResult<Value> {
        self.lock().insert(fault, State::Waiting, now).map(|entry| entry.view())
    }

    /// Puts a fault on the list that the order itself played.
    pub fn order_played(&self, fault: Fault, now: i64) -> ApiResult<Value> {
        let mut book = self.lock();
        let entry = book.insert(Fault { times: Some(1), ..fault }, State::Waiting, now)?;
        entry.played = 1;
        let (id, fault, view) = (entry.id.clone(), entry.fault.clone(), entry.view());
        book.plays.add(&id, &fault, None, false, now);
        Ok(view)
    }

    /// From now on the token counts as expired, until that is removed from the list.
    pub fn expire_token(&self, token: TokenHash, call: Option<&Call>, now: i64) -> ApiResult<Value> {
        let scope = Scope { token: Some(token), ..Scope::default() };
        let kind = Kind::Expire(Target::Token);
        let fault = Fault { kind, scope, delay: std::time::Duration::ZERO, times: None, skip: 0 };
        let mut book = self.lock();
        let entry = book.insert(fault.clone(), State::TokenExpired, now)?;
        entry.played = 1;
        let (id, view) = (entry.id.clone(), entry.view());
        if call.is_none() {
            book.plays.add(&id, &fault, None, false, now);
        }
        Ok(view)
    }

    /// Whether a fault has ended this token.
    pub fn has_expired(&self, token: &str) -> bool {
        let book = self.lock();
        let mut ended = book.entries.iter().filter(|entry| entry.state == State::TokenExpired).peekable();
        if ended.peek().is_none() {
            return false;
        }
        let token = TokenHash::of(token);
        ended.any(|entry| entry.fault.scope.token.as_ref() == Some(&token))
    }

    /// Takes what this call meets from the list; `own` are the faults that it asked for by header.
    pub fn plan(&self, call: &Call, own: Vec<Fault>, now: i64) -> Plan {
        let mut taken = Taken::default();
        let mut book = self.lock();
        for fault in own {
            let id = book.next_id();
            book.plays.add(&id, &fault, Some(call), true, now);
            taken.add(&fault);
        }
        let Book { entries, plays, .. } = &mut *book;
        for entry in entries.iter_mut().filter(|entry| entry.is_waiting() && entry.fault.is_for(call)) {
            if entry.skip_left > 0 {
                entry.skip_left -= 1;
            } else if taken.add(&entry.fault) {
                entry.played = entry.played.saturating_add(1);
                plays.add(&entry.id, &entry.fault, Some(call), false, now);
            }
        }
        taken.into_plan(self.lifter.watch())
    }

    /// The faults and the log.
    pub fn list(&self) -> Value {
        let book = self.lock();
        let faults: Vec<Value> = book.entries.iter().map(Entry::view).collect();
        json!({ "faults": faults, "plays": book.plays.view() })
    }

    pub fn read(&self, id: &str) -> ApiResult<Value> {
        let book = self.lock();
        let entry = book.entries.iter().find(|entry| entry.id == id);
        entry.map(Entry::view).ok_or_else(|| ApiError::not_found("fault"))
    }

    pub fn remove(&self, id: &str) -> ApiResult<()> {
        let mut book = self.lock();
        let before = book.entries.len();
        book.entries.retain(|entry| entry.id != id);
        if book.entries.len() == before { Err(ApiError::not_found("fault")) } else { Ok(()) }
    }

    /// Forgets all faults and the log, lets held back calls go on, and says what stays as it is.
    pub fn reset(&self) -> Value {
        let mut book = self.lock();
        let view = json!({ "removed": book.entries.len(), "cannotUndo": book.plays.lasting() });
        book.entries.clear();
        book.plays.clear();
        self.lifter.lift();
        view
    }

    fn lock(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Book {
    /// Counts, so that the same calls get the same ids; never used twice in a run.
    fn next_id(&mut self) -> String {
        self.last_id += 1;
        format!("fault_{}", self.last_id)
    }

    fn insert(&mut self, fault: Fault, state: State, now: i64) -> ApiResult<&mut Entry> {
        if self.entries.len() >= MAX_ENTRIES {
            let spent = self.entries.iter().position(Entry::is_spent);
            let spent = spent.ok_or_else(|| {
                ApiError::unprocessable(format!("{MAX_ENTRIES} faults are waiting; remove some."))
            })?;
            self.entries.remove(spent);
        }
        let (id, skip_left) = (self.next_id(), fault.skip);
        let entry = Entry { id, fault, created_at: now, skip_left, played: 0, state };
        Ok(self.entries.push_mut(entry))
    }
}

#[cfg(test)]
mod tests {
    use super::super::fault::Rates;
    use super::super::parse::parse;
    use super::*;

    fn order(faults: &Faults, body: Value) {
        faults.order(parse(&body).unwrap(), 0).unwrap();
    }

    fn call(method: &str, path: &str, customer: &str) -> Call {
        let (method, path, customer_id) = (method.into(), path.into(), Some(customer.into()));
        Call { method, path, customer_id, ..Call::default() }
    }

    fn event(faults: &Faults, call: &Call) -> Option<&'static str> {
        faults.plan(call, Vec::new(), 0).event.map(|fault| fault.kind.name())
    }

    #[test]
    fn a_fault_plays_out_on_its_calls_only() {
        let faults = Faults::default();
        let body = json!({ "path": "files", "method": "post", "customerId": "ann", "kind": "drop-before", "times": 2 });
        order(&faults, body);
        let (ann, bob) = (call("POST", "/x/files", "ann"), call("POST", "/x/files", "bob"));
        assert_eq!(event(&faults, &bob), None);
        assert_eq!(event(&faults, &call("GET", "/x/files", "ann")), None);
        assert_eq!(event(&faults, &ann), Some("drop-before"));
        assert_eq!(event(&faults, &ann), Some("drop-before"));
        assert_eq!(event(&faults, &ann), None);
    }

    #[test]
    fn skipped_calls_pass_and_count_whoever_else_plays_on_them() {
        let faults = Faults::default();
        order(&faults, json!({ "kind": "delay" }));
        order(&faults, json!({ "kind": "status", "skip": 2 }));
        let ann = call("GET", "/x", "ann");
        let met: Vec<_> = (0..4).map(|_| event(&faults, &ann)).collect();
        assert_eq!(met, [Some("delay"), None, Some("status"), None]);
    }

    #[test]
    fn the_line_and_the_clock_hold_beside_an_event() {
        let faults = Faults::default();
        order(&faults, json!({ "kind": "clock-skew", "skewSeconds": 60 }));
        order(&faults, json!({ "kind": "clock-skew", "skewSeconds": 90 }));
        order(&faults, json!({ "kind": "bandwidth", "bytesPerSecond": 10, "times": 1 }));
        order(&faults, json!({ "kind": "drop-before" }));
        let first = faults.plan(&call("GET", "/x", "ann"), Vec::new(), 0);
        assert_eq!(first.event.unwrap().kind, Kind::DropBefore);
        assert_eq!((first.skew_seconds, first.rates.upload, first.rates.download), (60, Some(10), Some(10)));
        let second = faults.plan(&call("GET", "/x", "ann"), Vec::new(), 0);
        assert_eq!((second.event, second.skew_seconds, second.rates), (None, 60, Rates::default()));
        faults.reset();
        assert!(first.lifted.is_lifted());
        assert_eq!(faults.plan(&call("GET", "/x", "ann"), Vec::new(), 0).skew_seconds, 0);
    }

    #[test]
    fn the_list_is_bounded_and_gives_up_played_faults_first() {
        let faults = Faults::default();
        order(&faults, json!({ "kind": "delay" }));
        event(&faults, &call("GET", "/x", "ann"));
        for _ in 1..MAX_ENTRIES {
            order(&faults, json!({ "kind": "delay", "path": "never" }));
        }
        order(&faults, json!({ "kind": "status" }));
        assert!(faults.order(parse(&json!({ "kind": "status" })).unwrap(), 0).is_err());
        assert!(faults.read("fault_1").is_err());
        assert_eq!(faults.list()["faults"].as_array().unwrap().len(), MAX_ENTRIES);
    }
}
