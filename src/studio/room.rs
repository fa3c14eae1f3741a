//! The studio itself: camera, vision, captured files, guidance and uploads of one journey.

use std::rc::Rc;

use kyc_flow::{Effect, Journey};
use kyc_wire::config::Limits;

use super::Studio;
use super::checking::{self, Checking};
use super::effects::{self, Running};
use super::guiding::Guiding;
use crate::ports::Media;
use crate::services::camera::{Camera, WebCamera};
use crate::services::clock::Clock;
use crate::services::files::Files;
use crate::services::vision::{Vision, WebVision};
use crate::store::{Sender, Store};
use crate::target;

/// Everything pictures are made with.
pub struct Room {
    /// The camera.
    pub camera: Rc<dyn Camera>,
    /// What is to be seen in pictures.
    pub vision: Rc<dyn Vision>,
    /// Captured files.
    pub files: Files,
    /// What is seen by the running camera.
    pub guiding: Guiding,
    /// The liveness check.
    pub checking: Checking,
    /// Uploads under way.
    pub running: Running,
    /// Limits of the deployment.
    pub limits: Limits,
    /// The server's clock.
    pub clock: Rc<Clock>,
    /// Where chosen files are told.
    pub sender: Sender,
}

impl Room {
    /// The room of a store's journey.
    pub fn of(store: &Rc<Store>) -> Rc<dyn Studio> {
        let services = &store.services;
        let vision: Rc<dyn Vision> = Rc::new(WebVision::new(services.vision.clone()));
        let room = Self {
            camera: Rc::new(WebCamera::default()),
            // The modules of a deployment lie beside each other.
            files: Files::seen_by(Rc::clone(&vision)).with_heic(beside(&services.vision.url)),
            vision,
            guiding: Guiding::new(store.seen()),
            checking: Checking::new(services.liveness.clone(), store.seen()),
            running: Running::default(),
            limits: services.limits,
            clock: Rc::clone(&services.clock),
            sender: store.sender(),
        };
        // The inner one is shared with what the room does in the background.
        Rc::new(Rc::new(room))
    }

    /// Stops the camera and the looking at it.
    pub fn stop_camera(&self) {
        self.guiding.stop();
        self.camera.stop();
    }
}

/// The address of the module for HEIC pictures. Not by `replace`: the search in texts is 2 KB (brotli).
fn beside(vision: &str) -> String {
    [vision.strip_suffix("vision/vision.js").unwrap_or_default(), "heic/heic.js"].concat()
}

impl Studio for Rc<Room> {
    fn expect(&self, journey: &Journey) {
        if let Some(target) = target::of_tips(journey) {
            // While the customer reads them.
            self.vision.warm_up(target);
        }
        checking::expect(self, journey);
    }

    fn run(&self, store: &Rc<Store>, effect: Effect) {
        effects::run(self, store, effect);
    }

    fn wipe(&self) {
        self.running.end_all();
        self.checking.stop();
        self.stop_camera();
        self.files.wipe();
    }

    fn media(&self) -> Rc<dyn Media> {
        Rc::<Room>::clone(self)
    }
}
