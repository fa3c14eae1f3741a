//! The present language as a signal: every text that a view looks up follows a change of the language by itself.

use kyc_flow::Millis;
use kyc_wire::Code;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Response;

use super::catalog::fill;
use super::locale::ENGLISH;
use super::{Catalog, Locale, Message, format, negotiate};
use crate::services::{js, json};

/// How long the words of a language may take to arrive, in milliseconds.
const TIME_LIMIT: u32 = 20_000;

/// The words and formats of the present language. Looking something up inside a closure of a view tracks it.
#[derive(Clone, Copy)]
pub struct I18n {
    locale: RwSignal<Locale>,
    texts: StoredValue<Texts, LocalStorage>,
}

/// Changes before the signal does, so that whatever follows the signal finds the right texts.
struct Texts {
    english: Option<Catalog>,
    /// Of the present language, if that is another one.
    own: Option<Catalog>,
    /// The language asked for last: an answer that arrives for an earlier one is dropped.
    wanted: Locale,
}

impl I18n {
    /// Starts with English.
    #[must_use]
    pub fn new() -> Self {
        Self {
            locale: RwSignal::new(ENGLISH),
            texts: StoredValue::new_local(Texts { english: Catalog::english(), own: None, wanted: ENGLISH }),
        }
    }

    /// The present language.
    #[must_use]
    pub fn locale(self) -> Locale {
        self.locale.get()
    }

    /// A text.
    #[must_use]
    pub fn t(self, message: impl Message) -> String {
        self.find(message.key(), &Catalog::text)
    }

    /// A text with its placeholders filled in.
    #[must_use]
    pub fn t_with(self, message: impl Message, values: &[(&str, &str)]) -> String {
        fill(&self.t(message), values)
    }

    /// A text in the form that fits `count`, which also fills `{count}`.
    #[must_use]
    pub fn t_count(self, message: impl Message, count: u32) -> String {
        let tag = self.locale().tag;
        let own = format::plural_category(tag, count);
        let text = self.find(message.key(), &|catalog, key| catalog.plural(key, &own));
        fill(&text, &[("count", &format::number(tag, count))])
    }

    /// A number, as the present language writes it.
    #[must_use]
    pub fn number(self, value: u32) -> String {
        format::number(self.locale().tag, value)
    }

    /// A share of the whole.
    #[must_use]
    pub fn percent(self, part: u64, whole: u64) -> String {
        format::percent(self.locale().tag, part, whole)
    }

    /// The size of a file.
    #[must_use]
    pub fn file_size(self, bytes: u64) -> String {
        format::file_size(self.locale().tag, bytes)
    }

    /// A moment of today.
    #[must_use]
    pub fn time(self, moment: Millis) -> String {
        format::time(self.locale().tag, moment)
    }

    /// A moment of any day.
    #[must_use]
    pub fn date_time(self, moment: Millis) -> String {
        format::date_time(self.locale().tag, moment)
    }

    /// Changes the language, fetching its words; `<html lang dir>` follows. Nothing is remembered on the device.
    ///
    /// # Errors
    /// The words could not be had; the language stays as it is.
    pub async fn set_locale(self, locale: Locale) -> Result<(), Code> {
        self.texts.try_update_value(|texts| texts.wanted = locale);
        let own = if locale == ENGLISH { None } else { Some(fetch(locale).await?) };
        // The owner may be gone, or another language asked for since.
        let is_taken = self.texts.try_update_value(|texts| {
            let is_wanted = texts.wanted == locale;
            if is_wanted {
                texts.own = own;
            }
            is_wanted
        });
        if is_taken == Some(true) {
            self.locale.try_set(locale);
            mark_page(locale);
            js::remember("kycLocale", locale.tag);
        }
        Ok(())
    }

    /// Looks up in the present language, then in English; the key itself when both fail, so that it is seen.
    fn find(self, key: &str, look: &dyn Fn(&Catalog, &str) -> Option<String>) -> String {
        self.locale.track();
        let found = self.texts.try_with_value(|texts| {
            [&texts.own, &texts.english].into_iter().flatten().find_map(|catalog| look(catalog, key))
        });
        found.flatten().unwrap_or_else(|| key.to_owned())
    }
}

impl Default for I18n {
    fn default() -> Self {
        Self::new()
    }
}

/// Relative to the document, so that the app also works below a path.
async fn fetch(locale: Locale) -> Result<Catalog, Code> {
    let address = ["locales/", locale.tag, ".json"].concat();
    let asked = web_sys::window().ok_or(Code::Network)?.fetch_with_str(&address);
    let answer = js::within(&asked, TIME_LIMIT).await.map_err(|_| Code::Network)?;
    let response: Response = answer.unchecked_into();
    if !response.ok() {
        return Err(Code::NotFound);
    }
    Catalog::of(json::of_answer(&response, TIME_LIMIT).await?).ok_or(Code::Server)
}

fn mark_page(locale: Locale) {
    let page =
        web_sys::window().and_then(|window| window.document()).and_then(|page| page.document_element());
    if let Some(root) = page {
        // Setting an attribute fails only for names that are none.
        root.set_attribute("lang", locale.tag).ok();
        root.set_attribute("dir", locale.dir).ok();
    }
}

/// The language for a start: the link's own wish (`?locale=`), else what the browser prefers.
#[must_use]
pub fn preferred_locale(asked: Option<&str>) -> Locale {
    let languages = web_sys::window().map(|window| window.navigator().languages()).unwrap_or_default();
    let languages: Vec<String> = languages.iter().filter_map(|tag| tag.as_string()).collect();
    negotiate(asked, languages.iter().map(String::as_str))
}

/// Gives the words to everything below.
pub fn provide_i18n() -> I18n {
    let i18n = I18n::new();
    provide_context(i18n);
    i18n
}

/// The words of the surrounding app; English outside of one, as in a component's test.
#[must_use]
pub fn use_i18n() -> I18n {
    use_context().unwrap_or_default()
}
