//! The older form of tokens: what is asked stands in the token itself, and the server has no request to read. The
//! request is put together here, from the claims and from what was filed; the ids of that lie where the token does.
//! See ADR 9.

use std::cell::RefCell;

use kyc_flow::{Failure, Millis, Request};
use kyc_wire::ledger::{Filed, Ledger};
use kyc_wire::resource::{LivenessSession, NewDocument, StorefrontDocument};
use kyc_wire::token::Claims;
use kyc_wire::{Code, RequestStatus};

use super::api::Api;
use super::{Task, js};

/// On the state of the history entry: the ids of what was filed, with blanks between them.
const KEPT: &str = "kycFiled";
/// No document has this id. Asking for it shows whether the server takes the token.
const NOBODY: &str = "-";

/// An API that answers for a request which only the token knows.
pub struct ClaimedApi<A> {
    api: A,
    /// Without what was filed.
    request: Request,
    filed: RefCell<Vec<String>>,
}

/// Whether the token asks for documents by itself.
#[must_use]
pub fn is_claimed(claims: &Claims) -> bool {
    claims.custom_claims.kyc_request_id.is_none() && !claims.custom_claims.documents.is_empty()
}

impl<A: Api> ClaimedApi<A> {
    /// An API for these claims.
    #[must_use]
    pub fn new(api: A, claims: Claims) -> Self {
        let request = Request {
            id: String::new(),
            requested: claims.custom_claims.documents,
            filed: Vec::new(),
            status: RequestStatus::Gathering,
            redirect_url: claims.custom_claims.redirect_url,
            expires_at: claims.exp.map(|seconds| Millis(seconds.saturating_mul(1000))),
        };
        let kept = js::remembered(KEPT).unwrap_or_default();
        let filed = kept.split_ascii_whitespace().map(ToOwned::to_owned).collect();
        Self { api, request, filed: RefCell::new(filed) }
    }

    /// Nothing of the claims is acted on before the server has taken the token: anybody can write one.
    async fn read(&self) -> Result<Request, Failure> {
        let mut request = self.request.clone();
        let mut ids = self.filed.borrow().clone();
        if ids.is_empty() {
            ids.push(NOBODY.to_owned());
        }
        for id in ids {
            match self.api.read_document(id).await {
                Ok(document) => request.filed.push(document),
                Err(failure) if failure.code == Code::NotFound => {}
                Err(failure) => return Err(failure),
            }
        }
        let filed: Vec<Filed> = request.filed.iter().map(Filed::from).collect();
        let ledger = Ledger::new(&request.requested, filed.iter().copied());
        request.status = ledger.request_status(&filed, false);
        Ok(request)
    }

    async fn file(&self, document: NewDocument) -> Result<StorefrontDocument, Failure> {
        let document = self.api.file_document(document).await?;
        let mut filed = self.filed.borrow_mut();
        if !filed.contains(&document.id) {
            filed.push(document.id.clone());
            js::remember(KEPT, &filed.join(" "));
        }
        Ok(document)
    }
}

impl<A: Api> Api for ClaimedApi<A> {
    fn read_request(&self, _: String) -> Task<'_, Result<Request, Failure>> {
        Box::pin(self.read())
    }

    fn read_document(&self, id: String) -> Task<'_, Result<StorefrontDocument, Failure>> {
        self.api.read_document(id)
    }

    fn file_document(&self, document: NewDocument) -> Task<'_, Result<StorefrontDocument, Failure>> {
        Box::pin(self.file(document))
    }

    fn begin_liveness(&self, request_id: String) -> Task<'_, Result<LivenessSession, Failure>> {
        self.api.begin_liveness(request_id)
    }

    fn settle_liveness(&self, id: String, is_finished: bool) -> Task<'_, Result<LivenessSession, Failure>> {
        self.api.settle_liveness(id, is_finished)
    }
}
