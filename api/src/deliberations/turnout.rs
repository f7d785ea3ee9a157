//! 参与情况: how many have voted, by building, and what each threshold still lacks. Never who
//! chose what.

use chrono::{DateTime, Utc};
use entity::community::building;
use entity::deliberations::{Base, Comparison, Measure, Secrecy, ballot, deliberation, roll_entry};
use entity::ids::{BuildingId, DeliberationId};
use sea_orm::prelude::*;
use sea_orm::{JoinType, QuerySelect, RelationDef};
use serde::Serialize;
use utoipa::ToSchema;

use super::rule::{Fraction, Rule, Threshold, Weight};
use super::service::{leaves, rules};
use super::tally::Tally;
use super::{asked, store};
use crate::auth::Actor;
use crate::error::{Code, Result};
use crate::kernel::Kernel;
use crate::kernel::cache::Answer;

/// 一个楼栋的参与情况
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BuildingTurnout {
    /// 楼栋
    pub building_id: BuildingId,
    /// 楼栋名称
    pub name: String,
    /// 名册上的人数与面积
    pub roll: Weight,
    /// 已参与的人数与面积
    pub voted: Weight,
}

/// 距参与门槛的差距
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Gap {
    /// 面积还是人数
    pub measure: Measure,
    /// 是否含本数
    pub comparison: Comparison,
    /// 占名册的比例
    pub share: Fraction,
    /// 至少需要多少
    pub needed: u64,
    /// 已有多少
    pub reached: u64,
    /// 还差多少；已达到为 0
    pub missing: u64,
}

/// 参与情况
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Turnout {
    /// 名册全体的人数与面积
    pub roll: Weight,
    /// 已参与的人数与面积
    pub voted: Weight,
    /// 各参与门槛的差距
    pub gaps: Vec<Gap>,
    /// 各楼栋的参与情况；看不到该议题的访客看不到名册不足十人的楼栋
    pub buildings: Vec<BuildingTurnout>,
    /// 目前的票数；仅在表决方案约定截止前公开票数时有，看不到该议题的访客没有
    #[schema(required = true)]
    pub live: Option<Tally>,
    /// 统计时间
    pub as_of: DateTime<Utc>,
}

/// Voters that a building must have to be shown to everybody: of fewer, who has voted would be
/// nearly said.
const FEWEST: u64 = 10;

impl Turnout {
    /// What everybody may see, signed in or not: no small building, and no choices, whatever the
    /// plan shows to those whom it concerns.
    fn for_everybody(mut self) -> Self {
        self.buildings.retain(|here| here.roll.heads >= FEWEST);
        Self { live: None, ..self }
    }
}

/// The turnout as it is sent: kept as bytes for some seconds. A vote is public from its opening
/// on, as its notice hangs in every stairwell; before that it exists for those only who see it.
///
/// # Errors
/// `not_found`; `not_opened` for those who see the matter.
pub async fn answer(kernel: &Kernel, visitor: Option<&Actor>, id: DeliberationId) -> Result<Answer> {
    let seen = match visitor.filter(|actor| actor.account_id().is_some()) {
        Some(actor) => store::visible_to(actor).filter(deliberation::Column::Id.eq(id)).one(&kernel.db).await?,
        None => None,
    };
    if seen.as_ref().is_some_and(|one| one.frozen_at.is_none()) {
        return Err(Code::NotOpened.into());
    }
    let now = kernel.clock.approximate();
    // The tag is never invalidated: every ballot would. A few seconds are the net.
    match seen {
        Some(one) => {
            let make = async { to_json(&count(&kernel.db, &one, now).await?) };
            kernel.cache.get("turnout", &format!("{id}:{}", one.status), make).await
        }
        None => {
            let make = async {
                let found = deliberation::Entity::find_by_id(id).one(&kernel.db).await?;
                let one = found.filter(|one| one.frozen_at.is_some()).ok_or_else(|| Code::NotFound.error())?;
                to_json(&count(&kernel.db, &one, now).await?.for_everybody())
            };
            kernel.cache.get("turnout", &format!("{id}:everybody"), make).await
        }
    }
}

fn to_json(turnout: &Turnout) -> Result<String> {
    serde_json::to_string(turnout).map_err(|error| Code::Internal.error().cause(error))
}

/// Counts it from the rows.
pub async fn count(conn: &impl ConnectionTrait, one: &deliberation::Model, now: DateTime<Utc>) -> Result<Turnout> {
    let buildings = by_building(conn, one.id).await?;
    let sum = |figure: fn(&BuildingTurnout) -> Weight| {
        buildings.iter().map(figure).fold(Weight::default(), |sum, weight| sum.plus(weight))
    };
    let (roll, voted) = (sum(|here| here.roll), sum(|here| here.voted));
    let rule = one.rule.clone().map(rules::read).transpose()?;
    let gaps = rule.iter().flat_map(|rule| gaps(rule, roll, voted)).collect();
    let live = live(conn, one).await?;
    Ok(Turnout { roll, voted, gaps, buildings, live, as_of: now })
}

