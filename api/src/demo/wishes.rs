//! About sixty wishes of the last weeks, told through the services themselves, so that
//! timelines, deadlines and the audit log are true.

mod story;

use chrono::Duration;
use entity::ids::WishId;
use entity::wishes::{HelperKind, WishChannel, wish};
use story::Fate::{
    self, Assigned, Claimed, Confirmed, Disputed, Escalated, Fulfilled, Merged, Rejected, Returned, Unmet, Waits,
    Withdrawn,
};
use story::STORY;

use super::people::People;
use super::places::Places;
use crate::auth::Actor;
use crate::error::Result;
use crate::kernel::db::{self, Tx};
use crate::kernel::{Clock, Kernel};
use crate::wishes::service::claim::{self, Helper};
use crate::wishes::service::submit::{self, Submit};
use crate::wishes::service::work::{self, Note};
use crate::wishes::service::{confirm, escalate, merge, review, support};

/// Tells the story, wish by wish, by a clock that begins some weeks ago.
pub async fn tell(kernel: &Kernel, places: &Places, people: &People) -> Result<()> {
    let count = i32::try_from(STORY.len()).unwrap_or(1);
    let mut first_repair = None;
    for (number, (category, title, body, fate)) in (0..).zip(STORY) {
        let clock = Clock::default();
        clock.advance(-fate.ago(number, count));
        let past = Kernel { clock, ..kernel.clone() };
        let author = number as usize % people.residents.len();
        let held = STORY[..number as usize].iter().filter(|(.., fate)| fate.stays_in_hand()).count();
        let teller = Teller { kernel: &past, people, author, helper: (held + 2) % people.volunteers.len() };
        let submit =
            Submit { category: (*category).into(), title: (*title).into(), body: (*body).into(), ..Submit::default() };
        let id = teller.live(submit, *fate, first_repair).await?;
        if *title == "楼道灯又坏了" {
            first_repair = Some(id);
        }
    }
    hotline(kernel, places, people).await
}

/// One wish from the hotline, written down by staff.
async fn hotline(kernel: &Kernel, places: &Places, people: &People) -> Result<()> {
    let submit = Submit {
        category: "complaint".into(),
        title: "沿街商户油烟扰民".into(),
        body: "市民来电反映自由大路一处餐馆油烟直排。".into(),
        channel: Some(WishChannel::Hotline12345),
        external_ref: Some("12345-2026-110001".into()),
        grid: Some(places.grids[6]),
        ..Submit::default()
    };
    let staff = &people.staff;
    db::write(kernel, staff.cause("demo"), async |tx| submit::submit(tx, staff, submit).await).await?;
    Ok(())
}

struct Teller<'a> {
    kernel: &'a Kernel,
    people: &'a People,
    author: usize,
    helper: usize,
}

