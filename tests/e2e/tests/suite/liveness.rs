//! Face liveness through the whole app: a face that comes into the oval passes; whoever stays away, leaves or brings others
//! does not, and every fault ends in a sentence and a way on.

use std::time::Duration;

use kyc_e2e::{Look, OVAL, Page, People, Request, Walk, World};
use serde_json::{Value, json};

/// The film, the provider and the judgement.
const LONG: Duration = Duration::from_secs(60);

pub fn passport_and_check() -> Value {
    json!([{ "type": "identity-proof", "subtypes": ["passport"], "faceProofRequired": true, "faceLivenessRequired": true }])
}

/// What the provider is to ask of the request's next streams.
pub fn order(world: &World, request: &Request, more: Value) {
    let oval = json!({ "width": OVAL.width, "height": OVAL.height, "centerX": OVAL.centre_x, "centerY": OVAL.centre_y });
    let mut order = json!({ "distance": "closer", "oval": oval, "times": 0 });
    if let (Some(order), Some(more)) = (order.as_object_mut(), more.as_object()) {
        order.extend(more.clone());
    }
    world.merchant().order_check(request, order);
}

/// Up to the explanation of the check; from then on the page remembers every camera it was given.
pub fn at_the_check<'page>(page: &'page Page, request: &Request) -> Walk<'page> {
    let walk = Walk::on(page).start(request).capture(&Walk::PASSPORT);
    page.screen("liveness").sees("liveness.title");
    page.evaluate(
        "window.given = [];
        const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
        navigator.mediaDevices.getUserMedia = async (wish) => {
          const stream = await ask(wish);
          window.given.push(...stream.getTracks());
          return stream;
        };",
    );
    walk
}

/// Whether every camera that the page was given since was given back, and there was one.
fn gave_the_camera_back(page: &Page) {
    let probe =
        "return window.given.length > 0 && window.given.every((track) => track.readyState === 'ended');";
    page.wait("the camera's light to go out", probe, &Value::Null);
}

pub fn is_told(page: &Page, key: &str) {
    let words = json!(page.words().text(key));
    page.wait_longer(key, "return document.body.innerText.includes(args);", &words, LONG);
}

fn streams(world: &World, request: &Request) -> Vec<Value> {
    world.merchant().streams(request)
}

fn passes(world: &World, page: &Page, request: &Request) {
    is_told(page, "liveness.passed.title");
    gave_the_camera_back(page);
    page.screen("liveness").press("action.continue");
    Walk::on(page).send().ends("done.success.title");
    page.hurries_back_with("success");
    let merchant = world.merchant();
    assert_eq!(merchant.file_tags(request), [["id-front", "kyc"], ["face-proof", "kyc"]]);
    assert_eq!(merchant.file_sources(request).last().map(String::as_str), Some("camera"), "the still");
    let document = merchant.read(request).pointer("/_embedded/documents/0").cloned().unwrap_or_default();
    let has_completed = document.pointer("/documentMatches/data/hasCompletedFaceLiveness");
    assert_eq!(has_completed, Some(&json!(true)), "{document}");
}

#[test]
fn a_face_that_comes_into_the_oval_passes_and_nothing_flashes_for_whoever_wants_no_motion() {
    let world = World::start();
    let request = world.merchant().ask("alive", passport_and_check());
    // Light, if it is offered.
    order(&world, &request, json!({ "challenge": "movement-and-light" }));
    // Our browsers ask for reduced motion.
    let page = world.browser(Look::phone());
    at_the_check(&page, &request);
    page.camera().sees_people(People::Comes);
    page.press("liveness.start");
    passes(&world, &page, &request);
    let streams = streams(&world, &request);
    assert_eq!(streams.len(), 1, "{streams:?}");
    assert_eq!((&streams[0]["outcome"], &streams[0]["challenge"]), (&json!("succeeded"), &json!("movement")));
}

#[test]
fn the_colours_come_over_the_page_for_whoever_lets_them_and_by_the_servers_clock() {
    let world = World::start();
    let merchant = world.merchant();
    let request = merchant.ask("alive-in-light", passport_and_check());
    order(&world, &request, json!({ "challenge": "movement-and-light" }));
    merchant.turn_the_clock(-3600);
    let page = world.browser(Look::desktop());
    at_the_check(&page, &request);
    page.camera().sees_people(People::Comes);
    page.press("liveness.calm").press("liveness.start");
    let lit = "const canvas = document.querySelector('.kyc-colours canvas');
        if (!canvas) return false;
        const [red, green, blue, alpha] = canvas.getContext('2d').getImageData(1, canvas.height - 1, 1, 1).data;
        return alpha > 0 && [red, green, blue].join(' ');";
    page.wait_longer("the colours", lit, &Value::Null, LONG);
    passes(&world, &page, &request);
    assert_eq!(streams(&world, &request)[0]["challenge"], "movement-and-light");
}

#[test]
fn whoever_stays_away_or_leaves_does_not_pass() {
    let world = World::start();
    let request = world.merchant().ask("away", passport_and_check());
    order(&world, &request, json!({ "challenge": "movement-and-light" }));
    let page = world.browser(Look::phone());
    at_the_check(&page, &request);
    page.camera().sees_people(People::One);
    page.press("liveness.calm").press("liveness.start");
    is_told(&page, "error.liveness-fit.title");
    gave_the_camera_back(&page);
    page.camera().sees_people(People::Leaves);
    page.press("action.retry");
    // On a slow machine the face is gone before it was held for long enough.
    let either = json!([
        page.words().text("error.liveness-face-lost.title"),
        page.words().text("error.liveness-no-face.title"),
    ]);
    let gone = "return args.some((words) => document.body.innerText.includes(words));";
    page.wait_longer("that the face is missed", gone, &either, LONG);
    gave_the_camera_back(&page);
    page.screen("liveness");
    assert!(streams(&world, &request).iter().all(|stream| stream["outcome"] != "succeeded"));
}

