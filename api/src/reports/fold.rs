//! The rates from the event log alone: each wish's life is folded from what happened to
//! it, then judged. No row of a wish is looked at.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use entity::ids::GridId;
use entity::kernel::event;
use sea_orm::prelude::*;
use sea_orm::sea_query::Query;
use sea_orm::{ExprTrait, QueryOrder};
use serde_json::Value;

use super::rate::{Exclusion, Rates, Verdict};
use super::store::Cohort;
use crate::error::Result;

/// What the events say about one wish.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Life {
    grid: Option<GridId>,
    respond_due: Option<DateTime<Utc>>,
    contacted: Option<DateTime<Utc>>,
    approved: Option<DateTime<Utc>>,
    asked: bool,
    answer: Option<Answer>,
    end: Option<Exclusion>,
    rating: Option<i64>,
}

/// What the author answers to "is it solved?".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    Yes,
    No,
    NoneInTime,
    NotYet,
}

impl Life {
    fn live(mut self, event: &event::Model) -> Self {
        self.grid = id(&event.data, "gridId").or(self.grid);
        match event.verb.as_str() {
            "submit" => self.respond_due = instant(&event.data, "respondDueAt"),
            "approve" => {
                self.contacted.get_or_insert(event.at);
                self.approved = Some(event.at);
            }
            "return" | "reject" => {
                self.contacted.get_or_insert(event.at);
            }
            "fulfil" => (self.asked, self.answer) = (true, Some(Answer::NotYet)),
            "confirm" => (self.answer, self.rating) = (Some(Answer::Yes), event.data["rating"].as_i64()),
            "auto_confirm" => self.answer = Some(Answer::NoneInTime),
            "dispute" => self.answer = Some(Answer::No),
            "reopen" => (self.answer, self.rating) = (Some(Answer::No), None),
            "close" => self.end = Some(Exclusion::ClosedUnmet),
            "withdraw" => self.end = Some(Exclusion::Withdrawn),
            "merge" => self.end = Some(Exclusion::Merged),
            "unmerge" => self.end = None,
            _ => {}
        }
        self
    }

    fn response(&self) -> Verdict {
        match (self.respond_due, self.contacted) {
            (None, _) => Verdict::Excluded(Exclusion::NoDeadline),
            (Some(due), Some(at)) if at <= due => Verdict::Met,
            _ => Verdict::Missed,
        }
    }

    fn solve(&self) -> Verdict {
        match (self.end, self.answer) {
            (Some(Exclusion::Merged), _) => Verdict::Excluded(Exclusion::Merged),
            (_, Some(Answer::Yes)) => Verdict::Met,
            (_, Some(Answer::NoneInTime)) => Verdict::Excluded(Exclusion::AutoConfirmed),
            (_, Some(Answer::NotYet)) => Verdict::Excluded(Exclusion::AwaitingAnswer),
            (_, Some(Answer::No)) => Verdict::Missed,
            (Some(end), None) => Verdict::Excluded(end),
            (None, None) => Verdict::Excluded(Exclusion::InProgress),
        }
    }

    fn satisfaction(&self) -> Verdict {
        match self.rating {
            Some(3..) => Verdict::Met,
            Some(_) => Verdict::Missed,
            None => Verdict::Excluded(Exclusion::Unrated),
        }
    }
}

/// The rates of the wishes that were approved from `from` until before `until`, by grid.
/// `events` are all events of these wishes, each wish's in the order in which they happened.
pub fn fold<'e>(
    events: impl IntoIterator<Item = &'e event::Model>,
    (from, until): (DateTime<Utc>, DateTime<Utc>),
) -> BTreeMap<GridId, Rates> {
    let lives = events.into_iter().fold(HashMap::<Uuid, Life>::new(), |mut lives, event| {
        let life = lives.remove(&event.subject_id).unwrap_or_default();
        lives.insert(event.subject_id, life.live(event));
        lives
    });
    let mut rates: BTreeMap<GridId, Rates> = BTreeMap::new();
    let approved = lives.values().filter(|life| life.approved.is_some_and(|at| from <= at && at < until));
    for (grid, life) in approved.filter_map(|life| Some((life.grid?, life))) {
        let rates = rates.entry(grid).or_default();
        rates.response.count(life.response(), 1);
        rates.solve.count(life.solve(), 1);
        rates.satisfaction.count(life.satisfaction(), 1);
    }
    rates
}

/// The rates of the cohort, by grid, from the event log.
pub async fn rates(conn: &impl ConnectionTrait, cohort: &Cohort) -> Result<BTreeMap<GridId, Rates>> {
    let approved = Query::select()
        .column(event::Column::SubjectId)
        .from(event::Entity)
        .and_where(Expr::col(event::Column::CommunityId).eq(cohort.community))
        .and_where(Expr::col(event::Column::At).gte(cohort.from))
        .and_where(Expr::col(event::Column::At).lt(cohort.until))
        .and_where(Expr::col(event::Column::Verb).eq("approve"))
        .and_where(Expr::col(event::Column::SubjectKind).eq("wish"))
        .to_owned();
    let events = event::Entity::find()
        .filter(event::Column::SubjectKind.eq("wish"))
        .filter(event::Column::SubjectId.in_subquery(approved))
        .order_by_asc(event::Column::At)
        .order_by_asc(event::Column::Id)
        .all(conn)
        .await?;
    let mut rates = fold(&events, (cohort.from, cohort.until));
    rates.retain(|grid, _| cohort.grids.as_ref().is_none_or(|grids| grids.contains(grid)));
    Ok(rates)
}

fn id(data: &Value, field: &str) -> Option<GridId> {
    data[field].as_str()?.parse().ok()
}

fn instant(data: &Value, field: &str) -> Option<DateTime<Utc>> {
    data[field].as_str()?.parse().ok()
}
