//! What the server has said it did. A new kind of thing to be kept is a new variant here, and an actor that adds it.

use reqwest::{Client, StatusCode};
use serde_json::{Value, json};

use crate::load::content;
use crate::program::Program;
use crate::support::KEY;

#[derive(Clone, Debug)]
pub enum Promise {
    Request {
        id: String,
        customer: String,
    },
    File {
        id: String,
        seed: u64,
        size: usize,
    },
    Deleted {
        file: String,
    },
    Document {
        id: String,
        request: String,
        files: Vec<String>,
    },
    /// `status` and everything that follows from it.
    Decided {
        document: String,
        status: &'static str,
    },
}

impl Promise {
    /// What is there may be further along than what was acknowledged, never behind.
    pub async fn check(&self, reader: &Reader) -> Result<(), String> {
        match self {
            Self::Request { id, customer } => {
                let request = reader.json(&format!("kyc-requests/{id}")).await?;
                equal(&request["customerId"], &json!(customer))
            }
            Self::File { id, seed, size } => {
                let file = reader.json(&format!("files/{id}")).await?;
                equal(&file["size"], &json!(size))?;
                let bytes = reader.bytes(&format!("files/{id}/download")).await?;
                if bytes == content(*seed, *size) { Ok(()) } else { Err("the bytes differ".into()) }
            }
            Self::Deleted { file } => {
                let status = reader.status(&format!("files/{file}")).await;
                if status == StatusCode::NOT_FOUND { Ok(()) } else { Err(format!("answers {status}")) }
            }
            Self::Document { id, request, files } => {
                let document = reader.json(&format!("kyc-documents/{id}")).await?;
                equal(&document["fileIds"], &json!(files))?;
                equal(&document["requestId"], &json!(request))
            }
            Self::Decided { document, status } => {
                let document = reader.json(&format!("kyc-documents/{document}")).await?;
                equal(&document["status"], &json!(status))?;
                let request = document["requestId"].as_str().unwrap_or_default();
                let request = reader.json(&format!("kyc-requests/{request}")).await?;
                let expected = if *status == "accepted" { "fulfilled" } else { "attempted" };
                equal(&request["status"], &json!(expected))
            }
        }
    }
}

fn equal(found: &Value, expected: &Value) -> Result<(), String> {
    if found == expected { Ok(()) } else { Err(format!("{found} instead of {expected}")) }
}

/// Reads as the merchant.
pub struct Reader {
    api: String,
    client: Client,
}

impl Reader {
    pub fn new(program: &Program) -> Self {
        Self { api: program.api(""), client: Client::new() }
    }

    async fn get(&self, path: &str) -> reqwest::Response {
        let call = self.client.get(format!("{}{path}", self.api)).header("REB-APIKEY", KEY);
        call.send().await.unwrap()
    }

    async fn status(&self, path: &str) -> StatusCode {
        self.get(path).await.status()
    }

    async fn bytes(&self, path: &str) -> Result<Vec<u8>, String> {
        let answer = self.get(path).await;
        if answer.status() != StatusCode::OK {
            return Err(format!("{path} answers {}", answer.status()));
        }
        Ok(answer.bytes().await.unwrap().to_vec())
    }

    async fn json(&self, path: &str) -> Result<Value, String> {
        Ok(serde_json::from_slice(&self.bytes(path).await?).unwrap())
    }
}
