//! Ballots become leaves: page by page, so that a million need no more memory than ten.

use std::collections::BTreeMap;

use entity::deliberations::{ballot, ballot_leaf, roll_entry};
use entity::ids::{BuildingId, DeliberationId, RollEntryId};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::{JoinType, QueryOrder, QuerySelect};
use serde_json::json;

use crate::deliberations::asked;
use crate::deliberations::bundle::arranged;
use crate::deliberations::groups::{self, BuildingResult};
use crate::deliberations::leaf::Leaf;
use crate::deliberations::merkle::Tree;
use crate::deliberations::rule::Weight;
use crate::deliberations::secret::{BallotKey, Content, Place};
use crate::deliberations::tally::{Counter, Question, Tally};
use crate::error::{Code, Error, Result};
use crate::kernel::db::{self, Tx};

/// Ballots read at once.
const PAGE: u64 = 5_000;

/// What the ballots say together.
pub struct Count {
    /// The figures.
    pub tally: Tally,
    /// The root of the leaves, hex.
    pub root: String,
    /// The figures by building, as they may be shown.
    pub by_building: Vec<BuildingResult>,
}

/// Adds up a vote as a whole and by building.
struct Counters<'q> {
    question: &'q Question,
    all: Counter<'q>,
    by_building: BTreeMap<BuildingId, Counter<'q>>,
}

impl<'q> Counters<'q> {
    fn new(question: &'q Question) -> Self {
        Self { question, all: Counter::new(question), by_building: BTreeMap::new() }
    }

    fn add(&mut self, building: BuildingId, leaf: &Leaf) {
        self.all.add(&leaf.choice, leaf.weight);
        let here = self.by_building.entry(building).or_insert_with(|| Counter::new(self.question));
        here.add(&leaf.choice, leaf.weight);
    }

    fn finish(self, root: String) -> Count {
        let groups = self.by_building.into_iter().map(|(building, counter)| (building, counter.finish()));
        Count { tally: self.all.finish(), root, by_building: groups::shown(groups.collect()) }
    }
}

/// An open ballot's row: its leaf's hash, where it counts, what it says, heads, area.
type OpenRow = (String, BuildingId, String, i32, i64);

/// Counts an open vote. Its leaves are made of the ballots whenever they are wanted.
pub async fn count(tx: &Tx<'_>, id: DeliberationId, question: &Question) -> Result<Count> {
    let (mut counters, mut tree) = (Counters::new(question), Tree::default());
    let mut after = None;
    loop {
        let rows = open_page(tx, id, after.as_deref()).await?;
        for (named, building, content, heads, area) in &rows {
            let leaf = open_leaf(content, *heads, *area)?;
            let hash = leaf.hash(id)?;
            if hex::encode(hash) != *named {
                return Err(changed(id));
            }
            counters.add(*building, &leaf);
            tree.push(hash);
        }
        match rows.into_iter().last() {
            Some((last, ..)) => after = Some(last),
            None => return Ok(counters.finish(hex::encode(tree.root()))),
        }
    }
}

/// What the ballots of an open vote say so far.
pub async fn so_far(conn: &impl ConnectionTrait, id: DeliberationId, question: &Question) -> Result<Tally> {
    let mut counter = Counter::new(question);
    let mut after = None;
    loop {
        let page = open_leaves(conn, id, after.as_deref()).await?;
        page.iter().for_each(|(_, leaf)| counter.add(&leaf.choice, leaf.weight));
        match page.into_iter().last() {
            Some((last, _)) => after = Some(last),
            None => return Ok(counter.finish()),
        }
    }
}

/// One page of an open vote's leaves, in the order of their hashes, behind `after`.
pub async fn open_leaves(
    conn: &impl ConnectionTrait,
    id: DeliberationId,
    after: Option<&str>,
) -> Result<Vec<(String, Leaf)>> {
    let rows = open_page(conn, id, after).await?.into_iter();
    rows.map(|(hash, _, content, heads, area)| Ok((hash, open_leaf(&content, heads, area)?))).collect()
}

/// The same of a secret vote that is closed.
pub async fn secret_leaves(
    conn: &impl ConnectionTrait,
    id: DeliberationId,
    after: Option<&str>,
) -> Result<Vec<(String, Leaf)>> {
    let mut rows = ballot_leaf::Entity::find()
        .filter(ballot_leaf::Column::DeliberationId.eq(id))
        .order_by_asc(ballot_leaf::Column::Hash)
        .limit(PAGE);
    if let Some(after) = after {
        rows = rows.filter(ballot_leaf::Column::Hash.gt(after));
    }
    let leaf = |row: ballot_leaf::Model| {
        let choice = serde_json::from_value(row.choice).map_err(|error| Code::Internal.error().cause(error))?;
        Ok((row.hash, Leaf { salt: row.salt, choice, weight: weight(row.heads, row.area) }))
    };
    rows.all(conn).await?.into_iter().map(leaf).collect()
}

