//! How a sheet says things: to people who have not seen the software.

use chrono::{DateTime, Datelike, Utc};
use chrono_tz::Asia::Shanghai;
use entity::deliberations::{Base, Comparison, Electorate, Measure, Method, Precedence, Secrecy};

use crate::deliberations::rule::words::{Head, base, grouped, measure, share_zh, square_metres, wanted};
use crate::deliberations::rule::{Fraction, Rule, Stage, Weight};

/// `2026年11月25日（星期三）09:30`, Beijing time.
pub fn instant(at: DateTime<Utc>) -> String {
    const DAYS: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];
    let at = at.with_timezone(&Shanghai);
    let day = usize::try_from(at.weekday().num_days_from_monday()).ok().and_then(|day| DAYS.get(day));
    let (date, time) = (at.format("%Y年%-m月%-d日"), at.format("%H:%M"));
    format!("{date}（星期{}）{time}", day.copied().unwrap_or_default())
}

/// Who votes, and how each counts.
pub fn electorate(electorate: Electorate) -> &'static str {
    match electorate {
        Electorate::Residents => "居民：表决开始之日年满十八周岁，一人一票",
        Electorate::Households => "户：一户一票，由户代表或其他成年家庭成员投出",
        Electorate::Owners => "业主：按专有部分面积和业主人数分别计算，共有人合为一票",
    }
}

/// `156 人、12,345.67 平方米`; without an area where none counts.
pub fn weight(weight: Weight, electorate: Electorate) -> String {
    let heads = format!("{} {}", grouped(weight.heads), Head::of(electorate).unit());
    if weight.area == 0 { heads } else { format!("{heads}、{} 平方米", square_metres(weight.area)) }
}

/// What a ballot may say.
pub fn method(method: Method, at_most: Option<i32>) -> String {
    match method {
        Method::Motion => "同意、反对、弃权，任选其一".to_owned(),
        Method::Single => "单选：选一项，或弃权".to_owned(),
        Method::Approval => match at_most {
            Some(most) => format!("多选：至多选 {most} 项，或弃权"),
            None => "多选：可选若干项，或弃权".to_owned(),
        },
        Method::Ranked => "排序：由最赞成到最不赞成排列，可以并列，或弃权（舒尔策法计票）".to_owned(),
        Method::Score => "评分：为每一项打一至五分，或弃权".to_owned(),
    }
}

/// Open or secret.
pub fn secrecy(secrecy: Secrecy) -> &'static str {
    match secrecy {
        Secrecy::Open => "记名：监票人可以看到谁投了什么",
        Secrecy::Secret => "无记名：表决截止时销毁密钥，此后包括管理员在内，任何人都无法得知谁投了什么",
    }
}

/// What happens with a ballot on paper and one online.
pub fn precedence(precedence: Precedence) -> &'static str {
    match precedence {
        Precedence::First => "线上和纸质都投了的，以先收到的为准。",
        Precedence::Paper => "线上和纸质都投了的，以纸质票为准。",
        Precedence::Online => "线上和纸质都投了的，以线上的为准。",
    }
}

/// Each threshold of a rule, a sentence each.
pub fn thresholds(rule: &Rule, head: Head) -> Vec<String> {
    let taking_part = rule.taking_part.iter().map(|one| (Stage::TakingPart, one));
    let agreeing = rule.agreeing.iter().map(|one| (Stage::Agreeing, one));
    let all = taking_part.chain(agreeing);
    all.map(|(stage, one)| what(stage, one.measure, head) + &asked(one.base, one.comparison, one.share)).collect()
}

/// `参与表决的人数`.
pub fn what(stage: Stage, of: Measure, head: Head) -> String {
    let stage = match stage {
        Stage::TakingPart => "参与表决",
        Stage::Agreeing => "同意",
    };
    format!("{stage}的{}", measure(of, head).0)
}

/// `不少于名册全体的三分之二`.
pub fn asked(whole: Base, comparison: Comparison, share: Fraction) -> String {
    format!("{}{}的{}", wanted(comparison).0, base(whole).0, share_zh(share))
}
