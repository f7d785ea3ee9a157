//! Everything that sign-ups of one transaction depend on, read under its locks in set queries.

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use entity::actions::{action, shift, shift_role, signup};
use entity::community::{community, team, team_member};
use entity::emergencies::CallUpReply;
use entity::ids::{AccountId, ActionId, CommunityId, EmergencyId, ShiftId, ShiftRoleId, TeamId, VolunteerId};
use entity::volunteers::{volunteer, volunteer_skill, volunteer_training};
use sea_orm::prelude::*;
use sea_orm::{Condition, JoinType, QueryOrder, QuerySelect};

use super::Wanted;
use super::terms::Facts;
use crate::actions::state::BUSY;
use crate::emergencies::service::duty;
use crate::error::Result;
use crate::kernel::db::Tx;

/// A live sign-up of a volunteer: for which shift, from when to when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Engagement {
    /// The shift.
    pub shift: ShiftId,
    /// When it starts.
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
    /// Whether it stands in the way of another one at the same time.
    pub busy: bool,
}

/// What was read.
#[derive(Default)]
pub struct Desk {
    /// The transaction's instant.
    pub now: DateTime<Utc>,
    /// Actions, held as they are.
    pub actions: HashMap<ActionId, action::Model>,
    /// Their shifts.
    pub shifts: HashMap<ShiftId, shift::Model>,
    /// Roles, locked.
    pub roles: HashMap<ShiftRoleId, shift_role::Model>,
    /// Roles by shift; all of them where a request names none.
    pub of_shift: HashMap<ShiftId, Vec<ShiftRoleId>>,
    /// Volunteers, locked, by account.
    pub volunteers: HashMap<AccountId, Facts>,
    /// Who belongs to which team.
    pub teams: HashSet<(TeamId, AccountId)>,
    /// The zones of the communities.
    pub zones: HashMap<CommunityId, Tz>,
    /// What those answered who were called up for the emergencies of these actions.
    pub replies: HashMap<(EmergencyId, AccountId), CallUpReply>,
    /// Live sign-ups by volunteer.
    pub engaged: HashMap<VolunteerId, Vec<Engagement>>,
}

impl Desk {
    /// Takes the locks and reads; nothing for nobody.
    pub async fn open(tx: &Tx<'_>, wanted: &[Wanted]) -> Result<Self> {
        let mut desk = Self { now: tx.now(), ..Self::default() };
        if wanted.is_empty() {
            return Ok(desk);
        }
        desk.hold_actions(tx, wanted).await?;
        desk.lock_roles(tx, wanted).await?;
        desk.lock_volunteers(tx, wanted).await?;
        desk.read_engagements(tx).await?;
        Ok(desk)
    }

    async fn hold_actions(&mut self, tx: &Tx<'_>, wanted: &[Wanted]) -> Result<()> {
        let ids: BTreeSet<ActionId> = wanted.iter().map(|one| one.action).collect();
        let held = action::Entity::find().filter(action::Column::Id.is_in(ids)).order_by_asc(action::Column::Id);
        self.actions = held.lock_shared().all(tx).await?.into_iter().map(|one| (one.id, one)).collect();
        let ids: BTreeSet<ShiftId> = wanted.iter().map(|one| one.shift).collect();
        let shifts = shift::Entity::find().filter(shift::Column::Id.is_in(ids)).all(tx).await?;
        self.shifts = shifts.into_iter().map(|one| (one.id, one)).collect();
        let ids: BTreeSet<CommunityId> = self.actions.values().map(|one| one.community_id).collect();
        let zones: Vec<(CommunityId, String)> = community::Entity::find()
            .select_only()
            .columns([community::Column::Id, community::Column::TimeZone])
            .filter(community::Column::Id.is_in(ids))
            .into_tuple()
            .all(tx)
            .await?;
        let zone = |name: String| name.parse().unwrap_or(chrono_tz::Asia::Shanghai);
        self.zones = zones.into_iter().map(|(id, name)| (id, zone(name))).collect();
        Ok(())
    }

    /// The guard of capacity: whoever takes a place of a role holds its row.
    async fn lock_roles(&mut self, tx: &Tx<'_>, wanted: &[Wanted]) -> Result<()> {
        let named: BTreeSet<ShiftRoleId> = wanted.iter().filter_map(|one| one.role).collect();
        let open: BTreeSet<ShiftId> = wanted.iter().filter(|one| one.role.is_none()).map(|one| one.shift).collect();
        let these =
            Condition::any().add(shift_role::Column::Id.is_in(named)).add(shift_role::Column::ShiftId.is_in(open));
        let roles = shift_role::Entity::find().filter(these).order_by_asc(shift_role::Column::Id);
        for role in roles.lock_exclusive().all(tx).await? {
            self.of_shift.entry(role.shift_id).or_default().push(role.id);
            self.roles.insert(role.id, role);
        }
        Ok(())
    }

