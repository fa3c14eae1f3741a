//! The server's clock and the timers that follow it.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::Promise;
use kyc_flow::{Millis, OpId};
use kyc_gatherer::services::clock::{Clock, parse_time};
use kyc_gatherer::services::js;
use kyc_gatherer::services::timers::Timers;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn the_clock_is_the_servers() {
    let clock = Clock::default();
    clock.learn_date("Tue, 01 Jan 2030 00:00:00 GMT", 10);
    let start = parse_time("2030-01-01T00:00:10Z").expect("a time");
    assert!(clock.now().0.abs_diff(start.0) <= 1_000);
    clock.learn_date("no date", 0);
    assert!(clock.now().0.abs_diff(start.0) <= 1_000, "what cannot be read changes nothing");
    assert_eq!(parse_time("soon"), None);
}

#[wasm_bindgen_test]
async fn a_wait_with_jitter_keeps_within_its_bounds() {
    let timers = Timers::default();
    let start = js::monotonic_now();
    fired(|resolve| timers.wait(OpId(1), 200, true, resolve)).await;
    let waited = js::monotonic_now() - start;
    assert!((95.0..1_000.0).contains(&waited), "{waited} ms");
}

#[wasm_bindgen_test]
async fn a_moment_of_the_servers_clock_is_met() {
    let (timers, clock) = (Timers::default(), Rc::new(Clock::default()));
    clock.learn_date("Tue, 01 Jan 2030 00:00:00 GMT", 0);
    let at = Millis(clock.now().0 + 150);
    fired(|resolve| timers.wait_until(&clock, OpId(1), at, resolve)).await;
    assert!(clock.now() >= at);
}

#[wasm_bindgen_test]
async fn stopped_timers_do_not_fire() {
    let (timers, has_fired) = (Timers::default(), Rc::new(Cell::new(false)));
    let seen = Rc::clone(&has_fired);
    timers.wait(OpId(1), 10, false, move || seen.set(true));
    timers.stop();
    // A later timer of the browser itself has fired when the stopped one would have.
    fired(|resolve| timers.wait(OpId(2), 50, false, resolve)).await;
    assert!(!has_fired.get());
}

async fn fired(start: impl FnOnce(Box<dyn FnOnce()>)) {
    let mut start = Some(start);
    let promise = Promise::new(&mut |resolve, _| {
        let resolve: Box<dyn FnOnce()> = Box::new(move || drop(resolve.call0(&JsValue::UNDEFINED)));
        if let Some(start) = start.take() {
            start(resolve);
        }
    });
    JsFuture::from(promise).await.expect("never rejected");
}
