//! The engine against exact rational numbers, on random figures and rules.

use entity::deliberations::{Base, Comparison, Measure, Outcome, SilentReading};
use num_rational::Ratio;
use proptest::prelude::*;

use super::{Fraction, Poll, Rule, Threshold, Weight, built_in, find, judge};

fn weight(most: u64) -> impl Strategy<Value = Weight> {
    (0..=most, 0..=most).prop_map(|(heads, area)| Weight { heads, area })
}

prop_compose! {
    /// Small figures, so that shares often meet a threshold exactly.
    fn poll()(most in prop_oneof![Just(6_u64), Just(1_000), Just(1 << 60)])(
        agree in weight(most), against in weight(most), abstain in weight(most),
        silent_served in weight(most), rest in weight(most),
    ) -> Poll {
        let roll = [agree, against, abstain, silent_served, rest].into_iter().fold(Weight::default(), Weight::plus);
        Poll { roll, agree, against, abstain, silent_served, ..Poll::default() }
    }
}

prop_compose! {
    fn threshold(base: Option<Base>)(
        area in any::<bool>(), roll in any::<bool>(), more in any::<bool>(),
        denominator in 1_u32..=12, numerator in any::<prop::sample::Index>(),
    ) -> Threshold {
        Threshold {
            measure: if area { Measure::Area } else { Measure::Heads },
            base: base.unwrap_or(if roll { Base::Roll } else { Base::Participants }),
            comparison: if more { Comparison::MoreThan } else { Comparison::AtLeast },
            share: Fraction::new(1 + u32::try_from(numerator.index(denominator as usize)).unwrap_or(0), denominator),
        }
    }
}

prop_compose! {
    fn own_rule()(
        taking_part in prop::collection::vec(threshold(Some(Base::Roll)), 0..3),
        agreeing in prop::collection::vec(threshold(None), 1..3),
        silent_follow_majority in any::<bool>(),
    ) -> Rule {
        let rule = find("cn-civil-code-278-ordinary", 1);
        Rule { taking_part, agreeing, silent_follow_majority, ..rule.unwrap_or_else(|| panic!("no ordinary rule")) }
    }
}

fn rule() -> impl Strategy<Value = Rule> {
    prop_oneof![prop::sample::select(built_in()), own_rule()]
}

fn reached(threshold: &Threshold, part: Weight, whole: Weight) -> bool {
    let (part, whole) = (part.of(threshold.measure), whole.of(threshold.measure));
    if whole == 0 {
        return false;
    }
    let share = Ratio::new(u128::from(part), u128::from(whole));
    let wanted = Ratio::new(u128::from(threshold.share.numerator), u128::from(threshold.share.denominator));
    match threshold.comparison {
        Comparison::AtLeast => share >= wanted,
        Comparison::MoreThan => share > wanted,
    }
}

/// The outcome by exact rationals, silent owners left out.
fn by_rationals(rule: &Rule, poll: &Poll) -> Outcome {
    let took_part = poll.taking_part();
    let whole = |threshold: &Threshold| if threshold.base == Base::Roll { poll.roll } else { took_part };
    let quorum = rule.taking_part.iter().all(|threshold| reached(threshold, took_part, poll.roll));
    let agreed = rule.agreeing.iter().all(|threshold| reached(threshold, poll.agree, whole(threshold)));
    match (rule.binding, quorum && poll.roll.heads > 0, agreed) {
        (false, ..) => Outcome::Advisory,
        (true, false, _) => Outcome::NoQuorum,
        (true, true, true) => Outcome::Adopted,
        (true, true, false) => Outcome::Rejected,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn the_verdict_is_that_of_exact_rationals(rule in rule(), poll in poll()) {
        let verdict = judge(&rule, poll);
        let left_out = verdict.readings.iter().find(|reading| reading.silent == SilentReading::LeftOut);
        prop_assert_eq!(left_out.map(|reading| reading.outcome), Some(by_rationals(&rule, &poll)));
        prop_assert_eq!(verdict.readings.len(), 1 + usize::from(rule.silent_follow_majority));
        prop_assert_eq!(verdict.outcome, verdict.readings[0].outcome);
    }

    #[test]
    fn the_silent_are_counted_once_and_only_with_a_majority(poll in poll()) {
        let rule = own_silent();
        let reading = &judge(&rule, poll).readings[0];
        let follows = reading.counts.taking_part != poll.taking_part();
        if follows {
            prop_assert_eq!(reading.counts.taking_part, poll.taking_part().plus(poll.silent_served));
        }
        let tied = poll.agree.heads == poll.against.heads || (poll.agree.area == poll.against.area && poll.agree.area > 0);
        prop_assert!(!(follows && tied));
        prop_assert!(reading.counts.taking_part.fits_in(poll.roll));
    }

    #[test]
    fn one_more_who_agrees_never_undoes_an_adoption(rule in rule(), poll in poll()) {
        let agree = poll.roll.minus(poll.against).minus(poll.abstain);
        let poll = Poll { agree, silent_served: Weight::default(), ..poll };
        if judge(&rule, poll).outcome != Outcome::Adopted || poll.against.heads == 0 || poll.against.area == 0 {
            return Ok(());
        }
        let one = Weight { heads: 1, area: 1 };
        let more = Poll { agree: poll.agree.plus(one), against: poll.against.minus(one), ..poll };
        prop_assert_eq!(judge(&rule, more).outcome, Outcome::Adopted);
    }

    #[test]
    fn every_sentence_is_told_in_both_languages(rule in rule(), poll in poll()) {
        for reading in judge(&rule, poll).readings {
            prop_assert!(reading.explanation.len() >= 4 + reading.checks.len());
            let (has_han, has_latin) = (
                reading.explanation.iter().all(|text| text.zh_cn.chars().any(|c| ('一'..='龥').contains(&c))),
                reading.explanation.iter().all(|text| text.en.is_ascii() || text.en.contains(['²', '—', '×', '–'])),
            );
            prop_assert!(has_han && has_latin);
        }
    }
}

fn own_silent() -> Rule {
    find("cn-civil-code-278-ordinary", 1).map(Rule::with_silent_following).unwrap_or_else(|| panic!("no ordinary rule"))
}

#[test]
fn a_verdict_reads_like_this() {
    let weight = |heads, area| Weight { heads, area };
    let poll = Poll {
        roll: weight(120, 1_200_000),
        agree: weight(41, 400_001),
        against: weight(29, 299_999),
        abstain: weight(10, 100_000),
        ..Poll::default()
    };
    let rule = find("cn-civil-code-278-ordinary", 1).unwrap_or_else(|| panic!("no ordinary rule"));
    let verdict = judge(&rule, poll);
    let told: Vec<_> =
        verdict.readings[0].explanation.iter().map(|text| (text.zh_cn.as_str(), text.en.as_str())).collect();
    assert_eq!(told[1].0, "名册共 120 人、12,000.00 平方米，参与表决 80 人、8,000.00 平方米。");
    assert_eq!(
        told[3].0,
        "参与表决的专有部分面积 8,000.00 平方米，占名册全体 12,000.00 平方米的 66.66%，要求不少于三分之二（800000 × 3 = 1200000 × 2）：达到。"
    );
    assert_eq!(
        told[6].1,
        "By heads, 41 heads agreed: 51.25% of those who took part (80 heads); more than 1/2 is required (41 × 2 > 80 × 1): met."
    );
    assert_eq!(told[7], ("各项门槛均已达到：通过。", "Every threshold is met: adopted."));
}
