//! The vocabulary's shapes from and to JSON, as `kyc-wire`'s own serde derives do it outside the browser: absent fields
//! are defaulted, unknown ones ignored, and what does not fit makes the whole unreadable.

use js_sys::{Array, JSON};
use kyc_wire::config::{AppConfig, FixedCredentials, Limits, LivenessProvider, SelfieRules};
use kyc_wire::embed::{HostMessage, SOURCE, VERSION};
use kyc_wire::resource::{
    DEFAULT_MAX_ATTEMPTS, EmbeddedDocuments, FileResource, LivenessSession, NewDocument, Rejection,
    RequestedDocument, StorefrontDocument, StorefrontRequest,
};
use kyc_wire::token::{self, AclEntry, Claims, CustomClaims, Scope};
use kyc_wire::{DocumentStatus, DocumentSubtype, DocumentType, LivenessStatus, RejectionType, RequestStatus};
use wasm_bindgen::JsValue;

use super::json::{Json, object};

/// A request.
#[must_use]
pub fn request(json: &Json) -> Option<StorefrontRequest> {
    let json = json.fields()?;
    Some(StorefrontRequest {
        id: json.get("id").text()?,
        documents: json.field_or("documents", Vec::new(), |list| list.list(requested))?,
        status: RequestStatus::of_wire(&json.get("status").text()?)?,
        redirect_url: json.optional("redirectUrl", Json::text)?,
        expiration_time: json.optional("expirationTime", Json::text)?,
        embedded: json.optional("_embedded", embedded)?,
    })
}

fn embedded(json: &Json) -> Option<EmbeddedDocuments> {
    let documents = json.fields()?.field_or("documents", Vec::new(), |list| list.list(document))?;
    Some(EmbeddedDocuments { documents })
}

fn requested(json: &Json) -> Option<RequestedDocument> {
    let json = json.fields()?;
    Some(RequestedDocument {
        document_type: document_type(&json.get("type"))?,
        subtypes: json.optional("subtypes", |list| list.list(subtype))?,
        max_attempts: json.field_or("maxAttempts", DEFAULT_MAX_ATTEMPTS, Json::small)?,
        face_proof_required: json.field_or("faceProofRequired", false, Json::is_true)?,
        face_liveness_required: json.field_or("faceLivenessRequired", false, Json::is_true)?,
    })
}

/// A filed document.
#[must_use]
pub fn document(json: &Json) -> Option<StorefrontDocument> {
    let json = json.fields()?;
    Some(StorefrontDocument {
        id: json.get("id").text()?,
        file_ids: json.field_or("fileIds", Vec::new(), Json::texts)?,
        document_type: document_type(&json.get("documentType"))?,
        document_subtype: json.optional("documentSubtype", subtype)?,
        status: DocumentStatus::of_wire(&json.get("status").text()?)?,
        rejection_reason: json.optional("rejectionReason", rejection)?,
        processed_time: json.optional("processedTime", Json::text)?,
        created_time: json.optional("createdTime", Json::text)?,
    })
}

fn rejection(json: &Json) -> Option<Rejection> {
    let json = json.fields()?;
    let rejection_type = RejectionType::of_wire(&json.get("type").text()?)?;
    Some(Rejection { rejection_type, message: json.optional("message", Json::text)? })
}

fn document_type(json: &Json) -> Option<DocumentType> {
    DocumentType::of_wire(&json.text()?)
}

fn subtype(json: &Json) -> Option<DocumentSubtype> {
    DocumentSubtype::of_wire(&json.text()?)
}

/// An uploaded file.
#[must_use]
pub fn file(json: &Json) -> Option<FileResource> {
    let json = json.fields()?;
    Some(FileResource { id: json.get("id").text()?, tags: json.field_or("tags", Vec::new(), Json::texts)? })
}

/// The deployment's configuration.
#[must_use]
pub fn config(json: &Json) -> Option<AppConfig> {
    let json = json.fields()?;
    Some(AppConfig {
        api_url: json.field_or("apiUrl", String::new(), Json::text)?,
        organization_id: json.optional("organizationId", Json::text)?,
        allowed_parents: json.field_or("allowedParents", Vec::new(), Json::texts)?,
        support_url: json.optional("supportUrl", Json::text)?,
        privacy_url: json.optional("privacyUrl", Json::text)?,
        limits: json.field_or("limits", Limits::default(), limits)?,
        selfie: json.field_or("selfie", SelfieRules::default(), selfie)?,
        liveness: json.optional("liveness", liveness_provider)?,
    })
}

fn selfie(json: &Json) -> Option<SelfieRules> {
    let (json, usual) = (json.fields()?, SelfieRules::default());
    Some(SelfieRules {
        upload: json.field_or("upload", usual.upload, Json::is_true)?,
        instead_of_liveness: json.field_or("insteadOfLiveness", usual.instead_of_liveness, Json::is_true)?,
    })
}

