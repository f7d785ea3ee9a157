//! Tells one matter, step by step, each by the person whose step it is.

use std::io::Cursor;

use bytes::Bytes;
use chrono::Duration;
use entity::deliberations::DeliberationStatus::{
    self, Annulled, Closed, Counted, Decided, Declined, Evaluating, Executing, Lapsed, Proposed, Published, Scheduled,
    Seconded, Voting, Withdrawn,
};
use entity::deliberations::{deliberation, deliberation_objection};
use entity::ids::{DeliberationId, MediaId};
use entity::wishes::Level;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use sea_orm::EntityTrait;

use super::players::Players;
use super::vote::Vote;
use super::{At, Tale};
use crate::app::App;
use crate::auth::Actor;
use crate::deliberations::service::propose::{self, Propose};
use crate::deliberations::service::{carry_out, clock, publish, receive, schedule, second};
use crate::error::{Code, Result};
use crate::kernel::Kernel;
use crate::kernel::db::{self, Tx};
use crate::media;

/// The way of a vote.
const WAY: [DeliberationStatus; 8] = [Scheduled, Voting, Counted, Published, Decided, Executing, Evaluating, Closed];

/// Neighbours who grade what was done, with their marks.
const MARKS: [i32; 5] = [5, 4, 5, 5, 3];

/// Tells a matter by its own clock.
pub struct Teller<'a> {
    /// Everything shared, with the clock of the matter.
    pub kernel: &'a Kernel,
    /// Its signer and its pictures.
    pub app: &'a App,
    /// Whose steps they are.
    pub players: &'a Players<'a>,
}

