//! 业主.

use chrono::{DateTime, Utc};
use entity::deliberations::OwnerKind;
use entity::ids::{BuildingId, CommunityId, DwellingId, OwnerId, ResidentId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{OwnerNumber, list_query};
use crate::auth::input::Mobile;
use crate::kernel::text::Line;

/// 业主通过谁的账号表决
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OwnerVoice {
    /// 名册上同一人经认证的账号
    Resident,
    /// 登记的手机号的账号；本人微信登录并绑定该手机号后即可使用
    Phone,
}

/// 业主，个人信息已遮盖
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Owner {
    /// 编号
    pub id: OwnerId,
    /// 所属社区
    pub community_id: CommunityId,
    /// 类型
    pub kind: OwnerKind,
    /// 姓名或名称，个人的已遮盖
    #[schema(example = "张*")]
    pub name: String,
    /// 证件号码，已遮盖
    #[schema(required = true, example = "2****************5")]
    pub id_number: Option<String>,
    /// 名册上的同一人
    #[schema(required = true)]
    pub resident_id: Option<ResidentId>,
    /// 通过谁的账号表决；只能书面表决时为 null
    #[schema(required = true)]
    pub voice: Option<OwnerVoice>,
    /// 拥有的房屋
    pub dwellings: Vec<OwnedDwelling>,
    /// 版本号
    pub version: i32,
    /// 建立时间
    pub created_at: DateTime<Utc>,
    /// 最近修改时间
    pub updated_at: DateTime<Utc>,
}

/// 业主拥有的一处房屋
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OwnedDwelling {
    /// 房屋编号
    pub id: DwellingId,
    /// 位置，不含门牌号
    #[schema(example = "吉祥苑小区 3栋 2单元")]
    pub place: String,
    /// 门牌号，已遮盖
    #[schema(example = "3**")]
    pub door: String,
    /// 专有部分面积，单位 0.01 m²
    #[schema(required = true, example = 8950)]
    pub area_centi_m2: Option<i64>,
}

/// 业主的内容。姓名、证件号码、手机号在修改时不填则保持不变，证件号码、手机号填 null 则删除。
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OwnerInput {
    /// 类型
    pub kind: OwnerKind,
    /// 姓名或名称，新增时必填
    #[serde(default, deserialize_with = "super::given")]
    #[schema(nullable = false, value_type = Option<Line<60>>, example = "张秀兰")]
    pub name: Option<Line<60>>,
    /// 个人的身份证件号码，或单位的统一社会信用代码；社区内不重复
    #[serde(default, deserialize_with = "super::present")]
    #[schema(value_type = Option<OwnerNumber>)]
    pub id_number: Option<Option<OwnerNumber>>,
    /// 名册上的同一人，限个人；其账号经认证后即用于表决。证件号码相同的不必填写
    pub resident_id: Option<ResidentId>,
    /// 不住在本社区的业主用以表决的手机号；答复不说明该手机号是否已有账号
    #[serde(default, deserialize_with = "super::present")]
    #[schema(value_type = Option<Mobile>)]
    pub phone: Option<Option<Mobile>>,
    /// 拥有的全部房屋；多人共有的房屋，各共有人都列入
    #[schema(max_items = 2000)]
    pub dwelling_ids: Vec<DwellingId>,
    /// 修改时所见的版本号，也可用 If-Match
    pub version: Option<i32>,
}

/// Names an owner.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
#[serde(rename_all = "camelCase")]
pub struct OwnerPath {
    /// 业主编号
    pub owner_id: OwnerId,
}

list_query! {
    /// Narrows a list of owners.
    OwnerQuery by "^-?createdAt$" {
        /// 房屋
        dwelling_id: DwellingId,
        /// 楼栋
        building_id: BuildingId,
        /// 完整的姓名或名称
        name: String,
        /// 类型
        kind: OwnerKind,
        /// 社区；只有平台管理员需要指明
        community_id: CommunityId,
    }
}

/// 业主的完整信息
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct UnmaskedOwner {
    /// 姓名或名称
    pub name: String,
    /// 证件号码
    #[schema(required = true)]
    pub id_number: Option<String>,
}

/// 业主名册上的我，未遮盖
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MyOwnership {
    /// 编号
    pub id: OwnerId,
    /// 类型
    pub kind: OwnerKind,
    /// 姓名或名称
    pub name: String,
    /// 证件号码
    #[schema(required = true)]
    pub id_number: Option<String>,
    /// 拥有的房屋
    pub addresses: Vec<String>,
}
