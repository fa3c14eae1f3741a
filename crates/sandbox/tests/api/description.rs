//! `/openapi.json` against the running server and against the contract's file, and `/docs`.

use std::collections::BTreeSet;

use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};

use crate::contract;
use crate::support::{BILL, KEY, Server, link};

/// Operations of ours that the contract does not have.
const OWN: [&str; 32] = [
    "DeleteContractReport",
    "DeleteFault",
    "DeleteFaultCollection",
    "DeleteTag",
    "DeleteTagKycDocument",
    "DeleteWebhook",
    "GetAuthenticationToken",
    "GetContractReport",
    "GetCustomer",
    "GetEventCollection",
    "GetFault",
    "GetFaultCollection",
    "GetPublicFile",
    "GetSignedFile",
    "GetTag",
    "GetTagCollection",
    "GetWebhook",
    "GetWebhookCollection",
    "GetWebhookDelivery",
    "GetWebhookDeliveryCollection",
    "PatchTag",
    "PatchWebhook",
    "PostFault",
    "PostKycLivenessSessionOutcome",
    "PostKycRequestExpiry",
    "PostTag",
    "PostTagKycDocument",
    "PostVerdict",
    "PostWebhook",
    "PostWebhookRedelivery",
    "PutCustomer",
    "PutWebhook",
];

/// What the contract's operations have and ours do not (`no`), and the other way round.
const DIFFERENCES: [&str; 21] = [
    // A part of a file, on demand. The two headers are those of every answer.
    "get /files/{id}/download: answer 206",
    "get /files/{id}/download: no answer 200 header content-length",
    "get /files/{id}/download: no answer 200 header content-type",
    // Every collection here takes the whole query, and one request can be expanded as the customer's twin of it can.
    "get /authentication-tokens: query fields",
    "get /authentication-tokens: query filter",
    "get /authentication-tokens: query q",
    "get /authentication-tokens: query sort",
    "get /kyc-documents: query fields",
    "get /kyc-documents: query q",
    "get /kyc-requests/{id}: query expand",
    "get /kyc-requests: query fields",
    "get /kyc-requests: query q",
    // The sandbox keeps no passwords of customers.
    "get /authentication-tokens: no answer 200 credentialId",
    "post /authentication-tokens: no answer 201 credentialId",
    "post /authentication-tokens: no body credentialId",
    "post /authentication-tokens: no body password",
    "post /authentication-tokens: no body username",
    // Passed over: the server names documents, and scores them by the organization's settings.
    "patch /storefront/kyc-documents/{id}: no body id",
    "post /kyc-documents: no body settings",
    "post /storefront/kyc-documents: no body id",
    "put /kyc-documents/{id}: no body settings",
];

async fn description(server: &Server) -> Value {
    let answer = server.client.get(format!("{}/openapi.json", server.sandbox.url())).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    answer.json().await.unwrap()
}

/// An operation with the document it stands in.
#[derive(Clone, Copy)]
struct Operation<'a> {
    document: &'a Value,
    path: &'a str,
    method: &'a str,
    item: &'a Value,
}

fn operations(document: &Value) -> Vec<Operation<'_>> {
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
    fn value(self) -> &'a Value {
        &self.item[self.method]
    }

    fn id(self) -> &'a str {
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
    fn facts(self) -> BTreeSet<String> {
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

#[tokio::test]
async fn the_contracts_operations_are_ours_and_the_rest_is_on_a_list() {
    let Some(file) = contract::file() else { return };
    let contract: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    let ours = description(&Server::start().await).await;
    let (theirs, ours) = (operations(&contract), operations(&ours));
    let mut differences = BTreeSet::new();
    for wanted in &theirs {
        let place = format!("{} {}", wanted.method, wanted.path);
        let found = ours.iter().find(|it| (it.method, it.path) == (wanted.method, wanted.path));
        let found = found.unwrap_or_else(|| panic!("{place} is not described"));
        assert_eq!(found.id(), wanted.id(), "{place}");
        let (wanted, found) = (wanted.facts(), found.facts());
        differences.extend(wanted.difference(&found).map(|fact| format!("{place}: no {fact}")));
        differences.extend(found.difference(&wanted).map(|fact| format!("{place}: {fact}")));
    }
    let listed: BTreeSet<String> = DIFFERENCES.into_iter().map(str::to_owned).collect();
    assert_eq!(differences, listed);
    let names: BTreeSet<&str> = theirs.iter().map(|it| it.id()).collect();
    let own: BTreeSet<&str> = ours.iter().map(|it| it.id()).filter(|name| !names.contains(name)).collect();
    assert_eq!(own, OWN.into_iter().collect());
}

/// The call of an operation, its path filled with what is not there, with an empty object where it takes a body.
async fn call(
    server: &Server,
    operation: Operation<'_>,
    method: &Method,
    credentials: Option<(&str, &str)>,
) -> Response {
    let origin = match operation.item.get("servers") {
        Some(servers) => servers[0]["url"].as_str().unwrap(),
        None => operation.document["servers"][0]["url"].as_str().unwrap(),
    };
    let segments = operation.path.split('/').map(|it| if it.starts_with('{') { "none" } else { it });
    let url = format!("{origin}{}", segments.collect::<Vec<_>>().join("/"));
    let mut call = server.client.request(method.clone(), url);
    if let Some((name, value)) = credentials {
        call = call.header(name, value);
    }
    if operation.value().get("requestBody").is_some() {
        call = call.json(&json!({}));
    }
    call.send().await.unwrap()
}

fn is_described(operation: Operation<'_>, status: StatusCode) -> bool {
    operation.value()["responses"].get(status.as_str()).is_some()
}

#[tokio::test]
async fn an_operation_takes_the_described_credentials_and_answers_with_a_described_status() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "funds-proof" }])).await;
    let bearer = format!("Bearer {}", customer.token);
    let all = [("SecretApiKey", ("REB-APIKEY", KEY)), ("CustomerJWT", ("Authorization", bearer.as_str()))];
    let document = description(&server).await;
    for operation in operations(&document) {
        let method = Method::from_bytes(operation.method.to_uppercase().as_bytes()).unwrap();
        let place = format!("{method} {}", operation.path);
        let security = operation.value()["security"].as_array().unwrap();
        let is_open = security.contains(&json!({}));
        let without = call(&server, operation, &method, None).await;
        assert_ne!(without.status(), StatusCode::METHOD_NOT_ALLOWED, "{place}");
        // The credentials of a signed link are in its query.
        let is_refused = without.status() == StatusCode::UNAUTHORIZED;
        assert_eq!(
            is_refused,
            !is_open || operation.id() == "GetSignedFile",
            "{place}: {}",
            without.status()
        );
        assert!(is_described(operation, without.status()), "{place}: {}", without.status());
        for (name, header) in all.into_iter().filter(|_| !is_open) {
            let answer = call(&server, operation, &method, Some(header)).await;
            let status = answer.status();
            let is_admitted = security.iter().any(|it| it.get(name).is_some());
            assert_eq!(status != StatusCode::FORBIDDEN, is_admitted, "{place} with {name}: {status}");
            assert!(is_described(operation, status), "{place} with {name}: {status}");
        }
    }
}

