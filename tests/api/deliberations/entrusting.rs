//! Written proxies of owners: as many as the plan allows, and one ballot a voter all the same.

use futures_util::future::{join, join_all};
use serde_json::{Value, json};
use support::{Answer, Deliberation, Person, TestApp};

use super::hall::{Hall, on_record, scan};

/// Enters a proxy of the voter for the agent.
async fn entrusts(app: &TestApp, staff: &Person, matter: &Deliberation, voter: &Person, agent: &Person) -> Answer {
    let entry = app.seat(matter, voter).await;
    let body = json!({"entryId": entry, "accountId": agent.account(), "mediaId": scan(staff).await});
    staff.post(matter.path("proxies"), body).await
}

async fn votes_for(app: &TestApp, agent: &Person, matter: &Deliberation, voter: &Person, kind: &str) -> Answer {
    let entry = app.seat(matter, voter).await;
    agent.post(matter.path("ballots"), json!({"entryId": entry, "choice": {"kind": kind}})).await
}

#[tokio::test]
async fn an_agent_votes_for_an_owner_and_the_record_says_so() {
    let app = TestApp::spawn().await;
    let hall = Hall::new(&app, 1).await;
    let matter = hall.owners_vote(&app, json!({"proxyLimit": 1})).await;
    let (owner, agent) = (&hall.voters[0], app.member(&hall.grid).await);
    assert_eq!(votes_for(&app, &agent, &matter, owner, "agree").await.refusal(), (403, "not_on_roll"));
    let entry = app.seat(&matter, owner).await;
    let body = json!({"entryId": entry, "phone": agent.phone, "mediaId": scan(&hall.staff).await});
    let made = hall.staff.post(matter.path("proxies"), body).await.expect(201);
    assert_eq!(made["agentAccountId"], json!(agent.account()));
    assert!(made.string("agentName").contains('*') && !made.text().contains(&agent.name));
    let list = hall.second.get(matter.path("proxies")).await.expect(200);
    assert_eq!((list.items().len(), &list.items()[0]["id"]), (1, &made["id"]));
    votes_for(&app, &agent, &matter, owner, "agree").await.expect(201);
    assert_eq!(owner.votes(&matter, json!({"kind": "against"})).await.refusal(), (409, "already_voted"));
    let mine = owner.get(matter.path("ballots/mine")).await.expect(200);
    assert_eq!((mine["items"][0]["channel"].as_str(), mine["items"][0]["choice"].is_null()), (Some("proxy"), true));
    let path = matter.path(&format!("proxies/{}", made.id()));
    assert_eq!(hall.staff.delete(&path).await.refusal(), (409, "already_voted"));
}

#[tokio::test]
async fn an_agent_who_lives_elsewhere_sees_the_vote_and_casts_the_ballot() {
    let app = TestApp::spawn().await;
    let hall = Hall::new(&app, 1).await;
    let matter = hall.owners_vote(&app, json!({"proxyLimit": 1})).await;
    let (owner, agent) = (&hall.voters[0], app.resident(&app.given_grid_in(&app.given_community().await).await).await);
    assert_eq!(agent.get(matter.path("")).await.refusal(), (404, "not_found"));
    let entry = app.seat(&matter, owner).await;
    let body = json!({"entryId": entry, "phone": agent.phone, "mediaId": scan(&hall.staff).await});
    let made = hall.staff.post(matter.path("proxies"), body).await.expect(201);
    let seen = agent.get(matter.path("")).await.expect(200);
    assert_eq!(seen["allowedActions"], json!(["cast"]));
    let listed = agent.get("/deliberations?status=voting").await.expect(200);
    assert_eq!(listed.items()[0]["id"], json!(matter.id));
    assert_eq!(agent.get(matter.path("turnout")).await.expect(200)["voted"]["heads"], 0);
    agent.votes(&matter, json!({"kind": "agree"})).await.expect(201);
    let mine = agent.get(matter.path("ballots/mine")).await.expect(200);
    assert_eq!((&mine["items"][0]["byProxy"], &mine["items"][0]["channel"]), (&json!(true), &json!("proxy")));
    assert_eq!(hall.staff.delete(matter.path(&format!("proxies/{}", made.id()))).await.status, 409);
}

#[tokio::test]
async fn a_proxy_ends_before_its_ballot_is_cast() {
    let app = TestApp::spawn().await;
    let hall = Hall::new(&app, 1).await;
    let matter = hall.owners_vote(&app, json!({"proxyLimit": 2})).await;
    let (owner, agent) = (&hall.voters[0], app.member(&hall.grid).await);
    let made = entrusts(&app, &hall.staff, &matter, owner, &agent).await.expect(201);
    let again = entrusts(&app, &hall.staff, &matter, owner, &agent).await;
    assert_eq!(again.refusal(), (409, "already_exists"));
    let path = matter.path(&format!("proxies/{}", made.id()));
    assert_eq!(agent.delete(&path).await.refusal(), (403, "forbidden"));
    assert_eq!(hall.second.delete(&path).await.status, 204);
    assert_eq!(hall.second.delete(&path).await.refusal(), (404, "not_found"));
    assert_eq!(votes_for(&app, &agent, &matter, owner, "agree").await.refusal(), (403, "not_on_roll"));
    owner.votes(&matter, json!({"kind": "agree"})).await.expect(201);
    let late = entrusts(&app, &hall.staff, &matter, owner, &agent).await;
    assert_eq!(late.refusal(), (409, "already_voted"));
}