async fn open_page(conn: &impl ConnectionTrait, id: DeliberationId, after: Option<&str>) -> Result<Vec<OpenRow>> {
    let mut rows = with_entries(id)
        .column(ballot::Column::Leaf)
        .column(roll_entry::Column::BuildingId)
        .column(ballot::Column::Content)
        .column(roll_entry::Column::Heads)
        .column(roll_entry::Column::Area)
        .order_by_asc(ballot::Column::Leaf)
        .limit(PAGE);
    if let Some(after) = after {
        rows = rows.filter(ballot::Column::Leaf.gt(after));
    }
    Ok(rows.into_tuple().all(conn).await?)
}

/// Opens a secret vote's ballots and writes their leaves down in the order of the hashes, which
/// has nothing to do with who voted when. Nothing else of a leaf's origin is kept. They are held
/// in memory for it: electorates of heads are communities, not cities.
pub async fn open_all(tx: &Tx<'_>, id: DeliberationId, key: &BallotKey, question: &Question) -> Result<Count> {
    let (mut counters, mut opened) = (Counters::new(question), Vec::new());
    let mut after = None;
    loop {
        let rows = sealed_page(tx, id, after).await?;
        for (entry, building, content, heads, area) in &rows {
            let content = key.open_ballot(Place { deliberation: id, entry: *entry }, content)?;
            let leaf = content.into_leaf(weight(*heads, *area));
            counters.add(*building, &leaf);
            opened.push(leaf);
        }
        match rows.last() {
            Some((entry, ..)) => after = Some(*entry),
            None => break,
        }
    }
    let (leaves, root) = arranged(id, opened)?;
    let rows = leaves.into_iter().map(|leaf| leaf_row(id, leaf)).collect::<Result<Vec<_>>>()?;
    for rows in db::chunks(rows) {
        ballot_leaf::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(counters.finish(root))
}

/// A sealed ballot's row: whose it is, where it counts, what it says, heads, area.
type SealedRow = (RollEntryId, BuildingId, String, i32, i64);

async fn sealed_page(tx: &Tx<'_>, id: DeliberationId, after: Option<RollEntryId>) -> Result<Vec<SealedRow>> {
    let mut rows = with_entries(id)
        .column(ballot::Column::EntryId)
        .column(roll_entry::Column::BuildingId)
        .column(ballot::Column::Content)
        .column(roll_entry::Column::Heads)
        .column(roll_entry::Column::Area)
        .order_by_asc(ballot::Column::EntryId)
        .limit(PAGE);
    if let Some(after) = after {
        rows = rows.filter(ballot::Column::EntryId.gt(after));
    }
    Ok(rows.into_tuple().all(tx).await?)
}

fn with_entries(id: DeliberationId) -> Select<ballot::Entity> {
    let entry = ballot::Entity::belongs_to(roll_entry::Entity)
        .from(ballot::Column::EntryId)
        .to(roll_entry::Column::Id)
        .into();
    ballot::Entity::find()
        .select_only()
        .join(JoinType::InnerJoin, entry)
        .filter(ballot::Column::DeliberationId.eq(id))
        .filter(ballot::Column::Content.is_not_null())
}

fn open_leaf(content: &str, heads: i32, area: i64) -> Result<Leaf> {
    let content: Content = serde_json::from_str(content).map_err(|error| Code::Internal.error().cause(error))?;
    Ok(content.into_leaf(weight(heads, area)))
}

fn leaf_row(id: DeliberationId, leaf: Leaf) -> Result<ballot_leaf::ActiveModel> {
    let too_much = |_| Code::Internal.error();
    Ok(ballot_leaf::ActiveModel {
        deliberation_id: Set(id),
        hash: Set(hex::encode(leaf.hash(id)?)),
        salt: Set(leaf.salt),
        choice: Set(json!(leaf.choice)),
        heads: Set(i32::try_from(leaf.weight.heads).map_err(too_much)?),
        area: Set(i64::try_from(leaf.weight.area).map_err(too_much)?),
    })
}

fn weight(heads: i32, area: i64) -> Weight {
    asked::weight(Some(heads.into()), Some(area))
}

fn changed(id: DeliberationId) -> Error {
    Code::Internal.error().cause(anyhow::anyhow!("a ballot of {id} was changed in the database"))
}
