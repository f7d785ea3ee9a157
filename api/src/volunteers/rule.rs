//! Rules for points, pure: which one holds, and what it gives.

use chrono::{DateTime, Utc};
use entity::auth::Role;
use entity::volunteers::{ServiceKind, point_rule};

/// What service gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// Points for each full hour; parts count in proportion, rounded down.
    pub per_hour: i32,
    /// Points besides.
    pub flat: i32,
    /// Minutes that count where none are measured.
    pub minutes: i32,
}

/// What holds in a community that has made no rule for a kind.
pub fn usual(kind: ServiceKind) -> Rate {
    match kind {
        ServiceKind::Wish => Rate { per_hour: 10, flat: 5, minutes: 30 },
        ServiceKind::Emergency => Rate { per_hour: 15, flat: 0, minutes: 0 },
        _ => Rate { per_hour: 10, flat: 0, minutes: 0 },
    }
}

impl Rate {
    /// Points for so many minutes.
    pub fn points(self, minutes: i64) -> i64 {
        minutes * i64::from(self.per_hour) / 60 + i64::from(self.flat)
    }
}

impl From<&point_rule::Model> for Rate {
    fn from(row: &point_rule::Model) -> Self {
        Self { per_hour: row.points_per_hour, flat: row.points_flat, minutes: row.minutes_flat }
    }
}

/// What was done, by whom, when: what a rule is chosen by.
#[derive(Clone, Copy, Debug)]
pub struct Done<'a> {
    /// The kind of service.
    pub kind: ServiceKind,
    /// The wish's category.
    pub category: Option<&'a str>,
    /// The roles of who did it.
    pub roles: &'a [Role],
    /// When.
    pub on: DateTime<Utc>,
}

/// The rate that holds: the rule for just this category goes before that for all, then one for a role that is
/// held before that for everybody; of several roles the one that gives most. Of rules for the same thing the
/// newest that had begun counts.
pub fn choose(rules: &[point_rule::Model], done: Done<'_>) -> Rate {
    let fits = |rule: &&point_rule::Model| {
        rule.kind == done.kind
            && rule.valid_from <= done.on
            && rule.category.as_deref().is_none_or(|category| done.category == Some(category))
            && rule.role.is_none_or(|role| done.roles.contains(&role))
    };
    let newest = |rule: &&point_rule::Model| {
        !rules.iter().filter(fits).any(|other| {
            (&other.category, other.role) == (&rule.category, rule.role)
                && (other.valid_from, other.id) > (rule.valid_from, rule.id)
        })
    };
    let best = rules
        .iter()
        .filter(fits)
        .filter(newest)
        .max_by_key(|rule| (rule.category.is_some(), rule.role.is_some(), Rate::from(*rule).points(60)));
    best.map_or_else(|| usual(done.kind), Rate::from)
}

#[cfg(test)]
mod tests {
    use entity::ids::{AccountId, CommunityId, PointRuleId};

    use super::*;

    fn at(hour: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + chrono::Duration::hours(hour)
    }

    fn rule(category: Option<&str>, role: Option<Role>, per_hour: i32, from: i64) -> point_rule::Model {
        point_rule::Model {
            id: PointRuleId::new(),
            community_id: CommunityId::new(),
            kind: ServiceKind::Wish,
            category: category.map(str::to_owned),
            role,
            points_per_hour: per_hour,
            points_flat: 0,
            minutes_flat: 30,
            valid_from: at(from),
            created_by: AccountId::new(),
            created_at: at(0),
        }
    }

    fn chosen(rules: &[point_rule::Model], category: &str, roles: &[Role], hour: i64) -> i32 {
        let done = Done { kind: ServiceKind::Wish, category: Some(category), roles, on: at(hour) };
        choose(rules, done).per_hour
    }

    #[test]
    fn the_nearest_rule_holds_and_of_equals_the_newest_that_had_begun() {
        let rules = [
            rule(None, None, 1, 1),
            rule(None, None, 2, 5),
            rule(Some("repair"), None, 3, 1),
            rule(None, Some(Role::GridLeader), 4, 1),
            rule(None, Some(Role::BuildingChief), 6, 1),
        ];
        assert_eq!(chosen(&rules, "goods", &[], 0), 10, "none had begun: the usual one");
        assert_eq!(chosen(&rules, "goods", &[], 4), 1);
        assert_eq!(chosen(&rules, "goods", &[], 5), 2);
        assert_eq!(chosen(&rules, "repair", &[Role::GridLeader], 5), 3);
        assert_eq!(chosen(&rules, "goods", &[Role::GridLeader], 5), 4);
        assert_eq!(chosen(&rules, "goods", &[Role::GridLeader, Role::BuildingChief], 5), 6);
    }

    #[test]
    fn a_rule_that_gives_nothing_takes_the_place_of_one_that_did() {
        let rules = [rule(None, None, 8, 1), rule(None, None, 0, 2)];
        assert_eq!(chosen(&rules, "goods", &[], 3), 0);
    }

    #[test]
    fn parts_of_an_hour_count_in_proportion_rounded_down() {
        let rate = Rate { per_hour: 10, flat: 5, minutes: 0 };
        assert_eq!([0, 5, 6, 59, 60, 90].map(|minutes| rate.points(minutes)), [5, 5, 6, 14, 15, 20]);
    }
}
