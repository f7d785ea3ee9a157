//! Ballots on paper are read twice, by two persons, before they count.

use entity::deliberations::{BallotChannel, ballot, paper_ballot, roll_voter};
use sea_orm::{EntityTrait, IntoActiveModel};
use serde_json::{Value, json};
use support::{Deliberation, Person, TestApp};

use super::hall::{Hall, on_record, only_ballot, reads, scan};

#[tokio::test]
async fn two_who_read_the_same_make_a_ballot_and_one_alone_makes_none() {
    let app = TestApp::spawn().await;
    let hall = Hall::new(&app, 1).await;
    let matter = hall.vote(&app, json!({})).await;
    let first = reads(&app, &hall.staff, &matter, &hall.author, "agree").await.expect(201);
    assert_eq!((first["state"].as_str(), first["choice"]["kind"].as_str()), (Some("waiting"), Some("agree")));
    assert_eq!(on_record(&app).await, (0, 0));
    let hidden = hall.second.get(matter.path("paper-ballots?state=waiting")).await.expect(200);
    assert!(hidden.items()[0]["choice"].is_null(), "the second one reads for themselves");
    assert!(hidden.items()[0]["scan"]["url"].is_string());

    let again = reads(&app, &hall.staff, &matter, &hall.author, "agree").await;
    assert_eq!(again.refusal(), (409, "already_exists"));
    let entry = app.seat(&matter, &hall.author).await;
    let without = json!({"entryId": entry, "channel": "paper", "choice": {"kind": "agree"}});
    let second = hall.second.post(matter.path("paper-ballots"), without).await.expect(201);
    assert_eq!((second["state"].as_str(), second["mine"].as_bool()), (Some("agreed"), Some(true)));
    assert_eq!(only_ballot(&app).await, ("paper".into(), "agree".into()));
    let third = reads(&app, &hall.third, &matter, &hall.author, "agree").await;
    assert_eq!(third.refusal(), (409, "already_voted"));
    assert_eq!(hall.author.votes(&matter, json!({"kind": "agree"})).await.refusal(), (409, "already_voted"));
    let mine = hall.author.get(matter.path("ballots/mine")).await.expect(200);
    assert_eq!((mine["items"][0]["channel"].as_str(), mine["items"][0]["choice"].is_null()), (Some("paper"), true));
    let receipt = &second["receipt"];
    assert!(receipt["leaf"].is_string() && receipt["sequence"] == 1, "to be handed to the voter");
    assert_eq!((&mine["items"][0]["receipt"], first["receipt"].is_null()), (receipt, true));

    app.closes().await;
    let counted = hall.staff.get(matter.path("")).await.expect(200);
    assert_eq!(
        (counted["status"].as_str(), counted["result"]["tally"]["agree"]["heads"].as_u64()),
        (Some("counted"), Some(1))
    );
}

/// What a voter sees of the paper ballot that two of the staff have read: how it came in, and whether there is a receipt.
async fn shown_of_paper(app: &TestApp, hall: &Hall, matter: &Deliberation, voter: &Person) -> (String, bool) {
    reads(app, &hall.staff, matter, voter, "agree").await.expect(201);
    reads(app, &hall.second, matter, voter, "agree").await.expect(201);
    let mine = voter.get(matter.path("ballots/mine")).await.expect(200);
    (mine.string("/items/0/channel"), mine["items"][0]["receipt"].is_object())
}

#[tokio::test]
async fn a_ballot_on_paper_is_shown_to_nobody_else_of_a_family_or_among_co_owners() {
    let app = TestApp::spawn().await;
    let hall = Hall::new(&app, 1).await;
    let family = hall.vote(&app, json!({"electorate": "households", "rule": "households-majority"})).await;
    assert_eq!(shown_of_paper(&app, &hall, &family, &hall.author).await, ("paper".to_owned(), false));

    let owners = hall.owners_vote(&app, json!({})).await;
    assert_eq!(shown_of_paper(&app, &hall, &owners, &hall.author).await, ("paper".to_owned(), true));

    let entry_id = app.seat(&owners, &hall.voters[0]).await;
    let account_id = hall.author.account();
    let other = roll_voter::Model { entry_id, account_id, deliberation_id: owners.id };
    let row = other.into_active_model();
    roll_voter::Entity::insert(row).exec(&app.kernel().db).await.expect("the other owner is not put on the roll");
    assert_eq!(shown_of_paper(&app, &hall, &owners, &hall.voters[0]).await, ("paper".to_owned(), false));
}

