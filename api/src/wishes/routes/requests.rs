//! What callers send about wishes.

mod help;
mod submit;

use entity::ids::{WishExtensionId, WishId};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

pub use help::{AssignWish, ClaimWish, ExtendWish, WorkNote};
pub use submit::{Resubmit, SubmitWish};

use crate::kernel::text::Prose;

/// Something that may name the version the caller saw.
pub trait Versioned {
    /// That version.
    fn version(&self) -> Option<i32>;
}

/// Gives request bodies their version.
macro_rules! versioned {
    ($($name:ident)*) => {$(
        impl Versioned for $name {
            fn version(&self) -> Option<i32> {
                self.version
            }
        }
    )*};
}

versioned! { Move MoveBecause MoveWithReason Resubmit ClaimWish AssignWish WorkNote ConfirmWish MergeWish ExtendWish }

/// Which wish.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
#[serde(rename_all = "camelCase")]
pub struct WishPath {
    /// 心愿编号
    pub wish_id: WishId,
}

/// Which request for more time.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
#[serde(rename_all = "camelCase")]
pub struct ExtensionPath {
    /// 延期申请编号
    pub extension_id: WishExtensionId,
}

/// 操作
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Move {
    /// 所见的版本号（或用 If-Match 请求头）
    #[schema(minimum = 1)]
    pub version: Option<i32>,
}

/// 操作，可说明原因
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MoveWithReason {
    /// 所见的版本号（或用 If-Match 请求头）
    #[schema(minimum = 1)]
    pub version: Option<i32>,
    /// 原因
    pub reason: Option<Prose<500>>,
}

/// 操作，须说明原因
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MoveBecause {
    /// 所见的版本号（或用 If-Match 请求头）
    #[schema(minimum = 1)]
    pub version: Option<i32>,
    /// 原因
    pub reason: Prose<500>,
}

/// 确认并评价
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConfirmWish {
    /// 所见的版本号（或用 If-Match 请求头）
    #[schema(minimum = 1)]
    pub version: Option<i32>,
    /// 评分，1–5
    #[schema(minimum = 1, maximum = 5)]
    pub rating: i32,
    /// 评语
    pub comment: Option<Prose<500>>,
}

/// 并入相同心愿
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MergeWish {
    /// 所见的版本号（或用 If-Match 请求头）
    #[schema(minimum = 1)]
    pub version: Option<i32>,
    /// 并入哪个心愿
    pub into_wish_id: WishId,
}
