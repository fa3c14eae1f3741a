//! What the browser tests share: the running sandbox, the merchant who asks, and the customer who answers. Things on
//! the page are found by role and name, with the words of `locales/en.json`.

pub mod checked;
pub mod customer;
pub mod dom;
pub mod fresh;
pub mod heic;
pub mod jpeg;
pub mod likeness;
pub mod merchant;
pub mod photographer;
pub mod sandbox;
pub mod words;
