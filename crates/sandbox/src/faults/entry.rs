//! A fault on the list, and how far it has played.

use serde_json::{Map, Value};

use super::fault::Fault;
use crate::clock::to_rfc3339;

/// What a fault on the list does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Plays on calls until its times are used up.
    Waiting,
    /// The token in its scope counts as expired.
    TokenExpired,
}

/// See the module.
#[derive(Debug)]
pub struct Entry {
    pub id: String,
    pub fault: Fault,
    pub created_at: i64,
    pub skip_left: u32,
    pub played: u32,
    pub state: State,
}

impl Entry {
    fn remaining(&self) -> Option<u32> {
        self.fault.times.map(|times| times.saturating_sub(self.played))
    }

    pub fn is_spent(&self) -> bool {
        self.remaining() == Some(0)
    }

    pub fn is_waiting(&self) -> bool {
        self.state == State::Waiting && !self.is_spent()
    }

    pub fn view(&self) -> Value {
        let mut view = Map::from_iter([("id".to_owned(), Value::from(self.id.as_str()))]);
        view.extend(self.fault.view());
        view.insert("skipLeft".into(), self.skip_left.into());
        view.insert("remaining".into(), self.remaining().into());
        view.insert("played".into(), self.played.into());
        view.insert("createdTime".into(), to_rfc3339(self.created_at).into());
        Value::Object(view)
    }
}
