//! A menu to choose one of a few things from; the native one, which every device shows in its own way.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlSelectElement};

use super::el::{Node, el};
use super::element::span;
use super::{Icon, icon};

/// What choosing does: it gets what was chosen, and a way to show again what was there before.
pub type Choose = Rc<dyn Fn(String, Box<dyn FnOnce()>)>;

/// A menu.
pub struct Menu {
    /// The icon in front.
    pub icon: Icon,
    /// What is chosen; for people who do not see the icon.
    pub name: String,
    /// The values and their words.
    pub options: Vec<(&'static str, &'static str)>,
    /// The present value.
    pub value: &'static str,
    /// What choosing does.
    pub choose: Choose,
}

/// Draws a menu.
#[must_use]
pub fn menu(menu: Menu) -> Node {
    let Menu { icon: symbol, name, options, value, choose } = menu;
    let options =
        options.into_iter().map(|(value, words)| el("option", "").attr("value", value).text(words).node());
    let field = el("select", "kyc-select__field")
        .children(options)
        .attr("value", value)
        .on("change", move |event| changed(&choose, value, &event));
    el("label", "kyc-select")
        .child(icon(symbol))
        .child(span("kyc-hidden", vec![name.into()]))
        .child(field)
        .node()
}

fn changed(choose: &Choose, before: &'static str, event: &Event) {
    let Some(field) = event.current_target().map(JsCast::unchecked_into::<HtmlSelectElement>) else { return };
    choose(field.value(), Box::new(move || field.set_value(before)));
}
