//! The vision module inside the page, for browsers without workers of this kind.

use js_sys::{Function, Promise};
use kyc_worker::Answer;
use wasm_bindgen::prelude::*;
use web_sys::Url;

use super::link::Heard;
use crate::services::js;

// Written by hand because no crate binds an expression of the language.
#[wasm_bindgen(inline_js = "export const load = (url) => import(url);")]
extern "C" {
    fn load(url: &str) -> Promise;
}

/// `url` as seen from the page, not from the script that loads it.
pub fn absolute(url: &str) -> Option<String> {
    let base = js::global(&["document", "baseURI"]).as_string()?;
    Url::new_with_base(url, &base).ok().map(|url| url.href())
}

/// The loaded module.
pub struct Guest {
    answer: Function,
}

impl Guest {
    /// Loads it; `None` when that fails or takes longer than `limit` milliseconds.
    pub async fn invite(url: &str, limit: u32) -> Option<Self> {
        let module = js::within(&load(&absolute(url)?), limit).await.ok()?;
        let ready: Promise = js::get(&module, "ready").dyn_into().ok()?;
        let hello = js::within(&ready, limit).await.ok()?;
        let answer = js::get(&module, "answer").dyn_into().ok()?;
        matches!(Heard::of(&hello), Some(Heard::Answer(Answer::Ready(_)))).then_some(Self { answer })
    }

    /// Its answer to a message.
    pub fn ask(&self, message: &JsValue) -> Option<Promise> {
        self.answer.call1(&JsValue::UNDEFINED, message).ok()?.dyn_into().ok()
    }
}
