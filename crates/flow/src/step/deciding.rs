//! Waiting for a decision, and the last look at the request.

use kyc_wire::embed::HostMessage;
use kyc_wire::ledger::Standing;
use kyc_wire::resource::StorefrontDocument;
use kyc_wire::{Code, DocumentStatus};

use super::gathering::{Next, is_expired};
use super::out::Out;
use super::{plan, time};
use crate::effect::Effect;
use crate::event::{Event, Failure};
use crate::ids::{Millis, OpId, SlotIndex};
use crate::journey::Gathering;
use crate::request::Request;
use crate::stage::{Deciding, Stage, Verdict, Watch};

/// After so long a decision counts as slow and the customer may go on without it.
const SLOW_MILLIS: u64 = 30_000;
/// Failed last looks after which the end follows from what is known.
const FINISHING_TRIES: u8 = 3;

/// Milliseconds before read number `polls` (from 0): quick while the customer watches, then growing.
pub fn poll_delay(polls: u32) -> u64 {
    match polls {
        0 | 1 => 1000,
        2 => 1500,
        3 => 2000,
        4 => 3000,
        5 => 4000,
        6 => 6000,
        _ => 10_000,
    }
}

pub fn step(deciding: Deciding, event: Event, gathering: &mut Gathering, out: &mut Out) -> Next {
    match (event, deciding.watch.clone()) {
        (Event::TimerFired { op, .. }, Watch::Waiting { op: awaited }) if op == awaited => {
            let waited = deciding.waited + poll_delay(deciding.polls);
            let is_slow = deciding.is_slow || waited >= SLOW_MILLIS;
            let deciding = Deciding { waited, is_slow, ..deciding };
            if gathering.is_visible { read(deciding, out) } else { pause(deciding) }
        }
        (Event::VisibilityChanged { is_visible: true, now }, Watch::Paused) => match deciding.not_before {
            Some(at) if now < at => hold(deciding, at, out),
            _ => read(deciding, out),
        },
        (Event::VisibilityChanged { is_visible: false, .. }, Watch::Waiting { .. }) => pause(deciding),
        (Event::DocumentRead { op, document }, Watch::Reading { op: awaited }) if op == awaited => {
            was_read(deciding, document, gathering, out)
        }
        (Event::ReadFailed { op, failure }, Watch::Reading { op: awaited }) if op == awaited => {
            read_failed(deciding, failure, gathering, out)
        }
        (Event::ContinuePressed | Event::LeavePressed, _) if deciding.is_slow => {
            gathering.unwatched.push(deciding.document.id);
            Next::Plan
        }
        _ => Next::Stage(Stage::Deciding(deciding)),
    }
}

fn read(deciding: Deciding, out: &mut Out) -> Next {
    let id = deciding.document.id.clone();
    let op = out.start(|op| Effect::ReadDocument { op, id });
    let polls = deciding.polls.saturating_add(1);
    Next::Stage(Stage::Deciding(Deciding {
        watch: Watch::Reading { op },
        polls,
        not_before: None,
        ..deciding
    }))
}

/// The server asked for a pause: slow by any measure, so that the customer need not wait for it.
fn hold(deciding: Deciding, at: Millis, out: &mut Out) -> Next {
    let op = out.start(|op| Effect::WaitUntil { op, at });
    let (watch, not_before) = (Watch::Waiting { op }, Some(at));
    Next::Stage(Stage::Deciding(Deciding { watch, not_before, is_slow: true, ..deciding }))
}

fn pause(deciding: Deciding) -> Next {
    Next::Stage(Stage::Deciding(Deciding { watch: Watch::Paused, ..deciding }))
}

fn wait(deciding: Deciding, out: &mut Out) -> Next {
    let op = out.wait(poll_delay(deciding.polls));
    Next::Stage(Stage::Deciding(Deciding { watch: Watch::Waiting { op }, ..deciding }))
}

fn was_read(
    deciding: Deciding,
    document: StorefrontDocument,
    gathering: &mut Gathering,
    out: &mut Out,
) -> Next {
    if document.id != deciding.document.id {
        return wait(deciding, out);
    }
    let goes_to_person = document.status == DocumentStatus::Pending && deciding.was_in_progress;
    if document.status != deciding.document.status {
        tell(&document, out);
    }
    gathering.request.record(document.clone());
    if Request::is_settled(&document) || goes_to_person {
        return decided(deciding.slot, &document, gathering);
    }
    let was_in_progress = deciding.was_in_progress || document.status == DocumentStatus::InProgress;
    wait(Deciding { document, was_in_progress, ..deciding }, out)
}

