//! Who was verified after the roll was frozen stands on it all the same, if the roll has the
//! resident, the household or the owner: accounts are no part of it. That they were admitted is
//! on record.

use chrono::NaiveDate;
use entity::community::resident;
use entity::deliberations::{Electorate, roll_entry, roll_voter};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::sea_query::OnConflict;
use serde_json::json;

use super::Cast;
use super::polls::Poll;
use super::seats::{Seat, Seats};
use crate::deliberations::asked;
use crate::deliberations::records::Reach;
use crate::deliberations::roll::of_age;
use crate::deliberations::service::{SUBJECT, roll};
use crate::error::Result;
use crate::kernel::db::Tx;
use crate::kernel::event::{self, NewEvent, Subject};

/// Gives the account the seats that it would have had.
pub async fn admit(tx: &Tx<'_>, cast: &Cast, poll: &Poll, seats: &mut Seats) -> Result<()> {
    let subjects = subjects(tx, cast, poll).await?;
    if subjects.is_empty() {
        return Ok(());
    }
    let entries = roll_entry::Entity::find()
        .filter(roll_entry::Column::DeliberationId.eq(poll.one.id))
        .filter(roll_entry::Column::Subject.is_in(subjects));
    for entry in entries.all(tx).await? {
        let row = roll_voter::ActiveModel {
            entry_id: Set(entry.id),
            account_id: Set(cast.by.account()),
            deliberation_id: Set(poll.one.id),
        };
        let once = OnConflict::columns([roll_voter::Column::EntryId, roll_voter::Column::AccountId]);
        roll_voter::Entity::insert(row)
            .on_conflict(once.to_owned().do_nothing().to_owned())
            .exec_without_returning(tx)
            .await?;
        let happened = NewEvent::new(poll.one.community_id, Subject::new(SUBJECT, poll.one.id), "admit");
        let happened = happened.with(json!({ "entryId": entry.id, "accountId": cast.by.account() }));
        event::record_each(tx, vec![(cast.cause.clone(), happened)]).await?;
        let weight = asked::weight(Some(entry.heads.into()), Some(entry.area));
        seats.add(cast, Seat { entry: entry.id, weight, by_proxy: false });
    }
    Ok(())
}

/// What the account may stand for on a roll of this electorate.
async fn subjects(tx: &Tx<'_>, cast: &Cast, poll: &Poll) -> Result<Vec<Uuid>> {
    let home = resident::Entity::find()
        .filter(resident::Column::CommunityId.eq(poll.one.community_id))
        .filter(resident::Column::AccountId.eq(cast.by.account()))
        .filter(resident::Column::MovedOutAt.is_null())
        .one(tx)
        .await?;
    Ok(match (poll.one.electorate, home) {
        (Some(Electorate::Owners), _) => owned(tx, cast, poll).await?,
        (Some(Electorate::Residents), Some(home)) => vec![home.id.into()],
        (Some(Electorate::Households), Some(home)) if is_adult(tx, poll, home.birth_date).await? => {
            home.household_id.map(Into::into).into_iter().collect()
        }
        _ => Vec::new(),
    })
}

async fn is_adult(tx: &Tx<'_>, poll: &Poll, birth_date: Option<NaiveDate>) -> Result<bool> {
    let (Some(birth_date), Some(opens_at)) = (birth_date, poll.one.opens_at) else { return Ok(false) };
    Ok(of_age(birth_date, roll::day(tx, poll.one.community_id, opens_at).await?))
}

/// The owners, or sets of them, for whom this account would vote by the register as it is now.
async fn owned(tx: &Tx<'_>, cast: &Cast, poll: &Poll) -> Result<Vec<Uuid>> {
    let reach = Reach::of(&poll.one);
    let now = roll::draw(tx, reach, Electorate::Owners, tx.now()).await?;
    let mine = now.entries.into_iter().filter(|entry| entry.accounts.contains(&cast.by.account()));
    Ok(mine.map(|entry| entry.subject).collect())
}
