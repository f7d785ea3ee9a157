//! Who belongs to a team.

use std::collections::HashMap;

use entity::auth::account;
use entity::community::{team, team_member};
use entity::ids::{AccountId, TeamId, TeamMemberId};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use serde_json::json;

use super::{Kept, Within, store, teams};
use crate::auth::Actor;
use crate::community::view::{NewTeamMember, PageQuery, TeamMember};
use crate::error::{Code, OrConflict, Result};
use crate::kernel::crypto::{Field, mask_name};
use crate::kernel::db::Tx;
use crate::kernel::event::{self, NewEvent, Subject};
use crate::kernel::page::Page;
use crate::kernel::{Kernel, Vault};

/// The members of a team, in the order in which they joined.
pub async fn list(kernel: &Kernel, actor: &Actor, id: TeamId, query: &PageQuery) -> Result<Page<TeamMember>> {
    store::one::<team::Entity>(&kernel.db, Within::read_by(actor)?, id).await?;
    let members = team_member::Entity::find().filter(team_member::Column::TeamId.eq(id));
    let page = store::page_by(&kernel.db, members, team_member::Column::Id, |row| row.id, query).await?;
    let shown = show(&kernel.db, &kernel.vault, &page.items).await?;
    Ok(page.with_items(shown))
}

/// Takes somebody in.
pub async fn add(tx: &Tx<'_>, actor: &Actor, id: TeamId, member: NewTeamMember) -> Result<TeamMember> {
    let team = store::one::<team::Entity>(tx, Within::kept_by(actor)?, id).await?;
    teams::belongs(tx, team.community_id, member.account_id, "/accountId").await?;
    let row = team_member::ActiveModel {
        id: Set(TeamMemberId::new()),
        team_id: Set(id),
        account_id: Set(member.account_id),
        created_at: Set(tx.now()),
    };
    let row = team_member::Entity::insert(row).exec_with_returning(tx).await.or_conflict(Code::AlreadyExists)?;
    remember(tx, &team, "add_member", member.account_id).await?;
    show(tx, tx.vault(), &[row]).await?.pop().ok_or_else(|| Code::Internal.into())
}

/// Lets somebody go.
pub async fn remove(tx: &Tx<'_>, actor: &Actor, id: TeamId, member: AccountId) -> Result<()> {
    let team = store::one::<team::Entity>(tx, Within::kept_by(actor)?, id).await?;
    let gone = team_member::Entity::delete_many()
        .filter(team_member::Column::TeamId.eq(id))
        .filter(team_member::Column::AccountId.eq(member))
        .exec(tx)
        .await?;
    if gone.rows_affected == 0 {
        return Err(Code::NotFound.into());
    }
    remember(tx, &team, "remove_member", member).await
}

async fn remember(tx: &Tx<'_>, team: &team::Model, verb: &'static str, member: AccountId) -> Result<()> {
    let changed = NewEvent::new(team.community_id, Subject::new(team::Entity::KIND, team.id), verb);
    event::record(tx, changed.with(json!({ "accountId": member }))).await.map(drop)
}

async fn show(conn: &impl ConnectionTrait, vault: &Vault, rows: &[team_member::Model]) -> Result<Vec<TeamMember>> {
    let ids = rows.iter().map(|row| row.account_id);
    let accounts = account::Entity::find().filter(account::Column::Id.is_in(ids)).all(conn).await?;
    let names: HashMap<_, _> = accounts.into_iter().map(|row| (row.id, row.display_name_sealed)).collect();
    let view = |row: &team_member::Model| {
        let sealed = names.get(&row.account_id).and_then(Option::as_deref);
        let name = sealed.map(|sealed| vault.open(Field::Name, sealed)).transpose()?;
        let name = name.map(|name| mask_name(&name));
        Ok(TeamMember { account_id: row.account_id, name, joined_at: row.created_at })
    };
    rows.iter().map(view).collect()
}
