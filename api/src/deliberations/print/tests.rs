//! What the sheets say, from plain data.

use chrono::{DateTime, TimeZone, Utc};
use entity::deliberations::{Electorate, Method, Precedence, Secrecy};
use entity::ids::OptionId;
use rstest::rstest;
use uuid::Uuid;

use super::words::instant;
use super::*;
use crate::deliberations::bundle::PublishedOption;
use crate::deliberations::rule::{Poll, Weight, find, judge};
use crate::deliberations::tally::{Choice, Question, Score, Tally, count};

fn at(day: u32, hour: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 12, day, hour, 0, 0).single().unwrap_or_default()
}

fn option(number: u128) -> OptionId {
    OptionId(Uuid::from_u128(number))
}

fn vote(method: Method, electorate: Electorate, rule: &str) -> Vote {
    let texts = if method == Method::Motion { &[][..] } else { &["红色", "绿色", "银色"][..] };
    let options =
        (1..).zip(texts).map(|(number, text)| PublishedOption { id: option(number), text: (*text).to_owned() });
    let area = if electorate == Electorate::Owners { 1_234_567 } else { 0 };
    Vote {
        place: "吉通社区 一号小区".into(),
        title: "更换三号楼电梯".into(),
        question: "是否同意使用维修资金更换三号楼电梯？".into(),
        method,
        at_most: Some(2),
        options: options.collect(),
        electorate,
        secrecy: Secrecy::Secret,
        rule: find(rule, 1).unwrap_or_else(|| panic!("no rule {rule}")),
        opens_at: at(1, 1),
        closes_at: at(8, 10),
        roll: Some(Roll { weight: Weight { heads: 12, area }, hash: "ab".repeat(32), frozen_at: at(1, 1) }),
        link: "https://example.org/deliberations/77".into(),
        bundle: "https://example.org/api/v1/deliberations/77/bundle".into(),
    }
}

fn notice(vote: Vote) -> Notice {
    Notice { vote, changeable: true, extendable: false, precedence: Some(Precedence::Paper), proxies: 3 }
}

fn published(vote: Vote, choices: &[Choice], area: u64) -> ResultSheet {
    let question =
        Question { method: vote.method, options: vote.options.iter().map(|one| one.id).collect(), at_most: 2 };
    let tally: Tally = count(&question, choices.iter().map(|choice| (choice, Weight { heads: 1, area })));
    let roll = vote.roll.as_ref().map(|roll| roll.weight).unwrap_or_default();
    let poll = Poll { roll, agree: tally.agree, against: tally.against, abstain: tally.abstain, ..Poll::default() };
    ResultSheet {
        verdict: judge(&vote.rule, poll),
        vote,
        tally,
        counted_at: at(8, 10),
        publicity: Publicity::Published { at: Some(at(9, 1)), objections_until: Some(at(16, 16)) },
        merkle_root: "cd".repeat(32),
        public_key: "ef".repeat(32),
    }
}

/// Asserts that all of these stand on a sheet.
#[track_caller]
fn says(sheet: &Sheet, expected: &[&str]) {
    let text = sheet.text();
    for one in expected {
        assert!(text.contains(one), "{one} is not on the sheet:\n{text}");
    }
}

/// The row of the table whose first cell begins so.
#[track_caller]
fn row(sheet: &Sheet, name: &str) -> String {
    let tables = sheet.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(&table.rows),
        _ => None,
    });
    let found = tables.flatten().find(|row| row[0].starts_with(name));
    found.unwrap_or_else(|| panic!("no row {name}")).join(" | ")
}

#[test]
fn instants_are_told_in_beijing_time_with_the_day_of_the_week() {
    assert_eq!(instant(at(1, 1)), "2026年12月1日（星期二）09:00");
    assert_eq!(instant(at(8, 16)), "2026年12月9日（星期三）00:00");
}

#[test]
fn the_notice_of_owners_names_the_rule_and_its_source_and_each_threshold() {
    let sheet = notice(vote(Method::Motion, Electorate::Owners, "cn-civil-code-278-special")).sheet();
    says(
        &sheet,
        &[
            "是否同意使用维修资金更换三号楼电梯？",
            "《中华人民共和国民法典》第二百七十八条第一款第六至八项",
            "参与表决的专有部分面积不少于名册全体的三分之二；参与表决的人数不少于名册全体的三分之二；\
             同意的专有部分面积不少于参与表决者的四分之三；同意的人数不少于参与表决者的四分之三。",
            "2026年12月8日（星期二）18:00（以上均为北京时间）",
            "共 12 人、12,345.67 平方米",
            "截止前可以改票。",
            "每人至多接受 3 份委托。线上和纸质都投了的，以纸质票为准。",
            &"ab".repeat(32),
        ],
    );
    assert!(!sheet.text().contains("延长"));
}

#[test]
fn before_the_roll_is_frozen_the_notice_says_when_it_will_be() {
    let vote = Vote { roll: None, ..vote(Method::Approval, Electorate::Households, "households-majority") };
    let sheet = Notice { extendable: true, changeable: false, proxies: 0, ..notice(vote) }.sheet();
    says(&sheet, &["名册在表决开始时固定", "多选：至多选 2 项", "银色", "投出后不能更改", "可以公告延长一次"]);
    assert!(!sheet.text().contains("委托"));
}

