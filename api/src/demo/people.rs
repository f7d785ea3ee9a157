//! The people whom a visitor of the demo can be. Names and phones are invented.

use entity::auth::{ApiScope, Role, ScopeKind, Scopes, account, api_client, role_grant, wechat_identity};
use entity::community::{Relation, resident, team, team_member};
use entity::ids::{
    AccountId, ApiClientId, CommunityId, HouseholdId, ResidentId, RoleGrantId, TeamMemberId, WechatIdentityId,
};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use serde_json::json;

use super::places::Places;
use crate::auth::service::login;
use crate::auth::{Actor, Place, Residency, Who, client_secret_hash};
use crate::error::Result;
use crate::kernel::crypto::Field;
use crate::kernel::db::Tx;

/// Names of the grid leaders, in the order of the grids.
const LEADERS: [&str; 8] = ["周敏", "孙立新", "吴晓丽", "郑海波", "王海燕", "冯志刚", "陈光", "褚卫东"];

/// Residents who have signed in, with the grid they live in.
pub const RESIDENTS: [(&str, usize); 6] =
    [("王秀兰", 4), ("李建国", 4), ("张桂芳", 0), ("赵淑芬", 1), ("刘振山", 2), ("马玉梅", 3)];

/// Volunteers, with the grid they live in.
pub const VOLUNTEERS: [(&str, usize); 4] = [("林晓明", 4), ("何静", 1), ("郭建军", 0), ("罗丽", 2)];

/// The key of the demo's program; only the demo knows it, and production refuses the demo.
pub const CLIENT_KEY: &str = "swk_demo12345_hotline-demo-key-0000000000000000";

/// Who was invited.
pub struct People {
    /// Residents, in order.
    pub residents: Vec<Actor>,
    /// Volunteers, in order.
    pub volunteers: Vec<Actor>,
    /// Grid leaders, in the order of the grids.
    pub leaders: Vec<Actor>,
    /// A community worker.
    pub staff: Actor,
    /// Runs the community.
    pub admin: Actor,
    /// Somebody of the fourth partner unit, the law firm.
    pub partner: Actor,
}

impl People {
    /// Residents and volunteers by name, with the home they live in.
    pub fn at_home(&self) -> impl Iterator<Item = (&'static str, Residency)> {
        let residents = RESIDENTS.iter().zip(&self.residents);
        let all = residents.chain(VOLUNTEERS.iter().zip(&self.volunteers));
        all.filter_map(|((name, _), actor)| Some((*name, actor.residency?)))
    }
}

/// Invites them all.
pub async fn invite(tx: &Tx<'_>, places: &Places) -> Result<People> {
    let mut guests = Guests { tx, places, count: 0 };
    let (home, firm) = (places.community, places.partners[3].0);
    let mut people = People {
        residents: Vec::new(),
        volunteers: Vec::new(),
        leaders: Vec::new(),
        staff: guests.with_role("沈洁", home, Role::CommunityStaff, ScopeKind::Community, home.0).await?,
        partner: guests.with_role("钱律师", home, Role::PartnerMember, ScopeKind::Partner, firm).await?,
        admin: guests.with_role("韩主任", home, Role::CommunityAdmin, ScopeKind::Community, home.0).await?,
    };
    guests.with_role("平台管理员", None, Role::PlatformAdmin, ScopeKind::Platform, Uuid::nil()).await?;
    for (name, grid) in LEADERS.into_iter().zip(&places.grids) {
        people.leaders.push(guests.with_role(name, home, Role::GridLeader, ScopeKind::Grid, grid.0).await?);
    }
    for (name, grid) in RESIDENTS {
        people.residents.push(guests.resident(name, grid).await?);
    }
    for (name, grid) in VOLUNTEERS {
        let volunteer = guests.resident(name, grid).await?;
        people.volunteers.push(guests.grant(volunteer, Role::Volunteer, ScopeKind::Community, home.0).await?);
    }
    let (chief, unit_chief) = (guests.resident("许楼长", 0).await?, guests.resident("曹单元长", 0).await?);
    guests.grant(chief, Role::BuildingChief, ScopeKind::Building, places.buildings[0].0.0).await?;
    guests.grant(unit_chief, Role::UnitChief, ScopeKind::Unit, places.unit.0).await?;
    guests.neighbours().await?;
    guests.teams(&people).await?;
    guests.program().await?;
    Ok(people)
}

struct Guests<'a> {
    tx: &'a Tx<'a>,
    places: &'a Places,
    count: usize,
}

