//! Who was called up says whether they can come; it may change while the emergency is open.

use chrono::{DateTime, Duration, Utc};
use entity::actions::{SignupStatus, action, signup};
use entity::emergencies::{CallUpReply, EmergencyVerb, call_up_answer};
use entity::ids::{AccountId, EmergencyId};
use entity::volunteers::volunteer;
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::{QuerySelect, QueryTrait};
use serde_json::json;

use super::case::{Case, happened};
use crate::auth::Actor;
use crate::emergencies::store;
use crate::error::{Code, Result};
use crate::kernel::crypto::Field;
use crate::kernel::db::Tx;
use crate::kernel::event::{self, NewEvent};

/// Nobody says that they can come later than this.
const LATEST: Duration = Duration::days(30);

/// What somebody answers.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Whether they can come.
    pub reply: CallUpReply,
    /// From when on, for who can later.
    pub later_at: Option<DateTime<Utc>>,
    /// What they add.
    pub note: Option<String>,
}

/// Answers, or answers otherwise. The volunteer's row is held, as whoever assigns them holds it: nobody says
/// that they cannot come and is put on duty in the same instant.
///
/// # Errors
/// `on_duty` for who takes a promise back and still has a post, `stale`.
pub async fn answer(
    tx: &Tx<'_>,
    actor: &Actor,
    id: EmergencyId,
    version: i32,
    answer: Answer,
) -> Result<call_up_answer::Model> {
    let case = Case::hold(tx, actor, id).await?;
    case.may(EmergencyVerb::Answer)?;
    answer.check(tx.now())?;
    let account = actor.account()?;
    volunteer::Entity::find().filter(volunteer::Column::AccountId.eq(account)).lock_exclusive().one(tx).await?;
    let own = store::answer_of(tx, id, account).await?.ok_or_else(|| Code::NotFound.error())?;
    if answer.reply != CallUpReply::Can && duties(tx, id, account).await? > 0 {
        return Err(Code::OnDuty.into());
    }
    let note = answer.note.as_deref().map(|note| tx.vault().seal(Field::Note, note)).transpose()?;
    let change = call_up_answer::ActiveModel {
        reply: Set(answer.reply),
        later_at: Set(answer.later_at),
        note_sealed: Set(note),
        answered_at: Set(Some(tx.now())),
        version: Set(own.version + 1),
        updated_at: Set(tx.now()),
        ..Default::default()
    };
    let changed = call_up_answer::Entity::update_many()
        .set(change)
        .filter(call_up_answer::Column::Id.eq(own.id))
        .filter(call_up_answer::Column::Version.eq(version))
        .exec_with_returning(tx)
        .await?;
    let changed = changed.into_iter().next().ok_or_else(|| Code::Stale.error())?;
    let data = json!({ "volunteerId": own.volunteer_id, "reply": answer.reply, "before": own.reply });
    let told = happened(&case.emergency, EmergencyVerb::Answer, data);
    event::record(tx, NewEvent { announce: false, ..told }).await?;
    Ok(changed)
}

/// Posts of this emergency that somebody still has to fill.
async fn duties(tx: &Tx<'_>, id: EmergencyId, account: AccountId) -> Result<u64> {
    let posts = action::Entity::find().select_only().column(action::Column::Id);
    let posts = posts.filter(action::Column::EmergencyId.eq(id));
    let live = signup::Entity::find()
        .filter(signup::Column::AccountId.eq(account))
        .filter(signup::Column::Status.is_in([
            SignupStatus::Confirmed,
            SignupStatus::Waitlisted,
            SignupStatus::Offered,
            SignupStatus::Attending,
        ]))
        .filter(signup::Column::ActionId.in_subquery(posts.into_query()));
    Ok(live.count(tx).await?)
}

impl Answer {
    fn check(&self, now: DateTime<Utc>) -> Result<()> {
        let wrong = |at: &str, code| Err(Code::Invalid.error().at(at, code));
        match (self.reply, self.later_at) {
            (CallUpReply::Silent, _) => wrong("/reply", Code::InvalidValue),
            (CallUpReply::Later, None) => wrong("/laterAt", Code::MissingField),
            (CallUpReply::Later, Some(at)) if at <= now || at > now + LATEST => wrong("/laterAt", Code::InvalidValue),
            (CallUpReply::Can | CallUpReply::Cannot, Some(_)) => wrong("/laterAt", Code::InvalidValue),
            _ => Ok(()),
        }
    }
}
