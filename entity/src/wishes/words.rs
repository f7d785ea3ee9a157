//! Words of wishes (domain.md section 3).

crate::vocabulary::vocabulary! {
    /// 心愿状态
    WishStatus {
        /// 待审核.
        Submitted = "submitted",
        /// 已退回，待修改.
        Returned = "returned",
        /// 未通过.
        Rejected = "rejected",
        /// 已撤回.
        Withdrawn = "withdrawn",
        /// 待认领.
        Open = "open",
        /// 已认领.
        Claimed = "claimed",
        /// 已完成，待确认.
        Fulfilled = "fulfilled",
        /// 已确认.
        Confirmed = "confirmed",
        /// 未能实现.
        Unmet = "unmet",
        /// 已并入相同心愿.
        Merged = "merged",
    }
    /// 心愿来源
    WishChannel {
        /// 小程序.
        MiniProgram = "mini_program",
        /// 12345 热线工单.
        Hotline12345 = "hotline_12345",
        /// 走访、排查.
        GridVisit = "grid_visit",
        /// 现场来访.
        WalkIn = "walk_in",
        /// Open311 接口.
        Open311 = "open311",
    }
    /// 办理层级
    Level {
        /// 楼栋.
        Building = "building",
        /// 小区.
        Compound = "compound",
        /// 社区.
        Community = "community",
        /// 街道.
        Subdistrict = "subdistrict",
    }
    /// 坐标系
    Datum {
        /// 国测局坐标，微信地图所用.
        Gcj02 = "gcj02",
        /// 卫星定位坐标.
        Wgs84 = "wgs84",
    }
    /// 认领方
    HelperKind {
        /// 个人.
        Account = "account",
        /// 团队.
        Team = "team",
        /// 共建单位.
        Partner = "partner",
    }
    /// 认领的结束方式
    ClaimEnd {
        /// 已放弃.
        Released = "released",
        /// 被收回.
        Revoked = "revoked",
        /// 超时.
        Expired = "expired",
        /// 谢绝指派.
        Declined = "declined",
        /// 心愿已确认.
        Confirmed = "confirmed",
        /// 心愿已关闭.
        Closed = "closed",
    }
    /// 记录类型
    NoteKind {
        /// 进展.
        Progress = "progress",
        /// 完成凭证.
        Evidence = "evidence",
        /// 异议.
        Dispute = "dispute",
    }
    /// 延期申请的状态
    ExtensionStatus {
        /// 待审批.
        Asked = "asked",
        /// 已同意.
        Approved = "approved",
        /// 未同意.
        Rejected = "rejected",
    }
}
