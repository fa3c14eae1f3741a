//! Things of the browser by name. Every function that `web-sys` binds is an import of the app's first part, whoever calls
//! it: two dozen that only this client needs were half a KB (brotli) of start-up.

use js_sys::{Array, Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::services::js;

/// `object.name(arguments)`.
pub fn call(object: &JsValue, name: &str, arguments: &[JsValue]) -> Result<JsValue, JsValue> {
    let method: Function = js::get(object, name).dyn_into()?;
    Reflect::apply(&method, object, &arguments.iter().collect::<Array>())
}

/// `new name(arguments)`.
pub fn construct(name: &str, arguments: &[JsValue]) -> Result<JsValue, JsValue> {
    let class: Function = js::global(&[name]).dyn_into()?;
    Reflect::construct(&class, &arguments.iter().collect::<Array>())
}
