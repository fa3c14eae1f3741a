//! What holds after every event, whatever happens.

use std::collections::BTreeMap;

use kyc_flow::{
    CaptureId, Effect, Ended, Ending, Event, Gathering, Journey, Phase, PictureFinding, Screen, Stage,
};
use kyc_wire::embed::HostMessage;
use kyc_wire::resource::NewDocument;
use kyc_wire::{DocumentStatus, DocumentType, Info, RequestStatus};

use super::inspect::{answers, awaited, gathering};

#[derive(Default)]
pub struct Laws {
    is_camera_on: bool,
    is_check_on: bool,
    told: Option<HostMessage>,
    shown: Vec<(CaptureId, Vec<PictureFinding>)>,
    readies: u32,
    dones: u32,
}

impl Laws {
    pub fn check(&mut self, before: &Journey, event: &Event, after: &Journey, effects: &[Effect]) {
        stale_answers_change_nothing(before, event, after, effects);
        time_is_kept(before, event, after);
        self.the_camera_is_on_only_on_its_screen(after, effects);
        self.the_host_is_told(after, effects);
        self.only_what_was_shown_is_overruled(after, effects);
        if let Some(known) = gathering(before) {
            for effect in effects {
                if let Effect::FileDocument { document, .. } = effect {
                    an_attempt_is_left(gathering(after).unwrap_or(known), document);
                }
            }
        }
        if let Phase::Ended(ended) = &after.phase {
            assert_eq!(ended.info, expected_info(ended));
        }
    }

    fn the_camera_is_on_only_on_its_screen(&mut self, after: &Journey, effects: &[Effect]) {
        for effect in effects {
            match effect {
                Effect::StartCamera { .. } => self.is_camera_on = true,
                Effect::StopCamera => self.is_camera_on = false,
                _ => {}
            }
        }
        let is_checking = effects.iter().any(|effect| matches!(effect, Effect::PerformLiveness { .. }));
        let is_stopped = effects.contains(&Effect::StopLiveness);
        self.is_check_on = is_checking || (self.is_check_on && !is_stopped);
        assert!(!self.is_check_on || after.screen() == Screen::Liveness, "the check went on");
        assert!(!self.is_camera_on || after.screen() == Screen::Camera, "the camera stayed on");
    }

    fn only_what_was_shown_is_overruled(&mut self, after: &Journey, effects: &[Effect]) {
        if let Some(Stage::Reviewing(reviewing)) = gathering(after).map(|gathering| &gathering.stage) {
            self.shown.push((reviewing.picture.capture, reviewing.picture.findings.clone()));
        }
        for effect in effects {
            if let Effect::Upload { capture, overruled, .. } = effect {
                let is_shown = self.shown.iter().any(|(id, shown)| id == capture && shown == overruled);
                assert!(overruled.is_empty() || is_shown, "never shown: {overruled:?}");
            }
        }
    }

    fn the_host_is_told(&mut self, after: &Journey, effects: &[Effect]) {
        for effect in effects {
            let Effect::Tell(message) = effect else { continue };
            match message {
                HostMessage::Ready => self.readies += 1,
                HostMessage::Done { info } => {
                    self.dones += 1;
                    let Phase::Ended(ended) = &after.phase else { panic!("done too early") };
                    assert_eq!(*info, ended.info);
                }
                HostMessage::Step { .. } => self.told = Some(message.clone()),
                _ => {}
            }
            assert!(self.readies == 1 || matches!(message, HostMessage::Step { .. }), "ready comes first");
        }
        let now = HostMessage::Step { screen: after.screen().as_str().into(), document: after.document() };
        assert!(self.told.is_none() || self.told == Some(now), "the host thinks of another screen");
        assert_eq!(self.dones, u32::from(matches!(after.phase, Phase::Ended(_))));
    }
}

fn stale_answers_change_nothing(before: &Journey, event: &Event, after: &Journey, effects: &[Effect]) {
    let Some(op) = answers(event) else { return };
    if awaited(before).contains(&op) || is_up(before, event) {
        return;
    }
    assert_eq!(before, after, "stale: {event:?}");
    assert!(effects.iter().all(|effect| matches!(effect, Effect::Discard(_))), "stale: {effects:?}");
}

fn is_up(journey: &Journey, event: &Event) -> bool {
    let end = gathering(journey).and_then(|gathering| gathering.expires_at);
    event.now().zip(end).is_some_and(|(now, end)| end <= now)
}

fn time_is_kept(before: &Journey, event: &Event, after: &Journey) {
    if is_up(before, event) {
        let Phase::Ended(ended) = &after.phase else { panic!("time is up at {:?}", before.screen()) };
        assert_eq!(ended.info, Info::TokenExpired);
    }
}

/// By what the client knows, the server still takes a document of this type.
fn an_attempt_is_left(gathering: &Gathering, new: &NewDocument) {
    let request = &gathering.request;
    let slots = || request.requested.iter().filter(|slot| slot.document_type == new.document_type);
    let is_unlimited = slots().any(|slot| slot.max_attempts == 0);
    let allowed: u32 = slots().map(|slot| slot.max_attempts).sum();
    let spent = request.filed.iter().filter(|filed| filed.document_type == new.document_type).count();
    assert!(is_unlimited || u32::try_from(spent).unwrap() < allowed, "no attempt is left");
    assert!(request.slot_for(new.document_type, new.document_subtype).is_some(), "nothing is asked for");
}

/// The contract's table, worked out by counting per type.
pub fn expected_info(ended: &Ended) -> Info {
    match ended.ending {
        Ending::Back => return Info::Back,
        Ending::Expired | Ending::Already(RequestStatus::Expired | RequestStatus::Abandoned) => {
            return Info::TokenExpired;
        }
        Ending::Finished | Ending::Already(_) => {}
    }
    let request = ended.request.as_ref().expect("read before it ended");
    let mut wanted: BTreeMap<DocumentType, usize> = BTreeMap::new();
    for slot in request.requested.iter().filter(|slot| slot.document_type != DocumentType::CreditFileProof) {
        *wanted.entry(slot.document_type).or_default() += 1;
    }
    let accepted = |document_type: DocumentType| {
        let of_type = request.filed.iter().filter(|filed| filed.document_type == document_type);
        of_type.filter(|filed| filed.status == DocumentStatus::Accepted).count()
    };
    let got: usize = wanted.iter().map(|(document_type, count)| accepted(*document_type).min(*count)).sum();
    if wanted.is_empty() && request.status == RequestStatus::Failed {
        return Info::Manual;
    }
    match got {
        got if got == wanted.values().sum::<usize>() => Info::Success,
        0 => Info::Manual,
        _ => Info::Partial,
    }
}
