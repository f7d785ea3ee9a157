//! Moving out: the roster forgets where the person lived, and the account has no home any more.

use entity::auth::{account, role_grant};
use entity::community::resident;
use entity::ids::{AccountId, CommunityId};
use sea_orm::ActiveValue::Set;
use sea_orm::ExprTrait;
use sea_orm::prelude::*;

use crate::error::Result;
use crate::kernel::db::Tx;

/// Notes in `fields` that this resident has moved out, and lets go of the account.
pub async fn out(tx: &Tx<'_>, row: &resident::Model, fields: &mut resident::ActiveModel) -> Result<()> {
    fields.moved_out_at = Set(Some(tx.now()));
    fields.account_id = Set(None);
    match row.account_id {
        Some(account) => leave(tx, account, row.community_id).await,
        None => Ok(()),
    }
}

/// Takes an account out of the community, unless it still has a role there.
async fn leave(tx: &Tx<'_>, account: AccountId, community: CommunityId) -> Result<()> {
    let roles = role_grant::Entity::find()
        .filter(role_grant::Column::AccountId.eq(account))
        .filter(role_grant::Column::CommunityId.eq(community))
        .filter(role_grant::Column::RevokedAt.is_null());
    if roles.one(tx).await?.is_some() {
        return Ok(());
    }
    account::Entity::update_many()
        .col_expr(account::Column::CommunityId, Expr::value(None::<CommunityId>))
        .col_expr(account::Column::Version, Expr::col(account::Column::Version).add(1))
        .col_expr(account::Column::UpdatedAt, Expr::value(tx.now()))
        .filter(account::Column::Id.eq(account))
        .exec(tx)
        .await?;
    Ok(())
}
