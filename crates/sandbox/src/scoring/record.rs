//! What is known of the customer, as far as documents are compared with it.

use kyc_specimen_data::Date;
use serde_json::{Map, Value};

/// A customer's record. What the merchant never sent is absent, and nothing is compared with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub birth_date: Option<Date>,
    pub line1: Option<String>,
    pub city: Option<String>,
    pub region: Option<String>,
    pub postal_code: Option<String>,
    pub country: Option<String>,
    pub phone: Option<String>,
}

impl Record {
    /// Reads the fields of the customer or, where it has none, of its primary address.
    pub fn of(customer: &Map<String, Value>) -> Self {
        let address = customer.get("primaryAddress").and_then(Value::as_object);
        let text = |name: &str| {
            let places = [Some(customer), address];
            let found = places.into_iter().flatten().filter_map(|place| place.get(name)?.as_str());
            found.map(str::trim).find(|text| !text.is_empty()).map(str::to_owned)
        };
        Self {
            first_name: text("firstName"),
            last_name: text("lastName"),
            birth_date: text("dob").as_deref().and_then(Date::parse),
            line1: text("address"),
            city: text("city"),
            region: text("region"),
            postal_code: text("postalCode"),
            country: text("country"),
            phone: text("phone"),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_customer_s_own_fields_come_before_those_of_its_address() {
        let customer = json!({
            "firstName": "Anna", "lastName": " ", "dob": "1990-01-31",
            "primaryAddress": { "firstName": "A.", "lastName": "Sample", "address": "1 Mill Lane", "city": "Amaurot" },
        });
        let record = Record::of(customer.as_object().unwrap());
        assert_eq!(record.first_name.as_deref(), Some("Anna"));
        assert_eq!(record.last_name.as_deref(), Some("Sample"));
        assert_eq!(record.birth_date, Date::parse("1990-01-31"));
        assert_eq!(record.line1.as_deref(), Some("1 Mill Lane"));
        assert_eq!(Record::of(&Map::new()), Record::default());
    }
}
