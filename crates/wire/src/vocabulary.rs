//! The closed word lists of the API: types, subtypes, statuses, reasons, tags and results.

use crate::macros::vocabulary;

vocabulary! {
    /// What a requested document proves (`KycDocumentTypes`).
    pub enum DocumentType {
        /// Who the customer is.
        IdentityProof = "identity-proof",
        /// Where the customer lives.
        AddressProof = "address-proof",
        /// Where the customer's money comes from.
        FundsProof = "funds-proof",
        /// That the customer owns the means of payment.
        PurchaseProof = "purchase-proof",
        /// A credit bureau's record; tried by the server, never gathered from a customer.
        CreditFileProof = "credit-file-proof",
    }
}

impl DocumentType {
    /// Whether a customer is ever asked to hand this in.
    #[must_use]
    pub const fn is_gathered(self) -> bool {
        !matches!(self, Self::CreditFileProof)
    }

    /// Whether the server analyses it by itself; the others always go to a person.
    #[must_use]
    pub const fn is_analysed(self) -> bool {
        matches!(self, Self::IdentityProof | Self::AddressProof)
    }
}

vocabulary! {
    /// The kind of paper handed in (`KycDocumentSubtypes`).
    pub enum DocumentSubtype else Other {
        /// A passport: one photo page, no back.
        Passport = "passport",
        /// A national identity card: front and back.
        IdCard = "id-card",
        /// A driving licence: front and back.
        DriverLicense = "driver-license",
        /// A birth certificate.
        BirthCertificate = "birth-certificate",
        /// A gas, water, electricity or telephone bill.
        UtilityBill = "utility-bill",
        /// A receipt for rent.
        RentalReceipt = "rental-receipt",
        /// A lease.
        LeaseAgreement = "lease-agreement",
        /// A picture of the card that was charged.
        CopyCreditCard = "copy-credit-card",
        /// A card statement.
        CreditCardStatement = "credit-card-statement",
        /// A bank statement.
        BankStatement = "bank-statement",
        /// Papers of an inheritance.
        InheritanceDocumentation = "inheritance-documentation",
        /// A tax return.
        TaxReturn = "tax-return",
        /// A salary slip.
        SalarySlip = "salary-slip",
        /// Papers of a sale of assets.
        SaleOfAssets = "sale-of-assets",
        /// A public health card.
        PublicHealthCard = "public-health-card",
        /// A proof-of-age card.
        ProofOfAgeCard = "proof-of-age-card",
        /// The reverse of an identity document, handed in alone.
        ReverseOfId = "reverse-of-id",
        /// A letter from a public service.
        PublicService = "public-service",
        /// The page of an e-wallet that names its holder.
        EwalletHolderDetails = "ewallet-holder-details",
        /// An e-wallet's list of transactions.
        EwalletTransactionStatement = "ewallet-transaction-statement",
        /// A marriage certificate.
        MarriageCertificate = "marriage-certificate",
        /// A firearms licence.
        FirearmsLicense = "firearms-license",
        /// A letter from an insurer.
        InsuranceLetter = "insurance-letter",
        /// A statement of income.
        IncomeStatement = "income-statement",
        /// A letter from a creditor about a debt.
        DebtorsLetter = "debtors-letter",
        /// Anything else that proves the point.
        Other = "other",
    }
}

vocabulary! {
    /// Where a filed document stands.
    pub enum DocumentStatus else Pending {
        /// Waits for the analysis or for a person.
        Pending = "pending",
        /// Is being analysed.
        InProgress = "in-progress",
        /// Decided in the customer's favour.
        Accepted = "accepted",
        /// Refused, with a reason.
        Rejected = "rejected",
        /// Superseded by an accepted one.
        Archived = "archived",
    }
}

