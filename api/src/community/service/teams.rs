//! 团队: a group with members and, often, a leader.

use std::collections::HashMap;

use entity::auth::account;
use entity::community::{team, team_member};
use entity::ids::{AccountId, CommunityId, TeamId};
use sea_orm::ActiveValue::Set;
use sea_orm::QuerySelect;
use sea_orm::QueryTrait;
use sea_orm::prelude::*;

use super::Resource;
use crate::community::view::{Team, TeamInput, TeamQuery};
use crate::error::{Code, Result};
use crate::kernel::Vault;
use crate::kernel::db::Tx;

impl Resource for team::Entity {
    type Query = TeamQuery;
    type Input = TeamInput;
    type View = Team;
    const PATH: &'static str = "/teams";

    fn narrow(_: &Vault, rows: Select<Self>, query: &TeamQuery) -> Select<Self> {
        rows.apply_if(query.kind, |rows, kind| rows.filter(team::Column::Kind.eq(kind)))
    }

    async fn fields(
        tx: &Tx<'_>,
        community: CommunityId,
        input: TeamInput,
        _: Option<&team::Model>,
    ) -> Result<team::ActiveModel> {
        if let Some(leader) = input.leader_account_id {
            belongs(tx, community, leader, "/leaderAccountId").await?;
        }
        Ok(team::ActiveModel {
            name: Set(input.name.into()),
            kind: Set(input.kind),
            leader_account_id: Set(input.leader_account_id),
            ..Default::default()
        })
    }

    async fn show(conn: &impl ConnectionTrait, _: &Vault, rows: Vec<team::Model>) -> Result<Vec<Team>> {
        let members = members(conn, &rows).await?;
        let views = rows.into_iter().map(|row| Team {
            id: row.id,
            community_id: row.community_id,
            name: row.name,
            kind: row.kind,
            leader_account_id: row.leader_account_id,
            members: members.get(&row.id).copied().unwrap_or_default(),
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        });
        Ok(views.collect())
    }
}

async fn members(conn: &impl ConnectionTrait, rows: &[team::Model]) -> Result<HashMap<TeamId, u64>> {
    let counted: Vec<(TeamId, i64)> = team_member::Entity::find()
        .select_only()
        .column(team_member::Column::TeamId)
        .column_as(team_member::Column::Id.count(), "members")
        .filter(team_member::Column::TeamId.is_in(rows.iter().map(|row| row.id)))
        .group_by(team_member::Column::TeamId)
        .into_tuple()
        .all(conn)
        .await?;
    Ok(counted.into_iter().map(|(team, members)| (team, members.unsigned_abs())).collect())
}

/// Checks that an account that a body names belongs to the community.
///
/// # Errors
/// `invalid` at `pointer` when it does not.
pub async fn belongs(tx: &Tx<'_>, community: CommunityId, id: AccountId, pointer: &str) -> Result<account::Model> {
    let found = account::Entity::find_by_id(id).filter(account::Column::CommunityId.eq(community)).one(tx).await?;
    found.ok_or_else(|| Code::Invalid.error().at(pointer, Code::UnknownReference))
}
