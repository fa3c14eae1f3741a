//! One element on the page: its attributes, its listeners and its children.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::{document, window};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, EventTarget};

use super::{Shown, children};
use crate::components::el::{El, Handler, On, Parts, Text};

const SVG: &str = "http://www.w3.org/2000/svg";

/// An element on the page and what it was drawn from.
pub(super) struct Drawn {
    element: Element,
    tag: &'static str,
    key: Option<Text>,
    attrs: Vec<(&'static str, Text)>,
    html: Option<&'static str>,
    listeners: Vec<Listener>,
    children: Vec<Shown>,
}

impl Drawn {
    /// Makes an element, hands it to `put` and fills it.
    pub fn new(el: El, put: impl FnOnce(&web_sys::Node)) -> Box<Self> {
        let tag = el.0.tag;
        let mut drawn = Box::new(Self {
            element: create(tag),
            tag,
            key: None,
            attrs: Vec::new(),
            html: None,
            listeners: Vec::new(),
            children: Vec::new(),
        });
        put(&drawn.element);
        drawn.patch(el);
        drawn
    }

    pub const fn element(&self) -> &Element {
        &self.element
    }

    pub fn fits(&self, el: &El) -> bool {
        self.tag == el.0.tag && self.key == el.0.key && block(&self.attrs) == block(&el.0.attrs)
    }

    pub fn patch(&mut self, el: El) {
        let Parts { key, attrs, html, listeners, hook, children: nodes, .. } = *el.0;
        self.key = key;
        if html != self.html {
            self.children.clear();
            self.html = html;
            self.element.set_inner_html(html.unwrap_or_default());
        }
        children(&self.element, &mut self.children, nodes);
        // After the children: what a `<select>` shows must be there.
        self.set_attrs(attrs);
        self.listen(listeners);
        if let Some(hook) = hook {
            hook(&self.element);
        }
    }

    fn set_attrs(&mut self, attrs: Vec<(&'static str, Text)>) {
        let before = std::mem::replace(&mut self.attrs, attrs);
        let value =
            |attrs: &[(&'static str, Text)], wanted: &str| attrs.iter().position(|(name, _)| *name == wanted);
        for (name, now) in &self.attrs {
            let known = value(&before, name).and_then(|at| before.get(at));
            if known.is_some_and(|(_, known)| known == now) {
                continue;
            }
            if self.tag == "select" && *name == "value" {
                // Only the property changes what shows once the customer has chosen.
                drop(js_sys::Reflect::set(&self.element, &JsValue::from_str(name), &JsValue::from_str(now)));
            } else {
                // Fails only for names that are none.
                drop(self.element.set_attribute(name, now));
            }
        }
        for (name, _) in &before {
            if value(&self.attrs, name).is_none() {
                drop(self.element.remove_attribute(name));
            }
        }
    }

    fn listen(&mut self, wanted: Vec<On>) {
        let mut before = std::mem::take(&mut self.listeners);
        for on in wanted {
            let known = before
                .iter()
                .position(|listener| listener.event == on.event && listener.is_global == on.is_global);
            self.listeners.push(match known {
                Some(at) => {
                    let listener = before.swap_remove(at);
                    listener.handler.replace(on.handler);
                    listener
                }
                None => Listener::new(&self.element, on),
            });
        }
    }
}

fn create(tag: &'static str) -> Element {
    let page = document();
    let made = match tag {
        "svg" | "path" => page.create_element_ns(Some(SVG), tag),
        _ => page.create_element(tag),
    };
    // Fails only for tags that are none, which a test of the components would show at once.
    made.unwrap_or_else(|_| JsValue::UNDEFINED.unchecked_into())
}

/// The first class: what kind of thing an element is. The others tell how it is at the moment.
fn block<'a>(attrs: &'a [(&'static str, Text)]) -> &'a str {
    match attrs.first() {
        Some(("class", classes)) => classes.split(' ').next().unwrap_or_default(),
        _ => "",
    }
}

/// One listener of the browser for as long as the element is there; it calls whatever handler is the present one.
struct Listener {
    event: &'static str,
    is_global: bool,
    target: EventTarget,
    handler: Rc<RefCell<Handler>>,
    closure: Closure<dyn FnMut(Event)>,
}

impl Listener {
    fn new(element: &Element, on: On) -> Self {
        let On { event, is_global, handler } = on;
        let handler = Rc::new(RefCell::new(handler));
        let present = Rc::clone(&handler);
        // The borrow ends before the call, which may draw anew and so put another handler here.
        let closure: Closure<dyn FnMut(Event)> = Closure::new(move |event| {
            let handle = Rc::clone(&present.borrow());
            handle(event);
        });
        let target: EventTarget = if is_global { window().into() } else { element.clone().into() };
        drop(target.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref()));
        Self { event, is_global, target, handler, closure }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let callback = self.closure.as_ref().unchecked_ref();
        drop(self.target.remove_event_listener_with_callback(self.event, callback));
    }
}
