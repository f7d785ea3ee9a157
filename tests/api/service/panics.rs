//! What an answer is when the program itself has a fault.

use actix_web::middleware::from_fn;
use actix_web::{App, HttpResponse, test, web};
use api::http::envelope;
use serde_json::Value;

async fn breaks() -> HttpResponse {
    panic!("a shelf fell down: 13812345678")
}

#[actix_web::test]
async fn a_panic_is_answered_as_a_problem_that_tells_nothing() {
    let app = App::new().wrap(from_fn(envelope)).route("/", web::get().to(breaks));
    let app = test::init_service(app).await;
    let request = test::TestRequest::get().uri("/").insert_header(("x-request-id", "r-1")).to_request();

    let error = test::try_call_service(&app, request).await.err();
    let response = error.expect("the panic vanished").error_response();

    assert_eq!(response.status(), 500);
    assert_eq!(response.headers().get("x-request-id").map(|id| id.as_bytes()), Some(&b"r-1"[..]));
    let body = actix_web::body::to_bytes(response.into_body()).await.unwrap_or_default();
    let problem: Value = serde_json::from_slice(&body).expect("no JSON");
    assert_eq!(problem["code"], "internal");
    assert_eq!(problem["requestId"], "r-1");
    assert!(!problem.to_string().contains("shelf"), "{problem}");
}
