//! Brings the page in line with what is to be seen, in place: what stays the same keeps its element, and with it the
//! focus, the playing camera, an open dialog and what a screen reader is reading.

mod element;

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::RenderEffect;
use leptos::prelude::document;
use web_sys::Element;

use self::element::Drawn;
use super::el::{Draw, Node, Text};

/// Something on the page. Dropping it takes it out and lets go of its listeners and effects.
pub struct Mounted(Shown);

impl Drop for Mounted {
    fn drop(&mut self) {
        self.0.remove();
    }
}

/// Puts `node` at the end of `parent`. Whatever in it is live belongs to the present reactive owner.
#[must_use]
pub fn mount(parent: &Element, node: Node) -> Mounted {
    // Fails when another part of the page has started it before, which is as well.
    drop(any_spawner::Executor::init_wasm_bindgen());
    Mounted(Shown::create(parent, None, node))
}

/// What is on the page for a node.
enum Shown {
    El(Box<Drawn>),
    Text(web_sys::Node, Text),
    Raw(Element),
    Live(Follower),
}

/// What follows signals. The effect ends when it is dropped.
struct Follower {
    now: Rc<RefCell<Shown>>,
    _effect: RenderEffect<()>,
}

impl Follower {
    fn new(now: Rc<RefCell<Shown>>, draw: Draw) -> Self {
        let place = Rc::clone(&now);
        let effect = RenderEffect::new(move |_| {
            let node = draw();
            place.borrow_mut().become_node(node);
        });
        Self { now, _effect: effect }
    }
}

impl Shown {
    /// Puts `node` into `parent`, in front of `next`.
    fn create(parent: &web_sys::Node, next: Option<&web_sys::Node>, node: Node) -> Self {
        let put = |new: &web_sys::Node| {
            // Refused only when `next` has been taken out by others; then the end is the best place there is.
            if parent.insert_before(new, next).is_err() {
                drop(parent.append_child(new));
            }
        };
        match node {
            // On the page before it gets its content, so that its hook finds it there.
            Node::El(el) => Self::El(Drawn::new(el, put)),
            Node::Text(words) => {
                let text: web_sys::Node = document().create_text_node(&words).into();
                put(&text);
                Self::Text(text, words)
            }
            Node::Raw(element) => {
                put(&element);
                Self::Raw(element)
            }
            Node::Live(draw) => {
                let start = Self::create(parent, next, Node::Text(Text::Borrowed("")));
                Self::Live(Follower::new(Rc::new(RefCell::new(start)), draw))
            }
        }
    }

    fn with_node<T>(&self, act: impl FnOnce(&web_sys::Node) -> T) -> T {
        match self {
            Self::El(drawn) => act(drawn.element()),
            Self::Text(node, _) => act(node),
            Self::Raw(element) => act(element),
            Self::Live(follower) => act(&follower.now.borrow().node()),
        }
    }

    fn node(&self) -> web_sys::Node {
        self.with_node(Clone::clone)
    }

    fn remove(&self) {
        let node = self.node();
        if let Some(parent) = node.parent_node() {
            // Fails only when somebody else took it out first.
            drop(parent.remove_child(&node));
        }
    }

    /// Whether it can become `node` without another element.
    fn fits(&self, node: &Node) -> bool {
        match (self, node) {
            (Self::El(drawn), Node::El(el)) => drawn.fits(el),
            (Self::Text(..), Node::Text(_)) | (Self::Live(_), Node::Live(_)) => true,
            (Self::Raw(present), Node::Raw(wanted)) => present == wanted,
            _ => false,
        }
    }

    /// Changes what differs; only for a node that fits.
    fn patch(&mut self, node: Node) {
        match (self, node) {
            (Self::El(drawn), Node::El(el)) => drawn.patch(el),
            (Self::Text(text, before), Node::Text(words)) if *before != words => {
                text.set_text_content(Some(&words));
                *before = words;
            }
            (Self::Live(follower), Node::Live(draw)) => {
                *follower = Follower::new(Rc::clone(&follower.now), draw);
            }
            _ => {}
        }
    }

    /// The same for any node.
    fn become_node(&mut self, node: Node) {
        if self.fits(&node) {
            return self.patch(node);
        }
        let present = self.node();
        if let Some(parent) = present.parent_node() {
            let next = Self::create(&parent, Some(&present), node);
            self.remove();
            *self = next;
        }
    }
}

/// Brings the children of `parent` in line. Those that fit keep their order among each other, so nothing that stays is
/// moved unless a key tells so: moving takes away the focus.
fn children(parent: &Element, shown: &mut Vec<Shown>, nodes: Vec<Node>) {
    let mut before: Vec<Option<Shown>> = std::mem::take(shown).into_iter().map(Some).collect();
    let mut from = 0;
    let pairs: Vec<(Option<Shown>, Node)> =
        nodes.into_iter().map(|node| (counterpart(&mut before, &mut from, &node), node)).collect();
    before.iter().flatten().for_each(Shown::remove);
    let mut next = parent.first_child();
    for (present, node) in pairs {
        let now = match present {
            Some(mut present) => {
                let own = present.node();
                if next.as_ref() != Some(&own) {
                    drop(parent.insert_before(&own, next.as_ref()));
                }
                present.patch(node);
                present
            }
            None => Shown::create(parent, next.as_ref(), node),
        };
        next = now.with_node(web_sys::Node::next_sibling);
        shown.push(now);
    }
}

/// What was there for `node`: with a key wherever it was, else the next that fits.
fn counterpart(before: &mut [Option<Shown>], from: &mut usize, node: &Node) -> Option<Shown> {
    let has_key = matches!(node, Node::El(el) if el.0.key.is_some());
    let start = if has_key { 0 } else { *from };
    let fits = |shown: &Option<Shown>| shown.as_ref().is_some_and(|shown| shown.fits(node));
    let at = before.iter().skip(start).position(fits)?.saturating_add(start);
    if !has_key {
        *from = at.saturating_add(1);
    }
    before.get_mut(at)?.take()
}
