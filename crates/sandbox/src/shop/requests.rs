//! Requests as the shop makes them, and as its customers see them.

use axum::Json;
use axum::extract::{ConnectInfo, Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use kyc_wire::{DocumentType, RejectionType};
use rusqlite::Transaction;
use serde_json::{Map, Value, json};

use super::older;

use crate::api::body::{JsonBody, created, present, text_field};
use crate::api::{customers, requests, storefront};
use crate::app::App;
use crate::connection::Connection;
use crate::lifecycle::requests as lifecycle;
use crate::problem::{ApiError, ApiResult, InvalidFields};
use crate::record::Request;
use crate::store;
use crate::{ids, scheduler, statics, view};

/// How many the list of recent requests holds.
const RECENT: usize = 50;

/// What can be asked for, and why it can be refused.
pub async fn vocabulary() -> Json<Value> {
    let types = DocumentType::ALL
        .iter()
        .map(|it| json!({ "type": it, "subtypes": it.subtypes(), "isGathered": it.is_gathered() }));
    let reasons: Vec<_> = RejectionType::ALL.iter().map(|it| it.as_str()).collect();
    Json(json!({ "types": types.collect::<Vec<_>>(), "rejectionTypes": reasons }))
}

const TAKEN: &str = "This number is taken. Choose another, or open the page anew to get a fresh one.";

/// A request of the shop with the customer's record, which the API keeps apart.
struct Order {
    request: Request,
    record: Option<Map<String, Value>>,
    /// Whether the desk orders it: the merchant may speak of customers that it has already.
    is_of_the_desk: bool,
}

impl Order {
    /// All refused fields are named at once: those of the record begin with `customer.`.
    fn parse(body: &Value, id: String, is_of_the_desk: bool, now: i64) -> ApiResult<Self> {
        let mut fields = InvalidFields::default();
        let record = present(body, "customer").map(|record| match record.as_object() {
            Some(record) => {
                customers::check_record(record, "customer.", &mut fields);
                record.clone()
            }
            None => {
                fields.add("customer", "Must be an object.");
                Map::new()
            }
        });
        match requests::parse(body, id, now) {
            Ok(request) => fields.check().map(|()| Self { request, record, is_of_the_desk }),
            Err(error) => {
                error.invalid_fields().iter().for_each(|it| fields.add(it.field.clone(), it.message.clone()));
                Err(fields.into_error())
            }
        }
    }

    /// Stores the customer's record. The form is open to everybody, who must not act for customers that are there, nor
    /// change what documents are compared with.
    fn put_record(&self, tx: &Transaction<'_>, now: i64) -> ApiResult<()> {
        let customer_id = &self.request.customer_id;
        if !self.is_of_the_desk && store::customers::is_known(tx, customer_id)? {
            return Err(ApiError::invalid("customerId", TAKEN));
        }
        match &self.record {
            Some(record) => store::customers::put(tx, customer_id, record, now).map(drop),
            None => Ok(()),
        }
    }
}

/// Creates the request on the merchant's server, which alone holds the key. The shop sends its customers back to
/// the page they came from, so the redirect is made here.
pub async fn create(
    State(app): State<App>,
    ConnectInfo(connection): ConnectInfo<Connection>,
    headers: HeaderMap,
    JsonBody(mut body): JsonBody,
) -> ApiResult<Response> {
    let id = ids::request();
    let is_older = text_field(&body, "form") == Some("token");
    let query = if is_older { String::new() } else { format!("?request={id}") };
    let redirect = format!("{}/shop/return{query}", statics::origin(&app, &headers));
    if let Some(fields) = body.as_object_mut() {
        fields.insert("redirectUrl".into(), redirect.into());
    }
    let now = app.clock.now_ms();
    let order = Order::parse(&body, id, connection.is_local(&headers), now)?;
    if is_older {
        let wanted = order.request.clone();
        app.store.run(move |tx| order.put_record(tx, now)).await?;
        return Ok((StatusCode::CREATED, Json(older::open(&app, &wanted).await?)).into_response());
    }
    let request = app
        .act(move |act| {
            // First, since the credit bureau is asked by the customer's name.
            order.put_record(act.tx, act.now)?;
            lifecycle::create(act, order.request)
        })
        .await?;
    Ok(created(requests::render(&app, &request)?))
}

/// The live state as the customer may see it, without the link.
pub async fn read(State(app): State<App>, Path(id): Path<String>) -> ApiResult<Json<Value>> {
    let (request, documents) = app.act(move |act| lifecycle::load(act, &id)).await?;
    Ok(Json(storefront::render_request(&app, &request, &documents, true)))
}

/// The newest requests with their documents, without links.
pub async fn list(State(app): State<App>) -> ApiResult<Json<Vec<Value>>> {
    scheduler::catch_up(&app).await?;
    let work = |tx: &Transaction<'_>| {
        let requests = store::requests::newest(tx, RECENT)?;
        let documents =
            store::documents::of_requests(tx, requests.iter().map(|request| request.id.as_str()))?;
        Ok((requests, documents))
    };
    let (requests, mut documents) = app.store.read(work).await?;
    let render = |request: &Request| {
        let documents = documents.remove(&request.id).unwrap_or_default();
        let documents = documents.iter().map(|document| view::document(&app.links, document)).collect();
        view::embed(view::request(&app.links, request, None), "documents", documents)
    };
    Ok(Json(requests.iter().map(render).collect()))
}

/// A fresh link for the customer.
pub async fn link(State(app): State<App>, Path(id): Path<String>) -> ApiResult<Json<Value>> {
    let (request, _) = app.act(move |act| lifecycle::load(act, &id)).await?;
    Ok(Json(json!({ "href": app.links.gatherer(&app.token_for(&request)?) })))
}
