//! The release bundle as it is served: the headers that the deployment guide promises, and nothing from elsewhere.

use kyc_e2e::{Look, Means, Walk, World};
use serde_json::{Value, json};

fn value<'a>(headers: &'a [(String, String)], name: &str) -> &'a str {
    headers.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
}

#[test]
fn the_page_comes_with_the_promised_headers() {
    let headers = World::start().merchant().headers("/");
    let policy = value(&headers, "content-security-policy");
    let directives =
        ["default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "style-src 'self'", "base-uri 'none'"];
    for directive in directives.iter().chain(&["form-action 'none'", "frame-ancestors 'self'"]) {
        assert!(policy.contains(directive), "{directive} is missing in {policy}");
    }
    assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{policy}");
    assert_eq!(value(&headers, "referrer-policy"), "strict-origin");
    assert_eq!(value(&headers, "x-content-type-options"), "nosniff");
    assert_eq!(value(&headers, "permissions-policy"), "camera=(self)");
    assert_eq!(value(&headers, "cache-control"), "no-cache");
}

#[test]
fn hashed_files_are_immutable_and_of_the_right_type() {
    let world = World::start();
    let page = world.browser(Look::phone());
    page.open(&world.merchant().ask("bundle", json!([{ "type": "address-proof" }])).link);
    page.screen("welcome");
    let names = page.evaluate("return performance.getEntriesByType('resource').map((it) => it.name);");
    let names: Vec<_> = names.as_array().unwrap().iter().map(|it| it.as_str().unwrap().to_owned()).collect();
    let mut kinds = Vec::new();
    for name in &names {
        // Nothing is fetched from anywhere else.
        let path = name.strip_prefix(world.url()).unwrap_or_else(|| panic!("{name} is elsewhere"));
        let kind = path.rsplit('.').next().unwrap_or_default();
        let wanted = match kind {
            "wasm" => "application/wasm",
            "js" => "text/javascript",
            "css" => "text/css",
            _ => continue,
        };
        let headers = world.merchant().headers(path);
        assert!(value(&headers, "content-type").starts_with(wanted), "{path}: {headers:?}");
        assert!(value(&headers, "cache-control").contains("immutable"), "{path}: {headers:?}");
        kinds.push(wanted);
    }
    for wanted in ["application/wasm", "text/javascript", "text/css"] {
        assert!(kinds.contains(&wanted), "no {wanted} among {names:?}");
    }
}

#[test]
fn the_notices_of_others_are_handed_out_with_the_app() {
    let world = World::start();
    let page = world.browser(Look::desktop());
    page.open(&world.merchant().ask("notices", json!([{ "type": "address-proof" }])).link);
    let probe = "if (!window.notices) {
            window.notices = ' ';
            fetch('/licences.txt').then((it) => it.text()).then((text) => { window.notices = text; });
        }
        return args.every((it) => window.notices.includes(it));";
    let notices =
        ["rustface 0.1.7 (BSD-2-Clause)", "Visual Information Processing and Learning", "leptos 0."];
    page.wait("the notices", probe, &json!(notices));
}

#[test]
fn a_heic_picture_is_taken_under_the_policy_of_the_deployment() {
    let world = World::start();
    let merchant = world.merchant();
    let request = merchant.ask("heic", json!([{ "type": "identity-proof", "subtypes": ["passport"] }]));
    let page = world.browser(Look::phone());
    let walk = Walk::on(&page).start(&request).take(Means::File("passport.heic"));
    page.inspect("review-heic");
    walk.accept().send().ends("done.success.title");
    page.hurries_back_with("success");
    assert_eq!(merchant.document_statuses(&request), ["accepted"]);
}

#[test]
fn a_whole_journey_of_all_four_types_leaves_the_console_empty() {
    let world = World::start();
    let merchant = world.merchant();
    let request = merchant.ask(
        "four",
        json!([
            { "type": "identity-proof", "subtypes": ["passport"] },
            { "type": "address-proof", "subtypes": ["utility-bill"] },
            { "type": "funds-proof", "subtypes": ["bank-statement"] },
            { "type": "purchase-proof", "subtypes": ["copy-credit-card"] },
        ]),
    );
    let page = world.browser(Look::phone());
    let walk =
        Walk::on(&page).start(&request).capture(&Walk::PASSPORT).send().is_told("decided.accepted.title");
    walk.next("document.address-proof.name").capture(&Walk::BILL).send().is_told("decided.accepted.title");
    walk.next("document.funds-proof.name").take(kyc_e2e::Means::File("bank-statement.pdf"));
    page.press("review.use-file");
    walk.send().is_told("decided.person.title").next("document.purchase-proof.name");
    walk.take(kyc_e2e::Means::File("card-statement.jpg")).accept().send();
    walk.ends("done.partial.title");
    let fetched = page.evaluate("return performance.getEntriesByType('resource').map((it) => it.name);");
    let fetched = fetched.to_string();
    assert!(
        fetched.contains("/studio-") && !fetched.contains("/liveness-"),
        "nobody checks a face: {fetched}"
    );
    page.hurries_back_with("partial");
    assert_eq!(page.complaints(), Vec::<String>::new());
    assert_eq!(merchant.document_statuses(&request).len(), 4);
}

#[test]
fn the_failure_screen_is_seen_only_when_the_app_cannot_start() {
    let world = World::start();
    let request = world.merchant().ask("failure", json!([{ "type": "address-proof" }]));
    let page = world.browser(Look::phone());
    let is_seen = "return document.querySelector('#kyc-failure').checkVisibility();";
    page.open(&request.link);
    page.screen("welcome");
    assert_eq!(page.evaluate(is_seen), false);
    page.expect_in_console("_bg.wasm").expect_in_console("TypeError");
    page.block("*.wasm");
    page.open(&request.link);
    page.wait("the failure screen", is_seen, &Value::Null);
    page.sees("error.crash.title");
    // The way out of a failure is a reload, which must still know the customer.
    page.block("");
    page.reload();
    page.screen("welcome");
}

#[test]
fn what_comes_after_the_first_screen_is_waited_for_and_its_absence_told() {
    let world = World::start();
    let request =
        world.merchant().ask("studio", json!([{ "type": "identity-proof", "subtypes": ["passport"] }]));
    let page = world.browser(Look::phone());
    page.expect_in_console("studio-").expect_in_console("TypeError");
    page.block("*studio-*.wasm");
    page.open(&request.link);
    page.screen("welcome").press("welcome.start").screen("loading");
    // A network that comes back is noticed.
    page.block("");
    page.screen("tips");
    page.wait("the focus on the heading", "return document.activeElement.tagName;", &json!("H1"));
    // One that serves everything but this is not waited for without end.
    page.block("*studio-*.wasm");
    page.reload();
    page.screen("welcome");
    page.wait(
        "the failure screen",
        "return document.querySelector('#kyc-failure').checkVisibility();",
        &json!(true),
    );
    page.sees("error.crash.title");
    page.block("");
    page.reload();
    page.screen("welcome").press("welcome.start").screen("tips");
}

#[test]
fn a_dead_network_at_the_start_is_told_as_one_and_can_be_tried_again() {
    let world = World::start();
    let request = world.merchant().ask("unreachable", json!([{ "type": "address-proof" }]));
    let page = world.browser(Look::phone());
    page.expect_in_console("config.json");
    page.block("*config.json");
    page.open(&request.link);
    page.screen("stopped").sees("error.network.title");
    page.block("");
    page.press("action.retry").screen("welcome");
}
