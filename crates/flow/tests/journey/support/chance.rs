//! The moves of a random world.

use kyc_flow::{CaptureId, Event, Failure, Millis, PictureFinding, ReviewLook, SlotIndex, Spot};
use kyc_wire::resource::RequestedDocument;
use kyc_wire::{Code, DocumentStatus, DocumentSubtype, DocumentType};
use proptest::prelude::*;

use super::build::{only, wanted};

/// What goes wrong with an operation.
#[derive(Clone, Copy, Debug)]
pub enum Fault {
    /// Nothing.
    None,
    /// Nothing, but the picture is blurred.
    Blurred,
    /// It fails before the server acts.
    Before(Code),
    /// The server acts, and the answer is lost.
    After(Code),
    /// Too many calls: come back in so many milliseconds.
    Limited(u64),
}

impl Fault {
    pub const fn failure(self, now: Millis) -> Option<Failure> {
        match self {
            Self::None | Self::Blurred => None,
            Self::Before(code) | Self::After(code) => Some(Failure::new(code)),
            Self::Limited(millis) => {
                Some(Failure { code: Code::RateLimited, retry_at: Some(Millis(now.0 + millis)) })
            }
        }
    }

    pub const fn has_committed(self) -> bool {
        matches!(self, Self::After(_))
    }

    pub const fn findings(self) -> &'static [PictureFinding] {
        match self {
            Self::Blurred => &[PictureFinding::Blurred],
            _ => &[],
        }
    }
}

#[derive(Clone, Debug)]
pub enum Move {
    Press(Event),
    Files(usize),
    Serve(usize, Fault),
    Deliver(usize, bool),
    Repeat(usize),
    Fire(usize),
    Pass(u64),
    Decide(usize, DocumentStatus),
    Show(bool),
    Connect(bool),
    /// The page is loaded anew; everything on its way is lost.
    Reload,
    Cooperate,
}

fn press() -> impl Strategy<Value = Event> {
    let plain = prop::sample::select(vec![
        Event::StartPressed,
        Event::CameraChosen,
        Event::FileChosen,
        Event::CameraAllowed,
        Event::SideSkipped,
        Event::ShutterPressed,
        Event::CameraSwitched,
        Event::RetakePressed,
        Event::UsePressed,
        Event::TurnPressed,
        Event::CornersChosen([Spot { x: 0, y: u16::MAX }; 4]),
        Event::LookChosen(ReviewLook::Corners),
        Event::AddPagePressed,
        Event::SendPressed,
        Event::CancelPressed,
        Event::RetryPressed,
        Event::ContinuePressed,
        Event::PreviousPressed,
        Event::BackPressed,
        Event::DialogDismissed,
        Event::LeavePressed,
        Event::HoldPressed,
        Event::CalmChosen(true),
    ]);
    prop_oneof![
        20 => plain,
        2 => (0usize..4).prop_map(|slot| Event::SlotChosen(SlotIndex(slot))),
        3 => prop::sample::select(DocumentSubtype::ALL).prop_map(Event::SubtypeChosen),
        2 => (0u32..12).prop_map(|capture| Event::PartRemoved(CaptureId(capture))),
    ]
}

fn fault() -> impl Strategy<Value = Fault> {
    use Code::{Cancelled, Forbidden, Invalid, Maintenance, Network, NotFound, Server, Timeout, TooLarge};
    let before =
        vec![Network, Timeout, Server, Maintenance, Cancelled, Forbidden, NotFound, Invalid, TooLarge];
    let after = vec![Network, Timeout, Server, Maintenance, Cancelled];
    prop_oneof![
        12 => Just(Fault::None),
        2 => Just(Fault::Blurred),
        4 => prop::sample::select(before).prop_map(Fault::Before),
        4 => prop::sample::select(after).prop_map(Fault::After),
        1 => (0u64..90_000).prop_map(Fault::Limited),
    ]
}

/// One move; helpful ones prevail, so that random worlds get somewhere.
pub fn any_move() -> impl Strategy<Value = Move> {
    let pick = 0usize..8;
    prop_oneof![
        16 => Just(Move::Cooperate),
        8 => press().prop_map(Move::Press),
        2 => (0usize..5).prop_map(Move::Files),
        8 => (pick.clone(), fault()).prop_map(|(pick, fault)| Move::Serve(pick, fault)),
        6 => (pick.clone(), any::<bool>()).prop_map(|(pick, twice)| Move::Deliver(pick, twice)),
        2 => (0usize..100).prop_map(Move::Repeat),
        2 => pick.clone().prop_map(Move::Fire),
        2 => (0u64..20_000).prop_map(Move::Pass),
        3 => (pick, prop::sample::select(vec![
            DocumentStatus::Accepted,
            DocumentStatus::Rejected,
            DocumentStatus::Rejected,
            DocumentStatus::Pending,
        ])).prop_map(|(pick, status)| Move::Decide(pick, status)),
        1 => any::<bool>().prop_map(Move::Show),
        1 => any::<bool>().prop_map(Move::Connect),
        1 => Just(Move::Reload),
    ]
}

pub fn moves() -> impl Strategy<Value = Vec<Move>> {
    prop::collection::vec(any_move(), 0..120)
}

/// What a merchant may ask for.
pub fn asked() -> impl Strategy<Value = Vec<RequestedDocument>> {
    let types = prop::sample::select(vec![
        DocumentType::IdentityProof,
        DocumentType::IdentityProof,
        DocumentType::AddressProof,
        DocumentType::FundsProof,
        DocumentType::PurchaseProof,
        DocumentType::CreditFileProof,
    ]);
    let faces = prop::sample::select(vec![
        (false, false),
        (false, false),
        (true, false),
        (true, true),
        (false, true),
    ]);
    let free = (types, 0u32..4, faces).prop_map(|(document_type, attempts, (has_selfie, is_alive))| {
        RequestedDocument {
            face_proof_required: has_selfie,
            face_liveness_required: is_alive,
            ..wanted(document_type, attempts)
        }
    });
    let subtypes = vec![DocumentSubtype::Passport, DocumentSubtype::IdCard];
    let one = prop::sample::select(subtypes).prop_map(only);
    prop::collection::vec(prop_oneof![4 => free, 1 => one], 1..4)
}
