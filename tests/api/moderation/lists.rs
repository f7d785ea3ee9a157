//! The list of words: the installation's file, the community's own words.

use serde_json::json;
use support::TestApp;

use super::Talk;

/// How a comment of this text stands at once.
async fn screening(talk: &Talk, text: &str) -> String {
    talk.says(text).await.string("/screening")
}

#[tokio::test]
async fn a_word_of_the_community_works_at_once_and_until_it_is_removed() {
    let talk = Talk::new().await;
    let word = json!({ "word": "团购券", "rule": "ads" });
    assert_eq!(screening(&talk, "有团购券吗").await, "checking");
    let added = talk.staff.post("/moderation/words", word.clone()).await.expect(201);
    assert_eq!(talk.staff.post("/moderation/words", word).await.refusal(), (409, "already_exists"));
    assert_eq!(screening(&talk, "有团购券吗").await, "held");
    assert_eq!(talk.staff.get("/moderation/words").await.expect(200).items()[0]["word"], "团购券");
    talk.staff.delete(format!("/moderation/words/{}", added.id())).await.expect(204);
    assert_eq!(screening(&talk, "有团购券吗").await, "checking");
    let _ = talk.staff.delete(format!("/moderation/words/{}", added.id())).await.expect(404);
}

#[tokio::test]
async fn what_is_stopped_wrongly_is_allowed_by_the_community() {
    let talk = Talk::new().await;
    assert_eq!(screening(&talk, "百家乐合唱团招新").await, "held");
    talk.staff.post("/moderation/words", json!({ "word": "百家乐合唱团", "rule": "allow" })).await.expect(201);
    assert_eq!(screening(&talk, "百家乐合唱团招新").await, "checking");
    assert_eq!(screening(&talk, "来玩百家乐").await, "held");
}

#[tokio::test]
async fn the_words_of_a_community_are_its_own() {
    let talk = Talk::new().await;
    let stranger = talk.scene.app.staff(&talk.scene.app.given_community().await).await;
    let added = stranger.post("/moderation/words", json!({ "word": "团购券", "rule": "ads" })).await.expect(201);
    assert_eq!(screening(&talk, "有团购券吗").await, "checking");
    assert!(talk.staff.get("/moderation/words").await.expect(200).items().is_empty());
    let _ = talk.staff.delete(format!("/moderation/words/{}", added.id())).await.expect(404);
}

#[tokio::test]
async fn words_come_in_pages_and_must_have_letters() {
    let talk = Talk::new().await;
    for word in ["丙", "甲", "乙"] {
        talk.staff.post("/moderation/words", json!({ "word": word, "rule": "other" })).await.expect(201);
    }
    let first = talk.staff.get("/moderation/words?pageSize=2").await.expect(200);
    let rest = format!("/moderation/words?pageSize=2&cursor={}", first.string("/nextCursor"));
    let rest = talk.staff.get(rest).await.expect(200);
    let mut words: Vec<_> = first.items().iter().chain(rest.items()).map(|item| item["word"].clone()).collect();
    words.sort_by_key(ToString::to_string);
    assert_eq!(words, ["丙", "乙", "甲"]);
    let bare = talk.staff.post("/moderation/words", json!({ "word": "！？", "rule": "other" })).await;
    assert_eq!(bare.refusal(), (422, "invalid"));
}

#[tokio::test]
async fn the_file_is_read_anew_when_it_changes_and_a_broken_one_publishes_nothing() {
    let folder = tempfile::tempdir().expect("no folder");
    let file = folder.path().join("words.txt");
    let write = |text: &str| std::fs::write(&file, text).expect("not written");
    write("ads 团购券\n");
    let app = TestApp::with(|config| config.moderation.words_file = Some(file.clone())).await;
    let grid = app.given_grid().await;
    let (author, staff) = (app.resident(&grid).await, app.staff(&grid).await);
    let screening = async |title: &str| {
        let wish = json!({ "category": "repair", "title": title, "body": "请看一看" });
        author.post("/wishes", wish).await.expect(201).string("/wish/screening")
    };
    assert_eq!(screening("有团购券吗").await, "held");
    assert_eq!(screening("谁要刷单返利").await, "passed", "the file stands for the list that comes along");
    write("fraud 刷单返利，高收益\nads 团购券优惠\n");
    assert_eq!(screening("有团购券吗").await, "passed");
    write("no-such-kind 团购券\n");
    assert_eq!(screening("楼道灯坏了").await, "held");
    let causes = staff.get("/moderation/reviews?cause=check_failed").await.expect(200);
    assert_eq!(causes.items().len(), 1);
    write("ads 团购券优惠大酬宾\n");
    assert_eq!(screening("楼道灯坏了").await, "passed");
}

#[tokio::test]
async fn what_is_published_in_the_communitys_name_is_refused_until_the_word_is_allowed() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let (staff, admin) = (app.staff(&grid).await, app.admin(&grid).await);
    let emergency = json!({
        "kind": "drill", "title": "防范刷单返利演练", "message": "刷单返利都是骗局", "reason": "每季度一次", "gridIds": [grid.id],
    });
    let refused = admin.post("/emergencies", emergency.clone()).await;
    assert_eq!(refused.refusal(), (422, "invalid"));
    let faults = refused.body["errors"].as_array().expect("no faults");
    let at: Vec<_> = faults.iter().map(|fault| (&fault["pointer"], &fault["code"])).collect();
    let listed = json!("listed_word");
    assert_eq!(at, [(&json!("/title"), &listed), (&json!("/message"), &listed)]);
    for word in ["防范刷单返利", "刷单返利都是骗局"] {
        staff.post("/moderation/words", json!({ "word": word, "rule": "allow" })).await.expect(201);
    }
    admin.post("/emergencies", emergency).await.expect(201);
}
