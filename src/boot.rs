//! From the opened page to the journey's first event: what `assets/boot.js` read and asked for, the deployment's
//! configuration, the token's claims, the embedding page, and the services made of them.

use std::any::Any;
use std::rc::Rc;

use js_sys::Promise;
use kyc_flow::{Event, Link, Millis, Start};
use kyc_wire::Code;
use kyc_wire::config::AppConfig;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{HtmlElement, Response};

use crate::app;
use crate::i18n::{Locale, preferred_locale, provide_i18n};
use crate::ports::{Links, Ports};
use crate::services::api::{Api, WebApi};
use crate::services::claimed::{ClaimedApi, is_claimed};
use crate::services::clock::Clock;
use crate::services::embed::{Embed, HeightWatch};
use crate::services::navigation::PageWatch;
use crate::services::timers::Timers;
use crate::services::vision::Module;
use crate::services::{Services, environment, js, json, wire};
use crate::store::Store;
use crate::{crash, effects, studio};

/// Milliseconds before each try for `config.json`: a phone that has just come back online drops the first call.
const CONFIG_PAUSES: [u32; 3] = [0, 1_000, 3_000];
/// How long each may take.
const CONFIG_LIMIT: u32 = 20_000;

/// What the page was opened with.
#[derive(Clone, Default)]
pub struct Opening {
    /// The customer's token.
    pub token: Option<String>,
    /// The language the link asks for.
    pub locale: Option<String>,
    /// `message`: an embedding page is told of the end and acts by itself.
    pub return_mode: Option<String>,
    /// The deployment's configuration; `None` when it cannot be had.
    pub config: Option<AppConfig>,
    /// It cannot be had because nobody answers.
    pub is_unreachable: bool,
    /// The request's answer, asked for while the app was loading.
    pub request: Option<Promise>,
    /// Where the vision module is.
    pub vision: Module,
    /// What loads the studio, if not the usual.
    pub load: Option<studio::Load>,
}

/// Reads what `boot.js` left for the app, which is then gone from the page's global names.
pub async fn take_over(clock: &Clock) -> Opening {
    let left = js::global(&["__kyc"]);
    drop(js_sys::Reflect::delete_property(&js_sys::global(), &"__kyc".into()));
    let text = |name: &str| if left.is_object() { js::get(&left, name).as_string() } else { None };
    let promise = |name: &str| js::get(&left, name).dyn_into::<Promise>().ok();
    crash::remember(js::get(&left, "fail").dyn_into().ok());
    let config = config(promise("config"), clock).await;
    Opening {
        token: text("token"),
        locale: text("locale"),
        return_mode: text("returnMode"),
        is_unreachable: config == Err(Code::Network),
        config: config.ok(),
        request: promise("request"),
        vision: Module::default(),
        load: None,
    }
}

/// What the screens are given beside the journey.
pub struct Scene {
    /// Links of the deployment.
    pub links: Links,
    /// The language to begin with.
    pub locale: Locale,
}

/// The app in the page. Dropping it takes it out and lets go of everything: camera, pictures, timers, listeners.
pub struct Mounted {
    store: Rc<Store>,
    _view: Box<dyn Any>,
    _owner: Owner,
    _watch: Option<PageWatch>,
    _height: Option<HeightWatch>,
}

impl Mounted {
    /// Its store, for tests that look at the journey or send events.
    #[must_use]
    pub fn store(&self) -> &Rc<Store> {
        &self.store
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        effects::wipe(&self.store);
    }
}

/// Mounts the app into `parent` and starts the journey.
#[must_use]
pub fn open(parent: HtmlElement, opening: &Opening, clock: Rc<Clock>) -> Mounted {
    let embed = Embed::pin(opening.config.as_ref());
    crash::pin(&embed);
    let start = Start { link: link(opening, &embed), now: clock.now() };
    let height = embed.watch_height(&parent);
    let services = services(opening, embed, clock);
    let scene =
        Scene { links: links(opening.config.as_ref()), locale: preferred_locale(opening.locale.as_deref()) };
    let mut mounted = mount(parent, services, scene, start);
    mounted._height = height;
    mounted
}

/// Mounts the app with these services: tests pass fakes.
#[must_use]
pub fn mount(parent: HtmlElement, services: Services, scene: Scene, start: Start) -> Mounted {
    // The page's skeleton has done its duty.
    parent.set_text_content(None);
    let owner = Owner::new();
    let (store, view) = owner.with(|| {
        let store = Store::new(services);
        provide_context(ports(&store, scene.links));
        speak(scene.locale);
        (store, app::mount(&parent))
    });
    let watch = watch(&store);
    let now = start.now;
    store.dispatch(Event::Started(start));
    // The machine takes the page for visible and online; only the contrary needs telling.
    if js::global(&["document", "hidden"]).is_truthy() {
        store.dispatch(Event::VisibilityChanged { is_visible: false, now });
    }
    if js::global(&["navigator", "onLine"]) == JsValue::FALSE {
        store.dispatch(Event::ConnectivityChanged { is_online: false });
    }
    Mounted { store, _view: Box::new(view), _owner: owner, _watch: watch, _height: None }
}

