//! The vote closes: ballots are counted from their rows, the verdict is given and signed, and
//! of a secret vote everything goes that could link a voter to a choice.

use chrono::SubsecRound;
use entity::deliberations::{DeliberationVerb, Secrecy, ballot, ballot_key, deliberation, paper_ballot};
use entity::ids::DeliberationId;
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::{DbBackend, QuerySelect};

use super::case::{Case, Step};
use super::{leaves, rules};
use crate::deliberations::asked;
use crate::deliberations::bundle::{Basis, Bundle, PublishedRoll};
use crate::deliberations::groups::BuildingResult;
use crate::deliberations::rule::Weight;
use crate::deliberations::secret::BallotKey;
use crate::deliberations::signing::Signer;
use crate::error::{Code, Result};
use crate::kernel::Kernel;
use crate::kernel::db::Tx;

/// Counts, judges and signs.
pub async fn close(tx: &Tx<'_>, signer: &Signer, case: &Case) -> Result<deliberation::Model> {
    let one = &case.deliberation;
    let options = asked::options(tx, [one.id]).await?.remove(&one.id).unwrap_or_default();
    let question = asked::published(one, options)?;
    let answers = question.question();
    let silent_served = silent_served(tx, one.id).await?;
    let count = match key(tx, one).await? {
        None => leaves::count(tx, one.id, &answers).await?,
        Some(key) => {
            let count = leaves::open_all(tx, one.id, &key, &answers).await?;
            forget_voters(tx, one.id).await?;
            count
        }
    };
    let basis = Basis {
        question,
        rule: rules::read(one.rule.clone().unwrap_or_default())?,
        roll: PublishedRoll { silent_served, ..asked::roll(one) },
        // As exact as both databases keep it: what is signed must be what is read again.
        counted_at: tx.now().trunc_subsecs(6),
    };
    let bundle = Bundle::sign(basis, count.tally, count.root, signer)?;
    let change = columns(&bundle, &count.by_building)?;
    case.go(tx, DeliberationVerb::Close, Step { change, reason: None }).await
}

fn columns(bundle: &Bundle, by_building: &[BuildingResult]) -> Result<deliberation::ActiveModel> {
    let json = |value: serde_json::Result<serde_json::Value>| value.map_err(|error| Code::Internal.error().cause(error));
    let silent = bundle.roll.silent_served;
    Ok(deliberation::ActiveModel {
        counted_at: Set(Some(bundle.counted_at)),
        merkle_root: Set(Some(bundle.merkle_root.clone())),
        tally: Set(Some(json(serde_json::to_value(&bundle.tally))?)),
        verdict: Set(Some(json(serde_json::to_value(&bundle.verdict))?)),
        by_building: Set(Some(json(serde_json::to_value(by_building))?)),
        outcome: Set(Some(bundle.verdict.outcome)),
        signature: Set(Some(bundle.signature.clone())),
        public_key: Set(Some(bundle.public_key.clone())),
        silent_heads: Set(i64::try_from(silent.heads).ok()),
        silent_area: Set(i64::try_from(silent.area).ok()),
        ..Default::default()
    })
}

/// The key of a secret vote.
async fn key(tx: &Tx<'_>, one: &deliberation::Model) -> Result<Option<BallotKey>> {
    if one.secrecy != Some(Secrecy::Secret) {
        return Ok(None);
    }
    let row = ballot_key::Entity::find().filter(ballot_key::Column::DeliberationId.eq(one.id)).one(tx).await?;
    let row = row.ok_or_else(|| Code::Internal.error().cause(anyhow::anyhow!("{} has lost its key", one.id)))?;
    BallotKey::open(tx.vault(), &row.key_sealed).map(Some)
}

/// Takes out what links voters to their choices: what ballots say, and the key. That somebody
/// has voted stays.
async fn forget_voters(tx: &Tx<'_>, id: DeliberationId) -> Result<()> {
    ballot::Entity::update_many()
        .col_expr(ballot::Column::Content, Expr::value(None::<String>))
        .filter(ballot::Column::DeliberationId.eq(id))
        .exec(tx)
        .await?;
    paper_ballot::Entity::update_many()
        .col_expr(paper_ballot::Column::Content, Expr::value(None::<String>))
        .filter(paper_ballot::Column::DeliberationId.eq(id))
        .exec(tx)
        .await?;
    ballot_key::Entity::delete_many().filter(ballot_key::Column::DeliberationId.eq(id)).exec(tx).await?;
    tx.after_commit(|kernel| {
        let kernel = kernel.clone();
        tokio::spawn(async move { sweep(&kernel).await });
    });
    Ok(())
}

/// Asks the database to take the dead key out of its files as well.
async fn sweep(kernel: &Kernel) {
    let sql = match kernel.db.get_database_backend() {
        DbBackend::Postgres => "VACUUM ballot_key",
        _ => "PRAGMA wal_checkpoint(TRUNCATE)",
    };
    if let Err(error) = kernel.db.execute_unprepared(sql).await {
        tracing::warn!(%error, "a destroyed ballot key waits for the database's own vacuum");
    }
}

/// Heads and area of those who were served, with proof, and did not vote.
async fn silent_served(tx: &Tx<'_>, id: DeliberationId) -> Result<Weight> {
    use entity::deliberations::{ballot_delivery, roll_entry};
    use sea_orm::QueryTrait;
    let served = ballot_delivery::Entity::find()
        .select_only()
        .column(ballot_delivery::Column::EntryId)
        .filter(ballot_delivery::Column::DeliberationId.eq(id));
    let voted = ballot::Entity::find()
        .select_only()
        .column(ballot::Column::EntryId)
        .filter(ballot::Column::DeliberationId.eq(id));
    let sums: Option<(Option<i64>, Option<i64>)> = roll_entry::Entity::find()
        .select_only()
        .column_as(Expr::cust("CAST(SUM(heads) AS BIGINT)"), "heads")
        .column_as(Expr::cust("CAST(SUM(area) AS BIGINT)"), "area")
        .filter(roll_entry::Column::DeliberationId.eq(id))
        .filter(roll_entry::Column::Id.in_subquery(served.into_query()))
        .filter(roll_entry::Column::Id.not_in_subquery(voted.into_query()))
        .into_tuple()
        .one(tx)
        .await?;
    let (heads, area) = sums.unwrap_or_default();
    Ok(asked::weight(heads, area))
}
