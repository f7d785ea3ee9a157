//! The register of owners beside dwellings and accounts: who owns what, and through which
//! account an owner is heard.

use entity::community::{building, dwelling, owner, ownership, resident};
use entity::ids::{AccountId, BuildingId, CommunityId, CompoundId, DwellingId, OwnerId};
use sea_orm::prelude::*;
use sea_orm::{Condition, FromQueryResult, JoinType, QueryOrder, QuerySelect, QueryTrait};

use crate::error::Result;

/// A community or a part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// All of it.
    Community(CommunityId),
    /// One compound.
    Compound(CompoundId),
    /// One building.
    Building(BuildingId),
}

impl Extent {
    /// Whether a building, which the query knows, lies there.
    fn covers(self) -> Expr {
        match self {
            Self::Community(id) => building::Column::CommunityId.eq(id),
            Self::Compound(id) => building::Column::CompoundId.eq(id),
            Self::Building(id) => building::Column::Id.eq(id),
        }
    }
}

/// Through whom an owner is heard.
#[derive(Clone, Copy, Debug, FromQueryResult)]
pub struct Voice {
    /// The owner.
    pub owner_id: OwnerId,
    /// The account of the resident whom staff say it is.
    pub named: Option<AccountId>,
    /// The account of the resident with the same identity number.
    pub same: Option<AccountId>,
    /// The account that staff have entered.
    pub entered: Option<AccountId>,
}

impl Voice {
    /// The account of the same person on the roster, once verified.
    pub fn resident(&self) -> Option<AccountId> {
        self.named.or(self.same)
    }

    /// The account through which the owner votes: who is verified comes first.
    pub fn account(&self) -> Option<AccountId> {
        self.resident().or(self.entered)
    }
}

/// A dwelling, as a roll of owners needs it.
#[derive(Clone, Copy, Debug, FromQueryResult)]
pub struct PartRow {
    /// The dwelling.
    pub dwelling_id: DwellingId,
    /// Its building.
    pub building_id: BuildingId,
    /// Its exclusive area in 0.01 m².
    pub area: Option<i64>,
}

/// That somebody owns a dwelling, and through whom the owner is heard.
#[derive(Clone, Debug, FromQueryResult)]
pub struct OwnedRow {
    /// The dwelling.
    pub dwelling_id: DwellingId,
    /// The blind index of the owner's number.
    pub identity: Option<String>,
    /// The owner and the accounts.
    #[sea_orm(nested)]
    pub voice: Voice,
}

/// Through whom these owners are heard.
pub async fn voices(conn: &impl ConnectionTrait, owners: Vec<OwnerId>) -> Result<Vec<Voice>> {
    Ok(heard().filter(owner::Column::Id.is_in(owners)).into_model().all(conn).await?)
}

/// All dwellings of a place, and who owns them: two queries, however large it is.
pub async fn records(conn: &impl ConnectionTrait, place: Extent) -> Result<(Vec<PartRow>, Vec<OwnedRow>)> {
    let stands: RelationDef = dwelling::Entity::belongs_to(building::Entity)
        .from(dwelling::Column::BuildingId)
        .to(building::Column::Id)
        .into();
    let parts = dwelling::Entity::find()
        .select_only()
        .column_as(dwelling::Column::Id, "dwelling_id")
        .column_as(dwelling::Column::BuildingId, "building_id")
        .column_as(dwelling::Column::AreaCentiM2, "area")
        .join(JoinType::InnerJoin, stands.clone())
        .filter(place.covers())
        .order_by_asc(dwelling::Column::Id);
    let owns: RelationDef =
        owner::Entity::belongs_to(ownership::Entity).from(owner::Column::Id).to(ownership::Column::OwnerId).into();
    let lies: RelationDef = ownership::Entity::belongs_to(dwelling::Entity)
        .from(ownership::Column::DwellingId)
        .to(dwelling::Column::Id)
        .into();
    let owned = heard()
        .column_as(ownership::Column::DwellingId, "dwelling_id")
        .column_as(owner::Column::IdNumberBlind, "identity")
        .join(JoinType::InnerJoin, owns)
        .join(JoinType::InnerJoin, lies)
        .join(JoinType::InnerJoin, stands)
        .filter(place.covers())
        .order_by_asc(ownership::Column::DwellingId)
        .order_by_asc(owner::Column::Id);
    Ok((parts.into_model().all(conn).await?, owned.into_model().all(conn).await?))
}

/// Owners beside the roster: the resident whom staff say an owner is, and the one with the
/// same identity number. Read each time, so that it follows the roster and its verifications.
fn heard() -> Select<owner::Entity> {
    let to_resident = || owner::Entity::belongs_to(resident::Entity);
    let named = to_resident().from(owner::Column::ResidentId).to(resident::Column::Id);
    let same = to_resident()
        .from((owner::Column::CommunityId, owner::Column::IdNumberBlind))
        .to((resident::Column::CommunityId, resident::Column::IdNumberBlind));
    owner::Entity::find()
        .select_only()
        .column_as(owner::Column::Id, "owner_id")
        .column_as(Expr::col(("named", resident::Column::AccountId)), "named")
        .column_as(Expr::col(("same", resident::Column::AccountId)), "same")
        .column_as(owner::Column::AccountId, "entered")
        .join_as(JoinType::LeftJoin, named.into(), "named")
        .join_as(JoinType::LeftJoin, same.into(), "same")
}

/// The owner owns a dwelling that `which` names.
pub fn owning(which: Condition) -> Expr {
    let lies: RelationDef = ownership::Entity::belongs_to(dwelling::Entity)
        .from(ownership::Column::DwellingId)
        .to(dwelling::Column::Id)
        .into();
    let owners = ownership::Entity::find()
        .select_only()
        .column(ownership::Column::OwnerId)
        .join(JoinType::InnerJoin, lies)
        .filter(which);
    owner::Column::Id.in_subquery(owners.into_query())
}
