//! A verdict in sentences, Chinese and English side by side.

use entity::deliberations::{Measure, Outcome, SilentReading};

use super::words::{Head, base, figure_en, figure_zh, measure, per_cent, share_en, share_zh, sign, wanted};
use super::{Check, Counts, Rule, Stage, Text, Weight};

/// What is told, and what those are called who are counted.
pub struct Telling<'t> {
    /// The rule.
    pub rule: &'t Rule,
    /// The figures.
    pub counts: &'t Counts,
    /// Persons or households.
    pub head: Head,
}

impl Telling<'_> {
    /// Everything that led to the outcome, one sentence each.
    pub fn sentences(&self, checks: &[Check], outcome: Outcome, silent: SilentReading) -> Vec<Text> {
        let mut told = vec![source(self.rule), turnout(self.counts, self.head), votes(self.counts, self.head)];
        if self.rule.silent_follow_majority {
            told.push(about_silent(silent));
        }
        told.extend(checks.iter().map(|check| comparison(check, self.head)));
        told.push(conclusion(outcome, self.counts));
        told
    }
}

fn text(zh_cn: impl Into<String>, en: impl Into<String>) -> Text {
    Text { zh_cn: zh_cn.into(), en: en.into() }
}

fn source(rule: &Rule) -> Text {
    text(
        format!("适用规则：{}（第 {} 版）。依据：{}。", rule.name.zh_cn, rule.version, rule.source.zh_cn),
        format!("Rule: {} (version {}). Source: {}.", rule.name.en, rule.version, rule.source.en),
    )
}

fn turnout(counts: &Counts, head: Head) -> Text {
    let ((roll_zh, roll_en), (part_zh, part_en)) = (both(counts.roll, head), both(counts.taking_part, head));
    text(format!("名册共 {roll_zh}，参与表决 {part_zh}。"), format!("The roll has {roll_en}; {part_en} took part."))
}

fn votes(counts: &Counts, head: Head) -> Text {
    let [agree, against, abstain] = [counts.agree, counts.against, counts.abstain].map(|side| both(side, head));
    text(
        format!("同意 {}，不同意 {}，弃权 {}；弃权者已参与表决。", agree.0, against.0, abstain.0),
        format!("For {}, against {}, abstained {}; who abstained has taken part.", agree.1, against.1, abstain.1),
    )
}

/// Heads, and the area where there is one.
fn both(weight: Weight, head: Head) -> (String, String) {
    let heads = (figure_zh(Measure::Heads, head, weight.heads), figure_en(Measure::Heads, head, weight.heads));
    if weight.area == 0 {
        return heads;
    }
    let (zh_cn, en) = (figure_zh(Measure::Area, head, weight.area), figure_en(Measure::Area, head, weight.area));
    (format!("{}、{zh_cn}", heads.0), format!("{} and {en}", heads.1))
}

fn about_silent(silent: SilentReading) -> Text {
    match silent {
        SilentReading::FollowMajority => text(
            "按议事规则，有送达记录而未表决的业主随多数意见计入；没有多数意见时不计入。",
            "By the assembly's rules, owners who were served and stayed silent are counted with the majority; where there is none they are left out.",
        ),
        SilentReading::LeftOut => {
            text("作为对照：未表决的业主不计入。", "For comparison: owners who stayed silent are left out.")
        }
    }
}

/// One comparison, with the multiplication that decides it.
fn comparison(check: &Check, head: Head) -> Text {
    let (measure, base, wanted) = (measure(check.measure, head), base(check.base), wanted(check.comparison));
    let stage = match check.stage {
        Stage::TakingPart => ("参与表决", "took part"),
        Stage::Agreeing => ("同意", "agreed"),
    };
    let sign = sign(side(&check.left), side(&check.right));
    let sum =
        format!("{} × {} {sign} {} × {}", check.part, check.share.denominator, check.whole, check.share.numerator);
    let met = if check.met { ("达到", "met") } else { ("未达到", "not met") };
    let per_cent = per_cent(check.part, check.whole);
    text(
        format!(
            "{}的{} {}，占{} {}的 {per_cent}，要求{}{}（{sum}）：{}。",
            stage.0,
            measure.0,
            figure_zh(check.measure, head, check.part),
            base.0,
            figure_zh(check.measure, head, check.whole),
            wanted.0,
            share_zh(check.share),
            met.0,
        ),
        format!(
            "By {}, {} {}: {per_cent} of {} ({}); {} {} is required ({sum}): {}.",
            measure.1,
            figure_en(check.measure, head, check.part),
            stage.1,
            base.1,
            figure_en(check.measure, head, check.whole),
            wanted.1,
            share_en(check.share),
            met.1,
        ),
    )
}

fn side(decimal: &str) -> u128 {
    decimal.parse().unwrap_or_default()
}

fn conclusion(outcome: Outcome, counts: &Counts) -> Text {
    match outcome {
        Outcome::Adopted => text("各项门槛均已达到：通过。", "Every threshold is met: adopted."),
        Outcome::Rejected => text("同意未达到要求：未通过。", "Not enough agreed: rejected."),
        Outcome::NoQuorum if counts.roll.heads == 0 => text("名册为空：表决不成立。", "The roll is empty: no quorum."),
        Outcome::NoQuorum => text("参与未达到要求：表决不成立。", "Not enough took part: no quorum."),
        Outcome::Advisory => text("征求意见：公布票数，不作结论。", "Advisory: the votes are published, no verdict."),
    }
}
