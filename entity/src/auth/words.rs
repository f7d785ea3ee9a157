//! Words of accounts and rights (domain.md section 2).

use serde::{Deserialize, Serialize};

/// What a third party's program may do, as it is stored.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, sea_orm::FromJsonQueryResult)]
pub struct Scopes(pub Vec<ApiScope>);

crate::vocabulary::vocabulary! {
    /// 账号状态
    AccountStatus {
        /// 正常.
        Active = "active",
        /// 已注销.
        Erased = "erased",
    }
    /// 角色
    Role {
        /// 平台管理员.
        PlatformAdmin = "platform_admin",
        /// 社区管理员.
        CommunityAdmin = "community_admin",
        /// 社区工作者.
        CommunityStaff = "community_staff",
        /// 网格长.
        GridLeader = "grid_leader",
        /// 楼长.
        BuildingChief = "building_chief",
        /// 单元长.
        UnitChief = "unit_chief",
        /// 志愿者.
        Volunteer = "volunteer",
        /// 共建单位成员.
        PartnerMember = "partner_member",
    }
    /// 角色的范围
    ScopeKind {
        /// 平台.
        Platform = "platform",
        /// 街道.
        Subdistrict = "subdistrict",
        /// 社区.
        Community = "community",
        /// 小区.
        Compound = "compound",
        /// 网格.
        Grid = "grid",
        /// 楼栋.
        Building = "building",
        /// 单元.
        Unit = "unit",
        /// 团队.
        Team = "team",
        /// 共建单位.
        Partner = "partner",
    }
    /// 接口密钥的权限
    ApiScope {
        /// 读取心愿.
        WishesRead = "wishes:read",
        /// 录入心愿.
        WishesWrite = "wishes:write",
        /// 读取社区资料.
        CommunityRead = "community:read",
        /// 读取统计.
        ReportsRead = "reports:read",
    }
}
