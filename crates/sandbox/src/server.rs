//! Starting and stopping a sandbox in this process.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::{Semaphore, oneshot, watch};
use tokio::task::{JoinHandle, JoinSet};

use crate::analysis;
use crate::app::{self, App, Shared};
use crate::clock::Clock;
use crate::config::Config;
use crate::connection::{Connection, SeverableListener};
use crate::contract::{Contract, LoadError};
use crate::faults::Faults;
use crate::provider::Provider;
use crate::rate_limit::RateLimits;
use crate::scheduler;
use crate::store::Store;
use crate::view::Links;
use crate::webhooks;

/// How long answers under way may take after the order to stop.
const GRACE: Duration = Duration::from_secs(5);

/// Why a sandbox did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address is taken or not ours.
    #[error("cannot listen on {0}: {1}")]
    Listen(SocketAddr, std::io::Error),
    /// The data directory cannot be used; the log says why.
    #[error("cannot use the data directory {0}")]
    Data(String),
    /// The file of the contract cannot be read or used.
    #[error("cannot use the contract {0}: {1}")]
    Contract(String, String),
    /// The description of the interface cannot be written; a mistake of this program.
    #[error("cannot describe the interface: {0}")]
    Description(String),
    /// The directory of the app does not hold one.
    #[error("there is no index.html in {0}; build the app first")]
    Dist(String),
}

/// A running sandbox. [`Sandbox::stop`] ends it in order; dropping it leaves the server running until the runtime ends,
/// without what it does on its own (analysis, scheduler, webhooks).
#[derive(Debug)]
pub struct Sandbox {
    address: SocketAddr,
    app: App,
    stop: oneshot::Sender<()>,
    server: JoinHandle<()>,
    tasks: JoinSet<()>,
}

impl Sandbox {
    /// Opens the data, binds the address and serves.
    ///
    /// # Errors
    /// [`StartError`] when the address, the data or the app's directory cannot be used.
    pub async fn start(config: Config) -> Result<Self, StartError> {
        if let Some(dist) = config.dist.as_ref().filter(|dist| !dist.join("index.html").is_file()) {
            return Err(StartError::Dist(dist.display().to_string()));
        }
        let listen = config.listen;
        let listener = TcpListener::bind(listen).await.map_err(|error| StartError::Listen(listen, error))?;
        let address = listener.local_addr().map_err(|error| StartError::Listen(listen, error))?;
        let app = shared(config, address)?;
        let (stop, stopped) = oneshot::channel();
        let router =
            app::router(Arc::clone(&app)).map_err(|error| StartError::Description(error.to_string()))?;
        let service = router.into_make_service_with_connect_info::<Connection>();
        let server = axum::serve(SeverableListener(listener), service).with_graceful_shutdown(async {
            // A dropped handle is no order to stop.
            if stopped.await.is_err() {
                std::future::pending::<()>().await;
            }
        });
        let server = tokio::spawn(async move {
            if let Err(error) = server.await {
                eprintln!("the server ended: {error}");
            }
        });
        let mut tasks = JoinSet::new();
        tasks.spawn(analysis::run(Arc::clone(&app)));
        tasks.spawn(scheduler::run(Arc::clone(&app)));
        tasks.spawn(webhooks::worker::run(Arc::clone(&app)));
        Ok(Self { address, app, stop, server, tasks })
    }

    /// `http://127.0.0.1:PORT`, the bound address.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The server's clock, for tests that let time pass.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.app.clock
    }

    /// The contract check, if the settings ask for it.
    #[must_use]
    pub fn contract(&self) -> Option<Arc<Contract>> {
        self.app.contract.clone()
    }

    /// Stops taking connections, lets answers under way finish, and ends.
    pub async fn stop(self) {
        let Self { stop, mut server, mut tasks, app, .. } = self;
        app.stopping.send_replace(true);
        // The receiver is gone when the server ended by itself.
        let _ = stop.send(());
        if tokio::time::timeout(GRACE, &mut server).await.is_err() {
            server.abort();
        }
        // What is undone stands in the database and is resumed at the next start.
        tasks.shutdown().await;
    }
}

fn shared(config: Config, address: SocketAddr) -> Result<App, StartError> {
    let unusable = |_| StartError::Data(config.data.display().to_string());
    let store = Store::open(&config.data).map_err(unusable)?;
    let secret = store.secret().to_vec();
    let public_url = config.public_url.clone().unwrap_or_else(|| format!("http://{address}"));
    let links = Links {
        public_url: public_url.trim_end_matches('/').to_owned(),
        organization: config.organization.clone(),
    };
    let contract = config.contract.as_deref().map(load_contract).transpose()?;
    let (clock, faults, news) = (Clock::default(), Faults::default(), watch::Sender::new(0));
    let stopping = watch::Sender::new(false);
    let rate_limits = RateLimits::new(config.rate_limit);
    let heavy = Arc::new(Semaphore::new(app::HEAVY_PERMITS));
    Ok(Arc::new(Shared {
        config,
        links,
        store,
        secret,
        clock,
        faults,
        provider: Provider::default(),
        rate_limits,
        news,
        stopping,
        contract,
        heavy,
    }))
}

fn load_contract(path: &Path) -> Result<Arc<Contract>, StartError> {
    let unusable = |error: LoadError| StartError::Contract(path.display().to_string(), error.to_string());
    Contract::load(path).map(Arc::new).map_err(unusable)
}
