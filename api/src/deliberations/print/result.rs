//! 表决结果公示: the figures, the thresholds, the verdict with its reasons, and how anybody checks them.

use chrono::{DateTime, Utc};
use entity::deliberations::{DeliberationStatus, Method, deliberation};
use entity::ids::OptionId;

use super::vote::parsed;
use super::words::{asked, instant, weight, what};
use super::{Vote, lacking};
use crate::deliberations::rule::words::{Head, figure_zh, grouped, per_cent, square_metres};
use crate::deliberations::rule::{Check, Reading, Verdict, Weight};
use crate::deliberations::signing::Signer;
use crate::deliberations::tally::Tally;
use crate::error::Result;
use crate::print::{Align, Block, Column, Sheet, Table};

/// How public a result is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Publicity {
    /// Counted; only those who work for the community see it.
    Draft,
    /// Published.
    Published {
        /// When.
        at: Option<DateTime<Utc>>,
        /// Until when objections are heard.
        objections_until: Option<DateTime<Utc>>,
    },
    /// Published, and annulled since.
    Annulled,
}

/// What the sheet says.
#[derive(Clone, Debug)]
pub struct ResultSheet {
    /// The vote.
    pub vote: Vote,
    /// The figures.
    pub tally: Tally,
    /// What follows from them.
    pub verdict: Verdict,
    /// When it was counted.
    pub counted_at: DateTime<Utc>,
    /// How public it is.
    pub publicity: Publicity,
    /// The root of the leaves.
    pub merkle_root: String,
    /// The key that the bundle is signed with.
    pub public_key: String,
}

impl ResultSheet {
    /// The sheet of this row.
    ///
    /// # Errors
    /// `internal` when the row lacks what its state promises.
    pub fn of(one: &deliberation::Model, vote: Vote, signer: &Signer) -> Result<Self> {
        let publicity = match one.status {
            DeliberationStatus::Counted => Publicity::Draft,
            DeliberationStatus::Annulled => Publicity::Annulled,
            _ => Publicity::Published { at: one.published_at, objections_until: one.objections_until },
        };
        Ok(Self {
            vote,
            tally: parsed(one.tally.as_ref(), "tally")?,
            verdict: parsed(one.verdict.as_ref(), "verdict")?,
            counted_at: one.counted_at.ok_or_else(|| lacking("counted_at"))?,
            publicity,
            merkle_root: one.merkle_root.clone().ok_or_else(|| lacking("merkle_root"))?,
            public_key: signer.public_key(),
        })
    }

    /// The sheet.
    pub fn sheet(&self) -> Sheet {
        let mut sheet = Sheet::new(format!("表决结果公示：{}", self.vote.title));
        sheet.add(Block::Title("表决结果公示".to_owned()));
        sheet.add(Block::Subtitle(self.vote.place.clone()));
        if let Some(warning) = self.warning() {
            sheet.add(Block::Heading(warning.to_owned()));
        }
        sheet.add(Block::Facts(self.facts()));
        sheet.add(Block::Heading("票数".to_owned()));
        sheet.add(Block::Table(self.counts()));
        for reading in &self.verdict.readings {
            self.add_reading(&mut sheet, reading);
        }
        self.add_proof(&mut sheet);
        sheet.add(Block::Signatures(["监票人：", "监票人：", "社区（盖章）：", "日期："].map(str::to_owned).to_vec()));
        sheet
    }

