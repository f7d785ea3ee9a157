//! Errors as RFC 9457 problem documents, in the caller's language.

use std::collections::BTreeMap;

use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::ServiceResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{ALLOW, RETRY_AFTER};
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;
use utoipa::openapi::{Ref, RefOr, Response};
use utoipa::{IntoResponses, ToSchema};

use super::Call;
use crate::error::{Code, Error, Fault, Locale};

/// 错误说明（RFC 9457）
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// 错误类型的地址，`/problems/<code>`
    #[serde(rename = "type")]
    #[schema(format = "uri-reference", example = "/problems/not_found")]
    pub kind: String,
    /// 错误的简短名称
    pub title: String,
    /// HTTP 状态码
    pub status: u16,
    /// 可直接展示给用户的一句话
    pub detail: String,
    /// 稳定的错误代码，程序据此判断
    #[schema(example = "not_found")]
    pub code: String,
    /// 请求编号，报障时请附上
    #[schema(required = true)]
    pub request_id: Option<String>,
    /// 逐项的错误
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub errors: Vec<ProblemFault>,
}

/// 一处错误
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProblemFault {
    /// 出错的位置：请求体中的 JSON Pointer，或参数名
    #[schema(example = "/title")]
    pub pointer: String,
    /// 稳定的错误代码
    pub code: String,
    /// 可直接展示给用户的一句话
    pub detail: String,
}

impl Problem {
    /// The problem document of an error that is a part of an answer, as in a list of outcomes.
    pub fn of(error: &Error, call: &Call) -> Self {
        Self::new(error, call.locale, Some(&call.request_id))
    }

    fn new(error: &Error, locale: Locale, request_id: Option<&str>) -> Self {
        let code = error.code();
        Self {
            kind: format!("/problems/{}", code.name()),
            title: code.title(locale).to_owned(),
            status: code.status(),
            detail: error.detail(locale).into_owned(),
            code: code.name().to_owned(),
            request_id: request_id.map(ToOwned::to_owned),
            errors: error.faults().iter().map(|fault| ProblemFault::new(fault, locale)).collect(),
        }
    }
}

impl ProblemFault {
    fn new(fault: &Fault, locale: Locale) -> Self {
        let sentence = fault.code.detail(locale);
        let detail = match fault.note.as_str() {
            "" => sentence.to_owned(),
            note => format!("{sentence} [{note}]"),
        };
        Self { pointer: fault.pointer.clone(), code: fault.code.name().to_owned(), detail }
    }
}

/// The answer for an error.
pub fn render(error: &Error, locale: Locale, request_id: Option<&str>) -> HttpResponse {
    let mut response = HttpResponse::build(error.status_code());
    response.content_type("application/problem+json");
    if let Some(seconds) = error.retry_after_seconds() {
        response.insert_header((RETRY_AFTER, seconds));
    }
    if error.code().status() == 401 {
        response.insert_header(("www-authenticate", "Bearer"));
    }
    if let Some(methods) = error.param("allow") {
        response.insert_header((ALLOW, methods));
    }
    response.insert_header(("cache-control", "no-store"));
    response.json(Problem::new(error, locale, request_id))
}

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.code().status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse<BoxBody> {
        render(self, Locale::default(), None)
    }
}

/// Rewrites an answer that carries an error into the caller's language, and logs what lies behind it.
pub(super) fn explain<B: MessageBody>(response: ServiceResponse<B>, call: &Call) -> ServiceResponse<EitherBody<B>> {
    let Some(cause) = response.response().error() else {
        return response.map_into_left_body();
    };
    let answer = match cause.as_error::<Error>() {
        Some(error) => answer(error, call),
        None => answer(&foreign(response.status(), cause), call),
    };
    response.into_response(answer).map_into_right_body()
}

/// Logs what lies behind an error and answers it in the caller's language.
pub(super) fn answer(error: &Error, call: &Call) -> HttpResponse {
    log(error, call);
    render(error, call.locale, Some(&call.request_id))
}

/// An error that the framework raised before or after a handler.
pub(super) fn of_foreign(error: actix_web::Error) -> Error {
    foreign(error.as_response_error().status_code(), &error)
}

/// Gives an error of the framework one of our codes.
fn foreign(status: StatusCode, cause: &actix_web::Error) -> Error {
    match status.as_u16() {
        404 => Code::NotFound.error(),
        405 => Code::MethodNotAllowed.error(),
        413 => Code::TooLarge.error().with("limit", "1 MB"),
        415 => Code::UnsupportedMediaType.error().with("expected", "application/json"),
        400..=499 => Code::MalformedJson.error(),
        _ => Code::Internal.error().cause(anyhow::anyhow!("{cause}")),
    }
}

fn log(error: &Error, call: &Call) {
    match (error.code().status(), error.hidden_cause()) {
        (500.., cause) => {
            let cause = cause.map(|cause| format!("{cause:#}"));
            tracing::error!(request_id = call.request_id, code = error.code().name(), cause, "request failed");
        }
        (_, Some(cause)) => {
            tracing::debug!(request_id = call.request_id, code = error.code().name(), cause = %cause, "request refused");
        }
        _ => {}
    }
}

/// The problem answers that every operation may give.
pub struct Problems;

impl IntoResponses for Problems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        ["4XX", "5XX"].map(|status| (status.to_owned(), RefOr::Ref(Ref::from_response_name("Problem")))).into()
    }
}
