//! The settings of the scoring.

use reqwest::Method;
use serde_json::{Value, json};

use crate::scoring::put_settings;
use crate::support::{Server, refused_fields};

#[tokio::test]
async fn settings_have_defaults_are_kept_and_replaced() {
    let server = Server::start().await;
    let defaults = server.merchant_get("kyc-settings").await;
    assert_eq!(defaults["identityProof"]["thresholds"], json!({ "rejectBelow": 25, "acceptAbove": 90 }));
    assert_eq!(defaults["identityProof"]["minimumAgeSettings"]["defaultMinimumAge"], 18);
    assert_eq!(defaults["uiVersion"], "1");
    let ages = json!({ "defaultMinimumAge": 21, "locationOverrides": [{ "country": "US", "state": "NV", "minimumAge": 22 }] });
    let wanted = json!({
        "identityProof": { "weights": { "firstName": 7 }, "minimumAgeSettings": ages }, "uiVersion": "2"
    });
    let stored: Value = put_settings(&server, wanted).await.json().await.unwrap();
    assert_eq!(stored, server.merchant_get("kyc-settings").await);
    let identity = &stored["identityProof"];
    assert_eq!((&identity["weights"]["firstName"], &identity["minimumAgeSettings"]), (&json!(7), &ages));
    assert_eq!(identity["weights"]["lastName"], defaults["identityProof"]["weights"]["lastName"]);
    let again: Value = put_settings(&server, json!({})).await.json().await.unwrap();
    assert_eq!(again, defaults);
    let customer = server.ask(json!([{ "type": "identity-proof" }])).await;
    assert_eq!(customer.call(Method::GET, "kyc-settings").send().await.unwrap().status(), 403);
}

#[tokio::test]
async fn wrong_settings_are_named_all_at_once() {
    let server = Server::start().await;
    let wrong = json!({
        "identityProof": {
            "weights": { "firstName": 101, "isPhotocopy": "much", "lastName": 5 },
            "thresholds": { "acceptAbove": 10 },
            "minimumAgeSettings": {
                "defaultMinimumAge": 0,
                "locationOverrides": [{ "country": "usa", "state": 5 }, 7, { "country": "US", "minimumAge": 101 }],
            },
        },
        "addressProof": { "weights": [], "thresholds": { "rejectBelow": -1 } },
        "uiVersion": "3",
    });
    let mut named = refused_fields(put_settings(&server, wrong).await).await;
    named.sort();
    assert_eq!(
        named,
        [
            "addressProof.thresholds.rejectBelow",
            "addressProof.weights",
            "identityProof.minimumAgeSettings.defaultMinimumAge",
            "identityProof.minimumAgeSettings.locationOverrides.0.country",
            "identityProof.minimumAgeSettings.locationOverrides.0.minimumAge",
            "identityProof.minimumAgeSettings.locationOverrides.0.state",
            "identityProof.minimumAgeSettings.locationOverrides.1",
            "identityProof.minimumAgeSettings.locationOverrides.2.minimumAge",
            "identityProof.thresholds.rejectBelow",
            "identityProof.weights.firstName",
            "identityProof.weights.isPhotocopy",
            "uiVersion",
        ]
    );
    let no_object = put_settings(&server, json!({ "addressProof": 3 })).await;
    assert_eq!(refused_fields(no_object).await, ["addressProof"]);
}

#[tokio::test]
async fn null_is_no_setting() {
    let server = Server::start().await;
    let nulls = [
        (json!({ "identityProof": null }), "identityProof"),
        (json!({ "addressProof": null }), "addressProof"),
        (json!({ "addressProof": { "weights": null } }), "addressProof.weights"),
        (json!({ "addressProof": { "thresholds": null } }), "addressProof.thresholds"),
        (json!({ "identityProof": { "minimumAgeSettings": null } }), "identityProof.minimumAgeSettings"),
        (
            json!({ "identityProof": { "minimumAgeSettings": { "locationOverrides": null } } }),
            "identityProof.minimumAgeSettings.locationOverrides",
        ),
        (
            json!({ "identityProof": { "minimumAgeSettings": {
                "locationOverrides": [{ "country": "US", "minimumAge": null }] } } }),
            "identityProof.minimumAgeSettings.locationOverrides.0.minimumAge",
        ),
        // Its list of words in the definition does not hold null, though its type would.
        (json!({ "uiVersion": null }), "uiVersion"),
    ];
    for (body, field) in nulls {
        assert_eq!(refused_fields(put_settings(&server, body).await).await, [field]);
    }
}
