//! One run of a challenge, from the camera to the end of the stream, as a machine without I/O.
//!
//! [`Session::step`] takes what happened and hands back what is to be done. A session is run once: another try is another
//! one, with a fresh session id. Every wait has an end:
//!
//! | wait for | milliseconds | then |
//! |---|---|---|
//! | the camera, with the browser's question | [`limits::CAMERA`] 60,000 | `Camera(Timeout)` |
//! | the socket | [`limits::CONNECT`] 10,000 | `ConnectTimeout` |
//! | the server's wish | [`limits::INFORMATION`] 10,000 | `NoInformation` |
//! | the detector's first look after the camera ran | [`limits::DETECTOR`] 15,000, anew while the page is hidden | `Sightless` |
//! | one face, far enough, on a page that is seen | [`limits::FACE`] 30,000 | `NoFace`, `SeveralFaces`, `TooClose` or `PageHidden` |
//! | the recorder's first piece | [`limits::FIRST_CHUNK`] 5,000 | `RecorderSilent` |
//! | one face after the recorder began | [`limits::FIRST_FACE`] 5,000 | `NoFace` or `SeveralFaces` |
//! | the face in the oval | the server's, else 7,000 | `FitTimeout` or `SeveralFaces` |
//! | holding still before the colours | [`limits::HOLD`] 1,000 | the colours |
//! | the colours | twice their length and [`limits::COLOURS`] 5,000 | `ColoursTimeout` |
//! | the recorder's last piece | [`limits::STOP`] 5,000 | `RecorderSilent` |
//! | the socket to empty after the end | [`limits::UPLOAD`] 60,000 | `Stalled` |
//! | the server's goodbye after that | [`limits::GOODBYE`] 30,000 | `Completed`, not confirmed |
//! | room in the socket, whenever something waits | [`limits::STALL`] 10,000 | `Stalled` |
//!
//! The order on the wire is that of Amazon's web client: pieces of video from the recorder's first one on; the start, when
//! there was a piece and one face; a colour for each stage; then, the recorder having stopped, its last piece, the end, and
//! an empty piece.

mod begin;
mod connect;
mod effect;
mod event;
mod finish;
pub mod limits;
mod matching;
mod outbox;
mod phase;
mod reason;

pub use effect::{Effect, Hint, View};
pub use event::{CameraFault, Event, OpId};
pub use reason::{Closure, Outcome, Reason, Recovery};

use crate::events::{ChallengeKind, ServerEvent, Version};
use crate::sigv4::{Credentials, Endpoint, Scope};
use outbox::Outbox;
use phase::Phase;

/// What a session is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setup {
    /// Who signs.
    pub credentials: Credentials,
    /// The region.
    pub scope: Scope,
    /// Where the socket goes.
    pub endpoint: Endpoint,
    /// The session that the merchant's server began: a UUID, used once.
    pub session_id: String,
    /// A fresh UUID of the client's own.
    pub challenge_id: String,
    /// Whether the screen may flash: the customer's choice, and the system's setting. Without, only the movement is
    /// offered, and a server that asks for light all the same is refused.
    pub has_light: bool,
    /// Which attempt of this page it is, from 1.
    pub attempt_count: u32,
    /// Whether the customer saw a screen with advice first.
    pub has_precheck: bool,
    /// The client's name; may be empty.
    pub user_agent: String,
}

/// A session under way.
#[derive(Clone, Debug)]
pub struct Session {
    setup: Setup,
    phase: Phase,
    outbox: Outbox,
    held: Held,
    view: Option<View>,
    is_visible: bool,
    last_op: u32,
    stall: Option<OpId>,
    /// Nobody has looked for faces since the camera ran.
    blind: Option<OpId>,
    /// The last look showed one face, in the oval.
    is_fit: bool,
}

/// What must be given back at the end.
#[derive(Clone, Copy, Debug, Default)]
struct Held {
    has_camera: bool,
    has_socket: bool,
    has_recorder: bool,
    has_colours: bool,
}

impl Session {
    /// A session that waits for [`Event::Begun`].
    #[must_use]
    pub fn new(setup: Setup) -> Self {
        Self {
            setup,
            phase: Phase::Idle,
            outbox: Outbox::default(),
            held: Held::default(),
            view: None,
            is_visible: true,
            last_op: 0,
            stall: None,
            blind: None,
            is_fit: false,
        }
    }

    /// Whether it came to an end: nothing changes any more.
    #[must_use]
    pub const fn is_finished(&self) -> bool {
        matches!(self.phase, Phase::Finished)
    }

    /// Whether the last look showed exactly one face, and it lay in the server's oval.
    #[must_use]
    pub const fn is_fit(&self) -> bool {
        self.is_fit
    }

    /// Takes an event into account, and tells what is to be done, in this order. `now` is the server's clock in unix
    /// milliseconds: the client's, corrected by the offset that was found, and better made from a clock that never jumps.
    /// An event that makes no sense where the session is changes nothing.
    pub fn step(&mut self, now: u64, event: Event) -> Vec<Effect> {
        let mut out = Vec::new();
        if self.is_finished() {
            return out;
        }
        self.phase = self.after(now, event, &mut out);
        if !self.is_finished()
            && let Err(reason) = self.flush(now, &mut out)
        {
            self.phase = self.fail(reason, &mut out);
        }
        self.sent(&mut out);
        out
    }

