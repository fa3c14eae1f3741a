//! Waiting for the judgement.

use kyc_flow::{Draft, Event, Gathering, SettleStep, Settling, Side};
use kyc_wire::Code;

use super::{Context, portrait};
use crate::components::element::{group, note};
use crate::components::layout::{Layout, layout};
use crate::components::progress::spinner;
use crate::components::{Art, Look, Node, Tone};
use crate::i18n::{keys, lookup};
use crate::steps::stopped::support;

pub fn view(context: Context, gathering: &Gathering, draft: &Draft, settling: &Settling) -> Vec<Node> {
    if let SettleStep::Failed { code } = settling.step {
        return failed(context, gathering, draft, code);
    }
    let is_late = settling.tries > 0;
    let words = if is_late { keys::SENDING_RETRYING_TITLE } else { keys::LIVENESS_SETTLING_WAIT };
    layout(Layout {
        top: Some(context.top(draft, Some(Side::Selfie), false)),
        title: context.t(keys::LIVENESS_SETTLING_TITLE),
        lead: Some(context.t(keys::LIVENESS_SETTLING_BODY)),
        body: vec![
            portrait(context, settling.picture.capture, false),
            group("kyc-wait kyc-wait--centred", vec![spinner(), note(context.t(words))]),
        ],
        ..Layout::default()
    })
}

fn failed(context: Context, gathering: &Gathering, draft: &Draft, code: Code) -> Vec<Node> {
    let mut body = vec![context.art(Art::Problem, Tone::Warning, keys::ALT_PROBLEM)];
    body.push(context.reference(code, Some(&gathering.request.id)));
    body.extend(support(context));
    layout(Layout {
        top: Some(context.top(draft, Some(Side::Selfie), true)),
        title: context.t(lookup::check_title(code)),
        lead: Some(context.t(lookup::check_body(code))),
        body,
        actions: vec![
            context.button(Look::Primary, keys::ACTION_RETRY, Event::RetryPressed),
            context.button(Look::Secondary, keys::LIVENESS_AGAIN, Event::PreviousPressed),
        ],
        ..Layout::default()
    })
}
