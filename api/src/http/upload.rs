//! One file in a multipart form, field `file`, with a few text fields beside it.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use actix_multipart::{Multipart, MultipartError};
use actix_web::dev::Payload;
use actix_web::http::header::CONTENT_LENGTH;
use actix_web::{FromRequest, HttpRequest};
use bytes::{Bytes, BytesMut};
use futures_util::{StreamExt, TryStreamExt};

use super::Command;
use crate::error::{Code, Error, Result};

/// A file that has not arrived by then is given up.
const FILE_TIME: Duration = Duration::from_secs(120);

/// Bytes of one text field.
const MAX_FIELD: usize = 4 * 1024;

/// Text fields beside the file.
const MAX_FIELDS: usize = 16;

/// Bytes of the form around the file: edges, headers, text fields.
const MAX_AROUND: usize = 128 * 1024;

/// A file of at most `MEBIBYTES`, uploaded with a POST.
#[derive(Debug)]
pub struct Upload<const MEBIBYTES: usize> {
    /// The file.
    pub file: Bytes,
    /// Its name, as the sender calls it; empty when it has none.
    pub name: String,
    /// The text fields.
    pub fields: BTreeMap<String, String>,
    command: Command<()>,
}

impl<const MEBIBYTES: usize> Upload<MEBIBYTES> {
    /// The change that this upload asks for: with `body`, and the idempotency key and
    /// circumstances of the request.
    pub fn command<T>(self, body: T) -> Command<T> {
        self.command.carrying(body)
    }

    /// Refuses text fields other than these.
    ///
    /// # Errors
    /// `unknown_field` that names the first one.
    pub fn only(self, names: &[&str]) -> Result<Self> {
        match self.fields.keys().find(|field| !names.contains(&field.as_str())) {
            Some(field) => Err(Code::UnknownField.error().at(format!("/{field}"), Code::UnknownField)),
            None => Ok(self),
        }
    }

    /// A text field that says yes or no; no when it is left out.
    ///
    /// # Errors
    /// `invalid` when it says anything else.
    pub fn flag(&self, name: &str) -> Result<bool> {
        match self.fields.get(name).map_or("", String::as_str) {
            "true" => Ok(true),
            "false" | "" => Ok(false),
            _ => Err(Code::Invalid.error().at(format!("/{name}"), Code::InvalidValue)),
        }
    }

    const LIMIT: usize = MEBIBYTES * 1024 * 1024;

    async fn read(request: HttpRequest, payload: Payload) -> Result<Self> {
        let announced = request.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
        if announced.is_some_and(|length: usize| length > Self::LIMIT + MAX_AROUND) {
            return Err(Self::too_large());
        }
        let (mut file, mut name, mut fields) = (None, String::new(), BTreeMap::new());
        let mut form = Multipart::new(request.headers(), payload);
        while let Some(mut part) = form.try_next().await.map_err(malformed)? {
            let field = part.name().unwrap_or_default().to_owned();
            if field == "file" && file.is_none() {
                name = file_name(&part);
                file = Some(collect(&mut part, Self::LIMIT, Self::too_large).await?);
            } else if field == "file" || field.is_empty() || fields.len() >= MAX_FIELDS {
                return Err(Code::Invalid.error().at(format!("/{field}"), Code::InvalidValue));
            } else {
                let refused = || Code::Invalid.error().at(format!("/{field}"), Code::InvalidValue);
                let bytes = collect(&mut part, MAX_FIELD, refused).await?;
                let text = String::from_utf8(bytes.to_vec()).ok().filter(|text| !text.contains('\0'));
                fields.insert(field.clone(), text.ok_or_else(refused)?);
            }
        }
        let file = file.ok_or_else(|| Code::Invalid.error().at("/file", Code::MissingField))?;
        let parts: Vec<&[u8]> = fields.iter().flat_map(|(name, value)| [name.as_bytes(), value.as_bytes()]).collect();
        let command = Command::of_upload(&request, &[&[name.as_bytes(), &file], parts.as_slice()].concat())?;
        Ok(Self { file, name, fields, command })
    }

    fn too_large() -> Error {
        Code::TooLarge.error().with("limit", format!("{MEBIBYTES} MB"))
    }
}

impl<const MEBIBYTES: usize> FromRequest for Upload<MEBIBYTES> {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let reading = Self::read(request.clone(), payload.take());
        Box::pin(async {
            tokio::time::timeout(FILE_TIME, reading).await.unwrap_or_else(|_| Err(Code::SlowBody.into()))
        })
    }
}

async fn collect(part: &mut actix_multipart::Field, limit: usize, refused: impl Fn() -> Error) -> Result<Bytes> {
    let mut bytes = BytesMut::new();
    while let Some(chunk) = part.next().await {
        bytes.extend_from_slice(&chunk.map_err(malformed)?);
        if bytes.len() > limit {
            return Err(refused());
        }
    }
    Ok(bytes.freeze())
}

/// The last component of the sender's name for the file, without control characters.
fn file_name(part: &actix_multipart::Field) -> String {
    let name = part.content_disposition().and_then(|disposition| disposition.get_filename()).unwrap_or_default();
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars().filter(|character| !character.is_control()).take(200).collect()
}

fn malformed(error: MultipartError) -> Error {
    match error {
        MultipartError::ContentTypeMissing
        | MultipartError::ContentTypeParse
        | MultipartError::ContentTypeIncompatible => {
            Code::UnsupportedMediaType.error().with("expected", "multipart/form-data")
        }
        other => Code::MalformedUpload.error().cause(anyhow::anyhow!("{other}")),
    }
}
