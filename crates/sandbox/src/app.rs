//! What every handler shares, and the router: the API below `/organizations/{org}`, the sandbox's own switches, the
//! demo shop and the built app.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{OriginalUri, Request, State};
use axum::http::{HeaderName, Method, header};
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::any;
use rusqlite::Transaction;
use tokio::sync::{Semaphore, watch};
use tower_http::cors::{Any, CorsLayer};
use utoipa_axum::router::OpenApiRouter;

use crate::clock::Clock;
use crate::config::Config;
use crate::contract::{self, Contract};
use crate::faults::{self, Faults};
use crate::lifecycle::Act;
use crate::problem::{ApiError, ApiResult};
use crate::provider::Provider;
use crate::rate_limit::{self, RateLimits};
use crate::record;
use crate::store::Store;
use crate::token::{self, Claims};
use crate::view::Links;
use crate::{access, api, control, openapi, problem, provider, shop, statics};

/// The shared state; clones are cheap.
pub type App = Arc<Shared>;

/// See [`App`].
#[derive(Debug)]
pub struct Shared {
    pub config: Config,
    pub links: Links,
    pub store: Store,
    pub secret: Vec<u8>,
    pub clock: Clock,
    pub faults: Faults,
    pub provider: Provider,
    pub rate_limits: RateLimits,
    /// The contract check, where it was asked for.
    pub contract: Option<Arc<Contract>>,
    /// Permits for work that holds tens of megabytes: decoding a whole picture.
    pub heavy: Arc<Semaphore>,
    /// Counts the transactions that noted events: analysis, scheduler, webhooks and timelines wait on it.
    pub news: watch::Sender<u64>,
    /// Becomes true when the server is to stop, so that answers without an end find one.
    pub stopping: watch::Sender<bool>,
}

/// How many of them: enough for a small machine's cores, and a bound on memory however many calls come.
pub const HEAVY_PERMITS: usize = 2;

impl Shared {
    /// One unit of work on requests and documents, in one transaction; whoever waits for news hears of it.
    pub async fn act<T, F>(&self, work: F) -> ApiResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&Act<'_>) -> ApiResult<T> + Send + 'static,
    {
        let (now, links) = (self.clock.now_ms(), self.links.clone());
        let work = move |tx: &Transaction<'_>| {
            let act = Act::new(tx, now, &links);
            Ok((work(&act)?, act.has_news()))
        };
        let (value, has_news) = self.store.run(work).await?;
        if has_news {
            self.tell_news();
        }
        Ok(value)
    }

    /// Wakes whoever waits for news.
    pub fn tell_news(&self) {
        self.news.send_modify(|count| *count += 1);
    }

    /// A customer token for the request.
    pub fn token_for(&self, request: &record::Request) -> ApiResult<String> {
        let organization = &self.config.organization;
        let claims = Claims::for_request(organization, &request.customer_id, &request.id, request.expires_at);
        token::sign(&claims, &self.secret)
    }
}

/// Where the API lies.
pub const API: &str = "/organizations/{organization}";

/// The whole server.
pub fn router(app: App) -> serde_json::Result<Router> {
    let (api, of_api) = api::router().split_for_parts();
    let (switches, of_switches) = OpenApiRouter::new().nest("/sandbox", control::router()).split_for_parts();
    // The nested fallback answers everything below but the bare slash.
    let switches = switches
        .route("/sandbox/", any(|| async { ApiError::not_found("switch") }))
        .layer(middleware::map_response(problem::unify));
    let mut api = api
        .layer(middleware::from_fn_with_state(Arc::clone(&app), access::admit))
        .layer(middleware::map_response(problem::unify))
        .layer(middleware::from_fn_with_state(Arc::clone(&app), rate_limit::limit))
        .layer(middleware::from_fn_with_state(Arc::clone(&app), faults::play))
        .layer(middleware::from_fn_with_state(Arc::clone(&app), check_organization));
    if let Some(contract) = &app.contract {
        // Outside of them, so that it sees the faults too.
        api = api.layer(middleware::from_fn_with_state(Arc::clone(contract), contract::watch));
    }
    api = api.layer(middleware::map_response(faults::slow_down));
    Ok(Router::new()
        .nest(API, api)
        .merge(switches)
        .merge(openapi::router(openapi::describe(of_api, of_switches)?))
        .merge(shop::router())
        .route(provider::STREAM, provider::stream(&app))
        .merge(statics::router(app.config.dist.as_deref(), provider::identities(&app)))
        .layer(cors())
        .with_state(app))
}

async fn check_organization(
    State(app): State<App>,
    OriginalUri(uri): OriginalUri,
    request: Request,
    next: Next,
) -> ApiResult<Response> {
    if uri.path().split('/').nth(2) != Some(app.config.organization.as_str()) {
        return Err(ApiError::not_found("organization"));
    }
    Ok(next.run(request).await)
}

/// Any page may call the sandbox; it holds nothing worth protecting, and tests call it from everywhere.
fn cors() -> CorsLayer {
    let own = ["reb-apikey", faults::HEADER].into_iter().chain(provider::REQUEST_HEADERS);
    let own = own.map(HeaderName::from_static);
    let methods = [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE];
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods(methods)
        .allow_headers(
            [header::AUTHORIZATION, header::CONTENT_TYPE, header::ACCEPT]
                .into_iter()
                .chain(own)
                .collect::<Vec<_>>(),
        )
        .expose_headers([
            header::DATE,
            header::LOCATION,
            header::RETRY_AFTER,
            HeaderName::from_static("x-ratelimit-limit"),
            HeaderName::from_static("x-ratelimit-remaining"),
            HeaderName::from_static("x-ratelimit-retry-after"),
            HeaderName::from_static("pagination-total"),
            HeaderName::from_static("pagination-limit"),
            HeaderName::from_static("pagination-offset"),
            provider::identity::ERROR_TYPE,
            provider::identity::REQUEST_ID,
        ])
        .max_age(Duration::from_secs(600))
}
