//! From the server's wish to the start of the video.

use super::effect::{Effect, Hint, View};
use super::event::Event;
use super::matching::hint_of;
use super::phase::{Approaching, Beginning, Fitting, Matching, Phase, Run, Scene};
use super::reason::Reason;
use super::{Session, limits};
use crate::events::{ChallengeKind, ClientEvent, InitialFace, SessionEvent, Told};
use crate::oval::{DetectedFace, Matcher, Rect, Sight, Size};

/// The oval that is drawn before the server's, in widths of an upright frame.
const FIRST_OVAL: f64 = 0.5;

impl Session {
    pub(super) fn approaching(
        &mut self,
        mut approaching: Approaching,
        now: u64,
        event: Event,
        out: &mut Vec<Effect>,
    ) -> Phase {
        match event {
            Event::FacesSeen { faces, .. } => {
                let sight = Sight::of(&faces);
                approaching.sight = Some(sight);
                let scene = &approaching.scene;
                let hint = match sight {
                    Sight::Nobody => Hint::ShowFace,
                    Sight::Several => Hint::BeAlone,
                    Sight::One(face) => {
                        approaching.was_far =
                            face.is_far_enough(scene.video, &scene.thresholds, approaching.was_far);
                        if approaching.was_far && self.is_visible {
                            return self.record(approaching.scene, now, out);
                        }
                        Hint::GoBack
                    }
                };
                self.show(first_view(scene, hint), out);
                Phase::Approaching(approaching)
            }
            Event::TimerFired { op } if op == approaching.timer => {
                let reason = match approaching.sight {
                    _ if !self.is_visible => Reason::PageHidden,
                    Some(Sight::One(_)) => Reason::TooClose,
                    sight => unseen(sight),
                };
                self.fail(reason, out)
            }
            _ => Phase::Approaching(approaching),
        }
    }

    fn record(&mut self, scene: Scene, now: u64, out: &mut Vec<Effect>) -> Phase {
        self.held.has_recorder = true;
        out.push(Effect::StartRecorder { slice: limits::SLICE });
        self.show(View { hint: Hint::HoldStill, oval: Some(scene.oval), percent: 0 }, out);
        Phase::Beginning(Beginning {
            scene,
            called_at: now,
            video_start: None,
            face: None,
            sight: None,
            recorder_timer: self.wait(limits::FIRST_CHUNK, out),
            face_timer: self.wait(limits::FIRST_FACE, out),
        })
    }

    pub(super) fn beginning(
        &mut self,
        mut beginning: Beginning,
        now: u64,
        event: Event,
        out: &mut Vec<Effect>,
    ) -> Phase {
        match event {
            Event::RecorderStarted => {
                let since = now.saturating_sub(beginning.called_at).min(limits::FIRST_CHUNK);
                // Where in that time the first frame lies: as Amazon's clients have it, measured by them.
                let start = beginning.called_at.saturating_add((since * 73 + 50) / 100);
                beginning.video_start = beginning.video_start.or(Some(start));
            }
            Event::ChunkRecorded { number, bytes } => {
                if let Err(reason) = self.outbox.record(now, number, bytes) {
                    return self.fail(reason, out);
                }
            }
            Event::FacesSeen { at, faces } => {
                let sight = Sight::of(&faces);
                beginning.face = match sight {
                    Sight::One(face) => {
                        let at = at.min(now).max(beginning.called_at);
                        Some(initial(&face, beginning.scene.video, at))
                    }
                    Sight::Nobody | Sight::Several => None,
                };
                beginning.sight = Some(sight);
                let hint = match sight {
                    Sight::One(_) => Hint::HoldStill,
                    sight => hint_of(None, Some(sight)),
                };
                self.show(View { hint, oval: Some(beginning.scene.oval), percent: 0 }, out);
            }
            Event::RecorderFailed => return self.fail(Reason::RecorderFailed, out),
            Event::RecorderStopped { .. } => return self.fail(Reason::RecorderFailed, out),
            Event::TimerFired { op } if op == beginning.recorder_timer && !self.outbox.has_video() => {
                return self.fail(Reason::RecorderSilent, out);
            }
            Event::TimerFired { op } if op == beginning.face_timer && beginning.face.is_none() => {
                return self.fail(unseen(beginning.sight), out);
            }
            _ => (),
        }
        self.begun(beginning, out)
    }

    /// Tells the start, when there is video and a face.
    fn begun(&mut self, beginning: Beginning, out: &mut Vec<Effect>) -> Phase {
        let Some(face) = beginning.face.filter(|_| self.outbox.has_video()) else {
            return Phase::Beginning(beginning);
        };
        let Beginning { scene, called_at, video_start, sight, .. } = beginning;
        let video_start = video_start.unwrap_or(called_at);
        self.tell(scene.kind, Told::Start { video_start, face });
        // The oval of the day may be nearer or further.
        let place = sight.and_then(|sight| scene.fit(sight)).map(|fit| fit.place);
        self.show(View { hint: hint_of(place, sight), oval: Some(scene.oval), percent: 0 }, out);
        let matcher = Matcher::new(scene.oval, scene.thresholds);
        let timer = self.wait(scene.thresholds.fit_timeout, out);
        let fit = Fitting { timer, is_over: false };
        Phase::Matching(Matching { run: Run { scene, face }, matcher, sight, fit })
    }

    /// Puts a session event into the queue.
    pub(super) fn tell(&mut self, kind: ChallengeKind, told: Told) {
        let challenge_id = self.setup.challenge_id.clone();
        self.outbox.push(ClientEvent::Session(SessionEvent { kind, challenge_id, told }));
    }
}

/// Why there was not one face.
const fn unseen(sight: Option<Sight>) -> Reason {
    match sight {
        Some(Sight::Several) => Reason::SeveralFaces,
        _ => Reason::NoFace,
    }
}

pub(super) fn first_view(scene: &Scene, hint: Hint) -> View {
    let oval = Rect::before_the_servers(scene.video, scene.thresholds.ratio, FIRST_OVAL);
    View { hint, oval: Some(oval), percent: 0 }
}

fn initial(face: &DetectedFace, video: Size, at: u64) -> InitialFace {
    InitialFace { bounds: face.square.within(video).fractions(video), at }
}
