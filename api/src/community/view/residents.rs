//! 居民.

use chrono::{DateTime, NaiveDate, Utc};
use entity::community::{Relation, ResidentTag};
use entity::ids::{AccountId, CommunityId, HouseholdId, ResidentId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::list_query;
use super::{IdNumber, Phone};
use crate::kernel::text::Line;

/// 名册上的居民，个人信息已遮盖
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Resident {
    /// 编号
    pub id: ResidentId,
    /// 所属社区
    pub community_id: CommunityId,
    /// 所属户；已迁出时为 null
    #[schema(required = true)]
    pub household_id: Option<HouseholdId>,
    /// 位置，不含门牌号；已迁出时为 null
    #[schema(required = true, example = "吉祥苑小区 3栋 2单元")]
    pub place: Option<String>,
    /// 关联的账号；未认证时为 null
    #[schema(required = true)]
    pub account_id: Option<AccountId>,
    /// 姓名，已遮盖
    #[schema(example = "张*")]
    pub name: String,
    /// 手机号，已遮盖
    #[schema(required = true, example = "138****1234")]
    pub phone: Option<String>,
    /// 身份证号，已遮盖
    #[schema(required = true, example = "2****************5")]
    pub id_number: Option<String>,
    /// 出生年份
    #[schema(required = true, example = 1958)]
    pub birth_year: Option<i32>,
    /// 与户主关系
    pub relation: Relation,
    /// 是否业主
    pub is_owner: bool,
    /// 标签
    pub tags: Vec<ResidentTag>,
    /// 迁出时间
    #[schema(required = true)]
    pub moved_out_at: Option<DateTime<Utc>>,
    /// 本人注销、姓名等已删除的时间
    #[schema(required = true)]
    pub erased_at: Option<DateTime<Utc>>,
    /// 版本号
    pub version: i32,
    /// 建立时间
    pub created_at: DateTime<Utc>,
    /// 最近修改时间
    pub updated_at: DateTime<Utc>,
}

/// 居民的内容。姓名、手机号、身份证号、出生日期在修改时不填则保持不变，手机号、身份证号、出生日期填 null 则删除。
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ResidentInput {
    /// 所属户；null 表示迁出
    #[schema(required = true)]
    pub household_id: Option<HouseholdId>,
    /// 姓名，新增时必填
    #[serde(default, deserialize_with = "super::given")]
    #[schema(nullable = false, value_type = Option<Line<30>>, example = "张秀兰")]
    pub name: Option<Line<30>>,
    /// 手机号
    #[serde(default, deserialize_with = "super::present")]
    #[schema(value_type = Option<Phone>)]
    pub phone: Option<Option<Phone>>,
    /// 身份证号
    #[serde(default, deserialize_with = "super::present")]
    #[schema(value_type = Option<IdNumber>)]
    pub id_number: Option<Option<IdNumber>>,
    /// 出生日期
    #[serde(default, deserialize_with = "super::present")]
    #[schema(value_type = Option<NaiveDate>, example = "1958-03-08")]
    pub birth_date: Option<Option<NaiveDate>>,
    /// 与户主关系
    pub relation: Relation,
    /// 是否业主
    pub is_owner: bool,
    /// 标签
    #[serde(default)]
    #[schema(max_items = 10)]
    pub tags: Vec<ResidentTag>,
    /// 修改时所见的版本号，也可用 If-Match
    pub version: Option<i32>,
}

/// Names a resident.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
#[serde(rename_all = "camelCase")]
pub struct ResidentPath {
    /// 居民编号
    pub resident_id: ResidentId,
}

list_query! {
    /// Narrows a list of residents.
    ResidentQuery by "^-?createdAt$" {
        /// 户
        household_id: HouseholdId,
        /// 完整的手机号
        phone: String,
        /// 完整的姓名
        name: String,
        /// 是否业主
        is_owner: bool,
        /// 是否包括已迁出的居民，默认不包括
        moved_out: bool,
        /// 社区；只有平台管理员需要指明
        community_id: CommunityId,
    }
}
