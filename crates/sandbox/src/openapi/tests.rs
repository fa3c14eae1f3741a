use std::collections::BTreeSet;

use utoipa_axum::router::OpenApiRouter;

use super::*;
use crate::{api, control};

fn parts() -> (Vec<Router<App>>, Value) {
    let (api, of_api) = api::router().split_for_parts();
    let (switches, of_switches) = OpenApiRouter::new().nest("/sandbox", control::router()).split_for_parts();
    (vec![api, switches], describe(of_api, of_switches).unwrap())
}

/// The paths of what answers when no route fits.
const FALLBACKS: [&str; 2] = ["/", "/sandbox"];

/// The paths of a router, which shows them to nobody but in its debug view.
fn routes(router: &Router<App>) -> BTreeSet<String> {
    let view = format!("{router:?}");
    let paths: BTreeSet<String> = view
        .split('"')
        .filter(|text| text.starts_with('/') && !FALLBACKS.contains(text) && !text.contains("__private"))
        .map(str::to_owned)
        .collect();
    assert!(!paths.is_empty(), "the view has another form: {view}");
    paths
}

#[test]
fn every_route_is_described() {
    let (routers, description) = parts();
    let routes: BTreeSet<String> = routers.iter().flat_map(routes).collect();
    let described: BTreeSet<String> = description["paths"].as_object().unwrap().keys().cloned().collect();
    assert_eq!(routes, described);
}

#[test]
fn every_reference_leads_somewhere() {
    fn references(value: &Value, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(fields) => {
                found.extend(fields.get("$ref").and_then(Value::as_str).map(str::to_owned));
                fields.values().for_each(|value| references(value, found));
            }
            Value::Array(items) => items.iter().for_each(|value| references(value, found)),
            _ => {}
        }
    }
    let (_, description) = parts();
    let mut found = BTreeSet::new();
    references(&description, &mut found);
    assert!(found.len() > 30);
    for reference in found {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(description.pointer(pointer).is_some(), "{reference}");
    }
}

#[test]
fn an_operation_has_a_name_of_its_own_a_summary_and_a_group() {
    let (_, description) = parts();
    let mut names = BTreeSet::new();
    for (path, item) in description["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let place = format!("{method} {path}");
            assert!(names.insert(operation["operationId"].as_str().unwrap().to_owned()), "{place}");
            assert!(operation["summary"].as_str().is_some_and(|text| text.ends_with('.')), "{place}");
            let group = operation["tags"][0].as_str().unwrap();
            assert!(TAGS.iter().any(|(name, _)| *name == group), "{place}: {group}");
            for (status, answer) in operation["responses"].as_object().unwrap() {
                let is_told = answer.get("$ref").is_some()
                    || answer["description"].as_str().is_some_and(|it| !it.is_empty());
                assert!(is_told, "{place} {status}");
            }
        }
    }
}

#[test]
fn word_lists_are_enumerations_everywhere() {
    let (_, description) = parts();
    let schemas = &description["components"]["schemas"];
    assert_eq!(schemas["KycDocumentRejectionReasonTypes"]["enum"].as_array().unwrap().len(), 19);
    for (schema, field, words) in [
        ("CommonKycDocument", "status", "KycDocumentStatus"),
        ("StorefrontKycRequest", "status", "KycRequestStatus"),
        ("NewStorefrontKycDocument", "documentType", "KycDocumentTypes"),
    ] {
        let reference = &schemas[schema]["properties"][field]["$ref"];
        assert_eq!(*reference, format!("#/components/schemas/{words}"), "{schema} {field}");
    }
}
