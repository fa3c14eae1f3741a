//! A world around the machine: it carries out effects when it pleases, loses and repeats answers, and checks the laws
//! after every event.

use std::collections::BTreeSet;

use kyc_flow::{
    CaptureId, Effect, Event, Failure, Journey, Millis, OpId, Phase, Picture, Screen, Start, transition,
};
use kyc_wire::resource::RequestedDocument;
use kyc_wire::{Code, SourceType};

use super::build::{NOW, link, picture};
use super::chance::{Fault, Move};
use super::inspect::{self, gathering};
use super::laws::Laws;
use super::server::Server;

pub struct World {
    pub journey: Journey,
    pub server: Server,
    pub now: Millis,
    /// Operations nobody has carried out yet.
    pub ops: Vec<Effect>,
    /// Answers on their way.
    pub answers: Vec<Event>,
    /// Answers delivered before.
    pub history: Vec<Event>,
    /// What the `files` service holds.
    pub files: BTreeSet<CaptureId>,
    pub timers: Vec<(OpId, Millis)>,
    last_capture: u32,
    /// Documents the server took since the customer last pressed "send".
    commits: u32,
    laws: Laws,
}

impl World {
    pub fn new(requested: Vec<RequestedDocument>) -> Self {
        let mut world = Self {
            journey: Journey::default(),
            server: Server::new(requested),
            now: NOW,
            ops: Vec::new(),
            answers: Vec::new(),
            history: Vec::new(),
            files: BTreeSet::new(),
            timers: Vec::new(),
            last_capture: 0,
            commits: 0,
            laws: Laws::default(),
        };
        world.send(Event::Started(Start { link: Ok(link()), now: NOW }));
        world
    }

    fn reload(&mut self) {
        let (server, now, last_capture) = (Server::new(Vec::new()), self.now, self.last_capture);
        let server = std::mem::replace(&mut self.server, server);
        *self = Self { server, now, last_capture, ..Self::new(Vec::new()) };
        self.journey = Journey::default();
        self.laws = Laws::default();
        self.ops.clear();
        self.send(Event::Started(Start { link: Ok(link()), now }));
    }

    pub const fn is_over(&self) -> bool {
        match &self.journey.phase {
            Phase::Ended(_) => true,
            Phase::Stopped(stopped) => stopped.retry.is_none(),
            _ => false,
        }
    }

    pub fn send(&mut self, event: Event) {
        let before = self.journey.clone();
        let (after, effects) = transition(before.clone(), event.clone());
        self.journey = after;
        if before.screen() == Screen::Ready && self.journey.screen() == Screen::Sending {
            self.commits = 0;
        }
        for effect in &effects {
            self.take(effect);
        }
        self.laws.check(&before, &event, &self.journey, &effects);
        self.check_files();
    }

    fn take(&mut self, effect: &Effect) {
        match effect {
            Effect::Wait { op, millis, .. } => self.timers.push((*op, Millis(self.now.0 + millis))),
            Effect::WaitUntil { op, at } => self.timers.push((*op, *at)),
            Effect::Discard(capture) => drop(self.files.remove(capture)),
            Effect::DiscardAll => self.files.clear(),
            Effect::CancelUpload { op } => self.ops.retain(|other| inspect::starts(other) != Some(*op)),
            effect if inspect::starts(effect).is_some() => self.ops.push(effect.clone()),
            _ => {}
        }
    }

    /// Nothing is lost that the journey needs, and nothing is kept that it does not.
    fn check_files(&self) {
        let held = inspect::held(&self.journey);
        assert!(held.is_subset(&self.files), "a picture in use was discarded: {held:?} {:?}", self.files);
        let mut known = held;
        known.extend(self.answers.iter().filter_map(|answer| match answer {
            Event::PictureReady { picture, .. } | Event::LivenessPerformed { picture, .. } => {
                Some(picture.capture)
            }
            _ => None,
        }));
        assert!(self.files.is_subset(&known), "a picture was forgotten: {:?} {known:?}", self.files);
    }

    pub fn choose_files(&mut self, count: usize) {
        let chosen: Vec<CaptureId> = (0..count).map(|_| self.new_capture()).collect();
        self.send(Event::FilesChosen(chosen));
    }

    fn new_capture(&mut self) -> CaptureId {
        self.last_capture += 1;
        self.files.insert(CaptureId(self.last_capture));
        CaptureId(self.last_capture)
    }

    pub fn make(&mut self, chosen: Move) {
        match chosen {
            Move::Press(event) => self.send(event),
            Move::Files(count) => self.choose_files(count),
            Move::Serve(pick, fault) => {
                if !self.ops.is_empty() {
                    let op = self.ops.remove(pick % self.ops.len());
                    let answer = self.carry_out(&op, fault);
                    self.answers.push(answer);
                }
            }
            Move::Deliver(pick, is_repeated) => {
                if !self.answers.is_empty() {
                    let index = pick % self.answers.len();
                    self.deliver(index);
                    if let Some(again) = self.history.last().cloned().filter(|_| is_repeated) {
                        self.repeat(again);
                    }
                }
            }
            Move::Repeat(pick) => {
                if let Some(again) = self.history.get(pick % self.history.len().max(1)).cloned() {
                    self.repeat(again);
                }
            }
            Move::Fire(pick) => {
                if !self.timers.is_empty() {
                    let (op, _) = self.timers.remove(pick % self.timers.len());
                    self.send(Event::TimerFired { op, now: self.now });
                }
            }
            Move::Pass(millis) => self.now = Millis(self.now.0 + millis),
            Move::Decide(pick, status) => self.server.decide(pick, status),
            Move::Show(is_visible) => self.send(Event::VisibilityChanged { is_visible, now: self.now }),
            Move::Connect(is_online) => self.send(Event::ConnectivityChanged { is_online }),
            Move::Reload => self.reload(),
            Move::Cooperate => self.cooperate(),
        }
    }