impl Guests<'_> {
    /// Somebody with a name and a phone, who signs in with `sandbox:<name>`.
    async fn guest(&mut self, name: &str, community: Option<CommunityId>) -> Result<AccountId> {
        let (tx, vault) = (self.tx, self.tx.vault());
        let id = login::create_account(tx).await?;
        self.count += 1;
        login::set_phone(tx, id, &format!("1390000{:04}", self.count)).await?;
        let named = account::ActiveModel {
            community_id: Set(community),
            display_name_sealed: Set(Some(vault.seal(Field::Name, name)?)),
            ..Default::default()
        };
        account::Entity::update_many().set(named).filter(account::Column::Id.eq(id)).exec(tx).await?;
        let openid = format!("sandbox-{name}");
        let row = wechat_identity::ActiveModel {
            id: Set(WechatIdentityId::new()),
            account_id: Set(id),
            appid: Set("sandbox".into()),
            openid_sealed: Set(vault.seal(Field::OpenId, &openid)?),
            openid_blind: Set(vault.blind(Field::OpenId, &openid)),
            unionid_blind: Set(None),
            session_key_sealed: Set(None),
            created_at: Set(tx.now()),
            last_login_at: Set(tx.now()),
        };
        wechat_identity::Entity::insert(row).exec_without_returning(tx).await?;
        super::wechat::agree(tx, id).await?;
        Ok(id)
    }

    async fn with_role(
        &mut self,
        name: &str,
        community: impl Into<Option<CommunityId>>,
        role: Role,
        kind: ScopeKind,
        scope: Uuid,
    ) -> Result<Actor> {
        let community = community.into();
        let account = self.guest(name, community).await?;
        self.grant(actor(account, community, None), role, kind, scope).await
    }

    async fn grant(&self, actor: Actor, role: Role, kind: ScopeKind, scope: Uuid) -> Result<Actor> {
        let account = actor.account()?;
        let row = role_grant::ActiveModel {
            id: Set(RoleGrantId::new()),
            community_id: Set(actor.community),
            account_id: Set(account),
            role: Set(role),
            scope_kind: Set(kind),
            scope_id: Set(scope),
            granted_by: Set(None),
            created_at: Set(self.tx.now()),
            revoked_at: Set(None),
            revoked_by: Set(None),
        };
        role_grant::Entity::insert(row).exec_without_returning(self.tx).await?;
        Ok(Actor { grants: crate::auth::grants(self.tx, account).await?, ..actor })
    }

    /// A verified resident in one of the grid's homes.
    async fn resident(&mut self, name: &str, grid: usize) -> Result<Actor> {
        let homes: Vec<HouseholdId> =
            self.places.homes.iter().filter(|home| home.grid == grid).map(|home| home.household).collect();
        let household = homes[(self.count * 5) % homes.len()];
        let account = self.guest(name, Some(self.places.community)).await?;
        let resident = self.live(name, self.places.community, household, account).await?;
        let place =
            Place { community: self.places.community, grid: self.places.grids[grid], compound: None, building: None };
        Ok(actor(account, Some(self.places.community), Some(Residency { resident, household, place })))
    }

    async fn live(
        &self,
        name: &str,
        community: CommunityId,
        household: HouseholdId,
        account: AccountId,
    ) -> Result<ResidentId> {
        let (id, vault, now) = (ResidentId::new(), self.tx.vault(), self.tx.now());
        let phone = format!("1390000{:04}", self.count);
        let row = resident::ActiveModel {
            id: Set(id),
            community_id: Set(community),
            household_id: Set(Some(household)),
            account_id: Set(Some(account)),
            name_sealed: Set(vault.seal(Field::Name, name)?),
            name_blind: Set(vault.blind(Field::Name, name)),
            phone_sealed: Set(Some(vault.seal(Field::Phone, &phone)?)),
            phone_blind: Set(Some(vault.blind(Field::Phone, &phone))),
            birth_date: Set(chrono::NaiveDate::from_ymd_opt(1958, 3, 8)),
            relation: Set(Relation::Other),
            is_owner: Set(false),
            tags: Set(json!([])),
            version: Set(1),
            created_at: Set(now),
            updated_at: Set(now),
            ..Default::default()
        };
        resident::Entity::insert(row).exec_without_returning(self.tx).await?;
        Ok(id)
    }

    /// The people of the other community.
    async fn neighbours(&mut self) -> Result<()> {
        let other = self.places.other;
        self.with_role("和顺工作人员", other, Role::CommunityStaff, ScopeKind::Community, other.0).await?;
        let account = self.guest("和顺居民", Some(other)).await?;
        self.live("和顺居民", other, self.places.other_home, account).await?;
        Ok(())
    }

    /// Leaders and members of the teams.
    async fn teams(&self, people: &People) -> Result<()> {
        let leaders = [&people.residents[1], &people.volunteers[0], &people.volunteers[2], &people.staff];
        for (id, leader) in self.places.teams.iter().zip(leaders) {
            let led = team::ActiveModel { leader_account_id: Set(leader.account_id()), ..Default::default() };
            team::Entity::update_many().set(led).filter(team::Column::Id.eq(*id)).exec(self.tx).await?;
        }
        for volunteer in &people.volunteers {
            let row = team_member::ActiveModel {
                id: Set(TeamMemberId::new()),
                team_id: Set(self.places.teams[1]),
                account_id: Set(volunteer.account()?),
                created_at: Set(self.tx.now()),
            };
            team_member::Entity::insert(row).exec_without_returning(self.tx).await?;
        }
        Ok(())
    }

    /// The hotline's program.
    async fn program(&mut self) -> Result<()> {
        let mut parts = CLIENT_KEY.splitn(3, '_').skip(1);
        let (prefix, secret) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let row = api_client::ActiveModel {
            id: Set(ApiClientId::new()),
            community_id: Set(self.places.community),
            name: Set("12345 热线对接（演示）".into()),
            prefix: Set(prefix.to_owned()),
            secret_hash: Set(client_secret_hash(secret)),
            scopes: Set(Scopes(ApiScope::ALL.to_vec())),
            created_by: Set(AccountId::new()),
            created_at: Set(self.tx.now()),
            expires_at: Set(self.tx.now() + chrono::Duration::days(365)),
            revoked_at: Set(None),
            last_used_at: Set(None),
        };
        api_client::Entity::insert(row).exec_without_returning(self.tx).await?;
        Ok(())
    }
}

fn actor(account: AccountId, community: Option<CommunityId>, residency: Option<Residency>) -> Actor {
    Actor { who: Who::Account(account), community, grants: Vec::new(), residency, session: None }
}
