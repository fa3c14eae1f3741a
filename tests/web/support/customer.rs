//! A customer in front of the app: opens the link, presses buttons, chooses files, reads what the page says.

use std::rc::Rc;

use js_sys::{Array, Uint8Array};
use kyc_flow::{Event, Journey, Phase};
use kyc_gatherer::boot::{self, Mounted, Opening};
use kyc_gatherer::services::clock::Clock;
use kyc_gatherer::store::Store;
use kyc_wire::Info;
use leptos::prelude::GetUntracked;
use wasm_bindgen::JsCast;
use web_sys::{DataTransfer, File, FilePropertyBag, HtmlElement, HtmlInputElement};

use super::fresh::{self, Held};
use super::merchant::Asked;
use super::{dom, sandbox, words};

/// The app in the page; gone when dropped.
pub struct Customer {
    app: Held<Mounted>,
    place: HtmlElement,
}

impl Customer {
    /// Opens the link of a request.
    pub async fn open(asked: &Asked) -> Self {
        Self::open_with(Some(asked.token.clone())).await
    }

    /// Opens the app with this token.
    pub async fn open_with(token: Option<String>) -> Self {
        Self::with(&Self::opening(token).await)
    }

    /// What a page with this token is opened with.
    pub async fn opening(token: Option<String>) -> Opening {
        fresh::page().await;
        let config = format!("{}/config.json", sandbox::url().await);
        let config = gloo_net::http::Request::get(&config).send().await.expect("a configuration");
        let config = config.json().await.expect("a configuration");
        Opening { token, config: Some(config), vision: sandbox::vision_module(), ..Opening::default() }
    }

    /// Opens the app as `opening` says.
    pub fn with(opening: &Opening) -> Self {
        let place: HtmlElement = dom::page().create_element("div").expect("an element").unchecked_into();
        dom::page().body().expect("a body").append_child(&place).expect("a place");
        let app = boot::open(place.clone(), opening, Rc::new(Clock::default()));
        Self { app: Held::new(app), place }
    }

    /// Reloads the page: everything that was only in memory is gone.
    pub async fn reload(self, asked: &Asked) -> Self {
        drop(self);
        Self::open(asked).await
    }

    /// The journey, for what cannot be seen.
    pub fn journey(&self) -> Journey {
        self.store().journey().get_untracked()
    }

    /// Lets something happen that no test can cause otherwise.
    pub fn happens(&self, event: Event) {
        self.store().dispatch(event);
    }

    fn store(&self) -> Rc<Store> {
        self.app.with(|app| Rc::clone(app.store()))
    }

    /// Waits for a screen.
    pub async fn sees(&self, screen: &str) -> &Self {
        dom::until(&format!("the screen {screen:?}"), || (dom::screen()? == screen).then_some(())).await;
        self
    }

    /// Waits for words.
    pub async fn reads(&self, key: &str) -> &Self {
        self.reads_words(words::text(key)).await
    }

    /// Waits for words that stand in no catalogue as they are.
    pub async fn reads_words(&self, text: &str) -> &Self {
        dom::until(&format!("the words {text:?}"), || dom::says(text).then_some(())).await;
        self
    }

    /// Presses the button with the words of `key`.
    pub async fn presses(&self, key: &str) -> &Self {
        self.presses_words(words::text(key)).await
    }

    /// Presses the button of this name.
    pub async fn presses_words(&self, label: &str) -> &Self {
        dom::until(&format!("the button {label:?}"), || dom::button(label)).await.click();
        self
    }

    /// Chooses specimens with the file button.
    pub async fn chooses(&self, names: &[&str]) -> &Self {
        let mut files = Vec::new();
        for name in names {
            files.push(file(name, &sandbox::specimen(name).await));
        }
        self.chooses_files(&files).await
    }

    /// Chooses these files with the file button.
    pub async fn chooses_files(&self, files: &[File]) -> &Self {
        let look = || dom::page().query_selector("main input[type=file]").ok()?;
        let input: HtmlInputElement = dom::until("the file button", look).await.unchecked_into();
        input.set_files(transfer(files).files().as_ref());
        let init = web_sys::EventInit::new();
        init.set_bubbles(true);
        let event = web_sys::Event::new_with_event_init_dict("change", &init).expect("an event");
        input.dispatch_event(&event).expect("a change");
        self
    }

    /// Hands in a specimen for one side: file, look, use.
    pub async fn hands_in(&self, name: &str) -> &Self {
        self.sees("tips").await.presses("tips.file").await.sees("file").await.chooses(&[name]).await;
        self.sees("review").await;
        let use_it = if name.ends_with(".pdf") { "review.use-file" } else { "review.use" };
        self.presses(use_it).await
    }

    /// Waits for the end.
    pub async fn ends(&self) -> Info {
        self.sees("done").await;
        match self.journey().phase {
            Phase::Ended(ended) => ended.info,
            phase => panic!("the done screen without an end: {phase:?}"),
        }
    }
}

impl Drop for Customer {
    fn drop(&mut self) {
        self.app.release();
        self.place.remove();
    }
}

/// A file as a file dialog hands it over.
pub fn file(name: &str, content: &[u8]) -> File {
    let parts = Array::of1(&Uint8Array::from(content));
    let options = FilePropertyBag::new();
    let kind = match name.rsplit('.').next() {
        Some("pdf") => "application/pdf",
        Some("png") => "image/png",
        _ => "image/jpeg",
    };
    options.set_type(kind);
    File::new_with_u8_array_sequence_and_options(&parts, name, &options).expect("a file")
}

/// What a file dialog, a drop or a paste carries.
pub fn transfer(files: &[File]) -> DataTransfer {
    let transfer = DataTransfer::new().expect("a transfer");
    for file in files {
        transfer.items().add_with_file(file).expect("a place in the transfer");
    }
    transfer
}
