//! From what the inbox says to the kind of message it is on a phone.

use entity::kernel::event;
use entity::moderation::ReviewVerb;
use entity::wechat::MessageKind;
use entity::wishes::WishVerb;

use super::super::words::{self, Title};
use crate::actions::service as doing;
use crate::community::service::claims;
use crate::deliberations::service as matter;
use crate::deliberations::service::comment;
use crate::emergencies::service as emergency;
use crate::moderation::service as review;
use crate::volunteers::service as volunteer;
use crate::wishes::service as wish;

/// The kind of message; none for what waits in the inbox alone.
pub fn of(event: &event::Model, title: Title) -> Option<MessageKind> {
    Some(match event.subject_kind.as_str() {
        wish::SUBJECT => of_wish(&event.verb, title),
        matter::SUBJECT if event.verb == "remind" => MessageKind::VoteReminder,
        matter::SUBJECT | comment::SUBJECT => MessageKind::MatterUpdate,
        doing::SUBJECT | doing::SIGNUP => MessageKind::SignupUpdate,
        emergency::SUBJECT => MessageKind::Emergency,
        review::SUBJECT if is_for_moderators(title) => MessageKind::Waiting,
        claims::SUBJECT if title == words::HOUSEHOLD_CLAIM_WAITS => MessageKind::Waiting,
        claims::SUBJECT => MessageKind::HouseholdClaim,
        volunteer::SUBJECT
        | volunteer::minutes::SUBJECT
        | volunteer::certificates::SUBJECT
        | volunteer::redeem::SUBJECT
        | volunteer::points::SUBJECT => of_volunteer(title),
        _ => return None,
    })
}

fn is_for_moderators(title: Title) -> bool {
    ReviewVerb::ALL.iter().any(|verb| words::for_moderators(*verb) == Some(title))
}

/// The author reads something else than the helper, and both than those who decide.
fn of_wish(verb: &str, title: Title) -> MessageKind {
    let verb = WishVerb::ALL.iter().find(|one| one.as_str() == verb);
    let says = |of: fn(WishVerb) -> Option<Title>| verb.is_some_and(|verb| of(*verb) == Some(title));
    match () {
        () if says(words::for_author) => MessageKind::WishUpdate,
        () if says(words::for_reviewers) => MessageKind::Waiting,
        () => MessageKind::WishHelp,
    }
}

fn of_volunteer(title: Title) -> MessageKind {
    let waits = [words::CERTIFICATE_WAITS, words::MINUTES_WAIT, words::REDEMPTION_WAITS];
    if waits.contains(&title) { MessageKind::Waiting } else { MessageKind::VolunteerUpdate }
}
