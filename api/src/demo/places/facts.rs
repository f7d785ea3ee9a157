//! What the places are called, and how many there are.

use entity::community::{Governance, GridKind, PartnerKind, TeamKind};

/// Households by the community's own report.
pub const HOUSEHOLDS: i32 = 2_524;

/// People by the community's own report.
pub const RESIDENTS: i32 = 5_646;

/// Grids: name, kind, centre (gcj02, micro-degrees, invented around the community's streets).
pub const GRIDS: [(&str, GridKind, i32, i32); 8] = [
    ("第一网格（通用宿舍）", GridKind::Residential, 43_881_900, 125_361_200),
    ("第二网格（吉祥苑）", GridKind::Residential, 43_880_700, 125_363_100),
    ("第三网格（宏胜花园）", GridKind::Residential, 43_879_600, 125_365_400),
    ("第四网格（工商、送变电）", GridKind::Residential, 43_878_400, 125_362_700),
    ("第五网格（民丰）", GridKind::Residential, 43_877_500, 125_366_300),
    ("第六网格（法院）", GridKind::Residential, 43_876_800, 125_363_900),
    ("第七网格（自由大路沿街）", GridKind::Public, 43_876_100, 125_365_000),
    ("第八网格（驻街单位）", GridKind::Public, 43_882_600, 125_364_300),
];

/// Compounds: name, governance, grid, buildings. Sixty buildings of forty-two dwellings each.
pub const COMPOUNDS: [(&str, Governance, usize, usize); 7] = [
    ("通用宿舍小区", Governance::OwnersCommittee, 0, 12),
    ("吉祥苑小区", Governance::OwnersCommittee, 1, 10),
    ("宏胜花园小区", Governance::OwnersCommittee, 2, 10),
    ("工商小区", Governance::PropertyCommittee, 3, 8),
    ("送变电小区", Governance::PropertyCommittee, 3, 4),
    ("民丰小区", Governance::SelfGovernanceGroup, 4, 10),
    ("法院小区", Governance::PropertyCommittee, 5, 6),
];

/// The units that help.
pub const PARTNERS: [(&str, PartnerKind); 6] = [
    ("二道区人民法院", PartnerKind::Government),
    ("长春市市场监督管理局二道分局", PartnerKind::Government),
    ("二道区住房保障和公共事业服务中心", PartnerKind::PublicInstitution),
    ("吉林钧力律师事务所", PartnerKind::SocialOrganisation),
    ("长春城开集团运营公司党支部", PartnerKind::Enterprise),
    ("长春市公安局监管支队第三监区党支部", PartnerKind::Government),
];

/// The groups with members.
pub const TEAMS: [(&str, TeamKind); 4] = [
    ("民丰小区自治管理小组", TeamKind::SelfGovernanceGroup),
    ("红管家志愿队", TeamKind::RedStewards),
    ("安全隐患巡逻队", TeamKind::Patrol),
    ("社区第一党支部", TeamKind::PartyBranch),
];
