//! Each of the five results again, told to a host of another origin. (`success` stands in `embedded.rs`, with all that
//! a host hears on the way.)

use std::time::{Duration, SystemTime};

use kyc_e2e::{Host, Look, Means, Page, Request, Walk, World, rfc3339};
use serde_json::{Value, json};

/// A host with the app in its frame, the customer inside.
fn framed(world: &World, request: &Request) -> (Host, Page) {
    let host = Host::start();
    let page = world.browser(Look::desktop());
    host.embed(&page, "localhost", &request.link_with("return=message"));
    host.enter(&page);
    (host, page)
}

#[track_caller]
fn hears(host: &Host, page: &Page, info: &str) {
    let told = host.told(page, "done");
    let results: Vec<&Value> = told.iter().filter(|it| it.kind == "done").map(|it| &it.payload).collect();
    assert_eq!(results, [&json!({ "info": info })]);
}

const SLIP: [Means; 1] = [Means::File("salary-slip.jpg")];

#[test]
fn a_host_hears_of_a_person_who_has_to_look() {
    let world = World::start();
    let slip = json!([{ "type": "funds-proof", "subtypes": ["salary-slip"] }]);
    let (host, page) = framed(&world, &world.merchant().ask("framed-manual", slip));
    Walk::on(&page).start_here().capture(&SLIP).send().ends("done.manual.title");
    hears(&host, &page, "manual");
}

#[test]
fn a_host_hears_of_a_part_that_was_accepted() {
    let world = World::start();
    let documents = json!([
        { "type": "address-proof", "subtypes": ["utility-bill"] },
        { "type": "funds-proof", "subtypes": ["salary-slip"] },
    ]);
    let (host, page) = framed(&world, &world.merchant().ask("framed-partial", documents));
    let walk = Walk::on(&page).start_here().capture(&Walk::BILL).send().is_told("decided.accepted.title");
    walk.next("document.funds-proof.name").capture(&SLIP).send().ends("done.partial.title");
    hears(&host, &page, "partial");
}

#[test]
fn a_host_hears_of_a_customer_who_goes_back() {
    let world = World::start();
    let (host, page) =
        framed(&world, &world.merchant().ask("framed-back", json!([{ "type": "address-proof" }])));
    page.screen("welcome").press("action.back").press("dialog.back.confirm").screen("done");
    hears(&host, &page, "back");
}

#[test]
fn a_host_hears_of_the_time_that_is_up() {
    let world = World::start();
    let expires = SystemTime::now() + Duration::from_secs(8);
    let request = world.merchant().ask_with(json!({
        "customerId": "framed-expired",
        "documents": [{ "type": "address-proof" }],
        "expirationTime": rfc3339(expires),
    }));
    let (host, page) = framed(&world, &request);
    page.screen("done");
    hears(&host, &page, "token_expired");
}
