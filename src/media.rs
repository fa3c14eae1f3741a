//! Live pictures, captured files and the clock, handed to screens past the machine.

use std::rc::{Rc, Weak};

use kyc_flow::{CaptureId, Event, Millis};
use web_sys::{File, HtmlVideoElement};

use crate::ports::{Guidance, Media, Preview, Share};
use crate::services::navigation;
use crate::store::Store;

/// The real media of the app. Answers nothing once the app is taken down.
pub struct AppMedia(Weak<Store>);

impl AppMedia {
    /// The media of `store`.
    #[must_use]
    pub fn new(store: &Rc<Store>) -> Self {
        Self(Rc::downgrade(store))
    }
}

impl Media for AppMedia {
    fn video(&self) -> Option<HtmlVideoElement> {
        self.0.upgrade()?.services.camera.video()
    }

    fn camera_count(&self) -> usize {
        self.0.upgrade().map_or(0, |store| store.services.camera.count())
    }

    fn guidance(&self) -> Guidance {
        self.0.upgrade().map(|store| store.guiding.shown()).unwrap_or_default()
    }

    fn set_corners(&self, corners: [Share; 4]) {
        if let Some(store) = self.0.upgrade() {
            store.guiding.set_corners(corners);
        }
    }

    fn set_automatic(&self, is_on: bool) {
        if let Some(store) = self.0.upgrade() {
            store.guiding.set_automatic(&store.services, is_on);
        }
    }

    fn set_torch(&self, is_on: bool) {
        if let Some(store) = self.0.upgrade() {
            store.guiding.set_torch(&store.services, is_on);
        }
    }

    fn focus_at(&self, (x, y): Share) {
        if let Some(store) = self.0.upgrade() {
            store.services.camera.focus_at(x, y);
        }
    }

    fn own_link(&self) -> Option<String> {
        navigation::own_link()
    }

    fn preview(&self, capture: CaptureId) -> Option<Preview> {
        self.0.upgrade()?.services.files.preview(capture)
    }

    fn take_in(&self, files: Vec<File>) {
        if let Some(store) = self.0.upgrade()
            && !files.is_empty()
        {
            let captures = store.services.files.take_in(files);
            store.dispatch(Event::FilesChosen(captures));
        }
    }

    fn now(&self) -> Millis {
        self.0.upgrade().map_or_else(Millis::default, |store| store.services.clock.now())
    }
}
