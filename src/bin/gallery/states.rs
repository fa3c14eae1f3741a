//! The states, by name.

mod after;
mod liveness;

use kyc_flow::{
    CameraState, CaptureId, Capturing, Draft, Facing, FileState, Journey, Link, Means, OpId, Phase,
    PictureFinding, Reviewing, Side, SlotIndex, Stage, Stopped,
};
use kyc_wire::{Code, DocumentStatus as Status, DocumentSubtype as Subtype, DocumentType as Kind};

use crate::build::{asked, at, card, draft, filed, journey, later, picture, request, usual};

type States = Vec<(String, Journey)>;
const OP: OpId = OpId(1);

/// All of them, in the order of the journey.
pub fn all() -> States {
    [
        before(),
        welcome(),
        choosing(),
        tips(),
        camera(),
        files(),
        liveness::all(),
        reviews(),
        after::sending(),
        after::decisions(),
        after::ends(),
        after::dialogs(),
    ]
    .concat()
}

fn named(name: &str, journey: Journey) -> (String, Journey) {
    (name.to_owned(), journey)
}

fn before() -> States {
    let loading = |tries| journey(Phase::Loading { op: OP, link: Link::default(), tries });
    let stopped = |code: &Code| {
        let can_retry = matches!(
            code,
            Code::Network
                | Code::Timeout
                | Code::RateLimited
                | Code::Server
                | Code::Maintenance
                | Code::NotFound
        );
        let retry_at = (*code == Code::RateLimited).then(|| later(42));
        let retry = can_retry.then(|| Link {
            request_id: Some("kyc_req_01hq8s3v6w9x2y5z7a4b1c0d3e".to_owned()),
            ..Link::default()
        });
        let op = retry_at.map(|_| OP);
        let stopped = Stopped { code: *code, retry_at, op, retry };
        (format!("stopped-{code}"), journey(Phase::Stopped(stopped)))
    };
    let codes = Code::ALL.iter().filter(|code| {
        let name = code.as_str();
        !["camera-", "file-", "liveness-"].iter().any(|prefix| name.starts_with(prefix))
    });
    [named("loading", loading(0)), named("loading-slow", loading(2))]
        .into_iter()
        .chain(codes.map(stopped))
        .collect()
}

fn welcome() -> States {
    let one = request(vec![asked(Kind::AddressProof)], Vec::new());
    let kinds =
        [Kind::IdentityProof, Kind::IdentityProof, Kind::AddressProof, Kind::FundsProof, Kind::PurchaseProof];
    let mut filed = vec![
        filed(Kind::IdentityProof, Subtype::Passport, Status::Accepted),
        filed(Kind::AddressProof, Subtype::UtilityBill, Status::Rejected),
        filed(Kind::FundsProof, Subtype::SalarySlip, Status::Pending),
    ];
    filed.iter_mut().enumerate().for_each(|(index, document)| document.id = format!("kyc_doc_{index}"));
    let some = request(kinds.map(asked).to_vec(), filed);
    vec![
        named("welcome", at(usual(), Stage::Welcome)),
        named("welcome-one", at(one, Stage::Welcome)),
        named("welcome-again", at(some, Stage::Welcome)),
    ]
}

fn choosing() -> States {
    let state = |kind: Kind| {
        let stage = Stage::Choosing { slot: SlotIndex(0) };
        (format!("subtype-{kind}"), at(request(vec![asked(kind)], Vec::new()), stage))
    };
    [Kind::IdentityProof, Kind::AddressProof, Kind::FundsProof, Kind::PurchaseProof].map(state).into()
}

fn tips() -> States {
    let tips = |name: &str, draft: Draft, side| named(name, at(usual(), Stage::Tips { draft, side }));
    let identity = |subtype, sides: &[Side]| draft(Kind::IdentityProof, subtype, sides);
    vec![
        tips("tips-passport", identity(Subtype::Passport, &[]), Side::Front),
        tips("tips-card", card(&[]), Side::Front),
        tips("tips-front", identity(Subtype::BirthCertificate, &[]), Side::Front),
        tips("tips-back", card(&[Side::Front]), Side::Back),
        tips("tips-back-optional", identity(Subtype::PublicHealthCard, &[Side::Front]), Side::Back),
        tips("tips-selfie", card(&[Side::Front, Side::Back]), Side::Selfie),
        tips("tips-page", draft(Kind::AddressProof, Subtype::UtilityBill, &[]), Side::Page(0)),
        tips("tips-credit-card", draft(Kind::PurchaseProof, Subtype::CopyCreditCard, &[]), Side::Page(0)),
        tips("tips-wallet", draft(Kind::PurchaseProof, Subtype::EwalletHolderDetails, &[]), Side::Page(0)),
    ]
}

