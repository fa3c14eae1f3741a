//! Live pictures, captured files, the clock and the later screens, handed to the screens past the machine.

use kyc_flow::{CaptureId, Event, Millis};
use kyc_liveness::session::View;
use web_sys::{File, HtmlCanvasElement, HtmlVideoElement};

use super::room::Room;
use crate::ports::{Guidance, Media, Preview, Share};
use crate::services::navigation;
use crate::steps::{LATER, Later};

impl Media for Room {
    fn now(&self) -> Millis {
        self.clock.now()
    }

    fn later(&self) -> Option<Later> {
        Some(LATER)
    }

    fn video(&self) -> Option<HtmlVideoElement> {
        self.camera.video()
    }

    fn camera_count(&self) -> usize {
        self.camera.count()
    }

    fn is_camera_denied(&self) -> bool {
        self.camera.is_denied()
    }

    fn guidance(&self) -> Guidance {
        self.guiding.shown()
    }

    fn check(&self) -> Option<View> {
        self.checking.running()?.view()
    }

    fn colours(&self) -> Option<HtmlCanvasElement> {
        self.checking.running()?.colours()
    }

    fn set_corners(&self, corners: [Share; 4]) {
        self.guiding.set_corners(corners);
    }

    fn set_automatic(&self, is_on: bool) {
        self.guiding.set_automatic(self, is_on);
    }

    fn set_torch(&self, is_on: bool) {
        self.guiding.set_torch(self, is_on);
    }

    fn focus_at(&self, (x, y): Share) {
        if self.camera.focus_at(x, y) {
            self.guiding.point((x, y));
        }
    }

    fn own_link(&self) -> Option<String> {
        navigation::own_link()
    }

    fn preview(&self, capture: CaptureId) -> Option<Preview> {
        self.files.preview(capture)
    }

    fn take_in(&self, files: Vec<File>) {
        if !files.is_empty() {
            self.sender.send(Event::FilesChosen(self.files.take_in(files)));
        }
    }
}
