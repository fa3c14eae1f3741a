//! A server that keeps the contract's rules.

use kyc_flow::{Millis, Request};
use kyc_wire::ledger::{Filed, Ledger};
use kyc_wire::resource::{LivenessSession, NewDocument, Rejection, RequestedDocument, StorefrontDocument};
use kyc_wire::{Code, DocumentStatus, LivenessStatus, RejectionType};

use super::build::{END, SHOP};

pub struct Server {
    pub requested: Vec<RequestedDocument>,
    pub filed: Vec<StorefrontDocument>,
    files: u32,
    checks: u32,
}

impl Server {
    pub const fn new(requested: Vec<RequestedDocument>) -> Self {
        Self { requested, filed: Vec::new(), files: 0, checks: 0 }
    }

    fn ledger(&self) -> (Ledger, Vec<Filed>) {
        let filed: Vec<Filed> = self.filed.iter().map(Filed::from).collect();
        (Ledger::new(&self.requested, filed.iter().copied()), filed)
    }

    pub fn request(&self, now: Millis) -> Request {
        let (ledger, filed) = self.ledger();
        Request {
            id: "kyc_req_1".into(),
            requested: self.requested.clone(),
            filed: self.filed.clone(),
            status: ledger.request_status(&filed, now >= END),
            redirect_url: Some(SHOP.into()),
            expires_at: Some(END),
        }
    }

    pub fn begin_liveness(&mut self) -> LivenessSession {
        self.checks += 1;
        check(self.checks, LivenessStatus::Pending)
    }

    /// Judges a session when it is asked for the second time; every third one is not passed.
    pub fn settle_liveness(&self, id: &str, is_finished: bool) -> Option<LivenessSession> {
        let number: u32 =
            id.strip_prefix("kyc_live_")?.parse().ok().filter(|number| *number <= self.checks)?;
        Some(check(
            number,
            match (is_finished, number % 3) {
                (false, _) => LivenessStatus::Pending,
                (true, 0) => LivenessStatus::Failed,
                (true, _) => LivenessStatus::Succeeded,
            },
        ))
    }

    pub fn store_file(&mut self) -> String {
        self.files += 1;
        format!("file_{}", self.files)
    }

    /// `POST /storefront/kyc-documents`.
    pub fn file(&mut self, new: &NewDocument, now: Millis) -> Result<StorefrontDocument, Code> {
        let (ledger, _) = self.ledger();
        if now >= END {
            return Err(Code::Unauthorized);
        }
        let slot = ledger.slot_for(&self.requested, new.document_type, Some(new.document_subtype));
        if slot.is_none() || self.request(now).status.is_final() || new.file_ids.is_empty() {
            return Err(Code::Invalid);
        }
        let status = if new.document_type.is_analysed() {
            DocumentStatus::InProgress
        } else {
            DocumentStatus::Pending
        };
        let document = StorefrontDocument {
            id: format!("kyc_doc_{}", self.filed.len() + 1),
            file_ids: new.file_ids.clone(),
            document_type: new.document_type,
            document_subtype: Some(new.document_subtype),
            status,
            rejection_reason: None,
            processed_time: None,
            created_time: None,
        };
        self.filed.push(document.clone());
        Ok(document)
    }

    /// Decides the `pick`th undecided document, if there is one.
    pub fn decide(&mut self, pick: usize, status: DocumentStatus) {
        let undecided: Vec<usize> = (0..self.filed.len()).filter(|index| self.is_undecided(*index)).collect();
        let Some(index) = undecided.get(pick % undecided.len().max(1)).copied() else { return };
        let document = &mut self.filed[index];
        document.status = status;
        document.processed_time = Some("2026-11-22T00:00:00Z".into());
        document.rejection_reason = (status == DocumentStatus::Rejected)
            .then_some(Rejection { rejection_type: RejectionType::DocumentUnreadable, message: None });
        let document_type = document.document_type;
        if status == DocumentStatus::Accepted {
            self.archive_undecided(document_type);
        }
    }

    fn archive_undecided(&mut self, document_type: kyc_wire::DocumentType) {
        for index in 0..self.filed.len() {
            if self.is_undecided(index) && self.filed[index].document_type == document_type {
                self.filed[index].status = DocumentStatus::Archived;
            }
        }
    }

    fn is_undecided(&self, index: usize) -> bool {
        matches!(self.filed[index].status, DocumentStatus::Pending | DocumentStatus::InProgress)
    }
}

fn check(number: u32, status: LivenessStatus) -> LivenessSession {
    let session_id = format!("{number:08x}-0000-4000-8000-000000000000");
    LivenessSession { id: format!("kyc_live_{number}"), session_id, status }
}
