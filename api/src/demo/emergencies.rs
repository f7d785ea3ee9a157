//! The demo's emergency: a drill of last week, from the call to the report.

use chrono::{Duration, SubsecRound};
use entity::actions::{shift, shift_role};
use entity::emergencies::{CallUpReply, DutyPost, EmergencyKind};
use entity::ids::{EmergencyId, GridId, SignupId};
use sea_orm::prelude::*;

use super::people::People;
use crate::actions::service::draft::NewShift;
use crate::actions::service::roll_call::{self, Call, Called};
use crate::actions::service::together::Spot;
use crate::actions::service::{clock, settle};
use crate::auth::Actor;
use crate::emergencies::service::answer::{self, Answer};
use crate::emergencies::service::close::{self, Closing};
use crate::emergencies::service::duty::{self, Roster};
use crate::emergencies::service::open::{self, NewEmergency};
use crate::emergencies::service::{call_up, call_up::Call as CallUp};
use crate::error::{Code, Result};
use crate::kernel::db::{self, Tx};
use crate::kernel::{Clock, Kernel};
use crate::volunteers::service::profile;

/// Tells it, by a clock of its own.
pub async fn tell(kernel: &Kernel, people: &People) -> Result<()> {
    let past = Clock::default();
    past.advance(-Duration::days(7));
    let kernel = &Kernel { clock: past, ..kernel.clone() };
    let (admin, staff) = (&people.admin, &people.staff);
    let grids: Vec<GridId> = people.volunteers.iter().filter_map(|who| Some(who.residency?.place.grid)).collect();
    let Some(grid) = grids.first().copied() else { return Ok(()) };
    let id = by(kernel, admin, async |tx| open::open(tx, admin, opening(grids)).await.map(|one| one.id)).await?;
    by(kernel, staff, async |tx| call_up::call(tx, staff, id, calling()).await.map(drop)).await?;
    for (who, reply) in people.volunteers.iter().step_by(2).zip([CallUpReply::Can, CallUpReply::Cannot]) {
        let said = Answer { reply, later_at: None, note: None };
        by(kernel, who, async |tx| answer::answer(tx, who, id, 1, said).await.map(drop)).await?;
    }
    let (spot, on_duty) = put_on_duty(kernel, people, id, grid).await?;
    take_place(kernel, staff, spot, on_duty).await?;
    let closing = Closing {
        summary: "演练达到预期：半小时内到岗，登记和劝导都已走通。".to_owned(), call_off: false
    };
    by(kernel, admin, async |tx| close::close(tx, admin, id, 1, closing).await.map(drop)).await?;
    while clock::run(kernel).await? > 0 {}
    Ok(())
}

fn opening(mut grids: Vec<GridId>) -> NewEmergency {
    grids.sort_unstable();
    grids.dedup();
    NewEmergency {
        kind: EmergencyKind::Drill,
        title: "秋季防汛演练".to_owned(),
        message: "今天下午进行防汛演练，请居民不必紧张。".to_owned(),
        reason: "每季度一次的应急演练".to_owned(),
        grids,
    }
}

fn calling() -> CallUp {
    let message = "防汛演练，请到东门集合。".to_owned();
    CallUp { grids: Vec::new(), skills: Vec::new(), message, answer_by: None }
}

/// Puts the first volunteer at the east gate.
async fn put_on_duty(kernel: &Kernel, people: &People, id: EmergencyId, grid: GridId) -> Result<(Spot, SignupId)> {
    let staff = &people.staff;
    let volunteer = profile::own(&kernel.db, &people.volunteers[0]).await?.id;
    let missing = || Code::Internal.error();
    by(kernel, staff, async |tx| {
        let starts_at = (tx.now() + Duration::hours(1)).trunc_subsecs(0);
        let roles = vec![("值守".to_owned(), 2)];
        let put_up = duty::roster(
            tx,
            staff,
            id,
            posts(grid, NewShift { starts_at, ends_at: starts_at + Duration::hours(2), roles }),
        );
        let action = put_up.await?.id;
        let shift = shift::Entity::find().filter(shift::Column::ActionId.eq(action)).one(tx).await?;
        let shift = shift.ok_or_else(missing)?.id;
        let role = shift_role::Entity::find().filter(shift_role::Column::ShiftId.eq(shift)).one(tx).await?;
        let spot = Spot { action, shift, role: Some(role.ok_or_else(missing)?.id) };
        let assigned = duty::assign(tx, staff, id, spot, volunteer).await?;
        Ok((spot, assigned.id))
    })
    .await
}

fn posts(grid: GridId, shift: NewShift) -> Roster {
    Roster {
        post: DutyPost::Checkpoint,
        title: "东门卡口值守（演练）".to_owned(),
        description: "登记进出车辆和人员，劝导居民绕行低洼处。".to_owned(),
        place: "民丰小区东门".to_owned(),
        spot: None,
        grid,
        leader: None,
        skills: Vec::new(),
        trainings: Vec::new(),
        shifts: vec![shift],
    }
}

/// Whoever is on duty comes, goes, and has it approved: nothing of it is credited.
async fn take_place(kernel: &Kernel, staff: &Actor, spot: Spot, signup: SignupId) -> Result<()> {
    kernel.clock.advance(Duration::minutes(65));
    clock::run(kernel).await?;
    for call in [Call::In, Call::Out] {
        let lines = [Called { signup, call, at: None }];
        let which = (spot.action, spot.shift);
        by(kernel, staff, async |tx| roll_call::call(tx, staff, which, &lines).await.map(drop)).await?;
        kernel.clock.advance(Duration::minutes(if call == Call::In { 100 } else { 60 }));
    }
    by(kernel, staff, async |tx| settle::approve(tx, staff, signup, 3, (0, None)).await.map(drop)).await
}

/// In a transaction of the actor's own.
async fn by<T>(kernel: &Kernel, actor: &Actor, work: impl AsyncFnOnce(&Tx<'_>) -> Result<T>) -> Result<T> {
    db::write(kernel, actor.cause("demo"), work).await
}
