//! Events that mean the same at every stage, then the stage's own.

use super::out::Out;
use super::{capture, deciding, ending, plan, sending, time};
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
    if let Some(ending) = everywhere(&mut gathering, &event, out) {
        let info = if ending == Ending::Back { Info::Back } else { Info::TokenExpired };
        return ending::end(*gathering, ending, info, out);
    }
    let stage = std::mem::replace(&mut gathering.stage, Stage::Welcome);
    match at_stage(stage, event, &mut gathering, out) {
        Next::Stage(stage) => {
            gathering.stage = capture::liveness::limited(stage, &gathering.checks);
            Phase::Gathering(gathering)
        }
        Next::Plan => plan::go_on(gathering, out),
        Next::Expired => ending::end(*gathering, Ending::Expired, Info::TokenExpired, out),
        Next::Finished => {
            let info = gathering.request.info();
            ending::end(*gathering, Ending::Finished, info, out)
        }
    }
}

/// Time, surroundings and the dialogs. `Some` ends the journey.
fn everywhere(gathering: &mut Gathering, event: &Event, out: &mut Out) -> Option<Ending> {
    if time::is_up(gathering, event, out) {
        return Some(Ending::Expired);
    }
    match event {
        Event::VisibilityChanged { is_visible, .. } => gathering.is_visible = *is_visible,
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
        Stage::Reviewing(reviewing) => capture::reviewing(reviewing, event, gathering, out),
        Stage::Ready { draft } => capture::ready(draft, &event, gathering, out),
        Stage::Sending(sending) => sending::step(sending, event, gathering, out),
        Stage::Deciding(deciding) => deciding::step(deciding, event, gathering, out),
        Stage::Decided { slot, verdict } => match (&verdict, &event) {
            (Verdict::Rejected { .. }, Event::RetryPressed | Event::ContinuePressed) => {
                plan::begin_at(gathering, slot).map_or(Next::Plan, Next::Stage)
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
        Event::SlotChosen(slot) => Next::Stage(plan::begin_at(gathering, *slot).unwrap_or(Stage::Welcome)),
        _ => Next::Stage(Stage::Welcome),
    }
}

/// A refused token is an expired one to the customer.
pub fn is_expired(failure: Failure) -> bool {
    matches!(failure.code, Code::Unauthorized | Code::TokenExpired)
}
