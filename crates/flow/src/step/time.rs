//! The end of the token and of the request, by the server's clock.
//!
//! Timers sleep with the device and fire early when they are too far ahead for a browser; the clock does neither. So
//! every event that tells the time is looked at, and a timer that fires early is set again.

use super::out::Out;
use crate::effect::Effect;
use crate::event::Event;
use crate::ids::{Millis, OpId};
use crate::journey::{Dialog, Gathering};
use crate::request::Request;

/// How long before the end the customer is warned.
pub const WARNING_MILLIS: u64 = 120_000;

/// Takes a freshly read request in, with its end.
pub fn reload(gathering: &mut Gathering, request: Request, out: &mut Out) {
    gathering.request = request;
    let end = [gathering.link.expires_at, gathering.request.expires_at].into_iter().flatten().min();
    if end != gathering.expires_at {
        gathering.expires_at = end;
        arm(gathering, out);
    }
}

/// Sets the timers of the warning and of the end.
pub fn arm(gathering: &mut Gathering, out: &mut Out) {
    let end = gathering.expires_at;
    gathering.warn_op = end.map(|end| until(end.minus(WARNING_MILLIS), out));
    gathering.expire_op = end.map(|end| until(end, out));
}

fn until(at: Millis, out: &mut Out) -> OpId {
    out.start(|op| Effect::WaitUntil { op, at })
}

/// What the time told by `event` means; true when it is up.
pub fn is_up(gathering: &mut Gathering, event: &Event, out: &mut Out) -> bool {
    let (Some(now), Some(end)) = (event.now(), gathering.expires_at) else { return false };
    if end <= now {
        return true;
    }
    let fired = match event {
        Event::TimerFired { op, .. } => Some(*op),
        _ => None,
    };
    let warns_at = end.minus(WARNING_MILLIS);
    if gathering.expire_op.is_some() && gathering.expire_op == fired {
        gathering.expire_op = Some(until(end, out));
    }
    if gathering.warn_op.is_some() {
        let is_told = fired == gathering.warn_op || matches!(event, Event::VisibilityChanged { .. });
        if is_told && warns_at <= now {
            gathering.warn_op = None;
            gathering.dialog = Some(Dialog::ExpiringSoon);
        } else if fired == gathering.warn_op {
            gathering.warn_op = Some(until(warns_at, out));
        }
    }
    false
}
