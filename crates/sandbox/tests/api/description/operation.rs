//! The operations of an OpenAPI document, as far as two documents are compared.

use std::collections::BTreeSet;

use serde_json::Value;

/// An operation with the document it stands in.
#[derive(Clone, Copy)]
pub struct Operation<'a> {
    pub document: &'a Value,
    pub path: &'a str,
    pub method: &'a str,
    pub item: &'a Value,
}

pub fn operations(document: &Value) -> Vec<Operation<'_>> {
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in
            ["get", "post", "put", "patch", "delete"].into_iter().filter(|it| item.get(it).is_some())
        {
            all.push(Operation { document, path, method, item });
        }
    }
    all
}

impl<'a> Operation<'a> {
    pub fn value(self) -> &'a Value {
        &self.item[self.method]
    }

    pub fn id(self) -> &'a str {
        self.value()["operationId"].as_str().unwrap()
    }

    fn resolved(self, value: &'a Value) -> &'a Value {
        match value.get("$ref").and_then(Value::as_str) {
            Some(reference) => self.resolved(self.document.pointer(&reference[1..]).unwrap()),
            None => value,
        }
    }

    /// `query limit`.
    fn parameters(self) -> BTreeSet<String> {
        let lists = [&self.item["parameters"], &self.value()["parameters"]];
        let all = lists.into_iter().filter_map(Value::as_array).flatten().map(|it| self.resolved(it));
        all.map(|it| format!("{} {}", it["in"].as_str().unwrap(), it["name"].as_str().unwrap())).collect()
    }

    fn successes(self) -> BTreeSet<String> {
        let all = self.value()["responses"].as_object().unwrap().keys();
        all.filter(|status| status.starts_with('2')).cloned().collect()
    }

    /// The names of the fields at the top of all bodies of `owner`, but for those that are marked as of the other side.
    fn fields(self, owner: &'a Value, mark: &str) -> BTreeSet<String> {
        let contents = self.resolved(owner).get("content").and_then(Value::as_object).into_iter().flatten();
        let mut names = BTreeSet::new();
        contents.for_each(|(_, content)| self.collect(&content["schema"], mark, &mut names));
        names
    }

    fn collect(self, schema: &'a Value, mark: &str, names: &mut BTreeSet<String>) {
        let schema = self.resolved(schema);
        let properties = schema.get("properties").and_then(Value::as_object).into_iter().flatten();
        let own =
            properties.filter(|(_, property)| self.resolved(property).get(mark) != Some(&Value::Bool(true)));
        names.extend(own.map(|(name, _)| name.clone()));
        let parts =
            ["allOf", "oneOf", "anyOf"].into_iter().filter_map(|name| schema.get(name)?.as_array()).flatten();
        for part in parts.chain(schema.get("items")) {
            self.collect(part, mark, names);
        }
    }

    /// `answer 201 id`, `answer 201 header Location`, `body type`, `query limit`.
    pub fn facts(self) -> BTreeSet<String> {
        let mut facts = self.parameters();
        facts.extend(
            self.fields(&self.value()["requestBody"], "readOnly").iter().map(|name| format!("body {name}")),
        );
        for status in self.successes() {
            let answer = &self.value()["responses"][&status];
            facts.insert(format!("answer {status}"));
            facts.extend(
                self.fields(answer, "writeOnly").iter().map(|name| format!("answer {status} {name}")),
            );
            let headers =
                self.resolved(answer).get("headers").and_then(Value::as_object).into_iter().flatten();
            facts.extend(headers.map(|(name, _)| format!("answer {status} header {}", name.to_lowercase())));
        }
        facts
    }
}