#[tokio::test]
async fn readings_that_differ_wait_until_one_of_the_two_looks_again() {
    let app = TestApp::spawn().await;
    let hall = Hall::new(&app, 0).await;
    let matter = hall.vote(&app, json!({})).await;
    let first = reads(&app, &hall.staff, &matter, &hall.author, "agree").await.expect(201);
    let second = reads(&app, &hall.second, &matter, &hall.author, "against").await.expect(201);
    assert_eq!(second["state"], "disagreeing");
    assert_eq!(reads(&app, &hall.third, &matter, &hall.author, "agree").await.refusal(), (409, "already_exists"));
    let list = hall.third.get(matter.path("paper-ballots?state=disagreeing")).await.expect(200);
    let said: Vec<&Value> = list.items().iter().map(|one| &one["choice"]["kind"]).collect();
    assert_eq!((said, on_record(&app).await), (vec![&json!("agree"), &json!("against")], (0, 0)));

    let path = matter.path(&format!("paper-ballots/{}", second.id()));
    let again = |channel: &str| json!({"channel": channel, "choice": {"kind": "agree"}});
    assert_eq!(hall.third.put(&path, again("paper")).await.refusal(), (404, "not_found"));
    let elsewhere = hall.second.put(&path, again("door_to_door")).await.expect(200);
    assert_eq!(elsewhere["state"], "disagreeing", "where it came from is read as well");
    assert_eq!(hall.second.put(&path, again("paper")).await.expect(200)["state"], "agreed");
    assert_eq!(only_ballot(&app).await, ("paper".into(), "agree".into()));
    assert_eq!(hall.second.put(&path, again("paper")).await.refusal(), (409, "already_voted"));
    let list = hall.third.get(matter.path("paper-ballots?state=agreed")).await.expect(200);
    assert_eq!((list.items().len(), list.items()[0]["id"].as_str()), (2, Some(first.id().as_str())));
}

#[tokio::test]
async fn only_staff_enter_papers_and_only_what_is_a_ballot_on_this_roll() {
    let app = TestApp::spawn().await;
    let hall = Hall::new(&app, 0).await;
    let matter = hall.vote(&app, json!({})).await;
    let entry = app.seat(&matter, &hall.author).await;
    let body = |change: Value| {
        let mut body = json!({"entryId": entry, "channel": "paper", "choice": {"kind": "agree"}});
        body.as_object_mut().expect("no object").extend(change.as_object().expect("no object").clone());
        body
    };
    let path = matter.path("paper-ballots");
    let leader = app.grid_leader(&hall.grid).await;
    for nobody in [&hall.author, &leader] {
        assert_eq!(nobody.post(&path, body(json!({}))).await.refusal(), (403, "forbidden"));
        assert_eq!(nobody.get(&path).await.refusal(), (403, "forbidden"));
        assert_eq!(nobody.get(matter.path("conflicts")).await.refusal(), (403, "forbidden"));
    }
    let stranger = app.staff(&app.given_community().await).await;
    assert_eq!(stranger.post(&path, body(json!({}))).await.refusal(), (404, "not_found"));
    assert_eq!(stranger.get(&path).await.refusal(), (404, "not_found"));
    let fault = async |change: Value| {
        let answer = hall.staff.post(&path, body(change)).await.expect(422);
        (answer.string("/errors/0/pointer"), answer.string("/errors/0/code"))
    };
    assert_eq!(fault(json!({})).await, ("/mediaId".into(), "missing_field".into()));
    assert_eq!(fault(json!({"entryId": uuid::Uuid::now_v7()})).await, ("/entryId".into(), "unknown_reference".into()));
    let odd = json!({"choice": {"kind": "options", "options": []}});
    assert_eq!(fault(odd).await, ("/choice".into(), "bad_ballot".into()));
    assert_eq!(hall.staff.post(&path, body(json!({"channel": "online"}))).await.status, 422);
    app.closes().await;
    assert_eq!(hall.staff.post(&path, body(json!({}))).await.refusal(), (409, "illegal_transition"));
}

#[tokio::test]
async fn from_the_end_on_no_paper_is_entered_even_before_the_count() {
    let app = TestApp::spawn().await;
    let hall = Hall::new(&app, 0).await;
    let matter = hall.vote(&app, json!({})).await;
    app.advance_days(2);
    let late = reads(&app, &hall.staff, &matter, &hall.author, "agree").await;
    assert_eq!(late.refusal(), (409, "voting_closed"));
}