    /// The guard of overlaps: whoever signs a volunteer up holds their row.
    async fn lock_volunteers(&mut self, tx: &Tx<'_>, wanted: &[Wanted]) -> Result<()> {
        let accounts: BTreeSet<AccountId> = wanted.iter().map(|one| one.account).collect();
        let rows = volunteer::Entity::find()
            .filter(volunteer::Column::AccountId.is_in(accounts.clone()))
            .order_by_asc(volunteer::Column::Id)
            .lock_exclusive()
            .all(tx)
            .await?;
        let ids: Vec<VolunteerId> = rows.iter().map(|row| row.id).collect();
        let (mut skills, mut trainings) = (HashMap::<_, Vec<_>>::new(), HashMap::<_, Vec<_>>::new());
        if self.actions.values().any(|one| !one.skills.0.is_empty()) {
            let known = volunteer_skill::Entity::find().filter(volunteer_skill::Column::VolunteerId.is_in(ids.clone()));
            for row in known.all(tx).await? {
                skills.entry(row.volunteer_id).or_default().push(row.skill);
            }
        }
        if self.actions.values().any(|one| !one.trainings.0.is_empty()) {
            let passed = volunteer_training::Entity::find().filter(volunteer_training::Column::VolunteerId.is_in(ids));
            for row in passed.all(tx).await? {
                trainings.entry(row.volunteer_id).or_default().push((row.training, row.valid_until));
            }
        }
        self.read_replies(tx, &accounts).await?;
        self.read_teams(tx, accounts).await?;
        for row in rows {
            let (skills, trainings) =
                (skills.remove(&row.id).unwrap_or_default(), trainings.remove(&row.id).unwrap_or_default());
            self.volunteers.insert(row.account_id, Facts { volunteer: row, skills, trainings, in_team: false });
        }
        Ok(())
    }

    /// Under the volunteers' locks: whoever takes a promise back holds the own row, too.
    async fn read_replies(&mut self, tx: &Tx<'_>, accounts: &BTreeSet<AccountId>) -> Result<()> {
        let emergencies: BTreeSet<EmergencyId> = self.actions.values().filter_map(|one| one.emergency_id).collect();
        let replies = duty::replies(tx, emergencies.into_iter().collect(), accounts.iter().copied().collect()).await?;
        self.replies = replies.into_iter().map(|(id, account, reply)| ((id, account), reply)).collect();
        Ok(())
    }

    async fn read_teams(&mut self, tx: &Tx<'_>, accounts: BTreeSet<AccountId>) -> Result<()> {
        let teams: BTreeSet<TeamId> = self.actions.values().filter_map(|one| one.team_id).collect();
        if teams.is_empty() {
            return Ok(());
        }
        let members: Vec<(TeamId, AccountId)> = team_member::Entity::find()
            .select_only()
            .columns([team_member::Column::TeamId, team_member::Column::AccountId])
            .filter(team_member::Column::TeamId.is_in(teams.clone()))
            .filter(team_member::Column::AccountId.is_in(accounts))
            .into_tuple()
            .all(tx)
            .await?;
        let led = team::Entity::find().filter(team::Column::Id.is_in(teams)).all(tx).await?;
        let leaders = led.into_iter().filter_map(|team| Some((team.id, team.leader_account_id?)));
        self.teams = members.into_iter().chain(leaders).collect();
        Ok(())
    }

    async fn read_engagements(&mut self, tx: &Tx<'_>) -> Result<()> {
        let Some(from) = self.shifts.values().map(|shift| shift.starts_at).min() else { return Ok(()) };
        let to_shift: RelationDef =
            signup::Entity::belongs_to(shift::Entity).from(signup::Column::ShiftId).to(shift::Column::Id).into();
        let rows: Vec<(VolunteerId, ShiftId, entity::actions::SignupStatus, DateTimeUtc, DateTimeUtc)> =
            signup::Entity::find()
                .select_only()
                .columns([signup::Column::VolunteerId, signup::Column::ShiftId, signup::Column::Status])
                .columns([shift::Column::StartsAt, shift::Column::EndsAt])
                .join(JoinType::InnerJoin, to_shift)
                .filter(signup::Column::VolunteerId.is_in(self.volunteers.values().map(|one| one.volunteer.id)))
                .filter(signup::Column::Status.ne(entity::actions::SignupStatus::Cancelled))
                .filter(shift::Column::EndsAt.gt(from))
                .into_tuple()
                .all(tx)
                .await?;
        for (volunteer, shift, status, starts_at, ends_at) in rows {
            let one = Engagement { shift, starts_at, ends_at, busy: BUSY.contains(&status) };
            self.engaged.entry(volunteer).or_default().push(one);
        }
        Ok(())
    }
}
