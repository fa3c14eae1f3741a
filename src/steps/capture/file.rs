//! Choosing, dropping and pasting files. The drop zone stays while files are prepared, so that focus stays in it.

use std::rc::Rc;

use kyc_flow::{Draft, Event, FileState, Gathering, Means, Side};

use super::{Context, View, capturing};
use crate::components::element::{group, note, paragraph, text};
use crate::components::file_drop::{FileDrop, file_drop};
use crate::components::layout::{Layout, layout};
use crate::components::progress::spinner;
use crate::components::{Look, Node, Tone, notice};
use crate::i18n::keys;
use crate::i18n::lookup::{self, Subject};

const PICTURES: &str = "image/jpeg,image/png,image/heic,image/heif,image/webp,image/avif,image/gif";
const PICTURES_AND_PDF: &str =
    "image/jpeg,image/png,image/heic,image/heif,image/webp,image/avif,image/gif,application/pdf";

pub fn view(context: Context, gathering: &Gathering) -> View {
    let capturing = capturing(gathering)?;
    let Means::File(state) = &capturing.means else { return None };
    let (draft, side) = (&capturing.draft, capturing.side);
    let subject = Subject::of(side, draft.subtype);
    let mut body: Vec<_> = state.problem.map(|code| problem(context, code)).into_iter().collect();
    body.extend(left_out(context, draft, state));
    body.push(zone(context, draft, side, gathering.link.limits.max_file_bytes));
    body.extend(state.op.map(|_| preparing(context, state)));
    let pages = || note(context.i18n.t_count(keys::FILE_MAX_PAGES, gathering.link.limits.max_pages));
    let notes = [draft.is_paged().then(pages), context.attempts_note(gathering, draft.slot)];
    body.push(group("", notes.into_iter().flatten().collect()));
    let mut actions = vec![context.button(Look::Secondary, keys::FILE_CAMERA, Event::CameraChosen)];
    if draft.next_side().is_none() && state.op.is_none() {
        actions.insert(0, context.button(Look::Primary, keys::ACTION_CONTINUE, Event::ContinuePressed));
    }
    Some(layout(Layout {
        top: Some(context.top(draft, Some(side), true)),
        eyebrow: Some(context.t(lookup::subtype(draft.subtype))),
        title: context.t_page(subject.file_title(), side),
        body,
        actions,
        ..Layout::default()
    }))
}

fn zone(context: Context, draft: &Draft, side: Side, limit: u64) -> Node {
    let is_selfie = side == Side::Selfie;
    let size = context.i18n.file_size(limit);
    let accepted = if is_selfie { keys::FILE_ACCEPTED_PICTURE } else { keys::FILE_ACCEPTED };
    let label = if draft.is_paged() { keys::FILE_CHOOSE_MANY } else { keys::FILE_CHOOSE };
    file_drop(FileDrop {
        accept: if is_selfie { PICTURES } else { PICTURES_AND_PDF },
        is_multiple: draft.is_paged(),
        label: context.t(label),
        hint: context.t(keys::FILE_DROP),
        accepted: context.i18n.t_with(accepted, &[("size", &size)]),
        take: Rc::new(move |files| context.media().take_in(files)),
    })
}

fn problem(context: Context, code: kyc_wire::Code) -> Node {
    let words = text(context.t(lookup::error_body(code)));
    notice(Tone::Danger, context.t(lookup::error_title(code)), vec![words])
}

/// What was not taken, so that nobody believes it was sent.
fn left_out(context: Context, draft: &Draft, state: &FileState) -> Option<Node> {
    let is_told = draft.is_paged() && state.left_out > 0;
    let words = is_told.then(|| text(context.i18n.t_count(keys::FILE_LEFT_OUT, state.left_out)))?;
    Some(notice(Tone::Warning, context.t(keys::FILE_LEFT_OUT_TITLE), vec![words]))
}

fn preparing(context: Context, state: &FileState) -> Node {
    let words = if state.chosen > 1 {
        let present = state.chosen.saturating_sub(state.queue.len()).saturating_add(1);
        let number = |value: usize| context.i18n.number(u32::try_from(value).unwrap_or(u32::MAX));
        let values = [("number", number(present)), ("total", number(state.chosen))];
        let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
        context.i18n.t_with(keys::FILE_PREPARING_MANY, &values)
    } else {
        context.t(keys::FILE_PREPARING)
    };
    // Seen after a while: large pictures, and HEIC where the browser needs help, take a slow phone some seconds.
    let late = paragraph("kyc-screen__note kyc-wait__late", context.t(keys::LOADING_SLOW));
    group("kyc-wait", vec![spinner(), group("", vec![note(words), late])])
}
