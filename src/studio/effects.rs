//! What the machine wants done with cameras, pictures and files: effect -> service -> event.

use std::cell::RefCell;
use std::rc::Rc;

use kyc_flow::{Adjustment, Aim, CaptureId, Effect, Event, Failure, OpId, Picture};
use kyc_wire::Code;
use wasm_bindgen_futures::spawn_local;

use super::checking;
use super::room::Room;
use crate::effects::answer;
use crate::services::camera::Wish;
use crate::services::liveness::Order;
use crate::services::upload::{self, Cancel, NewFile};
use crate::store::Store;
use crate::target;

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

    /// Cancels all of them.
    pub fn end_all(&self) {
        let uploads = self.0.take();
        for (_, cancel) in uploads {
            cancel.cancel();
        }
    }
}

/// Does it; the rest is not asked of this room.
pub fn run(room: &Rc<Room>, store: &Rc<Store>, effect: Effect) {
    match effect {
        Effect::StartCamera { op, aim, .. } => start_camera(room, store, op, aim),
        Effect::StopCamera => room.stop_camera(),
        Effect::TakePicture { op, aim } => take_picture(room, store, op, aim),
        Effect::PrepareFile { op, capture, aim } => prepare_file(room, store, op, capture, aim),
        Effect::AdjustPicture { op, capture, aim, adjustment } => {
            adjust(room, store, op, capture, aim, adjustment);
        }
        Effect::PerformLiveness { op, session_id, is_calm, attempt, aim } => {
            checking::perform(room, Order { op, session_id, is_calm, attempt, aim });
        }
        Effect::StopLiveness => room.checking.stop(),
        Effect::Discard(capture) => room.files.discard(capture),
        Effect::DiscardAll => room.files.wipe(),
        Effect::Upload { op, capture, side, overruled } => {
            upload(room, store, op, room.files.to_send(capture, side, &overruled));
        }
        Effect::CancelUpload { op } => {
            if let Some(cancel) = room.running.end(op) {
                cancel.cancel();
            }
        }
        _ => {}
    }
}

/// The camera is asked for by what it is to take; which one a switch leads to is the camera's to know: a computer's look
/// no way at all, and the customer's choice holds for the next side, too.
fn start_camera(room: &Rc<Room>, store: &Rc<Store>, op: OpId, aim: Aim) {
    room.guiding.stop();
    let (sender, told, camera) = (store.sender(), store.sender(), Rc::clone(&room.camera));
    let on_stopped = Rc::new(move |code| sender.send(Event::CameraStopped { op, code }));
    let guided = Rc::clone(room);
    let work = async move {
        match camera.start(aim.side.facing(), Wish::PICTURE, on_stopped).await {
            Ok(()) => {
                guided.guiding.start(&guided, aim, told);
                Event::CameraStarted { op }
            }
            Err(code) => Event::CameraFailed { op, code },
        }
    };
    answer(store, Box::pin(work));
}

fn take_picture(room: &Rc<Room>, store: &Rc<Store>, op: OpId, aim: Aim) {
    let taking = Rc::clone(room);
    answer(store, Box::pin(async move { picture(op, take(&taking, aim).await) }));
}

async fn take(room: &Room, aim: Aim) -> Result<Picture, Code> {
    let shot = match room.guiding.best() {
        Some(best) => best,
        None => room.camera.shot().await?,
    };
    let photo = match target::legible_edge(target::of(aim)) {
        Some(enough) => room.camera.photo(enough).await,
        None => None,
    };
    if let Some(photo) = photo
        && let Some(picture) = room.files.keep_photo(&photo, aim, &room.limits).await
    {
        return Ok(picture);
    }
    room.files.keep_shot(shot, aim, &room.limits).await
}

fn prepare_file(room: &Rc<Room>, store: &Rc<Store>, op: OpId, capture: CaptureId, aim: Aim) {
    let preparing = Rc::clone(room);
    let work = async move { picture(op, preparing.files.prepare(capture, aim, &preparing.limits).await) };
    answer(store, Box::pin(work));
}

fn adjust(
    room: &Rc<Room>,
    store: &Rc<Store>,
    op: OpId,
    capture: CaptureId,
    aim: Aim,
    adjustment: Adjustment,
) {
    let adjusting = Rc::clone(room);
    let work =
        async move { picture(op, adjusting.files.adjust(capture, aim, adjustment, &adjusting.limits).await) };
    answer(store, Box::pin(work));
}

fn picture(op: OpId, taken: Result<Picture, Code>) -> Event {
    match taken {
        Ok(picture) => Event::PictureReady { op, picture },
        Err(code) => Event::PictureRefused { op, code },
    }
}

fn upload(room: &Rc<Room>, store: &Rc<Store>, op: OpId, file: Option<NewFile>) {
    let Some(file) = file else {
        return store.dispatch(Event::UploadFailed { op, failure: Failure::new(Code::FileDamaged) });
    };
    let (room, store, sender) = (Rc::clone(room), Rc::clone(store), store.sender());
    let cancel = room.running.begin(op);
    let progress: upload::Progress =
        Rc::new(move |sent, total| sender.send(Event::UploadProgressed { op, sent, total }));
    spawn_local(async move {
        let ended = upload::send(&store.services.uploads, &file, &cancel, &progress).await;
        // A cancelled upload is not answered.
        if room.running.end(op).is_some() {
            store.dispatch(match ended {
                Ok(file_id) => Event::Uploaded { op, file_id },
                Err(failure) => Event::UploadFailed { op, failure },
            });
        }
    });
}
