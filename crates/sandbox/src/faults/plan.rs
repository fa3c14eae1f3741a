//! What one call meets of the faults that are for it.

use super::fault::{Fault, Kind, Rates};
use super::lifted::Lifted;

/// What one call meets.
#[derive(Debug)]
pub struct Plan {
    /// What goes wrong with the call; the first matching fault, one only.
    pub event: Option<Fault>,
    pub rates: Rates,
    pub skew_seconds: i64,
    pub lifted: Lifted,
}

/// One event, and one condition of each kind; earlier ones win.
#[derive(Default)]
pub struct Taken {
    event: Option<Fault>,
    rates: Option<Rates>,
    skew_seconds: Option<i64>,
}

impl Taken {
    pub fn into_plan(self, lifted: Lifted) -> Plan {
        Plan {
            event: self.event,
            rates: self.rates.unwrap_or_default(),
            skew_seconds: self.skew_seconds.unwrap_or_default(),
            lifted,
        }
    }

    /// Whether there was room for it.
    pub fn add(&mut self, fault: &Fault) -> bool {
        match fault.kind {
            Kind::Bandwidth(rates) => fill(&mut self.rates, rates),
            Kind::ClockSkew(seconds) => fill(&mut self.skew_seconds, seconds),
            _ => self.event.is_none() && fill(&mut self.event, fault.clone()),
        }
    }
}

fn fill<T>(slot: &mut Option<T>, value: T) -> bool {
    let is_free = slot.is_none();
    if is_free {
        *slot = Some(value);
    }
    is_free
}
