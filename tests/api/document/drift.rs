//! What is committed is what the code prints.

use std::path::Path;

/// A file of the repository.
fn committed(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path);
    std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n")
}

/// Names the first line that differs: a whole document in a test's output helps nobody.
#[track_caller]
fn assert_same(path: &str, printed: &str, cure: &str) {
    let committed = committed(path);
    if committed == printed {
        return;
    }
    let mut lines = committed.lines().zip(printed.lines()).enumerate();
    let (line, (old, new)) = lines.find(|(_, (old, new))| old != new).unwrap_or((0, ("", "its length differs")));
    panic!("{path} is not what the code prints; run `{cure}`.\nline {}:\n- {old}\n+ {new}", line + 1);
}

#[test]
fn the_openapi_document_is_up_to_date() {
    let printed = serde_json::to_string_pretty(&api::openapi::document()).expect("the document is no JSON");
    assert_same("openapi/openapi.json", &(printed + "\n"), "just openapi");
}

#[test]
fn the_generated_pages_are_up_to_date() {
    for (name, printed) in api::cli::docs::pages() {
        assert_same(&format!("docs/{name}"), &printed, "just docs");
    }
}
