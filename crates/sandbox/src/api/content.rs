//! What a document consists of, as it is handed in by a customer or by the merchant.

use kyc_wire::{DocumentSubtype, DocumentType};
use serde_json::{Value, json};

use super::body::{present, text_field};
use crate::problem::{ApiError, ApiResult, InvalidFields};
use crate::record::Document;

/// Type, subtype and files of a document.
#[derive(Debug)]
pub struct Content {
    pub document_type: DocumentType,
    pub subtype: Option<DocumentSubtype>,
    pub file_ids: Vec<String>,
}

impl Content {
    pub fn parse(body: &Value) -> ApiResult<Self> {
        let mut fields = InvalidFields::default();
        let content = Self::read(body, &mut fields);
        fields.check()?;
        content.ok_or_else(|| ApiError::unprocessable("The type is missing."))
    }

    /// Reads the three fields and adds those that are refused; `None` without a type.
    pub fn read(body: &Value, fields: &mut InvalidFields) -> Option<Self> {
        let document_type = text_field(body, "documentType").and_then(DocumentType::parse);
        if document_type.is_none() {
            fields.add("documentType", "This is not a type of document.");
        }
        let subtype =
            present(body, "documentSubtype").map(|value| value.as_str().and_then(DocumentSubtype::parse));
        if subtype == Some(None) {
            fields.add("documentSubtype", "This is not a subtype.");
        }
        let file_ids = body.get("fileIds").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let file_ids: Option<Vec<String>> =
            file_ids.iter().map(|id| id.as_str().map(str::to_owned)).collect();
        let needs_files = document_type.is_none_or(DocumentType::is_gathered);
        if file_ids.as_ref().is_none_or(|ids| ids.is_empty() && needs_files) {
            fields.add("fileIds", "Must be a list of file ids.");
        }
        Some(Self {
            document_type: document_type?,
            subtype: subtype.flatten(),
            file_ids: file_ids.unwrap_or_default(),
        })
    }

    /// The document's content with the body's fields laid over it.
    pub fn amended(document: &Document, body: &Value) -> ApiResult<Self> {
        let field = |name: &str, own: Value| body.get(name).cloned().unwrap_or(own);
        Self::parse(&json!({
            "documentType": field("documentType", json!(document.document_type)),
            "documentSubtype": field("documentSubtype", json!(document.subtype)),
            "fileIds": field("fileIds", json!(document.file_ids)),
        }))
    }

    /// Whether this was filed already. Browsers silently repeat a POST whose reused connection died before the
    /// answer (measured with Chromium), and a repetition must not spend a second attempt: each file is filed once.
    pub fn is_in(&self, document: &Document) -> bool {
        document.document_type == self.document_type
            && document.subtype == self.subtype
            && document.file_ids == self.file_ids
    }
}
