//! 表决公告: what is voted on, by whom, by which rule, when, and how one votes.

use entity::deliberations::{Precedence, deliberation};

use super::super::rule::words::Head;
use super::Vote;
use super::words::{electorate, instant, method, precedence, secrecy, thresholds, weight};
use crate::print::{Block, Code, Sheet};

/// What the notice says.
#[derive(Clone, Debug)]
pub struct Notice {
    /// The vote.
    pub vote: Vote,
    /// A ballot may be changed while the vote is open.
    pub changeable: bool,
    /// The end may be put off, once.
    pub extendable: bool,
    /// Which ballot counts when one came online and one on paper.
    pub precedence: Option<Precedence>,
    /// Written proxies that one person may hold.
    pub proxies: i32,
}

impl Notice {
    /// The notice of this row.
    pub fn of(one: &deliberation::Model, vote: Vote) -> Self {
        Self {
            vote,
            changeable: one.changeable,
            extendable: one.extendable && !one.extended,
            precedence: one.precedence,
            proxies: one.proxy_limit,
        }
    }

    /// The sheet.
    pub fn sheet(&self) -> Sheet {
        let vote = &self.vote;
        let mut sheet = Sheet::new(format!("表决公告：{}", vote.title));
        sheet.add(Block::Title("表决公告".to_owned()));
        sheet.add(Block::Subtitle(vote.place.clone()));
        sheet.add(Block::Facts(self.facts()));
        if let Some(options) = vote.option_table() {
            sheet.add(options);
        }
        sheet.add(Block::Heading("怎样算通过".to_owned()));
        sheet.add(Block::Paragraph(self.rule()));
        sheet.add(Block::Heading("怎样投票".to_owned()));
        sheet.add(Block::Code(Code { content: vote.link.clone(), caption: self.by_phone() }));
        sheet.add(Block::Paragraph(self.on_paper()));
        sheet.add(Block::Heading("表决名册".to_owned()));
        sheet.add(Block::Paragraph(self.roll()));
        sheet.add(Block::Signatures(["社区（盖章）：", "日期："].map(str::to_owned).to_vec()));
        sheet
    }

    fn facts(&self) -> Vec<(String, String)> {
        let vote = &self.vote;
        let facts = [
            ("议题", vote.title.clone()),
            ("表决事项", vote.question.clone()),
            ("谁来表决", electorate(vote.electorate).to_owned()),
            ("表决方式", method(vote.method, vote.at_most)),
            ("是否记名", secrecy(vote.secrecy).to_owned()),
            ("开始", instant(vote.opens_at)),
            ("截止", format!("{}（以上均为北京时间）", instant(vote.closes_at))),
        ];
        facts.map(|(label, text)| (label.to_owned(), text)).to_vec()
    }

    fn rule(&self) -> String {
        let rule = &self.vote.rule;
        let mut told =
            vec![format!("适用规则：{}（第 {} 版）。依据：{}。", rule.name.zh_cn, rule.version, rule.source.zh_cn)];
        let asked = thresholds(rule, Head::of(self.vote.electorate));
        told.push(match rule.binding {
            true => format!("同时达到以下各项，即为通过：{}。", asked.join("；")),
            false => "本次为征求意见，公布票数，不作结论。".to_owned(),
        });
        if rule.silent_follow_majority {
            told.push(
                "按议事规则，有送达记录而未表决的业主，其票随多数意见计入；不计入的结果也会一并公布。".to_owned(),
            );
        } else if rule.binding {
            told.push("投弃权票的，算参与表决；没有投票的，不算参与。".to_owned());
        }
        told.join("\n")
    }

    fn by_phone(&self) -> String {
        let change = if self.changeable { "截止前可以改票。" } else { "投出后不能更改。" };
        format!(
            "手机投票：用微信扫描左侧二维码，打开小程序，登录后投票。{change}投票后请保存回执，结果公示后可以用它核对自己的票。"
        )
    }

    fn on_paper(&self) -> String {
        let mut told = "纸质投票：不方便用手机的，可以在表决期间到社区领取纸质票，也可以请工作人员上门。纸质票由两名工作人员分别录入，两次一致才算数。".to_owned();
        if self.proxies > 0 {
            told += &format!("可以书面委托他人代投，每人至多接受 {} 份委托。", self.proxies);
        }
        if let Some(which) = self.precedence {
            told += precedence(which);
        }
        if self.extendable {
            told += "参与人数不足时，社区可以公告延长一次。";
        }
        told
    }

    fn roll(&self) -> String {
        match &self.vote.roll {
            Some(roll) => format!(
                "名册于 {} 固定，共 {}，此后不再变动。\n名册散列值（SHA-256）：{}",
                instant(roll.frozen_at),
                weight(roll.weight, self.vote.electorate),
                roll.hash
            ),
            None => "名册在表决开始时固定，此后不再变动；其人数和散列值届时在线上公布。".to_owned(),
        }
    }
}
