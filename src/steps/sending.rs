//! On its way: each file with its real progress, and what happens when the connection does not hold.

use kyc_flow::{Event, Gathering, Part, Resume, SendStep, Sending, Stage};
use kyc_wire::Code;

use super::stopped::{countdown, support};
use super::{Context, View};
use crate::components::element::{list, text};
use crate::components::layout::{Layout, layout};
use crate::components::picture::part;
use crate::components::progress::progress;
use crate::components::{Look, Node, Tone, notice};
use crate::i18n::{Key, keys, lookup};

pub fn view(context: Context, gathering: &Gathering) -> View {
    let Stage::Sending(sending) = &gathering.stage else { return None };
    let mut body: Vec<_> = told(context, sending, &gathering.request.id);
    let first = sending.draft.parts.iter().position(|part| part.file_id.is_none());
    let parts = sending.draft.parts.iter().enumerate();
    let rows = parts.map(|(index, part)| file(context, sending, part, Some(index) == first)).collect();
    body.push(list("kyc-list", rows));
    Some(layout(Layout {
        top: Some(context.top(&sending.draft, None, false)),
        eyebrow: Some(context.document_name(gathering, sending.draft.slot)),
        title: context.t(title(sending)),
        lead: Some(context.t(lead(sending))),
        body,
        actions: actions(context, sending),
    }))
}

const fn title(sending: &Sending) -> Key {
    match sending.step {
        _ if sending.is_in_doubt() => keys::SENDING_DOUBT_TITLE,
        SendStep::Failed { .. } => keys::SENDING_FAILED_TITLE,
        _ if sending.can_cancel() => keys::SENDING_TITLE,
        _ => keys::SENDING_FILING_TITLE,
    }
}

const fn lead(sending: &Sending) -> Key {
    match sending.step {
        SendStep::Failed { resume: Resume::Settle, .. } => keys::SENDING_DOUBT_SETTLE,
        SendStep::Failed { resume: Resume::FileAgain, .. } => keys::SENDING_DOUBT_AGAIN,
        SendStep::Failed { .. } => keys::SENDING_FAILED_BODY,
        _ => keys::SENDING_BODY,
    }
}

/// What stands in the way.
fn told(context: Context, sending: &Sending, request_id: &str) -> Vec<Node> {
    let words = |key: Key| text(context.t(key));
    let box_of = |tone, title: Key, body| vec![notice(tone, context.t(title), body)];
    match &sending.step {
        SendStep::Offline { .. } => {
            box_of(Tone::Warning, keys::SENDING_OFFLINE_TITLE, vec![words(keys::SENDING_OFFLINE_BODY)])
        }
        SendStep::Settling { refusal: None, .. } => {
            box_of(Tone::Info, keys::SENDING_SETTLING_TITLE, vec![words(keys::SENDING_SETTLING_BODY)])
        }
        SendStep::Waiting { until: Some(until), .. } => box_of(
            Tone::Warning,
            keys::SENDING_RETRYING_TITLE,
            vec![words(keys::ERROR_RATE_LIMITED_BODY), countdown(context, *until)],
        ),
        SendStep::Waiting { code, .. } => {
            let body = match code {
                Code::Network | Code::Timeout => words(keys::SENDING_RETRYING_BODY),
                code => text(context.t(lookup::error_body(*code))),
            };
            box_of(Tone::Warning, keys::SENDING_RETRYING_TITLE, vec![body])
        }
        SendStep::Failed { code, .. } => {
            let mut body = vec![text(context.t(lookup::error_body(*code)))];
            body.push(context.reference(*code, Some(request_id)));
            body.extend(support(context));
            vec![notice(Tone::Danger, context.t(lookup::error_title(*code)), body)]
        }
        // After a refusal there is a look, too; no connection broke, and it is a matter of a moment.
        SendStep::Uploading { .. } | SendStep::Filing { .. } | SendStep::Settling { .. } => Vec::new(),
    }
}

fn file(context: Context, sending: &Sending, captured: &Part, is_present: bool) -> Node {
    let title = context.side_name(captured.side, sending.draft.subtype);
    let (words, done) = if captured.file_id.is_some() {
        (context.t(keys::SENDING_FILE_SENT), 100)
    } else if !is_present {
        (context.t(keys::SENDING_FILE_WAITING), 0)
    } else {
        match &sending.step {
            SendStep::Uploading { sent, total, .. } => {
                let percent = context.i18n.percent(*sent, *total);
                let words = context.i18n.t_with(keys::SENDING_FILE_SENDING, &[("percent", &percent)]);
                (words, u32::try_from(sent.saturating_mul(100) / (*total).max(1)).unwrap_or(100))
            }
            SendStep::Offline { .. } => (context.t(keys::SENDING_FILE_PAUSED), 0),
            SendStep::Waiting { .. } => (context.t(keys::SENDING_FILE_RETRYING), 0),
            SendStep::Failed { .. } => (context.t(keys::SENDING_FILE_FAILED), 0),
            _ => (context.t(keys::SENDING_FILE_WAITING), 0),
        }
    };
    let preview = context.preview(captured.picture.capture);
    let alt = context.t_page(lookup::review_alt(captured.side), captured.side);
    let bar = progress(title.clone(), words, done, 100);
    part(preview.url, alt, title, Some(bar), None)
}

fn actions(context: Context, sending: &Sending) -> Vec<Node> {
    let retry = match &sending.step {
        SendStep::Failed { resume: Resume::Replace, .. } => Some(keys::SENDING_REPLACE),
        SendStep::Failed { resume: Resume::Reload, .. } => Some(keys::SENDING_RELOAD),
        SendStep::Failed { .. } | SendStep::Offline { .. } => Some(keys::ACTION_RETRY),
        _ => None,
    };
    let retry = retry.map(|label| context.button(Look::Primary, label, Event::RetryPressed));
    let cancel = sending
        .can_cancel()
        .then(|| context.button(Look::Secondary, keys::SENDING_CANCEL, Event::CancelPressed));
    retry.into_iter().chain(cancel).collect()
}
