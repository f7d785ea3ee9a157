//! Forgetting who a volunteer was. That somebody served under a number stays, with minutes and points: the
//! community's books must stay whole. Nothing says who it was.

use chrono::NaiveDate;
use entity::ids::{AccountId, LedgerAccountId};
use entity::volunteers::{
    CertificateStatus, LedgerOwner, Tags, Times, VolunteerStatus, certificate, ledger_account, ledger_transfer,
    minutes_claim, volunteer, volunteer_honour, volunteer_training,
};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::{ExprTrait, QuerySelect};

use super::case::{SUBJECT, forget_answers};
use crate::error::Result;
use crate::kernel::crypto::Field;
use crate::kernel::db::Tx;
use crate::kernel::event::Subject;
use crate::volunteers::store;

/// Stands where a reason stood.
const NOTHING: &str = "已注销";

/// Removes what tells who the volunteer behind this account was; the things whose log must forget reasons.
pub async fn forget(tx: &Tx<'_>, account: AccountId, nobody: &str) -> Result<Vec<Subject>> {
    forget_reasons(tx, account).await?;
    let Some(row) = store::of_account(tx, account).await? else { return Ok(Vec::new()) };
    let bare = volunteer::ActiveModel {
        status: Set(VolunteerStatus::Retired),
        name_sealed: Set(tx.vault().seal(Field::Name, nobody)?),
        birth_date: Set(NaiveDate::default()),
        guardian_name_sealed: Set(None),
        guardian_phone_sealed: Set(None),
        times: Set(Times::default()),
        tags: Set(Tags::default()),
        partner_id: Set(None),
        honour_roll: Set(false),
        emergency_ready: Set(false),
        retired_at: Set(Some(row.retired_at.unwrap_or(tx.now()))),
        ..Default::default()
    };
    store::change(tx, &row, row.version, bare).await?;
    store::forget_more(tx, row.id).await?;
    forget_certificates(tx, &row).await?;
    let unsaid = minutes_claim::ActiveModel {
        reason: Set(NOTHING.to_owned()),
        decision_reason: Set(None),
        ..Default::default()
    };
    let own = minutes_claim::Column::VolunteerId.eq(row.id);
    minutes_claim::Entity::update_many().set(unsaid).filter(own).exec(tx).await?;
    let trained = volunteer_training::Column::VolunteerId.eq(row.id);
    volunteer_training::Entity::delete_many().filter(trained).exec(tx).await?;
    forget_answers(tx, row.community_id);
    Ok(vec![Subject::new(SUBJECT, row.id)])
}

/// That certificates were issued, and under which numbers, stays: whoever holds the paper can have it checked.
/// What they say goes, and so does who was commended.
async fn forget_certificates(tx: &Tx<'_>, row: &volunteer::Model) -> Result<()> {
    let own = || certificate::Column::VolunteerId.eq(row.id);
    let unsaid = certificate::ActiveModel { record_sealed: Set(None), ..Default::default() };
    certificate::Entity::update_many().set(unsaid).filter(own()).exec(tx).await?;
    let withdrawn = certificate::ActiveModel { status: Set(CertificateStatus::Withdrawn), ..Default::default() };
    let waiting = certificate::Column::Status.eq(CertificateStatus::Requested);
    certificate::Entity::update_many().set(withdrawn).filter(own()).filter(waiting).exec(tx).await?;
    let honours = volunteer_honour::Column::VolunteerId.eq(row.id);
    volunteer_honour::Entity::delete_many().filter(honours).exec(tx).await?;
    Ok(())
}

/// Why points came and went, in words, goes; the amounts stay, or the books would not add up.
async fn forget_reasons(tx: &Tx<'_>, account: AccountId) -> Result<()> {
    let own = ledger_account::Entity::find()
        .select_only()
        .column(ledger_account::Column::Id)
        .filter(ledger_account::Column::OwnerKind.eq(LedgerOwner::Member))
        .filter(ledger_account::Column::OwnerId.eq(Uuid::from(account)));
    let own: Vec<LedgerAccountId> = own.into_tuple().all(tx).await?;
    let ends = ledger_transfer::Column::FromAccount
        .is_in(own.iter().copied())
        .or(ledger_transfer::Column::ToAccount.is_in(own.iter().copied()));
    ledger_transfer::Entity::update_many()
        .col_expr(ledger_transfer::Column::Reason, Expr::value(None::<String>))
        .filter(ends)
        .filter(ledger_transfer::Column::Reason.is_not_null())
        .exec(tx)
        .await?;
    Ok(())
}
