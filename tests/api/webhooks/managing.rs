//! A community's admin makes, changes and removes webhooks.

use entity::auth::ApiScope;
use entity::kernel::{event, idempotency};
use entity::webhooks::{webhook, webhook_delivery};
use reqwest::Method;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};
use support::{Receiver, TestApp};

use super::Scene;

#[tokio::test]
async fn the_secret_is_shown_once_and_lies_sealed() {
    let scene = Scene::new().await;
    let receiver = Receiver::start().await;
    let body = scene.wanted(&receiver.url(), &["wish.approved"]);
    let request = || scene.admin.request(Method::POST, "/webhooks").key("make-once").json(&body);
    let made = request().send().await.expect(201);
    let secret = made.string("secret");
    assert!(secret.starts_with("whsec_") && secret.len() > 40, "{secret}");
    assert_eq!(request().send().await.expect(201).string("secret"), secret, "a retry made another one");

    let shown = scene.admin.get(made.header("location")).await.expect(200);
    let list = scene.admin.get("/webhooks?withTotal=true").await.expect(200);
    assert_eq!((list.items().len(), &list["total"]), (1, &json!(1)));
    let db = &scene.app.kernel().db;
    let rows = webhook::Entity::find().all(db).await.expect("no webhooks");
    let answers = idempotency::Entity::find().all(db).await.expect("no answers");
    let events = event::Entity::find().all(db).await.expect("no events");
    for text in [shown.text(), list.text(), format!("{rows:?}"), format!("{answers:?}"), format!("{events:?}")] {
        assert!(!text.contains(&secret[6..]), "{text}");
    }
    assert!(!format!("{events:?}").contains(&receiver.url()), "an address may hold a secret of its own");
}

#[tokio::test]
async fn an_address_that_must_not_be_called_is_refused() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let (admin, program) = (app.admin(&grid).await, app.api_client(&grid, ApiScope::ALL).await);
    let body = |url: &str| json!({ "apiClientId": program.client(), "url": url, "events": ["wish.approved"] });
    for url in [
        "http://example.org/",
        "https://127.0.0.1/",
        "https://10.0.0.8/",
        "https://169.254.169.254/latest/meta-data",
        "https://[::ffff:192.168.0.1]/",
        "https://user:word@example.org/",
        "https://example.org:22/",
        "ftp://example.org/",
        "example.org",
        "",
    ] {
        let answer = admin.post("/webhooks", body(url)).await;
        assert_eq!(answer.refusal(), (422, "invalid"), "{url}");
        assert_eq!(answer["/errors/0/pointer"], "/url", "{url}");
        assert_eq!(answer["/errors/0/code"], "address_not_allowed", "{url}");
    }
    let _ = admin.post("/webhooks", body("https://example.org/hook?key=1")).await.expect(201);
}

#[tokio::test]
async fn a_program_subscribes_to_what_its_scopes_may_see() {
    let scene = Scene::new().await;
    let reader = scene.app.api_client(&scene.grid, &[ApiScope::WishesRead]).await;
    let ask = async |events: Value| {
        let body = json!({ "apiClientId": reader.client(), "url": "http://127.0.0.1:9/", "events": events });
        scene.admin.post("/webhooks", body).await
    };
    let twice = ask(json!(["wish.claimed", "wish.approved", "wish.claimed"])).await.expect(201);
    assert_eq!(twice["/webhook/events"], json!(["wish.approved", "wish.claimed"]));
    let refused = async |events: Value| {
        let answer = ask(events).await;
        let fault = (answer.string("/errors/0/pointer"), answer.string("/errors/0/code"));
        (answer.expect(422).status, fault.0, fault.1)
    };
    let fault = |pointer: &str, code: &str| (422, pointer.to_owned(), code.to_owned());
    let beyond = refused(json!(["wish.approved", "action.published"])).await;
    assert_eq!(beyond, fault("/events/1", "event_not_allowed"));
    assert_eq!(refused(json!(["ping"])).await, fault("/events/0", "invalid_value"));
    assert_eq!(refused(json!([])).await, fault("/events", "invalid_value"));
}

