//! Effect -> service -> event: the only code that awaits, together with `studio/effects.rs`. Nothing is decided and nothing
//! is repeated here.

use std::rc::Rc;

use kyc_flow::{Effect, Event, Failure, OpId};
use kyc_wire::resource::{LivenessSession, NewDocument};
use wasm_bindgen_futures::spawn_local;

use crate::services::api::Api;
use crate::services::{Task, js};
use crate::store::Store;

/// Does what the machine wants done.
pub fn run(store: &Rc<Store>, effect: Effect) {
    let services = &store.services;
    match effect {
        Effect::ReadRequest { op, id } => read_request(store, op, id),
        Effect::ReadDocument { op, id } => read_document(store, op, id),
        Effect::FileDocument { op, document } => file_document(store, op, document),
        Effect::BeginLiveness { op, request_id } => {
            liveness(store, op, move |api| async move { api.begin_liveness(request_id).await });
        }
        Effect::SettleLiveness { op, id, is_finished } => {
            liveness(store, op, move |api| async move { api.settle_liveness(id, is_finished).await });
        }
        Effect::Wait { op, millis, has_jitter } => {
            services.timers.wait(op, millis, has_jitter, fire(store, op));
        }
        Effect::WaitUntil { op, at } => services.timers.wait_until(&services.clock, op, at, fire(store, op)),
        Effect::Tell(message) => services.embed.tell(&message),
        Effect::Reload => js::reload(),
        Effect::Leave { url, info: _, is_top } => {
            wipe(store);
            store.guard.leave(&url, is_top);
        }
        capture => store.capture(capture),
    }
}

/// Lets go of everything that must not outlive the page.
pub fn wipe(store: &Store) {
    if let Some(studio) = store.studio() {
        studio.wipe();
    }
}

/// Runs `work` in the background and dispatches what comes of it. Boxed: one copy of this for every kind of work.
pub fn answer(store: &Rc<Store>, work: Task<'static, Event>) {
    let store = Rc::clone(store);
    spawn_local(async move {
        let event = work.await;
        store.dispatch(event);
    });
}

fn read_request(store: &Rc<Store>, op: OpId, id: String) {
    let (api, clock) = (Rc::clone(&store.services.api), Rc::clone(&store.services.clock));
    let work = async move {
        match api.read_request(id).await {
            Ok(request) => Event::RequestLoaded { op, request, now: clock.now() },
            Err(failure) => Event::RequestFailed { op, failure },
        }
    };
    answer(store, Box::pin(work));
}

fn read_document(store: &Rc<Store>, op: OpId, id: String) {
    let api = Rc::clone(&store.services.api);
    let work = async move {
        match api.read_document(id).await {
            Ok(document) => Event::DocumentRead { op, document },
            Err(failure) => Event::ReadFailed { op, failure },
        }
    };
    answer(store, Box::pin(work));
}

fn file_document(store: &Rc<Store>, op: OpId, document: NewDocument) {
    let api = Rc::clone(&store.services.api);
    let work = async move {
        match api.file_document(document).await {
            Ok(document) => Event::DocumentFiled { op, document },
            Err(failure) => Event::FilingFailed { op, failure },
        }
    };
    answer(store, Box::pin(work));
}

fn liveness<F>(store: &Rc<Store>, op: OpId, ask: impl FnOnce(Rc<dyn Api>) -> F)
where
    F: Future<Output = Result<LivenessSession, Failure>> + 'static,
{
    let asked = ask(Rc::clone(&store.services.api));
    let work = async move {
        match asked.await {
            Ok(session) => Event::LivenessRead { op, session },
            Err(failure) => Event::LivenessUnread { op, failure },
        }
    };
    answer(store, Box::pin(work));
}

fn fire(store: &Rc<Store>, op: OpId) -> impl FnOnce() + 'static {
    let (sender, clock) = (store.sender(), Rc::clone(&store.services.clock));
    move || sender.send(Event::TimerFired { op, now: clock.now() })
}
