//! What the app does outside the machine, one concern per module. Only this part of the app touches the browser's
//! APIs, and whoever acquires something here (streams, listeners, timers, object URLs) releases it.
//!
//! The API and the camera are traits, because their failures cannot be had at will from a browser: tests pass fakes.
//!
//! `camera`, `files`, `upload` and `vision` belong to the studio (`src/studio`), which is loaded later, and `liveness` is loaded
//! by the studio when a face is to be checked.

pub mod api;
pub mod camera;
pub mod claimed;
pub mod clock;
pub mod embed;
pub mod environment;
pub mod files;
pub mod guard;
pub mod json;
pub mod liveness;
pub mod navigation;
pub mod timers;
pub mod upload;
pub mod vision;
pub mod wire;

pub use kyc_js as js;

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

/// What a service does in the background.
pub type Task<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// What the effect runner acts with from the start.
pub struct Services {
    /// The server.
    pub api: Rc<dyn api::Api>,
    /// Where files are uploaded to.
    pub uploads: upload::Target,
    /// Where the vision module is.
    pub vision: vision::Module,
    /// What loads the studio.
    pub load: crate::studio::Load,
    /// The server's clock.
    pub clock: Rc<clock::Clock>,
    /// The embedding page.
    pub embed: embed::Embed,
    /// Timers under way.
    pub timers: timers::Timers,
    /// Limits of the deployment.
    pub limits: kyc_wire::config::Limits,
    /// Who checks that a face is a living one.
    pub liveness: Option<kyc_wire::config::LivenessProvider>,
}
