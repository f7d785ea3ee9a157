//! What a community has besides places: wish categories, partners, teams.

use api::kernel::crypto::Field;
use chrono::Days;
use entity::community::{ClaimStatus, PartnerKind, Relation, TeamKind, household_claim, partner, team};
use entity::ids::{AccountId, CommunityId, HouseholdClaimId, PartnerId, TeamId, WishCategoryId};
use entity::wishes::wish_category;
use sea_orm::ActiveValue::Set;

use crate::given::serial;
use crate::{Home, InCommunity, Person, TestApp};

/// Code, names, working days to respond and to solve: the categories of domain.md section 3.
const CATEGORIES: [(&str, &str, &str, i32, i32); 7] = [
    ("goods", "物品", "Goods", 2, 10),
    ("service", "服务", "Service", 2, 10),
    ("companionship", "陪伴", "Companionship", 2, 10),
    ("repair", "维修", "Repair", 1, 5),
    ("mediation", "调解", "Mediation", 1, 10),
    ("advice", "咨询", "Advice", 1, 3),
    ("complaint", "投诉", "Complaint", 1, 5),
];

impl TestApp {
    pub(crate) async fn given_categories(&self, community: CommunityId) {
        let now = self.now();
        for (sort, (code, name_zh, name_en, respond, solve)) in (1..).zip(CATEGORIES) {
            self.row(wish_category::ActiveModel {
                id: Set(WishCategoryId::new()),
                community_id: Set(community),
                code: Set(code.into()),
                name_zh: Set(name_zh.into()),
                name_en: Set(name_en.into()),
                respond_days: Set(respond),
                solve_days: Set(solve),
                claim_days: Set(7),
                active: Set(true),
                sort: Set(sort),
                version: Set(1),
                created_at: Set(now),
                updated_at: Set(now),
            })
            .await;
        }
    }

    /// A partner unit of that community.
    pub async fn given_partner(&self, community: &impl InCommunity) -> PartnerId {
        let (now, id) = (self.now(), PartnerId::new());
        self.row(partner::ActiveModel {
            id: Set(id),
            community_id: Set(community.community()),
            name: Set(format!("共建单位{}", serial())),
            kind: Set(PartnerKind::School),
            version: Set(1),
            created_at: Set(now),
            updated_at: Set(now),
            ..Default::default()
        })
        .await;
        id
    }

    /// A team of that community, led by `leader`.
    pub async fn given_team(&self, community: &impl InCommunity, leader: Option<AccountId>) -> TeamId {
        let (now, id) = (self.now(), TeamId::new());
        self.row(team::ActiveModel {
            id: Set(id),
            community_id: Set(community.community()),
            name: Set(format!("志愿队{}", serial())),
            kind: Set(TeamKind::Volunteer),
            leader_account_id: Set(leader),
            version: Set(1),
            created_at: Set(now),
            updated_at: Set(now),
        })
        .await;
        id
    }

    /// The wish of `claimant` to be known as a resident of that home, not decided yet.
    pub async fn given_household_claim(&self, claimant: &Person, home: &Home) -> HouseholdClaimId {
        let (now, id) = (self.now(), HouseholdClaimId::new());
        let name = self.kernel().vault.seal(Field::Name, &claimant.name).expect("the name is not sealed");
        self.row(household_claim::ActiveModel {
            id: Set(id),
            community_id: Set(home.place.community),
            account_id: Set(claimant.account()),
            dwelling_id: Set(home.dwelling),
            grid_id: Set(home.place.grid),
            name_sealed: Set(name),
            relation: Set(Relation::Other),
            is_owner: Set(false),
            status: Set(ClaimStatus::Submitted),
            due_at: Set(now + Days::new(3)),
            version: Set(1),
            created_at: Set(now),
            updated_at: Set(now),
            ..Default::default()
        })
        .await;
        id
    }
}
