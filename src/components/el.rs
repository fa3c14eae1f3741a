//! What is to be seen, as plain values: one type of element for the whole app, so that drawing, changing and removing
//! is compiled once (docs/adr/0007). [`super::render`] brings the page in line with it.

use std::borrow::Cow;
use std::rc::Rc;

use web_sys::{Element, Event};

use super::Press;

/// A text: fixed, or made of the customer's language.
pub type Text = Cow<'static, str>;
/// What happens on an event.
pub type Handler = Rc<dyn Fn(Event)>;
/// Draws something again whenever a signal that it reads changes.
pub type Draw = Rc<dyn Fn() -> Node>;
/// Runs each time an element has been put on the page or changed.
pub type Hook = Rc<dyn Fn(&Element)>;

/// Something to be seen.
pub enum Node {
    /// An element.
    El(El),
    /// A text.
    Text(Text),
    /// Something that follows the signals it reads by itself.
    Live(Draw),
    /// An element that lives elsewhere, such as the playing camera.
    Raw(Element),
}

/// An element. It takes the place of the element before it when both have the same tag, the same first class and the
/// same key; then what is on the page stays and only what differs is changed.
pub struct El(pub(super) Box<Parts>);

/// What an element consists of.
pub(super) struct Parts {
    pub tag: &'static str,
    pub key: Option<Text>,
    pub attrs: Vec<(&'static str, Text)>,
    pub html: Option<&'static str>,
    pub listeners: Vec<On>,
    pub hook: Option<Hook>,
    pub children: Vec<Node>,
}

/// A listener.
pub(super) struct On {
    pub event: &'static str,
    /// On the window instead of the element, for as long as the element is there.
    pub is_global: bool,
    pub handler: Handler,
}

/// An element with this tag and class; no class when it is empty.
#[must_use]
pub fn el(tag: &'static str, class: impl Into<Text>) -> El {
    bare(tag).class(class.into())
}

#[inline(never)]
fn bare(tag: &'static str) -> El {
    El(Box::new(Parts {
        tag,
        key: None,
        attrs: Vec::new(),
        html: None,
        listeners: Vec::new(),
        hook: None,
        children: Vec::new(),
    }))
}

/// Something that draws itself again.
#[must_use]
pub fn live(draw: impl Fn() -> Node + 'static) -> Node {
    Node::Live(Rc::new(draw))
}

impl El {
    fn class(self, class: Text) -> Self {
        if class.is_empty() { self } else { self.set("class", class) }
    }

    /// An attribute. On a `<select>`, `value` is what is chosen.
    #[must_use]
    pub fn attr(self, name: &'static str, value: impl Into<Text>) -> Self {
        self.set(name, value.into())
    }

    #[inline(never)]
    fn set(mut self, name: &'static str, value: Text) -> Self {
        self.0.attrs.push((name, value));
        self
    }

    /// What tells it apart from its siblings.
    #[must_use]
    pub fn key(mut self, key: impl Into<Text>) -> Self {
        self.0.key = Some(key.into());
        self
    }

    /// Fixed markup in place of children: drawings.
    #[must_use]
    pub fn html(mut self, html: &'static str) -> Self {
        self.0.html = Some(html);
        self
    }

    /// What happens on `event`.
    #[must_use]
    pub fn on(self, event: &'static str, handler: impl Fn(Event) + 'static) -> Self {
        self.listen(event, false, Rc::new(handler))
    }

    /// What happens on `event` anywhere on the page while this element is there.
    #[must_use]
    pub fn on_page(self, event: &'static str, handler: impl Fn(Event) + 'static) -> Self {
        self.listen(event, true, Rc::new(handler))
    }

    /// What happens when it is used.
    #[must_use]
    pub fn press(self, press: Press) -> Self {
        self.on("click", move |_| press())
    }

    #[inline(never)]
    fn listen(mut self, event: &'static str, is_global: bool, handler: Handler) -> Self {
        self.0.listeners.push(On { event, is_global, handler });
        self
    }

    /// Runs each time it has been put on the page or changed.
    #[must_use]
    pub fn after(mut self, hook: impl Fn(&Element) + 'static) -> Self {
        self.0.hook = Some(Rc::new(hook));
        self
    }

    /// One more child.
    #[must_use]
    pub fn child(self, child: impl Into<Node>) -> Self {
        self.push(child.into())
    }

    /// A text as the next child.
    #[must_use]
    pub fn text(self, words: impl Into<Text>) -> Self {
        self.push(Node::Text(words.into()))
    }

    #[inline(never)]
    fn push(mut self, child: Node) -> Self {
        self.0.children.push(child);
        self
    }

    /// More children.
    #[must_use]
    pub fn children(mut self, children: impl IntoIterator<Item = Node>) -> Self {
        self.0.children.extend(children);
        self
    }

    /// Itself among other things.
    #[must_use]
    pub const fn node(self) -> Node {
        Node::El(self)
    }
}

impl From<El> for Node {
    fn from(el: El) -> Self {
        Self::El(el)
    }
}

impl From<String> for Node {
    fn from(words: String) -> Self {
        Self::Text(words.into())
    }
}

impl Node {
    /// Something new on the page even where its like was before: focus and scrolling start afresh.
    #[must_use]
    pub fn keyed(self, key: &'static str) -> Self {
        match self {
            Self::El(el) => Self::El(el.key(key)),
            other => other,
        }
    }
}
