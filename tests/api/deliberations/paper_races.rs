//! Many at once: papers against each other, and papers against ballots that come online.

use entity::deliberations::ballot;
use entity::ids::RollEntryId;
use futures_util::future::{join, join_all};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};
use support::{Deliberation, Person, TestApp};

use super::hall::{Hall, on_record, reads, scan};

/// Enters a reading with a scan that was taken before.
async fn enters(who: &Person, matter: &Deliberation, entry: &Value, scan: &str, kind: &str) -> u16 {
    let body = json!({"entryId": entry, "channel": "paper", "choice": {"kind": kind}, "mediaId": scan});
    who.post(matter.path("paper-ballots"), body).await.status
}

/// How the ballot of this voter came.
async fn channel_of(app: &TestApp, entry: RollEntryId) -> String {
    let ballot = ballot::Entity::find().filter(ballot::Column::EntryId.eq(entry)).one(&app.kernel().db).await;
    ballot.expect("ballots cannot be read").expect("there is no ballot").channel.to_string()
}

/// Guard: the voter's lock, under which the second reading sees the first.
#[tokio::test]
async fn of_two_who_read_at_once_one_is_the_second() {
    let app = TestApp::spawn().await;
    let replica = app.replica().await;
    let hall = Hall::new(&app, 8).await;
    let matter = hall.vote(&app, json!({})).await;
    let second = hall.second.at(&replica);
    for voter in &hall.voters {
        let entry = json!(app.seat(&matter, voter).await);
        let (one, other) = (scan(&hall.staff).await, scan(&second).await);
        let both = join(
            enters(&hall.staff, &matter, &entry, &one, "agree"),
            enters(&second, &matter, &entry, &other, "agree"),
        );
        assert_eq!(both.await, (201, 201));
    }
    assert_eq!(on_record(&app).await, (8, 0), "neither waits for a second reading that is there");
    let agreed = hall.third.get(matter.path("paper-ballots?state=agreed&pageSize=100")).await.expect(200);
    assert_eq!(agreed.items().len(), 16);
}

/// Guard: the voter's lock, under which nobody else becomes the second one.
#[tokio::test]
async fn two_second_readings_at_once_are_one_ballot() {
    let app = TestApp::spawn().await;
    let replica = app.replica().await;
    let hall = Hall::new(&app, 8).await;
    let matter = hall.vote(&app, json!({})).await;
    let third = hall.third.at(&replica);
    for voter in &hall.voters {
        reads(&app, &hall.staff, &matter, voter, "agree").await.expect(201);
        let entry = json!(app.seat(&matter, voter).await);
        let (one, other) = (scan(&hall.second).await, scan(&third).await);
        let both = join(
            enters(&hall.second, &matter, &entry, &one, "agree"),
            enters(&third, &matter, &entry, &other, "agree"),
        );
        let (one, other) = both.await;
        assert_eq!((one.min(other), one.max(other)), (201, 409));
    }
    assert_eq!(on_record(&app).await, (8, 0));
}

/// Guard: the unique index of ballots.
#[tokio::test]
async fn a_paper_and_an_online_ballot_at_once_are_one_ballot() {
    for precedence in ["first", "paper", "online"] {
        let app = TestApp::spawn().await;
        let replica = app.replica().await;
        let hall = Hall::new(&app, 6).await;
        let matter = hall.vote(&app, json!({ "precedence": precedence })).await;
        let mut clashes = 0;
        for voter in &hall.voters {
            reads(&app, &hall.staff, &matter, voter, "against").await.expect(201);
            let entry = app.seat(&matter, voter).await;
            let (scan, away, named) = (scan(&hall.second).await, voter.at(&replica), json!(entry));
            let (paper, online) = join(
                enters(&hall.second, &matter, &named, &scan, "against"),
                away.votes(&matter, json!({"kind": "agree"})),
            )
            .await;
            assert_eq!(paper, 201, "{precedence}");
            let possible: &[u16] = if precedence == "online" { &[201] } else { &[201, 409] };
            assert!(possible.contains(&online.status), "{precedence}: {}", online.text());
            // Who was refused has handed in nothing that could clash.
            clashes += u64::from(online.status == 201);
            let paper_counts = online.status == 409 || precedence == "paper";
            assert_eq!(channel_of(&app, entry).await, if paper_counts { "paper" } else { "online" }, "{precedence}");
        }
        assert_eq!(on_record(&app).await, (6, clashes), "{precedence}");
        app.closes().await;
        let counted = hall.staff.get(matter.path("")).await.expect(200);
        assert_eq!(counted["result"]["tally"]["ballots"], 6);
    }
}

/// Guard: the ballot's lock, which who changes it and who applies the precedence both take.
#[tokio::test]
async fn a_paper_and_changes_of_mind_at_once_are_one_ballot() {
    let app = TestApp::spawn().await;
    let replica = app.replica().await;
    let hall = Hall::new(&app, 4).await;
    let matter = hall.vote(&app, json!({"precedence": "paper", "changeable": true})).await;
    for voter in &hall.voters {
        voter.votes(&matter, json!({"kind": "agree"})).await.expect(201);
        reads(&app, &hall.staff, &matter, voter, "against").await.expect(201);
        let entry = json!(app.seat(&matter, voter).await);
        let (scan, away) = (scan(&hall.second).await, voter.at(&replica));
        let changes = join_all((0..6).map(|_| away.votes(&matter, json!({"kind": "abstain"}))));
        let (paper, changes) = join(enters(&hall.second, &matter, &entry, &scan, "against"), changes).await;
        assert_eq!(paper, 201);
        assert!(changes.iter().all(|answer| [201, 409].contains(&answer.status)));
    }
    assert_eq!(on_record(&app).await, (4, 4));
    app.closes().await;
    let counted = hall.staff.get(matter.path("")).await.expect(200);
    assert_eq!(counted["result"]["tally"]["against"]["heads"], 4);
}