#[tokio::test]
async fn nobody_gets_at_another_communitys_webhooks_or_programs() {
    let scene = Scene::new().await;
    let receiver = Receiver::start().await;
    let hook = scene.hook(&receiver, &["wish.approved"]).await;
    let elsewhere = scene.app.given_community().await;
    let other = scene.app.admin(&elsewhere).await;
    let content = json!({ "url": receiver.url(), "events": ["wish.approved"], "enabled": false, "version": 1 });
    let answers = [
        other.get(hook.path("")).await,
        other.get(hook.path("deliveries")).await,
        other.put(hook.path(""), content).await,
        other.post(hook.path("ping"), json!({})).await,
        other.post(hook.path("rotate-secret"), json!({ "version": 1 })).await,
        other.delete(hook.path("")).await,
    ];
    assert!(answers.iter().all(|answer| answer.refusal() == (404, "not_found")), "{answers:?}");
    assert!(other.get("/webhooks").await.expect(200).items().is_empty());
    let foreign = other.post("/webhooks", scene.wanted(&receiver.url(), &["wish.approved"])).await;
    assert_eq!((foreign.refusal(), &foreign["/errors/0/pointer"]), ((422, "invalid"), &json!("/apiClientId")));
    let _ = scene.admin.delete(format!("/api-clients/{}", scene.program.client())).await.expect(204);
    let revoked = scene.admin.post("/webhooks", scene.wanted(&receiver.url(), &["wish.approved"])).await;
    assert_eq!(revoked["/errors/0/code"], "unknown_reference");
}

#[tokio::test]
async fn a_change_needs_the_version_and_a_stopped_one_sends_nothing() {
    let scene = Scene::new().await;
    let receiver = Receiver::start().await;
    let hook = scene.hook(&receiver, &["wish.approved"]).await;
    let change = async |version: i64, enabled: bool| {
        let body = json!({
            "version": version, "url": receiver.url(), "description": "工单系统", "events": ["wish.confirmed"],
            "enabled": enabled,
        });
        scene.admin.put(hook.path(""), body).await
    };
    let changed = change(1, false).await.expect(200);
    assert_eq!((&changed["stoppedBecause"], changed.version()), (&json!("admin"), 2));
    assert_eq!((&changed["events"], &changed["description"]), (&json!(["wish.confirmed"]), &json!("工单系统")));
    assert_eq!(change(1, true).await.refusal(), (412, "stale"));
    let ping = async || scene.admin.post(hook.path("ping"), json!({})).await;
    assert_eq!(ping().await.refusal(), (409, "webhook_stopped"));
    let again = change(2, true).await.expect(200);
    assert_eq!((&again["stoppedBecause"], &again["stoppedAt"]), (&json!(null), &json!(null)));
    let _ = ping().await.expect(202);
    let verbs = async || {
        let about = event::Column::SubjectKind.eq("webhook");
        let events = event::Entity::find().filter(about).all(&scene.app.kernel().db).await.expect("no events");
        events.into_iter().map(|event| event.verb).collect::<Vec<_>>()
    };
    assert_eq!(verbs().await, ["create", "disable", "enable", "ping"]);

    let _ = scene.admin.delete(hook.path("")).await.expect(204);
    assert_eq!(scene.admin.get(hook.path("")).await.refusal(), (404, "not_found"));
    assert_eq!(verbs().await.last().map(String::as_str), Some("remove"));
    assert_eq!(webhook_delivery::Entity::find().count(&scene.app.kernel().db).await.ok(), Some(0));
    scene.app.drain().await;
    assert!(receiver.got().is_empty());
}

#[tokio::test]
async fn lists_go_on_where_they_ended() {
    let scene = Scene::new().await;
    let receiver = Receiver::start().await;
    for _ in 0..5 {
        scene.hook(&receiver, &["wish.approved"]).await;
    }
    let hook = scene.hook(&receiver, &["wish.approved"]).await;
    for _ in 0..5 {
        scene.ping(&hook).await;
    }
    for path in ["/webhooks".to_owned(), hook.path("deliveries")] {
        let (mut seen, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = scene.admin.get(format!("{path}?pageSize=2&cursor={cursor}")).await.expect(200);
            seen.extend(page.items().iter().map(|item| item["id"].as_str().unwrap_or_default().to_owned()));
            match page["nextCursor"].as_str() {
                Some(next) => next.clone_into(&mut cursor),
                None => break,
            }
        }
        let mut sorted = seen.clone();
        sorted.sort_by(|a, b| b.cmp(a));
        sorted.dedup();
        assert_eq!(seen, sorted, "{path}");
        assert_eq!(seen.len(), if path == "/webhooks" { 6 } else { 5 });
    }
    let waiting = scene.admin.get(hook.path("deliveries?status=pending")).await.expect(200);
    let failed = scene.admin.get(hook.path("deliveries?status=failed,delivered")).await.expect(200);
    assert_eq!((waiting.items().len(), failed.items().len()), (5, 0));
    assert_eq!(scene.admin.get(hook.path("deliveries?status=lost")).await.refusal(), (400, "malformed_query"));
}
