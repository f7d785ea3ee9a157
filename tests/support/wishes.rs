//! Wishes on their way, moved by the people whose moves they are.

use entity::ids::WishId;
use entity::wishes::{WishStatus, wish};
use sea_orm::EntityTrait;
use serde_json::{Value, json};

use crate::{Answer, Grid, Person, TestApp};

/// A wish.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wish {
    /// Its id.
    pub id: WishId,
}

impl Wish {
    /// Its address with a verb, such as `approve`; the wish itself with an empty one.
    pub fn path(&self, verb: &str) -> String {
        format!("/wishes/{}/{verb}", self.id).trim_end_matches('/').to_owned()
    }
}

/// The people that a wish meets.
#[derive(Clone)]
pub struct Cast {
    /// Lives in the grid and wishes something.
    pub author: Person,
    /// Leads the grid.
    pub leader: Person,
    /// A volunteer who lives there, too.
    pub helper: Person,
    /// Works for the community.
    pub staff: Person,
}

impl Person {
    /// Submits a wish for the own home.
    pub async fn submits_wish(&self, title: &str) -> Wish {
        let body = json!({"category": "repair", "title": title, "body": "晚上回家看不清台阶，老人不方便。"});
        let answer = self.post("/wishes", body).await.expect(201);
        Wish { id: answer.string("/wish/id").parse().expect("the id of the wish is no id") }
    }

    /// Tries a move on the wish as it is now. The version is added to `body`.
    pub async fn moves(&self, wish: &Wish, verb: &str, mut body: Value) -> Answer {
        body["version"] = json!(self.version_of(wish).await);
        self.post(wish.path(verb), body).await
    }

    /// The version of the wish as it is now, whether or not this person may see it.
    pub async fn version_of(&self, wish: &Wish) -> i32 {
        self.row_of(wish).await.version
    }

    async fn row_of(&self, wish: &Wish) -> wish::Model {
        let row = wish::Entity::find_by_id(wish.id).one(&self.app.kernel.db).await;
        row.expect("the wish cannot be read").expect("there is no such wish")
    }
}

impl TestApp {
    /// The people that a wish of this grid meets.
    pub async fn given_cast(&self, grid: &Grid) -> Cast {
        Cast {
            author: self.resident(grid).await,
            leader: self.grid_leader(grid).await,
            helper: self.volunteer(grid).await,
            staff: self.staff(grid).await,
        }
    }

    /// A wish of the author in this state, brought there by the moves that lead to it.
    pub async fn given_wish(&self, cast: &Cast, status: WishStatus) -> Wish {
        let wish = cast.author.submits_wish("楼道灯坏了").await;
        for (who, verb, body) in way_to(cast, status) {
            let body = match verb {
                "merge" => json!({"intoWishId": self.open_wish(cast).await.id}),
                _ => body,
            };
            who.moves(&wish, verb, body).await.expect(200);
        }
        let reached = cast.author.row_of(&wish).await.status;
        assert_eq!(reached, status, "the way to {status} leads elsewhere");
        wish
    }

    async fn open_wish(&self, cast: &Cast) -> Wish {
        let wish = cast.author.submits_wish("路灯也坏了").await;
        cast.leader.moves(&wish, "approve", json!({})).await.expect(200);
        wish
    }
}

fn way_to(cast: &Cast, status: WishStatus) -> Vec<(&Person, &'static str, Value)> {
    let because = || json!({"reason": "情况需要说明"});
    let approve = (&cast.leader, "approve", json!({}));
    let claim = (&cast.helper, "claim", json!({}));
    let fulfil = (&cast.helper, "fulfil", json!({"text": "灯已经换好"}));
    match status {
        WishStatus::Submitted => vec![],
        WishStatus::Returned => vec![(&cast.leader, "return", because())],
        WishStatus::Rejected => vec![(&cast.leader, "reject", because())],
        WishStatus::Withdrawn => vec![(&cast.author, "withdraw", json!({}))],
        WishStatus::Open => vec![approve],
        WishStatus::Claimed => vec![approve, claim],
        WishStatus::Fulfilled => vec![approve, claim, fulfil],
        WishStatus::Confirmed => vec![approve, claim, fulfil, (&cast.author, "confirm", json!({"rating": 5}))],
        WishStatus::Unmet => vec![approve, (&cast.staff, "close", because())],
        WishStatus::Merged => vec![approve, (&cast.leader, "merge", json!({}))],
    }
}
