//! The query of a call, as a struct. A parameter that is given twice is refused by its name.

use std::collections::HashSet;

use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use axum::http::{StatusCode, Uri};
use serde::de::DeserializeOwned;

use crate::problem::{ApiError, ApiResult, InvalidFields};

/// The query; what `T` does not know is passed over.
pub struct UrlQuery<T>(pub T);

impl<T: DeserializeOwned, S: Sync> FromRequestParts<S> for UrlQuery<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> ApiResult<Self> {
        match Query::try_from_uri(&parts.uri) {
            Ok(Query(query)) => Ok(Self(query)),
            Err(_) => Err(refusal(&parts.uri)),
        }
    }
}

fn refusal(uri: &Uri) -> ApiError {
    let pairs = Query::<Vec<(String, String)>>::try_from_uri(uri).map(|Query(pairs)| pairs);
    let (mut seen, mut fields) = (HashSet::new(), InvalidFields::default());
    for (name, _) in pairs.unwrap_or_default() {
        if !fields.has(&name) && !seen.insert(name.clone()) {
            fields.add(name, "Must be given once only.");
        }
    }
    fields
        .check()
        .err()
        .unwrap_or_else(|| ApiError::new(StatusCode::BAD_REQUEST, "The query cannot be read."))
}
