//! A story: a scripted customer, server and device. Each verb is what a person would call it.

use kyc_flow::{
    CaptureId, Effect, Ended, Event, Failure, Gathering, Journey, Link, Millis, OpId, Phase, PictureFinding,
    Request, Screen, Stage, Start, Stopped, transition,
};
use kyc_wire::embed::HostMessage;
use kyc_wire::resource::{NewDocument, RequestedDocument, StorefrontDocument};
use kyc_wire::{Code, DocumentStatus, DocumentSubtype, SourceType};

use super::build::{NOW, link, picture, request};
use super::inspect::starts;

pub struct Story {
    pub journey: Journey,
    /// What the last event caused.
    pub effects: Vec<Effect>,
    /// What all events caused.
    pub all: Vec<Effect>,
    captures: u32,
}

impl Story {
    /// The link is opened.
    pub fn opened(link: Link) -> Self {
        let mut story =
            Self { journey: Journey::default(), effects: Vec::new(), all: Vec::new(), captures: 0 };
        story.send(Event::Started(Start { link: Ok(link), now: NOW }));
        story
    }

    /// The link is opened and the request read.
    pub fn loaded(link: Link, request: Request) -> Self {
        let mut story = Self::opened(link);
        story.answer(|op| Event::RequestLoaded { op, request, now: NOW });
        story
    }

    pub fn asked_for(requested: &[RequestedDocument]) -> Self {
        Self::loaded(link(), request(requested, &[]))
    }

    pub fn send(&mut self, event: Event) {
        let (journey, effects) = transition(self.journey.clone(), event);
        self.journey = journey;
        self.all.extend(effects.iter().cloned());
        self.effects = effects;
    }

    pub fn press(&mut self, events: impl IntoIterator<Item = Event>) {
        events.into_iter().for_each(|event| self.send(event));
    }

    /// The operation started last.
    pub fn op(&self) -> OpId {
        self.all.iter().rev().find_map(starts).expect("an operation was started")
    }

    pub fn answer(&mut self, event: impl FnOnce(OpId) -> Event) {
        let op = self.op();
        self.send(event(op));
    }

    pub fn time_passes(&mut self, now: Millis) {
        self.answer(|op| Event::TimerFired { op, now });
    }

    pub fn fires(&mut self) {
        self.time_passes(NOW);
    }

    pub fn screen(&self) -> Screen {
        self.journey.screen()
    }

    pub fn gathering(&self) -> &Gathering {
        match &self.journey.phase {
            Phase::Gathering(gathering) => gathering,
            other => panic!("not gathering: {other:?}"),
        }
    }

    pub fn stage(&self) -> &Stage {
        &self.gathering().stage
    }

    pub fn ended(&self) -> &Ended {
        match &self.journey.phase {
            Phase::Ended(ended) => ended,
            other => panic!("not ended: {other:?}"),
        }
    }

    pub fn stopped(&self) -> &Stopped {
        match &self.journey.phase {
            Phase::Stopped(stopped) => stopped,
            other => panic!("not stopped: {other:?}"),
        }
    }

    pub fn did(&self, effect: &Effect) -> bool {
        self.effects.contains(effect)
    }

    pub fn told(&self) -> Vec<HostMessage> {
        let tell = |effect: &Effect| match effect {
            Effect::Tell(message) => Some(message.clone()),
            _ => None,
        };
        self.all.iter().filter_map(tell).collect()
    }

    /// The documents posted so far.
    pub fn posted(&self) -> Vec<NewDocument> {
        let post = |effect: &Effect| match effect {
            Effect::FileDocument { document, .. } => Some(document.clone()),
            _ => None,
        };
        self.all.iter().filter_map(post).collect()
    }

    pub fn is_reading(&self) -> bool {
        self.effects
            .iter()
            .any(|effect| matches!(effect, Effect::ReadRequest { .. } | Effect::ReadDocument { .. }))
    }