    fn warning(&self) -> Option<&'static str> {
        match self.publicity {
            Publicity::Draft => Some("计票结果，尚未公示，请勿张贴。"),
            Publicity::Annulled => Some("异议成立，本次结果已作废。"),
            Publicity::Published { .. } => None,
        }
    }

    fn facts(&self) -> Vec<(String, String)> {
        let vote = &self.vote;
        let mut facts = vec![
            ("议题", vote.title.clone()),
            ("表决事项", vote.question.clone()),
            ("结论", self.verdict.outcome.meaning().to_owned()),
            ("表决期间", vote.period()),
        ];
        if let Some(roll) = &vote.roll {
            facts.push(("名册", weight(roll.weight, vote.electorate)));
        }
        facts.push(("有效选票", format!("{} 张", grouped(self.tally.ballots))));
        facts.push(("计票时间", instant(self.counted_at)));
        if let Publicity::Published { at, objections_until } = self.publicity {
            facts.extend(at.map(|at| ("公示时间", instant(at))));
            facts.extend(objections_until.map(|until| {
                ("异议截止", format!("{}。对结果有异议的，请在此之前在小程序中或到社区提出", instant(until)))
            }));
        }
        facts.into_iter().map(|(label, text)| (label.to_owned(), text)).collect()
    }

    /// What each option got; areas only where they count.
    fn counts(&self) -> Table {
        let ranked = !matches!(self.vote.method, Method::Motion);
        let with_area = self.vote.roll.as_ref().is_some_and(|roll| roll.weight.area > 0);
        let mut columns = vec![Column::new("选项", 3.0, Align::Left)];
        if ranked {
            columns.push(Column::new("名次", 1.0, Align::Middle));
        }
        columns.push(Column::new(self.heads_column(), 1.4, Align::Right));
        if self.vote.method == Method::Score {
            columns.push(Column::new("总分", 1.2, Align::Right));
        }
        columns.push(Column::new("占参与", 1.4, Align::Right));
        if with_area {
            columns.push(Column::new("面积（平方米）", 2.5, Align::Right));
            columns.push(Column::new("占参与", 1.4, Align::Right));
        }
        let rows = self.lines().into_iter().map(|line| self.row(line, ranked, with_area)).collect();
        Table { columns, rows }
    }

    fn heads_column(&self) -> String {
        let unit = Head::of(self.vote.electorate).unit();
        match self.vote.method {
            Method::Ranked => format!("排第一的{unit}数"),
            Method::Score => format!("评分{unit}数"),
            _ => format!("{unit}数"),
        }
    }

    fn row(&self, line: Counted, ranked: bool, with_area: bool) -> Vec<String> {
        let taking_part = self.tally.agree.plus(self.tally.against).plus(self.tally.abstain);
        let mut cells = vec![line.name];
        if ranked {
            cells.push(line.place.map_or_else(|| "—".to_owned(), |place| place.to_string()));
        }
        cells.push(grouped(line.weight.heads));
        if self.vote.method == Method::Score {
            cells.push(line.points.map_or_else(|| "—".to_owned(), grouped));
        }
        cells.push(per_cent(line.weight.heads, taking_part.heads));
        if with_area {
            cells.push(square_metres(line.weight.area));
            cells.push(per_cent(line.weight.area, taking_part.area));
        }
        cells
    }

    fn lines(&self) -> Vec<Counted> {
        let tally = &self.tally;
        let plain = |name: &str, weight| Counted { name: name.to_owned(), weight, place: None, points: None };
        if self.vote.method == Method::Motion {
            return vec![plain("同意", tally.agree), plain("反对", tally.against), plain("弃权", tally.abstain)];
        }
        let options = (1..).zip(&tally.options).map(|(number, count)| Counted {
            name: format!("{number}. {}", self.name(count.option)),
            weight: count.chosen,
            place: self.place(count.option),
            points: Some(count.points),
        });
        options.chain([plain("弃权", tally.abstain)]).collect()
    }

    fn name(&self, option: OptionId) -> &str {
        let found = self.vote.options.iter().find(|one| one.id == option);
        found.map_or("（已删除的选项）", |one| &one.text)
    }

    /// Two that share the first place are both first, and the next is third.
    fn place(&self, option: OptionId) -> Option<usize> {
        let group = self.tally.ranking.iter().position(|group| group.contains(&option))?;
        Some(1 + self.tally.ranking.iter().take(group).map(Vec::len).sum::<usize>())
    }

    fn add_reading(&self, sheet: &mut Sheet, reading: &Reading) {
        let several = self.verdict.readings.len() > 1;
        let heading = match several {
            true => format!("结论：{}（未表决的业主：{}）", reading.outcome.meaning(), reading.silent.meaning()),
            false => format!("结论：{}", reading.outcome.meaning()),
        };
        sheet.add(Block::Heading(heading));
        if !reading.checks.is_empty() {
            sheet.add(Block::Table(checks(&reading.checks, Head::of(self.vote.electorate))));
        }
        let told = (1..).zip(&reading.explanation).map(|(number, text)| format!("{number}. {}", text.zh_cn));
        sheet.add(Block::Paragraph(told.collect::<Vec<_>>().join("\n")));
    }

    fn add_proof(&self, sheet: &mut Sheet) {
        sheet.add(Block::Heading("怎样核对".to_owned()));
        sheet.add(Block::Paragraph(format!(
            "任何人都可以重新计票：下载 {}，存为 表决.json，运行 siwei verify bundle 表决.json --key 签名公钥；加上 --receipt 回执.json，可以核对自己的票已经计入。",
            self.vote.bundle
        )));
        let mut facts = Vec::new();
        facts.extend(self.vote.roll.as_ref().map(|roll| ("名册散列值", roll.hash.clone())));
        facts.push(("默克尔根", self.merkle_root.clone()));
        facts.push(("签名公钥", self.public_key.clone()));
        sheet.add(Block::Facts(facts.into_iter().map(|(label, text)| (label.to_owned(), text)).collect()));
    }
}

/// A line of the table of figures.
struct Counted {
    name: String,
    weight: Weight,
    place: Option<usize>,
    points: Option<u64>,
}

fn checks(checks: &[Check], head: Head) -> Table {
    let row = |check: &Check| {
        vec![
            what(check.stage, check.measure, head),
            asked(check.base, check.comparison, check.share),
            format!("{}，{}", figure_zh(check.measure, head, check.part), per_cent(check.part, check.whole)),
            if check.met { "达到" } else { "未达到" }.to_owned(),
        ]
    };
    let columns = vec![
        Column::new("项目", 2.2, Align::Left),
        Column::new("要求", 2.6, Align::Left),
        Column::new("实际", 2.6, Align::Left),
        Column::new("结果", 1.2, Align::Middle),
    ];
    Table { columns, rows: checks.iter().map(row).collect() }
}
