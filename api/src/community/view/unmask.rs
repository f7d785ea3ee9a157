//! Personal data in full: asked for with a reason, shown once, remembered.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::kernel::text::Line;

/// 查看完整个人信息
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Unmask {
    /// 查看的原因，会留下记录，本人可见
    #[schema(example = "电话核实居住情况")]
    pub reason: Line<200>,
}

/// 居民的完整个人信息
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct UnmaskedResident {
    /// 姓名
    pub name: String,
    /// 手机号
    #[schema(required = true)]
    pub phone: Option<String>,
    /// 身份证号
    #[schema(required = true)]
    pub id_number: Option<String>,
    /// 出生日期
    #[schema(required = true)]
    pub birth_date: Option<NaiveDate>,
    /// 门牌号；已迁出时为 null
    #[schema(required = true)]
    pub door: Option<String>,
}

/// 完整的门牌号
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct UnmaskedDwelling {
    /// 门牌号
    pub door: String,
}

/// 共建单位的联系方式
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct UnmaskedPartner {
    /// 联系人和联系方式
    #[schema(required = true)]
    pub contact: Option<String>,
}

/// 认领人的完整信息
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct UnmaskedHouseholdClaim {
    /// 姓名
    pub name: String,
    /// 门牌号
    pub door: String,
    /// 账号绑定的手机号
    #[schema(required = true)]
    pub phone: Option<String>,
}
