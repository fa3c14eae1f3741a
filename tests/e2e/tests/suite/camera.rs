//! Real pictures through a real camera track, judged by the sandbox's own analysis.

use kyc_e2e::{Look, Means, Walk, World, specimen};
use serde_json::json;

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
    let walk = Walk::on(&page).start(&request).capture(&[front, front]).send();
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
