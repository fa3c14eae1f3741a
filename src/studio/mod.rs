//! The studio: everything that comes after the first screen. Its screens, the camera and what is seen by it, captured
//! files, uploads. In a release build it is a wasm module of its own that is loaded while the customer reads the first
//! screen (docs/adr/0014); elsewhere it is simply there.
//!
//! Only [`bring`] and the trait belong to what is loaded first. Nothing there may name anything else of this module, of
//! the services for pictures, or of the later screens: one use, and it moves over.

mod checking;
mod effects;
mod guiding;
mod media;
mod room;

use std::rc::{Rc, Weak};

use kyc_flow::{Effect, Journey};
use wasm_bindgen::JsValue;

use crate::crash;
use crate::ports::Media;
use crate::services::{Task, js};
use crate::store::Store;

use room::Room;

/// Milliseconds before each try to load it.
const PAUSES: [u32; 4] = [0, 1_000, 3_000, 8_000];
/// Before each further one, as long as the device is offline.
const PATIENCE: u32 = 3_000;

/// What the app needs of the studio once it is there.
pub trait Studio {
    /// Gets ready for what the journey is about to come to.
    fn expect(&self, journey: &Journey);
    /// Does what the machine wants done with cameras, pictures and files.
    fn run(&self, store: &Rc<Store>, effect: Effect);
    /// Lets go of everything that must not outlive the page: pictures, the camera, uploads.
    fn wipe(&self);
    /// What the screens get of it.
    fn media(&self) -> Rc<dyn Media>;
}

/// The studio cannot be had now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unloaded;

/// What loads the studio's code; tests let it fail.
pub type Load = fn() -> Task<'static, Result<(), Unloaded>>;

/// Loads the studio and gives it to the store. A network that fails is tried again; when it is there and the code still
/// cannot be had (because it was replaced on the server, say), the page says so and offers to reload.
pub async fn bring(store: Weak<Store>) {
    let is_offline = || js::global(&["navigator", "onLine"]) == JsValue::FALSE;
    let mut pauses = PAUSES.into_iter();
    loop {
        let pause = pauses.next().or_else(|| is_offline().then_some(PATIENCE));
        let Some(pause) = pause else { return crash::give_up("load") };
        js::sleep(pause).await;
        let Some(load) = store.upgrade().map(|store| store.services.load) else { return };
        if load().await.is_err() {
            continue;
        }
        let Some(store) = store.upgrade() else { return };
        if let Ok(studio) = open(Rc::clone(&store)).await {
            return store.enter(studio);
        }
    }
}

/// Loads the studio's code.
#[must_use]
pub fn load() -> Task<'static, Result<(), Unloaded>> {
    Box::pin(preload())
}

#[cfg(feature = "split")]
impl From<wasm_split_helpers::SplitLoaderError> for Unloaded {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> Self {
        Self
    }
}

#[cfg(feature = "split")]
async fn preload() -> Result<(), Unloaded> {
    Ok(fetch().await?)
}

#[cfg(feature = "split")]
#[wasm_split_helpers::wasm_split(studio, fallible, preload(fetch))]
fn open(store: Rc<Store>) -> Result<Rc<dyn Studio>, Unloaded> {
    Ok(Room::of(&store))
}

#[cfg(not(feature = "split"))]
async fn preload() -> Result<(), Unloaded> {
    Ok(())
}

#[cfg(not(feature = "split"))]
async fn open(store: Rc<Store>) -> Result<Rc<dyn Studio>, Unloaded> {
    Ok(Room::of(&store))
}
