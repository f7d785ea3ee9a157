//! People who ask the server things. They are made as rows, without passwords or WeChat,
//! so that a test is about what they do and not about how they signed in.

use std::sync::Arc;

use api::app::App;
use api::kernel::crypto::Field;
use aws_lc_rs::digest;
use chrono::{Days, NaiveDate};
use entity::auth::{AccountStatus, ApiScope, Role, ScopeKind, Scopes, account, api_client, role_grant, session};
use entity::community::{Relation, resident, team_member};
use entity::ids::{
    AccountId, ApiClientId, CommunityId, PartnerId, ResidentId, RoleGrantId, SessionId, TeamId, TeamMemberId,
};
use reqwest::Method;
use sea_orm::ActiveValue::Set;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::given::serial;
use crate::{Answer, Building, Grid, Home, InCommunity, Request, TestApp};

/// Somebody, or some program, that asks the server things.
#[derive(Clone)]
pub struct Person {
    app: Arc<App>,
    base: String,
    http: reqwest::Client,
    proof: Proof,
    /// The name on the roster and on the account.
    pub name: String,
    /// The phone of the account.
    pub phone: String,
    /// The row on the roster, for residents.
    pub resident: Option<ResidentId>,
    /// Where they live, for residents.
    pub home: Option<Home>,
}

/// How they prove who they are.
#[derive(Clone, Debug)]
enum Proof {
    Nothing,
    Session(AccountId, SessionId),
    Key(ApiClientId, String),
}

impl Person {
    pub(crate) fn nobody(app: &TestApp) -> Self {
        Self {
            app: Arc::clone(&app.app),
            base: app.base(),
            http: app.http.clone(),
            proof: Proof::Nothing,
            name: String::new(),
            phone: String::new(),
            resident: None,
            home: None,
        }
    }

    /// The same person, asking another server.
    #[must_use]
    pub fn at(&self, app: &TestApp) -> Self {
        Self { app: Arc::clone(&app.app), base: app.base(), ..self.clone() }
    }

    /// Their account.
    ///
    /// # Panics
    /// For programs and for nobody.
    #[track_caller]
    pub fn account(&self) -> AccountId {
        match self.proof {
            Proof::Session(account, _) => account,
            _ => panic!("only people have accounts"),
        }
    }

    /// Their session.
    ///
    /// # Panics
    /// For programs and for nobody.
    #[track_caller]
    pub fn session(&self) -> SessionId {
        match self.proof {
            Proof::Session(_, session) => session,
            _ => panic!("only people have sessions"),
        }
    }

    /// The id of the program.
    ///
    /// # Panics
    /// For people.
    #[track_caller]
    pub fn client(&self) -> ApiClientId {
        match self.proof {
            Proof::Key(client, _) => client,
            _ => panic!("this is no program"),
        }
    }

    /// A bearer token that is good now, whatever the test's clock says; nothing for nobody.
    pub fn token(&self) -> Option<String> {
        match &self.proof {
            Proof::Nothing => None,
            Proof::Key(_, key) => Some(key.clone()),
            Proof::Session(account, session) => {
                let now = self.app.kernel.clock.approximate();
                Some(self.app.tokens.issue(*account, *session, now, 900).expect("no token"))
            }
        }
    }

    /// A request of theirs, to be completed and sent.
    pub fn request(&self, method: Method, path: impl AsRef<str>) -> Request {
        let request = Request::new(&self.http, &self.base, method, path.as_ref());
        match self.token() {
            Some(token) => request.bearer(&token),
            None => request,
        }
    }

    /// GET.
    pub async fn get(&self, path: impl AsRef<str>) -> Answer {
        self.request(Method::GET, path).send().await
    }

    /// POST with a JSON body.
    pub async fn post(&self, path: impl AsRef<str>, body: Value) -> Answer {
        self.request(Method::POST, path).json(&body).send().await
    }

    /// PUT with a JSON body.
    pub async fn put(&self, path: impl AsRef<str>, body: Value) -> Answer {
        self.request(Method::PUT, path).json(&body).send().await
    }

    /// DELETE.
    pub async fn delete(&self, path: impl AsRef<str>) -> Answer {
        self.request(Method::DELETE, path).send().await
    }
}

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
    pub async fn given_resident(
        &self,
        home: &Home,
        name: &str,
        phone: &str,
        account: Option<AccountId>,
    ) -> ResidentId {
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
        let hash = digest::digest(&digest::SHA256, secret.as_bytes());
        self.row(api_client::ActiveModel {
            id: Set(id),
            community_id: Set(community.community()),
            name: Set(format!("第三方{serial}")),
            prefix: Set(prefix.clone()),
            secret_hash: Set(hex::encode(hash)),
            scopes: Set(Scopes(scopes.to_vec())),
            created_by: Set(maker.account()),
            created_at: Set(now),
            expires_at: Set(now + Days::new(3_650)),
            ..Default::default()
        })
        .await;
        Person { proof: Proof::Key(id, format!("swk_{prefix}_{secret}")), ..Person::nobody(self) }
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
        let (id, scope) = (RoleGrantId::new(), scope.into());
        let account: Option<account::Model> = sea_orm::EntityTrait::find_by_id(person.account())
            .one(&self.kernel().db)
            .await
            .expect("the account cannot be read");
        self.row(role_grant::ActiveModel {
            id: Set(id),
            community_id: Set(account.and_then(|account| account.community_id)),
            account_id: Set(person.account()),
            role: Set(role),
            scope_kind: Set(kind),
            scope_id: Set(scope),
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
        Person { proof: Proof::Session(account, session), name, phone, ..Person::nobody(self) }
    }
}
