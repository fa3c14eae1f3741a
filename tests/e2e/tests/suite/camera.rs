//! Real pictures through a real camera track, judged by the sandbox's own analysis.

use kyc_e2e::{Look, Means, People, Walk, World, specimen};
use serde_json::json;
use std::time::Duration;

/// The help comes after twenty seconds, and the machine may be slow.
const LONG: Duration = Duration::from_secs(90);

const REVIEW: &str = "return !!document.querySelector('[data-kyc-screen=review]');";

fn identity_card() -> serde_json::Value {
    json!([{ "type": "identity-proof", "subtypes": ["id-card"], "faceProofRequired": true }])
}

#[test]
fn a_card_and_a_selfie_before_the_camera_are_accepted_by_the_analysis() {
    let world = World::start();
    let merchant = world.merchant();
    let request = merchant.ask("camera", identity_card());
    let page = world.browser(Look::phone());
    let walk = Walk::on(&page).start(&request).capture(&Walk::ID_CARD_BY_CAMERA);
    // The camera is released as soon as it is not needed.
    assert_eq!(page.evaluate("return document.querySelectorAll('video').length;"), 0);
    walk.send().ends("done.success.title");
    page.hurries_back_with("success");
    assert_eq!(merchant.read(&request)["status"], "fulfilled");
    let tags = merchant.file_tags(&request);
    assert_eq!(tags, [["id-front", "kyc"], ["id-back", "kyc"], ["face-proof", "kyc"]]);
}

#[test]
fn the_same_side_twice_is_refused_and_the_right_one_then_accepted() {
    let world = World::start();
    let merchant = world.merchant();
    let request = merchant.ask("duplicate", json!([{ "type": "identity-proof", "subtypes": ["id-card"] }]));
    let page = world.browser(Look::phone());
    let front = Means::File("id-card-front.jpg");
    let walk = Walk::on(&page).start(&request).capture(&[front]).take(front);
    // Told before it is sent; the customer may insist.
    page.sees("finding.same-side").press("review.choose");
    page.screen("file").choose_files(&[&specimen("id-card-front.jpg")]).screen("review");
    page.sees("finding.same-side").press("review.use-anyway");
    let walk = walk.send();
    walk.is_told("decided.rejected.title");
    page.sees("rejection.document-duplicate.title").press("decided.retry");
    let sides = [Means::Camera("camera-id-card.mjpeg"), Means::Camera("camera-id-card-back.mjpeg")];
    walk.capture(&sides).send();
    walk.ends("done.success.title");
    page.hurries_back_with("success");
    assert_eq!(merchant.document_statuses(&request).len(), 2);
}

#[test]
fn a_refused_camera_leads_to_a_file_that_counts_the_same() {
    let world = World::start();
    let request =
        world.merchant().ask("denied", json!([{ "type": "identity-proof", "subtypes": ["passport"] }]));
    let page = world.browser(Look::phone().without_camera());
    let walk = Walk::on(&page).start(&request);
    page.screen("tips").press("tips.camera");
    page.screen("camera").press("camera.primer.start");
    page.sees("error.camera-denied.title").press("camera.upload");
    page.screen("file").choose_files(&[&specimen("passport.jpg")]).screen("review");
    walk.accept().send().ends("done.success.title");
    page.hurries_back_with("success");
}

#[test]
fn a_good_picture_is_taken_by_itself_and_cut_to_the_document() {
    let world = World::start();
    let merchant = world.merchant();
    let request = merchant.ask("automatic", json!([{ "type": "identity-proof", "subtypes": ["passport"] }]));
    let page = world.browser(Look::phone());
    let walk = Walk::on(&page).start(&request).opens_camera("camera-passport.mjpeg");
    page.wait_longer("the review", REVIEW, &json!(null), LONG);
    walk.accept().send().ends("done.success.title");
    page.hurries_back_with("success");
}

#[test]
fn a_bad_picture_is_not_taken_by_itself_and_help_is_offered() {
    let world = World::start();
    let request =
        world.merchant().ask("no-luck", json!([{ "type": "identity-proof", "subtypes": ["passport"] }]));
    let stage_height = "return document.querySelector('.kyc-camera').clientHeight;";
    for (video, hint, is_wide) in
        [("camera-dark.mjpeg", "guide.more-light", false), ("camera-moving.mjpeg", "guide.hold-still", true)]
    {
        let page = world.browser(if is_wide { Look::desktop() } else { Look::phone() });
        Walk::on(&page).start(&request).opens_camera(video);
        page.sees(hint);
        let before = page.evaluate(stage_height).as_i64().unwrap();
        let stuck = json!(page.words().text("guide.stuck"));
        page.wait_longer("the offer of help", "return document.body.innerText.includes(args);", &stuck, LONG);
        // Who has come into the frame is still in it.
        let after = page.evaluate(stage_height).as_i64().unwrap();
        assert!(!is_wide || after >= before, "{before} {after}");
        page.screen("camera").press("guide.tips");
    }
}

/// Where the selfie of a passport's owner is asked for.
fn passport_and_selfie() -> serde_json::Value {
    json!([{ "type": "identity-proof", "subtypes": ["passport"], "faceProofRequired": true }])
}

#[test]
fn a_face_in_the_oval_is_taken_by_itself_and_nothing_is_said_against_it() {
    let world = World::start();
    let request = world.merchant().ask("selfie", passport_and_selfie());
    for look in [Look::phone(), Look::desktop()] {
        let page = world.browser(look);
        let walk = Walk::on(&page).start(&request).capture(&Walk::PASSPORT);
        let walk = walk.opens_camera_to(People::One);
        page.wait_longer("the review", REVIEW, &json!(null), LONG);
        // Offered for pictures without a warning only.
        walk.accept();
        page.screen("ready");
    }
}

#[test]
fn two_faces_none_and_one_far_away_are_told_and_not_taken() {
    let world = World::start();
    let request = world.merchant().ask("no-selfie", passport_and_selfie());
    let page = world.browser(Look::phone());
    let walk = Walk::on(&page).start(&request).capture(&Walk::PASSPORT);
    for (people, hint) in
        [(People::Two, "guide.alone"), (People::Far, "guide.closer"), (People::Nobody, "camera.hint.selfie")]
    {
        walk.opens_camera_to(people);
        page.sees(hint);
        let stuck = json!(page.words().text("guide.stuck"));
        page.wait_longer("the offer of help", "return document.body.innerText.includes(args);", &stuck, LONG);
        page.screen("camera").sees(hint).press("guide.tips");
    }
}

#[test]
fn a_face_where_a_document_belongs_is_told_while_a_selfie_is_still_to_come() {
    let world = World::start();
    let request = world.merchant().ask("face-instead", passport_and_selfie());
    let page = world.browser(Look::phone());
    Walk::on(&page).start(&request).opens_camera_to(People::One);
    page.sees("guide.document-please").screen("camera");
}
