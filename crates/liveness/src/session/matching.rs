//! The face in the oval, and the colours on it.

use super::Session;
use super::effect::{Effect, Hint, View};
use super::event::Event;
use super::limits::{BLIND, COLOURS, FLASH_GRACE, FLASH_SHARE, GRACE, HOLD};
use super::phase::{Flashing, Holding, Matching, Phase, Scene};
use super::reason::{Reason, TIMEOUT};
use crate::colours::Colours;
use crate::events::{ChallengeKind, TargetFace};
use crate::oval::{DetectedFace, Look, Matcher, Place, Sight};

impl Session {
    pub(super) fn matching(
        &mut self,
        matching: Matching,
        now: u64,
        event: Event,
        out: &mut Vec<Effect>,
    ) -> Phase {
        match event {
            Event::FacesSeen { at, faces } => self.looked(matching, at.min(now), &faces, out),
            Event::TimerFired { op } if op == matching.fit.timer => {
                let reason = match matching.sight {
                    Some(Sight::Several) => Reason::SeveralFaces,
                    _ => Reason::FitTimeout,
                };
                self.close(reason, TIMEOUT, out)
            }
            event => {
                if let Some(reason) = self.recorded(now, event) {
                    return self.fail(reason, out);
                }
                Phase::Matching(matching)
            }
        }
    }

    fn looked(
        &mut self,
        mut matching: Matching,
        at: u64,
        faces: &[DetectedFace],
        out: &mut Vec<Effect>,
    ) -> Phase {
        let sight = Sight::of(faces);
        matching.sight = Some(sight);
        let look = look(&mut matching.matcher, &matching.run.scene, at, sight);
        self.is_fit = look.place == Some(Place::Matched);
        let hint = hint_of(look.place, Some(sight));
        let percent = (look.progress * 100.0) as u8;
        self.show(View { hint, oval: Some(matching.run.scene.oval), percent }, out);
        let Some((start, end)) = look.matched else { return Phase::Matching(matching) };
        let Matching { run, matcher, fit, .. } = matching;
        let target = TargetFace { bounds: run.scene.oval.fractions(run.scene.video), start, end };
        if run.scene.kind == ChallengeKind::Movement {
            return self.stop(&run, target, out);
        }
        let timer = self.wait(HOLD, out);
        Phase::Holding(Holding { run, matcher, target, fit, timer, bad_since: None, seen: hint })
    }

    pub(super) fn holding(
        &mut self,
        mut holding: Holding,
        now: u64,
        event: Event,
        out: &mut Vec<Effect>,
    ) -> Phase {
        match event {
            Event::FacesSeen { at, faces } => {
                let (at, sight) = (at.min(now), Sight::of(&faces));
                let look = look(&mut holding.matcher, &holding.run.scene, at, sight);
                self.is_fit = look.place == Some(Place::Matched);
                holding.seen = hint_of(look.place, Some(sight));
                holding.bad_since = if self.is_fit { None } else { holding.bad_since.or(Some(at)) };
                match holding.bad_since {
                    Some(since) if at.saturating_sub(since) > GRACE => self.again(holding, out),
                    _ => Phase::Holding(holding),
                }
            }
            Event::TimerFired { op } if op == holding.timer => {
                if holding.bad_since.is_some() {
                    self.again(holding, out)
                } else {
                    self.flash(holding, now, out)
                }
            }
            Event::TimerFired { op } if op == holding.fit.timer => {
                holding.fit.is_over = true;
                Phase::Holding(holding)
            }
            event => match self.recorded(now, event) {
                Some(reason) => self.fail(reason, out),
                None => Phase::Holding(holding),
            },
        }
    }

    /// The face left the oval: it may come back while there is time.
    fn again(&mut self, holding: Holding, out: &mut Vec<Effect>) -> Phase {
        let Holding { run, matcher, fit, seen: hint, .. } = holding;
        if fit.is_over {
            return self.fail(Reason::FitTimeout, out);
        }
        self.show(View { hint, oval: Some(run.scene.oval), percent: 0 }, out);
        Phase::Matching(Matching { run, matcher, sight: None, fit })
    }

