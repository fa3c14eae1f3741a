//! Numbers, sizes and times as the present language writes them, through the browser's `Intl`.
//!
//! `Intl` is reached by name and every failure is caught: a browser that lacks a part of it shows plain numbers.

use js_sys::{Array, Date, Function, Number, Object, Reflect};
use kyc_flow::Millis;
use wasm_bindgen::{JsCast, JsValue};

const KILO: u64 = 1024;
const MEGA: u64 = KILO * KILO;

/// A plain number.
#[must_use]
pub fn number(tag: &str, value: u32) -> String {
    let formatted = format("NumberFormat", tag, &[], &JsValue::from(value));
    formatted.unwrap_or_else(|| plain(value.into()))
}

/// A share of the whole as percent, rounded down: 100 % is shown when everything has arrived, not before.
#[must_use]
pub fn percent(tag: &str, part: u64, whole: u64) -> String {
    // Whole numbers, because 0.29 * 100.0 is a little less than 29.
    let hundredths = part.min(whole).saturating_mul(100).checked_div(whole).unwrap_or_default();
    let share = JsValue::from(hundredths as f64 / 100.0);
    let formatted = format("NumberFormat", tag, &[("style", "percent".into())], &share);
    formatted.unwrap_or_else(|| [&plain(hundredths as f64), " %"].concat())
}

/// As the browser writes it by itself; Rust's own way is ten kilobytes of code.
fn plain(value: f64) -> String {
    Number::from(value).to_string_with_radix(10).map_or_else(|_| String::new(), String::from)
}

/// The size of a file, in megabytes or kilobytes.
#[must_use]
pub fn file_size(tag: &str, bytes: u64) -> String {
    let (value, unit, symbol) = if bytes >= MEGA {
        ((bytes as f64 / MEGA as f64 * 10.0).round() / 10.0, "megabyte", "MB")
    } else {
        (bytes.div_ceil(KILO) as f64, "kilobyte", "KB")
    };
    let options = [("style", "unit".into()), ("unit", unit.into())];
    format("NumberFormat", tag, &options, &JsValue::from(value))
        .unwrap_or_else(|| [&plain(value), " ", symbol].concat())
}

/// A moment as date and time in the device's time zone.
#[must_use]
pub fn date_time(tag: &str, moment: Millis) -> String {
    time_with(tag, moment, &[("dateStyle", "medium".into()), ("timeStyle", "short".into())])
}

/// A moment of today as time in the device's time zone.
#[must_use]
pub fn time(tag: &str, moment: Millis) -> String {
    time_with(tag, moment, &[("timeStyle", "short".into())])
}

fn time_with(tag: &str, moment: Millis, options: &[(&str, JsValue)]) -> String {
    let date = Date::new(&JsValue::from(moment.0 as f64));
    let formatted = format("DateTimeFormat", tag, options, &date);
    formatted.unwrap_or_else(|| date.to_iso_string().into())
}

/// The plural category (`one`, `few`, …) of a number; `other` when the browser does not know.
#[must_use]
pub fn plural_category(tag: &str, count: u32) -> String {
    let category = intl("PluralRules", tag, &[]).and_then(|rules| {
        let select: Function = Reflect::get(&rules, &"select".into()).ok()?.dyn_into().ok()?;
        select.call1(&rules, &JsValue::from(count)).ok()?.as_string()
    });
    category.unwrap_or_else(|| "other".to_owned())
}

fn format(class: &str, tag: &str, options: &[(&str, JsValue)], value: &JsValue) -> Option<String> {
    let formatter = intl(class, tag, options)?;
    // A getter that gives a function bound to the formatter.
    let format: Function = Reflect::get(&formatter, &"format".into()).ok()?.dyn_into().ok()?;
    format.call1(&formatter, value).ok()?.as_string()
}

fn intl(class: &str, tag: &str, options: &[(&str, JsValue)]) -> Option<JsValue> {
    let namespace = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let class: Function = Reflect::get(&namespace, &class.into()).ok()?.dyn_into().ok()?;
    let bag = Object::new();
    for (name, value) in options {
        Reflect::set(&bag, &(*name).into(), value).ok()?;
    }
    Reflect::construct(&class, &Array::of2(&tag.into(), &bag)).ok()
}
