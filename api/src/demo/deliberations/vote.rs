//! How a matter of the demo is voted on.

use chrono::{DateTime, Utc};
use entity::deliberations::{Electorate, Method, Precedence, Secrecy};
use entity::ids::OptionId;

use crate::deliberations::service::schedule::Plan;
use crate::deliberations::tally::Choice;

/// A question, the rule, and how the neighbours answer.
#[derive(Clone, Copy)]
pub struct Vote {
    question: &'static str,
    rule: &'static str,
    electorate: Electorate,
    options: &'static [&'static str],
    /// Of a hundred who can vote online, how many choose this: agree, against, abstain, or the options.
    shares: &'static [usize],
    is_secret: bool,
    is_changeable: bool,
    is_live: bool,
}

impl Vote {
    /// An ordinary matter of all owners.
    pub const fn owners(question: &'static str, shares: &'static [usize]) -> Self {
        Self::motion(question, "cn-civil-code-278-ordinary", Electorate::Owners, shares)
    }

    /// A special matter of all owners.
    pub const fn special(question: &'static str, shares: &'static [usize]) -> Self {
        Self::motion(question, "cn-civil-code-278-special", Electorate::Owners, shares)
    }

    /// A matter of all households.
    pub const fn households(question: &'static str, shares: &'static [usize]) -> Self {
        Self::motion(question, "households-majority", Electorate::Households, shares)
    }

    /// A matter of all residents.
    pub const fn residents(question: &'static str, shares: &'static [usize]) -> Self {
        Self::motion(question, "residents-majority", Electorate::Residents, shares)
    }

    /// One of several is elected by the residents, in secret.
    pub const fn election(question: &'static str, options: &'static [&'static str], shares: &'static [usize]) -> Self {
        Self { options, is_secret: true, ..Self::residents(question, shares) }
    }

    const fn motion(
        question: &'static str,
        rule: &'static str,
        electorate: Electorate,
        shares: &'static [usize],
    ) -> Self {
        Self {
            question,
            rule,
            electorate,
            options: &[],
            shares,
            is_secret: false,
            is_changeable: false,
            is_live: false,
        }
    }

    /// Ballots may be changed.
    pub const fn changeable(self) -> Self {
        Self { is_changeable: true, ..self }
    }

    /// Choices are shown before closing.
    pub const fn live(self) -> Self {
        Self { is_live: true, ..self }
    }

    /// As it is scheduled.
    pub fn plan(&self, opens_at: DateTime<Utc>, closes_at: DateTime<Utc>) -> Plan {
        Plan {
            question: self.question.into(),
            method: if self.options.is_empty() { Method::Motion } else { Method::Single },
            options: self.options.iter().map(|option| (*option).to_owned()).collect(),
            at_most: None,
            electorate: self.electorate,
            secrecy: if self.is_secret { Secrecy::Secret } else { Secrecy::Open },
            changeable: self.is_changeable,
            extendable: true,
            live_results: self.is_live,
            precedence: Precedence::First,
            proxy_limit: 0,
            rule: self.rule.into(),
            rule_version: None,
            silent_follow_majority: false,
            opens_at,
            closes_at,
        }
    }

    /// What so many voters choose, one after the other: minds are mixed at every door.
    pub fn choices(&self, voters: usize, options: &[OptionId]) -> Vec<Choice> {
        let mut left: Vec<usize> = self.shares.iter().map(|share| voters * share / 100).collect();
        let mut choices = Vec::new();
        while left.iter().any(|left| *left > 0) {
            for (number, left) in left.iter_mut().enumerate().filter(|(_, left)| **left > 0) {
                // The more want it, the more of them stand in a row.
                let row = self.shares.get(number).map_or(1, |share| share.div_ceil(10)).min(*left);
                *left -= row;
                choices.extend(std::iter::repeat_n(choice(number, options), row));
            }
        }
        choices
    }
}

fn choice(number: usize, options: &[OptionId]) -> Choice {
    match (number, options.get(number)) {
        (_, Some(option)) => Choice::Options { options: vec![*option] },
        (0, None) => Choice::Agree {},
        (1, None) => Choice::Against {},
        _ => Choice::Abstain {},
    }
}
