//! The table of domain.md section 3, row by row and state by state: what it lists leads where
//! it says, for the one it names; from every other state it is refused and changes nothing.

use entity::wishes::WishStatus::{
    Claimed, Confirmed, Fulfilled, Merged, Open, Rejected, Returned, Submitted, Unmet, Withdrawn,
};
use entity::wishes::{WishStatus, wish};
use rstest::rstest;
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use support::{Cast, Person, TestApp, Wish};

/// Whose move a row is.
#[derive(Clone, Copy, Debug)]
enum By {
    Author,
    Leader,
    Helper,
    Neighbour,
    Staff,
}

/// From these states, this verb of theirs, to that state; to the same one without it.
type Row = (&'static [WishStatus], &'static str, By, Option<WishStatus>);

#[rustfmt::skip]
const TABLE: &[Row] = &[
    (&[Submitted],                 "approve",  By::Leader,    Some(Open)),
    (&[Submitted],                 "return",   By::Leader,    Some(Returned)),
    (&[Submitted],                 "reject",   By::Staff,     Some(Rejected)),
    (&[Returned],                  "resubmit", By::Author,    Some(Submitted)),
    (&[Rejected],                  "appeal",   By::Author,    Some(Submitted)),
    (&[Submitted, Returned, Open], "withdraw", By::Author,    Some(Withdrawn)),
    (&[Open, Claimed],             "support",  By::Neighbour, None),
    (&[Open],                      "claim",    By::Helper,    Some(Claimed)),
    (&[Open],                      "assign",   By::Leader,    Some(Claimed)),
    (&[Claimed],                   "release",  By::Helper,    Some(Open)),
    (&[Claimed],                   "revoke",   By::Leader,    Some(Open)),
    (&[Claimed],                   "progress", By::Helper,    None),
    (&[Claimed],                   "fulfil",   By::Helper,    Some(Fulfilled)),
    (&[Fulfilled],                 "confirm",  By::Author,    Some(Confirmed)),
    (&[Fulfilled],                 "dispute",  By::Author,    Some(Claimed)),
    (&[Open, Claimed],             "escalate", By::Leader,    None),
    (&[Open, Claimed],             "extend",   By::Leader,    None),
    (&[Open, Claimed],             "close",    By::Staff,     Some(Unmet)),
    (&[Confirmed],                 "reopen",   By::Author,    Some(Open)),
    (&[Open],                      "merge",    By::Leader,    Some(Merged)),
    (&[Merged],                    "unmerge",  By::Leader,    Some(Open)),
];

#[rstest]
#[tokio::test]
async fn every_row_leads_where_the_table_says_and_nowhere_else(
    #[values(Submitted, Returned, Rejected, Withdrawn, Open, Claimed, Fulfilled, Confirmed, Unmet, Merged)]
    status: WishStatus,
) {
    let app = TestApp::spawn().await;
    for (from, verb, by, to) in TABLE {
        let scene = Scene::of(&app, status).await;
        let before = scene.row(&app).await;

        let answer = scene.person(*by).post(scene.wish.path(verb), scene.body(verb, before.version)).await;

        let after = scene.row(&app).await;
        if from.contains(&status) {
            assert_eq!(answer.status, 200, "{verb} from {status}: {answer:?}");
            assert_eq!(after.status, to.unwrap_or(status), "{verb} from {status}");
        } else {
            assert!([403, 404, 409].contains(&answer.status), "{verb} from {status}: {answer:?}");
            assert_eq!(after, before, "{verb} from {status} was refused and changed the wish all the same");
        }
    }
}

/// What responses offer is what the table lists, state by state.
#[rstest]
#[tokio::test]
async fn only_what_would_be_done_is_offered(
    #[values(Submitted, Returned, Rejected, Withdrawn, Open, Claimed, Fulfilled, Confirmed, Unmet, Merged)]
    status: WishStatus,
) {
    let app = TestApp::spawn().await;
    let scene = Scene::of(&app, status).await;
    for by in [By::Author, By::Helper, By::Neighbour] {
        let detail = scene.person(by).get(scene.wish.path("")).await;
        let Some(offered) = detail["allowedActions"].as_array() else {
            assert_eq!(detail.status, 404, "{by:?} in {status}: {detail:?}");
            continue;
        };
        let listed =
            |row: &&Row| row.0.contains(&status) && std::mem::discriminant(&row.2) == std::mem::discriminant(&by);
        for row in TABLE.iter().filter(listed) {
            assert!(offered.contains(&json!(row.1)), "{by:?} is not offered {} in {status}: {offered:?}", row.1);
        }
        for verb in offered.iter().filter_map(Value::as_str) {
            let row = TABLE.iter().find(|row| row.1 == verb).unwrap_or_else(|| panic!("{verb} stands in no row"));
            assert!(row.0.contains(&status), "{by:?} is offered {verb} in {status}");
        }
    }
}

/// A wish in some state, and those who have to do with it.
struct Scene {
    cast: Cast,
    neighbour: Person,
    wish: Wish,
    other: Wish,
}

impl Scene {
    async fn of(app: &TestApp, status: WishStatus) -> Self {
        let grid = app.given_grid().await;
        let cast = app.given_cast(&grid).await;
        let (neighbour, wish) = (app.resident(&grid).await, app.given_wish(&cast, status).await);
        let other = app.given_wish(&cast, Open).await;
        Self { cast, neighbour, wish, other }
    }

    fn person(&self, by: By) -> &Person {
        match by {
            By::Author => &self.cast.author,
            By::Leader => &self.cast.leader,
            By::Helper => &self.cast.helper,
            By::Neighbour => &self.neighbour,
            By::Staff => &self.cast.staff,
        }
    }

    fn body(&self, verb: &str, version: i32) -> Value {
        let mut body = match verb {
            "support" => return json!({}),
            "return" | "reject" | "appeal" | "revoke" | "dispute" | "escalate" | "close" | "reopen" => {
                json!({ "reason": "情况需要说明" })
            }
            "assign" => json!({ "helper": { "kind": "account", "id": self.cast.helper.account() } }),
            "progress" | "fulfil" => json!({ "text": "灯已经换好" }),
            "confirm" => json!({ "rating": 5 }),
            "extend" => json!({ "days": 3, "reason": "配件还没有到" }),
            "merge" => json!({ "intoWishId": self.other.id }),
            _ => json!({}),
        };
        body["version"] = json!(version);
        body
    }

    async fn row(&self, app: &TestApp) -> wish::Model {
        let row = wish::Entity::find_by_id(self.wish.id).one(&app.kernel().db).await;
        row.expect("the wish cannot be read").expect("the wish is gone")
    }
}