    /// The server's time to say goodbye begins when the network has taken everything.
    fn sent(&mut self, out: &mut Vec<Effect>) {
        if matches!(self.phase, Phase::Verifying { is_sent: false, .. }) && self.outbox.is_taken() {
            self.phase = Phase::Verifying { timer: self.wait(limits::GOODBYE, out), is_sent: true };
        }
    }

    fn after(&mut self, now: u64, event: Event, out: &mut Vec<Effect>) -> Phase {
        let phase = std::mem::take(&mut self.phase);
        match self.anywhere(&phase, event, out) {
            Ok(None) => phase,
            Ok(Some(event)) => self.within(phase, now, event, out),
            Err(reason) => self.fail(reason, out),
        }
    }

    /// What ends or changes a session wherever it is; hands on every other event.
    fn anywhere(
        &mut self,
        phase: &Phase,
        event: Event,
        out: &mut Vec<Effect>,
    ) -> Result<Option<Event>, Reason> {
        if matches!(event, Event::FacesSeen { .. }) {
            (self.blind, self.is_fit) = (None, false);
        }
        match event {
            Event::Cancelled => return Err(Reason::Cancelled),
            Event::CameraEnded if self.held.has_camera => return Err(Reason::Camera(CameraFault::Ended)),
            Event::Queued { bytes } => self.outbox.queued(bytes),
            Event::TimerFired { op } if self.stall == Some(op) => return Err(Reason::Stalled),
            Event::TimerFired { op } if self.blind == Some(op) => {
                // In a page that is hidden nobody looks.
                if self.is_visible {
                    return Err(Reason::Sightless);
                }
                self.blind = Some(self.wait(limits::DETECTOR, out));
            }
            Event::VisibilityChanged { is_visible } => {
                self.is_visible = is_visible;
                if !is_visible && phase.is_watched() {
                    return Err(Reason::PageHidden);
                }
            }
            Event::SocketClosed { code } if self.held.has_socket => {
                self.held.has_socket = false;
                if phase.is_complete() && Closure::of(code) == Closure::Clean {
                    return Ok(Some(Event::SocketClosed { code }));
                }
                let is_refused = matches!(phase, Phase::Connecting { .. });
                return Err(if is_refused { Reason::Refused } else { Reason::Closed(Closure::of(code)) });
            }
            Event::Received(_) if !self.held.has_socket => (),
            Event::Received(Err(_)) => return Err(Reason::Incomprehensible),
            Event::Received(Ok(ServerEvent::Exception(exception))) => {
                return Err(Reason::Exception(exception));
            }
            Event::Received(Ok(ServerEvent::Disconnection { .. })) if !phase.is_complete() => {
                return Err(Reason::Closed(Closure::Clean));
            }
            event => return Ok(Some(event)),
        }
        Ok(None)
    }

    fn within(&mut self, phase: Phase, now: u64, event: Event, out: &mut Vec<Effect>) -> Phase {
        match phase {
            Phase::Idle => self.idle(&event, out),
            Phase::Camera { timer } => self.camera(timer, now, event, out),
            Phase::Connecting { timer, video } => self.connecting(timer, video, &event, out),
            Phase::Informing { timer, video } => self.informing(timer, video, event, out),
            Phase::Approaching(approach) => self.approaching(approach, now, event, out),
            Phase::Beginning(beginning) => self.beginning(beginning, now, event, out),
            Phase::Matching(matching) => self.matching(matching, now, event, out),
            Phase::Holding(holding) => self.holding(holding, now, event, out),
            Phase::Flashing(flashing) => self.flashing(flashing, now, event, out),
            Phase::Stopping(stopping) => self.stopping(stopping, now, event, out),
            Phase::Verifying { timer, is_sent } => self.verifying((timer, is_sent), &event, out),
            Phase::Finished => Phase::Finished,
        }
    }

    /// Starts a timer.
    fn wait(&mut self, millis: u64, out: &mut Vec<Effect>) -> OpId {
        self.last_op = self.last_op.wrapping_add(1);
        let op = OpId(self.last_op);
        out.push(Effect::Wait { op, millis });
        op
    }

    /// Shows something, unless it is shown already.
    fn show(&mut self, view: View, out: &mut Vec<Effect>) {
        if self.view != Some(view) {
            self.view = Some(view);
            out.push(Effect::Show(view));
        }
    }

    /// Sends what there is room for, and watches that there will be room for the rest.
    fn flush(&mut self, now: u64, out: &mut Vec<Effect>) -> Result<(), Reason> {
        let has_sent = self.outbox.flush(now, out)?;
        if self.outbox.is_empty() {
            self.stall = None;
        } else if has_sent || self.stall.is_none() {
            self.stall = Some(self.wait(limits::STALL, out));
        }
        Ok(())
    }

    /// What is offered to the server.
    const fn offered(&self) -> &'static str {
        Version::offered(self.setup.has_light)
    }

    const fn allows(&self, kind: ChallengeKind) -> bool {
        self.setup.has_light || matches!(kind, ChallengeKind::Movement)
    }
}
