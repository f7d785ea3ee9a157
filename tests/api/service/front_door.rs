//! What every request meets, whatever it asks for.

use reqwest::Method;
use support::TestApp;

#[tokio::test]
async fn what_does_not_exist_answers_a_problem_in_the_callers_language() {
    let app = TestApp::spawn().await;

    let answer = app.anonymous().get("/nothing-here").await;
    assert_eq!(answer.refusal(), (404, "not_found"));
    assert_eq!(answer.header("content-type"), "application/problem+json");
    assert_eq!(answer["requestId"], answer.header("x-request-id"));
    let chinese = answer.string("detail");

    let request = app.anonymous().request(Method::GET, "/nothing-here").header("accept-language", "en");
    assert_ne!(request.send().await.string("detail"), chinese);
}

#[tokio::test]
async fn a_callers_request_id_is_kept_and_a_bad_one_is_replaced() {
    let app = TestApp::spawn().await;
    let asked = async |id: &str| {
        let request = app.anonymous().request(Method::GET, "/nothing-here").header("x-request-id", id);
        request.send().await.header("x-request-id").to_owned()
    };

    assert_eq!(asked("order-42_a.b").await, "order-42_a.b");
    for bad in ["", "a b", "a\"b", "<script>", &"x".repeat(65)] {
        let id = asked(bad).await;
        assert_ne!(id, bad);
        assert_eq!(id.len(), 36, "{id} is no id of ours");
    }
}
