//! The end, good or bad.

use super::effect::{Effect, Hint, View};
use super::event::{Event, OpId};
use super::phase::{Phase, Run, Stopped, Stopping};
use super::reason::{Closure, Outcome, Reason};
use super::{Session, limits};
use crate::events::{ClientEvent, ServerEvent, TargetFace, Told};

impl Session {
    /// Everything was seen: stops the recorder.
    pub(super) fn stop(&mut self, run: &Run, target: TargetFace, out: &mut Vec<Effect>) -> Phase {
        self.held.has_recorder = false;
        out.push(Effect::StopRecorder);
        self.show(View::of(Hint::Verifying), out);
        let timer = self.wait(limits::STOP, out);
        Phase::Stopping(Stopping { kind: run.scene.kind, face: run.face, target, timer, stopped: None })
    }

    pub(super) fn stopping(
        &mut self,
        mut stopping: Stopping,
        now: u64,
        event: Event,
        out: &mut Vec<Effect>,
    ) -> Phase {
        match event {
            Event::ChunkRecorded { number, bytes } => {
                if let Err(reason) = self.outbox.record(now, number, bytes) {
                    return self.fail(reason, out);
                }
            }
            Event::RecorderStopped { chunks } => {
                stopping.stopped = stopping.stopped.or(Some(Stopped { chunks, at: now }));
            }
            Event::RecorderFailed => return self.fail(Reason::RecorderFailed, out),
            Event::TimerFired { op } if op == stopping.timer => {
                return self.fail(Reason::RecorderSilent, out);
            }
            _ => (),
        }
        match stopping.stopped {
            Some(stopped) if self.outbox.has_all(stopped.chunks) => self.end(&stopping, stopped.at, now, out),
            _ => Phase::Stopping(stopping),
        }
    }

    /// Tells the end, after the last piece of video, and that there is no more.
    fn end(&mut self, stopping: &Stopping, video_end: u64, now: u64, out: &mut Vec<Effect>) -> Phase {
        let Stopping { kind, face, target, .. } = *stopping;
        self.tell(kind, Told::End { face, target, video_end });
        self.outbox.push(ClientEvent::Video { chunk: Vec::new(), at: now });
        self.held.has_camera = false;
        out.push(Effect::StopCamera);
        Phase::Verifying { timer: self.wait(limits::UPLOAD, out), is_sent: false }
    }

    pub(super) fn verifying(
        &mut self,
        (timer, is_sent): (OpId, bool),
        event: &Event,
        out: &mut Vec<Effect>,
    ) -> Phase {
        let is_confirmed = match event {
            Event::Received(Ok(ServerEvent::Disconnection { .. })) | Event::SocketClosed { .. } => true,
            Event::TimerFired { op } if *op == timer => false,
            _ => return Phase::Verifying { timer, is_sent },
        };
        // What was not even sent cannot have been judged.
        if is_confirmed && !self.outbox.is_empty() {
            return self.fail(Reason::Closed(Closure::Clean), out);
        }
        if !is_confirmed && !is_sent {
            return self.fail(Reason::Stalled, out);
        }
        self.release(1000, out);
        out.push(Effect::Finish(Outcome::Completed { is_confirmed }));
        Phase::Finished
    }

    /// Gives everything back and ends.
    pub(super) fn fail(&mut self, reason: Reason, out: &mut Vec<Effect>) -> Phase {
        let code = reason.close_code(self.held.has_recorder);
        self.close(reason, code, out)
    }

    /// The same, with this code for the socket.
    pub(super) fn close(&mut self, reason: Reason, code: u16, out: &mut Vec<Effect>) -> Phase {
        self.release(code, out);
        out.push(Effect::Finish(Outcome::Failed(reason)));
        Phase::Finished
    }

    fn release(&mut self, code: u16, out: &mut Vec<Effect>) {
        let held = std::mem::take(&mut self.held);
        if held.has_colours {
            out.push(Effect::Draw(None));
        }
        if held.has_recorder {
            out.push(Effect::StopRecorder);
        }
        if held.has_camera {
            out.push(Effect::StopCamera);
        }
        if held.has_socket {
            out.push(Effect::CloseSocket { code });
        }
    }
}
