//! The front door's mechanics: what comes in is checked, what goes out has one shape.
//! The only place, beside `routes.rs` files, that knows actix.

mod address;
mod answer;
mod call;
mod command;
mod decode;
mod extract;
mod fallback;
mod known;
mod limited;
mod problem;
mod routes;
mod upload;

pub use address::client_address;
pub use answer::{Reply, cached, conditional, download, personal, shared};
pub use call::{Call, MAX_REQUEST_ID, envelope};
pub use command::{Command, Empty, collect};
pub use decode::json as decode_json;
pub use extract::{Path, Query};
pub use fallback::fallback;
pub use known::learn as learn_paths;
pub use limited::{limited, limited_address};
pub use problem::{Problem, ProblemFault, Problems, render};
pub use routes::Routes;
pub use upload::Upload;

use utoipa::IntoParams;

/// The header that makes a retry safe.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Header)]
pub struct IdempotencyHeader {
    /// 幂等键：同一个键重复提交只生效一次（1–128 个可见 ASCII 字符，24 小时内有效）
    #[param(rename = "Idempotency-Key", required = false, min_length = 1, max_length = 128, pattern = "^[!-~]+$")]
    pub idempotency_key: String,
}

/// The header that prevents a lost update.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Header)]
pub struct IfMatchHeader {
    /// 所见内容的版本号（即 ETag），也可用请求体的 version 字段代替
    #[param(rename = "If-Match", required = false, max_length = 64)]
    pub if_match: String,
}
