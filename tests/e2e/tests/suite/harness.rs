//! The harness itself: what it promises to notice, it notices.

use kyc_e2e::{Host, Look, Request, World};

#[test]
fn a_violated_policy_and_a_script_error_are_complaints() {
    let world = World::start();
    let page = world.browser(Look::desktop());
    page.expect_in_console("style-src").expect_in_console("a broken script");
    page.open(&format!("{}/shop", world.url()));
    assert_eq!(page.complaints(), Vec::<String>::new());
    let spoil = "document.body.insertAdjacentHTML('beforeend', '<p style=\"color:red\">x</p>');
        setTimeout(() => { throw new Error('a broken script'); });
        document.fonts.ready.then(() => { window.isSpoilt = true; });";
    page.evaluate(spoil);
    page.wait("the spoilt page", "return window.isSpoilt;", &serde_json::Value::Null);
    // Announced above, so that this test passes; without that they would be there.
    assert_eq!(page.complaints(), Vec::<String>::new());
    let transcript = page.transcript();
    assert!(transcript.contains("a broken script") && transcript.contains("style-src"), "{transcript}");
}

#[test]
fn the_console_of_a_frame_of_another_origin_is_heard_in_one_process() {
    let world = World::start();
    let page = world.browser(Look::desktop().in_one_process());
    let host = Host::start();
    page.expect_in_console("from the frame");
    host.embed(&page, "localhost", &format!("{}/return", host.origin("127.0.0.1")));
    host.enter(&page);
    page.evaluate("console.error('from the frame');");
    page.leave_frame();
    assert_eq!(page.complaints(), Vec::<String>::new());
    assert!(page.transcript().contains("from the frame"));
}

#[test]
fn a_page_is_as_wide_as_asked_for() {
    let world = World::start();
    for (look, width) in [(Look::narrow(), 320), (Look::phone(), 390), (Look::desktop(), 1280)] {
        let page = world.browser(look);
        page.open(&format!("{}/shop/help", world.url()));
        assert_eq!(page.evaluate("return innerWidth;"), width);
    }
}

#[test]
fn the_token_is_read_from_the_link() {
    let link = "http://h/?token=a.b.c".to_owned();
    let request = Request { id: String::new(), customer: String::new(), link };
    assert_eq!(request.token(), "a.b.c");
    assert_eq!(Request { link: request.link_with("locale=ar"), ..request }.token(), "a.b.c");
}
