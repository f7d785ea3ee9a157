//! The people of domain.md section 2. They are made as rows, without passwords or WeChat,
//! so that a test is about what they do and not about how they signed in.

use api::auth::client_secret_hash;
use api::kernel::crypto::Field;
use chrono::{Days, NaiveDate};
use entity::auth::{AccountStatus, ApiScope, Role, ScopeKind, Scopes, account, api_client, role_grant, session};
use entity::community::{Relation, resident, team_member};
use entity::ids::{
    AccountId, ApiClientId, CommunityId, PartnerId, ResidentId, RoleGrantId, SessionId, TeamId, TeamMemberId,
};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;
use uuid::Uuid;

use crate::given::serial;
use crate::person::Proof;
use crate::{Building, Grid, Home, InCommunity, Person, TestApp};

impl TestApp {
    /// A verified resident of that grid, in a building and household of their own.
    pub async fn resident(&self, grid: &Grid) -> Person {
        let building = self.given_building(grid).await;
        self.resident_in(&building).await
    }

    /// A verified resident of that building, in a household of their own.
    pub async fn resident_in(&self, building: &Building) -> Person {
        let home = self.given_home(building).await;
        self.resident_at(&home).await
    }

    /// A verified resident of that household.
    pub async fn resident_at(&self, home: &Home) -> Person {
        let person = self.member(&home.place.community).await;
        let id = self.given_resident(home, &person.name, &person.phone, Some(person.account())).await;
        Person { resident: Some(id), home: Some(*home), ..person }
    }

    /// A row on the roster, with or without an account.
    pub async fn given_resident(&self, home: &Home, name: &str, phone: &str, account: Option<AccountId>) -> ResidentId {
        let (now, id, vault) = (self.now(), ResidentId::new(), &self.kernel().vault);
        self.row(resident::ActiveModel {
            id: Set(id),
            community_id: Set(home.place.community),
            household_id: Set(Some(home.household)),
            account_id: Set(account),
            name_sealed: Set(vault.seal(Field::Name, name).expect("the name is not sealed")),
            name_blind: Set(vault.blind(Field::Name, name)),
            phone_sealed: Set(Some(vault.seal(Field::Phone, phone).expect("the phone is not sealed"))),
            phone_blind: Set(Some(vault.blind(Field::Phone, phone))),
            birth_date: Set(NaiveDate::from_ymd_opt(1958, 3, 8)),
            relation: Set(Relation::Head),
            is_owner: Set(true),
            tags: Set(json!([])),
            version: Set(1),
            created_at: Set(now),
            updated_at: Set(now),
            ..Default::default()
        })
        .await;
        id
    }

    /// Verifies somebody as that resident on the roster.
    pub async fn verify(&self, resident: ResidentId, person: &Person) {
        resident::Entity::update_many()
            .col_expr(resident::Column::AccountId, Expr::value(person.account()))
            .filter(resident::Column::Id.eq(resident))
            .exec(&self.kernel().db)
            .await
            .expect("the resident is not changed");
    }

    /// A verified resident of that grid who is a volunteer of the community.
    pub async fn volunteer(&self, grid: &Grid) -> Person {
        let person = self.resident(grid).await;
        self.grant(&person, Role::Volunteer, ScopeKind::Community, grid.community).await;
        person
    }

    /// The leader of that grid.
    pub async fn grid_leader(&self, grid: &Grid) -> Person {
        let person = self.member(grid).await;
        self.grant(&person, Role::GridLeader, ScopeKind::Grid, grid.id).await;
        person
    }

    /// A community worker.
    pub async fn staff(&self, community: &impl InCommunity) -> Person {
        let person = self.member(community).await;
        self.grant(&person, Role::CommunityStaff, ScopeKind::Community, community.community()).await;
        person
    }

    /// A community's administrator.
    pub async fn admin(&self, community: &impl InCommunity) -> Person {
        let person = self.member(community).await;
        self.grant(&person, Role::CommunityAdmin, ScopeKind::Community, community.community()).await;
        person
    }

