//! Accessible building blocks that know nothing of the app: plain functions of words, pictures and callbacks. They
//! answer erased views, because every distinct view type is code to download.

pub mod art;
pub mod button;
pub mod choice;
pub mod dialog;
pub mod element;
pub mod file_drop;
pub mod icon;
pub mod layout;
pub mod live;
pub mod notice;
pub mod picture;
pub mod progress;
pub mod tick;

pub use art::{Art, art};
pub use button::{Look, button, link};
pub use icon::{Icon, icon};
pub use notice::{Tone, notice};

/// What a control does when it is used.
pub type Press = Box<dyn Fn()>;
