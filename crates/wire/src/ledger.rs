//! Which filed document answers which requested one, how many attempts are left, and what follows for the request.
//! Client and server share this, so that both count the customer's attempts alike.

pub use crate::filed::Filed;

use crate::resource::RequestedDocument;
use crate::vocabulary::{DocumentStatus, DocumentSubtype, DocumentType, Info, RequestStatus};

/// The account of one requested document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// What it proves.
    pub document_type: DocumentType,
    /// Uploads allowed; 0 = unlimited.
    pub max_attempts: u32,
    /// Indices into the filed documents, in the order they were filed.
    pub filed: Vec<usize>,
    /// Where the slot stands.
    pub standing: Standing,
}

/// Where a requested document stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nothing handed in that still counts.
    Missing,
    /// Accepted.
    Accepted,
    /// Handed in, undecided: `pending` or `in-progress`.
    Undecided,
    /// The last one was rejected; there are attempts left.
    Rejected,
    /// Rejected with no attempt left.
    Exhausted,
}

impl Standing {
    /// Whether the customer can hand something in here.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Missing | Self::Rejected)
    }
}

impl Slot {
    fn new(requested: &RequestedDocument) -> Self {
        Self {
            document_type: requested.document_type,
            max_attempts: requested.max_attempts,
            filed: Vec::new(),
            standing: Standing::Missing,
        }
    }

    /// Attempts spent.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        u32::try_from(self.filed.len()).unwrap_or(u32::MAX)
    }

    /// Attempts left; `None` = unlimited.
    #[must_use]
    pub fn attempts_left(&self) -> Option<u32> {
        (self.max_attempts > 0).then(|| self.max_attempts.saturating_sub(self.attempts()))
    }

    /// Where the slot stands when its documents stand so.
    fn standing(&self, status_of: impl Fn(usize) -> Option<DocumentStatus>) -> Standing {
        let statuses = self.filed.iter().filter_map(|index| status_of(*index));
        let mut standing = Standing::Missing;
        for (spent, status) in (1..).zip(statuses) {
            let is_spent = self.max_attempts > 0 && spent >= self.max_attempts;
            standing = after(standing, status, is_spent);
        }
        standing
    }
}

/// The standing once one more document is counted.
const fn after(standing: Standing, status: DocumentStatus, is_spent: bool) -> Standing {
    match (standing, status) {
        (Standing::Accepted, _) | (_, DocumentStatus::Accepted) => Standing::Accepted,
        (Standing::Undecided, _) | (_, DocumentStatus::Pending | DocumentStatus::InProgress) => {
            Standing::Undecided
        }
        (_, DocumentStatus::Rejected | DocumentStatus::Archived) if is_spent => Standing::Exhausted,
        (_, DocumentStatus::Rejected) => Standing::Rejected,
        (standing, DocumentStatus::Archived) => standing,
    }
}

/// The account of a request: one slot per requested document, in the same order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ledger {
    slots: Vec<Slot>,
}

impl Ledger {
    /// Assigns the filed documents, oldest first, each to the first slot of its type that was open when it was filed
    /// and permits its subtype; when none was open, to the last slot of its type, so that nothing is lost from the
    /// count. Without times, what is decided now counts as decided then.
    #[must_use]
    pub fn new(requested: &[RequestedDocument], filed: impl IntoIterator<Item = Filed>) -> Self {
        let filed: Vec<Filed> = filed.into_iter().collect();
        let status_at = |index: usize, moment| filed.get(index).map(|it| it.status_at(moment));
        Self::with_history(requested, &filed, status_at)
    }

    /// The same for those who know where the document with an index stood at any moment. Its times tell of its last
    /// decision only: when a person decides once more, what was filed between the two must stay where it was counted.
    #[must_use]
    pub fn with_history(
        requested: &[RequestedDocument],
        filed: &[Filed],
        status_at: impl Fn(usize, Option<i64>) -> Option<DocumentStatus>,
    ) -> Self {
        let mut slots: Vec<Slot> = requested.iter().map(Slot::new).collect();
        for (index, document) in filed.iter().enumerate() {
            let status_then = |earlier| status_at(earlier, document.filed_at);
            let position = position(requested, &slots, document, |slot| slot.standing(status_then).is_open());
            if let Some(slot) = position.and_then(|position| slots.get_mut(position)) {
                slot.filed.push(index);
                slot.standing = slot.standing(|index| filed.get(index).map(|it| it.status));
            }
        }
        Self { slots }
    }

    /// The slots, in the order of the requested documents.
    #[must_use]
    pub fn slots(&self) -> &[Slot] {
        &self.slots
    }

    /// The slots a customer is asked for.
    pub fn gathered(&self) -> impl Iterator<Item = &Slot> {
        self.slots.iter().filter(|slot| slot.document_type.is_gathered())
    }

    /// The slot that a new document would be counted in; `None` when nothing of the kind can be handed in.
    #[must_use]
    pub fn slot_for(
        &self,
        requested: &[RequestedDocument],
        document_type: DocumentType,
        subtype: Option<DocumentSubtype>,
    ) -> Option<usize> {
        open_position(requested, &self.slots, document_type, subtype, |slot| slot.standing.is_open())
    }

