//! What is sent about help: who helps, how the work goes, how much longer it takes.

use entity::ids::MediaId;
use entity::wishes::HelperKind;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::kernel::text::{Line, Prose};
use crate::wishes::service::claim::Helper;
use crate::wishes::service::work::Note;

/// 由谁帮忙
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HelperInput {
    /// 个人、团队或共建单位
    pub kind: HelperKind,
    /// 账号、团队或单位的编号
    pub id: Uuid,
}

impl From<HelperInput> for Helper {
    fn from(helper: HelperInput) -> Self {
        Self { kind: helper.kind, id: helper.id }
    }
}

/// 认领
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ClaimWish {
    /// 所见的版本号（或用 If-Match 请求头）
    #[schema(minimum = 1)]
    pub version: Option<i32>,
    /// 代表团队或单位认领时填写；省略为本人认领
    pub helper: Option<HelperInput>,
}

/// 指派
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AssignWish {
    /// 所见的版本号（或用 If-Match 请求头）
    #[schema(minimum = 1)]
    pub version: Option<i32>,
    /// 指派给谁
    pub helper: HelperInput,
}

/// 进展或完成凭证
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WorkNote {
    /// 所见的版本号（或用 If-Match 请求头）
    #[schema(minimum = 1)]
    pub version: Option<i32>,
    /// 文字
    pub text: Prose<1000>,
    /// 照片编号，最多 9 张
    #[serde(default)]
    #[schema(required = false, max_items = 9)]
    pub photos: Vec<MediaId>,
}

impl From<WorkNote> for Note {
    fn from(note: WorkNote) -> Self {
        Self { text: note.text.into(), photos: note.photos }
    }
}

/// 申请延期
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExtendWish {
    /// 所见的版本号（或用 If-Match 请求头）
    #[schema(minimum = 1)]
    pub version: Option<i32>,
    /// 延长的工作日
    #[schema(minimum = 1, maximum = 60)]
    pub days: i32,
    /// 理由
    pub reason: Line<200>,
}
