//! Finding things on the page by role and accessible name, and waiting for them.

use gloo_timers::future::TimeoutFuture;
use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlElement};

/// How long anything may take, in milliseconds.
const PATIENCE: f64 = 20_000.0;

/// The page.
pub fn page() -> Document {
    web_sys::window().and_then(|window| window.document()).expect("a page")
}

/// Waits until `look` finds something; `what` names it when it never comes.
pub async fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let start = js_sys::Date::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        if js_sys::Date::now() - start > PATIENCE {
            let screen = screen().unwrap_or_default();
            panic!("{what} never came; the screen is {screen:?} and says: {}", said());
        }
        TimeoutFuture::new(15).await;
    }
}

/// What the page says, in short.
pub fn said() -> String {
    let text = page().body().map(|body| body.inner_text()).unwrap_or_default();
    text.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
        .rev()
        .take(600)
        .collect::<String>()
        .chars()
        .rev()
        .collect()
}

/// All elements for a selector.
pub fn all(selector: &str) -> Vec<Element> {
    let found = page().query_selector_all(selector).expect("a selector");
    (0..found.length()).filter_map(|index| found.get(index)).filter_map(|node| node.dyn_into().ok()).collect()
}

/// The name a screen reader says: `aria-label`, else the text.
pub fn name(element: &Element) -> String {
    let text = element.get_attribute("aria-label").or_else(|| element.text_content()).unwrap_or_default();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The visible button of this name: exactly, or beginning with it (a row says more than its title).
pub fn button(label: &str) -> Option<HtmlElement> {
    let is_usable = |element: &Element| !element.has_attribute("disabled") && element.client_height() > 0;
    let buttons: Vec<Element> = all("main button, header button, dialog[open] button, dialog[open] a")
        .into_iter()
        .filter(is_usable)
        .collect();
    let exact = buttons.iter().find(|element| name(element) == label);
    let begun = buttons.iter().find(|element| name(element).starts_with(label));
    exact.or(begun)?.clone().dyn_into().ok()
}

/// The screen that shows.
pub fn screen() -> Option<String> {
    page().query_selector("main[data-kyc-screen]").ok()??.get_attribute("data-kyc-screen")
}

/// Whether the page says `text` somewhere.
pub fn says(text: &str) -> bool {
    let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    flat(&page().body().and_then(|body| body.text_content()).unwrap_or_default()).contains(&flat(text))
}