#[tokio::test]
async fn only_staff_enter_proxies_and_only_where_the_plan_lets_owners_do_so() {
    let app = TestApp::spawn().await;
    let hall = Hall::new(&app, 2).await;
    let matter = hall.owners_vote(&app, json!({"proxyLimit": 1})).await;
    let (one, other, agent) = (&hall.voters[0], &hall.voters[1], app.member(&hall.grid).await);
    assert_eq!(entrusts(&app, one, &matter, one, &agent).await.refusal(), (403, "forbidden"));
    assert_eq!(one.get(matter.path("proxies")).await.refusal(), (403, "forbidden"));
    let elsewhere = app.staff(&app.given_community().await).await;
    assert_eq!(elsewhere.get(matter.path("proxies")).await.refusal(), (404, "not_found"));
    assert_eq!(entrusts(&app, &elsewhere, &matter, one, &agent).await.refusal(), (404, "not_found"));
    assert_eq!(entrusts(&app, &hall.staff, &matter, one, &hall.staff).await.refusal(), (403, "own_matter"));
    for (agent, code) in [(one, "invalid_value"), (&elsewhere, "unknown_reference")] {
        let refused = entrusts(&app, &hall.staff, &matter, one, agent).await.expect(422);
        assert_eq!(refused.string("/errors/0/code"), code);
    }
    entrusts(&app, &hall.staff, &matter, one, &agent).await.expect(201);
    assert_eq!(entrusts(&app, &hall.staff, &matter, other, &agent).await.refusal(), (409, "proxy_limit"));
    let closed = hall.vote(&app, json!({})).await;
    assert_eq!(entrusts(&app, &hall.staff, &closed, one, &agent).await.refusal(), (409, "illegal_transition"));
}

/// Guard: the vote's lock, under which the agent's proxies are counted.
#[tokio::test]
async fn of_many_proxies_at_once_no_agent_gets_more_than_the_plan_allows() {
    let app = TestApp::spawn().await;
    let replica = app.replica().await;
    let hall = Hall::new(&app, 8).await;
    let matter = hall.owners_vote(&app, json!({"proxyLimit": 2})).await;
    let agent = app.member(&hall.grid).await;
    let mut bodies = Vec::new();
    for (turn, voter) in hall.voters.iter().enumerate() {
        let staff = if turn % 2 == 0 { hall.staff.clone() } else { hall.second.at(&replica) };
        let (entry, scan) = (app.seat(&matter, voter).await, scan(&staff).await);
        bodies.push((staff, json!({"entryId": entry, "accountId": agent.account(), "mediaId": scan})));
    }
    let path = matter.path("proxies");
    let many = bodies.into_iter().map(|(staff, body): (Person, Value)| {
        let path = &path;
        async move { staff.post(path, body).await }
    });
    let answers = join_all(many).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 2);
    assert!(answers.iter().all(|answer| answer.status == 201 || answer.refusal() == (409, "proxy_limit")));
}

/// Guard: the unique index of ballots.
#[tokio::test]
async fn an_owner_and_the_agent_at_once_cast_one_ballot() {
    let app = TestApp::spawn().await;
    let replica = app.replica().await;
    let hall = Hall::new(&app, 8).await;
    let matter = hall.owners_vote(&app, json!({"proxyLimit": 20})).await;
    let agent = app.member(&hall.grid).await;
    for owner in &hall.voters {
        entrusts(&app, &hall.staff, &matter, owner, &agent).await.expect(201);
        let away = agent.at(&replica);
        let (one, other) =
            join(owner.votes(&matter, json!({"kind": "agree"})), votes_for(&app, &away, &matter, owner, "against"))
                .await;
        let mut statuses = [one.status, other.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 409]);
    }
    assert_eq!(on_record(&app).await, (8, 0));
}

/// Guard: the vote's lock, under which nobody casts while a proxy is entered or taken out.
#[tokio::test]
async fn a_proxy_that_ends_while_its_ballot_is_cast_leaves_no_ballot_without_a_proxy() {
    let app = TestApp::spawn().await;
    let replica = app.replica().await;
    let hall = Hall::new(&app, 8).await;
    let matter = hall.owners_vote(&app, json!({"proxyLimit": 20})).await;
    let agent = app.member(&hall.grid).await;
    for owner in &hall.voters {
        let made = entrusts(&app, &hall.staff, &matter, owner, &agent).await.expect(201);
        let (path, staff) = (matter.path(&format!("proxies/{}", made.id())), hall.staff.at(&replica));
        let (cast, ended) = join(votes_for(&app, &agent, &matter, owner, "agree"), staff.delete(&path)).await;
        assert!(matches!((cast.status, ended.status), (201, 409) | (403, 204)), "{} {}", cast.text(), ended.text());
    }
    // Now in one order: the ballot is written, not yet committed, when the proxy is to end.
    let owner = hall.author;
    let made = entrusts(&app, &hall.staff, &matter, &owner, &agent).await.expect(201);
    let (path, staff) = (matter.path(&format!("proxies/{}", made.id())), hall.staff.at(&replica));
    let still = app.standstill("event").await;
    let cast = votes_for(&app, &agent, &matter, &owner, "agree");
    let end = async {
        still.until_waiting(1).await;
        join(staff.delete(&path), async {
            still.until_waiting(2).await;
            still.end().await;
        })
        .await
        .0
    };
    let (cast, ended) = join(cast, end).await;
    assert!(matches!((cast.status, ended.status), (201, 409) | (403, 204)), "{} {}", cast.text(), ended.text());
}