impl Teller<'_> {
    fn author(&self) -> &Actor {
        &self.people.residents[self.author]
    }

    fn leader(&self) -> &Actor {
        let grid = self.author().residency.map(|residency| residency.place.grid);
        let leads = |leader: &&Actor| grid.is_some_and(|grid| leader.leads_grid(grid));
        self.people.leaders.iter().find(leads).unwrap_or(&self.people.staff)
    }

    /// One step, some hours after the one before.
    async fn step(
        &self,
        actor: &Actor,
        hours: i64,
        act: impl AsyncFnOnce(&Tx<'_>) -> Result<wish::Model>,
    ) -> Result<wish::Model> {
        self.kernel.clock.advance(Duration::hours(hours));
        db::write(self.kernel, actor.cause("demo"), act).await
    }

    async fn live(&self, submit: Submit, fate: Fate, same: Option<WishId>) -> Result<WishId> {
        let author = self.author();
        let wish = self.step(author, 0, async |tx| submit::submit(tx, author, submit).await).await?;
        let (id, seen) = (wish.id, wish.version);
        match fate {
            Waits => {}
            Returned => drop(
                self.reviewed(|tx, who| {
                    Box::pin(review::give_back(tx, who, id, seen, "请补充具体位置和时间。".into()))
                })
                .await?,
            ),
            Rejected => drop(
                self.reviewed(|tx, who| {
                    Box::pin(review::reject(tx, who, id, seen, "超出互助范围，建议联系相关部门。".into()))
                })
                .await?,
            ),
            Withdrawn => {
                drop(self.step(author, 5, async |tx| submit::withdraw(tx, author, id, seen, None).await).await?)
            }
            fate => {
                let open = self.reviewed(|tx, who| Box::pin(review::approve(tx, who, id, seen))).await?;
                self.supported(id).await?;
                self.helped(open, fate, same).await?;
            }
        }
        Ok(id)
    }

    /// The grid leader decides; the staff where the author is the leader's neighbour too near.
    async fn reviewed<F>(&self, act: F) -> Result<wish::Model>
    where
        F: for<'t> FnOnce(&'t Tx<'_>, &'t Actor) -> std::pin::Pin<Box<dyn Future<Output = Result<wish::Model>> + 't>>,
    {
        let leader = if self.leader().grants.is_empty() { &self.people.staff } else { self.leader() };
        self.step(leader, 3, async |tx| act(tx, leader).await).await
    }

    /// Two neighbours join in.
    async fn supported(&self, id: WishId) -> Result<()> {
        for turn in 1..=2 {
            let neighbour = &self.people.residents[(self.author + turn) % self.people.residents.len()];
            self.step(neighbour, 1, async |tx| support::support(tx, neighbour, id).await).await?;
        }
        Ok(())
    }

    async fn helped(&self, open: wish::Model, fate: Fate, same: Option<WishId>) -> Result<()> {
        let (id, staff) = (open.id, &self.people.staff);
        match (fate, same) {
            (Escalated, _) => {
                let reason = "需要多部门协调。".to_owned();
                self.step(staff, 20, async |tx| escalate::escalate(tx, staff, id, open.version, reason).await).await?;
            }
            (Unmet, _) => {
                let reason = "暂不具备条件，已列入明年计划。".to_owned();
                self.step(staff, 30, async |tx| escalate::close(tx, staff, id, open.version, reason).await).await?;
            }
            (Merged, Some(same)) => {
                self.step(staff, 6, async |tx| merge::merge(tx, staff, id, open.version, same).await).await?;
            }
            (Assigned, _) => {
                let partner = &self.people.partner;
                let helper = partner.partners().first().map(|id| Helper { kind: HelperKind::Partner, id: id.0 });
                if let Some(helper) = helper {
                    self.step(staff, 4, async |tx| claim::assign(tx, staff, id, open.version, helper).await).await?;
                }
            }
            (Claimed | Fulfilled | Confirmed(_) | Disputed, _) => self.worked(open, fate).await?,
            _ => {}
        }
        Ok(())
    }

    /// A volunteer takes it on, works on it, is done, and the author has a word.
    async fn worked(&self, open: wish::Model, fate: Fate) -> Result<()> {
        let (id, author, helper) = (open.id, self.author(), &self.people.volunteers[self.helper]);
        let claimed = self.step(helper, 4, async |tx| claim::claim(tx, helper, id, open.version, None).await).await?;
        let note = |text: &str| Note { text: text.to_owned(), photos: Vec::new() };
        let (version, begun) = (claimed.version, note("已经联系上，约好了时间。"));
        let moving = self.step(helper, 5, async |tx| work::progress(tx, helper, id, version, begun).await).await?;
        if fate == Claimed {
            return Ok(());
        }
        let (version, evidence) = (moving.version, note("已经办好，现场请邻居看过。"));
        let done = self.step(helper, 8, async |tx| work::fulfil(tx, helper, id, version, evidence).await).await?;
        let version = done.version;
        if let Confirmed(stars) = fate {
            let thanks = (stars > 3).then(|| "谢谢，帮了大忙！".to_owned());
            let act = async |tx: &Tx<'_>| confirm::confirm(tx, author, id, version, stars, thanks).await;
            self.step(author, 6, act).await?;
        }
        if fate == Disputed {
            let reason = "第二天又反味了，麻烦再看看。".to_owned();
            self.step(author, 6, async |tx| confirm::dispute(tx, author, id, version, reason).await).await?;
        }
        Ok(())
    }
}
