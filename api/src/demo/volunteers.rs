//! The demo's volunteers: who they are, what they have done beside wishes, what it is good for, and a certificate.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use entity::ids::{GridId, PartnerId};
use entity::volunteers::{DayPart, ServiceKind, Skill, Time, Training, VolunteerTag, Weekday, volunteer};
use uuid::Uuid;

use super::people::{People, VOLUNTEERS};
use super::places::Places;
use crate::app::App;
use crate::auth::Actor;
use crate::error::Result;
use crate::kernel::Kernel;
use crate::kernel::db::{self, Cause, Tx};
use crate::volunteers::service::credit::{self, Service, Source};
use crate::volunteers::service::profile::Offer;
use crate::volunteers::service::record::Signatories;
use crate::volunteers::service::register::{self, Registration};
use crate::volunteers::service::rewards::{self, Offered};
use crate::volunteers::service::staff::{self, Passed};
use crate::volunteers::service::{certificates, profile};

/// What each of them can do, in the order of the volunteers.
const SKILLS: [&[Skill]; 4] = [
    &[Skill::Electrical, Skill::Plumbing],
    &[Skill::Nursing, Skill::Counselling],
    &[Skill::Driving, Skill::FirstAid],
    &[Skill::Haircut, Skill::Arts],
];

/// What the first of them have done so far: the kind, minutes, days ago.
const SERVED: [&[(ServiceKind, i32, i64)]; 2] = [
    &[(ServiceKind::ServiceDay, 150, 40), (ServiceKind::Patrol, 120, 26), (ServiceKind::ElderCare, 95, 12)],
    &[(ServiceKind::ElderCare, 180, 33), (ServiceKind::Beautification, 60, 5)],
];

/// Registers them, before any wish is confirmed, so that wishes credit them, too.
pub async fn enlist(kernel: &Kernel, places: &Places, people: &People) -> Result<()> {
    for (turn, (actor, skills)) in people.volunteers.iter().zip(SKILLS).enumerate() {
        let grids: Vec<GridId> = actor.residency.iter().map(|home| home.place.grid).collect();
        let times = vec![
            Time { day: Weekday::Saturday, part: DayPart::Morning },
            Time { day: Weekday::Wednesday, part: DayPart::Evening },
        ];
        let offer = Offer {
            honour_roll: turn != 3,
            emergency_ready: turn % 2 == 0,
            ..Offer::new(skills.to_vec(), grids, times)
        };
        let registration = Registration {
            name: VOLUNTEERS.get(turn).map_or("", |(name, _)| *name).to_owned(),
            birth_date: NaiveDate::from_ymd_opt(1970, 5, 4).unwrap_or_default(),
            consent: "2026-11".to_owned(),
            guardian: None,
            offer,
        };
        by(kernel, actor, async |tx| register::register(tx, actor, registration).await.map(drop)).await?;
    }
    let staff = &people.staff;
    by(kernel, staff, async |tx| offer_rewards(tx, staff, [places.partners[0], places.partners[3]]).await).await
}

/// What they have done, and the certificate of the first of them.
pub async fn serve(app: &App, people: &People) -> Result<()> {
    let kernel = &app.kernel;
    for (actor, served) in people.volunteers.iter().zip(SERVED) {
        let row = profile::own(&kernel.db, actor).await?;
        for &(kind, minutes, days_ago) in served {
            db::write(kernel, Cause::system(), async |tx| {
                let on = tx.now() - Duration::days(days_ago);
                credit::service(tx, measured(&row, kind, minutes, on)).await
            })
            .await?;
        }
    }
    let staff = &people.staff;
    let first = &people.volunteers[0];
    let row = profile::own(&kernel.db, first).await?;
    by(kernel, staff, async |tx| commend(tx, staff, &row).await).await?;
    by(kernel, staff, async |tx| {
        let asked = certificates::ask(tx, first, row.id).await?;
        let signatories = Signatories {
            responsible: "韩主任".to_owned(),
            handler: "沈洁".to_owned(),
            contact: "0431-00000000".to_owned(),
        };
        certificates::issue(tx, staff, &app.signer, (asked.id, asked.version), signatories).await.map(drop)
    })
    .await
}

fn measured(row: &volunteer::Model, kind: ServiceKind, minutes: i32, on: DateTime<Utc>) -> Service {
    Service {
        community: row.community_id,
        volunteer: row.id,
        source: Source::Attendance(Uuid::now_v7()),
        kind,
        minutes,
        added: 0,
        on,
        by: None,
    }
}

async fn commend(tx: &Tx<'_>, staff: &Actor, row: &volunteer::Model) -> Result<()> {
    let on = (tx.now() - Duration::days(60)).date_naive();
    let tagged = staff::tag(tx, staff, row.id, row.version, vec![VolunteerTag::PartyMember]).await?;
    let passed = Passed { training: Training::Basics, on, valid_until: None };
    let trained = staff::train(tx, staff, row.id, tagged.version, passed).await?;
    let given = ("季度服务之星".to_owned(), "吉通社区".to_owned(), on);
    staff::honour(tx, staff, row.id, trained.version, given).await.map(drop)
}

async fn offer_rewards(tx: &Tx<'_>, staff: &Actor, partners: [PartnerId; 2]) -> Result<()> {
    let [first, second] = partners;
    for (partner, title, price, stock) in [(first, "爱心早餐一份", 10, 30), (second, "法律咨询一次", 40, 5)]
    {
        let reward = Offered { partner, title: title.to_owned(), description: None, price, stock, active: true };
        rewards::enter(tx, staff, reward).await?;
    }
    Ok(())
}

/// In a transaction of the actor's own.
async fn by(kernel: &Kernel, actor: &Actor, work: impl AsyncFnOnce(&Tx<'_>) -> Result<()>) -> Result<()> {
    db::write(kernel, actor.cause("demo"), work).await
}
