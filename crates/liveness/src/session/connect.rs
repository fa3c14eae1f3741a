//! From the camera to the server's wish.

use super::begin::first_view;
use super::effect::{Effect, Hint, View};
use super::event::{CameraFault, Event, OpId};
use super::phase::{Approaching, Phase, Scene};
use super::reason::Reason;
use super::{Session, limits};
use crate::events::{Opening, ServerEvent, SessionInformation};
use crate::oval::{Rect, Size, Thresholds};
use crate::sigv4::Presign;

impl Session {
    pub(super) fn idle(&mut self, event: &Event, out: &mut Vec<Effect>) -> Phase {
        if *event != Event::Begun {
            return Phase::Idle;
        }
        self.held.has_camera = true;
        out.push(Effect::StartCamera);
        self.show(View::of(Hint::CameraStarts), out);
        Phase::Camera { timer: self.wait(limits::CAMERA, out) }
    }

    pub(super) fn camera(&mut self, timer: OpId, now: u64, event: Event, out: &mut Vec<Effect>) -> Phase {
        match event {
            Event::CameraStarted { width, height } if width > 0 && height > 0 => {
                self.connect(now, width, height, out)
            }
            Event::CameraStarted { .. } => self.fail(Reason::Camera(CameraFault::Other), out),
            Event::CameraFailed(fault) => self.fail(Reason::Camera(fault), out),
            Event::TimerFired { op } if op == timer => self.fail(Reason::Camera(CameraFault::Timeout), out),
            _ => Phase::Camera { timer },
        }
    }

    fn connect(&mut self, now: u64, width: u32, height: u32, out: &mut Vec<Effect>) -> Phase {
        let opening = Opening {
            session_id: self.setup.session_id.clone(),
            video_width: width,
            video_height: height,
            challenge_versions: self.offered().to_owned(),
            attempt_count: self.setup.attempt_count,
            has_precheck: self.setup.has_precheck,
            user_agent: self.setup.user_agent.clone(),
        };
        self.blind = Some(self.wait(limits::DETECTOR, out));
        let parameters = opening.parameters();
        let parameters: Vec<_> = parameters.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let presign = Presign {
            credentials: &self.setup.credentials,
            scope: &self.setup.scope,
            endpoint: &self.setup.endpoint,
            parameters: &parameters,
            at: now,
        };
        let signed = presign.sign();
        self.outbox.sign_with(signed.chain);
        self.held.has_socket = true;
        out.push(Effect::OpenSocket { url: signed.url });
        self.show(View::of(Hint::Connecting), out);
        let video = Size { width: width.into(), height: height.into() };
        Phase::Connecting { timer: self.wait(limits::CONNECT, out), video }
    }

    pub(super) fn connecting(
        &mut self,
        timer: OpId,
        video: Size,
        event: &Event,
        out: &mut Vec<Effect>,
    ) -> Phase {
        match event {
            Event::SocketOpened => Phase::Informing { timer: self.wait(limits::INFORMATION, out), video },
            Event::TimerFired { op } if *op == timer => self.fail(Reason::ConnectTimeout, out),
            _ => Phase::Connecting { timer, video },
        }
    }

    pub(super) fn informing(
        &mut self,
        timer: OpId,
        video: Size,
        event: Event,
        out: &mut Vec<Effect>,
    ) -> Phase {
        match event {
            Event::Received(Ok(ServerEvent::Information(information))) => {
                self.informed(video, *information, out)
            }
            Event::TimerFired { op } if op == timer => self.fail(Reason::NoInformation, out),
            _ => Phase::Informing { timer, video },
        }
    }

    fn informed(&mut self, video: Size, information: SessionInformation, out: &mut Vec<Effect>) -> Phase {
        let SessionInformation { kind, oval, config, colours } = information;
        if !self.allows(kind) {
            return self.fail(Reason::UnwantedLight, out);
        }
        let (thresholds, oval) = (Thresholds::of(&config), Rect::of_oval(&oval));
        let scene = Scene { kind, video, thresholds, oval, colours };
        self.show(first_view(&scene, Hint::ShowFace), out);
        let timer = self.wait(limits::FACE, out);
        Phase::Approaching(Approaching { scene, timer, sight: None, was_far: false })
    }
}
