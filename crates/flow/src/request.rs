//! The request as the machine knows it: what is asked for, what was filed, and what follows for each slot.

use kyc_wire::ledger::{Filed, Ledger, Standing};
use kyc_wire::resource::{Rejection, RequestedDocument, StorefrontDocument};
use kyc_wire::{DocumentStatus, DocumentSubtype, DocumentType, Info, RequestStatus};
use serde::Serialize;

use crate::ids::{Millis, SlotIndex};

/// A request as last read from the server, times already parsed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Request {
    /// Its id; empty when the server has no such request, because the token carries it.
    pub id: String,
    /// What is asked for.
    pub requested: Vec<RequestedDocument>,
    /// What was filed, oldest first.
    #[serde(serialize_with = "crate::privacy::documents")]
    pub filed: Vec<StorefrontDocument>,
    /// Where it stands.
    pub status: RequestStatus,
    /// Where the customer returns to.
    pub redirect_url: Option<String>,
    /// Its end.
    pub expires_at: Option<Millis>,
}

/// One requested document, as a screen shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotView {
    /// Its position.
    pub index: SlotIndex,
    /// What is asked for.
    pub requested: RequestedDocument,
    /// Where it stands.
    pub standing: Standing,
    /// Attempts left; `None` = unlimited.
    pub attempts_left: Option<u32>,
    /// The last document filed here.
    pub last: Option<StorefrontDocument>,
}

impl SlotView {
    /// Why the last document was refused.
    #[must_use]
    pub fn rejection(&self) -> Option<&Rejection> {
        self.last.as_ref()?.rejection_reason.as_ref()
    }
}

impl Request {
    /// The account of attempts.
    #[must_use]
    pub fn ledger(&self) -> Ledger {
        Ledger::new(&self.requested, self.filed.iter().map(Filed::from))
    }

    /// Whether the token carries it: reading it tells of those documents only whose filing was answered.
    #[must_use]
    pub const fn is_claimed(&self) -> bool {
        self.id.is_empty()
    }

    /// The documents a customer is asked for, in order.
    #[must_use]
    pub fn slots(&self) -> Vec<SlotView> {
        let ledger = self.ledger();
        let slots = self.requested.iter().zip(ledger.slots()).enumerate();
        slots
            .filter(|(_, (requested, _))| requested.document_type.is_gathered())
            .map(|(index, (requested, slot))| SlotView {
                index: SlotIndex(index),
                requested: requested.clone(),
                standing: slot.standing,
                attempts_left: slot.attempts_left(),
                last: slot.filed.last().and_then(|filed| self.filed.get(*filed)).cloned(),
            })
            .collect()
    }

    /// The slot at `index`.
    #[must_use]
    pub fn slot(&self, index: SlotIndex) -> Option<SlotView> {
        self.slots().into_iter().find(|slot| slot.index == index)
    }

    /// The next slot something can be handed in for; none once a slot is exhausted, because the request has then
    /// failed for good.
    #[must_use]
    pub fn next_open(&self) -> Option<SlotView> {
        let slots = self.slots();
        let has_failed = slots.iter().any(|slot| slot.standing == Standing::Exhausted);
        if has_failed || self.status.is_final() {
            return None;
        }
        slots.into_iter().find(|slot| slot.standing.is_open())
    }

    /// The result for the merchant, from what the server said. A request may be fulfilled without every document,
    /// when a credit file replaced some; and one that asked for nothing but a credit file may have failed.
    #[must_use]
    pub fn info(&self) -> Info {
        let ledger = self.ledger();
        match self.status {
            RequestStatus::Fulfilled => Info::Success,
            RequestStatus::Failed if ledger.gathered().next().is_none() => Info::Manual,
            _ => ledger.info(),
        }
    }

    /// The slot in which the server counts a new document of this kind; `None` when it would not take it.
    #[must_use]
    pub fn slot_for(&self, document_type: DocumentType, subtype: DocumentSubtype) -> Option<SlotIndex> {
        self.next_open()?;
        self.ledger().slot_for(&self.requested, document_type, Some(subtype)).map(SlotIndex)
    }

    /// The slot in which the filed document with this id is counted.
    #[must_use]
    pub fn slot_of(&self, id: &str) -> Option<SlotView> {
        let filed = self.filed.iter().position(|document| document.id == id)?;
        let index = self.ledger().slots().iter().position(|slot| slot.filed.contains(&filed))?;
        self.slot(SlotIndex(index))
    }

    /// Takes in what the server says of one document.
    pub fn record(&mut self, document: StorefrontDocument) {
        match self.filed.iter_mut().find(|known| known.id == document.id) {
            Some(known) => *known = document,
            None => self.filed.push(document),
        }
    }

    /// The filed document that consists of exactly these files.
    #[must_use]
    pub fn filed_with(&self, file_ids: &[String]) -> Option<&StorefrontDocument> {
        self.filed.iter().find(|document| {
            document.file_ids.len() == file_ids.len()
                && file_ids.iter().all(|id| document.file_ids.contains(id))
        })
    }

    /// Whether a document is decided, or known to wait for a person.
    #[must_use]
    pub fn is_settled(document: &StorefrontDocument) -> bool {
        match document.status {
            DocumentStatus::Accepted | DocumentStatus::Rejected | DocumentStatus::Archived => true,
            DocumentStatus::InProgress => false,
            DocumentStatus::Pending => {
                !document.document_type.is_analysed() || document.processed_time.is_some()
            }
        }
    }
}
