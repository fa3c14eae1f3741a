//! From the link to the loaded request.

use kyc_wire::embed::HostMessage;
use kyc_wire::{Code, Info, RequestStatus};

use super::out::Out;
use super::{ending, plan, time};
use crate::check::Checks;
use crate::effect::Effect;
use crate::event::{Event, Failure, Start};
use crate::ids::{Millis, OpId};
use crate::journey::{Embedding, Ending, Gathering, Link, Phase, Stopped, Surroundings};
use crate::request::Request;
use crate::stage::Stage;

/// Reads repeated on their own before the customer is asked.
const SILENT_TRIES: u8 = 1;

/// The fields of `Phase::Loading`.
pub struct Loading {
    pub op: OpId,
    pub link: Link,
    pub tries: u8,
}

impl From<Loading> for Phase {
    fn from(loading: Loading) -> Self {
        Self::Loading { op: loading.op, link: loading.link, tries: loading.tries }
    }
}

pub fn starting(event: Event, out: &mut Out) -> Phase {
    let Event::Started(Start { link, now }) = event else { return Phase::Starting };
    match link {
        Err(code) => stop(code, None, None, out),
        Ok(link) if is_over(&link, now) => expired(&link, out),
        Ok(link) => load(link, 0, out),
    }
}

fn is_over(link: &Link, now: Millis) -> bool {
    link.expires_at.is_some_and(|end| end <= now)
}

/// Tells whoever can be told; else the customer alone.
fn expired(link: &Link, out: &mut Out) -> Phase {
    if link.redirect_url.is_some() || link.embedding != Embedding::None {
        ending::expired_unread(link, out)
    } else {
        stop(Code::TokenExpired, None, None, out)
    }
}

fn load(link: Link, tries: u8, out: &mut Out) -> Phase {
    match link.request_id.clone() {
        None => stop(Code::TokenMalformed, None, None, out),
        Some(id) => {
            let op = out.start(|op| Effect::ReadRequest { op, id });
            Phase::Loading { op, link, tries }
        }
    }
}

pub fn loading(loading: Loading, event: Event, surroundings: Surroundings, out: &mut Out) -> Phase {
    match event {
        Event::RequestLoaded { op, request, now } if op == loading.op => {
            open(loading.link, request, (now, surroundings), out)
        }
        Event::RequestFailed { op, failure } if op == loading.op => failed(loading, failure, out),
        // The pause before a silent repetition shares the field with the read itself.
        Event::TimerFired { op, now } if op == loading.op && is_over(&loading.link, now) => {
            expired(&loading.link, out)
        }
        Event::TimerFired { op, .. } if op == loading.op && loading.tries > 0 => {
            load(loading.link, loading.tries, out)
        }
        _ => loading.into(),
    }
}

fn failed(loading: Loading, failure: Failure, out: &mut Out) -> Phase {
    let Loading { link, tries, .. } = loading;
    match failure.code {
        Code::TokenExpired => expired(&link, out),
        // A time to wait for is shown, not waited for in silence.
        code @ (Code::RateLimited | Code::Maintenance)
            if code == Code::RateLimited || failure.retry_at.is_some() =>
        {
            stop(code, failure.retry_at, Some(link), out)
        }
        _ if failure.is_passing() && tries < SILENT_TRIES => {
            let op = out.back_off(tries + 1, None);
            Phase::Loading { op, link, tries: tries + 1 }
        }
        code if failure.is_passing() => stop(code, None, Some(link), out),
        code => stop(code, None, None, out),
    }
}

fn stop(code: Code, retry_at: Option<Millis>, retry: Option<Link>, out: &mut Out) -> Phase {
    out.tell(HostMessage::Error { code });
    let op = retry_at.map(|at| out.start(|op| Effect::WaitUntil { op, at }));
    Phase::Stopped(Stopped { code, retry_at, op, retry })
}

pub fn stopped(stopped: Stopped, event: Event, out: &mut Out) -> Phase {
    let goes_on = match event {
        // The countdown of a rate limit is not a suggestion.
        Event::RetryPressed => stopped.op.is_none() || stopped.code != Code::RateLimited,
        Event::TimerFired { op, .. } => stopped.op == Some(op),
        Event::ConnectivityChanged { is_online } => is_online && stopped.code == Code::Network,
        _ => false,
    };
    match stopped.retry.clone() {
        Some(link) if goes_on && event.now().is_some_and(|now| is_over(&link, now)) => expired(&link, out),
        Some(link) if goes_on => load(link, SILENT_TRIES, out),
        None if goes_on && stopped.can_retry() => {
            out.push(Effect::Reload);
            Phase::Stopped(stopped)
        }
        _ => Phase::Stopped(stopped),
    }
}

/// The request is there: welcome the customer, go on watching what was handed in, or say that there is nothing to do.
fn open(link: Link, request: Request, (now, surroundings): (Millis, Surroundings), out: &mut Out) -> Phase {
    let expires_at = [link.expires_at, request.expires_at].into_iter().flatten().min();
    let status = request.status;
    let mut gathering = Box::new(Gathering {
        link,
        request,
        stage: Stage::Welcome,
        dialog: None,
        expires_at,
        warn_op: None,
        expire_op: None,
        unwatched: Vec::new(),
        checks: Checks::default(),
        knows_camera: false,
        is_visible: !surroundings.is_hidden,
        is_online: !surroundings.is_offline,
    });
    match status {
        RequestStatus::Fulfilled | RequestStatus::Failed => {
            let info = gathering.request.info();
            return ending::end(*gathering, Ending::Already(status), info, out);
        }
        RequestStatus::Expired | RequestStatus::Abandoned => {
            return ending::end(*gathering, Ending::Already(status), Info::TokenExpired, out);
        }
        _ if expires_at.is_some_and(|end| end <= now) => {
            return ending::end(*gathering, Ending::Expired, Info::TokenExpired, out);
        }
        _ => {}
    }
    time::arm(&mut gathering, out);
    if gathering.request.next_open().is_some() {
        return Phase::Gathering(gathering);
    }
    match plan::watchable(&gathering) {
        Some((slot, document)) => plan::watch(gathering, slot, document, out),
        None => {
            let info = gathering.request.info();
            ending::end(*gathering, Ending::Already(status), info, out)
        }
    }
}
