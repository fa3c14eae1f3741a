//! A shell around one session: timers that fire on time, and a server's end of the socket. It checks the laws of the
//! protocol on everything that leaves.

use kyc_liveness::events::*;
use kyc_liveness::eventstream::Message;
use kyc_liveness::oval::{DetectedFace, Rect, Size};
use kyc_liveness::session::*;
use kyc_liveness::sigv4::{ChunkVerifier, Claim, Credentials, Endpoint, Request, SKEW, Scope};

/// When every story begins, unix milliseconds.
pub const START: u64 = 1_795_343_085_000;
pub const VIDEO: (u32, u32) = (640, 480);
pub const OVAL: OvalParameters =
    OvalParameters { width: 200.0, height: 323.6, centre_x: 320.0, centre_y: 240.0 };

pub fn setup(has_light: bool) -> Setup {
    Setup {
        credentials: Credentials {
            access_key: "ASIAEXAMPLE".to_owned(),
            secret_key: "secret".to_owned(),
            session_token: Some("token".to_owned()),
        },
        scope: Scope::rekognition("eu-west-1"),
        endpoint: Endpoint::parse("ws://127.0.0.1:9999").unwrap(),
        session_id: "a1b2c3d4-0000-4111-8222-0123456789ab".to_owned(),
        challenge_id: "00000000-0000-4111-8222-0123456789ab".to_owned(),
        has_light,
        attempt_count: 1,
        has_precheck: true,
        user_agent: "test".to_owned(),
    }
}

/// What the server wants: three colours, of 600 ms in all, or none.
pub fn information(kind: ChallengeKind) -> ServerEvent {
    let colour = |colour: u8, downscroll, flat| ColourSequence { colour: Rgb([colour; 3]), downscroll, flat };
    let colours = vec![colour(0, 0, 100), colour(1, 300, 0), colour(2, 100, 100)];
    ServerEvent::Information(Box::new(SessionInformation {
        kind,
        oval: OVAL,
        config: ChallengeConfig::default(),
        colours: if kind == ChallengeKind::Movement { Vec::new() } else { colours },
    }))
}

/// A face in the middle, whose square is so wide: 270 fits the oval.
pub fn face(width: f64) -> DetectedFace {
    face_at(320.0, width)
}

pub fn face_at(x: f64, width: f64) -> DetectedFace {
    DetectedFace { square: Rect::around((x, 240.0), Size { width, height: width }) }
}

/// The session, and everything around it.
pub struct World {
    pub session: Session,
    pub now: u64,
    pub timers: Vec<(u64, OpId)>,
    pub effects: Vec<Effect>,
    pub received: Vec<ClientEvent>,
    pub outcome: Option<Outcome>,
    pub view: Option<View>,
    pub closed: Option<u16>,
    has_camera: bool,
    has_recorder: bool,
    has_colours: bool,
    is_open: bool,
    verifier: Option<ChunkVerifier>,
}

impl World {
    pub fn new(has_light: bool) -> Self {
        Self {
            session: Session::new(setup(has_light)),
            now: START,
            timers: Vec::new(),
            effects: Vec::new(),
            received: Vec::new(),
            outcome: None,
            view: None,
            closed: None,
            has_camera: false,
            has_recorder: false,
            has_colours: false,
            is_open: false,
            verifier: None,
        }
    }

    /// Tells the session something, and does what it wants.
    pub fn send(&mut self, event: Event) -> &mut Self {
        match event {
            Event::SocketOpened => self.is_open = self.verifier.is_some() && self.closed.is_none(),
            Event::SocketClosed { code } if self.verifier.is_some() => {
                self.is_open = false;
                self.closed = self.closed.or(Some(code));
            }
            _ => (),
        }
        self.effects = self.session.step(self.now, event);
        for effect in self.effects.clone() {
            self.apply(effect);
        }
        assert_eq!(self.session.is_finished(), self.outcome.is_some());
        self
    }

