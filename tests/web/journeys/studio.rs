//! What comes after the first screen is loaded behind it.

use std::cell::Cell;

use kyc_gatherer::boot::Opening;
use kyc_gatherer::services::Task;
use kyc_gatherer::studio::{self, Unloaded};
use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::customer::Customer;
use crate::support::{dom, merchant};

thread_local! {
    static MISSES: Cell<u32> = const { Cell::new(0) };
}

/// Fails as often as was said.
fn late() -> Task<'static, Result<(), Unloaded>> {
    let left = MISSES.get();
    MISSES.set(left.saturating_sub(1));
    if left > 0 { Box::pin(async { Err(Unloaded) }) } else { studio::load() }
}

#[wasm_bindgen_test]
async fn a_customer_who_is_quicker_than_the_network_waits_and_goes_on() {
    MISSES.set(2);
    let asked = merchant::ask(json!([{ "type": "identity-proof", "subtypes": ["passport"] }])).await;
    let opening = Opening { load: Some(late), ..Customer::opening(Some(asked.token.clone())).await };
    let customer = Customer::with(&opening);
    customer.sees("welcome").await.presses("welcome.start").await.sees("loading").await;
    customer.sees("tips").await;
    assert_eq!(MISSES.get(), 0);
    dom::until("the focus on the new heading", || {
        (dom::page().active_element()?.tag_name() == "H1").then_some(())
    })
    .await;
    customer.hands_in("passport.jpg").await.sees("ready").await;
}