#[tokio::test]
async fn a_method_that_is_not_described_is_not_allowed() {
    let server = Server::start().await;
    let document = description(&server).await;
    for operation in operations(&document) {
        for method in [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
            if operation.item.get(method.as_str().to_lowercase()).is_none() {
                let answer = call(&server, operation, &method, Some(("REB-APIKEY", KEY))).await;
                assert_eq!(answer.status(), StatusCode::METHOD_NOT_ALLOWED, "{method} {}", operation.path);
            }
        }
    }
}

#[tokio::test]
async fn calls_and_answers_keep_our_own_description() {
    let first = Server::start().await;
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("openapi.json");
    std::fs::write(&file, description(&first).await.to_string()).unwrap();
    // A violation fails the test when the server is dropped.
    let server = Server::start_with(|config| config.contract = Some(file)).await;
    let customer = server.ask(json!([{ "type": "address-proof" }, { "type": "funds-proof" }])).await;
    server.merchant(Method::PUT, "customers/ann").json(&json!({ "firstName": "Ann" })).send().await.unwrap();
    let bill = customer.upload(&BILL, &["kyc"]).await;
    let document = customer.file("address-proof", "utility-bill", &[bill.clone()]).await;
    customer.settled(&document).await;
    assert_eq!(
        customer.try_file("identity-proof", "passport", &[bill]).await.status(),
        StatusCode::UNPROCESSABLE_ENTITY
    );
    let file = server.upload_as_merchant(&BILL, json!({ "tags": ["kyc"], "isPublic": true })).await;
    for address in ["signedLink", "permalink"].map(|rel| link(&file, rel).unwrap()) {
        assert_eq!(server.client.get(address).send().await.unwrap().status(), StatusCode::OK);
    }
    for path in [
        "kyc-requests?expand=documents&limit=5&sort=-createdTime",
        "kyc-documents?expand=customer,files",
        "files?q=kyc",
    ] {
        server.merchant_get(path).await;
    }
    server.decide(&document, "rejection", json!({ "type": "document-expired" })).await;
    let report =
        server.client.get(format!("{}/sandbox/contract", server.sandbox.url())).send().await.unwrap();
    let report: Value = report.json().await.unwrap();
    assert!(report["checked"].as_u64().unwrap() >= 12, "{report}");
}

#[tokio::test]
async fn the_page_needs_nothing_from_elsewhere() {
    let server = Server::start().await;
    let page = server.client.get(format!("{}/docs", server.sandbox.url())).send().await.unwrap();
    let policy = page.headers()["content-security-policy"].to_str().unwrap().to_owned();
    assert!(
        policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"),
        "{policy}"
    );
    let page = page.text().await.unwrap();
    let named = page.split(['"', '\'']).filter(|text| text.starts_with("/docs/"));
    let named: Vec<String> = named.map(|path| format!("{}{path}", server.sandbox.url())).collect();
    assert!(named.len() >= 2);
    for address in named {
        assert_eq!(server.client.get(&address).send().await.unwrap().status(), StatusCode::OK, "{address}");
    }
}

#[tokio::test]
async fn a_key_that_somebody_chose_is_not_in_the_description() {
    let default = description(&Server::start().await).await;
    assert_eq!(default["components"]["securitySchemes"]["SecretApiKey"]["x-example"], KEY);
    let chosen = Server::start_with(|config| config.api_key = "chosen-by-somebody".to_owned()).await;
    assert!(!description(&chosen).await.to_string().contains("chosen-by-somebody"));
}
