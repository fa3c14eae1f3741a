//! What a session wants done in the browser.

use std::rc::Rc;

use kyc_flow::Facing;
use kyc_liveness::colours::Picture;
use kyc_liveness::session::{Effect, Event, OpId};
use kyc_wire::Code;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlVideoElement;

use super::check::Run;
use super::codes;
use super::held::frame_rate;
use super::recorder::Recorder;
use super::sheet::Sheet;
use super::socket::{LOST, Socket};
use crate::services::camera::Wish;
use crate::services::js;
use crate::services::vision::{Target, Watch};

/// Milliseconds between looks at what waits in the socket.
const QUEUE_GAP: u32 = 100;
/// Frames a second below which a camera is of no use; some tell 14.99.
const LEAST_FRAMES: f64 = 14.5;

impl Run {
    pub(super) fn act(&self, effect: Effect) {
        match effect {
            Effect::Wait { op, millis } => self.wait(op, millis),
            Effect::StartCamera => self.start_camera(),
            Effect::StopCamera => self.stop_camera(),
            Effect::OpenSocket { url } => {
                let socket = Socket::open(&url, &self.teller());
                if socket.is_none() {
                    self.feed(Event::SocketClosed { code: LOST });
                }
                self.held.socket.replace(socket);
            }
            Effect::Send(message) => self.send(&message),
            Effect::CloseSocket { code } => {
                if let Some(socket) = self.held.socket.borrow().as_ref() {
                    socket.close(code);
                }
            }
            Effect::StartRecorder { slice } => {
                let stream = self.scene.camera().media();
                let recorder = stream.and_then(|stream| Recorder::start(&stream, slice, &self.teller()));
                if recorder.is_none() {
                    self.feed(Event::RecorderFailed);
                }
                self.held.recorder.replace(recorder);
            }
            Effect::StopRecorder => {
                if let Some(recorder) = self.held.recorder.borrow().as_ref() {
                    recorder.stop();
                }
            }
            Effect::Show(view) => self.show(view),
            Effect::Draw(Some(picture)) => self.draw(&picture),
            Effect::Draw(None) => {
                self.held.sheet.take();
                self.changed();
            }
            Effect::Finish(outcome) => self.finish(&outcome),
        }
    }

    fn wait(&self, op: OpId, millis: u64) {
        let tell = self.teller();
        let millis = u32::try_from(millis).unwrap_or(u32::MAX);
        let handle = js::set_timer(millis, move || tell.tell(Event::TimerFired { op }));
        self.held.timers.borrow_mut().push(handle);
    }

    fn start_camera(&self) {
        self.held.has_camera.set(true);
        let Some(run) = self.teller().0.upgrade() else { return };
        let ended = self.teller();
        let on_stopped = Rc::new(move |code| {
            if let Some(run) = ended.0.upgrade() {
                run.has_no_camera(code, Event::CameraEnded);
            }
        });
        spawn_local(async move {
            let started = run.scene.camera().start(Facing::Front, Wish::VIDEO, on_stopped).await;
            // Stopped meanwhile, and perhaps somebody else's by now.
            if run.held.has_camera.get() {
                match started.and_then(|()| run.watch()) {
                    Ok((width, height)) => run.feed(Event::CameraStarted { width, height }),
                    Err(code) => run.has_no_camera(code, Event::CameraFailed(codes::fault_of(code))),
                }
            }
        });
    }

    /// Has the running camera looked at; answers the size of its picture.
    fn watch(&self) -> Result<(u32, u32), Code> {
        let stream = self.scene.camera().media().ok_or(Code::CameraFailed)?;
        let video = self.scene.camera().video().ok_or(Code::CameraFailed)?;
        if frame_rate(&stream).is_some_and(|frames| frames < LEAST_FRAMES) {
            return Err(Code::LivenessSlow);
        }
        let tell = self.teller();
        let on_look = Rc::new(move |look, _| {
            if let Some(run) = tell.0.upgrade() {
                run.looked(&look);
            }
        });
        let what = Watch { is_from_viewfinder: true, ..Watch::for_target(Target::Face, None) };
        let size = (video.video_width(), video.video_height());
        self.held.watching.replace(Some(self.scene.vision().watch(video, what, on_look)));
        Ok(size)
    }

    fn stop_camera(&self) {
        self.held.watching.take();
        if self.held.has_camera.take() {
            self.scene.camera().stop();
        }
    }

    fn send(&self, message: &[u8]) {
        if let Some(socket) = self.held.socket.borrow().as_ref() {
            socket.send(message);
        }
        self.tell_queue();
    }

    /// Tells what waits in the socket, until nothing does.
    fn tell_queue(&self) {
        let Some(bytes) = self.held.socket.borrow().as_ref().map(Socket::queued) else { return };
        self.feed(Event::Queued { bytes });
        if bytes == 0 || self.held.is_polling.replace(true) {
            return;
        }
        let tell = self.teller();
        let handle = js::set_timer(QUEUE_GAP, move || {
            if let Some(run) = tell.0.upgrade() {
                run.held.is_polling.set(false);
                run.tell_queue();
            }
        });
        self.held.timers.borrow_mut().push(handle);
    }

    fn draw(&self, picture: &Picture) {
        let is_first = self.held.sheet.borrow().is_none();
        if is_first {
            self.held.sheet.replace(Sheet::new());
            self.next_frame();
            self.changed();
        }
        let video: Option<HtmlVideoElement> = self.scene.camera().video();
        if let (Some(sheet), Some(video)) = (self.held.sheet.borrow().as_ref(), video) {
            sheet.draw(picture, self.oval(), &video);
        }
    }

    /// The session is told of every frame as long as there are colours.
    fn next_frame(&self) {
        let tell = self.teller();
        let due = Closure::once_into_js(move || {
            let Some(run) = tell.0.upgrade() else { return };
            if run.held.sheet.borrow().is_some() {
                run.next_frame();
                run.feed(Event::FrameDue);
            }
        });
        if let Some(window) = web_sys::window() {
            drop(window.request_animation_frame(due.unchecked_ref()));
        }
    }
}
