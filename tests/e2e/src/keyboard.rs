//! The keyboard alone: Tab to a control and press it, as somebody without a mouse would.

use std::time::Instant;

use thirtyfour::Key;

use crate::page::Page;
use crate::wait::PATIENCE;

/// More stops than any screen has.
const STOPS: usize = 60;

/// The keys of a page.
#[derive(Clone, Copy)]
pub struct Keys<'page> {
    page: &'page Page,
}

impl<'page> Keys<'page> {
    pub(crate) const fn new(page: &'page Page) -> Self {
        Self { page }
    }

    /// Presses a key wherever the focus is.
    #[track_caller]
    pub fn press(&self, key: Key) {
        self.page.browser.must("the key cannot be pressed", async |driver| {
            driver.action_chain().send_keys(key).perform().await
        });
    }

    /// Role and accessible name of what has the focus.
    #[must_use]
    pub fn focus(&self) -> (String, String) {
        let element =
            self.page.browser.must("nothing has the focus", async |driver| driver.active_element().await);
        let (role, name) = self.page.browser.role_and_name(&element).unwrap_or_default();
        (role, name.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// Tabs to the control whose name begins with the words of `key`.
    ///
    /// # Panics
    /// When the focus never gets there.
    #[track_caller]
    pub fn tab_to(&self, key: &str) -> &Self {
        self.tab_to_text(self.page.words().text(key))
    }

    /// The same by the name itself.
    ///
    /// # Panics
    /// When the focus never gets there.
    #[track_caller]
    pub fn tab_to_text(&self, name: &str) -> &Self {
        let deadline = Instant::now() + PATIENCE;
        let mut seen = Vec::new();
        for _ in 0..STOPS {
            let (role, focused) = self.focus();
            let is_control = matches!(role.as_str(), "button" | "link");
            if is_control && focused.starts_with(name) {
                return self;
            }
            assert!(Instant::now() < deadline, "Tab is too slow on the way to “{name}”: {seen:?}");
            seen.push(focused);
            self.press(Key::Tab);
        }
        panic!("Tab never gets to “{name}”, only to {seen:?}");
    }

    /// Tabs to a control and presses Enter.
    #[track_caller]
    pub fn enter(&self, key: &str) {
        self.tab_to(key).press(Key::Enter);
    }

    /// Tabs to a control and presses the space bar.
    #[track_caller]
    pub fn space(&self, key: &str) {
        self.tab_to(key).press(Key::Space);
    }
}