fn read_failed(deciding: Deciding, failure: Failure, gathering: &Gathering, out: &mut Out) -> Next {
    match failure.code {
        _ if is_expired(failure) => Next::Expired,
        Code::NotFound => Next::Stage(plan::finish(&gathering.request, 0, out)),
        _ => match failure.retry_at {
            Some(at) => hold(deciding, at, out),
            None => wait(deciding, out),
        },
    }
}

/// Tells the host where a document stands.
pub fn tell(document: &StorefrontDocument, out: &mut Out) {
    out.tell(HostMessage::Document { document: document.document_type, status: document.status });
}

/// A filed document: watch it, or say at once that a person will look at it.
pub fn filed(
    slot: SlotIndex,
    document: StorefrontDocument,
    gathering: &mut Gathering,
    out: &mut Out,
) -> Next {
    tell(&document, out);
    gathering.request.record(document.clone());
    if Request::is_settled(&document) {
        return decided(slot, &document, gathering);
    }
    let slot = gathering.request.slot_of(&document.id).map_or(slot, |view| view.index);
    Next::Stage(plan::deciding(slot, document, out))
}

/// The decision, shown when it needs the customer; otherwise straight on.
fn decided(slot: SlotIndex, document: &StorefrontDocument, gathering: &mut Gathering) -> Next {
    let view = gathering.request.slot_of(&document.id).or_else(|| gathering.request.slot(slot));
    let slot = view.as_ref().map_or(slot, |view| view.index);
    let reason = document.rejection_reason.clone();
    let verdict = match document.status {
        DocumentStatus::Archived => return Next::Plan,
        DocumentStatus::Accepted => Verdict::Accepted,
        DocumentStatus::Rejected => match view {
            Some(view) if view.standing == Standing::Exhausted => Verdict::Exhausted { reason },
            Some(view) if view.standing.is_open() && gathering.request.next_open().is_some() => {
                Verdict::Rejected { reason, attempts_left: view.attempts_left }
            }
            // Another document has taken its place, or the request is over for another reason.
            _ => return Next::Plan,
        },
        DocumentStatus::Pending | DocumentStatus::InProgress => {
            gathering.unwatched.push(document.id.clone());
            Verdict::Person
        }
    };
    let is_good = matches!(verdict, Verdict::Accepted | Verdict::Person);
    if is_good && gathering.request.next_open().is_none() {
        return Next::Plan;
    }
    Next::Stage(Stage::Decided { slot, verdict })
}

/// The last look at the request: the end, unless the server has something new to ask for.
pub fn finishing(op: OpId, tries: u8, event: Event, gathering: &mut Gathering, out: &mut Out) -> Next {
    match event {
        Event::RequestLoaded { op: answered, request, .. } if answered == op => {
            time::reload(gathering, request, out);
            reopened(gathering)
        }
        Event::RequestFailed { op: answered, failure } if answered == op => match failure {
            failure if is_expired(failure) => Next::Expired,
            // A redirect without a connection would end on an error page of the browser.
            failure if failure.is_passing() && (tries < FINISHING_TRIES || !gathering.is_online) => {
                let tries = tries.saturating_add(1).min(FINISHING_TRIES);
                let op = out.back_off(tries, failure.retry_at);
                Next::Stage(Stage::Finishing { op, tries })
            }
            _ => unread(gathering),
        },
        Event::LeavePressed | Event::ContinuePressed if tries > 0 => unread(gathering),
        Event::TimerFired { op: fired, .. } if fired == op && tries > 0 => {
            Next::Stage(plan::finish(&gathering.request, tries, out))
        }
        _ => Next::Stage(Stage::Finishing { op, tries }),
    }
}

/// The last look is given up: what is known decides, and nothing ends while something can still be handed in.
fn unread(gathering: &Gathering) -> Next {
    match gathering.request.next_open() {
        Some(_) => Next::Stage(Stage::Welcome),
        None => Next::Finished,
    }
}

fn reopened(gathering: &Gathering) -> Next {
    use kyc_wire::RequestStatus::{Abandoned, Expired};
    match gathering.request.status {
        Expired | Abandoned => Next::Expired,
        _ if gathering.request.next_open().is_some() => Next::Stage(Stage::Welcome),
        _ if plan::watchable(gathering).is_some() => Next::Plan,
        _ => Next::Finished,
    }
}
