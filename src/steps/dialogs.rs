//! The two questions in front of a screen: really go back, and the time that is nearly up.

use kyc_flow::{Dialog, Event, Gathering, Journey, Millis, Phase};
use leptos::prelude::*;

use super::Context;
use crate::components::Look;
use crate::components::dialog::{dialog, question};
use crate::components::element::{dynamic, text, words};
use crate::components::tick::every_second;
use crate::i18n::keys;

/// The dialog, shown while the machine has a question.
#[must_use]
pub fn view(context: Context) -> AnyView {
    let journey = context.ports.journey;
    let open = Memo::new(move |_| journey.with(asked));
    let is_open = Memo::new(move |_| open.with(Option::is_some));
    let dismiss = Callback::new(move |()| context.ports.send.run(Event::DialogDismissed));
    let content = Callback::new(move |()| match open.get() {
        Some((Dialog::ConfirmBack, _)) => confirm_back(context),
        Some((Dialog::ExpiringSoon, end)) => expiring_soon(context, end),
        None => ().into_any(),
    });
    dialog(is_open, dismiss, content)
}

fn asked(journey: &Journey) -> Option<(Dialog, Option<Millis>)> {
    let Phase::Gathering(gathering) = &journey.phase else { return None };
    let Gathering { dialog, expires_at, .. } = &**gathering;
    dialog.map(|dialog| (dialog, *expires_at))
}

fn confirm_back(context: Context) -> AnyView {
    question(
        context.t(keys::DIALOG_BACK_TITLE),
        vec![text(context.t(keys::DIALOG_BACK_BODY))],
        vec![
            context.button(Look::Primary, keys::DIALOG_BACK_DISMISS, Event::DialogDismissed),
            context.button(Look::Secondary, keys::DIALOG_BACK_CONFIRM, Event::BackConfirmed),
        ],
    )
}

fn expiring_soon(context: Context, end: Option<Millis>) -> AnyView {
    let mut body = Vec::new();
    if let Some(end) = end {
        let tick = every_second();
        let left = move || {
            tick.track();
            let now = context.ports.media.with_value(|media| media.now());
            end.minus(now.0).0.div_ceil(1000)
        };
        let minutes = move || u32::try_from(left().div_ceil(60)).unwrap_or(u32::MAX);
        let told = move || context.i18n.t_count(keys::DIALOG_EXPIRING_BODY, minutes());
        let clock = move || [(left() / 60).to_string(), format!("{:02}", left() % 60)].join(":");
        body.push(dynamic(move || text(told())));
        // The words change once a minute and tell the same; the seconds are for the eyes.
        body.push(view! { <p class="kyc-dialog__clock" aria-hidden="true">{words(clock)}</p> }.into_any());
    }
    let go_on = context.button(Look::Primary, keys::DIALOG_EXPIRING_DISMISS, Event::DialogDismissed);
    question(context.t(keys::DIALOG_EXPIRING_TITLE), body, vec![go_on])
}
