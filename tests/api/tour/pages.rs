//! Each page with blocks that run.

use super::{demo, run};

/// What somebody sees who follows the tour in either language.
fn seen(printed: &str) {
    for text in ["open", "claimed", "fulfilled", "confirmed", "1390000"] {
        assert!(printed.contains(text), "the tour does not show {text}:\n{printed}");
    }
}

#[tokio::test]
async fn the_tour_of_the_chinese_readme_runs_as_it_stands() {
    seen(&run(&demo().await, "README.md"));
}

#[tokio::test]
async fn the_tour_of_the_english_readme_runs_as_it_stands() {
    seen(&run(&demo().await, "README.en.md"));
}

#[tokio::test]
async fn the_examples_of_the_api_conventions_run_as_they_stand() {
    run(&demo().await, "docs/api-conventions.md");
}

#[tokio::test]
async fn the_english_conventions_have_the_same_examples() {
    let examples = |page: &str| super::script(&crate::service::text(page));
    assert_eq!(examples("docs/api-conventions.en.md"), examples("docs/api-conventions.md"));
}
