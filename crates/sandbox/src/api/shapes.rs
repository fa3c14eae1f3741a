//! Bodies of calls as the description shows them. They are read field by field, so that a refusal can name each of
//! them; the parser that does so is named beside.
#![expect(dead_code, reason = "nothing but their schemas is used")]

use utoipa::ToSchema;

use crate::openapi::words::{
    FileSource, KycDocumentRejectionReasonTypes, KycDocumentSubtypes, KycDocumentTypes, TagType,
};

// Read by `requests::parse`.
/// What a request is to ask for.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
pub struct NewKycRequest {
    /// Whom it is for: your own id of the customer, known to the server or not.
    #[schema(example = "ann", max_length = 50, pattern = r"^[@~\-\.\w]+$")]
    customer_id: String,
    #[schema(min_items = 1)]
    documents: Vec<KycRequestDocument>,
    /// Where the customer returns to, with `info=…` added; without one the last screen says that the page can be closed.
    #[schema(example = "https://shop.example/back", max_length = 2048)]
    redirect_url: Option<String>,
    /// Your own note.
    #[schema(max_length = 4000)]
    reason: Option<String>,
    /// How strictly documents are compared with the customer's record: 1 moderate, 2 strict, 3 basic.
    #[schema(minimum = 1, maximum = 3, default = 2, required = false)]
    match_level: u8,
    /// Its end; an hour ahead unless told.
    #[schema(format = DateTime, required = false)]
    expiration_time: String,
}

// Read by `requests::parse`.
/// What changes of a request; what is not named stays.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
pub struct KycRequestChange {
    /// Passed over: a request stays with its customer.
    #[schema(required = false)]
    customer_id: String,
    /// All that is asked for from now on.
    #[schema(min_items = 1, required = false)]
    documents: Vec<KycRequestDocument>,
    #[schema(max_length = 2048)]
    redirect_url: Option<String>,
    #[schema(max_length = 4000)]
    reason: Option<String>,
    #[schema(minimum = 1, maximum = 3, required = false)]
    match_level: u8,
    /// A later end reopens an expired request.
    #[schema(format = DateTime, example = "2999-01-01T00:00:00Z", required = false)]
    expiration_time: String,
}

// Read by `requests::parse_document`, shown by `kyc_wire::resource::RequestedDocument`.
/// A document that is asked for.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
pub struct KycRequestDocument {
    #[schema(rename = "type")]
    document_type: KycDocumentTypes,
    /// The permitted ones; every one that fits the type when there are none.
    #[schema(example = json!(["passport", "id-card"]))]
    subtypes: Option<Vec<KycDocumentSubtypes>>,
    /// How often the customer may hand it in; 0 for as often as it takes.
    #[schema(maximum = 100, default = 3, required = false)]
    max_attempts: u32,
    /// Whether a selfie that matches the document is to be handed in.
    #[schema(default = false, required = false)]
    face_proof_required: bool,
    /// Whether the selfie must come from the face-liveness feature.
    #[schema(default = false, required = false)]
    face_liveness_required: bool,
}

// Read by `documents::Draft`.
/// A document as the merchant files it.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
pub struct NewKycDocument {
    #[schema(example = "ann", max_length = 50, pattern = r"^[@~\-\.\w]+$")]
    customer_id: String,
    document_type: KycDocumentTypes,
    document_subtype: Option<KycDocumentSubtypes>,
    /// Files of the customer or of the merchant. A credit file has none.
    #[schema(required = false, example = json!([]))]
    file_ids: Vec<String>,
    #[schema(max_length = 4000)]
    notes: Option<String>,
    #[schema(max_length = 4000)]
    reason: Option<String>,
    #[schema(minimum = 1, maximum = 3, default = 2, required = false)]
    match_level: u8,
}

// Read by `review::rejection`, shown by `kyc_wire::resource::Rejection`.
/// Why a document is rejected.
#[derive(ToSchema)]
pub struct KycDocumentRejection {
    #[schema(rename = "type")]
    rejection_type: KycDocumentRejectionReasonTypes,
    /// Free text for the customer's eyes.
    #[schema(max_length = 255)]
    message: Option<String>,
}

// Read by `content::Content`.
/// A document as the customer files it.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
pub struct NewStorefrontKycDocument {
    document_type: KycDocumentTypes,
    document_subtype: Option<KycDocumentSubtypes>,
    /// Files that this token uploaded.
    file_ids: Vec<String>,
}

// Read by `content::Content`.
/// What changes of an undecided document; what is not named stays.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
pub struct StorefrontKycDocumentChange {
    /// Cannot be changed; may be named.
    #[schema(required = false)]
    document_type: KycDocumentTypes,
    document_subtype: Option<KycDocumentSubtypes>,
    #[schema(required = false)]
    file_ids: Vec<String>,
}

// Read by `liveness::create`.
/// A face-liveness check to begin.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
pub struct NewStorefrontKycLivenessSession {
    /// The request of the token.
    kyc_request_id: String,
}

// Read by `files::inline`.
/// An upload as JSON: `file` or `url`.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
pub struct NewFile {
    /// A jpg, png or pdf in base64.
    #[schema(required = false, content_encoding = "base64")]
    file: String,
    /// Where the server fetches it: http on this machine only, and for the merchant only.
    #[schema(required = false)]
    url: String,
    #[schema(max_length = 255, required = false)]
    name: String,
    #[schema(max_length = 255, required = false)]
    description: String,
    source_type: Option<FileSource>,
    /// `kyc` on every KYC file, and one of `id-front`, `id-back`, `face-proof` on those of an identity proof.
    #[schema(required = false, max_items = 100, example = json!(["kyc", "id-front"]))]
    tags: Vec<String>,
    /// Whether everybody may read it at `permalink`.
    #[schema(default = false, required = false)]
    is_public: bool,
}

// Read by `files::form`.
/// An upload as a form: a third less to send.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
pub struct FileForm {
    #[schema(required = false, format = Binary)]
    file: String,
    #[schema(required = false)]
    url: String,
    #[schema(max_length = 255, required = false)]
    name: String,
    #[schema(max_length = 255, required = false)]
    description: String,
    #[schema(required = false)]
    source_type: FileSource,
    /// One field each, under this name or as `tags[]`, or a JSON list in one.
    #[schema(required = false, max_items = 100)]
    tags: Vec<String>,
    #[schema(default = false, required = false)]
    is_public: bool,
}

// Read by `files::details::Details`.
/// What changes of a file; what is not named stays.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
pub struct FileChange {
    #[schema(max_length = 255, required = false)]
    name: String,
    #[schema(max_length = 255, required = false)]
    description: String,
    source_type: Option<FileSource>,
    #[schema(required = false, max_items = 100)]
    tags: Vec<String>,
    #[schema(required = false)]
    is_public: bool,
    /// Another one of the same format.
    #[schema(required = false, example = "jpeg")]
    extension: String,
}

// Read by `tags::create`.
/// A label to make.
#[derive(ToSchema)]
pub struct NewTag {
    #[schema(example = "call back", max_length = 255)]
    name: String,
    #[schema(rename = "type")]
    tag_type: TagType,
}

// Read by `tags::patch`.
/// Another name for a label.
#[derive(ToSchema)]
pub struct TagChange {
    #[schema(example = "called back", max_length = 255)]
    name: String,
}
