//! The end: what was handed in and where it stands, and the way back to the website.

use kyc_flow::{Embedding, Ended, Ending, Event, Journey, Leaving, Phase, Request, SlotView};
use kyc_wire::Info;

use super::welcome::{document_icon, standing_icon, standing_tone};
use super::{Context, View};
use crate::components::choice::{Row, row};
use crate::components::element::{group, list, note, text};
use crate::components::layout::{Layout, layout, subheading};
use crate::components::{Art, Look, Node, Tone, link, notice};
use crate::i18n::{keys, lookup};

pub fn view(context: Context, journey: &Journey) -> View {
    let Phase::Ended(ended) = &journey.phase else { return None };
    let (ending, info) = (lookup::told(ended), ended.info);
    let mut body = vec![drawing(context, ending, info)];
    body.extend(ended.request.as_ref().map(|request| summary(context, request)));
    body.extend(closing(context, ended));
    Some(layout(Layout {
        title: context.t(lookup::ending_title(ending, info)),
        lead: Some(context.t(lookup::ending_body(ending, info))),
        body,
        actions: actions(context, ended),
        ..Layout::default()
    }))
}

fn drawing(context: Context, ending: Ending, info: Info) -> Node {
    use kyc_wire::RequestStatus::{Abandoned, Expired, Failed, Fulfilled};
    match (ending, info) {
        (Ending::Expired | Ending::Already(Abandoned | Expired), _) => {
            context.art(Art::Clock, Tone::Warning, keys::ALT_CLOCK)
        }
        (Ending::Already(Failed), _) => context.art(Art::Problem, Tone::Danger, keys::ALT_PROBLEM),
        (Ending::Already(Fulfilled), _) | (Ending::Finished, Info::Success) => {
            context.art(Art::Accepted, Tone::Success, keys::ALT_ACCEPTED)
        }
        (Ending::Back, _) => context.art(Art::Document, Tone::Info, keys::ALT_DOCUMENT),
        _ => context.art(Art::Person, Tone::Info, keys::ALT_PERSON),
    }
}

fn summary(context: Context, request: &Request) -> Node {
    let rows = request.slots().iter().map(|slot| standing(context, slot)).collect();
    let heading = subheading(context.t(keys::DONE_SUMMARY));
    group("kyc-stack", vec![heading, list("kyc-list", rows)])
}

fn standing(context: Context, slot: &SlotView) -> Node {
    let kind = slot.requested.document_type;
    let is_with_person = slot.last.as_ref().is_some_and(Request::is_settled);
    let subtype = slot.last.as_ref().and_then(|last| last.document_subtype);
    let mut details: Vec<_> =
        subtype.map(|subtype| (None, context.t(lookup::subtype(subtype)))).into_iter().collect();
    let tone = standing_tone(slot.standing);
    details.push((tone, context.t(lookup::standing(slot.standing, is_with_person))));
    row(Row {
        icon: standing_icon(slot.standing).unwrap_or(document_icon(kind)),
        title: context.t(lookup::document_name(kind)),
        details,
        tone,
        press: None,
    })
}

/// What follows for a customer who stays.
fn closing(context: Context, ended: &Ended) -> Option<Node> {
    match ended.leaving {
        Leaving::Stays if ended.embedding == Embedding::Told => Some(note(context.t(keys::DONE_TOLD))),
        Leaving::Stays => {
            let words = [keys::DONE_NEXT_BODY, keys::DONE_CLOSE].map(|key| text(context.t(key)));
            Some(notice(Tone::Info, context.t(keys::DONE_NEXT_TITLE), words.into()))
        }
        _ => None,
    }
}

/// What is about to happen, for a customer who leaves. Beside the buttons, where it is seen however long the list is.
fn leaving(context: Context, ended: &Ended) -> Option<Node> {
    match ended.leaving {
        Leaving::Countdown { seconds, .. } => {
            Some(note(context.i18n.t_count(keys::DONE_COUNTDOWN, u32::from(seconds))))
        }
        Leaving::Held => Some(note(context.t(keys::DONE_HELD))),
        Leaving::Leaving => Some(note(context.t(keys::DONE_LEAVING))),
        Leaving::Stays => None,
    }
}

fn actions(context: Context, ended: &Ended) -> Vec<Node> {
    let go = ended.target.clone().map(|href| link(Look::Primary, context.t(keys::DONE_LINK), href));
    let hold = matches!(ended.leaving, Leaving::Countdown { .. })
        .then(|| context.button(Look::Secondary, keys::DONE_HOLD, Event::HoldPressed));
    leaving(context, ended).into_iter().chain(go).chain(hold).collect()
}
