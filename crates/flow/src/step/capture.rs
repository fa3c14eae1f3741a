//! From the choice of a subtype to a draft that can be sent.

mod camera;
mod file;
pub mod liveness;
mod review;

use kyc_wire::DocumentSubtype;

use super::gathering::Next;
use super::out::Out;
use super::{plan, sending};
use crate::draft::{Draft, Part, Picture, Side};
use crate::event::Event;
use crate::ids::{CaptureId, SlotIndex};
use crate::journey::Gathering;
use crate::stage::{Capturing, Means, PERMITTING_WARNINGS, Reviewing, Stage};
use liveness::Check;

pub fn choosing(slot: SlotIndex, event: &Event, gathering: &Gathering) -> Next {
    match event {
        Event::SubtypeChosen(subtype) => Next::Stage(chosen(slot, *subtype, gathering)),
        Event::PreviousPressed => Next::Stage(Stage::Welcome),
        _ => Next::Stage(Stage::Choosing { slot }),
    }
}

fn chosen(slot: SlotIndex, subtype: DocumentSubtype, gathering: &Gathering) -> Stage {
    match gathering.request.requested.get(slot.0) {
        Some(requested) if requested.permits(Some(subtype)) => {
            plan::draft(gathering, slot, requested, subtype)
        }
        _ => Stage::Choosing { slot },
    }
}

pub fn tips(mut draft: Draft, side: Side, event: &Event, gathering: &Gathering, out: &mut Out) -> Next {
    let next = match event {
        Event::CameraChosen => camera::open(draft, side, gathering, out),
        Event::FileChosen if gathering.allows_file(side) => file::open(draft, side),
        Event::SideSkipped if draft.is_optional(side) => {
            draft.has_skipped_back = true;
            draft.warnings = 0;
            plan::advance(draft)
        }
        Event::PreviousPressed => before(draft, gathering),
        _ => Stage::Tips { draft, side },
    };
    Next::Stage(next)
}

/// The screen before the tips: the last picture, the choice of a subtype, or the welcome.
fn before(draft: Draft, gathering: &Gathering) -> Stage {
    if !draft.parts.is_empty() {
        return last_look(draft);
    }
    match gathering.request.slot(draft.slot) {
        Some(view) if view.requested.permitted_subtypes().len() > 1 => Stage::Choosing { slot: draft.slot },
        _ => Stage::Welcome,
    }
}

/// Back to what was done last: a skipped back is offered again, a picture is looked at again. Pages are looked at
/// together.
fn last_look(mut draft: Draft) -> Stage {
    if draft.is_checked(Side::Selfie)
        && let Some(Part { side: Side::Selfie, .. }) = draft.parts.last()
        && let Some(part) = draft.parts.pop()
    {
        return liveness::passed(draft, part.picture);
    }
    last_picture(draft)
}

fn last_picture(mut draft: Draft) -> Stage {
    if draft.is_paged() {
        // The tries were those of the page that is given up.
        draft.warnings = 0;
        return plan::advance(draft);
    }
    if draft.has_skipped_back && draft.part(Side::Selfie).is_none() {
        draft.has_skipped_back = false;
        return Stage::Tips { draft, side: Side::Back };
    }
    match draft.parts.pop() {
        Some(Part { side, picture, .. }) => {
            // It was good enough to be used once.
            draft.warnings = if picture.findings.is_empty() { 0 } else { PERMITTING_WARNINGS };
            Stage::Reviewing(Reviewing::new(draft, side, picture))
        }
        None => plan::advance(draft),
    }
}

/// Shows a picture to the customer.
pub fn look_at(mut draft: Draft, side: Side, picture: Picture) -> Stage {
    if !picture.findings.is_empty() {
        draft.warnings = draft.warnings.saturating_add(1);
    }
    Stage::Reviewing(Reviewing::new(draft, side, picture))
}

pub fn capturing(capturing: Capturing, event: Event, gathering: &mut Gathering, out: &mut Out) -> Next {
    let Capturing { draft, side, means } = capturing;
    Next::Stage(match means {
        Means::Camera { facing, state } => {
            camera::step(camera::Shot { draft, side, facing, state }, event, gathering, out)
        }
        Means::File(state) => file::step(file::Intake { draft, side, state }, event, gathering, out),
        Means::Liveness(liveness) => return liveness::step(Check { draft, liveness }, event, gathering, out),
    })
}

pub fn reviewing(reviewing: Reviewing, event: Event, gathering: &Gathering, out: &mut Out) -> Next {
    review::step(reviewing, event, gathering, out)
}

/// Puts a picture into the draft, sides in their natural order.
fn keep(draft: &mut Draft, side: Side, picture: Picture) {
    draft.warnings = 0;
    insert(draft, Part { side, picture, file_id: None, needs_look: false });
}

fn insert(draft: &mut Draft, new: Part) {
    let place = draft.parts.iter().position(|part| rank(part.side) > rank(new.side));
    draft.parts.insert(place.unwrap_or(draft.parts.len()), new);
}

const fn rank(side: Side) -> u32 {
    match side {
        Side::Front => 0,
        Side::Back => 1,
        Side::Selfie => 2,
        Side::Page(number) => number,
    }
}

pub fn ready(draft: Draft, event: &Event, gathering: &Gathering, out: &mut Out) -> Next {
    let next = match event {
        Event::SendPressed if draft.next_side().is_none() => sending::start(draft, gathering, out),
        Event::AddPagePressed if draft.is_paged() && room(&draft, gathering) > 0 => plan::next_page(draft),
        Event::PartRemoved(capture) => remove(draft, *capture),
        Event::PreviousPressed if draft.is_paged() => Stage::Ready { draft },
        Event::PreviousPressed => last_look(draft),
        _ => Stage::Ready { draft },
    };
    Next::Stage(next)
}

/// How many more pages fit.
fn room(draft: &Draft, gathering: &Gathering) -> usize {
    gathering.link.limits.max_pages.max(1).saturating_sub(draft.pages()) as usize
}

fn remove(mut draft: Draft, capture: CaptureId) -> Stage {
    let Some(index) = draft.parts.iter().position(|part| part.picture.capture == capture) else {
        return Stage::Ready { draft };
    };
    let part = draft.parts.remove(index);
    if draft.is_paged() { plan::advance(draft) } else { plan::ask(draft, part.side) }
}