    pub fn chooses(&mut self, subtype: DocumentSubtype) {
        self.press([Event::StartPressed, Event::SubtypeChosen(subtype)]);
    }

    /// From the tips: the camera takes a picture.
    pub fn photographs(&mut self, findings: &[PictureFinding]) -> CaptureId {
        self.press([Event::CameraChosen, Event::CameraAllowed]);
        self.shoots(findings)
    }

    /// From a camera that starts.
    pub fn shoots(&mut self, findings: &[PictureFinding]) -> CaptureId {
        self.answer(|op| Event::CameraStarted { op });
        self.send(Event::ShutterPressed);
        self.captures += 1;
        let taken = picture(CaptureId(self.captures), SourceType::Camera, findings);
        self.answer(|op| Event::PictureReady { op, picture: taken });
        CaptureId(self.captures)
    }

    /// From the tips: a good picture is taken and used.
    pub fn captures(&mut self) -> CaptureId {
        let capture = self.photographs(&[]);
        self.send(Event::UsePressed);
        capture
    }

    /// From the file screen: files are chosen.
    pub fn picks(&mut self, count: usize) -> Vec<CaptureId> {
        let first = self.captures;
        self.captures += u32::try_from(count).unwrap();
        let picked: Vec<CaptureId> = (first + 1..=self.captures).map(CaptureId).collect();
        self.send(Event::FilesChosen(picked.clone()));
        picked
    }

    /// The chosen file can be used.
    pub fn is_prepared(&mut self, capture: CaptureId) {
        let prepared = picture(capture, SourceType::Upload, &[]);
        self.answer(|op| Event::PictureReady { op, picture: prepared });
    }

    /// A part arrives at the server.
    pub fn uploads(&mut self, file_id: &str) {
        self.answer(|op| Event::Uploaded { op, file_id: file_id.into() });
    }

    pub fn upload_fails(&mut self, code: Code) {
        self.answer(|op| Event::UploadFailed { op, failure: Failure::new(code) });
    }

    pub fn filing_fails(&mut self, code: Code) {
        self.answer(|op| Event::FilingFailed { op, failure: Failure::new(code) });
    }

    /// The server answers a read of the request.
    pub fn reads(&mut self, requested: &[RequestedDocument], filed: &[StorefrontDocument]) {
        let request = request(requested, filed);
        self.answer(|op| Event::RequestLoaded { op, request, now: NOW });
    }

    pub fn read_fails(&mut self, code: Code) {
        self.answer(|op| Event::RequestFailed { op, failure: Failure::new(code) });
    }

    /// The server takes the document that was posted last.
    pub fn is_filed(&mut self, id: &str, status: DocumentStatus) {
        let new = self.posted().pop().expect("something was posted");
        let document = StorefrontDocument {
            file_ids: new.file_ids,
            document_subtype: Some(new.document_subtype),
            ..super::build::document(id, new.document_type, status)
        };
        self.answer(|op| Event::DocumentFiled { op, document });
    }

    /// The next read of the document that is waited for tells `status`.
    pub fn is_decided(&mut self, status: DocumentStatus) {
        let Stage::Deciding(deciding) = self.stage() else { panic!("not waiting: {:?}", self.stage()) };
        let (document_type, id) = (deciding.document.document_type, deciding.document.id.clone());
        let document = StorefrontDocument {
            document_subtype: deciding.document.document_subtype,
            file_ids: deciding.document.file_ids.clone(),
            ..super::build::document(&id, document_type, status)
        };
        self.fires();
        self.answer(|op| Event::DocumentRead { op, document });
    }

    /// A whole passport: chosen, photographed, sent and taken by the server.
    pub fn hands_in_a_passport(&mut self, id: &str) {
        self.send(Event::SubtypeChosen(DocumentSubtype::Passport));
        self.captures();
        self.send(Event::SendPressed);
        self.uploads(&format!("file_{id}"));
        self.is_filed(id, DocumentStatus::InProgress);
    }
}
