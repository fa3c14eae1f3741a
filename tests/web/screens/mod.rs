//! Screens by themselves: a journey at some stage, the real machine behind it, and pictures that are only played.

mod liveness;
mod refused;
mod review;
mod selfie;
mod viewfinder;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use kyc_flow::{
    Draft, Event, Gathering, Journey, Link, Millis, Phase, Request, SlotIndex, Stage, transition,
};
use kyc_gatherer::app;
use kyc_gatherer::components::render::Mounted;
use kyc_gatherer::i18n::provide_i18n;
use kyc_gatherer::ports::{Details, Guidance, Links, Media, Ports, Preview, Share};
use kyc_gatherer::steps::{LATER, Later};
use kyc_liveness::session::View;
use kyc_wire::resource::RequestedDocument;
use kyc_wire::{DocumentSubtype, DocumentType, RequestStatus};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlCanvasElement, HtmlElement, HtmlInputElement, HtmlVideoElement};

use crate::support::fresh::{self, Held};
use crate::support::{dom, words};

/// What a screen gets in place of a studio.
#[derive(Default)]
pub struct Played {
    pub now: Cell<u64>,
    pub check: Cell<Option<View>>,
    pub colours: RefCell<Option<HtmlCanvasElement>>,
    pub details: RefCell<Option<Details>>,
    pub video: RefCell<Option<HtmlVideoElement>>,
    pub guidance: RefCell<Guidance>,
    pub is_denied: Cell<bool>,
}

impl Media for Played {
    fn now(&self) -> Millis {
        Millis(self.now.get())
    }

    fn later(&self) -> Option<Later> {
        Some(LATER)
    }

    fn check(&self) -> Option<View> {
        self.check.get()
    }

    fn colours(&self) -> Option<HtmlCanvasElement> {
        self.colours.borrow().clone()
    }

    fn video(&self) -> Option<HtmlVideoElement> {
        self.video.borrow().clone()
    }

    fn guidance(&self) -> Guidance {
        self.guidance.borrow().clone()
    }

    fn is_camera_denied(&self) -> bool {
        self.is_denied.get()
    }

    fn focus_at(&self, place: Share) {
        let mut guidance = self.guidance.borrow_mut();
        guidance.pointed = Some((guidance.pointed.map_or(1, |(times, _)| times + 1), place));
    }

    fn own_link(&self) -> Option<String> {
        Some("https://verify.example/?token=abc".to_owned())
    }

    fn preview(&self, _: kyc_flow::CaptureId) -> Option<Preview> {
        Some(Preview {
            url: Some("data:image/gif;base64,R0lGODlhAQABAAAAACw=".to_owned()),
            name: None,
            details: self.details.borrow().clone(),
        })
    }
}

/// The app at one place of a journey; gone when dropped.
pub struct Shown {
    pub media: Rc<Played>,
    journey: RwSignal<Journey>,
    seen: RwSignal<u32>,
    place: Element,
    app: Held<(Option<Mounted>, Owner)>,
}

impl Shown {
    /// Shows `stage` of a request for an identity document.
    pub async fn at(stage: Stage, change: impl FnOnce(&mut Gathering)) -> Self {
        fresh::page().await;
        let mut gathering = gathering(stage);
        change(&mut gathering);
        let mut start = Journey::default();
        start.phase = Phase::Gathering(Box::new(gathering));
        let place = dom::page().create_element("div").unwrap();
        dom::page().body().unwrap().append_child(&place).unwrap();
        let (media, owner) = (Rc::new(Played::default()), Owner::new());
        let (journey, seen, mounted) = owner.with(|| {
            provide_i18n();
            let (journey, seen) = (RwSignal::new(start), RwSignal::new(0));
            let send = Callback::new(move |event: Event| {
                journey.update(|journey| *journey = transition(std::mem::take(journey), event).0);
            });
            let media: Rc<dyn Media> = Rc::<Played>::clone(&media);
            provide_context(Ports {
                journey: journey.read_only(),
                send,
                seen: seen.read_only(),
                media: StoredValue::new_local(media),
                links: StoredValue::new(Links::default()),
            });
            (journey, seen, app::mount(&place))
        });
        Self { media, journey, seen, place, app: Held::new((mounted, owner)) }
    }

    pub fn gathering(&self) -> Gathering {
        match self.journey.get_untracked().phase {
            Phase::Gathering(gathering) => *gathering,
            phase => panic!("not gathering: {phase:?}"),
        }
    }

    pub fn stage(&self) -> Stage {
        self.gathering().stage
    }

    pub fn happens(&self, event: Event) {
        self.journey.update(|journey| *journey = transition(std::mem::take(journey), event).0);
    }

    /// The check shows something else.
    pub fn shows(&self, view: View) {
        self.media.check.set(Some(view));
        self.changes();
    }

    pub fn changes(&self) {
        self.seen.update(|seen| *seen += 1);
    }

    pub fn find(&self, selector: &str) -> Option<HtmlElement> {
        self.place.query_selector(selector).unwrap().map(wasm_bindgen::JsCast::unchecked_into)
    }

    /// The names of the buttons in the actions.
    pub fn actions(&self) -> Vec<String> {
        let found = self.place.query_selector_all(".kyc-actions button").unwrap();
        (0..found.length()).map(|at| dom::name(found.get(at).unwrap().unchecked_ref())).collect()
    }

    pub fn has_action(&self, key: &str) -> bool {
        self.actions().iter().any(|name| name == words::text(key))
    }

    pub async fn presses(&self, key: &str) {
        let label = words::text(key);
        dom::until(label, || dom::button(label)).await.click();
    }

    pub async fn reads(&self, text: &str) {
        dom::until(text, || dom::says(text).then_some(())).await;
    }

    /// Waits until the live region says this.
    pub async fn hears(&self, text: &str) {
        let said = || self.find("[role=status]")?.text_content()?.contains(text).then_some(());
        dom::until(&format!("the announcement {text:?}"), said).await;
    }

    /// Waits until the region that interrupts says this.
    pub async fn hears_at_once(&self, text: &str) {
        let said = || self.find("[aria-live=assertive]")?.text_content()?.contains(text).then_some(());
        dom::until(&format!("the hint {text:?}"), said).await;
    }

    pub fn checkbox(&self) -> HtmlInputElement {
        self.find("main input[type=checkbox]").expect("a checkbox").unchecked_into()
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        self.app.release();
        self.place.remove();
    }
}

fn requested() -> RequestedDocument {
    let mut requested = RequestedDocument::new(DocumentType::IdentityProof);
    requested.face_liveness_required = true;
    requested
}

/// A passport without a picture.
pub fn draft() -> Draft {
    Draft::new(SlotIndex(0), &requested(), DocumentSubtype::Passport)
}

fn gathering(stage: Stage) -> Gathering {
    let request = Request {
        id: "kyc_req_01abcdef".to_owned(),
        requested: vec![requested()],
        filed: Vec::new(),
        status: RequestStatus::Gathering,
        redirect_url: None,
        expires_at: None,
    };
    Gathering {
        link: Link { has_liveness: true, ..Link::default() },
        request,
        stage,
        dialog: None,
        expires_at: None,
        warn_op: None,
        expire_op: None,
        unwatched: Vec::new(),
        checks: kyc_flow::Checks::default(),
        knows_camera: true,
        is_visible: true,
        is_online: true,
    }
}
