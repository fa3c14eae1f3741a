//! Live pictures, captured files, the clock and the later screens, handed to the screens past the machine.

use std::rc::{Rc, Weak};

use kyc_flow::{CaptureId, Event, Millis};
use web_sys::{File, HtmlVideoElement};

use super::room::Room;
use crate::ports::{Guidance, Media, Preview, Share};
use crate::services::navigation;
use crate::steps::{LATER, Later};

/// The real media of the app. Answers nothing once the app is taken down.
pub struct AppMedia(Weak<Room>);

impl AppMedia {
    /// The media of `room`.
    #[must_use]
    pub fn new(room: &Rc<Room>) -> Self {
        Self(Rc::downgrade(room))
    }
}

impl Media for AppMedia {
    fn now(&self) -> Millis {
        self.0.upgrade().map_or_else(Millis::default, |room| room.clock.now())
    }

    fn later(&self) -> Option<Later> {
        Some(LATER)
    }

    fn video(&self) -> Option<HtmlVideoElement> {
        self.0.upgrade()?.camera.video()
    }

    fn camera_count(&self) -> usize {
        self.0.upgrade().map_or(0, |room| room.camera.count())
    }

    fn guidance(&self) -> Guidance {
        self.0.upgrade().map(|room| room.guiding.shown()).unwrap_or_default()
    }

    fn set_corners(&self, corners: [Share; 4]) {
        if let Some(room) = self.0.upgrade() {
            room.guiding.set_corners(corners);
        }
    }

    fn set_automatic(&self, is_on: bool) {
        if let Some(room) = self.0.upgrade() {
            room.guiding.set_automatic(&room, is_on);
        }
    }

    fn set_torch(&self, is_on: bool) {
        if let Some(room) = self.0.upgrade() {
            room.guiding.set_torch(&room, is_on);
        }
    }

    fn focus_at(&self, (x, y): Share) {
        if let Some(room) = self.0.upgrade() {
            room.camera.focus_at(x, y);
        }
    }

    fn own_link(&self) -> Option<String> {
        navigation::own_link()
    }

    fn preview(&self, capture: CaptureId) -> Option<Preview> {
        self.0.upgrade()?.files.preview(capture)
    }

    fn take_in(&self, files: Vec<File>) {
        if let Some(room) = self.0.upgrade()
            && !files.is_empty()
        {
            room.sender.send(Event::FilesChosen(room.files.take_in(files)));
        }
    }
}
