//! The demo's actions, made by the services themselves: a service day, a patrol that is full and
//! has a queue, a reading day, elder care, a draft, and past ones with who came.

mod story;

use chrono::{Duration, NaiveDate, Timelike, Utc};
use entity::actions::{HostKind, Skills, Trainings, action, shift, shift_role, signup};
use entity::ids::{ActionId, ShiftId, ShiftRoleId, VolunteerId};
use entity::volunteers::{Tags, Times, VolunteerStatus, volunteer};
use entity::wishes::Datum;
use sea_orm::ActiveValue::Set;
use sea_orm::QueryOrder;
use sea_orm::prelude::*;
use story::{STORY, Scene};

use super::people::{People, RESIDENTS, VOLUNTEERS};
use super::places::Places;
use crate::actions::ground::Spot;
use crate::actions::service::draft::{self, Draft, NewShift};
use crate::actions::service::roll_call::{self, Call, Called};
use crate::actions::service::{clock, settle};
use crate::actions::signing::{Book, Desk, Manner, Wanted};
use crate::auth::Actor;
use crate::error::{Code, Result};
use crate::kernel::crypto::Field;
use crate::kernel::db::{self, Tx};
use crate::kernel::{Clock, Kernel};

/// An action of the demo, with its first shift and role.
struct Put {
    id: ActionId,
    shift: ShiftId,
    role: ShiftRoleId,
}

/// Tells the story: what is past first, each by a clock of its own.
pub async fn tell(kernel: &Kernel, places: &Places, people: &People) -> Result<()> {
    let helpers = enrol(kernel, people).await?;
    for scene in STORY {
        let past = Clock::default();
        past.advance(-Duration::days(scene.days_ago));
        let kernel = Kernel { clock: past, ..kernel.clone() };
        let put = put_out(&kernel, places, people, scene).await?;
        for helper in helpers.iter().cycle().skip(scene.first).take(scene.signed.min(helpers.len())) {
            sign_up(&kernel, &put, helper).await?;
        }
        if scene.days_ago > 0 {
            take_place(&kernel, &people.staff, &put, scene).await?;
        }
    }
    Ok(())
}

/// Drafts it and, unless it is to stay a draft, publishes it.
async fn put_out(kernel: &Kernel, places: &Places, people: &People, scene: &Scene) -> Result<Put> {
    let staff = &people.staff;
    db::write(kernel, staff.cause("demo"), async |tx| {
        let drafted = draft::create(tx, staff, (HostKind::Community, None), content(tx, places, scene)).await?;
        if scene.signed > 0 {
            draft::publish(tx, staff, drafted.id, drafted.version).await?;
        }
        put(tx, &drafted).await
    })
    .await
}

async fn put(tx: &Tx<'_>, one: &action::Model) -> Result<Put> {
    let missing = || Code::Internal.error();
    let first = shift::Entity::find().filter(shift::Column::ActionId.eq(one.id));
    let first = first.order_by_asc(shift::Column::StartsAt).one(tx).await?.ok_or_else(missing)?;
    let role = shift_role::Entity::find().filter(shift_role::Column::ShiftId.eq(first.id));
    let role = role.order_by_asc(shift_role::Column::Sort).one(tx).await?.ok_or_else(missing)?;
    Ok(Put { id: one.id, shift: first.id, role: role.id })
}

fn content(tx: &Tx<'_>, places: &Places, scene: &Scene) -> Draft {
    let midnight = tx.now().with_hour(0).and_then(|at| at.with_minute(0)).and_then(|at| at.with_second(0));
    let midnight = midnight.and_then(|at| at.with_nanosecond(0)).unwrap_or_else(Utc::now);
    // Hours of the day are those of the community, eight ahead of UTC.
    let starts_at = midnight + Duration::days(scene.in_days) + Duration::hours(scene.hour - 8);
    let roles = scene.roles.iter().map(|(name, capacity)| ((*name).to_owned(), *capacity)).collect();
    Draft {
        kind: scene.kind,
        programme: scene.programme,
        title: scene.title.to_owned(),
        description: scene.description.to_owned(),
        place: scene.place.to_owned(),
        spot: Some(Spot { lat: 43_881_000, lng: 125_352_000, datum: Datum::Gcj02 }),
        grid: scene.grid.and_then(|grid| places.grids.get(grid).copied()),
        compound: None,
        poster: None,
        leader: None,
        minimum_age: None,
        skills: Skills::default(),
        trainings: Trainings::default(),
        only_team: None,
        signup_opens_at: None,
        signup_closes_at: None,
        cancel_hours: 24,
        waitlist_limit: 20,
        offer_minutes: 720,
        deliberation: None,
        wish: None,
        completes: true,
        emergency: None,
        shifts: Some(vec![NewShift { starts_at, ends_at: starts_at + Duration::hours(2), roles }]),
    }
}