impl Teller<'_> {
    /// Tells the matter until the state in which it is today.
    pub async fn live(&self, tale: &Tale) -> Result<()> {
        let author = self.players.author(tale.at)?;
        let wanted = self.wanted(tale);
        let raised = self.step(author, 0, async |tx| propose::propose(tx, author, wanted).await).await?;
        let half = matches!(tale.until, Proposed | Lapsed | Withdrawn);
        self.seconded(&raised, tale.at, if half { 2 } else { 1 }).await?;
        let (id, leader) = (raised.id, self.players.leader);
        match tale.until {
            Proposed | Seconded => Ok(()),
            Lapsed => self.due(31 * 24).await,
            Withdrawn => {
                let why = Some("社区已经安排了春节联欢，合在一起办。".to_owned());
                let back = async |tx: &Tx<'_>| propose::withdraw(tx, author, id, seen(tx, id).await?, why).await;
                self.step(author, 20, back).await.map(drop)
            }
            Declined => {
                let why = "围墙在规划红线上，拆改须报主管部门；建议先开一道西便门，可另提议题。".to_owned();
                let declined = async |tx: &Tx<'_>| receive::decline(tx, leader, id, seen(tx, id).await?, why).await;
                self.step(leader, 24, declined).await.map(drop)
            }
            _ => {
                let accepted = async |tx: &Tx<'_>| receive::accept(tx, leader, id, seen(tx, id).await?).await;
                self.step(leader, 24, accepted).await?;
                match &tale.vote {
                    Some(vote) => self.vote(id, tale, vote).await,
                    None => Ok(()),
                }
            }
        }
    }

    fn wanted(&self, tale: &Tale) -> Propose {
        let is_group = tale.at == At::Group;
        Propose {
            title: tale.title.into(),
            body: tale.body.into(),
            level: if matches!(tale.at, At::Building(_)) { Level::Building } else { Level::Compound },
            building: None,
            compound: is_group.then_some(self.players.pilot.compound),
            team: is_group.then_some(self.players.group),
        }
    }

    /// As many second it as are needed, or a part of them.
    async fn seconded(&self, raised: &deliberation::Model, at: At, part: i32) -> Result<()> {
        let needed = usize::try_from(raised.second_threshold / part).unwrap_or_default();
        let others = self.players.neighbours(at).filter(|one| one.account_id() != Some(raised.proposer_account_id));
        for neighbour in others.take(needed) {
            self.step(neighbour, 1, async |tx| second::second(tx, neighbour, raised.id).await).await?;
        }
        Ok(())
    }

    async fn vote(&self, id: DeliberationId, tale: &Tale, vote: &Vote) -> Result<()> {
        for step in WAY {
            self.go(id, step, tale, vote).await?;
            if step == tale.until {
                return Ok(());
            }
            if step == Published && tale.until == Annulled {
                return self.annulled(id).await;
            }
        }
        Ok(())
    }

    async fn go(&self, id: DeliberationId, to: DeliberationStatus, tale: &Tale, vote: &Vote) -> Result<()> {
        let (chair, staff) = (&self.players.chair, self.players.staff);
        match to {
            Scheduled => {
                self.kernel.clock.advance(Duration::hours(48));
                let waits = if tale.until == Scheduled { 72 } else { 24 };
                let opens_at = self.kernel.clock.now(&self.kernel.db).await? + Duration::hours(waits);
                let lasts = Duration::days(if tale.until == Voting { 9 } else { 7 });
                let plan = vote.plan(opens_at, opens_at + lasts);
                let planned = async |tx: &Tx<'_>| schedule::schedule(tx, chair, id, seen(tx, id).await?, plan).await;
                self.step(chair, 0, planned).await.map(drop)
            }
            Voting => {
                self.due(24).await?;
                self.ballots(id, vote).await
            }
            Counted => self.due(7 * 24 - 78 + 1).await,
            Published => {
                let days = publish::OBJECTION_DAYS;
                let shown = async |tx: &Tx<'_>| publish::publish(tx, staff, id, seen(tx, id).await?, days).await;
                self.step(staff, 20, shown).await.map(drop)
            }
            Decided => self.due(7 * 24 + 1).await,
            Executing => {
                let why = Some("已选定施工单位，本周进场。".to_owned());
                let begun = async |tx: &Tx<'_>| carry_out::execute(tx, staff, id, seen(tx, id).await?, &[], why).await;
                self.step(staff, 24, begun).await.map(drop)
            }
            Evaluating => self.completed(id, tale.at).await,
            _ => self.due(14 * 24).await,
        }
    }

    /// An objection that is right.
    async fn annulled(&self, id: DeliberationId) -> Result<()> {
        let (voter, staff) = (self.players.author(At::Building(6))?, self.players.staff);
        let text = "快递柜的位置占了消防通道，表决前没有说明。".to_owned();
        let objected: deliberation_objection::Model =
            self.step(voter, 24, async |tx| publish::object(tx, voter, id, text).await).await?;
        let why = "经消防部门现场确认，选址不当，异议成立，结果作废，另行选址后再议。".to_owned();
        let upheld = async |tx: &Tx<'_>| publish::uphold(tx, staff, id, objected.id, why).await;
        self.step(staff, 48, upheld).await.map(drop)
    }

    /// Carried out, with a picture, and graded.
    async fn completed(&self, id: DeliberationId, at: At) -> Result<()> {
        let staff = self.players.staff;
        self.kernel.clock.advance(Duration::days(20));
        let photos = [self.picture(staff).await?];
        let note = "施工完成，自治小组和邻居代表一起验收，账目已在楼道张贴。".to_owned();
        let done = async |tx: &Tx<'_>| carry_out::complete(tx, staff, id, seen(tx, id).await?, &photos, note).await;
        self.step(staff, 0, done).await?;
        for (voter, mark) in self.players.neighbours(at).zip(MARKS) {
            let word = (mark < 4).then(|| "活干得不错，就是噪音大了些。".to_owned());
            self.step(voter, 2, async |tx| carry_out::evaluate(tx, voter, id, mark, word).await).await?;
        }
        Ok(())
    }

    /// A picture of a building in the evening: drawn, so that it is nobody's.
    async fn picture(&self, actor: &Actor) -> Result<MediaId> {
        let drawn = RgbImage::from_fn(160, 120, |x, y| match (x, y) {
            (30..130, 35..110) if x % 20 > 12 && y % 15 > 8 => Rgb([250, 214, 120]),
            (30..130, 35..110) => Rgb([150, 92, 74]),
            (_, 110..) => Rgb([88, 104, 84]),
            (_, y) => Rgb([60, 80, 120_u8.saturating_add(u8::try_from(y / 4).unwrap_or(0))]),
        });
        let mut bytes = Cursor::new(Vec::new());
        let written = DynamicImage::ImageRgb8(drawn).write_to(&mut bytes, ImageFormat::Png);
        written.map_err(|error| Code::Internal.error().cause(error))?;
        let bytes = Bytes::from(bytes.into_inner());
        let kept = media::service::keep(self.kernel, &self.app.pictures, actor, bytes).await?;
        let picture = self.step(actor, 0, async |tx| media::service::register(tx, actor, &kept).await).await?;
        Ok(picture.id)
    }

    /// One step, some hours after the one before. It lives on the heap: a tale is a long future, and an unoptimised
    /// build's stack would hold every step of it.
    async fn step<T>(&self, actor: &Actor, hours: i64, act: impl AsyncFnOnce(&Tx<'_>) -> Result<T>) -> Result<T> {
        self.kernel.clock.advance(Duration::hours(hours));
        Box::pin(db::write(self.kernel, actor.cause("demo"), act)).await
    }

    /// What the clock does so many hours later.
    async fn due(&self, hours: i64) -> Result<()> {
        self.kernel.clock.advance(Duration::hours(hours));
        Box::pin(clock::run(self.kernel, &self.app.signer)).await.map(drop)
    }
}

/// The version as it is now.
async fn seen(tx: &Tx<'_>, id: DeliberationId) -> Result<i32> {
    let one = deliberation::Entity::find_by_id(id).one(tx).await?;
    one.map(|one| one.version).ok_or_else(|| Code::NotFound.into())
}
