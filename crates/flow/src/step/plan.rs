//! What comes next, from what the request says.

use kyc_wire::ledger::Standing;
use kyc_wire::resource::{RequestedDocument, StorefrontDocument};
use kyc_wire::{Code, DocumentSubtype};

use super::capture::{liveness, look_at};
use super::out::Out;
use crate::draft::{Draft, Face, Part, Side};
use crate::effect::Effect;
use crate::ids::SlotIndex;
use crate::journey::{Gathering, Phase};
use crate::request::{Request, SlotView};
use crate::stage::{Deciding, Stage, Watch};

/// Begins with a requested document: straight to the tips when only one subtype is permitted.
pub fn begin(gathering: &Gathering, view: &SlotView) -> Stage {
    match view.requested.permitted_subtypes().as_slice() {
        [only] => draft(gathering, view.index, &view.requested, *only),
        _ => Stage::Choosing { slot: view.index },
    }
}

/// Begins with the requested document at `slot`, if something can be handed in for it.
pub fn begin_at(gathering: &Gathering, slot: SlotIndex) -> Option<Stage> {
    gathering.request.next_open()?;
    let view = gathering.request.slot(slot).filter(|view| view.standing.is_open())?;
    Some(begin(gathering, &view))
}

/// Starts a draft for the slot in which the server will count it: of two documents of one type, a subtype that both
/// permit counts for the first open one, whichever the customer picked. A liveness check that cannot be had is told
/// before anything is photographed in vain.
pub fn draft(
    gathering: &Gathering,
    picked: SlotIndex,
    requested: &RequestedDocument,
    subtype: DocumentSubtype,
) -> Stage {
    let request = &gathering.request;
    let counted = request.slot_for(requested.document_type, subtype).unwrap_or(picked);
    let requested = request.requested.get(counted.0).unwrap_or(requested);
    let draft = Draft::new(counted, requested, subtype);
    if draft.face != Face::Liveness {
        return advance(draft);
    }
    let end = if gathering.has_liveness() {
        gathering.checks.end(counted)
    } else {
        Some(Code::LivenessUnavailable)
    };
    match end {
        Some(code) => liveness::blocked(draft, code),
        None => advance(draft),
    }
}

/// The next side of a draft, or the last look at it; before that, a picture that something was noticed about and that
/// came together with others.
pub fn advance(mut draft: Draft) -> Stage {
    draft.renumber();
    if let Some(index) = draft.parts.iter().position(|part| part.needs_look) {
        let Part { side, picture, .. } = draft.parts.remove(index);
        return look_at(draft, side, picture);
    }
    match draft.next_side() {
        Some(side) => ask(draft, side),
        None => Stage::Ready { draft },
    }
}

/// Asks for a side: with tips how to take it, or for a liveness check.
pub fn ask(draft: Draft, side: Side) -> Stage {
    if draft.is_checked(side) { liveness::open(draft, None) } else { Stage::Tips { draft, side } }
}

/// The next page of a draft.
pub fn next_page(draft: Draft) -> Stage {
    let side: Side = draft.next_page();
    Stage::Tips { draft, side }
}

/// The next open document, else a decision to wait for, else the end.
pub fn go_on(mut gathering: Box<Gathering>, out: &mut Out) -> Phase {
    if let Some(view) = gathering.request.next_open() {
        gathering.stage = begin(&gathering, &view);
        return Phase::Gathering(gathering);
    }
    match watchable(&gathering) {
        Some((slot, document)) => watch(gathering, slot, document, out),
        None => {
            gathering.stage = finish(&gathering.request, 0, out);
            Phase::Gathering(gathering)
        }
    }
}

/// Reads the request a last time.
pub fn finish(request: &Request, tries: u8, out: &mut Out) -> Stage {
    let id = request.id.clone();
    Stage::Finishing { op: out.start(|op| Effect::ReadRequest { op, id }), tries }
}

/// A document that is being analysed and that the customer has not chosen to leave alone. Nothing once the request
/// has failed: its end does not depend on decisions any more.
pub fn watchable(gathering: &Gathering) -> Option<(SlotIndex, StorefrontDocument)> {
    let slots = gathering.request.slots();
    if slots.iter().any(|slot| slot.standing == Standing::Exhausted) {
        return None;
    }
    slots.into_iter().find_map(|slot| {
        let document = slot.last.filter(|_| slot.standing == Standing::Undecided)?;
        let is_waited_for = !Request::is_settled(&document) && !gathering.unwatched.contains(&document.id);
        is_waited_for.then_some((slot.index, document))
    })
}

/// Waits for the decision on `document`.
pub fn watch(
    mut gathering: Box<Gathering>,
    slot: SlotIndex,
    document: StorefrontDocument,
    out: &mut Out,
) -> Phase {
    gathering.stage = deciding(slot, document, out);
    Phase::Gathering(gathering)
}

/// The stage of waiting for `document`.
pub fn deciding(slot: SlotIndex, document: StorefrontDocument, out: &mut Out) -> Stage {
    let was_in_progress = document.status == kyc_wire::DocumentStatus::InProgress;
    Stage::Deciding(Deciding {
        slot,
        document,
        watch: Watch::Waiting { op: out.wait(super::deciding::poll_delay(0)) },
        polls: 0,
        waited: 0,
        is_slow: false,
        was_in_progress,
        not_before: None,
    })
}