/// Gives the words to the app; those of another language than English arrive a moment later, or never: then English
/// stays.
fn speak(locale: Locale) {
    let i18n = provide_i18n();
    if locale != i18n.locale() {
        spawn_local(async move {
            i18n.set_locale(locale).await.ok();
        });
    }
}

fn ports(store: &Rc<Store>, links: Links) -> Ports {
    let sender = StoredValue::new_local(store.sender());
    Ports {
        seen: store.seen().read_only(),
        journey: store.journey(),
        send: Callback::new(move |event| {
            sender.try_with_value(|sender| sender.send(event));
        }),
        media: store.media(),
        links: StoredValue::new(links),
    }
}

fn watch(store: &Rc<Store>) -> Option<PageWatch> {
    let (clock, sender, left) = (Rc::clone(&store.services.clock), store.sender(), Rc::downgrade(store));
    let on_left = move || {
        if let Some(store) = left.upgrade() {
            effects::wipe(&store);
        }
    };
    PageWatch::new(move || clock.now(), move |event| sender.send(event), on_left)
}

fn links(config: Option<&AppConfig>) -> Links {
    let Some(config) = config else { return Links::default() };
    Links { support: config.support_url.clone(), privacy: config.privacy_url.clone() }
}

fn services(opening: &Opening, embed: Embed, clock: Rc<Clock>) -> Services {
    let config = opening.config.clone().unwrap_or_default();
    let token = opening.token.clone().unwrap_or_default();
    let claims = wire::claims(&token).unwrap_or_default();
    let organization = claims.organization_id().or(config.organization_id.as_deref()).unwrap_or_default();
    let base = config.organization_url(&js::encoded(organization));
    let api = WebApi::new(base, &token, Rc::clone(&clock), opening.request.clone());
    let uploads = api.uploads();
    let api: Rc<dyn Api> =
        if is_claimed(&claims) { Rc::new(ClaimedApi::new(api, claims)) } else { Rc::new(api) };
    Services {
        api,
        uploads,
        vision: opening.vision.clone(),
        load: opening.load.unwrap_or(studio::load),
        clock,
        embed,
        timers: Timers::default(),
        limits: config.limits,
        liveness: config.liveness,
    }
}

/// What the link says, or why it is of no use.
fn link(opening: &Opening, embed: &Embed) -> Result<Link, Code> {
    environment::check()?;
    let missing = if opening.is_unreachable { Code::Network } else { Code::Config };
    let config = opening.config.as_ref().ok_or(missing)?;
    let token = opening.token.as_deref().filter(|token| !token.is_empty()).ok_or(Code::TokenMissing)?;
    let claims = wire::claims(token).ok_or(Code::TokenMalformed)?;
    // Without an organization no address of the API can be formed.
    claims.organization_id().or(config.organization_id.as_deref()).ok_or(Code::Config)?;
    Ok(Link {
        // A request that the token carries in itself has no name.
        request_id: if is_claimed(&claims) {
            Some(String::new())
        } else {
            claims.custom_claims.kyc_request_id
        },
        expires_at: claims.exp.map(|seconds| Millis(seconds.saturating_mul(1000))),
        redirect_url: claims.custom_claims.redirect_url,
        embedding: embed.embedding(opening.return_mode.as_deref()),
        limits: config.limits,
        selfie: config.selfie,
        has_liveness: config.liveness.is_some(),
    })
}

/// The configuration: the answer that `boot.js` asked for, else a new one.
///
/// # Errors
/// `network` when nobody answers, or a server that cannot; `config` when what it answers is of no use.
async fn config(mut asked: Option<Promise>, clock: &Clock) -> Result<AppConfig, Code> {
    for pause in CONFIG_PAUSES {
        js::sleep(pause).await;
        let fetched = || Some(web_sys::window()?.fetch_with_str("config.json"));
        let promise = asked.take().or_else(fetched).ok_or(Code::Config)?;
        let Ok(answer) = js::within(&promise, CONFIG_LIMIT).await else { continue };
        let response: Response = answer.dyn_into().map_err(|_| Code::Config)?;
        clock.learn(&response.headers());
        if response.ok() {
            let answer = json::of_answer(&response, CONFIG_LIMIT).await.ok();
            return answer.and_then(|answer| wire::config(&answer)).ok_or(Code::Config);
        }
        if response.status() < 500 {
            return Err(Code::Config);
        }
    }
    Err(Code::Network)
}
