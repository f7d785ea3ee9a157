//! Words of places, people and groups (domain.md section 1).

crate::vocabulary::vocabulary! {
    /// 小区的自治组织
    Governance {
        /// 业主委员会.
        OwnersCommittee = "owners_committee",
        /// 物委会.
        PropertyCommittee = "property_committee",
        /// 自治管理小组.
        SelfGovernanceGroup = "self_governance_group",
        /// 暂无.
        None = "none",
    }
    /// 网格类型
    GridKind {
        /// 居民网格.
        Residential = "residential",
        /// 公共网格.
        Public = "public",
    }
    /// 房屋用途
    DwellingKind {
        /// 住宅.
        Residential = "residential",
        /// 商业.
        Commercial = "commercial",
        /// 其他.
        Other = "other",
    }
    /// 与户主关系
    Relation {
        /// 户主.
        Head = "head",
        /// 配偶.
        Spouse = "spouse",
        /// 子女.
        Child = "child",
        /// 父母.
        Parent = "parent",
        /// 租户.
        Tenant = "tenant",
        /// 其他.
        Other = "other",
    }
    /// 住户认领的状态
    ClaimStatus {
        /// 待审核.
        Submitted = "submitted",
        /// 已通过.
        Approved = "approved",
        /// 已拒绝.
        Rejected = "rejected",
        /// 已撤回.
        Withdrawn = "withdrawn",
    }
    /// 对住户认领的操作
    ClaimVerb {
        /// 通过.
        Approve = "approve",
        /// 拒绝.
        Reject = "reject",
        /// 撤回.
        Withdraw = "withdraw",
    }
    /// 团队类型
    TeamKind {
        /// 党支部.
        PartyBranch = "party_branch",
        /// 党小组.
        PartyGroup = "party_group",
        /// 自治管理小组.
        SelfGovernanceGroup = "self_governance_group",
        /// 巡逻队.
        Patrol = "patrol",
        /// 红管家.
        RedStewards = "red_stewards",
        /// 三长（网格长、楼长、单元长）.
        Chiefs = "chiefs",
        /// 志愿队.
        Volunteer = "volunteer",
    }
    /// 共建单位类型
    PartnerKind {
        /// 机关.
        Government = "government",
        /// 事业单位.
        PublicInstitution = "public_institution",
        /// 企业.
        Enterprise = "enterprise",
        /// 学校.
        School = "school",
        /// 医院、卫生服务中心.
        Hospital = "hospital",
        /// 社会组织.
        SocialOrganisation = "social_organisation",
        /// 其他.
        Other = "other",
    }
    /// 居民标签
    ResidentTag {
        /// 党员.
        PartyMember = "party_member",
        /// 双报到.
        DualRegistered = "dual_registered",
        /// 下沉干部.
        SecondedCadre = "seconded_cadre",
    }
    /// 同意书
    ConsentDocument {
        /// 隐私政策.
        PrivacyPolicy = "privacy_policy",
        /// 用户协议.
        Terms = "terms",
        /// 志愿者须知.
        Volunteer = "volunteer",
    }
    /// 导入的内容
    ImportKind {
        /// 花名册.
        Roster = "roster",
        /// 业主名册.
        Owners = "owners",
    }
    /// 导入的状态
    ImportStatus {
        /// 有错误，未写入.
        Faulty = "faulty",
        /// 试导入完成，未写入.
        DryRun = "dry_run",
        /// 已导入.
        Done = "done",
    }
}
