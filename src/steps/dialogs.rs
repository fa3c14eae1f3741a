//! The two questions in front of a screen: really go back, and the time that is nearly up.

use std::rc::Rc;

use kyc_flow::{Dialog, Event, Journey, Millis, Phase};
use leptos::prelude::Track;

use super::Context;
use crate::components::Look;
use crate::components::dialog::{dialog, question};
use crate::components::el::{Node, el, live};
use crate::components::element::text;
use crate::components::tick::every_second;
use crate::i18n::keys;

/// The dialog, shown while the machine has a question.
#[must_use]
pub fn view(context: Context, journey: &Journey) -> Node {
    let content = match &journey.phase {
        Phase::Gathering(gathering) => gathering.dialog.map(|asked| match asked {
            Dialog::ConfirmBack => confirm_back(context),
            Dialog::ExpiringSoon => expiring_soon(context, gathering.expires_at),
        }),
        _ => None,
    };
    dialog(content, Rc::new(move || context.send(Event::DialogDismissed)))
}

fn confirm_back(context: Context) -> Node {
    question(
        context.t(keys::DIALOG_BACK_TITLE),
        vec![text(context.t(keys::DIALOG_BACK_BODY))],
        vec![
            context.button(Look::Primary, keys::DIALOG_BACK_DISMISS, Event::DialogDismissed),
            context.button(Look::Secondary, keys::DIALOG_BACK_CONFIRM, Event::BackConfirmed),
        ],
    )
}

fn expiring_soon(context: Context, end: Option<Millis>) -> Node {
    let body = end.map(|end| countdown(context, end)).unwrap_or_default();
    let go_on = context.button(Look::Primary, keys::DIALOG_EXPIRING_DISMISS, Event::DialogDismissed);
    question(context.t(keys::DIALOG_EXPIRING_TITLE), body, vec![go_on])
}

fn countdown(context: Context, end: Millis) -> Vec<Node> {
    let tick = every_second();
    let left = move || {
        tick.track();
        let now = context.media().now();
        u32::try_from(end.minus(now.0).0.div_ceil(1000)).unwrap_or(u32::MAX)
    };
    let told = live(move || text(context.i18n.t_count(keys::DIALOG_EXPIRING_BODY, left().div_ceil(60))));
    // The words change once a minute and tell the same; the seconds are for the eyes.
    let clock = live(move || {
        let (minutes, seconds) = (left() / 60, left() % 60);
        let colon = if seconds < 10 { ":0" } else { ":" };
        [minutes.to_string(), seconds.to_string()].join(colon).into()
    });
    vec![told, el("p", "kyc-dialog__clock").attr("aria-hidden", "true").child(clock).node()]
}
