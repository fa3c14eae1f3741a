//! Everything a test needs around the page: a sandbox with empty data, a driver, and the merchant.

use std::cell::OnceCell;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tempfile::TempDir;
use ureq::Agent;

use crate::camera::Camera;
use crate::contract::{self, Watch};
use crate::look::Look;
use crate::merchant::Merchant;
use crate::page::Page;
use crate::process::Process;
use crate::settings;

/// How a world differs from the usual one.
#[derive(Clone, Debug)]
pub struct Setup {
    /// How long the analysis takes, as the sandbox's command line wants it.
    pub analysis_delay: &'static str,
    /// Origins that may embed the app; empty: the sandbox's default, any port of this machine.
    pub allowed_parents: Vec<String>,
}

impl Default for Setup {
    fn default() -> Self {
        Self { analysis_delay: "300ms", allowed_parents: Vec::new() }
    }
}

/// A sandbox, a driver and the merchant; all end when it is dropped.
pub struct World {
    // The order matters: the driver ends before the data it was shown, the sandbox after it told what it saw, and the
    // permit is given back last.
    driver: OnceCell<Driver>,
    _contract: Option<Watch>,
    _sandbox: Process,
    directory: TempDir,
    url: String,
    _permit: Permit,
}

impl World {
    /// The usual world.
    #[must_use]
    pub fn start() -> Self {
        Self::start_with(&Setup::default())
    }

    /// A world as `setup` says.
    ///
    /// # Panics
    /// When a program does not start.
    #[must_use]
    pub fn start_with(setup: &Setup) -> Self {
        let permit = Permit::take();
        let directory = match tempfile::tempdir() {
            Ok(directory) => directory,
            Err(error) => panic!("no temporary directory: {error}"),
        };
        let text = |text: &str| text.to_owned();
        let mut arguments = vec![text("--listen"), text("127.0.0.1:0"), text("--analysis-delay")];
        arguments.push(text(setup.analysis_delay));
        arguments.extend([text("--data"), directory.path().join("data").display().to_string()]);
        arguments.extend([text("--dist"), settings::required("KYC_DIST").display().to_string()]);
        let parents = setup.allowed_parents.iter();
        arguments.extend(parents.flat_map(|parent| [text("--allowed-parent"), parent.clone()]));
        arguments.extend(contract::arguments());
        let sandbox = Process::start(&settings::required("KYC_SANDBOX_BIN"), &arguments);
        let url = sandbox.wait_for("listening on ");
        let watch = Watch::over(&url);
        Self { driver: OnceCell::new(), _contract: watch, _sandbox: sandbox, directory, url, _permit: permit }
    }

    /// Opens a browser.
    #[must_use]
    pub fn browser(&self, look: Look) -> Page {
        let camera = Camera::new(self.directory.path());
        Page::open_browser(&self.driver.get_or_init(Driver::start).url, &self.url, look, camera)
    }

    /// The merchant's server.
    #[must_use]
    pub fn merchant(&self) -> Merchant {
        Merchant::new(&self.url)
    }

    /// Where the sandbox is, without a slash at the end.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }
}

struct Driver {
    process: Process,
    url: String,
}

impl Driver {
    fn start() -> Self {
        let arguments = ["--port=0".to_owned(), "--log-level=SEVERE".to_owned()];
        let process = Process::start(&settings::required("KYC_CHROMEDRIVER"), &arguments);
        let port = process.wait_for("started successfully on port ");
        Self { process, url: format!("http://127.0.0.1:{}", port.trim_end_matches('.')) }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Asked first: a driver that is killed leaves its browsers behind.
        let asked = Agent::new_with_defaults().get(format!("{}/shutdown", self.url)).call();
        if asked.is_ok() {
            self.process.ends_within(Duration::from_secs(5));
        }
    }
}

/// Permission to run browsers: two worlds at once are what a small machine bears.
struct Permit;

static RUNNING: Mutex<u32> = Mutex::new(0);
static FREED: Condvar = Condvar::new();
const MOST: u32 = 2;

fn running() -> MutexGuard<'static, u32> {
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Permit {
    fn take() -> Self {
        let mut running =
            FREED.wait_while(running(), |running| *running >= MOST).unwrap_or_else(PoisonError::into_inner);
        *running += 1;
        Self
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        *running() -= 1;
        FREED.notify_one();
    }
}
