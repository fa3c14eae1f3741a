//! The log of faults that played.

use std::collections::VecDeque;

use axum::http::Method;
use serde_json::{Value, json};

use super::call::Call;
use super::fault::{Fault, Kind, Target};
use crate::clock::to_rfc3339;

/// The log keeps the newest so many plays.
const KEPT: usize = 1000;

#[derive(Debug)]
struct Play {
    fault_id: String,
    kind: &'static str,
    /// Method and path; `None` when the order itself was the play.
    call: Option<(String, String)>,
    time: i64,
    is_by_header: bool,
    /// What no reset takes back.
    lasting: Option<String>,
}

/// See the module.
#[derive(Debug, Default)]
pub struct Plays(VecDeque<Play>);

impl Plays {
    pub fn add(&mut self, fault_id: &str, fault: &Fault, call: Option<&Call>, is_by_header: bool, time: i64) {
        if self.0.len() >= KEPT {
            self.0.pop_front();
        }
        let lasting = lasting(fault, call);
        let call = call.map(|call| (call.method.clone(), shown(&call.path)));
        let (fault_id, kind) = (fault_id.to_owned(), fault.kind.name());
        self.0.push_back(Play { fault_id, kind, call, time, is_by_header, lasting });
    }

    /// Oldest first.
    pub fn view(&self) -> Vec<Value> {
        let view = |play: &Play| {
            json!({
                "faultId": play.fault_id,
                "kind": play.kind,
                "method": play.call.as_ref().map(|(method, _)| method),
                "path": play.call.as_ref().map(|(_, path)| path),
                "time": to_rfc3339(play.time),
                "byHeader": play.is_by_header,
            })
        };
        self.0.iter().map(view).collect()
    }

    /// What the plays did for good.
    pub fn lasting(&self) -> Vec<Value> {
        let lasting = |play: &Play| {
            let what = play.lasting.as_ref()?;
            Some(json!({ "faultId": play.fault_id, "what": what }))
        };
        self.0.iter().filter_map(lasting).collect()
    }

    pub fn clear(&mut self) {
        self.0.clear();
    }
}

fn lasting(fault: &Fault, call: Option<&Call>) -> Option<String> {
    match (&fault.kind, call) {
        (Kind::Expire(Target::Request), call) => {
            let request = match call {
                Some(call) => fault.expiring_request(call),
                None => fault.scope.request_id.clone(),
            };
            Some(format!("The KYC request {} stays expired.", request?))
        }
        (Kind::DropAfterCommit | Kind::Truncate(_), Some(call)) if call.method != Method::GET.as_str() => {
            let path = shown(&call.path);
            Some(format!("What {} {path} did stays done, though its answer was lost.", call.method))
        }
        _ => None,
    }
}

/// A path without tokens: `/authentication-tokens/{token}/exchange` carries one.
fn shown(path: &str) -> String {
    let segments = path.split('/').map(|segment| if segment.len() > 64 { "*" } else { segment });
    segments.collect::<Vec<_>>().join("/")
}
