//! The frame on the viewfinder, in the true proportions of what it is for: everything around it is veiled.

use kyc_wire::DocumentSubtype;
use leptos::prelude::*;

use crate::i18n::lookup::Subject;

/// A frame's measures in millimetres; a face has none, only its usual proportions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cutout {
    width: f64,
    height: f64,
    radius: (f64, f64),
}

impl Cutout {
    /// The frame for `subject`. Telephones are about 2:1; letters are A4 or close to it.
    #[must_use]
    pub const fn of(subject: Subject, subtype: DocumentSubtype) -> Self {
        use DocumentSubtype as S;
        const ID_1: Cutout = Cutout { width: 85.6, height: 54.0, radius: (3.2, 3.2) };
        const A_4: Cutout = Cutout { width: 210.0, height: 297.0, radius: (6.0, 6.0) };
        match (subject, subtype) {
            (Subject::Passport, _) => Self { width: 125.0, height: 88.0, radius: (4.0, 4.0) },
            (Subject::Selfie, _) => Self { width: 72.0, height: 96.0, radius: (36.0, 48.0) },
            (Subject::Wallet, _) => Self { width: 72.0, height: 148.0, radius: (8.0, 8.0) },
            (Subject::Card | Subject::CreditCard, _)
            | (_, S::IdCard | S::DriverLicense | S::PublicHealthCard | S::ProofOfAgeCard)
            | (_, S::FirearmsLicense | S::ReverseOfId) => ID_1,
            _ => A_4,
        }
    }

    /// The veil with its hole, and the edge of the hole. The veil reaches far beyond the view box; the stage clips it.
    #[must_use]
    pub fn view(self) -> AnyView {
        let Self { width, height, radius: (rx, ry) } = self;
        let (across, down) = (width - 2.0 * rx, height - 2.0 * ry);
        let hole = format!(
            "M{rx} 0h{across}a{rx} {ry} 0 0 1 {rx} {ry}v{down}a{rx} {ry} 0 0 1 -{rx} {ry}h-{across}a{rx} {ry} 0 0 1 -{rx} -{ry}v-{down}a{rx} {ry} 0 0 1 {rx} -{ry}z"
        );
        let veil = ["M-3000-3000h6000v6000h-6000z", &hole].concat();
        view! {
            <svg class="kyc-camera__cutout" viewBox=format!("0 0 {width} {height}") aria-hidden="true">
                <path d=veil fill-rule="evenodd"></path>
                <path class="kyc-camera__edge" d=hole></path>
            </svg>
        }
        .into_any()
    }
}
