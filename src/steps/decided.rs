//! The decision, why, and what to change.

use kyc_flow::{Event, Gathering, Stage, Verdict};
use kyc_wire::RejectionType;
use kyc_wire::resource::Rejection;

use super::{Context, View};
use crate::components::button::button;
use crate::components::element::{note, paragraph, text};
use crate::components::layout::{Layout, layout};
use crate::components::{Art, Look, Node, Tone, notice};
use crate::i18n::{keys, lookup};

pub fn view(context: Context, gathering: &Gathering) -> View {
    let Stage::Decided { slot, verdict } = &gathering.stage else { return None };
    let mut body = vec![drawing(context, verdict)];
    match verdict {
        Verdict::Rejected { reason, attempts_left } => {
            body.push(why(context, reason.as_ref(), true));
            body.push(note(context.attempts(*attempts_left)));
        }
        Verdict::Exhausted { reason } => body.push(why(context, reason.as_ref(), false)),
        Verdict::Accepted | Verdict::Person => {}
    }
    Some(layout(Layout {
        eyebrow: Some(context.document_name(gathering, *slot)),
        title: context.t(lookup::verdict_title(verdict)),
        lead: Some(context.t(lookup::verdict_body(verdict))),
        body,
        actions: vec![action(context, gathering, verdict)],
        ..Layout::default()
    }))
}

fn drawing(context: Context, verdict: &Verdict) -> Node {
    match verdict {
        Verdict::Accepted => context.art(Art::Accepted, Tone::Success, keys::ALT_ACCEPTED),
        Verdict::Rejected { .. } => context.art(Art::Problem, Tone::Warning, keys::ALT_PROBLEM),
        Verdict::Exhausted { .. } => context.art(Art::Problem, Tone::Danger, keys::ALT_PROBLEM),
        Verdict::Person => context.art(Art::Person, Tone::Info, keys::ALT_PERSON),
    }
}

/// The reason in our words, then in the reviewer's, and what helps.
fn why(context: Context, reason: Option<&Rejection>, can_retry: bool) -> Node {
    let kind = reason.map_or(RejectionType::Other, |reason| reason.rejection_type);
    let mut lines = vec![text(context.t(lookup::rejection_body(kind)))];
    if let Some(message) = reason.and_then(|reason| reason.message.as_deref()) {
        let words = context.i18n.t_with(keys::REJECTION_MESSAGE, &[("message", message)]);
        lines.push(text(words));
    }
    if can_retry {
        lines.push(paragraph("kyc-notice__next", context.t(lookup::rejection_next(kind))));
    }
    let tone = if can_retry { Tone::Warning } else { Tone::Danger };
    notice(tone, context.t(lookup::rejection_title(kind)), lines)
}

fn action(context: Context, gathering: &Gathering, verdict: &Verdict) -> Node {
    if matches!(verdict, Verdict::Rejected { .. }) {
        return context.button(Look::Primary, keys::DECIDED_RETRY, Event::RetryPressed);
    }
    let label = match gathering.request.next_open() {
        Some(next) => {
            let name = context.document_name(gathering, next.index);
            context.i18n.t_with(keys::DECIDED_NEXT, &[("document", &name)])
        }
        None => context.t(keys::DECIDED_FINISH),
    };
    button(Look::Primary, label, context.press(Event::ContinuePressed))
}
