//! The third party that performs face-liveness checks, in the form of Amazon Rekognition Face Liveness and Amazon
//! Cognito: keys for whoever asks, and a stream in which a client shows a face. Signatures are checked for real, so that
//! a client that passes here signs as the original wants it; of the video nothing but its length is looked at.

mod admission;
mod challenge;
mod dice;
pub mod identity;
mod judge;
mod keys;
mod line;
mod log;
mod orders;
mod session;
mod socket;
pub mod switches;

pub use orders::{CHALLENGES, DISTANCES};

use axum::middleware;
use axum::routing::{MethodRouter, get, post};
use kyc_liveness::sigv4::Endpoint;
use kyc_wire::config::LivenessProvider;

use crate::app::{App, Shared};
use crate::faults;

/// The path of the stream.
pub const STREAM: &str = Endpoint::PATH;

/// The only identity pool, without its region.
const POOL: &str = "6f1c2a58-0b7d-4c3e-9a84-5d2e7f906b13";

/// What the provider's clients in browsers send along.
pub const REQUEST_HEADERS: [&str; 5] =
    ["x-amz-target", "x-amz-user-agent", "amz-sdk-invocation-id", "amz-sdk-request", "cache-control"];

/// What the provider keeps in memory.
#[derive(Debug, Default)]
pub struct Provider {
    pub log: log::Log,
    pub orders: orders::Orders,
}

/// `GET /start-face-liveness-session-websocket`
pub fn stream(app: &App) -> MethodRouter<App> {
    get(socket::open).layer(middleware::from_fn_with_state(App::clone(app), faults::play))
}

/// `POST /`
pub fn identities(app: &App) -> MethodRouter<App> {
    post(identity::answer).layer(middleware::from_fn_with_state(App::clone(app), faults::play))
}

/// Where a client finds all this, for `config.json`: for a page that knows this server under `origin`.
pub fn address(origin: &str, app: &Shared) -> LivenessProvider {
    // `https` becomes `wss` with it.
    let endpoint = format!("ws{}{STREAM}", origin.strip_prefix("http").unwrap_or(origin));
    LivenessProvider {
        region: app.config.liveness_region.clone(),
        endpoint: Some(endpoint),
        identity_endpoint: Some(format!("{origin}/")),
        identity_pool_id: Some(pool(app)),
        credentials: None,
    }
}

fn pool(app: &Shared) -> String {
    format!("{}:{POOL}", app.config.liveness_region)
}

/// The provider's clock: the sandbox's, off by what a fault ordered for the call.
fn now(app: &Shared, met: &faults::Met) -> i64 {
    app.clock.now_ms().saturating_add(met.skew_seconds.saturating_mul(1000))
}
