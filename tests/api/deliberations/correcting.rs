//! A frozen roll is corrected in the open, and never under a ballot.

use futures_util::future::join;
use serde_json::{Value, json};
use support::TestApp;

use super::hall::{Hall, reads};

#[tokio::test]
async fn an_area_is_set_and_a_voter_struck_with_both_rolls_in_the_timeline() {
    let app = TestApp::spawn().await;
    let hall = Hall::new(&app, 2).await;
    let matter = hall.owners_vote(&app, json!({})).await;
    let before = hall.staff.get(matter.path("")).await.expect(200)["plan"]["roll"].clone();
    assert_eq!(before["weight"], json!({"heads": 6, "area": 53_700}));
    let entry = app.seat(&matter, &hall.voters[0]).await;
    let area = json!({"entryId": entry, "area": 10_000, "reason": "登记簿面积为一百平方米"});
    let set = hall.staff.moves_matter(&matter, "roll-corrections", area).await.expect(200);
    assert_eq!(set["plan"]["roll"]["weight"], json!({"heads": 6, "area": 54_750}));
    assert_ne!(set["plan"]["roll"]["hash"], before["hash"]);
    let strike = json!({"entryId": app.seat(&matter, &hall.voters[1]).await, "reason": "房屋已转让"});
    let struck = hall.staff.moves_matter(&matter, "roll-corrections", strike.clone()).await.expect(200);
    assert_eq!(struck["plan"]["roll"]["weight"], json!({"heads": 5, "area": 45_800}));
    let seen = hall.author.get(matter.path("")).await.expect(200);
    let steps: Vec<&Value> = seen["timeline"]
        .as_array()
        .expect("no timeline")
        .iter()
        .filter(|step| step["verb"] == "correct_roll")
        .collect();
    assert_eq!((steps.len(), &steps[0]["roll"]["before"]["hash"]), (2, &before["hash"]));
    assert_eq!(steps[0]["reason"], "登记簿面积为一百平方米");
    assert_eq!(steps[0]["roll"]["after"], steps[1]["roll"]["before"]);
    assert_eq!(steps[1]["roll"]["after"]["hash"], struck["plan"]["roll"]["hash"]);
    let gone = hall.staff.moves_matter(&matter, "roll-corrections", strike).await.expect(422);
    assert_eq!(gone.string("/errors/0/pointer"), "/entryId");
    assert_eq!(hall.voters[1].votes(&matter, json!({"kind": "agree"})).await.refusal(), (403, "not_on_roll"));

    for voter in [&hall.voters[0], &hall.author] {
        voter.votes(&matter, json!({"kind": "agree"})).await.expect(201);
    }
    app.closes().await;
    let counted = hall.staff.get(matter.path("")).await.expect(200);
    assert_eq!(counted["result"]["tally"]["agree"], json!({"heads": 2, "area": 18_950}));
    hall.staff.moves_matter(&matter, "publish", json!({})).await.expect(200);
    let bundle = app.anonymous().get(matter.path("bundle")).await.expect(200);
    assert_eq!(bundle["roll"]["hash"], struck["plan"]["roll"]["hash"]);
}

#[tokio::test]
async fn only_staff_correct_and_nothing_that_a_ballot_depends_on() {
    let app = TestApp::spawn().await;
    let hall = Hall::new(&app, 1).await;
    let matter = hall.vote(&app, json!({})).await;
    let strike = json!({"entryId": app.seat(&matter, &hall.author).await, "reason": "重复"});
    let correct =
        async |who: &support::Person, body: &Value| who.moves_matter(&matter, "roll-corrections", body.clone()).await;
    for nobody in [&hall.author, &app.grid_leader(&hall.grid).await] {
        assert_eq!(correct(nobody, &strike).await.refusal(), (403, "forbidden"));
    }
    let stranger = app.staff(&app.given_community().await).await;
    assert_eq!(correct(&stranger, &strike).await.refusal(), (404, "not_found"));
    let mut area = strike.clone();
    area["area"] = json!(1);
    assert_eq!(correct(&hall.staff, &area).await.expect(422).string("/errors/0/pointer"), "/area");
    let mut stale = strike.clone();
    stale["version"] = json!(1);
    assert_eq!(hall.staff.post(matter.path("roll-corrections"), stale).await.refusal(), (412, "stale"));
    hall.author.votes(&matter, json!({"kind": "agree"})).await.expect(201);
    assert_eq!(correct(&hall.staff, &strike).await.refusal(), (409, "already_voted"));
    reads(&app, &hall.staff, &matter, &hall.voters[0], "agree").await.expect(201);
    let read = json!({"entryId": app.seat(&matter, &hall.voters[0]).await, "reason": "重复"});
    assert_eq!(correct(&hall.staff, &read).await.refusal(), (409, "in_use"));
    app.closes().await;
    assert_eq!(correct(&hall.staff, &read).await.refusal(), (409, "illegal_transition"));
}

/// Guard: the vote's lock: nobody casts while the roll is corrected.
#[tokio::test]
async fn a_ballot_and_the_striking_of_its_voter_at_once_end_in_one_of_both() {
    let app = TestApp::spawn().await;
    let replica = app.replica().await;
    let hall = Hall::new(&app, 8).await;
    let matter = hall.vote(&app, json!({})).await;
    for voter in &hall.voters {
        let strike = json!({"entryId": app.seat(&matter, voter).await, "reason": "重复"});
        let away = voter.at(&replica);
        let (struck, cast) = join(
            hall.staff.moves_matter(&matter, "roll-corrections", strike),
            away.votes(&matter, json!({"kind": "agree"})),
        )
        .await;
        assert!(matches!((struck.status, cast.status), (200, 403) | (409, 201)), "{} {}", struck.text(), cast.text());
    }
    app.closes().await;
    let counted = hall.staff.get(matter.path("")).await.expect(200);
    assert_eq!(counted["status"], "counted");
}
