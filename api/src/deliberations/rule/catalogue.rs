//! The rules that come with siwei. A rule that has been used is never edited: a new reading
//! of the law is a new version beside it.

use entity::deliberations::{Base, Comparison, Electorate, Measure};

use super::{Fraction, Rule, Text, Threshold};

const TWO_THIRDS: Fraction = Fraction::new(2, 3);
const HALF: Fraction = Fraction::new(1, 2);
const THREE_QUARTERS: Fraction = Fraction::new(3, 4);
const WHOLE: Fraction = Fraction::new(1, 1);

/// Every version of every rule, the newest of each last.
pub fn built_in() -> Vec<Rule> {
    vec![ordinary(), special(), consent_of_all(), residents(), households(), advisory()]
}

/// A rule by its code and version.
pub fn find(code: &str, version: u32) -> Option<Rule> {
    built_in().into_iter().find(|rule| rule.code == code && rule.version == version)
}

fn ordinary() -> Rule {
    owners(
        "cn-civil-code-278-ordinary",
        ("业主共同决定一般事项", "Ordinary matters of all owners"),
        (
            "《中华人民共和国民法典》第二百七十八条第一款第一至五项、第九项，第二款",
            "Civil Code of the PRC, Article 278, paragraph 1 items 1–5 and 9, paragraph 2",
        ),
        (Comparison::MoreThan, HALF),
    )
}

fn special() -> Rule {
    owners(
        "cn-civil-code-278-special",
        ("业主共同决定重大事项", "Special matters of all owners"),
        (
            "《中华人民共和国民法典》第二百七十八条第一款第六至八项，第二款",
            "Civil Code of the PRC, Article 278, paragraph 1 items 6–8, paragraph 2",
        ),
        (Comparison::AtLeast, THREE_QUARTERS),
    )
}

/// Two thirds of both area and heads take part; of those, the given share agrees.
fn owners(code: &str, name: (&str, &str), source: (&str, &str), agree: (Comparison, Fraction)) -> Rule {
    let both = |base, comparison, share| {
        [Measure::Area, Measure::Heads].map(|measure| Threshold { measure, base, comparison, share }).to_vec()
    };
    Rule {
        electorates: vec![Electorate::Owners],
        taking_part: both(Base::Roll, Comparison::AtLeast, TWO_THIRDS),
        agreeing: both(Base::Participants, agree.0, agree.1),
        ..bare(code, name, source)
    }
}

fn consent_of_all() -> Rule {
    let all = Threshold { measure: Measure::Heads, base: Base::Roll, comparison: Comparison::AtLeast, share: WHOLE };
    Rule {
        electorates: vec![Electorate::Owners],
        agreeing: vec![all],
        ..bare(
            "cn-civil-code-279",
            ("住宅改变为经营性用房", "A home turned to business"),
            (
                "《中华人民共和国民法典》第二百七十九条：应当经有利害关系的业主一致同意",
                "Civil Code of the PRC, Article 279: consent of all interested owners",
            ),
        )
    }
}

fn residents() -> Rule {
    majority(
        "residents-majority",
        Electorate::Residents,
        ("居民过半数", "Majority of residents"),
        (
            "居民会议议事规则：过半数居民参与，参与者过半数同意",
            "Rules of the residents' meeting: more than half take part, more than half of those agree",
        ),
    )
}

fn households() -> Rule {
    majority(
        "households-majority",
        Electorate::Households,
        ("户代表过半数", "Majority of households"),
        (
            "户代表会议议事规则：过半数户参与，参与户过半数同意",
            "Rules of the households' meeting: more than half take part, more than half of those agree",
        ),
    )
}

fn majority(code: &str, electorate: Electorate, name: (&str, &str), source: (&str, &str)) -> Rule {
    let half = |base| Threshold { measure: Measure::Heads, base, comparison: Comparison::MoreThan, share: HALF };
    Rule {
        electorates: vec![electorate],
        taking_part: vec![half(Base::Roll)],
        agreeing: vec![half(Base::Participants)],
        ..bare(code, name, source)
    }
}

fn advisory() -> Rule {
    Rule {
        electorates: Electorate::ALL.to_vec(),
        binding: false,
        ..bare("advisory", ("征求意见", "Advisory"), ("不作结论，仅公布票数", "No verdict; the votes are published"))
    }
}

fn bare(code: &str, name: (&str, &str), source: (&str, &str)) -> Rule {
    let text = |(zh_cn, en): (&str, &str)| Text { zh_cn: zh_cn.to_owned(), en: en.to_owned() };
    Rule {
        code: code.to_owned(),
        version: 1,
        name: text(name),
        source: text(source),
        electorates: Vec::new(),
        taking_part: Vec::new(),
        agreeing: Vec::new(),
        binding: true,
        silent_follow_majority: false,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_rule_is_found_by_its_code_and_version_and_by_nothing_else() {
        let rules = built_in();
        let codes: HashSet<_> = rules.iter().map(|rule| (rule.code.clone(), rule.version)).collect();
        assert_eq!(codes.len(), rules.len());
        for rule in rules {
            assert_eq!(find(&rule.code, rule.version), Some(rule.clone()));
            assert_eq!(find(&rule.code, 0), None);
        }
    }

    #[test]
    fn a_rule_keeps_its_words_through_json() {
        for rule in built_in() {
            let json = serde_json::to_value(&rule).unwrap_or_default();
            assert_eq!(serde_json::from_value::<Rule>(json).ok(), Some(rule));
        }
    }
}
