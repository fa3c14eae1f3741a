//! The app in a merchant's frame, from another origin.

use kyc_e2e::{Host, Look, Page, Request, Setup, Told, Walk, World};
use serde_json::{Value, json};

fn passport(world: &World, customer: &str, host: &Host) -> Request {
    let merchant = world.merchant();
    let request = merchant.ask_with(json!({
        "customerId": customer,
        "documents": [{ "type": "identity-proof", "subtypes": ["passport"] }],
        "redirectUrl": format!("{}/return?order=7", host.origin("localhost")),
    }));
    // What the camera sees is a card; these tests are about frames.
    merchant.order_verdict(&request, "identity-proof", "accepted", &[]);
    request
}

fn hand_in(host: &Host, page: &Page) {
    host.enter(page);
    let by_camera = [kyc_e2e::Means::Camera("camera-id-card.mjpeg")];
    Walk::on(page).start_here().capture(&by_camera).send().ends("done.success.title");
}

fn payloads<'a>(told: &'a [Told], kind: &str) -> Vec<&'a Value> {
    told.iter().filter(|it| it.kind == kind).map(|it| &it.payload).collect()
}

#[test]
fn a_host_that_wants_to_be_told_hears_of_everything_and_stays_where_it_is() {
    let world = World::start();
    let host = Host::start();
    let page = world.browser(Look::desktop());
    let request = passport(&world, "told", &host);
    host.embed(&page, "localhost", &request.link_with("return=message"));
    hand_in(&host, &page);
    page.sees("done.told");
    let told = host.told(&page, "done");
    assert!(told.iter().all(|it| it.origin == world.url()), "{told:?}");
    assert_eq!(payloads(&told, "ready").len(), 1, "{told:?}");
    let screens: Vec<_> = payloads(&told, "step").iter().filter_map(|it| it["screen"].as_str()).collect();
    for screen in ["welcome", "tips", "camera", "review", "ready", "sending", "deciding", "done"] {
        assert!(screens.contains(&screen), "{screen} is missing in {screens:?}");
    }
    let decided = json!({ "document": "identity-proof", "status": "accepted" });
    assert!(payloads(&told, "document").contains(&&decided), "{told:?}");
    assert_eq!(payloads(&told, "done"), [&json!({ "info": "success" })]);
    assert!(payloads(&told, "resize").iter().any(|it| it["height"].as_u64() > Some(100)), "{told:?}");
    // Nobody is taken anywhere, and nothing in the messages says who the customer is.
    assert!(page.address().starts_with(&host.origin("localhost")));
    let text = format!("{told:?}");
    assert!(!text.contains(request.token()) && !text.contains("told-customer"), "{text}");
}

#[test]
fn by_default_the_whole_window_goes_back_to_the_merchant() {
    let world = World::start();
    let host = Host::start();
    // Here, and not above, the console inside the frame is heard as well.
    let page = world.browser(Look::desktop().in_one_process());
    let request = passport(&world, "redirect", &host);
    host.embed(&page, "localhost", &request.link);
    hand_in(&host, &page);
    page.press("done.link").leave_frame();
    let probe = "return location.pathname === '/return' && location.search;";
    let query = page.wait("the return of the whole window", probe, &Value::Null);
    assert_eq!(query, "?order=7&info=success");
}

#[test]
fn a_parent_that_is_not_allowed_hears_nothing() {
    let parents = vec!["https://shop.example".to_owned()];
    let world = World::start_with(&Setup { allowed_parents: parents, ..Setup::default() });
    let host = Host::start();
    let page = world.browser(Look::desktop());
    let request = passport(&world, "stranger", &host);
    host.embed(&page, "localhost", &request.link_with("return=message"));
    host.enter(&page);
    page.screen("welcome").press("welcome.start").screen("tips");
    assert_eq!(Host::messages(&page), []);
}

#[test]
fn a_page_that_the_policy_does_not_name_cannot_embed_the_app() {
    let world = World::start();
    let host = Host::start();
    let page = world.browser(Look::desktop());
    page.expect_in_console("frame-ancestors");
    let request = passport(&world, "framed", &host);
    // A name of this machine that is neither `127.0.0.1` nor `localhost`.
    host.embed(&page, "evil.localhost", &request.link);
    host.enter(&page);
    assert_eq!(page.evaluate("return document.querySelector('main[data-kyc-screen]');"), Value::Null);
    assert_eq!(Host::messages(&page), []);
}

#[test]
fn the_shop_embeds_the_app_from_another_origin_and_reacts_to_its_end() {
    let world = World::start();
    let page = world.browser(Look::desktop());
    page.open(&format!("{}/shop", world.url()));
    page.press_text("In a frame").press_text("Open an account").enter_frame("Verification");
    page.screen("welcome").press("action.back");
    page.press("dialog.back.confirm").leave_frame();
    page.returned_with("back");
    page.sees_text("You came back early");
}

#[test]
fn the_shops_frame_follows_the_height_of_the_screens_and_comes_to_rest() {
    let world = World::start();
    let page = world.browser(Look::desktop());
    page.open(&format!("{}/shop", world.url()));
    page.press_text("In a frame").press_text("Open an account").enter_frame("Verification").screen("welcome");
    page.leave_frame().evaluate(
        "window.heights = []; window.told = Date.now(); addEventListener('message', ({ data }) => {
           if (data && data.type === 'resize') { heights.push(data.payload.height); told = Date.now(); } });",
    );
    // Long quiet for a loop of the frame and its content, which turns at every painted frame.
    let rest = "return Date.now() - told > 700 && heights.length > 0 && heights;";
    let mut seen = 0;
    page.enter_frame("Verification").press("welcome.start");
    for screen in ["subtype", "tips"] {
        page.screen(screen).leave_frame();
        let heights = page.wait("a frame at rest", rest, &Value::Null);
        let heights = heights.as_array().map(Vec::len).unwrap_or_default();
        assert!(heights - seen <= 6, "{screen}: told {} times", heights - seen);
        seen = heights;
        let fits = "const last = heights.at(-1); return Math.abs(document.querySelector('iframe').clientHeight - Math.max(last, 640)) < 2;";
        assert_eq!(page.evaluate(fits), true);
        page.enter_frame("Verification");
        if screen == "subtype" {
            page.choose("subtype.passport");
        }
    }
}
