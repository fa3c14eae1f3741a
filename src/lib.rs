//! The gatherer: guides a customer through the documents of a KYC request. A pure machine (`kyc-flow`) decides, one
//! effect runner acts, thin views show.

pub mod app;
pub mod boot;
pub mod components;
pub mod crash;
pub mod effects;
pub mod i18n;
pub mod ports;
pub mod services;
pub mod steps;
pub mod store;
pub mod studio;
pub mod target;

use std::rc::Rc;

use wasm_bindgen::JsCast;

use services::clock::Clock;

/// Starts the app in the page's `#app`.
pub fn start() {
    crash::install();
    wasm_bindgen_futures::spawn_local(async {
        let clock = Rc::new(Clock::default());
        let opening = boot::take_over(&clock).await;
        let page = web_sys::window().and_then(|window| window.document());
        if let Some(parent) = page.and_then(|page| page.get_element_by_id("app")) {
            // The app lives as long as the page.
            std::mem::forget(boot::open(parent.unchecked_into(), &opening, clock));
        }
    });
}
