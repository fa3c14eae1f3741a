//! What is asked for and where each document stands, how long it takes, and where the pictures go.

use kyc_flow::{Event, Face, Gathering, SlotView};
use kyc_wire::DocumentType;
use kyc_wire::ledger::Standing;

use super::{Context, View};
use crate::components::button::text_link;
use crate::components::choice::{Row, fact, row};
use crate::components::element::{group, list};
use crate::components::layout::{Layout, layout};
use crate::components::{Icon, Look, Node, Tone};
use crate::i18n::{keys, lookup};

pub fn view(context: Context, gathering: &Gathering) -> View {
    let slots = gathering.request.slots();
    let open = slots.iter().filter(|slot| slot.standing.is_open()).count();
    let rows = slots.iter().map(|slot| slot_row(context, gathering, slot, open > 1)).collect();
    let is_fresh = gathering.request.filed.is_empty();
    let start = if is_fresh { keys::WELCOME_START } else { keys::WELCOME_CONTINUE };
    Some(layout(Layout {
        title: context.t(keys::WELCOME_TITLE),
        lead: Some(context.t(keys::WELCOME_INTRO)),
        body: vec![list("kyc-list", rows), facts(context, gathering, &slots)],
        actions: vec![context.button(Look::Primary, start, Event::StartPressed)],
        ..Layout::default()
    }))
}

fn slot_row(context: Context, gathering: &Gathering, slot: &SlotView, has_choice: bool) -> Node {
    let kind = slot.requested.document_type;
    let mut details = vec![(None, context.t(lookup::document_why(kind)))];
    details.extend(match Face::asked(&slot.requested) {
        Face::None => None,
        Face::Selfie => Some((None, context.t(keys::WELCOME_SELFIE))),
        Face::Liveness => Some((None, context.t(keys::WELCOME_LIVENESS))),
    });
    details.extend(standing_line(context, slot));
    if let (Standing::Rejected, Some(reason)) = (slot.standing, slot.rejection()) {
        let reason = context.t(lookup::rejection_title(reason.rejection_type));
        let words = context.i18n.t_with(keys::WELCOME_AGAIN, &[("reason", &reason)]);
        details.push((Some(Tone::Danger), words));
    }
    if slot.standing.is_open() && slot.attempts_left.is_some() {
        details.push((None, context.attempts(slot.attempts_left)));
    }
    let can_choose = has_choice && slot.standing.is_open();
    row(Row {
        icon: standing_icon(slot.standing).unwrap_or(document_icon(kind)),
        title: context.document_name(gathering, slot.index),
        details,
        tone: standing_tone(slot.standing),
        press: can_choose.then(|| context.press(Event::SlotChosen(slot.index))),
    })
}

/// Where a document stands; nothing to say about one that is merely missing.
pub fn standing_line(context: Context, slot: &SlotView) -> Option<(Option<Tone>, String)> {
    if matches!(slot.standing, Standing::Missing | Standing::Rejected) {
        return None;
    }
    let is_with_person = slot.last.as_ref().is_some_and(kyc_flow::Request::is_settled);
    Some((standing_tone(slot.standing), context.t(lookup::standing(slot.standing, is_with_person))))
}

/// What a standing means for the customer.
pub const fn standing_tone(standing: Standing) -> Option<Tone> {
    match standing {
        Standing::Missing => None,
        Standing::Accepted => Some(Tone::Success),
        Standing::Undecided => Some(Tone::Info),
        Standing::Rejected => Some(Tone::Warning),
        Standing::Exhausted => Some(Tone::Danger),
    }
}

/// The icon of a document that has been handed in.
pub const fn standing_icon(standing: Standing) -> Option<Icon> {
    match standing {
        Standing::Missing | Standing::Rejected => None,
        Standing::Accepted => Some(Icon::Tick),
        Standing::Undecided => Some(Icon::Clock),
        Standing::Exhausted => Some(Icon::Danger),
    }
}

/// The icon of a type of document.
pub const fn document_icon(kind: DocumentType) -> Icon {
    match kind {
        DocumentType::IdentityProof => Icon::Person,
        DocumentType::AddressProof => Icon::Home,
        DocumentType::FundsProof => Icon::Coins,
        DocumentType::PurchaseProof => Icon::Card,
        DocumentType::CreditFileProof => Icon::File,
    }
}

fn facts(context: Context, gathering: &Gathering, slots: &[SlotView]) -> Node {
    let line = |symbol, words| fact("kyc-facts__item", symbol, words);
    let minutes = slots.iter().filter(|slot| slot.standing.is_open()).count().max(1);
    let minutes = u32::try_from(minutes).unwrap_or(1).saturating_mul(2);
    let mut time = context.i18n.t_count(keys::WELCOME_TIME, minutes);
    if let Some(end) = gathering.expires_at {
        let until = context.i18n.date_time(end);
        time = [time, context.i18n.t_with(keys::WELCOME_EXPIRES, &[("time", &until)])].join(" ");
    }
    let mut lines = vec![
        line(Icon::Clock, time),
        line(Icon::Lock, context.t(keys::WELCOME_PRIVACY)),
        fact("kyc-facts__item kyc-facts__item--desk", Icon::Phone, context.t(keys::WELCOME_PHONE)),
    ];
    let privacy = context.links().privacy;
    lines.extend(privacy.map(|href| text_link(context.t(keys::FOOTER_PRIVACY), href)));
    group("kyc-facts", lines)
}