async fn sign_up(kernel: &Kernel, put: &Put, helper: &Actor) -> Result<()> {
    let account = helper.account()?;
    let wanted = Wanted { action: put.id, shift: put.shift, role: Some(put.role), account };
    let cause = helper.cause("demo");
    db::write(kernel, cause.clone(), async |tx| {
        let mut book = Book::open(Desk::open(tx, &[wanted]).await?);
        book.enter(&wanted, Manner::own(account, cause))?;
        book.write(tx).await
    })
    .await
}

/// Lets it take place: all but the last come, the minutes of the first are approved, the rest wait for it.
async fn take_place(kernel: &Kernel, staff: &Actor, put: &Put, scene: &Scene) -> Result<()> {
    let of_role = signup::Entity::find().filter(signup::Column::ShiftRoleId.eq(put.role));
    let signups = of_role.order_by_asc(signup::Column::Id).all(&kernel.db).await?;
    let begin = shift::Entity::find_by_id(put.shift).one(&kernel.db).await?.ok_or_else(|| Code::Internal.error())?;
    kernel.clock.advance(begin.starts_at - kernel.clock.approximate() + Duration::minutes(5));
    clock::run(kernel).await?;
    let there = signups.len().saturating_sub(1);
    let call = async |call: Call| {
        let lines: Vec<Called> =
            signups.iter().take(there).map(|one| Called { signup: one.id, call, at: None }).collect();
        let which = (put.id, put.shift);
        db::write(kernel, staff.cause("demo"), async |tx| roll_call::call(tx, staff, which, &lines).await.map(drop))
            .await
    };
    call(Call::In).await?;
    kernel.clock.advance(Duration::minutes(110));
    call(Call::Out).await?;
    for one in signups.iter().take(scene.approved) {
        db::write(kernel, staff.cause("demo"), async |tx| {
            settle::approve(tx, staff, one.id, 3, (0, None)).await.map(drop)
        })
        .await?;
    }
    kernel.clock.advance(Duration::hours(3));
    while clock::run(kernel).await? > 0 {}
    Ok(())
}

/// The volunteers, and two residents who become volunteers here unless they are.
async fn enrol<'p>(kernel: &Kernel, people: &'p People) -> Result<Vec<&'p Actor>> {
    let named = VOLUNTEERS.iter().zip(&people.volunteers).chain(RESIDENTS.iter().zip(&people.residents).take(2));
    let mut helpers = Vec::new();
    for ((name, _), actor) in named {
        let (account, community) = (actor.account()?, actor.require_community()?);
        db::write(kernel, actor.cause("demo"), async |tx| {
            let own = volunteer::Entity::find().filter(volunteer::Column::AccountId.eq(account));
            if own.count(tx).await? > 0 {
                return Ok(());
            }
            let row = volunteer::ActiveModel {
                id: Set(VolunteerId::new()),
                community_id: Set(community),
                account_id: Set(account),
                number: Set(format!("D{:05}", helpers.len() + 1)),
                status: Set(VolunteerStatus::Active),
                name_sealed: Set(tx.vault().seal(Field::Name, name)?),
                birth_date: Set(NaiveDate::from_ymd_opt(1970, 5, 4).unwrap_or_default()),
                times: Set(Times::default()),
                tags: Set(Tags::default()),
                honour_roll: Set(false),
                emergency_ready: Set(false),
                registered_at: Set(tx.now()),
                version: Set(1),
                updated_at: Set(tx.now()),
                ..Default::default()
            };
            row.insert(tx).await.map(drop).map_err(Into::into)
        })
        .await?;
        helpers.push(actor);
    }
    Ok(helpers)
}
