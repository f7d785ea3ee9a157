//! Ballots of the demo: cast by the writer of ballots itself, some at a time over the days.

use chrono::Duration;
use entity::deliberations::{deliberation_option, roll_voter};
use entity::ids::{AccountId, DeliberationId, OptionId, RollEntryId};
use sea_orm::prelude::*;
use sea_orm::{QueryOrder, QuerySelect};

use super::teller::Teller;
use super::vote::Vote;
use crate::deliberations::casting::{Cast, Caster, Casting};
use crate::error::Result;
use crate::kernel::batch::Work;
use crate::kernel::db::{self, By, Cause};

/// Hours between the times at which ballots come.
const PAUSES: [i64; 3] = [6, 48, 24];

impl Teller<'_> {
    /// Lets the neighbours vote as the vote says.
    pub async fn ballots(&self, id: DeliberationId, vote: &Vote) -> Result<()> {
        let voters = self.voters(id).await?;
        let choices = vote.choices(voters.len(), &self.options(id).await?);
        let ballots = voters.into_iter().zip(choices).map(|((entry, account), choice)| Cast {
            deliberation: id,
            by: Caster::Player(account, self.players.pilot.community),
            entry: Some(entry),
            choice,
            cause: Cause { by: By::Account(account), request_id: Some("demo".into()) },
            claim: None,
        });
        let ballots: Vec<Cast> = ballots.collect();
        for (ballots, pause) in ballots.chunks(ballots.len().div_ceil(PAUSES.len()).max(1)).zip(PAUSES) {
            self.kernel.clock.advance(Duration::hours(pause));
            db::write(self.kernel, Cause::system(), async |tx| {
                Casting.run(tx, ballots).await?.into_iter().collect::<Result<Vec<_>>>()
            })
            .await?;
        }
        Ok(())
    }

    /// Who can vote online, one account for each voter on the roll; visitors are left out.
    async fn voters(&self, id: DeliberationId) -> Result<Vec<(RollEntryId, AccountId)>> {
        let rows = roll_voter::Entity::find()
            .filter(roll_voter::Column::DeliberationId.eq(id))
            .order_by_asc(roll_voter::Column::EntryId)
            .order_by_asc(roll_voter::Column::AccountId);
        let rows = rows.all(&self.kernel.db).await?.into_iter().map(|row| (row.entry_id, row.account_id));
        let mut voters: Vec<_> = rows.filter(|(_, account)| !self.players.is_guest(*account)).collect();
        voters.dedup_by_key(|(entry, _)| *entry);
        Ok(voters)
    }

    async fn options(&self, id: DeliberationId) -> Result<Vec<OptionId>> {
        let options = deliberation_option::Entity::find()
            .select_only()
            .column(deliberation_option::Column::Id)
            .filter(deliberation_option::Column::DeliberationId.eq(id))
            .order_by_asc(deliberation_option::Column::Sort);
        Ok(options.into_tuple().all(&self.kernel.db).await?)
    }
}
