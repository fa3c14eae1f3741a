//! What the screens get from the rest of the app: the journey to show, a way to send events, and the few things that
//! cannot travel through the machine because they are pictures. Given by context; fakes implement [`Media`] in tests
//! and in the gallery.

use std::rc::Rc;

use kyc_flow::{CaptureId, Event, Journey, Millis, PictureFinding};
use kyc_vision::Hint;
use leptos::prelude::*;

use crate::steps::Later;

/// What a screen may show of a captured file.
#[derive(Clone, Debug, PartialEq)]
pub struct Preview {
    /// An object URL of the picture, or of a PDF's first page if that is a scan.
    pub url: Option<String>,
    /// The file's own name, for the customer's eyes only; `None` for a picture from the camera.
    pub name: Option<String>,
    /// What the review screen shows beside it; `None` for a PDF.
    pub details: Option<Details>,
}

/// A place in a picture: shares of its width and height, 0 to 1.
pub type Share = (f64, f64);

/// A picture taken apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Details {
    /// An object URL of what was taken or chosen, upright.
    pub original: String,
    /// The document's corners in it, clockwise from the upper left; `None` when they were not found.
    pub corners: Option<[Share; 4]>,
    /// The document's corners in what is sent.
    pub sent: Option<[Share; 4]>,
    /// What was noticed at a place of what is sent: the upper left corner of the place, and its width and height.
    pub marks: Vec<(PictureFinding, Share, Share)>,
}

/// What the screens get past the machine: the clock, and from the studio live pictures, captured files and the later
/// screens. What is not implemented answers nothing, as all but the clock does until the studio is there.
#[expect(unused_variables, reason = "they say what an implementation gets")]
pub trait Media {
    /// The server's clock.
    fn now(&self) -> Millis;
    /// The screens after the first one.
    fn later(&self) -> Option<Later> {
        None
    }
    /// The element that plays the running camera; a screen puts it on its stage.
    fn video(&self) -> Option<web_sys::HtmlVideoElement> {
        None
    }
    /// How many cameras there are, as far as the browser tells.
    fn camera_count(&self) -> usize {
        0
    }
    /// Whether the customer has kept this page from using the camera, as far as the browser tells. Refused without
    /// that, the camera may be out of reach for other reasons.
    fn is_camera_denied(&self) -> bool {
        false
    }
    /// What is seen by the running camera.
    fn guidance(&self) -> Guidance {
        Guidance::default()
    }
    /// What a liveness check shows over the camera's picture; changes are counted like those of the guidance.
    fn check(&self) -> Option<kyc_liveness::session::View> {
        None
    }
    /// The element that a liveness check draws its colours on; a screen puts it over the whole page.
    fn colours(&self) -> Option<web_sys::HtmlCanvasElement> {
        None
    }
    /// Remembers where the customer has moved a document's corners.
    fn set_corners(&self, corners: [Share; 4]) {}
    /// Turns the automatic shutter on or off.
    fn set_automatic(&self, is_on: bool) {}
    /// Turns the camera's light on or off.
    fn set_torch(&self, is_on: bool) {}
    /// Focuses the camera on a place of its picture.
    fn focus_at(&self, place: Share) {}
    /// This page's address together with the customer's token, to open it in another browser.
    fn own_link(&self) -> Option<String> {
        None
    }
    /// What to show of a capture.
    fn preview(&self, capture: CaptureId) -> Option<Preview> {
        None
    }
    /// Takes files into keeping and dispatches `FilesChosen`.
    fn take_in(&self, files: Vec<web_sys::File>) {}
}

/// What the viewfinder shows over the picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Guidance {
    /// What to do; `None` while nobody looks.
    pub hint: Option<Hint>,
    /// The document's outline: shares of the video.
    pub outline: Option<[Share; 4]>,
    /// How much of the wait before the automatic shutter is over, 0 to 1.
    pub progress: f32,
    /// The customer had no luck for a while.
    pub is_stuck: bool,
    /// The shutter is automatic.
    pub is_automatic: bool,
    /// Whether the camera's light is on; `None` when it has none.
    pub torch: Option<bool>,
    /// Where the customer has pointed for the camera to focus there, and the how-manieth time that was.
    pub pointed: Option<(u32, Share)>,
    /// On the review screen: where the customer has moved the corners, not yet told to the machine.
    pub corners: [Share; 4],
}

/// The screens' only door to the app.
#[derive(Clone, Copy)]
pub struct Ports {
    /// The journey.
    pub journey: ReadSignal<Journey>,
    /// Where events go.
    pub send: Callback<Event>,
    /// Counts up whenever [`Media::guidance`] has changed, many times a second: past the machine. A signal of every type
    /// is 2 KB (brotli) of code, one of numbers is there anyway.
    pub seen: ReadSignal<u32>,
    /// The clock, pictures and the later screens.
    pub media: StoredValue<Rc<dyn Media>, LocalStorage>,
    /// Help and privacy links of the deployment.
    pub links: StoredValue<Links>,
}

/// Links of the deployment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Links {
    /// Where a customer finds help.
    pub support: Option<String>,
    /// The merchant's privacy notice.
    pub privacy: Option<String>,
}

/// The ports of the surrounding app.
#[must_use]
pub fn use_ports() -> Option<Ports> {
    use_context()
}
