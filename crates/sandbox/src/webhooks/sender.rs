//! One attempt: the request of a webhook, and what came of it.

use std::error::Error as _;
use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Client, ClientBuilder, header};
use rustls::{ClientConfig, RootCertStore};
use tokio::sync::OnceCell;
use tokio::time::Instant;

use super::record::{Attempt, Delivery, Webhook};
use super::signature;
use crate::clock::to_ms;
use crate::problem::{ApiError, ApiResult};

const USER_AGENT: &str = concat!("kyc-sandbox/", env!("CARGO_PKG_VERSION"));

/// Sends webhooks.
pub struct Sender {
    plain: Client,
    /// Made when the first https address is met: what the system trusts takes time to read.
    secure: OnceCell<Client>,
    patience: Duration,
}

impl Sender {
    pub fn new(patience: Duration) -> ApiResult<Self> {
        let plain = builder(patience).build().map_err(ApiError::internal)?;
        Ok(Self { plain, secure: OnceCell::new(), patience })
    }

    /// Tries once. `Err` only when the sandbox itself fails.
    pub async fn send(&self, webhook: &Webhook, delivery: &Delivery, now: i64) -> ApiResult<Attempt> {
        let begin = Instant::now();
        let number = delivery.attempt_count + 1;
        let seconds = now.div_euclid(1000);
        let mut call = self
            .client(&webhook.url)
            .await?
            .post(&webhook.url)
            .header(header::CONTENT_TYPE, "application/json")
            .header("Sandbox-Webhook-Id", &delivery.id)
            .header("Sandbox-Webhook-Attempt", number)
            .header("Sandbox-Webhook-Timestamp", seconds)
            .header("Sandbox-Signature", signature::header(&webhook.secret, seconds, &delivery.body)?)
            .body(delivery.body.clone());
        if let Some(basic) = &webhook.basic_auth {
            call = call.basic_auth(&basic.username, Some(&basic.password));
        }
        // The answer's body says nothing that is wanted, so it is not awaited.
        let answer = call.send().await;
        let duration_ms = to_ms(begin.elapsed());
        let (status_code, error) = match answer {
            Ok(answer) => (Some(answer.status().as_u16()), None),
            Err(error) => (None, Some(self.words(&error))),
        };
        Ok(Attempt { number, at: now, duration_ms, status_code, error })
    }

    async fn client(&self, url: &str) -> ApiResult<&Client> {
        let is_secure = url.get(..6).is_some_and(|scheme| scheme.eq_ignore_ascii_case("https:"));
        if is_secure { self.secure.get_or_try_init(|| secure(self.patience)).await } else { Ok(&self.plain) }
    }

    fn words(&self, error: &reqwest::Error) -> String {
        if error.is_timeout() {
            return format!("There was no answer within {} ms.", self.patience.as_millis());
        }
        // The innermost cause says it best: "Connection refused", "invalid peer certificate".
        let causes = std::iter::successors(error.source(), |cause| (*cause).source());
        let cause = causes.last().map_or_else(|| "the connection ended".to_owned(), ToString::to_string);
        format!("There was no answer: {cause}.")
    }
}

fn builder(patience: Duration) -> ClientBuilder {
    // Never by a proxy: most subscribers are on this machine, which none can reach. No connection is kept: a stale one
    // would cost an attempt.
    let client = Client::builder().user_agent(USER_AGENT).redirect(Policy::none()).no_proxy();
    client.timeout(patience).pool_max_idle_per_host(0)
}

/// A client that trusts what the operating system trusts.
async fn secure(patience: Duration) -> ApiResult<Client> {
    let found = tokio::task::spawn_blocking(rustls_native_certs::load_native_certs).await;
    let mut roots = RootCertStore::empty();
    // Broken ones among the system's are left out.
    roots.add_parsable_certificates(found.map_err(ApiError::internal)?.certs);
    let provider = rustls::crypto::ring::default_provider().into();
    let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let config = config.map_err(ApiError::internal)?.with_root_certificates(roots).with_no_client_auth();
    builder(patience).use_preconfigured_tls(config).build().map_err(ApiError::internal)
}
