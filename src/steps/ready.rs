//! A last look at everything captured, more pages, and sending.

use kyc_flow::{Draft, Event, Gathering, Part, PictureKind, Stage};

use super::{Context, View};
use crate::components::button::named_button;
use crate::components::element::{group, list, note, span};
use crate::components::layout::{Layout, layout};
use crate::components::picture::part;
use crate::components::{Look, Node};
use crate::i18n::{keys, lookup};

pub fn view(context: Context, gathering: &Gathering) -> View {
    let Stage::Ready { draft } = &gathering.stage else { return None };
    let parts = draft.parts.iter().map(|part| row(context, draft, part)).collect();
    let mut body = vec![list("kyc-list", parts)];
    let is_full = draft.pages() >= gathering.link.limits.max_pages;
    if draft.is_paged() && is_full {
        body.push(note(context.t(keys::READY_FULL)));
    }
    let attempts = gathering.request.slot(draft.slot).and_then(|slot| slot.attempts_left);
    if let Some(left) = attempts {
        let last = (left == 1).then(|| context.t(keys::ATTEMPTS_LAST));
        let rest = last.unwrap_or_else(|| context.attempts(Some(left)));
        body.push(group("", vec![note(context.t(keys::READY_ATTEMPT)), note(rest)]));
    }
    let mut actions = vec![context.button(Look::Primary, keys::READY_SEND, Event::SendPressed)];
    if draft.is_paged() && !is_full {
        actions.push(context.button(Look::Secondary, keys::READY_ADD_PAGE, Event::AddPagePressed));
    }
    Some(layout(Layout {
        // Pages have no last picture to go back to: each can be taken out by itself.
        top: Some(context.top(draft, None, !draft.is_paged())),
        eyebrow: Some(context.t(lookup::subtype(draft.subtype))),
        title: context.t(keys::READY_TITLE),
        lead: Some(context.t(keys::READY_INTRO)),
        body,
        actions,
    }))
}

fn row(context: Context, draft: &Draft, captured: &Part) -> Node {
    let preview = context.preview(captured.picture.capture);
    let title = context.side_name(captured.side, draft.subtype);
    let (label, name) = if draft.is_paged() {
        (keys::READY_REMOVE, context.t_page(keys::READY_REMOVE_PAGE, captured.side))
    } else {
        (keys::READY_AGAIN, context.i18n.t_with(keys::READY_RETAKE, &[("side", &title)]))
    };
    let press = context.press(Event::PartRemoved(captured.picture.capture));
    let detail = detail(preview.name.filter(|_| captured.picture.kind == PictureKind::Pdf));
    let alt = context.t_page(lookup::review_alt(captured.side), captured.side);
    part(preview.url, alt, title, detail, Some(named_button(context.t(label), name, press)))
}

fn detail(words: Option<String>) -> Option<Node> {
    words.map(|words| span("kyc-part__detail", vec![words.into()]))
}