    fn apply(&mut self, effect: Effect) {
        assert_eq!(self.outcome, None, "nothing follows the end: {effect:?}");
        match effect {
            Effect::Wait { op, millis } => self.timers.push((self.now + millis, op)),
            Effect::StartCamera => self.has_camera = true,
            Effect::StopCamera => self.has_camera = false,
            Effect::OpenSocket { url } => self.verifier = Some(self.verified(&url)),
            Effect::Send(frame) => self.receive(&frame),
            Effect::CloseSocket { code } => {
                assert_eq!(self.closed, None, "closed once");
                assert!(self.verifier.is_some());
                (self.is_open, self.closed) = (false, Some(code));
            }
            Effect::StartRecorder { slice } => {
                assert_eq!(slice, limits::SLICE);
                self.has_recorder = true;
            }
            Effect::StopRecorder => {
                assert!(self.has_recorder, "stopped once");
                self.has_recorder = false;
            }
            Effect::Show(view) => {
                assert_ne!(self.view, Some(view), "shown already");
                self.view = Some(view);
            }
            Effect::Draw(picture) => self.has_colours = picture.is_some(),
            Effect::Finish(outcome) => {
                assert!(!self.has_camera, "the camera's light is off");
                assert!(!self.has_recorder && !self.has_colours);
                assert!(self.verifier.is_none() || self.closed.is_some(), "the socket is closed");
                self.outcome = Some(outcome);
            }
        }
    }

    fn verified(&self, url: &str) -> ChunkVerifier {
        assert!(self.verifier.is_none(), "opened once");
        let setup = setup(true);
        let request = Request {
            host: "127.0.0.1:9999",
            path: Endpoint::PATH,
            scope: &setup.scope,
            secret_key: &setup.credentials.secret_key,
            session_token: setup.credentials.session_token.as_deref(),
            now: self.now,
            skew: SKEW,
        };
        let claim = Claim::read(url.split_once('?').unwrap().1).unwrap();
        let opening = Opening::read(|name| claim.parameter(name)).unwrap();
        assert_eq!((opening.video_width, opening.video_height), VIDEO);
        claim.verify(&request).unwrap()
    }

    fn receive(&mut self, frame: &[u8]) {
        assert!(self.is_open, "sent through an open socket only");
        let chunk = self.verifier.as_mut().unwrap().open(frame, self.now).unwrap();
        let message: Message = chunk.message.unwrap();
        let event = ClientEvent::decode(&message).unwrap();
        self.received.push(event);
        self.is_in_order();
    }

    /// The laws of the order of events.
    fn is_in_order(&self) {
        let session = |event: &ClientEvent| {
            if let ClientEvent::Session(event) = event { Some(event.told) } else { None }
        };
        let told: Vec<Told> = self.received.iter().filter_map(session).collect();
        assert!(matches!(told.first(), None | Some(Told::Start { .. })), "the start comes first");
        let starts = told.iter().filter(|told| matches!(told, Told::Start { .. })).count();
        let ends = told.iter().filter(|told| matches!(told, Told::End { .. })).count();
        assert!(starts <= 1 && ends <= 1);
        if starts > 0 {
            assert!(
                matches!(self.received.first(), Some(ClientEvent::Video { .. })),
                "video comes before the start"
            );
        }
        let is_empty =
            |event: &&ClientEvent| matches!(event, ClientEvent::Video { chunk, .. } if chunk.is_empty());
        let empty = self.received.iter().filter(is_empty).count();
        assert!(empty <= ends, "an empty piece only after the end");
        if let Some(at) =
            self.received.iter().position(|event| matches!(session(event), Some(Told::End { .. })))
        {
            assert!(self.received.len() <= at + 2 && self.received.get(at + 1).as_ref().is_none_or(is_empty));
        }
    }

    /// The pieces of video that arrived, by their first byte.
    pub fn chunks(&self) -> Vec<u8> {
        let chunk = |event: &ClientEvent| {
            if let ClientEvent::Video { chunk, .. } = event { chunk.first().copied() } else { None }
        };
        self.received.iter().filter_map(chunk).collect()
    }

