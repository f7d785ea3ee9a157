//! From an event to what a webhook is told about it, and who may be told.

use entity::actions::{ActionStatus, ActionVerb};
use entity::auth::ApiScope;
use entity::deliberations::DeliberationVerb;
use entity::kernel::event;
use entity::webhooks::WebhookEvent;
use entity::wishes::{WishStatus, WishVerb};

use crate::{actions, deliberations, wishes};

/// What a webhook is told about this event; nothing about most.
pub fn of(event: &event::Model) -> Option<WebhookEvent> {
    match event.subject_kind.as_str() {
        wishes::service::SUBJECT => of_wish(event),
        deliberations::service::SUBJECT => of_deliberation(&event.verb),
        actions::service::SUBJECT => of_action(event),
        _ => None,
    }
}

/// From the approval on, a wish stands on the wall; before it, nobody hears of it.
fn of_wish(event: &event::Model) -> Option<WebhookEvent> {
    let verb = WishVerb::ALL.iter().find(|one| one.as_str() == event.verb)?;
    let open = event.to_state.as_deref() == Some(WishStatus::Open.as_str());
    Some(match verb {
        WishVerb::Approve => WebhookEvent::WishApproved,
        // What staff enter needs nobody's approval.
        WishVerb::Submit if open => WebhookEvent::WishApproved,
        WishVerb::Claim | WishVerb::Accept => WebhookEvent::WishClaimed,
        WishVerb::Release | WishVerb::Revoke | WishVerb::Expire => WebhookEvent::WishReleased,
        WishVerb::Fulfil => WebhookEvent::WishFulfilled,
        WishVerb::Confirm | WishVerb::AutoConfirm => WebhookEvent::WishConfirmed,
        WishVerb::Close => WebhookEvent::WishClosed,
        WishVerb::Merge => WebhookEvent::WishMerged,
        WishVerb::Reopen => WebhookEvent::WishReopened,
        _ => return None,
    })
}

fn of_deliberation(verb: &str) -> Option<WebhookEvent> {
    let verb = DeliberationVerb::ALL.iter().find(|one| one.as_str() == verb)?;
    Some(match verb {
        DeliberationVerb::Open => WebhookEvent::DeliberationOpened,
        DeliberationVerb::Publish => WebhookEvent::DeliberationPublished,
        DeliberationVerb::Decide => WebhookEvent::DeliberationDecided,
        _ => return None,
    })
}

/// Drafts are nobody's business.
fn of_action(event: &event::Model) -> Option<WebhookEvent> {
    let verb = ActionVerb::ALL.iter().find(|one| one.as_str() == event.verb)?;
    let draft = event.from_state.as_deref() == Some(ActionStatus::Draft.as_str());
    Some(match verb {
        ActionVerb::Publish => WebhookEvent::ActionPublished,
        ActionVerb::Cancel if !draft => WebhookEvent::ActionCancelled,
        ActionVerb::Finish => WebhookEvent::ActionFinished,
        _ => return None,
    })
}

/// What a program must be allowed to see to be told; nothing for the test message.
pub fn scope(event: WebhookEvent) -> Option<ApiScope> {
    use WebhookEvent::{
        ActionCancelled, ActionFinished, ActionPublished, DeliberationDecided, DeliberationOpened,
        DeliberationPublished, Ping, WishApproved, WishClaimed, WishClosed, WishConfirmed, WishFulfilled, WishMerged,
        WishReleased, WishReopened,
    };
    match event {
        WishApproved | WishClaimed | WishReleased | WishFulfilled | WishConfirmed | WishReopened | WishClosed
        | WishMerged => Some(ApiScope::WishesRead),
        DeliberationOpened
        | DeliberationPublished
        | DeliberationDecided
        | ActionPublished
        | ActionCancelled
        | ActionFinished => Some(ApiScope::CommunityRead),
        Ping => None,
    }
}
