//! Path and query parameters, strictly: a malformed id does not exist, an unknown
//! parameter is an error, an empty value counts as absent (mini-programs send them).

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use serde::de::DeserializeOwned;

use crate::error::{Code, Error, Result};

/// Path parameters. What is malformed answers 404, like what does not exist.
#[derive(Clone, Copy, Debug)]
pub struct Path<T>(pub T);

impl<T: DeserializeOwned> FromRequest for Path<T> {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let whole = !request.path().to_ascii_lowercase().contains("%00");
        let path = web::Path::<T>::extract(request).into_inner();
        ready(match path {
            Ok(path) if whole => Ok(Self(path.into_inner())),
            _ => Err(Code::NotFound.into()),
        })
    }
}

/// Query parameters.
#[derive(Clone, Copy, Debug)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned> FromRequest for Query<T> {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(read(request.query_string()))
    }
}

fn read<T: DeserializeOwned>(query: &str) -> Result<Query<T>> {
    let malformed = || Code::MalformedQuery.error();
    let pairs = web::Query::<Vec<(String, String)>>::from_query(query).map_err(|_| malformed())?.into_inner();
    if pairs.iter().any(|(name, value)| name.contains('\0') || value.contains('\0')) {
        return Err(malformed());
    }
    let absent = |value: &str| value.is_empty() || value == "undefined" || value == "null";
    let mut kept = String::new();
    for (name, value) in pairs.iter().filter(|(_, value)| !absent(value)) {
        let separator = if kept.is_empty() { "" } else { "&" };
        kept.push_str(&format!("{separator}{}={}", encode(name), encode(value)));
    }
    let parsed = web::Query::<T>::from_query(&kept);
    parsed
        .map(|query| Query(query.into_inner()))
        .map_err(|error| malformed().fault("", Code::InvalidValue, error.to_string()))
}

/// Percent-encodes everything but unreserved characters.
fn encode(text: &str) -> String {
    text.bytes().fold(String::with_capacity(text.len()), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
        encoded
    })
}