    /// The result for the merchant when nothing more can be done here, from what the server decided.
    #[must_use]
    pub fn info(&self) -> Info {
        let accepted = self.gathered().filter(|slot| slot.standing == Standing::Accepted).count();
        if accepted == self.gathered().count() {
            Info::Success
        } else if accepted > 0 {
            Info::Partial
        } else {
            Info::Manual
        }
    }

    /// Whether everything that is asked was accepted. A request for nothing but a credit file is answered by that.
    fn is_complete(&self) -> bool {
        let is_accepted = |slot: &Slot| slot.standing == Standing::Accepted;
        if self.gathered().next().is_some() {
            self.gathered().all(is_accepted)
        } else {
            self.slots.iter().any(is_accepted)
        }
    }

    /// The request's status, from the contract's table. `filed` are the documents the ledger was made of; a document
    /// that is `pending` waits for a person. A credit file counts when it was accepted; one that was not is nothing
    /// that the customer provided.
    #[must_use]
    pub fn request_status(&self, filed: &[Filed], is_expired: bool) -> RequestStatus {
        let has_exhausted = self.gathered().any(|slot| slot.standing == Standing::Exhausted);
        let is_of_the_bureau_alone = self.gathered().next().is_none();
        let is_answered = |slot: &Slot| !slot.filed.is_empty();
        let is_tried_in_vain = is_of_the_bureau_alone && self.slots.iter().any(is_answered);
        let is_accepted = |document: &Filed| document.status == DocumentStatus::Accepted;
        let is_anything_accepted = filed.iter().any(is_accepted);
        // A credit file has spared all that was asked.
        let is_nothing_left = self.slots.is_empty() && is_anything_accepted;
        let provided = || filed.iter().filter(|document| document.document_type.is_gathered());
        let is_anything_provided = provided().next().is_some();
        if self.is_complete() || is_nothing_left {
            RequestStatus::Fulfilled
        } else if has_exhausted || is_tried_in_vain {
            RequestStatus::Failed
        } else if is_expired {
            if is_anything_provided { RequestStatus::Abandoned } else { RequestStatus::Expired }
        } else if is_anything_accepted {
            RequestStatus::Partial
        } else if provided().any(|document| document.status == DocumentStatus::Pending) {
            RequestStatus::PendingReview
        } else if is_anything_provided {
            RequestStatus::Attempted
        } else {
            RequestStatus::Gathering
        }
    }
}

fn open_position(
    requested: &[RequestedDocument],
    slots: &[Slot],
    document_type: DocumentType,
    subtype: Option<DocumentSubtype>,
    is_open: impl Fn(&Slot) -> bool,
) -> Option<usize> {
    requested.iter().zip(slots).position(|(wanted, slot)| {
        wanted.document_type == document_type && wanted.permits(subtype) && is_open(slot)
    })
}

fn position(
    requested: &[RequestedDocument],
    slots: &[Slot],
    document: &Filed,
    is_open: impl Fn(&Slot) -> bool,
) -> Option<usize> {
    open_position(requested, slots, document.document_type, document.subtype, is_open)
        .or_else(|| requested.iter().rposition(|wanted| wanted.document_type == document.document_type))
}

#[cfg(test)]
mod tests {
    use super::*;
    use DocumentStatus::{Accepted, InProgress, Pending, Rejected};
    use proptest::prelude::*;

    fn identity(max_attempts: u32) -> RequestedDocument {
        RequestedDocument { max_attempts, ..RequestedDocument::new(DocumentType::IdentityProof) }
    }

    fn filed(status: DocumentStatus) -> Filed {
        let subtype = Some(DocumentSubtype::Passport);
        Filed {
            document_type: DocumentType::IdentityProof,
            subtype,
            status,
            filed_at: None,
            decided_at: None,
        }
    }

    fn status(
        requested: &[RequestedDocument],
        statuses: &[DocumentStatus],
        is_expired: bool,
    ) -> RequestStatus {
        let documents: Vec<Filed> = statuses.iter().copied().map(filed).collect();
        Ledger::new(requested, documents.iter().copied()).request_status(&documents, is_expired)
    }

    #[test]
    fn request_status_follows_the_table() {
        let one = [identity(2)];
        let two = [identity(2), identity(2)];
        assert_eq!(status(&one, &[], false), RequestStatus::Gathering);
        assert_eq!(status(&one, &[Rejected], false), RequestStatus::Attempted);
        assert_eq!(status(&one, &[InProgress], false), RequestStatus::Attempted);
        assert_eq!(status(&two, &[Accepted], false), RequestStatus::Partial);
        assert_eq!(status(&one, &[Pending], false), RequestStatus::PendingReview);
        assert_eq!(status(&one, &[Rejected, Accepted], false), RequestStatus::Fulfilled);
        assert_eq!(status(&one, &[Rejected, Rejected], false), RequestStatus::Failed);
        assert_eq!(status(&one, &[Rejected], true), RequestStatus::Abandoned);
        assert_eq!(status(&one, &[], true), RequestStatus::Expired);
        assert_eq!(status(&one, &[Accepted], true), RequestStatus::Fulfilled);
    }

