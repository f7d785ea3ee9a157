use proptest::prelude::*;
use rstest::rstest;

use super::*;

const LIST: &str = "# for tests\nads 刷单\ncrime 毒品\nallow 禁毒品宣传\nabuse ass\nfraud buy coins\n\nads 加VX\n";

fn hits(text: &str) -> Vec<Hit> {
    let words = parse(LIST).ok().and_then(|entries| Words::new(entries).ok());
    words.map(|words| words.hits(text)).unwrap_or_default()
}

fn found(text: &str) -> Vec<String> {
    hits(text).into_iter().map(|hit| hit.word).collect()
}

#[rstest]
#[case::plain("招人刷单", &["刷单"])]
#[case::spaced("刷 单", &["刷单"])]
#[case::dotted("刷。·*单", &["刷单"])]
#[case::over_lines("刷\n单", &["刷单"])]
#[case::zero_width("刷\u{200B}\u{FEFF}单", &["刷单"])]
#[case::variation_selector("刷\u{FE0F}单", &["刷单"])]
#[case::full_width("加ＶＸ", &["加VX"])]
#[case::case("加vX", &["加VX"])]
#[case::circled("加ⓥⓧ", &["加VX"])]
#[case::mathematical("加𝐯𝐱", &["加VX"])]
#[case::accents("加v\u{301}x\u{308}", &["加VX"])]
#[case::beside_chinese("你是ass吗", &["ass"])]
#[case::letters_apart("a.s.s", &["ass"])]
#[case::two_words("BUY  coins!", &["buy coins"])]
#[case::both_once("刷单 毒品 刷单", &["刷单", "毒品"])]
fn a_disguised_word_is_found(#[case] text: &str, #[case] expected: &[&str]) {
    assert_eq!(found(text), expected);
}

#[rstest]
#[case::nothing("")]
#[case::harmless("三号楼电梯坏了，请修一修。")]
#[case::inside_a_word("class")]
#[case::inside_an_accented_word("clássic")]
#[case::invisible_is_no_gap("cl\u{200B}ass")]
#[case::across_words("as sure as")]
#[case::allowed("周六禁毒品宣传活动")]
#[case::allowed_and_spaced("周六禁 毒品 宣传")]
fn a_harmless_text_is_left_alone(#[case] text: &str) {
    assert_eq!(found(text), [""; 0]);
}

#[test]
fn what_is_allowed_does_not_hide_the_same_word_elsewhere() {
    assert_eq!(found("禁毒品宣传之后卖毒品"), ["毒品"]);
}

#[test]
fn a_hit_says_why() {
    assert_eq!(hits("毒品"), [Hit { topic: Topic::Crime, word: "毒品".to_owned() }]);
}

#[rstest]
#[case::no_word("ads 刷单\nads", "line 2: must be a kind, a space and a word")]
#[case::only_signs("ads ……", "line 1: the word must have letters or digits")]
#[case::unknown(
    "spam 刷单",
    "line 1: the kind must be allow, ads, politics, porn, abuse, crime, fraud, vulgar or other"
)]
fn a_wrong_line_is_named(#[case] list: &str, #[case] fault: &str) {
    assert_eq!(parse(list).err().map(|error| error.to_string()).as_deref(), Some(fault));
}

#[test]
fn a_word_that_folds_to_nothing_is_refused() {
    let entry = Entry { rule: Rule::Allow, word: "\u{3164}".to_owned() };
    assert!(matches!(Words::new(vec![entry]), Err(WordsError::Empty)));
}

#[test]
fn an_empty_list_finds_nothing() {
    assert_eq!(Words::new(Vec::new()).ok().map(|words| words.hits("刷单")), Some(Vec::new()));
}

proptest! {
    #[test]
    fn any_text_can_be_asked(text in ".{0,200}") {
        found(&text);
    }

    #[test]
    fn whatever_stands_between_its_characters_the_word_is_found(between in "[ .,*\u{200B}\u{3000}。—]{0,6}") {
        prop_assert_eq!(found(&format!("来刷{between}单吧")), ["刷单"]);
    }
}
