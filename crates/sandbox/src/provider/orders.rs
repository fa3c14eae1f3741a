//! What is ordered of the next streams: which challenge, which oval. In memory, as faults are.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use kyc_liveness::events::{ChallengeKind, OvalParameters};
use serde_json::Value;

use crate::api::body::{MAX_LINE, optional_text, present};
use crate::problem::{ApiError, ApiResult, InvalidFields};
use crate::record::LivenessSession;

/// More than any test orders.
const MOST: usize = 1000;
const FIELDS: [&str; 7] = ["customerId", "requestId", "challenge", "distance", "seed", "oval", "times"];
/// The words for challenges.
pub const CHALLENGES: [(&str, ChallengeKind); 2] =
    [("movement", ChallengeKind::Movement), ("movement-and-light", ChallengeKind::MovementAndLight)];
/// The words for where the face is to go.
pub const DISTANCES: [(&str, Distance); 2] = [("closer", Distance::Closer), ("further", Distance::Further)];

/// Where the face is to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Distance {
    Closer,
    Further,
}

/// An order; what is absent is left to the seed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Order {
    pub customer_id: Option<String>,
    pub request_id: Option<String>,
    pub challenge: Option<ChallengeKind>,
    pub distance: Option<Distance>,
    pub seed: Option<String>,
    pub oval: Option<OvalParameters>,
    /// How many streams it is for; `None`: all.
    pub times: Option<u32>,
}

/// The orders that wait.
#[derive(Debug, Default)]
pub struct Orders(Mutex<VecDeque<Order>>);

impl Orders {
    pub fn add(&self, order: Order) -> ApiResult<()> {
        let mut orders = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if orders.len() >= MOST {
            return Err(ApiError::unprocessable(format!("There are {MOST} orders already.")));
        }
        orders.push_back(order);
        Ok(())
    }

    pub fn clear(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// The oldest one for this session.
    pub fn take(&self, session: &LivenessSession) -> Order {
        let mut orders = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_for = |order: &Order| {
            order.customer_id.as_ref().is_none_or(|id| *id == session.customer_id)
                && order.request_id.as_ref().is_none_or(|id| *id == session.request_id)
        };
        let Some(index) = orders.iter().position(is_for) else { return Order::default() };
        let Some(order) = orders.get_mut(index) else { return Order::default() };
        let taken = order.clone();
        if let Some(times) = &mut order.times {
            *times = times.saturating_sub(1);
            if *times == 0 {
                orders.remove(index);
            }
        }
        taken
    }
}

/// Reads an order; a 422 names what is wrong.
pub fn parse(body: &Value) -> ApiResult<Order> {
    let mut fields = InvalidFields::default();
    let names = body.as_object().into_iter().flatten().map(|(name, _)| name);
    for name in names.filter(|name| !FIELDS.contains(&name.as_str())) {
        fields.add(name, "An order has no such field.");
    }
    let order = Order {
        customer_id: optional_text(body, "customerId", MAX_LINE, &mut fields),
        request_id: optional_text(body, "requestId", MAX_LINE, &mut fields),
        challenge: word(body, "challenge", &CHALLENGES, &mut fields),
        distance: word(body, "distance", &DISTANCES, &mut fields),
        seed: optional_text(body, "seed", MAX_LINE, &mut fields),
        oval: oval(body, &mut fields),
        times: times(body, &mut fields),
    };
    fields.check()?;
    Ok(order)
}

fn word<T: Copy>(body: &Value, name: &str, words: &[(&str, T)], fields: &mut InvalidFields) -> Option<T> {
    let value = present(body, name)?;
    let known = words.iter().find(|(word, _)| value.as_str() == Some(*word));
    if known.is_none() {
        let names: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        fields.add(name, format!("Must be {}.", names.join(" or ")));
    }
    known.map(|(_, meaning)| *meaning)
}

fn oval(body: &Value, fields: &mut InvalidFields) -> Option<OvalParameters> {
    let value = present(body, "oval")?;
    let length =
        |name: &str| value.get(name).and_then(Value::as_f64).filter(|it| (1.0..=10_000.0).contains(it));
    let read = || {
        Some(OvalParameters {
            width: length("width")?,
            height: length("height")?,
            centre_x: length("centerX")?,
            centre_y: length("centerY")?,
        })
    };
    let oval = read();
    if oval.is_none() {
        fields.add("oval", "Must have width, height, centerX and centerY in pixels of the video.");
    }
    oval
}

/// Once unless told; 0 for all.
fn times(body: &Value, fields: &mut InvalidFields) -> Option<u32> {
    let Some(value) = present(body, "times") else { return Some(1) };
    let times = value.as_u64().and_then(|times| u32::try_from(times).ok());
    if times.is_none() {
        fields.add("times", "Must be a whole number; 0 for every stream.");
    }
    times.filter(|times| *times > 0)
}