    #[test]
    fn a_credit_file_alone_decides_its_request() {
        let requested = [RequestedDocument::new(DocumentType::CreditFileProof)];
        let tried = |status| [Filed { document_type: DocumentType::CreditFileProof, ..filed(status) }];
        let result = |status| Ledger::new(&requested, tried(status)).request_status(&tried(status), false);
        assert_eq!(result(Accepted), RequestStatus::Fulfilled);
        assert_eq!(result(Rejected), RequestStatus::Failed);
    }

    #[test]
    fn a_credit_file_beside_others_counts_only_when_it_was_accepted() {
        let requested = [RequestedDocument::new(DocumentType::CreditFileProof), identity(2)];
        let tried = |status| [Filed { document_type: DocumentType::CreditFileProof, ..filed(status) }];
        let result = |status, is_expired| {
            Ledger::new(&requested, tried(status)).request_status(&tried(status), is_expired)
        };
        assert_eq!(result(Accepted, false), RequestStatus::Partial);
        assert_eq!(result(Rejected, false), RequestStatus::Gathering);
        assert_eq!(result(Rejected, true), RequestStatus::Expired);
    }

    #[test]
    fn what_was_accepted_counts_when_it_is_not_asked_for_any_more() {
        let address = [RequestedDocument::new(DocumentType::AddressProof)];
        assert_eq!(status(&address, &[Accepted], false), RequestStatus::Partial);
    }

    #[test]
    fn nothing_fails_for_a_credit_file_that_nobody_tried() {
        let requested = [RequestedDocument::new(DocumentType::CreditFileProof)];
        assert_eq!(status(&requested, &[Rejected], false), RequestStatus::Attempted);
    }

    #[test]
    fn a_credit_file_that_spares_everything_fulfils() {
        let credit_file = Filed { document_type: DocumentType::CreditFileProof, ..filed(Accepted) };
        let result = Ledger::new(&[], [credit_file]).request_status(&[credit_file], false);
        assert_eq!(result, RequestStatus::Fulfilled);
    }

    #[test]
    fn two_documents_of_one_type_fill_their_own_slots() {
        let ledger =
            Ledger::new(&[identity(2), identity(0)], [filed(Accepted), filed(Rejected), filed(Pending)]);
        assert_eq!(ledger.slots()[0].filed, vec![0]);
        assert_eq!(ledger.slots()[1].filed, vec![1, 2]);
        assert_eq!(ledger.slots()[1].attempts_left(), None);
        assert_eq!(ledger.slots()[1].standing, Standing::Undecided);
        assert_eq!(ledger.info(), Info::Partial);
    }

    #[test]
    fn one_filed_while_the_first_was_undecided_belongs_to_the_second() {
        let at = |filed_at, decided_at| Filed {
            filed_at: Some(filed_at),
            decided_at: Some(decided_at),
            ..filed(Rejected)
        };
        let requested = [identity(2), identity(2)];
        let together = Ledger::new(&requested, [at(0, 10), at(5, 12)]);
        assert_eq!([&together.slots()[0].filed[..], &together.slots()[1].filed[..]], [[0], [1]]);
        let in_turn = Ledger::new(&requested, [at(0, 10), at(10, 12)]);
        assert_eq!(in_turn.slots()[0].filed, vec![0, 1]);
        assert_eq!(in_turn.slots()[0].standing, Standing::Exhausted);
    }

    #[test]
    fn a_subtype_goes_to_the_slot_that_permits_it() {
        let card = RequestedDocument { subtypes: Some(vec![DocumentSubtype::IdCard]), ..identity(3) };
        let requested = [card, identity(3)];
        let ledger = Ledger::new(&requested, [filed(Rejected)]);
        assert_eq!(ledger.slots()[1].filed, vec![0]);
        let next = ledger.slot_for(&requested, DocumentType::IdentityProof, Some(DocumentSubtype::IdCard));
        assert_eq!(next, Some(0));
    }

    proptest! {
        #[test]
        fn every_document_is_counted_once(limits in prop::collection::vec(0u32..4, 1..4), picks in prop::collection::vec(0usize..5, 0..12)) {
            let requested: Vec<_> = limits.into_iter().map(identity).collect();
            let documents: Vec<_> = picks.iter().filter_map(|pick| DocumentStatus::ALL.get(*pick)).copied().map(filed).collect();
            let ledger = Ledger::new(&requested, documents.iter().copied());
            let mut counted: Vec<usize> = ledger.slots().iter().flat_map(|slot| slot.filed.clone()).collect();
            counted.sort_unstable();
            prop_assert_eq!(counted, (0..documents.len()).collect::<Vec<_>>());
            for slot in ledger.slots() {
                prop_assert!(slot.standing != Standing::Exhausted || slot.attempts_left() == Some(0));
            }
        }
    }
}
