//! A page in a browser, spoken to as a person would: by what is written on it.

use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};

use crate::browser::Browser;
use crate::camera::Camera;
use crate::console::Console;
use crate::control;
use crate::inspect;
use crate::keyboard::Keys;
use crate::look::Look;
use crate::wait::{self, PATIENCE};
use crate::words::Words;
use crate::{address, report};

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
        let browser = look.open(driver_url, app_url, &camera);
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

    /// Presses the browser's own back button.
    pub fn back(&self) {
        self.browser.must("the browser does not go back", async |driver| driver.back().await);
    }

    /// From now on whatever has an address like `pattern` cannot be loaded; an empty one lifts that.
    pub fn block(&self, pattern: &str) {
        let patterns: Vec<_> = Some(pattern).filter(|it| !it.is_empty()).into_iter().collect();
        self.browser.devtools("Network.enable", json!({}));
        self.browser.devtools("Network.setCacheDisabled", json!({ "cacheDisabled": true }));
        self.browser.devtools("Network.setBlockedURLs", json!({ "urls": patterns }));
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
    #[track_caller]
    pub fn wait(&self, what: &str, probe: &str, args: &Value) -> Value {
        self.wait_longer(what, probe, args, PATIENCE)
    }

    /// The same with another patience.
    ///
    /// # Panics
    /// With `what` when it does not happen in time.
    #[track_caller]
    pub fn wait_longer(&self, what: &str, probe: &str, args: &Value, patience: Duration) -> Value {
        match wait::until(&self.browser, probe, args, patience) {
            Some(answer) => answer.json().clone(),
            None => panic!("{what} did not happen within {} s", patience.as_secs()),
        }
    }

    /// Waits for a screen of the app and inspects it.
    #[track_caller]
    pub fn screen(&self, name: &str) -> &Self {
        self.reaches(name).inspect(name);
        self
    }

    /// Waits for a screen of the app that does not stay long enough to be inspected.
    #[track_caller]
    pub fn reaches(&self, name: &str) -> &Self {
        let probe =
            "return document.querySelector(`main[data-kyc-screen=\"${args}\"] h1`)?.checkVisibility();";
        self.wait(&format!("the screen `{name}`"), probe, &json!(name));
        self
    }

    /// Looks closely at what is on the screen now; `name` is for messages and pictures.
    #[track_caller]
    pub fn inspect(&self, name: &str) {
        inspect::look(&self.browser, &self.look, name);
    }

    /// Waits for the words of `key` to be on the page.
    #[track_caller]
    pub fn sees(&self, key: &str) -> &Self {
        self.sees_text(self.words.text(key))
    }

    /// Waits for a text to be on the page.
    #[track_caller]
    pub fn sees_text(&self, text: &str) -> &Self {
        let probe = "return document.body?.innerText.replace(/\\s+/g, ' ').includes(args);";
        self.wait(&format!("the text “{text}”"), probe, &json!(text));
        self
    }

    /// Presses the button or link with the name of `key`.
    #[track_caller]
    pub fn press(&self, key: &str) -> &Self {
        self.press_text(self.words.text(key))
    }

    /// The same when the name has placeholders.
    #[track_caller]
    pub fn press_filled(&self, key: &str, values: &[(&str, &str)]) -> &Self {
        self.press_text(&self.words.filled(key, values))
    }

    /// Presses the button or link with exactly this name.
    #[track_caller]
    pub fn press_text(&self, name: &str) -> &Self {
        control::press(&self.browser, name, false);
        self
    }

    /// Presses the row whose name begins with the words of `key`: rows go on with what they are about.
    #[track_caller]
    pub fn choose(&self, key: &str) -> &Self {
        control::press(&self.browser, self.words.text(key), true);
        self
    }

    /// Hands files to the file input, as the browser's dialog would.
    #[track_caller]
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
    #[track_caller]
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

    /// Waits until the page has come to the demo shop with `info` by itself, and answers its address.
    ///
    /// # Panics
    /// When it never comes, or with another result.
    #[track_caller]
    pub fn returned_with(&self, info: &str) -> String {
        self.arrives_with(info, "")
    }

    /// The same without waiting for the countdown: for tests that are about something else.
    ///
    /// # Panics
    /// When it never comes, or with another result.
    #[track_caller]
    pub fn hurries_back_with(&self, info: &str) -> String {
        let hurry = "const link = document.querySelector('main[data-kyc-screen=done] a[target=_top]');
            if (link && !window.hurries) { window.hurries = true; link.click(); }";
        self.arrives_with(info, hurry)
    }

    #[track_caller]
    fn arrives_with(&self, info: &str, hurry: &str) -> String {
        let probe = format!("{hurry} return location.pathname === '/shop/return' && location.href;");
        let address = self.wait("the return to the shop", &probe, &Value::Null);
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
