//! How a browser looks at the app: size, colours, language, camera.

use serde_json::json;

use crate::browser::Browser;
use crate::camera::Camera;
use crate::inspect::Inspection;

/// How a browser looks at the app.
#[derive(Clone, Debug)]
pub struct Look {
    pub(crate) size: (u32, u32),
    pub(crate) is_dark: bool,
    pub(crate) language: &'static str,
    pub(crate) inspection: Inspection,
    pub(crate) is_camera_allowed: bool,
    pub(crate) is_one_process: bool,
}

impl Look {
    /// A phone held upright.
    #[must_use]
    pub fn phone() -> Self {
        let inspection = Inspection::None;
        Self {
            size: (390, 844),
            is_dark: false,
            language: "en",
            inspection,
            is_camera_allowed: true,
            is_one_process: false,
        }
    }

    /// A laptop's window.
    #[must_use]
    pub fn desktop() -> Self {
        Self { size: (1280, 800), ..Self::phone() }
    }

    /// The narrowest page that WCAG asks for: 320 px, which is also 1280 px at 400 %.
    #[must_use]
    pub fn narrow() -> Self {
        Self { size: (320, 640), ..Self::phone() }
    }

    /// With dark colours.
    #[must_use]
    pub fn dark(self) -> Self {
        Self { is_dark: true, ..self }
    }

    /// In a language, asked for by the link.
    #[must_use]
    pub fn in_language(self, language: &'static str) -> Self {
        Self { language, ..self }
    }

    /// With something to be done on each screen that is reached.
    #[must_use]
    pub fn inspected(self, inspection: Inspection) -> Self {
        Self { inspection, ..self }
    }

    /// With frames of other origins in the page's own process. The driver hears the console of no other.
    #[must_use]
    pub fn in_one_process(self) -> Self {
        Self { is_one_process: true, ..self }
    }

    /// With the camera refused by the person.
    #[must_use]
    pub fn without_camera(self) -> Self {
        Self { is_camera_allowed: false, ..self }
    }

    /// Opens a browser that looks like this at the app at `app_url`.
    pub(crate) fn open(&self, driver_url: &str, app_url: &str, camera: &Camera) -> Browser {
        let browser = Browser::open(driver_url, &self.arguments(camera));
        let (width, height) = self.size;
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        browser.devtools("Emulation.setDeviceMetricsOverride", metrics);
        if self.is_dark {
            let features = json!({ "features": [
                { "name": "prefers-color-scheme", "value": "dark" },
                { "name": "prefers-reduced-motion", "value": "reduce" },
            ]});
            browser.devtools("Emulation.setEmulatedMedia", features);
        }
        if !self.is_camera_allowed {
            let permission =
                json!({ "permission": { "name": "camera" }, "setting": "denied", "origin": app_url });
            browser.devtools("Browser.setPermission", permission);
        }
        browser
    }

    fn arguments(&self, camera: &Camera) -> Vec<String> {
        let mut arguments = vec![
            format!("--lang={}", self.language),
            format!("--use-file-for-fake-video-capture={}", camera.file().display()),
        ];
        if self.is_camera_allowed {
            arguments.push("--use-fake-ui-for-media-stream".to_owned());
        }
        if self.is_one_process {
            arguments.push("--disable-site-isolation-trials".to_owned());
            arguments.push("--disable-features=IsolateOrigins,site-per-process".to_owned());
        }
        arguments
    }
}