fn camera() -> States {
    let capture = |name: &str, draft: Draft, side: Side, state| {
        let facing = if side == Side::Selfie { Facing::Front } else { Facing::Rear };
        let means = Means::Camera { facing, state };
        named(name, at(usual(), Stage::Capturing(Capturing { draft, side, means })))
    };
    let live = CameraState::Live { op: OP };
    let passport = draft(Kind::IdentityProof, Subtype::Passport, &[]);
    let bill = draft(Kind::AddressProof, Subtype::UtilityBill, &[]);
    let mut states = vec![
        capture("camera-primer", card(&[]), Side::Front, CameraState::Primer),
        capture("camera-starting", card(&[]), Side::Front, CameraState::Starting { op: OP }),
        capture("camera-card", card(&[]), Side::Front, live.clone()),
        capture("camera-taking", card(&[]), Side::Front, CameraState::Taking { stream: OP, op: OP }),
        capture("camera-passport", passport, Side::Front, live.clone()),
        capture("camera-page", bill, Side::Page(0), live.clone()),
        capture("camera-selfie", card(&[Side::Front, Side::Back]), Side::Selfie, live),
    ];
    let codes = Code::ALL.iter().filter(|code| code.as_str().starts_with("camera-"));
    states.extend(codes.map(|code| {
        capture(&format!("failure-{code}"), card(&[]), Side::Front, CameraState::Failed { code: *code })
    }));
    states
}

fn files() -> States {
    let file = |name: &str, draft: Draft, side, state| {
        let capturing = Capturing { draft, side, means: Means::File(state) };
        named(name, at(usual(), Stage::Capturing(capturing)))
    };
    let bill = || draft(Kind::AddressProof, Subtype::UtilityBill, &[]);
    let queue = vec![CaptureId(11), CaptureId(12)];
    let busy = FileState { queue, op: Some(OP), chosen: 3, ..FileState::default() };
    let mut states = vec![
        file("file-card", card(&[]), Side::Front, FileState::default()),
        file("file-selfie", card(&[Side::Front, Side::Back]), Side::Selfie, FileState::default()),
        file("file-pages", bill(), Side::Page(0), FileState::default()),
        file("file-preparing", bill(), Side::Page(0), busy),
        file("file-left-out", bill(), Side::Page(0), FileState { left_out: 2, ..FileState::default() }),
    ];
    let codes = Code::ALL.iter().filter(|code| code.as_str().starts_with("file-"));
    states.extend(codes.map(|code| {
        let state = FileState { problem: Some(*code), ..FileState::default() };
        file(code.as_str(), bill(), Side::Page(0), state)
    }));
    states
}

fn reviews() -> States {
    let review = |name: &str, mut draft: Draft, side, findings: &[PictureFinding], warnings| {
        draft.warnings = warnings;
        let picture = picture(side, findings);
        named(name, at(usual(), Stage::Reviewing(Reviewing::new(draft, side, picture))))
    };
    let ready = |name: &str, draft| named(name, at(usual(), Stage::Ready { draft }));
    let bill = |pages: &[Side]| draft(Kind::AddressProof, Subtype::UtilityBill, pages);
    let findings = [PictureFinding::TooDark, PictureFinding::Blurred];
    vec![
        review("review-card", card(&[]), Side::Front, &[], 0),
        review("review-warning", card(&[]), Side::Front, &findings, 1),
        review("review-anyway", card(&[]), Side::Front, &findings, 2),
        review("review-selfie", card(&[Side::Front, Side::Back]), Side::Selfie, &[], 0),
        review("review-pdf", bill(&[]), Side::Page(0), &[], 0),
        ready("ready-card", card(&[Side::Front, Side::Back, Side::Selfie])),
        ready("ready-pages", bill(&[Side::Page(0), Side::Page(1)])),
    ]
}