fn liveness_provider(json: &Json) -> Option<LivenessProvider> {
    let json = json.fields()?;
    Some(LivenessProvider {
        region: json.get("region").text()?,
        endpoint: json.optional("endpoint", Json::text)?,
        identity_endpoint: json.optional("identityEndpoint", Json::text)?,
        identity_pool_id: json.optional("identityPoolId", Json::text)?,
        credentials: json.optional("credentials", credentials)?,
    })
}

fn credentials(json: &Json) -> Option<FixedCredentials> {
    let json = json.fields()?;
    Some(FixedCredentials {
        access_key_id: json.get("accessKeyId").text()?,
        secret_access_key: json.get("secretAccessKey").text()?,
        session_token: json.optional("sessionToken", Json::text)?,
    })
}

/// A liveness session.
#[must_use]
pub fn liveness_session(json: &Json) -> Option<LivenessSession> {
    let json = json.fields()?;
    Some(LivenessSession {
        id: json.get("id").text()?,
        session_id: json.field_or("sessionId", String::new(), Json::text)?,
        status: LivenessStatus::of_wire(&json.get("status").text()?)?,
    })
}

/// The body that begins a liveness session.
#[must_use]
pub fn body_of_liveness(request_id: &str) -> Option<String> {
    JSON::stringify(&object(&[("kycRequestId", request_id.into())])).ok().map(String::from)
}

fn limits(json: &Json) -> Option<Limits> {
    let (json, usual) = (json.fields()?, Limits::default());
    Some(Limits {
        max_file_bytes: json.field_or("maxFileBytes", usual.max_file_bytes, Json::whole)?,
        max_pages: json.field_or("maxPages", usual.max_pages, Json::small)?,
    })
}

/// The claims of a token, as [`Claims::read`] reads them; `None` when it is no token.
#[must_use]
pub fn claims(token: &str) -> Option<Claims> {
    let json = Json::parse(&String::from_utf8(token::payload(token)?).ok()?)?;
    let json = json.fields()?;
    Some(Claims {
        exp: json.optional("exp", Json::whole)?,
        // Parts that do not fit read as absent: a token of a newer server must not lock the customer out.
        acl: json.get("acl").list(acl_entry).unwrap_or_default(),
        custom_claims: custom_claims(&json.get("customClaims")).unwrap_or_default(),
    })
}

fn acl_entry(json: &Json) -> Option<AclEntry> {
    Some(AclEntry { scope: json.fields()?.field_or("scope", Scope::default(), scope)? })
}

fn scope(json: &Json) -> Option<Scope> {
    let organization_id = json.fields()?.field_or("organizationId", Vec::new(), Json::texts)?;
    Some(Scope { organization_id })
}

fn custom_claims(json: &Json) -> Option<CustomClaims> {
    let json = json.fields()?;
    Some(CustomClaims {
        kyc_request_id: json.optional("kycRequestId", Json::text)?,
        documents: json.get("documents").list(claimed).unwrap_or_default(),
        redirect_url: json.optional("redirectUrl", Json::text)?,
    })
}

/// A type, or an object like those of a request.
fn claimed(json: &Json) -> Option<RequestedDocument> {
    document_type(json).map(RequestedDocument::new).or_else(|| requested(json))
}

/// The body that files a document.
#[must_use]
pub fn body_of(document: &NewDocument) -> Option<String> {
    let files: Array = document.file_ids.iter().map(|id| JsValue::from(id.as_str())).collect();
    let body = object(&[
        ("documentType", document.document_type.as_str().into()),
        ("documentSubtype", document.document_subtype.as_str().into()),
        ("fileIds", files.into()),
    ]);
    JSON::stringify(&body).ok().map(String::from)
}

/// A message in its envelope.
#[must_use]
pub fn message(message: &HostMessage) -> JsValue {
    let (kind, payload) = match message {
        HostMessage::Ready => ("ready", None),
        HostMessage::Resize { height } => ("resize", Some(object(&[("height", (*height).into())]))),
        HostMessage::Step { screen, document } => {
            let document = document.map_or(JsValue::NULL, |document| document.as_str().into());
            ("step", Some(object(&[("screen", screen.as_str().into()), ("document", document)])))
        }
        HostMessage::Document { document, status } => {
            let fields = [("document", document.as_str().into()), ("status", status.as_str().into())];
            ("document", Some(object(&fields)))
        }
        HostMessage::Done { info } => ("done", Some(object(&[("info", info.as_str().into())]))),
        HostMessage::Error { code } => ("error", Some(object(&[("code", code.as_str().into())]))),
    };
    let envelope = object(&[("source", SOURCE.into()), ("version", VERSION.into()), ("type", kind.into())]);
    if let Some(payload) = payload {
        super::js::set(&envelope, "payload", &payload);
    }
    envelope
}
