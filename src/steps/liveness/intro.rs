//! Before a check: what happens, the warning of flashing light with the choice of none, and after a try that failed why
//! it did and how many are left.

use std::rc::Rc;

use kyc_flow::{Draft, Event, Gathering, MAX_CHECKS, Side};
use kyc_wire::Code;

use super::Context;
use crate::components::checkbox::{Checkbox, checkbox};
use crate::components::choice::fact;
use crate::components::element::{group, list, note, text};
use crate::components::layout::{Layout, layout};
use crate::components::{Art, Icon, Look, Node, Tone, notice};
use crate::i18n::{keys, lookup};
use crate::steps::capture::help;
use crate::steps::stopped::support;

pub fn view(context: Context, gathering: &Gathering, draft: &Draft, problem: Option<Code>) -> Vec<Node> {
    let mut body = match problem {
        Some(code) => vec![told(context, gathering, draft, code)],
        None => {
            vec![group("kyc-liveness__art", vec![context.art(Art::Selfie, Tone::Info, keys::ALT_SELFIE)])]
        }
    };
    body.extend(problem.into_iter().flat_map(|code| help(context, code, false)));
    // Above the points, so that nobody begins without having seen it.
    let tone = if problem.is_some() { Tone::Info } else { Tone::Warning };
    body.push(light(context, gathering.checks.is_calm, tone));
    body.push(points(context));
    body.push(notes(context, gathering));
    let start = if problem.is_some() { keys::ACTION_RETRY } else { keys::LIVENESS_START };
    let mut actions = vec![context.button(Look::Primary, start, Event::StartPressed)];
    if problem == Some(Code::LivenessLight) && gathering.allows_selfie_instead() {
        actions.push(context.button(Look::Secondary, keys::LIVENESS_INSTEAD, Event::CameraChosen));
    }
    layout(Layout {
        top: Some(context.top(draft, Some(Side::Selfie), true)),
        eyebrow: Some(context.document_name(gathering, draft.slot)),
        title: context.t(keys::LIVENESS_TITLE),
        lead: problem.is_none().then(|| context.t(keys::LIVENESS_WHY)),
        body,
        actions,
    })
}

/// Why the last try did not do, and what helps.
fn told(context: Context, gathering: &Gathering, draft: &Draft, code: Code) -> Node {
    let mut lines = vec![text(context.t(lookup::check_body(code)))];
    lines.extend(tries(context, gathering, draft).map(text));
    if code == Code::LivenessLight {
        lines.extend(support(context));
    }
    lines.push(context.reference(code, Some(&gathering.request.id)));
    notice(Tone::Warning, context.t(lookup::check_title(code)), lines)
}

/// How often the customer may still try, once it matters.
pub fn tries(context: Context, gathering: &Gathering, draft: &Draft) -> Option<String> {
    let failed = gathering.checks.failed(draft.slot);
    let left = MAX_CHECKS.saturating_sub(failed);
    (failed > 0).then(|| context.i18n.t_count(keys::LIVENESS_TRIES, left.into()))
}

fn points(context: Context) -> Node {
    let point = |symbol, words| fact("kyc-tips__item", symbol, context.t(words));
    let points = vec![
        point(Icon::Person, keys::LIVENESS_POINT_1),
        point(Icon::Frame, keys::LIVENESS_POINT_2),
        point(Icon::Hand, keys::LIVENESS_POINT_3),
    ];
    list("kyc-tips", points)
}

fn light(context: Context, is_calm: Option<bool>, tone: Tone) -> Node {
    let choice = checkbox(Checkbox {
        label: context.t(keys::LIVENESS_CALM),
        // What the system says of motion is what it is believed of flashing; the check itself asks the same.
        is_on: is_calm.unwrap_or_else(kyc_js::prefers_reduced_motion),
        change: Rc::new(move |is_on| context.send(Event::CalmChosen(is_on))),
    });
    let words = text(context.t(keys::LIVENESS_FLASH_BODY));
    notice(tone, context.t(keys::LIVENESS_FLASH_TITLE), vec![words, choice])
}

fn notes(context: Context, gathering: &Gathering) -> Node {
    let permission = (!gathering.knows_camera).then(|| note(context.t(keys::LIVENESS_PERMISSION)));
    let video = note(context.t(keys::LIVENESS_VIDEO));
    group("kyc-stack kyc-stack--tight", std::iter::once(video).chain(permission).collect())
}
