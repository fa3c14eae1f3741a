//! Customers, as far as documents are compared with them.

use serde_json::{Value, json};
use utoipa::ToSchema;

use super::{Link, Links, link};
use crate::clock::to_rfc3339;
use crate::store::customers;

/// Who a customer is. Fields that are not listed are kept and shown as they came.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "camelCase")]
#[expect(dead_code, reason = "the data is kept as it comes; read by api::customers::check")]
pub struct Customer {
    #[schema(read_only, required = false)]
    id: String,
    #[schema(max_length = 255, example = "Ann")]
    first_name: Option<String>,
    #[schema(max_length = 255, example = "Sample")]
    last_name: Option<String>,
    /// The day of birth.
    #[schema(format = Date, example = "1990-01-31")]
    dob: Option<String>,
    #[schema(max_length = 255)]
    email: Option<String>,
    #[schema(max_length = 255)]
    phone: Option<String>,
    /// Where the customer lives; the same fields may stand at the top.
    primary_address: Option<Address>,
    #[schema(read_only, required = false)]
    revision: i64,
    #[schema(read_only, required = false, format = DateTime)]
    created_time: String,
    #[schema(read_only, required = false, format = DateTime)]
    updated_time: String,
    #[schema(rename = "_links", read_only, required = false)]
    links: Vec<Link>,
}

/// An address.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "camelCase")]
#[expect(dead_code, reason = "as for the customer")]
struct Address {
    first_name: Option<String>,
    last_name: Option<String>,
    #[schema(format = Date)]
    dob: Option<String>,
    address: Option<String>,
    address2: Option<String>,
    city: Option<String>,
    region: Option<String>,
    /// Two letters.
    country: Option<String>,
    postal_code: Option<String>,
}

/// [`Customer`]: what was stored, and what the server knows.
pub fn customer(links: &Links, customer: &customers::Customer) -> Value {
    let mut data = customer.data.clone();
    data.insert("id".into(), customer.id.clone().into());
    data.insert("revision".into(), customer.revision.into());
    data.insert("createdTime".into(), to_rfc3339(customer.created_at).into());
    data.insert("updatedTime".into(), to_rfc3339(customer.updated_at).into());
    data.insert("_links".into(), json!([link("self", links.api(&format!("customers/{}", customer.id)))]));
    Value::Object(data)
}