    pub fn deliver(&mut self, index: usize) {
        let answer = self.answers.remove(index);
        self.history.push(answer.clone());
        self.send(answer);
    }

    /// A repeated answer: the content of its picture may be long gone.
    fn repeat(&mut self, answer: Event) {
        if matches!(&answer, Event::PictureReady { picture, .. } | Event::LivenessPerformed { picture, .. } if !self.files.contains(&picture.capture))
        {
            return;
        }
        self.send(answer);
    }

    /// Old answers arrive again, the latest first.
    pub fn echo(&mut self) {
        let again: Vec<Event> = self.history.iter().rev().take(6).cloned().collect();
        again.into_iter().for_each(|answer| self.repeat(answer));
    }

    /// Fires the timer that is due next, letting time pass.
    pub fn let_time_pass(&mut self) {
        let next = (0..self.timers.len()).min_by_key(|index| self.timers[*index].1);
        if let Some(index) = next {
            let (op, due) = self.timers.remove(index);
            self.now = self.now.max(due);
            self.send(Event::TimerFired { op, now: self.now });
        }
    }

    pub fn carry_out(&mut self, effect: &Effect, fault: Fault) -> Event {
        let now = self.now;
        let failure = fault.failure(now);
        match (effect.clone(), failure) {
            (Effect::ReadRequest { op, .. }, Some(failure)) => Event::RequestFailed { op, failure },
            (Effect::ReadRequest { op, .. }, None) => {
                Event::RequestLoaded { op, request: self.server.request(now), now }
            }
            (Effect::ReadDocument { op, .. }, Some(failure)) => Event::ReadFailed { op, failure },
            (Effect::ReadDocument { op, id }, None) => {
                match self.server.filed.iter().find(|document| document.id == id) {
                    Some(document) => Event::DocumentRead { op, document: document.clone() },
                    None => Event::ReadFailed { op, failure: Failure::new(Code::NotFound) },
                }
            }
            (Effect::BeginLiveness { op, .. } | Effect::SettleLiveness { op, .. }, Some(failure)) => {
                Event::LivenessUnread { op, failure }
            }
            (Effect::BeginLiveness { op, .. }, None) => {
                Event::LivenessRead { op, session: self.server.begin_liveness() }
            }
            (Effect::SettleLiveness { op, id, is_finished }, None) => {
                match self.server.settle_liveness(&id, is_finished) {
                    Some(session) => Event::LivenessRead { op, session },
                    None => Event::LivenessUnread { op, failure: Failure::new(Code::NotFound) },
                }
            }
            (Effect::Upload { op, .. }, Some(failure)) => Event::UploadFailed { op, failure },
            (Effect::Upload { op, .. }, None) => Event::Uploaded { op, file_id: self.server.store_file() },
            (Effect::FileDocument { op, document }, failure) => {
                let committed = match failure {
                    Some(failure) if !fault.has_committed() => Err(failure),
                    _ => self.server.file(&document, now).map_err(Failure::new),
                };
                self.commits += u32::from(committed.is_ok());
                assert!(self.commits <= 1, "filed twice for one decision of the customer");
                match (committed, failure) {
                    (Ok(document), None) => Event::DocumentFiled { op, document },
                    (Ok(_), Some(failure)) | (Err(failure), _) => Event::FilingFailed { op, failure },
                }
            }
            (effect, failure) => self.use_device(&effect, fault, failure.is_some()),
        }
    }

    fn use_device(&mut self, effect: &Effect, fault: Fault, is_failing: bool) -> Event {
        match effect.clone() {
            Effect::StartCamera { op, .. } if is_failing => {
                Event::CameraFailed { op, code: Code::CameraDenied }
            }
            Effect::StartCamera { op, .. } => Event::CameraStarted { op },
            Effect::TakePicture { op, .. } if is_failing => {
                Event::PictureRefused { op, code: Code::CameraFailed }
            }
            Effect::TakePicture { op, .. } => {
                let capture = self.new_capture();
                Event::PictureReady { op, picture: picture(capture, SourceType::Camera, fault.findings()) }
            }
            Effect::PerformLiveness { op, .. } if is_failing => {
                Event::LivenessRefused { op, code: Code::LivenessFit }
            }
            Effect::PerformLiveness { op, .. } => {
                let capture = self.new_capture();
                Event::LivenessPerformed { op, picture: picture(capture, SourceType::Camera, &[]) }
            }
            Effect::AdjustPicture { op, .. } if is_failing => {
                Event::PictureRefused { op, code: Code::FileDamaged }
            }
            Effect::AdjustPicture { op, capture, adjustment, .. } => {
                let picture = picture(capture, SourceType::Upload, fault.findings());
                Event::PictureReady { op, picture: Picture { adjustment, ..picture } }
            }
            Effect::PrepareFile { op, capture, .. } => {
                if is_failing || !self.files.contains(&capture) {
                    return Event::PictureRefused { op, code: Code::FileDamaged };
                }
                Event::PictureReady { op, picture: picture(capture, SourceType::Upload, fault.findings()) }
            }
            other => unreachable!("{other:?} is no operation"),
        }
    }

    /// The document types and statuses at the end, for the table of results.
    pub fn shown(&self) -> String {
        format!("{:?} in {:?}", self.journey.screen(), gathering(&self.journey).map(|g| &g.stage))
    }
}
