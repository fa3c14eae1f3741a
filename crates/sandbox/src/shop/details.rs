//! Everything the merchant's desk shows of one request, in one answer.

use axum::Json;
use axum::extract::{Path, State};
use rusqlite::Transaction;
use serde_json::{Map, Value, json};

use crate::app::{App, Shared};
use crate::lifecycle::requests as lifecycle;
use crate::problem::ApiResult;
use crate::record::Document;
use crate::store::{customers, files};
use crate::view;

/// The request with its documents, the customer's record, the files by their ids, and the faults that wait.
pub async fn read(State(app): State<App>, Path(id): Path<String>) -> ApiResult<Json<Value>> {
    let links = app.links.clone();
    let (request, documents, record, files) = app
        .act(move |act| {
            let (request, documents) = lifecycle::load(act, &id)?;
            let record = customers::find(act.tx, &request.customer_id)?;
            let files = files_of(act.tx, &documents)?;
            Ok((request, documents, record, files))
        })
        .await?;
    let filed = documents.iter().map(|document| view::document(&links, document)).collect();
    Ok(Json(json!({
        "request": view::embed(view::request(&links, &request, None), "documents", filed),
        "asked": lifecycle::asked(&request, &documents),
        "customer": record.map(|record| view::customer(&links, &record)),
        "files": files.iter().map(|file| (file.id.clone(), shown(&app, file))).collect::<Map<_, _>>(),
        "faults": faults_of(&app, &request.customer_id, &request.id),
    })))
}

fn files_of(tx: &Transaction<'_>, documents: &[Document]) -> ApiResult<Vec<crate::record::StoredFile>> {
    let ids = documents.iter().flat_map(|document| &document.file_ids);
    let found = ids.map(|id| files::find(tx, id)).collect::<ApiResult<Vec<_>>>()?;
    Ok(found.into_iter().flatten().collect())
}

/// A file without its links, which would open it without any credentials.
fn shown(app: &Shared, file: &crate::record::StoredFile) -> Value {
    let mut view = view::file(&app.links, file, None);
    if let Some(fields) = view.as_object_mut() {
        fields.remove("_links");
    }
    view
}

/// The faults that were ordered for this customer or this request, oldest first.
pub fn faults_of(app: &Shared, customer_id: &str, request_id: &str) -> Vec<Value> {
    let list = app.faults.list();
    let faults = list.get("faults").and_then(Value::as_array).into_iter().flatten();
    let is_of = |fault: &&Value| {
        fault.get("customerId").is_some_and(|it| it == customer_id)
            || fault.get("requestId").is_some_and(|it| it == request_id)
    };
    faults.filter(is_of).cloned().collect()
}
