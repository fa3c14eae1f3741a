//! No check is possible here, or none any more: what that means, and the way on.

use kyc_flow::{Draft, Event, Gathering, Side};
use kyc_wire::Code;

use super::Context;
use crate::components::element::text;
use crate::components::layout::{Layout, layout};
use crate::components::{Art, Look, Node, Tone};
use crate::i18n::{keys, lookup};
use crate::steps::capture::elsewhere;
use crate::steps::stopped::support;

pub fn view(context: Context, gathering: &Gathering, draft: &Draft, code: Code) -> Vec<Node> {
    let (way, words) = if gathering.allows_selfie_instead() {
        ((keys::LIVENESS_INSTEAD, Event::CameraChosen), keys::LIVENESS_INSTEAD_BODY)
    } else {
        ((keys::ACTION_BACK, Event::BackPressed), keys::LIVENESS_WEBSITE_BODY)
    };
    let mut body = vec![context.art(Art::Problem, Tone::Warning, keys::ALT_PROBLEM), text(context.t(words))];
    if code == Code::LivenessUnsupported {
        body.extend(elsewhere(context, keys::CAMERA_ELSEWHERE_ALONE, keys::CAMERA_ELSEWHERE_ALONE_BODY));
    }
    body.push(context.reference(code, Some(&gathering.request.id)));
    body.extend(support(context));
    layout(Layout {
        top: Some(context.top(draft, Some(Side::Selfie), true)),
        eyebrow: Some(context.document_name(gathering, draft.slot)),
        title: context.t(lookup::check_title(code)),
        lead: Some(context.t(lookup::check_body(code))),
        body,
        actions: vec![context.button(Look::Primary, way.0, way.1)],
    })
}
