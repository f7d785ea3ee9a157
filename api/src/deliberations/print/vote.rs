//! What both sheets say of a vote.

use chrono::{DateTime, Utc};
use entity::community::{building, community, compound};
use entity::deliberations::{Electorate, Method, Secrecy, deliberation, deliberation_option};
use sea_orm::QueryOrder;
use sea_orm::prelude::*;
use serde::de::DeserializeOwned;

use super::{lacking, words};
use crate::deliberations::bundle::PublishedOption;
use crate::deliberations::rule::{Rule, Weight};
use crate::error::{Code, Result};
use crate::kernel::Kernel;
use crate::print::{Align, Block, Column, Table};

/// A vote as it was scheduled.
#[derive(Clone, Debug)]
pub struct Vote {
    /// Community, compound and building, as far as it is theirs.
    pub place: String,
    /// What the matter is about.
    pub title: String,
    /// What is voted on.
    pub question: String,
    /// How.
    pub method: Method,
    /// For approval: how many may be chosen.
    pub at_most: Option<i32>,
    /// The options, in order.
    pub options: Vec<PublishedOption>,
    /// Who decides.
    pub electorate: Electorate,
    /// Open or secret.
    pub secrecy: Secrecy,
    /// By which rule.
    pub rule: Rule,
    /// The vote opens then.
    pub opens_at: DateTime<Utc>,
    /// The vote closes then.
    pub closes_at: DateTime<Utc>,
    /// The roll, once it is frozen.
    pub roll: Option<Roll>,
    /// What phones open.
    pub link: String,
    /// Where the published bundle is to be had.
    pub bundle: String,
}

/// A frozen roll.
#[derive(Clone, Debug)]
pub struct Roll {
    /// Its heads and area.
    pub weight: Weight,
    /// Its hash.
    pub hash: String,
    /// When it was frozen.
    pub frozen_at: DateTime<Utc>,
}

impl Vote {
    /// Reads what stands beside the row, and the row itself.
    ///
    /// # Errors
    /// `internal` when the row lacks what its state promises.
    pub async fn read(kernel: &Kernel, one: &deliberation::Model) -> Result<Self> {
        let base = kernel.settings.public_url.trim_end_matches('/');
        let link = match kernel.settings.print.link.as_str() {
            "" => format!("{base}/deliberations/"),
            link => link.to_owned(),
        };
        Ok(Self {
            place: place(&kernel.db, one).await?,
            title: one.title.clone(),
            question: one.question.clone().ok_or_else(|| lacking("question"))?,
            method: one.method.ok_or_else(|| lacking("method"))?,
            at_most: one.at_most,
            options: options(&kernel.db, one).await?,
            electorate: one.electorate.ok_or_else(|| lacking("electorate"))?,
            secrecy: one.secrecy.ok_or_else(|| lacking("secrecy"))?,
            rule: parsed(one.rule.as_ref(), "rule")?,
            opens_at: one.opens_at.ok_or_else(|| lacking("opens_at"))?,
            closes_at: one.closes_at.ok_or_else(|| lacking("closes_at"))?,
            roll: roll(one),
            link: format!("{link}{}", one.id),
            bundle: format!("{base}/api/v1/deliberations/{}/bundle", one.id),
        })
    }

    /// How long it takes.
    pub fn period(&self) -> String {
        format!("{} 至 {}", words::instant(self.opens_at), words::instant(self.closes_at))
    }

    /// The options, numbered; nothing for a motion.
    pub fn option_table(&self) -> Option<Block> {
        let rows = (1..).zip(&self.options).map(|(number, option)| vec![format!("{number}"), option.text.clone()]);
        let columns = vec![Column::new("序号", 1.0, Align::Middle), Column::new("选项", 7.0, Align::Left)];
        (!self.options.is_empty()).then(|| Block::Table(Table { columns, rows: rows.collect() }))
    }
}

/// What a column holds as JSON.
pub fn parsed<T: DeserializeOwned>(json: Option<&Json>, column: &'static str) -> Result<T> {
    let json = json.ok_or_else(|| lacking(column))?;
    serde_json::from_value(json.clone()).map_err(|error| Code::Internal.error().cause(error))
}

fn roll(one: &deliberation::Model) -> Option<Roll> {
    let figure = |column: Option<i64>| column.and_then(|figure| u64::try_from(figure).ok()).unwrap_or_default();
    Some(Roll {
        weight: Weight { heads: figure(one.roll_heads), area: figure(one.roll_area) },
        hash: one.roll_hash.clone()?,
        frozen_at: one.frozen_at?,
    })
}

async fn options(conn: &impl ConnectionTrait, one: &deliberation::Model) -> Result<Vec<PublishedOption>> {
    let rows = deliberation_option::Entity::find()
        .filter(deliberation_option::Column::DeliberationId.eq(one.id))
        .order_by_asc(deliberation_option::Column::Sort)
        .order_by_asc(deliberation_option::Column::Id)
        .all(conn)
        .await?;
    Ok(rows.into_iter().map(|row| PublishedOption { id: row.id, text: row.text }).collect())
}

async fn place(conn: &impl ConnectionTrait, one: &deliberation::Model) -> Result<String> {
    let community = community::Entity::find_by_id(one.community_id).one(conn).await?.map(|row| row.name);
    let compound = match one.compound_id {
        Some(id) => compound::Entity::find_by_id(id).one(conn).await?.map(|row| row.name),
        None => None,
    };
    let building = match one.building_id {
        Some(id) => building::Entity::find_by_id(id).one(conn).await?.map(|row| row.name),
        None => None,
    };
    Ok([community, compound, building].into_iter().flatten().collect::<Vec<_>>().join(" "))
}