#[test]
fn nobody_and_two_are_told_and_do_not_pass() {
    let world = World::start();
    let request = world.merchant().ask("others", passport_and_check());
    let page = world.browser(Look::desktop());
    at_the_check(&page, &request);
    for (people, start, told) in [
        (People::Nobody, "liveness.start", "error.liveness-no-face.title"),
        (People::Two, "action.retry", "error.liveness-several-faces.title"),
    ] {
        page.camera().sees_people(people);
        page.press(start);
        is_told(&page, told);
        gave_the_camera_back(&page);
        page.screen("liveness");
    }
}

#[test]
fn every_fault_of_the_provider_ends_in_a_sentence_and_another_try() {
    let world = World::start();
    let merchant = world.merchant();
    let request = merchant.ask("faulty", passport_and_check());
    order(&world, &request, json!({ "challenge": "movement" }));
    let page = world.browser(Look::phone());
    at_the_check(&page, &request);
    page.camera().sees_people(People::Comes);
    let faults = [
        (
            json!({ "kind": "stream-exception", "exception": "ThrottlingException" }),
            "error.liveness-busy.title",
        ),
        (
            json!({ "kind": "stream-exception", "exception": "InternalServerException" }),
            "error.liveness-service.title",
        ),
        (
            json!({ "kind": "stream-exception", "exception": "SessionNotFoundException" }),
            "error.liveness-expired.title",
        ),
        (json!({ "kind": "stream-close", "closeCode": 1011 }), "error.liveness-connection.title"),
        (
            json!({ "kind": "stream-close", "closeCode": 4003, "after": "session" }),
            "error.liveness-expired.title",
        ),
        (
            json!({ "kind": "stream-exception", "exception": "ServiceUnavailableException", "after": "video" }),
            "error.liveness-service.title",
        ),
        (
            json!({ "kind": "stream-close", "closeCode": 4001, "after": "start" }),
            "error.liveness-expired.title",
        ),
        (json!({ "kind": "stream-silent" }), "error.liveness-service.title"),
    ];
    let mut start = "liveness.start";
    for (fault, told) in faults {
        merchant.order_fault(&request, fault);
        page.press(start);
        is_told(&page, told);
        gave_the_camera_back(&page);
        start = "action.retry";
    }
    page.screen("liveness");
    merchant.order_fault(&request, json!({ "kind": "stream-slow", "delayMs": 700, "times": 0 }));
    page.press(start);
    passes(&world, &page, &request);
}

#[test]
fn a_provider_that_does_not_let_the_website_in_is_nobodys_try() {
    let world = World::start();
    let merchant = world.merchant();
    let page = world.browser(Look::desktop());
    // A signature that is refused by a clock that is right: the keys.
    for exception in ["AccessDeniedException", "InvalidSignatureException"] {
        let request = merchant.ask(exception, passport_and_check());
        at_the_check(&page, &request);
        merchant.order_fault(&request, json!({ "kind": "stream-exception", "exception": exception }));
        page.press("liveness.start");
        is_told(&page, "error.liveness-denied.title");
        gave_the_camera_back(&page);
        page.screen("liveness");
    }
}

#[test]
fn what_the_server_cannot_check_is_said_before_anything_is_photographed() {
    let world = World::start();
    // Of a token without a request no session can be begun.
    let request = world.merchant().claim("unavailable", passport_and_check());
    let page = world.browser(Look::phone());
    page.expect_in_console("status of 404");
    Walk::on(&page).start(&request);
    page.screen("liveness").sees("error.liveness-unavailable.title");
}

#[test]
fn a_check_whose_code_cannot_be_had_is_tried_again() {
    let world = World::start();
    let request = world.merchant().ask("no-code", passport_and_check());
    order(&world, &request, json!({ "challenge": "movement" }));
    let page = world.browser(Look::phone());
    page.expect_in_console("liveness-").expect_in_console("TypeError");
    page.block("*liveness-*.wasm");
    at_the_check(&page, &request);
    page.press("liveness.start");
    is_told(&page, "error.liveness-connection.title");
    page.block("");
    page.camera().sees_people(People::Comes);
    page.press("action.retry");
    passes(&world, &page, &request);
}

/// From now on the client's code does not arrive, nor fail, until `window.release` is called.
const HANGING: &str = "const own = window.fetch.bind(window);
    const held = new Promise((resolve) => { window.release = resolve; });
    window.fetch = (what, ...more) =>
      /\\/liveness-[^/]*\\.wasm/.test(what?.url ?? what) ? held.then(() => own(what, ...more)) : own(what, ...more);";

#[test]
fn a_check_whose_code_does_not_arrive_is_not_waited_for_without_end() {
    let world = World::start();
    let request = world.merchant().ask("late-code", passport_and_check());
    order(&world, &request, json!({ "challenge": "movement" }));
    let page = world.browser(Look::phone());
    let walk = Walk::on(&page).start(&request);
    page.evaluate(HANGING);
    walk.capture(&Walk::PASSPORT);
    page.screen("liveness").press("liveness.start");
    is_told(&page, "error.liveness-connection.title");
    page.evaluate("window.release();");
    page.camera().sees_people(People::Comes);
    page.press("action.retry");
    is_told(&page, "liveness.passed.title");
}
