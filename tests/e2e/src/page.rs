//! A page in a browser, spoken to as a person would: by what is written on it.

use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use thirtyfour::WebElement;

use crate::browser::Browser;
use crate::camera::Camera;
use crate::console::Console;
use crate::inspect::{self, Inspection};
use crate::keyboard::Keys;
use crate::wait::{self, PATIENCE};
use crate::words::Words;
use crate::{address, report};

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
}

/// A page. Dropping it closes the browser and fails the test when the console held an error nobody announced; in a
/// failing test it tells where the page stood.
pub struct Page {
    pub(crate) browser: Browser,
    console: Console,
    words: Words,
    camera: Camera,
    look: Look,
}

impl Page {
    pub(crate) fn open_browser(driver_url: &str, app_url: &str, look: Look, camera: Camera) -> Self {
        let mut arguments = vec![
            format!("--lang={}", look.language),
            format!("--use-file-for-fake-video-capture={}", camera.file().display()),
        ];
        if look.is_camera_allowed {
            arguments.push("--use-fake-ui-for-media-stream".to_owned());
        }
        if look.is_one_process {
            arguments.push("--disable-site-isolation-trials".to_owned());
            arguments.push("--disable-features=IsolateOrigins,site-per-process".to_owned());
        }
        let browser = Browser::open(driver_url, &arguments);
        let (width, height) = look.size;
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        browser.devtools("Emulation.setDeviceMetricsOverride", metrics);
        if look.is_dark {
            let features = json!({ "features": [
                { "name": "prefers-color-scheme", "value": "dark" },
                { "name": "prefers-reduced-motion", "value": "reduce" },
            ]});
            browser.devtools("Emulation.setEmulatedMedia", features);
        }
        if !look.is_camera_allowed {
            let permission =
                json!({ "permission": { "name": "camera" }, "setting": "denied", "origin": app_url });
            browser.devtools("Browser.setPermission", permission);
        }
        Self { browser, console: Console::default(), words: Words::load(look.language), camera, look }
    }

    /// The words of the page's language.
    #[must_use]
    pub const fn words(&self) -> &Words {
        &self.words
    }

    /// What the camera sees.
    #[must_use]
    pub const fn camera(&self) -> &Camera {
        &self.camera
    }

