//! What stays above every screen: the way back to the website, help, and the language.

use std::rc::Rc;

use kyc_flow::{Event, Journey, Phase};

use super::Context;
use crate::components::button::{pressable, text_link};
use crate::components::el::{Node, el};
use crate::components::menu::{Menu, menu};
use crate::components::{Icon, icon};
use crate::i18n::{LOCALES, Locale, keys};

/// The header.
#[must_use]
pub fn view(context: Context, journey: &Journey) -> Node {
    let back = matches!(journey.phase, Phase::Gathering(_)).then(|| back(context));
    let help = context.links().support;
    let help = help.map(|href| text_link(context.t(keys::FOOTER_SUPPORT), href));
    let aside = el("div", "kyc-header__aside").children(help).child(language(context));
    el("header", "kyc-header").children(back).child(aside).node()
}

fn back(context: Context) -> Node {
    pressable("kyc-button kyc-button--small", context.press(Event::BackPressed))
        .child(icon(Icon::Previous))
        .child(el("span", "").text(context.t(keys::ACTION_BACK)))
        .node()
}

/// The language menu. A language that cannot be fetched is told, and the menu shows the present one again.
fn language(context: Context) -> Node {
    menu(Menu {
        icon: Icon::Globe,
        name: context.t(keys::LANGUAGE_LABEL),
        options: LOCALES.iter().map(|locale| (locale.tag, locale.name)).collect(),
        value: context.i18n.locale().tag,
        choose: Rc::new(move |tag, revert| choose(context, tag, revert)),
    })
}

fn choose(context: Context, tag: String, revert: Box<dyn FnOnce()>) {
    let Some(locale) = Locale::find(&tag) else { return };
    leptos::task::spawn_local(async move {
        let key = match context.i18n.set_locale(locale).await {
            Ok(()) => {
                context.announcer.clear();
                keys::ANNOUNCE_LANGUAGE
            }
            Err(_) => {
                revert();
                keys::LANGUAGE_FAILED
            }
        };
        context.announcer.say(leptos::prelude::untrack(|| context.t(key)));
    });
}
