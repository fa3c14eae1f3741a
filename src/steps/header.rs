//! What stays above every screen: the way back to the website, help, and the language.

use kyc_flow::{Event, Phase};
use leptos::prelude::*;

use super::Context;
use crate::components::button::text_link;
use crate::components::element::{dynamic, maybe, words};
use crate::components::{Icon, icon};
use crate::i18n::{LOCALES, Locale, keys};

/// The header.
#[must_use]
pub fn view(context: Context) -> AnyView {
    let journey = context.ports.journey;
    let can_go_back =
        Memo::new(move |_| journey.with(|journey| matches!(journey.phase, Phase::Gathering(_))));
    let back = dynamic(move || maybe(can_go_back.get().then(|| back(context))));
    let help = dynamic(move || {
        let href = context.ports.links.with_value(|links| links.support.clone());
        maybe(href.map(|href| text_link(context.t(keys::FOOTER_SUPPORT), href)))
    });
    view! {
        <header class="kyc-header">
            {back}
            <div class="kyc-header__aside">{help}{language(context)}</div>
        </header>
    }
    .into_any()
}

fn back(context: Context) -> AnyView {
    view! {
        <button
            type="button"
            class="kyc-button kyc-button--small"
            on:click=move |_| context.ports.send.run(Event::BackPressed)
        >
            {icon(Icon::Previous)}
            <span>{context.t(keys::ACTION_BACK)}</span>
        </button>
    }
    .into_any()
}

/// The language menu. A language that cannot be fetched is told, and the menu shows the present one again.
fn language(context: Context) -> AnyView {
    let i18n = context.i18n;
    let choose = move |event| {
        let Some(locale) = Locale::find(&event_target_value(&event)) else { return };
        leptos::task::spawn_local(async move {
            let key = match i18n.set_locale(locale).await {
                Ok(()) => keys::ANNOUNCE_LANGUAGE,
                Err(_) => keys::LANGUAGE_FAILED,
            };
            context.announcer.say(untrack(|| i18n.t(key)));
        });
    };
    let options: Vec<_> =
        LOCALES.iter().map(|locale| view! { <option value=locale.tag>{locale.name}</option> }).collect();
    view! {
        <label class="kyc-select">
            {icon(Icon::Globe)}
            <span class="kyc-hidden">{words(move || i18n.t(keys::LANGUAGE_LABEL))}</span>
            <select class="kyc-select__field" on:change=choose prop:value=move || i18n.locale().tag>
                {options}
            </select>
        </label>
    }
    .into_any()
}
