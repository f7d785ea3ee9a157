//! Path and query parameters, strictly: a malformed id does not exist, an unknown
//! parameter is an error, an empty value counts as absent (mini-programs send them).

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use serde::de::DeserializeOwned;

use super::decode::unplaced;
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
    let kept = pairs.iter().filter(|(_, value)| !absent(value));
    let kept = form_urlencoded::Serializer::new(String::new()).extend_pairs(kept).finish();
    let parameters = serde_urlencoded::Deserializer::new(form_urlencoded::parse(kept.as_bytes()));
    serde_path_to_error::deserialize(parameters).map(Query).map_err(|error| name(&error))
}

/// Names the parameter that is wrong.
fn name(error: &serde_path_to_error::Error<serde::de::value::Error>) -> Error {
    let (note, path) = (error.inner().to_string(), error.path().to_string());
    let (name, code) = match unplaced(&note) {
        Some((name, code)) => (name.to_owned(), code),
        None if note.starts_with("unknown field") => (path, Code::UnknownField),
        None => (path, Code::InvalidValue),
    };
    Code::MalformedQuery.error().fault(name, code, note)
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    struct Sample {
        page_size: Option<u64>,
        month: String,
    }

    /// What is said of a query: which parameter, and what is wrong with it.
    fn fault(query: &str) -> Option<(String, &'static str)> {
        let error = read::<Sample>(query).err()?;
        error.faults().first().map(|fault| (fault.pointer.clone(), fault.code.name()))
    }

    #[test]
    fn the_parameter_that_is_wrong_is_named() {
        assert_eq!(fault("month=2026-11&pageSize=many"), Some(("pageSize".to_owned(), "invalid_value")));
        assert_eq!(fault("month=2026-11&pagesize=3"), Some(("pagesize".to_owned(), "unknown_field")));
        assert_eq!(fault("pageSize=3"), Some(("month".to_owned(), "missing_field")));
        assert_eq!(fault("pageSize=3&pageSize=4&month=2026-11"), Some(("pageSize".to_owned(), "invalid_value")));
    }

    #[test]
    fn an_empty_value_is_absent_and_others_come_as_they_were_sent() {
        let sent =
            read::<Sample>("pageSize=&month=%E5%8D%81%2B+%26").map(|Query(sample)| (sample.page_size, sample.month));
        assert_eq!(sent.ok(), Some((None, "十+ &".to_owned())));
    }
}
