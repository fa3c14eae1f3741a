//! Waiting for the decision, honestly: how long it takes, and that the customer may leave.

use kyc_flow::{Event, Gathering, Stage};

use super::{Context, View};
use crate::components::element::{group, note, text};
use crate::components::layout::{Layout, layout};
use crate::components::progress::spinner;
use crate::components::{Art, Look, Node, Tone, notice};
use crate::i18n::keys;

pub fn view(context: Context, gathering: &Gathering) -> View {
    let deciding = match &gathering.stage {
        Stage::Deciding(deciding) => deciding,
        Stage::Finishing { tries, .. } => return Some(finishing(context, *tries > 0)),
        _ => return None,
    };
    let mut body = vec![context.art(Art::Clock, Tone::Info, keys::ALT_CLOCK)];
    let mut actions = Vec::new();
    if deciding.is_slow {
        body.push(slow(context));
        let has_more = gathering.request.next_open().is_some();
        actions.push(if has_more {
            context.button(Look::Primary, keys::DECIDING_NEXT, Event::ContinuePressed)
        } else {
            context.button(Look::Primary, keys::DECIDING_SLOW_FINISH, Event::LeavePressed)
        });
    } else {
        body.push(group("kyc-wait", vec![spinner(), note(context.t(keys::DECIDING_LEAVE))]));
    }
    Some(layout(Layout {
        eyebrow: Some(context.document_name(gathering, deciding.slot)),
        title: context.t(keys::DECIDING_TITLE),
        lead: (!deciding.is_slow).then(|| context.t(keys::DECIDING_BODY)),
        body,
        actions,
        ..Layout::default()
    }))
}

fn slow(context: Context) -> Node {
    let words = vec![text(context.t(keys::DECIDING_SLOW_BODY))];
    notice(Tone::Info, context.t(keys::DECIDING_SLOW_TITLE), words)
}

/// Reading the result. When that does not work at once, nobody has to wait for it.
fn finishing(context: Context, is_slow: bool) -> Vec<Node> {
    let leave = || context.button(Look::Primary, keys::DECIDING_SLOW_FINISH, Event::LeavePressed);
    layout(Layout {
        title: context.t(keys::DECIDING_FINISHING_TITLE),
        lead: (!is_slow).then(|| context.t(keys::DECIDING_FINISHING_BODY)),
        body: [Some(spinner()), is_slow.then(|| slow(context))].into_iter().flatten().collect(),
        actions: is_slow.then(leave).into_iter().collect(),
        ..Layout::default()
    })
}
