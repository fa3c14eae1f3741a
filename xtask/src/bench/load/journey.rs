//! What the callers do, and what they were promised.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::client::{Client, Credentials};
use crate::sandbox;

const JSON: &str = "application/json";
const FORM: &str = "multipart/form-data; boundary=----load";

/// Something the server said that it has.
pub enum Acknowledged {
    Resource(String),
    File { id: String, seed: usize, size: usize },
}

impl Acknowledged {
    /// Whether it can be read, and a file byte for byte.
    pub fn is_there(&self, server: &str) -> bool {
        let client = Client::default();
        let read = |path: &str| client.bytes(&sandbox::api(server, path), &Credentials::Merchant);
        match self {
            Self::Resource(path) => read(path).is_some(),
            Self::File { id, seed, size } => {
                read(&format!("files/{id}/download")).is_some_and(|bytes| bytes == content(*seed, *size))
            }
        }
    }
}

/// A customer's short way: asked for, opened, one small file, one document, looked at. Stops at the first failure.
pub fn customer(client: &mut Client, server: &str, number: usize) -> Vec<Acknowledged> {
    let mut kept = Vec::new();
    // What was acknowledged before a failure counts.
    let _ = go(client, server, number, &mut kept);
    kept
}

fn go(client: &mut Client, server: &str, number: usize, kept: &mut Vec<Acknowledged>) -> Option<()> {
    let (seed, size) = (number + 1_000_000, 20_000);
    let body =
        json!({ "customerId": format!("customer-{number}"), "documents": [{ "type": "funds-proof" }] });
    let address = sandbox::api(server, "kyc-requests");
    let request =
        client.post("create request", &address, &Credentials::Merchant, JSON, body.to_string().as_bytes())?;
    kept.push(Acknowledged::Resource(format!("kyc-requests/{}", id(&request)?)));
    let link = sandbox::gatherer_link(&request)?;
    let own = Credentials::Customer(link.split_once("token=")?.1);
    let address = sandbox::api(server, &format!("storefront/kyc-requests/{}", id(&request)?));
    client.get("open request", &address, &own)?;
    let address = sandbox::api(server, "files");
    let file = client.post("upload 20 KB", &address, &own, FORM, &form(&content(seed, size)))?;
    kept.push(Acknowledged::File { id: id(&file)?, seed, size });
    let body =
        json!({ "documentType": "funds-proof", "documentSubtype": "tax-return", "fileIds": [id(&file)?] });
    let address = sandbox::api(server, "storefront/kyc-documents");
    let document = client.post("file document", &address, &own, JSON, body.to_string().as_bytes())?;
    kept.push(Acknowledged::Resource(format!("kyc-documents/{}", id(&document)?)));
    let address = sandbox::api(server, &format!("storefront/kyc-documents/{}", id(&document)?));
    client.get("read document", &address, &own)?;
    Some(())
}

/// One upload of the merchant's.
pub fn large_file(client: &mut Client, server: &str, seed: usize, size: usize) -> Vec<Acknowledged> {
    let (bytes, address) = (content(seed, size), sandbox::api(server, "files"));
    let own = Credentials::Merchant;
    let file = if seed % 5 == 4 {
        let body = json!({ "file": STANDARD.encode(&bytes), "tags": ["kyc"] }).to_string();
        client.post("upload large, JSON", &address, &own, JSON, body.as_bytes())
    } else {
        client.post("upload large, form", &address, &own, FORM, &form(&bytes))
    };
    let id = file.as_ref().and_then(id);
    id.map(|id| Acknowledged::File { id, seed, size }).into_iter().collect()
}

fn id(resource: &Value) -> Option<String> {
    resource.get("id").and_then(Value::as_str).map(str::to_owned)
}

fn form(bytes: &[u8]) -> Vec<u8> {
    let head = "------load\r\nContent-Disposition: form-data; name=\"tags\"\r\n\r\nkyc\r\n\
                ------load\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n";
    [head.as_bytes(), bytes, b"\r\n------load--\r\n"].concat()
}

/// What looks like a PDF and is different for every seed (xorshift).
fn content(seed: usize, size: usize) -> Vec<u8> {
    let mut bytes = format!("%PDF-1.4\n%{seed}\n").into_bytes();
    let mut state = seed as u64 ^ 0x9E37_79B9_7F4A_7C15;
    while bytes.len() < size {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        bytes.extend_from_slice(&state.to_le_bytes());
    }
    bytes.truncate(size);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contents_have_their_size_and_differ() {
        assert_eq!(content(1, 100).len(), 100);
        assert_eq!(content(1, 100), content(1, 100));
        assert_ne!(content(1, 100), content(2, 100));
    }
}
