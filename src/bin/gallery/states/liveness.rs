//! The liveness check, and selfies that must come from the camera.

use kyc_flow::{
    CameraState, Capturing, Draft, Facing, Gathering, Journey, Liveness, LivenessState, MAX_CHECKS, Means,
    Phase, SettleStep, Settling, Side, Spent, Stage,
};
use kyc_wire::{Code, DocumentType as Kind};

use super::{OP, States, named};
use crate::build::{asked, at, card, checked_card, gathering, journey, picture, request, usual};

pub fn all() -> States {
    [welcome(), intros(), runs(), judgements(), blocked(), selfies()].concat()
}

fn welcome() -> States {
    let mut identity = asked(Kind::IdentityProof);
    identity.face_liveness_required = true;
    vec![named("welcome-liveness", at(request(vec![identity], Vec::new()), Stage::Welcome))]
}

fn stage(draft: Draft, state: LivenessState) -> Stage {
    let means = Means::Liveness(Liveness { was_corrected: false, state });
    Stage::Capturing(Capturing { draft, side: Side::Selfie, means })
}

fn state(name: &str, state: LivenessState) -> (String, Journey) {
    named(name, at(usual(), stage(checked_card(), state)))
}

fn changed(name: String, stage: Stage, change: impl FnOnce(&mut Gathering)) -> (String, Journey) {
    let mut gathering = gathering(usual(), stage);
    change(&mut gathering);
    (name, journey(Phase::Gathering(Box::new(gathering))))
}

fn intros() -> States {
    let intro = |problem| LivenessState::Intro { problem };
    let again = stage(checked_card(), intro(Some(Code::LivenessFailed)));
    let light = stage(checked_card(), intro(Some(Code::LivenessLight)));
    let calm = stage(checked_card(), intro(None));
    let mut states = vec![
        state("liveness-intro", intro(None)),
        changed("liveness-intro-calm".to_owned(), calm, |gathering| gathering.checks.is_calm = Some(true)),
        changed("liveness-again".to_owned(), again, |gathering| {
            let slot = checked_card().slot;
            gathering.checks.spent = vec![Spent { slot, sessions: MAX_CHECKS - 1, failed: MAX_CHECKS - 1 }];
        }),
        changed("liveness-light-instead".to_owned(), light, |gathering| {
            gathering.checks.is_calm = Some(true);
            gathering.link.selfie.instead_of_liveness = true;
        }),
    ];
    let codes = Code::ALL.iter().filter(|code| {
        let name = code.as_str();
        let is_final = matches!(
            code,
            Code::LivenessUnavailable
                | Code::LivenessDenied
                | Code::LivenessUnsupported
                | Code::LivenessExhausted
        );
        let is_general = matches!(
            code,
            Code::Network | Code::Timeout | Code::RateLimited | Code::Server | Code::Maintenance
        );
        is_general || name.starts_with("camera-") || (name.starts_with("liveness-") && !is_final)
    });
    states.extend(codes.map(|code| state(&format!("liveness-again-{code}"), intro(Some(*code)))));
    states
}

/// What is seen of a run is by its name: the machine knows nothing of it.
fn runs() -> States {
    let run = || LivenessState::Running { op: OP, session: "kyc_ls_1".to_owned() };
    let names = ["starting", "face", "alone", "back", "closer", "centre", "hold", "colours", "verifying"];
    let mut states = vec![state("liveness-opening", LivenessState::Opening { op: OP })];
    states.extend(names.map(|name| state(&format!("liveness-run-{name}"), run())));
    states
}

fn judgements() -> States {
    let settling = |step, tries| {
        let picture = picture(Side::Selfie, &[]);
        let session = "kyc_ls_1".to_owned();
        LivenessState::Settling(Settling { session, picture, step, polls: 1, tries })
    };
    vec![
        state("liveness-settling", settling(SettleStep::Waiting { op: OP }, 0)),
        state("liveness-settling-retrying", settling(SettleStep::Waiting { op: OP }, 1)),
        state("liveness-settling-failed", settling(SettleStep::Failed { code: Code::Timeout }, 0)),
        state("liveness-passed", LivenessState::Passed { picture: picture(Side::Selfie, &[]) }),
    ]
}

fn blocked() -> States {
    let codes =
        [Code::LivenessUnavailable, Code::LivenessDenied, Code::LivenessUnsupported, Code::LivenessExhausted];
    let blocked = |code, is_instead| {
        let tail = if is_instead { "-instead" } else { "" };
        let stage = stage(checked_card(), LivenessState::Blocked { code });
        changed(format!("blocked-{code}{tail}"), stage, |gathering| {
            gathering.link.selfie.instead_of_liveness = is_instead;
        })
    };
    codes.into_iter().flat_map(|code| [blocked(code, false), blocked(code, true)]).collect()
}

/// No file may stand for the camera.
fn selfies() -> States {
    let camera_only =
        |name: String, stage| changed(name, stage, |gathering| gathering.link.selfie.upload = false);
    let draft = || card(&[Side::Front, Side::Back]);
    let camera = |state| {
        let means = Means::Camera { facing: Facing::Front, state };
        Stage::Capturing(Capturing { draft: draft(), side: Side::Selfie, means })
    };
    let mut states = vec![
        camera_only("alone-tips".to_owned(), Stage::Tips { draft: draft(), side: Side::Selfie }),
        camera_only("alone-primer".to_owned(), camera(CameraState::Primer)),
        camera_only("alone-camera".to_owned(), camera(CameraState::Live { op: OP })),
    ];
    let codes = Code::ALL.iter().filter(|code| code.as_str().starts_with("camera-"));
    states.extend(
        codes.map(|code| camera_only(format!("alone-{code}"), camera(CameraState::Failed { code: *code }))),
    );
    states
}
