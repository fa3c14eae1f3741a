//! The direction of dependencies between the crates, read from what cargo resolves.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Context;
use serde_json::Value;

use super::Verdict;
use crate::paths::Paths;
use crate::proc::Cmd;

/// Which crates of ours each crate may reach. Crates that are not named may reach all.
const MAY_REACH: [(&str, &[&str]); 13] = [
    ("kyc-wire", &[]),
    ("kyc-vision", &[]),
    ("kyc-worker", &["kyc-vision", "kyc-js"]),
    ("kyc-js", &[]),
    ("kyc-heic", &[]),
    ("kyc-intake", &[]),
    ("kyc-liveness", &[]),
    ("kyc-face-model", &[]),
    ("kyc-specimen-data", &["kyc-wire"]),
    ("kyc-specimen", &["kyc-specimen-data", "kyc-wire"]),
    ("kyc-scenes", &["kyc-specimen", "kyc-specimen-data", "kyc-wire"]),
    ("kyc-flow", &["kyc-wire"]),
    (
        "kyc-sandbox",
        &["kyc-wire", "kyc-vision", "kyc-face-model", "kyc-intake", "kyc-specimen-data", "kyc-liveness"],
    ),
];

/// These are tested without a browser and without a runtime, so nothing may bring one in.
const PURE: [&str; 5] = ["kyc-wire", "kyc-flow", "kyc-vision", "kyc-intake", "kyc-liveness"];
const IMPURE: [&str; 3] = ["web-sys", "leptos", "tokio"];

/// Package names and the names they depend on, development dependencies left out.
type Graph = BTreeMap<String, BTreeSet<String>>;

pub fn check(paths: &Paths) -> anyhow::Result<Verdict> {
    let text = Cmd::cargo(&paths.root)
        .args(["metadata", "--format-version", "1", "--locked"])
        .read("cargo metadata --locked")?;
    let metadata = serde_json::from_str(&text).context("cargo metadata answered unreadably")?;
    let graph = read(&metadata).context("cargo metadata holds no dependency graph")?;
    Ok(Verdict::of(violations(&graph)))
}

fn read(metadata: &Value) -> Option<Graph> {
    let names: BTreeMap<&str, &str> = metadata
        .get("packages")?
        .as_array()?
        .iter()
        .filter_map(|package| Some((package.get("id")?.as_str()?, package.get("name")?.as_str()?)))
        .collect();
    let mut graph = Graph::new();
    for node in metadata.pointer("/resolve/nodes")?.as_array()? {
        let name = names.get(node.get("id")?.as_str()?)?;
        // Two versions of one package count as one, which can only make the check stricter.
        let reached = graph.entry((*name).to_owned()).or_default();
        for dependency in node.get("deps")?.as_array()? {
            if is_needed_to_run(dependency) {
                reached.insert((*names.get(dependency.get("pkg")?.as_str()?)?).to_owned());
            }
        }
    }
    Some(graph)
}

fn is_needed_to_run(dependency: &Value) -> bool {
    let kinds = dependency.get("dep_kinds").and_then(Value::as_array);
    kinds.is_none_or(|kinds| kinds.iter().any(|kind| kind.get("kind").is_none_or(Value::is_null)))
}

fn violations(graph: &Graph) -> Vec<String> {
    let mut violations = Vec::new();
    for (package, allowed) in MAY_REACH {
        let reached = reachable(graph, package);
        let forbidden = reached.iter().filter(|name| name.starts_with("kyc-") && !allowed.contains(name));
        violations.extend(forbidden.map(|name| format!("{package} must not depend on {name}")));
    }
    for package in PURE {
        let reached = reachable(graph, package);
        let forbidden = IMPURE.iter().filter(|name| reached.contains(*name));
        violations.extend(
            forbidden.map(|name| format!("{package} must stay free of {name}, directly and indirectly")),
        );
    }
    violations
}

fn reachable<'a>(graph: &'a Graph, package: &str) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut open: Vec<&str> = graph.get(package).into_iter().flatten().map(String::as_str).collect();
    while let Some(name) = open.pop() {
        if reached.insert(name) {
            open.extend(graph.get(name).into_iter().flatten().map(String::as_str));
        }
    }
    reached
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn graph(edges: &[(&str, &[&str])]) -> Graph {
        let names = |to: &[&str]| to.iter().map(|name| (*name).to_owned()).collect();
        edges.iter().map(|(from, to)| ((*from).to_owned(), names(to))).collect()
    }

    #[test]
    fn the_intended_graph_passes() {
        let intended = graph(&[
            ("kyc-wire", &["serde"]),
            ("kyc-scenes", &["kyc-specimen", "kyc-specimen-data", "kyc-wire"]),
            ("kyc-flow", &["kyc-wire"]),
            ("kyc-sandbox", &["kyc-wire", "kyc-vision", "tokio"]),
            ("kyc-gatherer", &["kyc-flow", "kyc-vision", "leptos"]),
        ]);
        assert_eq!(violations(&intended), Vec::<String>::new());
    }

    #[test]
    fn an_indirect_dependency_in_the_wrong_direction_is_named() {
        let wrong =
            graph(&[("kyc-wire", &["helper"]), ("helper", &["kyc-flow"]), ("kyc-sandbox", &["kyc-flow"])]);
        assert_eq!(
            violations(&wrong),
            ["kyc-wire must not depend on kyc-flow", "kyc-sandbox must not depend on kyc-flow"]
        );
    }

    #[test]
    fn a_browser_or_runtime_behind_a_pure_crate_is_named() {
        let wrong = graph(&[("kyc-vision", &["helper"]), ("helper", &["web-sys"])]);
        assert_eq!(violations(&wrong), ["kyc-vision must stay free of web-sys, directly and indirectly"]);
    }

    #[test]
    fn development_dependencies_do_not_count() {
        let metadata = json!({
            "packages": [{ "id": "1", "name": "kyc-flow" }, { "id": "2", "name": "tokio" }, { "id": "3", "name": "serde" }],
            "resolve": { "nodes": [
                { "id": "1", "deps": [
                    { "pkg": "2", "dep_kinds": [{ "kind": "dev" }] },
                    { "pkg": "3", "dep_kinds": [{ "kind": "dev" }, { "kind": null }] },
                ]},
            ]},
        });
        assert_eq!(read(&metadata).unwrap(), graph(&[("kyc-flow", &["serde"])]));
    }
}