/// What the ballots say so far, where the plan makes that known: of a secret vote nobody knows.
async fn live(conn: &impl ConnectionTrait, one: &deliberation::Model) -> Result<Option<Tally>> {
    if !one.live_results || one.secrecy != Some(Secrecy::Open) {
        return Ok(None);
    }
    let options = asked::options(conn, [one.id]).await?.remove(&one.id).unwrap_or_default();
    leaves::so_far(conn, one.id, &asked::question(one, &options)?).await.map(Some)
}

/// What every threshold of taking part still lacks.
fn gaps(rule: &Rule, roll: Weight, voted: Weight) -> impl Iterator<Item = Gap> {
    let thresholds = rule.taking_part.iter().filter(|threshold| threshold.base == Base::Roll);
    thresholds.map(move |threshold| gap(threshold, roll.of(threshold.measure), voted.of(threshold.measure)))
}

fn gap(threshold: &Threshold, whole: u64, reached: u64) -> Gap {
    let (numerator, denominator) = (threshold.share.numerator, threshold.share.denominator);
    let product = u128::from(whole) * u128::from(numerator);
    let needed = match threshold.comparison {
        Comparison::AtLeast => product.div_ceil(denominator.into()),
        Comparison::MoreThan => product / u128::from(denominator) + 1,
    };
    let needed = u64::try_from(needed).unwrap_or(u64::MAX);
    Gap {
        measure: threshold.measure,
        comparison: threshold.comparison,
        share: threshold.share,
        needed,
        reached,
        missing: needed.saturating_sub(reached),
    }
}

type Sums = (BuildingId, Option<i64>, Option<i64>);

async fn by_building(conn: &impl ConnectionTrait, id: DeliberationId) -> Result<Vec<BuildingTurnout>> {
    let roll: Vec<Sums> = sums(roll_entry::Entity::find(), id).into_tuple().all(conn).await?;
    let to_ballot: RelationDef = roll_entry::Entity::belongs_to(ballot::Entity)
        .from((roll_entry::Column::DeliberationId, roll_entry::Column::Id))
        .to((ballot::Column::DeliberationId, ballot::Column::EntryId))
        .into();
    let cast = roll_entry::Entity::find().join(JoinType::InnerJoin, to_ballot);
    let voted: Vec<Sums> = sums(cast, id).into_tuple().all(conn).await?;
    let names: Vec<(BuildingId, String)> = building::Entity::find()
        .select_only()
        .columns([building::Column::Id, building::Column::Name])
        .filter(building::Column::Id.is_in(roll.iter().map(|(building, ..)| *building)))
        .into_tuple()
        .all(conn)
        .await?;
    let weight =
        |found: Option<&Sums>| found.map_or(Weight::default(), |(_, heads, area)| asked::weight(*heads, *area));
    let mut here: Vec<BuildingTurnout> = roll
        .iter()
        .map(|sums| BuildingTurnout {
            building_id: sums.0,
            name: names.iter().find(|(id, _)| *id == sums.0).map(|(_, name)| name.clone()).unwrap_or_default(),
            roll: weight(Some(sums)),
            voted: weight(voted.iter().find(|other| other.0 == sums.0)),
        })
        .collect();
    here.sort_by(|one, other| (&one.name, one.building_id).cmp(&(&other.name, other.building_id)));
    Ok(here)
}

fn sums(entries: Select<roll_entry::Entity>, id: DeliberationId) -> Select<roll_entry::Entity> {
    let sum = |column: roll_entry::Column| sea_orm::ExprTrait::cast_as(column.sum(), "bigint");
    entries
        .select_only()
        .column(roll_entry::Column::BuildingId)
        .column_as(sum(roll_entry::Column::Heads), "heads_sum")
        .column_as(sum(roll_entry::Column::Area), "area_sum")
        .filter(roll_entry::Column::DeliberationId.eq(id))
        .group_by(roll_entry::Column::BuildingId)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn needed(comparison: Comparison, whole: u64) -> u64 {
        let share = Fraction::new(2, 3);
        let threshold = Threshold { measure: Measure::Heads, base: Base::Roll, comparison, share };
        let gap = gap(&threshold, whole, 0);
        assert!(threshold.met(gap.needed, whole) && !threshold.met(gap.needed - 1, whole), "{whole}");
        gap.needed
    }

    #[test]
    fn what_is_needed_is_the_least_that_meets_the_threshold() {
        assert_eq!([3, 4, 5, 6].map(|whole| needed(Comparison::AtLeast, whole)), [2, 3, 4, 4]);
        assert_eq!([4, 5, 6].map(|whole| needed(Comparison::MoreThan, whole)), [3, 4, 5]);
    }
}
