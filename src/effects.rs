//! Effect -> service -> event: the only code that awaits. Nothing is decided and nothing is repeated here.

use std::cell::RefCell;
use std::rc::Rc;

use kyc_flow::{Adjustment, Aim, CaptureId, Effect, Event, Facing, Failure, OpId, Picture};
use kyc_wire::Code;
use kyc_wire::resource::NewDocument;
use wasm_bindgen_futures::spawn_local;

use crate::services::api::NewFile;
use crate::services::upload::Cancel;
use crate::services::{Task, js};
use crate::store::Store;

/// Uploads under way.
#[derive(Default)]
pub struct Running(RefCell<Vec<(OpId, Rc<Cancel>)>>);

impl Running {
    fn begin(&self, op: OpId) -> Rc<Cancel> {
        let cancel = Rc::new(Cancel::default());
        self.0.borrow_mut().push((op, Rc::clone(&cancel)));
        cancel
    }

    fn end(&self, op: OpId) -> Option<Rc<Cancel>> {
        let mut uploads = self.0.borrow_mut();
        let position = uploads.iter().position(|(other, _)| *other == op)?;
        Some(uploads.swap_remove(position).1)
    }

    fn end_all(&self) {
        let uploads = self.0.take();
        for (_, cancel) in uploads {
            cancel.cancel();
        }
    }
}

/// Does what the machine wants done.
pub fn run(store: &Rc<Store>, effect: Effect) {
    let services = &store.services;
    match effect {
        Effect::ReadRequest { op, id } => read_request(store, op, id),
        Effect::ReadDocument { op, id } => read_document(store, op, id),
        Effect::FileDocument { op, document } => file_document(store, op, document),
        Effect::Wait { op, millis, has_jitter } => {
            services.timers.wait(op, millis, has_jitter, fire(store, op));
        }
        Effect::WaitUntil { op, at } => services.timers.wait_until(&services.clock, op, at, fire(store, op)),
        Effect::StartCamera { op, facing, aim } => start_camera(store, op, facing, aim),
        Effect::StopCamera => stop_camera(store),
        Effect::TakePicture { op, aim } => take_picture(store, op, aim),
        Effect::PrepareFile { op, capture, aim } => prepare_file(store, op, capture, aim),
        Effect::AdjustPicture { op, capture, aim, adjustment } => adjust(store, op, capture, aim, adjustment),
        Effect::Discard(capture) => services.files.discard(capture),
        Effect::DiscardAll => services.files.wipe(),
        Effect::Upload { op, capture, side, overruled } => {
            upload(store, op, services.files.to_send(capture, side, &overruled));
        }
        Effect::CancelUpload { op } => {
            if let Some(cancel) = store.running.end(op) {
                cancel.cancel();
            }
        }
        Effect::Tell(message) => services.embed.tell(&message),
        Effect::Reload => js::reload(),
        Effect::Leave { url, info: _, is_top } => {
            wipe(store);
            store.guard.leave(&url, is_top);
        }
    }
}

/// Lets go of everything that must not outlive the page: pictures, the camera, uploads.
pub fn wipe(store: &Store) {
    store.running.end_all();
    stop_camera(store);
    store.services.files.wipe();
}

/// Runs `work` in the background and dispatches what comes of it. Boxed: one copy of this for every kind of work.
fn answer(store: &Rc<Store>, work: Task<'static, Event>) {
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

fn fire(store: &Rc<Store>, op: OpId) -> impl FnOnce() + 'static {
    let (sender, clock) = (store.sender(), Rc::clone(&store.services.clock));
    move || sender.send(Event::TimerFired { op, now: clock.now() })
}

fn stop_camera(store: &Store) {
    store.guiding.stop();
    store.services.camera.stop();
}

fn start_camera(store: &Rc<Store>, op: OpId, facing: Facing, aim: Aim) {
    store.guiding.stop();
    let (sender, camera) = (store.sender(), Rc::clone(&store.services.camera));
    let on_stopped = Rc::new(move |code| sender.send(Event::CameraStopped { op, code }));
    let guided = Rc::clone(store);
    let work = async move {
        match camera.start(facing, on_stopped).await {
            Ok(()) => {
                guided.guiding.start(&guided.services, aim, guided.sender());
                Event::CameraStarted { op }
            }
            Err(code) => Event::CameraFailed { op, code },
        }
    };
    answer(store, Box::pin(work));
}

fn take_picture(store: &Rc<Store>, op: OpId, aim: Aim) {
    let taking = Rc::clone(store);
    answer(store, Box::pin(async move { picture(op, take(&taking, aim).await) }));
}

async fn take(store: &Store, aim: Aim) -> Result<Picture, Code> {
    let shot = match store.guiding.best() {
        Some(best) => best,
        None => store.services.camera.shot().await?,
    };
    store.services.files.keep_shot(shot, aim, &store.services.limits).await
}

fn prepare_file(store: &Rc<Store>, op: OpId, capture: CaptureId, aim: Aim) {
    let preparing = Rc::clone(store);
    let work = async move {
        let services = &preparing.services;
        picture(op, services.files.prepare(capture, aim, &services.limits).await)
    };
    answer(store, Box::pin(work));
}

fn adjust(store: &Rc<Store>, op: OpId, capture: CaptureId, aim: Aim, adjustment: Adjustment) {
    let adjusting = Rc::clone(store);
    let work = async move {
        let services = &adjusting.services;
        picture(op, services.files.adjust(capture, aim, adjustment, &services.limits).await)
    };
    answer(store, Box::pin(work));
}

fn picture(op: OpId, taken: Result<Picture, Code>) -> Event {
    match taken {
        Ok(picture) => Event::PictureReady { op, picture },
        Err(code) => Event::PictureRefused { op, code },
    }
}

fn upload(store: &Rc<Store>, op: OpId, file: Option<NewFile>) {
    let Some(file) = file else {
        return store.dispatch(Event::UploadFailed { op, failure: Failure::new(Code::FileDamaged) });
    };
    let (store, sender) = (Rc::clone(store), store.sender());
    let cancel = store.running.begin(op);
    let progress = Rc::new(move |sent, total| sender.send(Event::UploadProgressed { op, sent, total }));
    spawn_local(async move {
        let ended = store.services.api.upload(file, Rc::clone(&cancel), progress).await;
        // A cancelled upload is not answered.
        if store.running.end(op).is_some() {
            store.dispatch(match ended {
                Ok(file_id) => Event::Uploaded { op, file_id },
                Err(failure) => Event::UploadFailed { op, failure },
            });
        }
    });
}
