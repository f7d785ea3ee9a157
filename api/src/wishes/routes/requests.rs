//! What callers send about wishes.

use entity::ids::{BuildingId, GridId, MediaId, ResidentId, WishExtensionId, WishId};
use entity::wishes::{HelperKind, WishChannel};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::spot::Coordinates;
use crate::error::Result;
use crate::kernel::text::{Line, Prose};
use crate::wishes::service::claim::Helper;
use crate::wishes::service::submit::{Contact, Submit};
use crate::wishes::service::work::Note;

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

/// 联系方式
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ContactInput {
    /// 联系人
    pub name: Option<Line<30>>,
    /// 电话
    pub phone: Option<Line<20>>,
    /// 地址
    pub address: Option<Line<100>>,
}

/// 一个新的心愿
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"category": "repair", "title": "三单元楼道灯坏了", "body": "晚上回家看不清台阶，老人不方便。"}))]
pub struct SubmitWish {
    /// 类别代码
    pub category: Line<32>,
    /// 标题
    pub title: Line<60>,
    /// 内容
    pub body: Prose<2000>,
    /// 来源；居民为自己提交时省略，工作人员和接口密钥代录时必填
    pub channel: Option<WishChannel>,
    /// 来源渠道中的工单号
    pub external_ref: Option<Line<64>>,
    /// 代哪位居民录入；仅社区工作人员使用
    pub resident_id: Option<ResidentId>,
    /// 受益人，如“楼上的王奶奶”；只有认领人能看到
    pub beneficiary: Option<Line<60>>,
    /// 联系方式；省略时用本人资料，只有认领人能看到
    #[serde(default)]
    #[schema(required = false)]
    pub contact: ContactInput,
    /// 所在网格；省略时为本人住处
    pub grid_id: Option<GridId>,
    /// 所在楼栋；省略时为本人住处
    pub building_id: Option<BuildingId>,
    /// 位置
    pub coordinates: Option<Coordinates>,
    /// 照片编号（先用 POST /media 上传），最多 9 张
    #[serde(default)]
    #[schema(required = false, max_items = 9)]
    pub photos: Vec<MediaId>,
}

impl SubmitWish {
    /// The wish as the service takes it.
    pub fn parsed(self) -> Result<Submit> {
        let contact = Contact {
            name: self.contact.name.map(Into::into),
            phone: self.contact.phone.map(Into::into),
            address: self.contact.address.map(Into::into),
        };
        Ok(Submit {
            category: self.category.into(),
            title: self.title.into(),
            body: self.body.into(),
            channel: self.channel,
            external_ref: self.external_ref.map(Into::into),
            resident: self.resident_id,
            beneficiary: self.beneficiary.map(Into::into),
            contact,
            grid: self.grid_id,
            building: self.building_id,
            spot: self.coordinates.map(Coordinates::spot).transpose()?,
            photos: self.photos,
        })
    }
}

/// 修改后重新提交
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Resubmit {
    /// 所见的版本号（或用 If-Match 请求头）
    #[schema(minimum = 1)]
    pub version: Option<i32>,
    /// 新的标题
    pub title: Option<Line<60>>,
    /// 新的内容
    pub body: Option<Prose<2000>>,
}

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
