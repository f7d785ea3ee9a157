//! The rates from the rows: one grouped query each.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::ids::{CommunityId, GridId};
use entity::wishes::{NoteKind, WishStatus, wish, wish_note};
use sea_orm::prelude::*;
use sea_orm::sea_query::{CaseStatement, Query};
use sea_orm::{Condition, ExprTrait, QuerySelect};

use super::rate::{Exclusion, Figures, Rates, Verdict};
use crate::error::{Code, Result};

/// Which wishes: of these grids, approved from `from` until before `until`.
#[derive(Clone, Debug)]
pub struct Cohort {
    /// The community.
    pub community: CommunityId,
    /// Only these grids; none means all.
    pub grids: Option<Vec<GridId>>,
    /// The first instant.
    pub from: DateTime<Utc>,
    /// The instant after the last.
    pub until: DateTime<Utc>,
}

/// The rates of the cohort, by grid.
pub async fn rates(conn: &impl ConnectionTrait, cohort: &Cohort) -> Result<BTreeMap<GridId, Rates>> {
    let mut rates: BTreeMap<GridId, Rates> = BTreeMap::new();
    type Part = fn(&mut Rates) -> &mut Figures;
    let queries: [(CaseStatement, Part); 3] = [
        (response(), |rates| &mut rates.response),
        (solve(), |rates| &mut rates.solve),
        (satisfaction(), |rates| &mut rates.satisfaction),
    ];
    for (verdict, part) in queries {
        for (grid, word, count) in counted(conn, cohort, verdict).await? {
            let verdict = Verdict::of_word(&word).ok_or_else(|| Code::Internal.error())?;
            part(rates.entry(grid).or_default()).count(verdict, u64::try_from(count).unwrap_or_default());
        }
    }
    Ok(rates)
}

async fn counted(
    conn: &impl ConnectionTrait,
    cohort: &Cohort,
    verdict: CaseStatement,
) -> Result<Vec<(GridId, String, i64)>> {
    let grids = cohort.grids.as_ref().map(|grids| wish::Column::GridId.is_in(grids.iter().copied()));
    let counted = wish::Entity::find()
        .select_only()
        .column(wish::Column::GridId)
        .column_as(Expr::Case(Box::new(verdict)), "verdict")
        .column_as(wish::Column::Id.count(), "wishes")
        .filter(wish::Column::CommunityId.eq(cohort.community))
        .filter(wish::Column::ApprovedAt.gte(cohort.from))
        .filter(wish::Column::ApprovedAt.lt(cohort.until))
        .filter(Condition::all().add_option(grids))
        .group_by(wish::Column::GridId)
        .group_by(Expr::col("verdict"));
    Ok(counted.into_tuple().all(conn).await?)
}

fn response() -> CaseStatement {
    CaseStatement::new()
        .case(wish::Column::RespondDueAt.is_null(), excluded(Exclusion::NoDeadline))
        .case(Expr::col(wish::Column::FirstResponseAt).lte(Expr::col(wish::Column::RespondDueAt)), word(Verdict::Met))
        .finally(word(Verdict::Missed))
}

fn solve() -> CaseStatement {
    let confirmed = || wish::Column::Status.eq(WishStatus::Confirmed);
    CaseStatement::new()
        .case(wish::Column::Status.eq(WishStatus::Merged), excluded(Exclusion::Merged))
        .case(confirmed().and(wish::Column::AutoConfirmed.eq(true)), excluded(Exclusion::AutoConfirmed))
        .case(confirmed(), word(Verdict::Met))
        .case(wish::Column::Status.eq(WishStatus::Fulfilled), excluded(Exclusion::AwaitingAnswer))
        .case(asked_before(), word(Verdict::Missed))
        .case(wish::Column::Status.eq(WishStatus::Unmet), excluded(Exclusion::ClosedUnmet))
        .case(wish::Column::Status.eq(WishStatus::Withdrawn), excluded(Exclusion::Withdrawn))
        .finally(excluded(Exclusion::InProgress))
}

fn satisfaction() -> CaseStatement {
    CaseStatement::new()
        .case(wish::Column::Rating.gte(3), word(Verdict::Met))
        .case(wish::Column::Rating.is_not_null(), word(Verdict::Missed))
        .finally(excluded(Exclusion::Unrated))
}

/// The author was asked: a helper has shown evidence that it is done.
fn asked_before() -> Expr {
    let evidence = Query::select()
        .expr(Expr::val(1))
        .from(wish_note::Entity)
        .and_where(Expr::col((wish_note::Entity, wish_note::Column::WishId)).equals((wish::Entity, wish::Column::Id)))
        .and_where(Expr::col((wish_note::Entity, wish_note::Column::Kind)).eq(NoteKind::Evidence))
        .to_owned();
    Expr::exists(evidence)
}

fn word(verdict: Verdict) -> Expr {
    Expr::val(verdict.word())
}

fn excluded(reason: Exclusion) -> Expr {
    word(Verdict::Excluded(reason))
}
