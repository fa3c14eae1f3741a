//! The contract check: with `--contract FILE` every call that the sandbox accepts, every answer below
//! `/organizations/{organization}` and every webhook is held against the OpenAPI file, so that a test suite is a
//! contract test and integrators learn what is wrong with their own calls. Nothing of it runs without the option.

mod answer;
mod call;
mod document;
mod exchange;
mod findings;
mod log;
mod operation;
mod rule;
mod schema;
mod template;
#[cfg(test)]
mod tests;
mod watch;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use axum::http::Method;
use serde_json::Value;

use self::document::Document;
pub use self::document::LoadError;
use self::exchange::Exchange;
use self::findings::Findings;
use self::log::Log;
pub use self::log::{Report, Violation};
use self::operation::Operation;
use self::rule::Rule;
use self::template::{Parameters, Template};
pub use self::watch::{Ordered, Unjudged, watch};

/// Paths of ours that the file does not describe. Another one, once added, belongs here.
const EXTENSIONS: [&str; 12] = [
    "/authentication-tokens/{token}",
    "/customers/{id}",
    "/public-files/{id}",
    "/signed-files/{id}",
    "/tags",
    "/tags/{tag}",
    "/tags/{tag}/kyc-documents/{id}",
    "/webhooks",
    "/webhooks/{id}",
    "/webhooks/{id}/deliveries",
    "/webhooks/{id}/deliveries/{deliveryId}",
    "/webhooks/{id}/deliveries/{deliveryId}/redelivery",
];

/// The file, and what was seen so far.
#[derive(Debug)]
pub struct Contract {
    operations: Vec<Operation>,
    webhooks: BTreeMap<String, Rule>,
    extensions: Vec<Template>,
    log: Log,
}

impl Contract {
    /// Reads an OpenAPI file.
    pub(crate) fn load(path: &Path) -> Result<Self, LoadError> {
        Self::new(Document::read(path)?)
    }

    fn new(document: Document) -> Result<Self, LoadError> {
        let document = Arc::new(document);
        let (operations, webhooks) = (operation::all(&document)?, operation::webhooks(&document)?);
        let extensions = EXTENSIONS.into_iter().map(Template::parse).collect::<Result<_, _>>()?;
        let labels = operations.iter().map(Operation::label);
        let log = Log::new(labels.chain(webhooks.keys().map(|event_type| webhook_label(event_type))));
        Ok(Self { operations, webhooks, extensions, log })
    }

    /// What was seen since the start.
    #[must_use]
    pub fn report(&self) -> Report {
        self.log.report()
    }

    /// Starts the report anew.
    pub fn forget(&self) {
        self.log.forget();
    }

    /// Holds a webhook's payload against the file.
    pub fn check_webhook(&self, event_type: &str, payload: &Value) {
        self.log.count(&webhook_label(event_type));
        let mut found = Findings::default();
        match self.webhooks.get(event_type) {
            Some(rule) => {
                for fault in rule.faults(payload) {
                    found.add(format!("payload#{}", fault.pointer), fault.what);
                }
            }
            None => found.add("payload", "there is no such webhook in the file"),
        }
        if payload.get("eventType").and_then(Value::as_str) != Some(event_type) {
            found.add("payload#/eventType", format!("it is not {event_type}"));
        }
        self.record("WEBHOOK", event_type, 0, found);
    }

    fn judge(&self, exchange: &Exchange<'_>) {
        let mut found = Findings::default();
        let (label, path) = match self.operation(exchange) {
            Some((operation, parameters)) => {
                if exchange.status.is_success() {
                    call::judge(operation, &parameters, exchange, &mut found);
                }
                answer::judge(operation, exchange, &mut found);
                (operation.label(), operation.path.as_str())
            }
            None => {
                if !matches!(exchange.status.as_u16(), 401 | 403..=405) && !self.is_extension(exchange.path) {
                    found.add(
                        "path",
                        "it is neither in the file nor among the extensions of the contract check",
                    );
                }
                answer::judge_undocumented(exchange, &mut found);
                (String::new(), exchange.path)
            }
        };
        self.log.count(&label);
        self.record(exchange.method.as_str(), path, exchange.status.as_u16(), found);
    }

    fn operation<'a>(&'a self, exchange: &Exchange<'a>) -> Option<(&'a Operation, Parameters<'a>)> {
        // The framework answers HEAD from the handlers of GET.
        let method = if *exchange.method == Method::HEAD { &Method::GET } else { exchange.method };
        let of_method = self.operations.iter().filter(|operation| operation.method == method.as_str());
        let fitting = of_method.filter_map(|operation| Some((operation, operation.path.fit(exchange.path)?)));
        fitting.min_by_key(|(operation, _)| operation.path.openness())
    }

    fn is_extension(&self, path: &str) -> bool {
        self.extensions.iter().any(|template| template.fit(path).is_some())
    }

    fn record(&self, method: &str, path: &str, status: u16, found: Findings) {
        for finding in found.0 {
            let (method, path) = (method.to_owned(), path.to_owned());
            self.log.add(Violation { method, path, status, place: finding.place, what: finding.what });
        }
    }
}

fn webhook_label(event_type: &str) -> String {
    format!("WEBHOOK {event_type}")
}