    /// The keyboard.
    #[must_use]
    pub const fn keys(&self) -> Keys<'_> {
        Keys::new(self)
    }

    /// Goes to an address; a gatherer's link gets the look's language.
    pub fn open(&self, address: &str) {
        let needs_language = self.look.language != "en" && address.contains("token=");
        let language = if needs_language { format!("&locale={}", self.look.language) } else { String::new() };
        let address = format!("{address}{language}");
        self.browser.must("the page does not open", async |driver| driver.goto(&address).await);
    }

    /// Loads the page again.
    pub fn reload(&self) {
        self.browser.must("the page does not reload", async |driver| driver.refresh().await);
    }

    /// The address, as it is in the bar.
    #[must_use]
    pub fn address(&self) -> String {
        self.browser.must("no address", async |driver| driver.current_url().await).to_string()
    }

    /// The value of a script, a function body.
    ///
    /// # Panics
    /// When the script throws.
    pub fn evaluate(&self, script: &str) -> Value {
        match self.browser.script(script, &[]) {
            Ok(value) => value,
            Err(error) => panic!("the script failed: {error}"),
        }
    }

    /// Waits until `probe`, the body of a function of `args`, answers something truthy, and answers that.
    ///
    /// # Panics
    /// With `what` when it does not happen in time.
    pub fn wait(&self, what: &str, probe: &str, args: &Value) -> Value {
        self.wait_longer(what, probe, args, PATIENCE)
    }

    /// The same with another patience.
    ///
    /// # Panics
    /// With `what` when it does not happen in time.
    pub fn wait_longer(&self, what: &str, probe: &str, args: &Value, patience: Duration) -> Value {
        match wait::until(&self.browser, probe, args, patience) {
            Some(answer) => answer.json().clone(),
            None => panic!("{what} did not happen within {} s", patience.as_secs()),
        }
    }

    /// Waits for a screen of the app and inspects it.
    pub fn screen(&self, name: &str) -> &Self {
        let probe = "return document.querySelector(`main[data-kyc-screen=\"${args}\"] h1`) !== null;";
        self.wait(&format!("the screen `{name}`"), probe, &json!(name));
        self.inspect(name);
        self
    }

    /// Looks closely at what is on the screen now; `name` is for messages and pictures.
    pub fn inspect(&self, name: &str) {
        inspect::look(&self.browser, &self.look, name);
    }

    /// Waits for the words of `key` to be on the page.
    pub fn sees(&self, key: &str) -> &Self {
        self.sees_text(self.words.text(key).to_owned().as_str())
    }

    /// Waits for a text to be on the page.
    pub fn sees_text(&self, text: &str) -> &Self {
        let probe = "return document.body?.innerText.replace(/\\s+/g, ' ').includes(args);";
        self.wait(&format!("the text “{text}”"), probe, &json!(text));
        self
    }

    /// Presses the button or link with the name of `key`.
    pub fn press(&self, key: &str) -> &Self {
        self.press_text(self.words.text(key).to_owned().as_str())
    }

    /// The same when the name has placeholders.
    pub fn press_filled(&self, key: &str, values: &[(&str, &str)]) -> &Self {
        self.press_text(&self.words.filled(key, values))
    }

    /// Presses the button or link with exactly this name.
    pub fn press_text(&self, name: &str) -> &Self {
        self.press_control(name, false);
        self
    }

    /// Presses the row whose name begins with the words of `key`: rows go on with what they are about.
    pub fn choose(&self, key: &str) -> &Self {
        self.press_control(self.words.text(key).to_owned().as_str(), true);
        self
    }

    fn press_control(&self, name: &str, is_start: bool) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let pressed = self.control(name, is_start).and_then(|element| {
                self.browser.run(async |_| element.click().await).map_err(|error| error.to_string())
            });
            match pressed {
                Ok(()) => return,
                // Drawn anew between finding and pressing.
                Err(error) if error.contains("stale") && Instant::now() < deadline => {}
                Err(error) => panic!("“{name}” cannot be pressed: {error}"),
            }
        }
    }

    /// The visible, enabled control that assistive technology knows by `name`.
    fn control(&self, name: &str, is_start: bool) -> Result<WebElement, String> {
        let args = json!({ "name": name, "isStart": is_start });
        let found = wait::until(&self.browser, CONTROL, &args, PATIENCE)
            .ok_or_else(|| format!("nothing to press is called that within {} s", PATIENCE.as_secs()))?;
        let element = found.element().map_err(|error| error.to_string())?;
        let (role, computed) = self.browser.role_and_name(&element).map_err(|error| error.to_string())?;
        let computed = computed.split_whitespace().collect::<Vec<_>>().join(" ");
        let fits = if is_start { computed.starts_with(name) } else { computed == name };
        let is_control =
            matches!(role.as_str(), "button" | "link" | "radio" | "checkbox" | "menuitem" | "combobox");
        if fits && is_control {
            return Ok(element);
        }
        Err(format!("assistive technology is told of the {role} “{computed}”"))
    }

    /// Hands files to the file input, as the browser's dialog would.
    pub fn choose_files(&self, files: &[&Path]) -> &Self {
        let probe = "return document.querySelector('input[type=file]');";
        let Some(found) = wait::until(&self.browser, probe, &Value::Null, PATIENCE) else {
            panic!("there is no file input");
        };
        let names: Vec<_> = files.iter().map(|file| file.display().to_string()).collect();
        self.browser
            .must("the files cannot be chosen", async |_| found.element()?.send_keys(names.join("\n")).await);
        self
    }

    /// Goes into the frame with this title; from then on everything is about the page inside.
    pub fn enter_frame(&self, title: &str) -> &Self {
        let probe = "return document.querySelector(`iframe[title=\"${args}\"]`);";
        let Some(found) = wait::until(&self.browser, probe, &json!(title), PATIENCE) else {
            panic!("there is no frame called “{title}”");
        };
        self.browser.must("the frame cannot be entered", async |_| found.element()?.enter_frame().await);
        self
    }

    /// Goes back to the page around all frames.
    pub fn leave_frame(&self) -> &Self {
        self.browser.must("the frame cannot be left", async |driver| driver.enter_default_frame().await);
        self
    }

    /// Opens another tab in the same browser and goes there; answers how many there are.
    pub fn new_tab(&self) -> usize {
        self.browser.must("no new tab", async |driver| {
            let tab = driver.new_tab().await?;
            driver.switch_to_window(tab).await?;
            Ok(driver.windows().await?.len())
        })
    }

    /// Goes to the tab that was opened as the `index`th, from 0.
    pub fn switch_to_tab(&self, index: usize) {
        self.browser.must("no such tab", async |driver| {
            match driver.windows().await?.into_iter().nth(index) {
                Some(tab) => driver.switch_to_window(tab).await,
                None => panic!("there is no tab {index}"),
            }
        });
    }

    /// Waits until the page has come to the demo shop with `info`, and answers its address.
    pub fn returned_with(&self, info: &str) -> String {
        let probe = "return location.pathname === '/shop/return' && location.href;";
        let address = self.wait("the return to the shop", probe, &Value::Null);
        let address = address.as_str().unwrap_or_default().to_owned();
        let query =
            address.split_once('?').map_or("", |(_, query)| query).split('#').next().unwrap_or_default();
        let infos: Vec<_> = query.split('&').filter_map(|pair| pair.strip_prefix("info=")).collect();
        assert_eq!(infos, [info], "in {}", address::without_token(&address));
        address
    }

    /// Errors in the console that hold `part` are what the test is about.
    pub fn expect_in_console(&self, part: &str) -> &Self {
        self.console.announce(part);
        self
    }

    /// Errors and warnings of the console so far that nobody announced.
    #[must_use]
    pub fn complaints(&self) -> Vec<String> {
        self.console.extend(self.browser.log());
        self.console.complaints()
    }

    /// Everything the console showed so far, for messages.
    #[must_use]
    pub fn transcript(&self) -> String {
        self.console.extend(self.browser.log());
        self.console.transcript()
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        if std::thread::panicking() {
            report::failure(&self.browser, &self.console);
            return;
        }
        let complaints = self.complaints();
        if !complaints.is_empty() {
            report::failure(&self.browser, &self.console);
            panic!("the console complains: {complaints:#?}");
        }
    }
}

/// A candidate by what is written on it; assistive technology has the last word afterwards.
const CONTROL: &str = r#"
const squeeze = (text) => (text ?? "").replace(/\s+/g, " ").trim();
const name = (it) => squeeze(it.getAttribute("aria-label") ?? [...(it.labels ?? [])][0]?.innerText ?? it.innerText ?? it.value);
const modal = [...document.querySelectorAll("dialog[open]")].find((it) => it.matches(":modal"));
const all = (modal ?? document).querySelectorAll("button, a[href], input:not([type=hidden]), [role=button], summary");
const usable = (it) => it.checkVisibility({ visibilityProperty: true }) && !it.disabled
  && it.getAttribute("aria-disabled") !== "true" && !it.closest("[inert]");
const fits = (it) => (args.isStart ? name(it).startsWith(args.name) : name(it) === args.name);
return [...all].find((it) => usable(it) && fits(it));
"#;
