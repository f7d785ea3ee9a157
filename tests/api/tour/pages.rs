//! Each page with blocks that run.

use support::TestApp;

use super::run;

/// What somebody sees who follows the tour in either language.
fn seen(printed: &str) {
    for text in ["open", "claimed", "fulfilled", "confirmed", "1390000", "cn-civil-code-278", "missing"] {
        assert!(printed.contains(text), "the tour does not show {text}:\n{printed}");
    }
}

#[tokio::test]
async fn the_tour_of_the_chinese_readme_runs_as_it_stands() {
    let app = TestApp::demo().await;
    seen(&run(&app, "README.md"));
    app.drain().await;
    let phones = app.fetch("/fake-wechat").await;
    let page = String::from_utf8_lossy(&phones.bytes);
    assert!(page.contains("您的心愿已通过审核") && page.contains("sandbox-王秀兰"), "{}", page);
}

#[tokio::test]
async fn the_tour_of_the_english_readme_runs_as_it_stands() {
    seen(&run(&TestApp::demo().await, "README.en.md"));
}

#[tokio::test]
async fn the_examples_of_the_api_conventions_run_as_they_stand() {
    run(&TestApp::demo().await, "docs/api-conventions.md");
}

#[tokio::test]
async fn a_sceptic_recounts_a_vote_as_the_page_says() {
    run(&TestApp::demo().await, "docs/verify-a-vote.md");
}

#[tokio::test]
async fn both_languages_have_the_same_examples() {
    // What stands behind a `#` after blanks is for the reader.
    let words = |line: &str| line.split_once("   #").map_or(line, |(command, _)| command).trim_end().to_owned();
    let examples = |page: &str| super::script(&crate::service::text(page)).lines().map(words).collect::<Vec<_>>();
    assert_eq!(examples("docs/api-conventions.en.md"), examples("docs/api-conventions.md"));
    assert_eq!(examples("docs/verify-a-vote.zh.md"), examples("docs/verify-a-vote.md"));
}