    /// Everything told beside video, in short.
    pub fn told(&self) -> Vec<String> {
        let short = |event: &ClientEvent| match event {
            ClientEvent::Video { chunk, .. } if chunk.is_empty() => "empty".to_owned(),
            ClientEvent::Video { .. } => "video".to_owned(),
            ClientEvent::Session(SessionEvent { told, .. }) => match told {
                Told::Start { .. } => "start".to_owned(),
                Told::Colour { previous, current, number, .. } => {
                    format!("colour {number}: {} {}", previous.0[0], current.0[0])
                }
                Told::End { .. } => "end".to_owned(),
            },
        };
        self.received.iter().map(short).collect()
    }

    /// Lets time pass, with timers that fire when they are due.
    pub fn pass(&mut self, millis: u64) -> &mut Self {
        let until = self.now + millis;
        while let Some(due) = self.next_timer(until) {
            self.timers.retain(|timer| *timer != due);
            let (due, op) = due;
            self.now = self.now.max(due);
            self.send(Event::TimerFired { op });
        }
        self.now = self.now.max(until);
        self
    }

    fn next_timer(&self, until: u64) -> Option<(u64, OpId)> {
        self.timers.iter().copied().filter(|(due, _)| *due <= until).min()
    }

    /// Lets all time pass in which nothing but timers happens.
    pub fn wait_for_the_end(&mut self) -> &mut Self {
        while self.outcome.is_none() && !self.timers.is_empty() {
            self.pass(1000);
        }
        self
    }

    pub fn failed(&self) -> &Reason {
        match &self.outcome {
            Some(Outcome::Failed(reason)) => reason,
            other => panic!("not failed: {other:?}, {:?}", self.view),
        }
    }

    pub fn hint(&self) -> Hint {
        self.view.expect("something is shown").hint
    }

    pub fn sees(&mut self, faces: &[DetectedFace]) -> &mut Self {
        let at = self.now;
        self.send(Event::FacesSeen { at, faces: faces.to_vec() })
    }

    pub fn records(&mut self, number: u32) -> &mut Self {
        let bytes = vec![u8::try_from(number).unwrap() + 1; 100];
        self.send(Event::ChunkRecorded { number, bytes })
    }

    pub fn hears(&mut self, event: ServerEvent) -> &mut Self {
        let read = ServerEvent::decode(&event.encode().unwrap());
        self.send(Event::Received(read.map_err(|_| ReceiveError::Unknown)))
    }

    // The steps of a good run.

    pub fn with_socket(&mut self) -> &mut Self {
        self.send(Event::Begun);
        self.send(Event::CameraStarted { width: VIDEO.0, height: VIDEO.1 });
        self.send(Event::SocketOpened)
    }

    pub fn with_recorder(&mut self, kind: ChallengeKind) -> &mut Self {
        self.with_socket().hears(information(kind)).sees(&[face(150.0)])
    }

    pub fn with_start(&mut self, kind: ChallengeKind) -> &mut Self {
        self.with_recorder(kind).pass(100).send(Event::RecorderStarted);
        self.pass(400).sees(&[face(150.0)]).pass(600).records(0)
    }

    pub fn with_match(&mut self, kind: ChallengeKind) -> &mut Self {
        self.with_start(kind);
        for _ in 0..3 {
            self.pass(100).sees(&[face(270.0)]);
        }
        self
    }

    /// Frames are drawn and looked at for so long.
    pub fn with_frames(&mut self, millis: u64, faces: &[DetectedFace]) -> &mut Self {
        for step in 0..millis / 20 {
            self.pass(20).send(Event::FrameDue);
            if step % 5 == 0 {
                self.sees(faces);
            }
        }
        self
    }

    pub fn with_end(&mut self, kind: ChallengeKind) -> &mut Self {
        self.with_match(kind);
        if kind == ChallengeKind::MovementAndLight {
            self.pass(limits::HOLD).with_frames(700, &[face(270.0)]);
        }
        self.pass(50).records(1).send(Event::RecorderStopped { chunks: 2 })
    }
}
