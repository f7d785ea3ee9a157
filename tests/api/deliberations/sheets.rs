//! The sheets for the notice board: who may print which of them when, and what they say.

use std::path::PathBuf;

use api::app::App;
use entity::deliberations::DeliberationStatus as Status;
use futures_util::future::join_all;
use rstest::rstest;
use support::{Answer, Deliberation, OPTIONS, Pdf, Person, QUESTION, TestApp};

/// A matter as far as this state, its author and somebody who works for the community.
async fn vote(app: &TestApp, status: Status) -> (Deliberation, Person, Person) {
    let grid = app.given_grid().await;
    let building = app.given_building(&grid).await;
    let (author, staff) = (app.resident_in(&building).await, app.staff(&grid).await);
    let matter = author.proposes("推选三号楼监票人").await;
    app.given_row_of_a_vote(&matter, status).await;
    (matter, author, staff)
}

fn pdf(answer: Answer) -> Pdf {
    let answer = answer.expect(200);
    assert_eq!((answer.header("content-type"), answer.header("cache-control")), ("application/pdf", "no-store"));
    Pdf::read(&answer.bytes)
}

/// Asserts that all of these stand on a sheet.
#[track_caller]
fn says(pdf: &Pdf, expected: &[&str]) {
    let text = pdf.text();
    for one in expected {
        assert!(text.contains(one), "{one} is not on the sheet:\n{text}");
    }
}

#[tokio::test]
async fn the_notice_says_what_is_voted_on_and_how_and_changes_with_the_roll_only() {
    let app = TestApp::spawn().await;
    let (matter, author, _) = vote(&app, Status::Scheduled).await;
    let address = matter.path("notice.pdf");
    let early = pdf(author.get(&address).await);
    says(&early, &["表决公告", "推选三号楼监票人", QUESTION, "户：一户一票", "名册在表决开始时固定"]);
    says(&early, &OPTIONS);
    assert_eq!(early.title(), "表决公告：推选三号楼监票人");
    let (matter, author, _) = vote(&app, Status::Voting).await;
    let address = matter.path("notice.pdf");
    let (one, other) = (author.get(&address).await.expect(200), author.get(&address).await.expect(200));
    assert_eq!(one.bytes, other.bytes);
    says(&pdf(one), &["共12,345户", &"07".repeat(32)]);
}

#[tokio::test]
async fn the_result_gives_the_figures_the_reasons_and_the_means_to_check_them() {
    let app = TestApp::spawn().await;
    let (matter, author, _) = vote(&app, Status::Published).await;
    let sheet = pdf(author.get(matter.path("result.pdf")).await);
    let key = app.app.signer.public_key();
    says(&sheet, &["表决结果公示", QUESTION, "名册12,345户", "有效选票4张", "siweiverifybundle", &key]);
    says(&sheet, &["1.张䶮1250.00%", "2.王𠮷300.00%", "3.李㛃2125.00%", "弃权—125.00%"]);
    says(&sheet, &["参与表决的户数多于名册全体的二分之一4户，0.03%未达到", "结论：参与不足，表决不成立"]);
    says(&sheet, &["异议截止", "监票人：", "社区（盖章）："]);
}

#[rstest]
#[case(Status::Scheduled, 409, 409)]
#[case(Status::Voting, 409, 409)]
#[case(Status::Counted, 409, 200)]
#[case(Status::Published, 200, 200)]
#[case(Status::Annulled, 200, 200)]
#[case(Status::Closed, 200, 200)]
#[tokio::test]
async fn a_result_is_printed_once_it_is_published_and_by_staff_once_it_is_counted(
    #[case] status: Status,
    #[case] resident: u16,
    #[case] worker: u16,
) {
    let app = TestApp::spawn().await;
    let (matter, author, staff) = vote(&app, status).await;
    let address = matter.path("result.pdf");
    assert_eq!(author.get(&address).await.status, resident);
    assert_eq!(staff.get(&address).await.status, worker);
    assert_eq!(author.get(matter.path("notice.pdf")).await.status, 200);
}

#[tokio::test]
async fn what_staff_print_before_publication_says_that_it_is_not_for_the_board() {
    let app = TestApp::spawn().await;
    let (matter, _, staff) = vote(&app, Status::Counted).await;
    says(&pdf(staff.get(matter.path("result.pdf")).await), &["计票结果，尚未公示，请勿张贴。"]);
}

#[tokio::test]
async fn before_it_is_scheduled_there_is_nothing_to_print_and_elsewhere_it_does_not_exist() {
    let app = TestApp::spawn().await;
    let author = app.resident(&app.given_grid().await).await;
    let matter = author.proposes("推选三号楼监票人").await;
    let stranger = app.resident(&app.given_grid_in(&app.given_community().await).await).await;
    for sheet in ["notice.pdf", "result.pdf"] {
        assert_eq!(author.get(matter.path(sheet)).await.refusal(), (409, "illegal_transition"));
        assert_eq!(stranger.get(matter.path(sheet)).await.refusal(), (404, "not_found"));
        assert_eq!(app.anonymous().get(matter.path(sheet)).await.status, 401);
    }
    app.given_row_of_a_vote(&matter, Status::Published).await;
    assert_eq!(stranger.get(matter.path("result.pdf")).await.refusal(), (404, "not_found"));
}

/// Two at a time are made; the others wait for their turn.
#[tokio::test]
async fn a_crowd_that_prints_at_once_gets_the_same_sheet() {
    let app = TestApp::spawn().await;
    let (matter, author, _) = vote(&app, Status::Voting).await;
    let address = matter.path("notice.pdf");
    let answers = join_all((0..12).map(|_| author.get(&address))).await;
    let first = answers[0].clone().expect(200);
    assert!(answers.iter().all(|answer| answer.status == 200 && answer.bytes == first.bytes));
}

#[tokio::test]
async fn a_configured_font_must_be_one() {
    let font = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../api/assets/fonts/NotoSansCJKsc-Bold-subset.otf");
    let app = TestApp::with(|config| config.print.font = Some(font)).await;
    let mut config = app.kernel().settings.as_ref().clone();
    config.print.font = Some(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml"));
    let refusal = App::build(config).await.err().map(|error| error.to_string()).unwrap_or_default();
    assert!(refusal.contains("print.font") && refusal.contains("is no font"), "{refusal}");
}