    /// Who runs the whole platform.
    pub async fn platform_admin(&self) -> Person {
        let person = self.newcomer().await;
        self.grant(&person, Role::PlatformAdmin, ScopeKind::Platform, Uuid::nil()).await;
        person
    }

    /// Somebody who speaks for that partner unit of the community.
    pub async fn partner_member(&self, community: &impl InCommunity, partner: PartnerId) -> Person {
        let person = self.member(community).await;
        self.grant(&person, Role::PartnerMember, ScopeKind::Partner, partner).await;
        person
    }

    /// A third party's program that works for the community.
    pub async fn api_client(&self, community: &impl InCommunity, scopes: &[ApiScope]) -> Person {
        let maker = self.staff(community).await;
        let (now, id, serial) = (self.now(), ApiClientId::new(), serial());
        let (prefix, secret) = (format!("test{serial}"), Uuid::now_v7().simple().to_string());
        self.row(api_client::ActiveModel {
            id: Set(id),
            community_id: Set(community.community()),
            name: Set(format!("第三方{serial}")),
            prefix: Set(prefix.clone()),
            secret_hash: Set(client_secret_hash(&secret)),
            scopes: Set(Scopes(scopes.to_vec())),
            created_by: Set(maker.account()),
            created_at: Set(now),
            expires_at: Set(now + Days::new(3_650)),
            ..Default::default()
        })
        .await;
        let proof = Proof::Key(id, format!("swk_{prefix}_{secret}"));
        Person { proof, community: Some(community.community()), ..Person::nobody(self) }
    }

    /// Somebody who has signed in and belongs to no community yet.
    pub async fn newcomer(&self) -> Person {
        self.person(None).await
    }

    /// Somebody whose account belongs to the community; no resident, no role.
    pub async fn member(&self, community: &impl InCommunity) -> Person {
        self.person(Some(community.community())).await
    }

    /// Gives a role.
    pub async fn grant(&self, person: &Person, role: Role, kind: ScopeKind, scope: impl Into<Uuid>) -> RoleGrantId {
        let id = RoleGrantId::new();
        self.row(role_grant::ActiveModel {
            id: Set(id),
            community_id: Set(person.community),
            account_id: Set(person.account()),
            role: Set(role),
            scope_kind: Set(kind),
            scope_id: Set(scope.into()),
            created_at: Set(self.now()),
            ..Default::default()
        })
        .await;
        id
    }

    /// Makes them a member of the team.
    pub async fn join(&self, person: &Person, team: TeamId) {
        self.row(team_member::ActiveModel {
            id: Set(TeamMemberId::new()),
            team_id: Set(team),
            account_id: Set(person.account()),
            created_at: Set(self.now()),
        })
        .await;
    }

    async fn person(&self, community: Option<CommunityId>) -> Person {
        let (now, account, session, serial) = (self.now(), AccountId::new(), SessionId::new(), serial());
        let (name, phone) = (format!("王秀{serial}"), format!("138{serial:08}"));
        let vault = &self.kernel().vault;
        self.row(account::ActiveModel {
            id: Set(account),
            community_id: Set(community),
            display_name_sealed: Set(Some(vault.seal(Field::Name, &name).expect("the name is not sealed"))),
            phone_sealed: Set(Some(vault.seal(Field::Phone, &phone).expect("the phone is not sealed"))),
            phone_blind: Set(Some(vault.blind(Field::Phone, &phone))),
            failed_logins: Set(0),
            status: Set(AccountStatus::Active),
            version: Set(1),
            created_at: Set(now),
            updated_at: Set(now),
            ..Default::default()
        })
        .await;
        self.row(session::ActiveModel {
            id: Set(session),
            account_id: Set(account),
            created_at: Set(now),
            last_used_at: Set(now),
            expires_at: Set(now + Days::new(3_650)),
            ..Default::default()
        })
        .await;
        Person { proof: Proof::Session(account, session), community, name, phone, ..Person::nobody(self) }
    }
}
