//! Codes and links that lead into the mini-program: `wechat.md` section 1.7.

use entity::wishes::WishStatus;
use serde_json::json;
use support::wechat::{APPID, Endpoint, Turn};
use support::{Action, Answer, Cast, Person, Wish, content};

use super::Scene;

async fn scene() -> (Scene, Cast, Wish) {
    let scene = Scene::new().await;
    let cast = scene.app.given_cast(&scene.grid).await;
    let wish = scene.app.given_wish(&cast, WishStatus::Open).await;
    (scene, cast, wish)
}

fn simple(id: impl ToString) -> String {
    id.to_string().replace('-', "")
}

/// The picture of an answer that has one.
fn png(answer: &Answer) -> &[u8] {
    assert_eq!((answer.status, answer.header("content-type")), (200, "image/png"), "{}", answer.text());
    assert!(answer.bytes.starts_with(b"\x89PNG"), "no PNG");
    &answer.bytes
}

#[tokio::test]
async fn a_code_is_drawn_once_for_all_replicas_and_says_nothing_but_the_id() {
    let (scene, cast, wish) = scene().await;
    let first = cast.author.get(wish.path("code")).await;
    let replica = scene.replica().await;
    let second = cast.author.at(&replica).get(wish.path("code")).await;
    assert_eq!(png(&first), png(&second));
    assert_eq!(scene.wechat.asked(Endpoint::Code), 1);
    let asked = scene.wechat.calls(Endpoint::Code).remove(0).body;
    let expected = json!({
        "scene": simple(wish.id), "page": "pages/wish/index", "check_path": true, "env_version": "release", "width": 430,
    });
    assert_eq!(asked, expected);
}

#[tokio::test]
async fn a_link_is_everybodys_own_and_asked_for_once() {
    let (scene, cast, wish) = scene().await;
    let mine = cast.author.get(wish.path("link")).await.expect(200);
    assert_eq!(cast.author.get(wish.path("link")).await.expect(200)["url"], mine["url"]);
    assert!(mine["url"].as_str().is_some_and(|url| url.starts_with("https://wxaurl.cn/")));
    let other = cast.staff.get(wish.path("link")).await.expect(200);
    assert_ne!(other["url"], mine["url"], "WeChat may let one person use it");
    let asked = scene.wechat.calls(Endpoint::UrlLink);
    assert_eq!((asked.len(), &asked[0].body["query"]), (2, &json!(format!("scene={}", simple(wish.id)))));
    assert_eq!((&asked[0].body["path"], &asked[0].body["expire_interval"]), (&json!("pages/wish/index"), &json!(30)));
}

#[tokio::test]
async fn what_somebody_may_not_see_has_no_code_and_no_link() {
    let (scene, cast, _) = scene().await;
    let hidden = scene.app.given_wish(&cast, WishStatus::Submitted).await;
    let neighbour = scene.app.resident(&scene.grid).await;
    for what in ["code", "link"] {
        assert_eq!(neighbour.get(hidden.path(what)).await.refusal(), (404, "not_found"));
        assert_eq!(scene.app.anonymous().get(hidden.path(what)).await.status, 401);
    }
    let unknown = cast.author.get(format!("{}?appid=wx-nobody", hidden.path("link"))).await;
    assert_eq!(unknown.refusal().0, 422);
    assert_eq!(scene.wechat.asked(Endpoint::Code) + scene.wechat.asked(Endpoint::UrlLink), 0);
}

#[tokio::test]
async fn what_wechat_refuses_is_said_with_when_to_come_back_and_is_not_kept() {
    let (scene, cast, wish) = scene().await;
    let turns = [
        (Turn::Code(45_009), 429, "60"),
        (Turn::Code(41_030), 503, "60"),
        (Turn::Status(502), 503, "5"),
        (Turn::Reset, 503, "5"),
        (Turn::Body("<html>".to_owned()), 503, "5"),
        (Turn::Body("{\"errcode\":0}".to_owned()), 503, "5"),
    ];
    for (turn, status, after) in turns {
        scene.wechat.next(Endpoint::Code, turn.clone());
        let answer = cast.author.get(wish.path("code")).await;
        assert_eq!((answer.status, answer.header("retry-after")), (status, after), "{turn:?}: {}", answer.text());
    }
    // Busy once, and once with a token that is no longer the right one.
    scene.wechat.next(Endpoint::Code, Turn::Code(-1));
    scene.wechat.end_tokens(APPID);
    png(&cast.author.get(wish.path("code")).await);
    scene.wechat.next(Endpoint::UrlLink, Turn::Code(44_993));
    assert_eq!(cast.author.get(wish.path("link")).await.refusal(), (503, "wechat_unavailable"));
    cast.author.get(wish.path("link")).await.expect(200);
}

#[tokio::test]
async fn actions_and_certificates_have_theirs() {
    let (scene, cast, _) = scene().await;
    let (app, staff) = (&scene.app, &cast.staff);
    let draft = json!({"hostKind": "community", "content": content(app, 3, &json!({}))});
    let action = Action::of(&staff.post("/actions", draft).await.expect(201));
    let neighbour = app.resident(&scene.grid).await;
    assert_eq!(neighbour.get(action.path("code")).await.refusal(), (404, "not_found"), "a draft is nobody's business");
    staff.moves_action(&action, "publish", json!({})).await.expect(200);
    png(&neighbour.get(action.path("code")).await);
    neighbour.get(action.path("link")).await.expect(200);

    let (person, volunteer) = volunteer(&scene).await;
    let asked = person.post(format!("/volunteers/{volunteer}/certificates"), json!({})).await.expect(201);
    let path = |what: &str| format!("/certificates/{}/{what}", asked.id());
    assert_eq!(person.get(path("code")).await.refusal(), (409, "illegal_transition"), "nothing to check yet");
    let by = json!({"version": 1, "responsible": "李主任", "handler": "王干事", "contact": "0431-12345678"});
    let issued = staff.post(path("issue"), by).await.expect(200);
    png(&person.get(path("code")).await);
    assert_eq!(neighbour.get(path("code")).await.refusal(), (404, "not_found"));
    let asked = scene.wechat.calls(Endpoint::Code).pop().expect("no call").body;
    assert_eq!((&asked["scene"], &asked["page"]), (&issued["number"], &json!("pages/certificate/index")));
}

async fn volunteer(scene: &Scene) -> (Person, String) {
    let person = scene.app.resident(&scene.grid).await;
    let id = person.registers(json!({"name": "王秀兰"})).await.expect(201).id();
    scene.app.credit_minutes(&scene.grid, &id, 90).await;
    (person, id)
}
