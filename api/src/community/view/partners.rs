//! 共建单位.

use chrono::{DateTime, Utc};
use entity::community::PartnerKind;
use entity::ids::{CommunityId, PartnerId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::list_query;
use crate::kernel::text::Line;

/// 共建单位
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Partner {
    /// 编号
    pub id: PartnerId,
    /// 所属社区
    pub community_id: CommunityId,
    /// 名称
    #[schema(example = "二道区人民法院")]
    pub name: String,
    /// 类型
    pub kind: PartnerKind,
    /// 是否登记了联系方式
    pub has_contact: bool,
    /// 版本号
    pub version: i32,
    /// 建立时间
    pub created_at: DateTime<Utc>,
    /// 最近修改时间
    pub updated_at: DateTime<Utc>,
}

/// 共建单位的内容
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PartnerInput {
    /// 名称，社区内不重复
    #[schema(example = "二道区人民法院")]
    pub name: Line<60>,
    /// 类型
    pub kind: PartnerKind,
    /// 联系人和联系方式；修改时不填则保持不变，null 则删除
    #[serde(default, deserialize_with = "super::present")]
    #[schema(value_type = Option<Line<100>>, example = "李主任 0431-80000000")]
    pub contact: Option<Option<Line<100>>>,
    /// 修改时所见的版本号，也可用 If-Match
    pub version: Option<i32>,
}

/// Names a partner.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
#[serde(rename_all = "camelCase")]
pub struct PartnerPath {
    /// 共建单位编号
    pub partner_id: PartnerId,
}

list_query! {
    /// Narrows a list of partners.
    PartnerQuery by "^-?(createdAt|name)$" {
        /// 类型
        kind: PartnerKind,
        /// 社区；只有平台管理员需要指明
        community_id: CommunityId,
    }
}
