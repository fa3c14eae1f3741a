//! Events that mean the same at every stage, then the stage's own.

use super::out::Out;
use super::{capture, deciding, ending, plan, sending};
use crate::event::{Event, Failure};
use crate::journey::{Dialog, Ending, Gathering, Phase};
use crate::stage::{Stage, Verdict};
use kyc_wire::{Code, Info};

/// What a stage makes of an event.
pub enum Next {
    /// This stage, changed or not.
    Stage(Stage),
    /// Whatever the request asks for next.
    Plan,
    /// Time is up.
    Expired,
    /// Nothing left to do here.
    Finished,
}

pub fn step(mut gathering: Box<Gathering>, event: Event, out: &mut Out) -> Phase {
    if let Some(ending) = everywhere(&mut gathering, &event) {
        let info = if ending == Ending::Back { Info::Back } else { Info::TokenExpired };
        return ending::end(*gathering, ending, info, out);
    }
    let stage = std::mem::replace(&mut gathering.stage, Stage::Welcome);
    match at_stage(stage, event, &mut gathering, out) {
        Next::Stage(stage) => {
            gathering.stage = stage;
            Phase::Gathering(gathering)
        }
        Next::Plan => plan::go_on(gathering, out),
        Next::Expired => ending::end(*gathering, Ending::Expired, Info::TokenExpired, out),
        Next::Finished => {
            let info = gathering.request.ledger().info();
            ending::end(*gathering, Ending::Finished, info, out)
        }
    }
}

/// Time, surroundings and the dialogs. `Some` ends the journey.
fn everywhere(gathering: &mut Gathering, event: &Event) -> Option<Ending> {
    match event {
        Event::TimerFired { op, .. } if Some(*op) == gathering.expire_op => return Some(Ending::Expired),
        Event::TimerFired { op, .. } if Some(*op) == gathering.warn_op => {
            gathering.warn_op = None;
            gathering.dialog = Some(Dialog::ExpiringSoon);
        }
        Event::VisibilityChanged { is_visible, now } => {
            gathering.is_visible = *is_visible;
            // Timers sleep with the device; the clock does not.
            if gathering.expires_at.is_some_and(|end| end <= *now) {
                return Some(Ending::Expired);
            }
        }
        Event::ConnectivityChanged { is_online } => gathering.is_online = *is_online,
        Event::BackPressed => gathering.dialog = Some(Dialog::ConfirmBack),
        Event::BackConfirmed if gathering.dialog == Some(Dialog::ConfirmBack) => return Some(Ending::Back),
        Event::DialogDismissed => gathering.dialog = None,
        _ => {}
    }
    None
}

fn at_stage(stage: Stage, event: Event, gathering: &mut Gathering, out: &mut Out) -> Next {
    match stage {
        Stage::Welcome => welcome(&event, gathering),
        Stage::Choosing { slot } => capture::choosing(slot, &event, gathering),
        Stage::Tips { draft, side } => capture::tips(draft, side, &event, gathering, out),
        Stage::Capturing(capturing) => capture::capturing(capturing, event, gathering, out),
        Stage::Reviewing(reviewing) => capture::reviewing(reviewing, &event, out),
        Stage::Ready { draft } => capture::ready(draft, &event, gathering, out),
        Stage::Sending(sending) => sending::step(sending, event, gathering, out),
        Stage::Deciding(deciding) => deciding::step(deciding, event, gathering, out),
        Stage::Decided { slot, verdict } => match (&verdict, &event) {
            (Verdict::Rejected { .. }, Event::RetryPressed | Event::ContinuePressed) => {
                gathering.request.slot(slot).map_or(Next::Plan, |view| Next::Stage(plan::begin(&view)))
            }
            (_, Event::ContinuePressed) => Next::Plan,
            _ => Next::Stage(Stage::Decided { slot, verdict }),
        },
        Stage::Finishing { op, tries } => deciding::finishing(op, tries, event, gathering, out),
    }
}

fn welcome(event: &Event, gathering: &Gathering) -> Next {
    match event {
        Event::StartPressed => Next::Plan,
        Event::SlotChosen(slot) if gathering.request.next_open().is_some() => gathering
            .request
            .slot(*slot)
            .filter(|view| view.standing.is_open())
            .map_or(Next::Stage(Stage::Welcome), |view| Next::Stage(plan::begin(&view))),
        _ => Next::Stage(Stage::Welcome),
    }
}

/// A refused token is an expired one to the customer.
pub fn is_expired(failure: Failure) -> bool {
    matches!(failure.code, Code::Unauthorized | Code::TokenExpired)
}