#[tokio::test]
async fn nobody_reads_a_secret_paper_in_any_list_or_table() {
    let app = TestApp::spawn().await;
    let hall = Hall::new(&app, 0).await;
    let matter = hall.vote(&app, json!({"secrecy": "secret"})).await;
    let entry = app.seat(&matter, &hall.author).await;
    let body = |kind: &str| json!({"entryId": entry, "channel": "door_to_door", "choice": {"kind": kind}});
    let mut with_scan = body("against");
    with_scan["mediaId"] = json!(scan(&hall.staff).await);
    let refused = hall.staff.post(matter.path("paper-ballots"), with_scan).await.expect(422);
    assert_eq!(refused.string("/errors/0/pointer"), "/mediaId", "a picture would outlive the key");
    let send = async |key: &str| {
        let request = hall.staff.request(reqwest::Method::POST, matter.path("paper-ballots"));
        request.key(key).json(&body("against")).send().await
    };
    let first = send("once").await.expect(201);
    assert_eq!(send("once").await.expect(201).id(), first.id());
    let db = &app.kernel().db;
    let second = hall.second.post(matter.path("paper-ballots"), body("agree")).await.expect(201);
    assert_eq!(second["state"], "disagreeing");
    for text in [first.text(), second.text(), hall.third.get(matter.path("paper-ballots")).await.expect(200).text()] {
        assert!(!text.contains("against") && !text.contains("agree\""), "{text}");
    }
    let path = matter.path(&format!("paper-ballots/{}", second.id()));
    let again = json!({"channel": "door_to_door", "choice": {"kind": "against"}});
    let agreed = hall.second.put(&path, again).await.expect(200);
    assert_eq!((agreed["state"].as_str(), agreed["receipt"].is_null()), (Some("agreed"), true), "it names the leaf");
    let mine = hall.author.get(matter.path("ballots/mine")).await.expect(200);
    assert!(mine["items"][0]["receipt"]["leaf"].is_string(), "the voter alone gets it");
    let rows = ballot::Entity::find().all(db).await.expect("ballots cannot be read");
    assert_eq!((rows[0].channel, rows[0].account_id, rows[0].leaf.as_deref()), (BallotChannel::DoorToDoor, None, None));
    assert!(!rows[0].content.clone().unwrap_or_default().contains("against"));
    app.closes().await;
    let counted = hall.staff.get(matter.path("")).await.expect(200);
    assert_eq!(counted["result"]["tally"]["against"]["heads"], 1);
    let left = paper_ballot::Entity::find().all(db).await.expect("papers cannot be read");
    assert!(left.iter().all(|row| row.content.is_none()));
    assert_eq!(send("once").await.refusal(), (409, "voting_closed"), "what was sent is kept under the key alone");
}

#[tokio::test]
async fn the_precedence_says_which_of_two_ballots_counts() {
    let online = ("online", "agree");
    let paper = ("paper", "against");
    for (precedence, online_first, paper_first) in
        [("first", online, paper), ("paper", paper, paper), ("online", online, online)]
    {
        for (paper_comes_first, counts) in [(false, online_first), (true, paper_first)] {
            let app = TestApp::spawn().await;
            let hall = Hall::new(&app, 0).await;
            let matter = hall.vote(&app, json!({ "precedence": precedence })).await;
            let casts = async || hall.author.votes(&matter, json!({"kind": "agree"})).await;
            if !paper_comes_first {
                casts().await.expect(201);
            }
            reads(&app, &hall.staff, &matter, &hall.author, "against").await.expect(201);
            reads(&app, &hall.second, &matter, &hall.author, "against").await.expect(201);
            if paper_comes_first {
                let expected = if precedence == "online" { 201 } else { 409 };
                casts().await.expect(expected);
            }
            let found = only_ballot(&app).await;
            assert_eq!((found.0.as_str(), found.1.as_str()), counts, "{precedence}, paper first: {paper_comes_first}");
            let list = hall.staff.get(matter.path("conflicts")).await.expect(200);
            let refused = paper_comes_first && precedence != "online";
            assert_eq!(list.items().len(), usize::from(!refused), "who was refused has handed in nothing");
            if let Some(conflict) = list.items().first() {
                assert_eq!(
                    (&conflict["kept"], &conflict["dropped"]),
                    (&json!(counts.0), &json!(if counts == online { "paper" } else { "online" }))
                );
            }
            app.closes().await;
            let counted = hall.staff.get(matter.path("")).await.expect(200);
            assert_eq!(
                (counted["status"].as_str(), counted["result"]["tally"]["ballots"].as_u64()),
                (Some("counted"), Some(1))
            );
        }
    }
}
