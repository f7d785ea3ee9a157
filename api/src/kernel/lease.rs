//! A job that one of several replicas does at a time. The lease only saves double
//! work: every job is safe to run twice.

use chrono::Duration;
use entity::kernel::job_lease;
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{Condition, ExprTrait};

use super::Kernel;
use super::db::{self, Cause, Tx};
use crate::error::Result;

/// A holder that is not heard of for so long has lost its lease.
const TERM: Duration = Duration::seconds(15);

/// Takes or keeps the lease of a job; false when another replica holds it.
pub async fn hold(kernel: &Kernel, name: &str, owner: &str) -> Result<bool> {
    db::write(kernel, Cause::system(), async |tx| take(tx, name, owner).await).await
}

async fn take(tx: &Tx<'_>, name: &str, owner: &str) -> Result<bool> {
    let row = job_lease::ActiveModel {
        name: Set(name.to_owned()),
        owner: Set(owner.to_owned()),
        until: Set(tx.now() + TERM),
    };
    let held = |column| Expr::col((job_lease::Entity, column));
    let free =
        Condition::any().add(held(job_lease::Column::Until).lt(tx.now())).add(held(job_lease::Column::Owner).eq(owner));
    let take_over = OnConflict::column(job_lease::Column::Name)
        .update_columns([job_lease::Column::Owner, job_lease::Column::Until])
        .action_cond_where(free)
        .to_owned();
    Ok(job_lease::Entity::insert(row).on_conflict(take_over).exec_without_returning(tx).await? == 1)
}
