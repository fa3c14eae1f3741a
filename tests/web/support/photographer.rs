//! A camera that takes photographs: the browser's `ImageCapture` replaced for a test.

use js_sys::{Array, Function};
use kyc_gatherer::services::js;
use wasm_bindgen::prelude::*;
use web_sys::Blob;

use super::fresh::Held;

/// The browser's own comes back when dropped, or when the next test begins.
pub struct Photographer {
    /// What photographs were asked for.
    asked: Array,
    _own: Held<Restored>,
}

struct Restored(JsValue);

impl Drop for Restored {
    fn drop(&mut self) {
        js::set(&js_sys::global(), NAME, &self.0);
    }
}

const NAME: &str = "ImageCapture";
const CLASS: &str = "return function () {
    return {
        getPhotoCapabilities: async () => ({ imageWidth: { max: width }, imageHeight: { max: height }, fillLightMode: lights }),
        takePhoto: (settings) => (asked.push(settings), answer()),
    };
};";

/// Answers with this.
pub fn answering(photo: &JsValue) -> Function {
    let make = Function::new_with_args("photo", "return async () => photo;");
    make.call1(&JsValue::UNDEFINED, photo).expect("a function").unchecked_into()
}

impl Photographer {
    /// Its photographs have this size, its light these modes, and this answers.
    pub fn new((width, height): (u32, u32), lights: &[&str], answer: &Function) -> Self {
        let (own, asked) = (js::global(&[NAME]), Array::new());
        let make = Function::new_with_args("width, height, lights, asked, answer", CLASS);
        let lights: Array = lights.iter().map(|light| JsValue::from(*light)).collect();
        let values: [JsValue; 5] =
            [width.into(), height.into(), lights.into(), asked.clone().into(), answer.into()];
        let class = make.apply(&JsValue::UNDEFINED, &values.iter().collect::<Array>()).expect("a class");
        js::set(&js_sys::global(), NAME, &class);
        Self { asked, _own: Held::new(Restored(own)) }
    }

    /// One that answers with this picture.
    pub fn showing(size: (u32, u32), content: &[u8]) -> Self {
        let parts = Array::of1(&js_sys::Uint8Array::from(content));
        let photo = Blob::new_with_u8_array_sequence(&parts).expect("a photograph");
        Self::new(size, &["auto", "off", "flash"], &answering(&photo))
    }

    /// The width, height and light of each photograph that was asked for.
    pub fn asked(&self) -> Vec<(f64, f64, Option<String>)> {
        let number = |settings: &JsValue, name| js::get(settings, name).as_f64().expect("a number");
        let read = |settings: JsValue| {
            let light = js::get(&settings, "fillLightMode").as_string();
            (number(&settings, "imageWidth"), number(&settings, "imageHeight"), light)
        };
        self.asked.iter().map(read).collect()
    }
}