    fn flash(&mut self, holding: Holding, now: u64, out: &mut Vec<Effect>) -> Phase {
        let Holding { run, target, .. } = holding;
        let colours = Colours::new(run.scene.colours.clone());
        self.held.has_colours = true;
        self.show(View { hint: Hint::Colours, oval: Some(run.scene.oval), percent: 100 }, out);
        let timer = self.wait(colours.millis() * 2 + COLOURS, out);
        self.drawn(Flashing { run, target, colours, timer, bad_since: None, looked_at: now }, now, out)
    }

    pub(super) fn flashing(
        &mut self,
        mut flashing: Flashing,
        now: u64,
        event: Event,
        out: &mut Vec<Effect>,
    ) -> Phase {
        match event {
            Event::FrameDue => self.drawn(flashing, now, out),
            Event::FacesSeen { at, faces } => {
                let at = at.min(now);
                let scene = &flashing.run.scene;
                let overlap = scene.fit(Sight::of(&faces)).map_or(0.0, |fit| fit.overlap);
                self.is_fit = overlap > scene.thresholds.overlap;
                let is_good = overlap > scene.thresholds.overlap * FLASH_SHARE;
                flashing.looked_at = at;
                flashing.bad_since = if is_good { None } else { flashing.bad_since.or(Some(at)) };
                match flashing.bad_since {
                    Some(since) if at.saturating_sub(since) > FLASH_GRACE => self.fail(Reason::FaceLost, out),
                    _ => Phase::Flashing(flashing),
                }
            }
            Event::TimerFired { op } if op == flashing.timer => self.fail(Reason::ColoursTimeout, out),
            event => match self.recorded(now, event) {
                Some(reason) => self.fail(reason, out),
                None => Phase::Flashing(flashing),
            },
        }
    }

    fn drawn(&mut self, mut flashing: Flashing, now: u64, out: &mut Vec<Effect>) -> Phase {
        if now.saturating_sub(flashing.looked_at) > BLIND {
            return self.fail(Reason::FaceLost, out);
        }
        let tick = flashing.colours.tick(now);
        out.push(Effect::Draw(tick.picture));
        if let Some(told) = tick.told {
            self.tell(flashing.run.scene.kind, told);
        }
        if flashing.colours.is_over() {
            self.held.has_colours = false;
            return self.stop(&flashing.run, flashing.target, out);
        }
        Phase::Flashing(flashing)
    }

    /// What the recorder does while it must run; why that is a failure.
    fn recorded(&mut self, now: u64, event: Event) -> Option<Reason> {
        match event {
            Event::ChunkRecorded { number, bytes } => self.outbox.record(now, number, bytes).err(),
            Event::RecorderFailed | Event::RecorderStopped { .. } => Some(Reason::RecorderFailed),
            _ => None,
        }
    }
}

/// The one thing to do about what was seen.
pub(super) const fn hint_of(place: Option<Place>, sight: Option<Sight>) -> Hint {
    match (place, sight) {
        (Some(Place::TooFar), _) => Hint::ComeCloser,
        (Some(Place::TooClose), _) => Hint::MoveAway,
        (Some(Place::OffCentre), _) => Hint::Centre,
        (Some(Place::Matched), _) => Hint::HoldStill,
        (None, Some(Sight::Several)) => Hint::BeAlone,
        (None, _) => Hint::ShowFace,
    }
}

fn look(matcher: &mut Matcher, scene: &Scene, at: u64, sight: Sight) -> Look {
    let bounds = match sight {
        Sight::One(face) => Some(face.bounds(scene.video, &scene.thresholds)),
        Sight::Nobody | Sight::Several => None,
    };
    matcher.observe(at, bounds.as_ref())
}