vocabulary! {
    /// Where a request stands; see `ledger::request_status` for when each holds.
    pub enum RequestStatus else Gathering {
        /// Nothing provided yet.
        Gathering = "gathering",
        /// Something provided, nothing accepted.
        Attempted = "attempted",
        /// Something accepted, not everything.
        Partial = "partial",
        /// Something waits for a person, nothing accepted.
        PendingReview = "pending-review",
        /// Everything accepted.
        Fulfilled = "fulfilled",
        /// A document used all its attempts in vain.
        Failed = "failed",
        /// Something provided, then expired.
        Abandoned = "abandoned",
        /// Nothing provided, then expired.
        Expired = "expired",
    }
}

impl RequestStatus {
    /// Whether the request can still change.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Fulfilled | Self::Failed | Self::Abandoned | Self::Expired)
    }
}

vocabulary! {
    /// Why a document was refused (`KycDocumentRejectionReasonTypes`, 19 of them).
    pub enum RejectionType else Other {
        /// The text cannot be read.
        DocumentUnreadable = "document-unreadable",
        /// It has expired.
        DocumentExpired = "document-expired",
        /// It was valid when handed in but has expired since.
        DocumentWasValidButExpired = "document-was-valid-but-expired",
        /// It is not what was asked for, or the pictures do not belong together.
        DocumentNotMatching = "document-not-matching",
        /// The same picture was handed in before.
        DocumentDuplicate = "document-duplicate",
        /// It is not a document that counts.
        DocumentInvalid = "document-invalid",
        /// The file is locked and cannot be opened.
        DocumentNotOpen = "document-not-open",
        /// The person is too young.
        UnderagePerson = "underage-person",
        /// It belongs to somebody else.
        ThirdPartyOrMismatch = "third-party-or-mismatch",
        /// The expiry date is missing.
        ExpirationDateMissing = "expiration-date-missing",
        /// The issue date is missing.
        IssueDateMissing = "issue-date-missing",
        /// The kind of document is missing.
        SubtypeMissing = "subtype-missing",
        /// The date of birth differs.
        DobMismatch = "dob-mismatch",
        /// The name differs.
        NameMismatch = "name-mismatch",
        /// Name and date of birth differ.
        NameAndDobMismatch = "name-and-dob-mismatch",
        /// Important parts are missing.
        CriticalInfoMissing = "critical-info-missing",
        /// The identity document shows an old address.
        OldAddressOnId = "old-address-on-id",
        /// It looks altered.
        TamperedDocument = "tampered-document",
        /// Another reason, told in the message.
        Other = "other",
    }
}

vocabulary! {
    /// The tags that KYC files carry.
    pub enum FileTag {
        /// On every KYC file.
        Kyc = "kyc",
        /// The front of an identity proof, or a passport's photo page.
        IdFront = "id-front",
        /// The back of an identity proof.
        IdBack = "id-back",
        /// The selfie that belongs to an identity proof.
        FaceProof = "face-proof",
    }
}

vocabulary! {
    /// The result handed to the merchant as `info=…` on the redirect.
    pub enum Info {
        /// Every requested document was accepted.
        Success = "success",
        /// Some accepted, others undecided or given to a person.
        Partial = "partial",
        /// Handed in, none accepted, a person has to look.
        Manual = "manual",
        /// The customer chose to go back.
        Back = "back",
        /// The token or the request expired.
        TokenExpired = "token_expired",
    }
}

vocabulary! {
    /// Where a face-liveness check stands.
    pub enum LivenessStatus {
        /// Not settled yet.
        Pending = "pending",
        /// A living face was seen.
        Succeeded = "succeeded",
        /// It was not.
        Failed = "failed",
        /// The check was not done in time.
        Abandoned = "abandoned",
    }
}

vocabulary! {
    /// Where a file came from.
    pub enum SourceType else Upload {
        /// Chosen, dropped or pasted.
        Upload = "upload",
        /// Taken with the camera in the app.
        Camera = "camera",
    }
}

/// How strictly a document is compared with the customer's record: 1 moderate, 2 strict, 3 basic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct MatchLevel(pub u8);

impl Default for MatchLevel {
    fn default() -> Self {
        Self(2)
    }
}
