//! 表决方案: question, options, electorate, rule and dates. Nothing of it can change afterwards.

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, Utc};
use entity::deliberations::{
    DeliberationVerb, Electorate, Method, Precedence, Secrecy, deliberation, deliberation_option,
};
use entity::ids::{DeliberationId, OptionId};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;

use super::case::{Case, Step};
use super::{roll, rules};
use crate::auth::Actor;
use crate::deliberations::records::Reach;
use crate::deliberations::rule::Rule;
use crate::error::{Code, Error, Result};
use crate::kernel::db::Tx;
use crate::moderation::service::refuse_listed;

/// Options that a question offers.
const OPTIONS: std::ops::RangeInclusive<usize> = 2..=20;

/// A vote that is shorter cannot be answered by those who are asleep.
const SHORTEST: Duration = Duration::hours(1);

/// A vote that is longer is forgotten.
pub const LONGEST: Duration = Duration::days(180);

/// Proxies that one person may hold, at most.
const MOST_PROXIES: u32 = 20;

/// How a matter is to be voted on.
#[derive(Clone, Debug)]
pub struct Plan {
    /// What is asked.
    pub question: String,
    /// How it is answered.
    pub method: Method,
    /// What there is to choose from; nothing for a motion.
    pub options: Vec<String>,
    /// For approval: how many may be chosen.
    pub at_most: Option<u32>,
    /// Who decides.
    pub electorate: Electorate,
    /// Open or secret.
    pub secrecy: Secrecy,
    /// A ballot may be changed while the vote is open.
    pub changeable: bool,
    /// The end may be put off, once.
    pub extendable: bool,
    /// Choices are shown before closing.
    pub live_results: bool,
    /// Which ballot counts when one came online and one on paper.
    pub precedence: Precedence,
    /// Written proxies that one person may hold.
    pub proxy_limit: u32,
    /// The rule's code.
    pub rule: String,
    /// Its version; the newest when nothing is said.
    pub rule_version: Option<u32>,
    /// The assembly rules let silent owners follow the majority.
    pub silent_follow_majority: bool,
    /// The vote opens then.
    pub opens_at: DateTime<Utc>,
    /// The vote closes then.
    pub closes_at: DateTime<Utc>,
}

/// Fixes how the matter is voted on.
///
/// # Errors
/// `invalid` with every fault, `roll_unsound` when the records do not make a roll yet.
pub async fn schedule(
    tx: &Tx<'_>,
    actor: &Actor,
    id: DeliberationId,
    version: i32,
    plan: Plan,
) -> Result<deliberation::Model> {
    let case = Case::open(tx, actor, id).await?;
    case.seen(version)?;
    case.may(DeliberationVerb::Schedule)?;
    let rule = rules::find(tx, case.deliberation.community_id, &plan.rule, plan.rule_version).await?;
    let rule = plan.check(rule, tx.now())?;
    refuse_listed(tx, case.deliberation.community_id, &plan.texts()).await?;
    let drawn = roll::draw(tx, Reach::of(&case.deliberation), plan.electorate, plan.opens_at).await?;
    if !drawn.is_sound() || drawn.entries.is_empty() {
        return Err(Code::RollUnsound.into());
    }
    insert_options(tx, id, &plan.options).await?;
    case.go(tx, DeliberationVerb::Schedule, Step { change: plan.columns(&rule)?, reason: None }).await
}

async fn insert_options(tx: &Tx<'_>, id: DeliberationId, options: &[String]) -> Result<()> {
    if options.is_empty() {
        return Ok(());
    }
    let rows = options.iter().zip(0..).map(|(text, sort)| deliberation_option::ActiveModel {
        id: Set(OptionId::new()),
        deliberation_id: Set(id),
        sort: Set(sort),
        text: Set(text.clone()),
    });
    deliberation_option::Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(())
}

impl Plan {
    /// The rule as it holds for this vote, when nothing is wrong with the plan.
    fn check(&self, rule: Option<Rule>, now: DateTime<Utc>) -> Result<Rule> {
        let mut faults = self.faults(now);
        let rule = match rule {
            None => {
                faults.push(("/rule", Code::UnknownReference));
                return Err(all(faults));
            }
            Some(rule) if !rule.fits(self.electorate) || !rule.counts(self.method) => {
                faults.push(("/rule", Code::RuleDoesNotFit));
                rule
            }
            Some(rule) if self.silent_follow_majority && !rule.may_count_silent() => {
                faults.push(("/silentFollowMajority", Code::RuleDoesNotFit));
                rule
            }
            Some(rule) if self.silent_follow_majority => rule.with_silent_following(),
            Some(rule) => rule,
        };
        if faults.is_empty() { Ok(rule) } else { Err(all(faults)) }
    }

    /// What voters read, with where it stands in the request.
    fn texts(&self) -> Vec<(&'static str, &str)> {
        let options = self.options.iter().map(|option| ("/options", option.as_str()));
        std::iter::once(("/question", self.question.as_str())).chain(options).collect()
    }

    fn faults(&self, now: DateTime<Utc>) -> Vec<(&'static str, Code)> {
        let owners = self.electorate == Electorate::Owners;
        let distinct: BTreeSet<&str> = self.options.iter().map(String::as_str).collect();
        let options_fit = match self.method {
            Method::Motion => self.options.is_empty(),
            _ => OPTIONS.contains(&self.options.len()) && distinct.len() == self.options.len(),
        };
        let at_most_fits = match (self.method, self.at_most) {
            (Method::Approval, Some(most)) => (1..=self.options.len()).contains(&(most as usize)),
            (Method::Approval, None) => false,
            (_, given) => given.is_none(),
        };
        let secret = self.secrecy == Secrecy::Secret;
        let spans = self.closes_at - self.opens_at;
        let checks = [
            ("/options", options_fit),
            ("/atMost", at_most_fits),
            // An area is as good as a name: docs/adr/0010-secret-ballots.md.
            ("/secrecy", !(secret && owners)),
            ("/liveResults", !(secret && self.live_results)),
            ("/proxyLimit", self.proxy_limit <= MOST_PROXIES && (owners || self.proxy_limit == 0)),
            ("/opensAt", self.opens_at > now && self.opens_at <= now + LONGEST),
            ("/closesAt", spans >= SHORTEST && spans <= LONGEST),
        ];
        checks.into_iter().filter(|(_, fits)| !fits).map(|(pointer, _)| (pointer, Code::InvalidValue)).collect()
    }

    fn columns(self, rule: &Rule) -> Result<deliberation::ActiveModel> {
        let rule = serde_json::to_value(rule).map_err(|error| Code::Internal.error().cause(error))?;
        Ok(deliberation::ActiveModel {
            question: Set(Some(self.question)),
            method: Set(Some(self.method)),
            at_most: Set(self.at_most.and_then(|most| i32::try_from(most).ok())),
            electorate: Set(Some(self.electorate)),
            secrecy: Set(Some(self.secrecy)),
            changeable: Set(self.changeable),
            extendable: Set(self.extendable),
            live_results: Set(self.live_results),
            precedence: Set(Some(self.precedence)),
            proxy_limit: Set(i32::try_from(self.proxy_limit).unwrap_or_default()),
            rule: Set(Some(rule)),
            opens_at: Set(Some(self.opens_at)),
            closes_at: Set(Some(self.closes_at)),
            ..Default::default()
        })
    }
}

fn all(faults: Vec<(&'static str, Code)>) -> Error {
    faults.into_iter().fold(Code::Invalid.error(), |error, (pointer, code)| error.at(pointer, code))
}
