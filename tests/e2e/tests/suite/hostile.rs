//! Links and requests that somebody else has tampered with.

use kyc_e2e::{Look, Walk, World};
use serde_json::json;

#[test]
fn a_page_without_a_token_says_so() {
    let world = World::start();
    let page = world.browser(Look::phone());
    page.open(world.url());
    page.screen("stopped").sees("error.token-missing.title");
}

#[test]
fn a_token_that_is_cut_off_is_a_broken_link() {
    let world = World::start();
    let page = world.browser(Look::phone());
    for token in ["abc", "a.b.c", "%3Cscript%3Ealert(1)%3C/script%3E", "eyJhbGciOiJub25lIn0.e30."] {
        page.open(&format!("{}/?token={token}", world.url()));
        page.screen("stopped").sees("error.token-malformed.title");
    }
}

#[test]
fn a_forged_token_is_refused_by_the_server_and_shown_as_a_dead_link() {
    let world = World::start();
    let merchant = world.merchant();
    let page = world.browser(Look::phone());
    page.expect_in_console("status of 401");
    let request = merchant.ask("forged", json!([{ "type": "address-proof" }]));
    let (signed, _) = request.token().rsplit_once('.').unwrap();
    page.open(&format!("{}/?token={signed}.c2lnbmF0dXJl", world.url()));
    // A refused token is an ended one to the customer, and tells nothing of the request.
    let probe = "const screen = document.querySelector('main')?.dataset.kycScreen; return ['stopped', 'done'].includes(screen) && document.body.innerText;";
    let text = page.wait("the dead end", probe, &json!(null));
    assert!(!text.to_string().contains(page.words().text("document.address-proof.name")), "{text}");
}

#[test]
fn a_token_shows_no_request_but_its_own() {
    let world = World::start();
    let merchant = world.merchant();
    let mine = merchant.ask("mine", json!([{ "type": "address-proof" }]));
    let other = merchant.ask("other", json!([{ "type": "funds-proof" }]));
    let page = world.browser(Look::phone());
    page.expect_in_console("status of 40");
    page.open(&mine.link);
    page.screen("welcome");
    let ask = format!(
        "if (window.kycAnswer) return window.kycAnswer;
         fetch('/organizations/sandbox/storefront/kyc-requests/{}', {{ headers: {{ authorization: 'Bearer {}' }} }})
           .then((it) => {{ window.kycAnswer = it.status; }});
         return null;",
        other.id,
        mine.token()
    );
    let status = page.wait("the answer", &ask, &json!(null));
    assert!(status == 403 || status == 404, "{status}");
}

#[test]
fn another_organization_is_unknown() {
    let world = World::start();
    let page = world.browser(Look::phone());
    page.expect_in_console("status of 40");
    // The claims are readable by anybody, so anybody can name another organization in them.
    let token = kyc_e2e::unsigned_token(&json!({
        "exp": 4_000_000_000_u32,
        "acl": [{ "scope": { "organizationId": ["somebody-else"] }, "permissions": [] }],
        "customClaims": { "kycRequestId": "kyc_req_01H00000000000000000000000", "customerId": "c" },
    }));
    page.open(&format!("{}/?token={token}", world.url()));
    let probe = "const screen = document.querySelector('main')?.dataset.kycScreen; return ['stopped', 'done'].includes(screen) && screen;";
    page.wait("the dead end", probe, &json!(null));
}

#[test]
fn a_script_as_a_return_address_is_refused_by_the_api() {
    let world = World::start();
    let merchant = world.merchant();
    for address in ["javascript:alert(1)", "data:text/html,x", "//evil.example", "/shop", "https://"] {
        let body =
            json!({ "customerId": "c", "documents": [{ "type": "address-proof" }], "redirectUrl": address });
        let (status, answer) = merchant.call("POST", "kyc-requests", &body);
        assert_eq!((status, &answer["invalidFields"][0]["field"]), (422, &json!("redirectUrl")), "{address}");
    }
}

#[test]
fn a_script_as_a_return_address_in_the_token_is_never_followed() {
    let world = World::start();
    let page = world.browser(Look::phone());
    page.expect_in_console("status of 40");
    // The older form of the token names the address itself; this one has run out, so the app would leave at once.
    let token = kyc_e2e::unsigned_token(&json!({
        "exp": 1_000_000_000,
        "acl": [{ "scope": { "organizationId": ["sandbox"] }, "permissions": [] }],
        "customClaims": { "documents": ["address-proof"], "redirectUrl": "javascript:document.title='taken'" },
    }));
    page.open(&format!("{}/?token={token}", world.url()));
    let probe = "const screen = document.querySelector('main')?.dataset.kycScreen; return ['stopped', 'done'].includes(screen) && screen;";
    page.wait("the end", probe, &json!(null));
    let links = page.evaluate("return [...document.querySelectorAll('a[href]')].map((it) => it.protocol);");
    assert!(!links.to_string().contains("javascript"), "{links}");
    assert!(!page.evaluate("return document.title;").to_string().contains("taken"));
}

#[test]
fn markup_in_a_reviewers_message_stays_text() {
    let world = World::start();
    let merchant = world.merchant();
    let request = merchant.ask("markup", json!([{ "type": "address-proof", "subtypes": ["utility-bill"] }]));
    let message = "<img src=x onerror=\"document.title='taken'\">";
    let reason = [("rejectionType", json!("other")), ("message", json!(message))];
    merchant.order_verdict(&request, "address-proof", "rejected", &reason);
    let page = world.browser(Look::phone());
    Walk::on(&page).start(&request).capture(&Walk::BILL).send().is_told("decided.rejected.title");
    page.sees_text(message);
    assert_eq!(page.evaluate("return document.querySelectorAll('img[src=x]').length;"), 0);
}
