//! Which subtypes fit which type, and which sides an identity document has.

use crate::vocabulary::{DocumentSubtype as S, DocumentType};

/// What is known about the back of an identity document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BackSide {
    /// It must be handed in (identity card, driving licence).
    Required,
    /// It may be handed in.
    Optional,
    /// There is none (passport).
    None,
}

impl S {
    /// The back of this identity document; every other kind of document has pages instead.
    #[must_use]
    pub const fn back_side(self) -> BackSide {
        match self {
            S::Passport | S::ReverseOfId => BackSide::None,
            S::IdCard | S::DriverLicense => BackSide::Required,
            _ => BackSide::Optional,
        }
    }
}

impl DocumentType {
    /// The subtypes that fit, most usual first.
    #[must_use]
    pub const fn subtypes(self) -> &'static [S] {
        match self {
            Self::IdentityProof => &[
                S::Passport,
                S::IdCard,
                S::DriverLicense,
                S::PublicHealthCard,
                S::ProofOfAgeCard,
                S::BirthCertificate,
                S::MarriageCertificate,
                S::FirearmsLicense,
                S::ReverseOfId,
                S::Other,
            ],
            Self::AddressProof => &[
                S::UtilityBill,
                S::BankStatement,
                S::CreditCardStatement,
                S::RentalReceipt,
                S::LeaseAgreement,
                S::PublicService,
                S::InsuranceLetter,
                S::DebtorsLetter,
                S::TaxReturn,
                S::Other,
            ],
            Self::FundsProof => &[
                S::SalarySlip,
                S::BankStatement,
                S::TaxReturn,
                S::IncomeStatement,
                S::SaleOfAssets,
                S::InheritanceDocumentation,
                S::EwalletTransactionStatement,
                S::Other,
            ],
            Self::PurchaseProof => &[
                S::CopyCreditCard,
                S::CreditCardStatement,
                S::BankStatement,
                S::EwalletHolderDetails,
                S::EwalletTransactionStatement,
                S::Other,
            ],
            Self::CreditFileProof => &[],
        }
    }
}
