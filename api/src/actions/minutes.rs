//! Service minutes: whole minutes of the union of a person's intervals, within the shift.

use chrono::{DateTime, Utc};
use entity::actions::ActionKind;

/// From when to when.
pub type Span = (DateTime<Utc>, DateTime<Utc>);

/// Whether what is done there counts as service: learning, meeting and rehearsing do not.
pub fn counts(kind: ActionKind) -> bool {
    !matches!(kind, ActionKind::Study | ActionKind::Meeting | ActionKind::Drill)
}

/// The part of a span within a shift; none when they do not meet.
pub fn within(span: Span, shift: Span) -> Option<Span> {
    let part = (span.0.max(shift.0), span.1.min(shift.1));
    (part.0 < part.1).then_some(part)
}

/// The whole minutes of `span` within `shift` that none of `before` has counted yet: of intervals
/// that overlap, each instant counts once.
pub fn fresh(span: Span, shift: Span, before: &[Span]) -> i32 {
    let Some(span) = within(span, shift) else { return 0 };
    let mut counted: Vec<Span> = before.iter().filter_map(|one| within(*one, span)).collect();
    counted.sort_unstable();
    let (mut seconds, mut at) = (0, span.0);
    for (from, until) in counted {
        seconds += (from - at).num_seconds().max(0);
        at = at.max(until);
    }
    seconds += (span.1 - at).num_seconds().max(0);
    i32::try_from(seconds / 60).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use chrono::Duration;
    use proptest::prelude::*;

    use super::*;

    fn span(from: i64, until: i64) -> Span {
        let at = |minutes| DateTime::UNIX_EPOCH + Duration::minutes(minutes);
        (at(from), at(until))
    }

    #[test]
    fn only_what_lies_in_the_shift_counts() {
        assert_eq!(fresh(span(-20, 75), span(0, 60), &[]), 60);
        assert_eq!(fresh(span(10, 40), span(0, 60), &[]), 30);
        assert_eq!(fresh(span(70, 90), span(0, 60), &[]), 0);
    }

    #[test]
    fn what_overlaps_counts_once() {
        assert_eq!(fresh(span(0, 60), span(0, 60), &[span(10, 20), span(15, 30), span(50, 99)]), 30);
        assert_eq!(fresh(span(0, 60), span(0, 60), &[span(-5, 70)]), 0);
    }

    #[test]
    fn begun_minutes_do_not_count() {
        let (from, until) = span(0, 10);
        assert_eq!(fresh((from, until - Duration::seconds(1)), span(0, 60), &[]), 9);
    }

    proptest! {
        #[test]
        fn it_is_the_union_minute_by_minute(from in 0..50_i64, long in 1..50_i64, others in prop::collection::vec((0..80_i64, 1..30_i64), 0..6)) {
            let shift = (5, 70);
            let before: Vec<Span> = others.iter().map(|(at, long)| span(*at, at + long)).collect();
            let in_it = |minute: i64, (at, long): (i64, i64)| (at..at + long).contains(&minute);
            let expected = (shift.0..shift.1).filter(|minute| in_it(*minute, (from, long)));
            let expected = expected.filter(|minute| !others.iter().any(|other| in_it(*minute, *other))).count();
            prop_assert_eq!(fresh(span(from, from + long), span(shift.0, shift.1), &before), expected as i32);
        }
    }
}
