//! Accessible building blocks that know nothing of the app: plain functions from words, pictures and callbacks to what
//! is to be seen.

pub mod art;
pub mod button;
pub mod checkbox;
pub mod choice;
pub mod corners;
pub mod dialog;
pub mod el;
pub mod element;
pub mod file_drop;
pub mod flat;
pub mod icon;
pub mod layout;
pub mod live;
pub mod menu;
pub mod notice;
pub mod oval;
pub mod picture;
pub mod progress;
pub mod render;
mod shortcut;
pub mod tick;

pub use art::{Art, art};
pub use button::{Look, button, link};
pub use el::Node;
pub use icon::{Icon, icon};
pub use notice::{Tone, notice};

/// What a control does when it is used.
pub type Press = Box<dyn Fn()>;