#[test]
fn a_motion_is_told_by_heads_and_area_with_two_decimals() {
    let choices = [Choice::Agree {}, Choice::Agree {}, Choice::Against {}, Choice::Abstain {}];
    let owners = vote(Method::Motion, Electorate::Owners, "cn-civil-code-278-ordinary");
    let sheet = published(owners, &choices, 308_605).sheet();
    assert_eq!(row(&sheet, "同意"), "同意 | 2 | 50.00% | 6,172.10 | 50.00%");
    assert_eq!(row(&sheet, "弃权"), "弃权 | 1 | 25.00% | 3,086.05 | 25.00%");
    assert_eq!(
        row(&sheet, "参与表决的专有部分面积"),
        "参与表决的专有部分面积 | 不少于名册全体的三分之二 | 12,344.20 平方米，99.98% | 达到"
    );
    assert_eq!(row(&sheet, "参与表决的人数"), "参与表决的人数 | 不少于名册全体的三分之二 | 4 人，33.33% | 未达到");
    says(
        &sheet,
        &["结论：参与不足，表决不成立", "siwei verify bundle", &"cd".repeat(32), &"ef".repeat(32), "监票人："],
    );
    says(&sheet, &["2026年12月17日（星期四）00:00。对结果有异议的"]);
}

#[test]
fn options_are_told_with_their_places_and_ties_share_one() {
    let chosen = |numbers: &[u128]| Choice::Options { options: numbers.iter().copied().map(option).collect() };
    let homes = || vote(Method::Approval, Electorate::Households, "households-majority");
    let sheet = published(homes(), &[chosen(&[1, 3]), chosen(&[3]), chosen(&[1]), Choice::Abstain {}], 0).sheet();
    assert_eq!(row(&sheet, "1."), "1. 红色 | 1 | 2 | 50.00%");
    assert_eq!(row(&sheet, "2."), "2. 绿色 | 3 | 0 | 0.00%");
    assert_eq!(row(&sheet, "3."), "3. 银色 | 1 | 2 | 50.00%");
    assert_eq!(row(&sheet, "弃权"), "弃权 | — | 1 | 25.00%");
    says(&sheet, &["户数", "12 户"]);
}

#[rstest]
#[case(Method::Ranked, "2. 绿色 | 1 | 1 | 100.00%", "排第一的人数")]
#[case(Method::Score, "2. 绿色 | 1 | 1 | 5 | 100.00%", "总分")]
fn rankings_and_scores_only_advise(#[case] method: Method, #[case] first: &str, #[case] column: &str) {
    let choice = match method {
        Method::Ranked => Choice::Ranking { ranking: [2, 1, 3].map(|one| vec![option(one)]).to_vec() },
        _ => Choice::Scores {
            scores: [(1, 1), (2, 5), (3, 1)].map(|(one, score)| Score { option: option(one), score }).to_vec(),
        },
    };
    let sheet = published(vote(method, Electorate::Residents, "advisory"), &[choice], 0).sheet();
    assert_eq!(row(&sheet, "2."), first);
    says(&sheet, &[column, "结论：征求意见，不作结论"]);
}

#[test]
fn with_and_without_the_silent_are_both_told() {
    let mut owners = vote(Method::Motion, Electorate::Owners, "cn-civil-code-278-ordinary");
    owners.rule = owners.rule.with_silent_following();
    says(&notice(owners.clone()).sheet(), &["其票随多数意见计入"]);
    let sheet = published(owners, &[Choice::Agree {}], 100).sheet();
    says(&sheet, &["（未表决的业主：已送达而未表决的，随多数意见）", "（未表决的业主：不计入）"]);
}

#[test]
fn a_draft_and_an_annulled_result_say_so_at_the_top() {
    let one = published(vote(Method::Motion, Electorate::Residents, "residents-majority"), &[], 0);
    let draft = ResultSheet { publicity: Publicity::Draft, ..one.clone() };
    says(&draft.sheet(), &["尚未公示，请勿张贴"]);
    assert!(!draft.sheet().text().contains("异议截止"));
    says(&ResultSheet { publicity: Publicity::Annulled, ..one }.sheet(), &["本次结果已作废"]);
}

#[test]
fn what_no_font_has_is_named_on_the_sheet() -> anyhow::Result<()> {
    let fonts = Fonts::open(None)?;
    let mut vote = vote(Method::Motion, Electorate::Residents, "residents-majority");
    vote.question = "请䶮、𠮷、㛃三位任监票人😀".into();
    let sheet = boxes_explained(notice(vote.clone()).sheet(), &fonts);
    says(&sheet, &["其统一码为：U+1F600。"]);
    vote.question = "请䶮、𠮷、㛃三位任监票人".into();
    assert!(!boxes_explained(notice(vote).sheet(), &fonts).text().contains("U+"));
    Ok(())
}
