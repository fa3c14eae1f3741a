//! The walk of a customer through the app, in steps that tests put together.

use serde_json::json;

use crate::merchant::Request;
use crate::page::Page;
use crate::people::People;
use crate::specimens::specimen;

/// How a side is handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Means {
    /// With the camera, which sees this video.
    Camera(&'static str),
    /// As this file.
    File(&'static str),
}

/// A customer on a page.
#[derive(Clone, Copy)]
pub struct Walk<'page> {
    page: &'page Page,
}

impl<'page> Walk<'page> {
    /// The front, the back and the selfie of an identity card, by camera.
    pub const ID_CARD_BY_CAMERA: [Means; 3] = [
        Means::Camera("camera-id-card.mjpeg"),
        Means::Camera("camera-id-card-back.mjpeg"),
        Means::Camera("camera-selfie.mjpeg"),
    ];
    /// The same as files.
    pub const ID_CARD_AS_FILES: [Means; 3] =
        [Means::File("id-card-front.jpg"), Means::File("id-card-back.jpg"), Means::File("selfie.jpg")];
    /// A passport as a file.
    pub const PASSPORT: [Means; 1] = [Means::File("passport.jpg")];
    /// A bill as a file.
    pub const BILL: [Means; 1] = [Means::File("utility-bill.jpg")];

    /// A customer who looks at `page`.
    #[must_use]
    pub const fn on(page: &'page Page) -> Self {
        Self { page }
    }

    /// Opens the link and starts.
    #[track_caller]
    pub fn start(self, request: &Request) -> Self {
        self.page.open(&request.link);
        self.start_here()
    }

    /// Starts on the welcome screen.
    #[track_caller]
    pub fn start_here(self) -> Self {
        self.page.screen("welcome").press("welcome.start");
        self
    }

    /// Chooses what to hand in, by the key of its name.
    #[track_caller]
    pub fn choose(self, subtype: &str) -> Self {
        self.page.screen("subtype").choose(subtype);
        self
    }

    /// Captures the sides in their order and accepts each picture.
    #[track_caller]
    pub fn capture(self, sides: &[Means]) -> Self {
        for side in sides {
            self.take(*side).accept();
        }
        self
    }

    /// Captures one side, up to the look at it.
    #[track_caller]
    pub fn take(self, side: Means) -> Self {
        self.page.screen("tips");
        match side {
            Means::Camera(video) => self.photograph(video),
            Means::File(name) => self.upload(name),
        }
    }

    #[track_caller]
    fn photograph(self, video: &str) -> Self {
        self.page.camera().sees(video);
        self.page.press("tips.camera").screen("camera");
        if self.is_asked_before_the_camera() {
            self.page.inspect("camera-primer");
            self.page.press("camera.primer.start");
        }
        self.page.inspect("camera-live");
        self.shoot();
        self
    }

    /// Takes the picture, unless the app was quicker.
    #[track_caller]
    fn shoot(&self) {
        let probe = "if (document.querySelector('[data-kyc-screen=review]')) return true;
            const shutter = document.querySelector(`button[aria-label=\"${args}\"]:not([aria-disabled=\"true\"])`);
            if (shutter) shutter.click();
            return false;";
        let shutter = json!(self.page.words().text("camera.shutter"));
        self.page.wait("a picture of the camera", probe, &shutter);
    }

    /// Opens the camera, which sees this video, and leaves the rest to the app.
    #[track_caller]
    pub fn opens_camera(self, video: &str) -> Self {
        self.page.camera().sees(video);
        self.faces_camera()
    }

    /// Opens the camera, in front of which somebody sits, and leaves the rest to the app.
    #[track_caller]
    pub fn opens_camera_to(self, people: People) -> Self {
        self.page.camera().sees_people(people);
        self.faces_camera()
    }

    #[track_caller]
    fn faces_camera(self) -> Self {
        self.page.screen("tips").press("tips.camera").screen("camera");
        if self.is_asked_before_the_camera() {
            self.page.press("camera.primer.start");
        }
        self
    }

    /// Whether the app explains the camera first, which it does once.
    fn is_asked_before_the_camera(self) -> bool {
        let words = self.page.words();
        let probe = "const text = document.querySelector('main')?.innerText ?? '';
            if (document.querySelector('video')) return 'live';
            return text.includes(args) && 'primer';";
        let primer = json!(words.text("camera.primer.title"));
        self.page.wait("the camera or its primer", probe, &primer) == json!("primer")
    }

    /// Waits until the camera's picture is on the screen and can be taken.
    #[track_caller]
    pub fn sees_itself(self) -> Self {
        let probe = "const video = document.querySelector('video');
            const shutter = document.querySelector(`button[aria-label=\"${args}\"]:not([aria-disabled=\"true\"])`);
            return video && video.readyState >= 2 && video.videoWidth > 0 && shutter !== null;";
        let shutter = json!(self.page.words().text("camera.shutter"));
        self.page.wait("the picture of the camera", probe, &shutter);
        self
    }

    /// Hands in a file on the tips screen.
    #[track_caller]
    pub fn upload(self, name: &str) -> Self {
        self.page.press("tips.file").screen("file");
        self.page.choose_files(&[&specimen(name)]).screen("review");
        self
    }

    /// Accepts the picture on the review screen.
    #[track_caller]
    pub fn accept(self) -> Self {
        self.page.press("review.use");
        self
    }

    /// Sends what was captured.
    #[track_caller]
    pub fn send(self) -> Self {
        self.page.screen("ready").press("ready.send");
        self
    }

    /// Waits for the decision, which has the title of `key`.
    #[track_caller]
    pub fn is_told(self, key: &str) -> Self {
        self.page.screen("decided").sees(key);
        self
    }

    /// Goes on to the next document, by the key of its name.
    #[track_caller]
    pub fn next(self, document: &str) -> Self {
        let name = self.page.words().text(document).to_owned();
        self.page.press_filled("decided.next", &[("document", &name)]);
        self
    }

    /// Waits for the last screen, which follows by itself once nothing is left to do, and for its title.
    #[track_caller]
    pub fn ends(self, key: &str) -> Self {
        self.page.screen("done").sees(key);
        self
    }
}
