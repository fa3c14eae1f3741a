//! How to take a good picture of this side; here the customer picks camera or file, where both are possible.

use kyc_flow::{Event, Gathering, Side, Stage};

use super::{Context, View};
use crate::components::choice::fact;
use crate::components::element::list;
use crate::components::layout::{Layout, layout};
use crate::components::{Icon, Look};
use crate::i18n::keys;
use crate::i18n::lookup::Subject;

pub fn view(context: Context, gathering: &Gathering) -> View {
    let Stage::Tips { draft, side } = &gathering.stage else { return None };
    let subject = Subject::of(*side, draft.subtype);
    let tips = subject.tips().map(|tip| fact("kyc-tips__item", Icon::Tick, context.t(tip)));
    let mut body = vec![context.subject_art(subject), list("kyc-tips", tips.into())];
    body.extend(context.attempts_note(gathering, draft.slot));
    let mut actions = vec![context.button(Look::Primary, keys::TIPS_CAMERA, Event::CameraChosen)];
    if gathering.allows_file(*side) {
        actions.push(context.button(Look::Secondary, keys::TIPS_FILE, Event::FileChosen));
    }
    if draft.is_optional(*side) {
        actions.push(context.button(Look::Quiet, keys::TIPS_SKIP, Event::SideSkipped));
    }
    let lead = match side {
        Side::Selfie => Some(keys::TIPS_SELFIE_WHY),
        Side::Back if draft.is_optional(*side) => Some(keys::TIPS_BACK_OPTIONAL),
        _ => None,
    };
    Some(layout(Layout {
        top: Some(context.top(draft, Some(*side), true)),
        eyebrow: Some(context.document_name(gathering, draft.slot)),
        title: context.t(subject.tips_title()),
        lead: lead.map(|key| context.t(key)),
        body,
        actions,
    }))
}
