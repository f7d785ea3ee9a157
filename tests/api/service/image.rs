//! The image: `Dockerfile` read instruction by instruction, since nothing here can build it.

use serde_json::Value;

use super::production::{repository, text};

const KNOWN: [&str; 17] = [
    "FROM",
    "ARG",
    "ENV",
    "RUN",
    "COPY",
    "WORKDIR",
    "USER",
    "EXPOSE",
    "VOLUME",
    "HEALTHCHECK",
    "ENTRYPOINT",
    "CMD",
    "LABEL",
    "SHELL",
    "STOPSIGNAL",
    "ONBUILD",
    "ADD",
];

/// The instructions with their arguments; continued lines are one, comments are none.
fn instructions() -> Vec<(String, String)> {
    let mut instructions = Vec::new();
    let mut open = String::new();
    for line in text("Dockerfile").lines().filter(|line| !line.trim_start().starts_with('#')) {
        match line.trim_end().strip_suffix('\\') {
            Some(part) => open += part,
            None if line.trim().is_empty() => assert_eq!(open, "", "an empty line within an instruction"),
            None => {
                let whole = std::mem::take(&mut open) + line;
                let (name, rest) = whole.trim().split_once(char::is_whitespace).expect("an instruction says nothing");
                instructions.push((name.to_owned(), rest.trim().to_owned()));
            }
        }
    }
    assert_eq!(open, "", "the last instruction is not ended");
    instructions
}

fn stages() -> Vec<Vec<(String, String)>> {
    let mut stages: Vec<Vec<(String, String)>> = Vec::new();
    for one in instructions() {
        match one.0 == "FROM" {
            true => stages.push(vec![one]),
            false => stages.last_mut().expect("something stands before FROM").push(one),
        }
    }
    stages
}

#[test]
fn every_instruction_is_one_and_its_lists_are_lists() {
    for (name, rest) in instructions() {
        assert!(KNOWN.contains(&name.as_str()), "{name} is no instruction");
        assert_ne!(name, "ADD", "COPY does the same without surprises");
        let list = rest.split_once("CMD ").filter(|_| name == "HEALTHCHECK").map_or(rest.as_str(), |(_, list)| list);
        if matches!(name.as_str(), "CMD" | "ENTRYPOINT" | "HEALTHCHECK" | "SHELL") {
            let list: Value = serde_json::from_str(list).unwrap_or_else(|error| panic!("{name} {list}: {error}"));
            assert!(list.as_array().is_some_and(|words| words.iter().all(Value::is_string)), "{name} {list}");
        }
        if name == "RUN" && rest.contains("apt-get install") {
            let tidy = ["apt-get update", "--no-install-recommends", "rm -rf /var/lib/apt/lists/*"];
            assert!(tidy.iter().all(|part| rest.contains(part)), "{rest}");
        }
    }
}

#[test]
fn every_image_is_pinned_and_every_stage_known() {
    let mut named = Vec::new();
    for stage in stages() {
        let words: Vec<&str> = stage[0].1.split_whitespace().collect();
        let (image, tag) = words[0].split_once(':').unwrap_or_else(|| panic!("{} has no version", words[0]));
        assert!(!image.is_empty() && tag != "latest", "{} is not pinned", words[0]);
        for (_, rest) in stage.iter().filter(|(name, rest)| name == "COPY" && rest.starts_with("--from=")) {
            let from = rest.trim_start_matches("--from=").split_whitespace().next().unwrap_or_default();
            assert!(named.contains(&from.to_owned()), "no stage is called {from}");
        }
        named.extend(words.iter().skip_while(|word| !word.eq_ignore_ascii_case("as")).skip(1).map(|s| (*s).to_owned()));
    }
    let rust = &stages()[0][0].1;
    let manifest = text("Cargo.toml");
    let version = manifest.lines().find_map(|line| line.strip_prefix("rust-version = ")).expect("no rust-version");
    assert!(rust.contains(version.trim_matches('"')), "{rust} does not build what needs Rust {version}");
}

#[test]
fn what_is_copied_is_there_and_not_kept_out() {
    let ignored = text(".dockerignore");
    for (_, rest) in instructions().iter().filter(|(name, rest)| name == "COPY" && !rest.starts_with("--")) {
        let words: Vec<&str> = rest.split_whitespace().collect();
        for source in &words[..words.len() - 1] {
            assert!(repository(source).exists(), "the image copies {source}, which is not there");
            assert!(!ignored.lines().any(|line| line.trim_matches('/') == *source), "{source} is kept out");
        }
    }
}

#[test]
fn every_crate_of_the_workspace_is_copied() {
    let manifest = text("Cargo.toml");
    let members = manifest.lines().find_map(|line| line.strip_prefix("members = ")).expect("no members");
    let members: Vec<String> = serde_json::from_str(members).expect("the members are no list");
    for member in members {
        assert!(instructions().contains(&("COPY".to_owned(), format!("{member} {member}"))), "{member} is not copied");
    }
}

#[test]
fn the_image_runs_as_an_ordinary_user_and_checks_itself() {
    let last = stages().pop().expect("no stage");
    let said = |name: &str| last.iter().find(|(one, _)| one == name).map(|(_, rest)| rest.as_str()).unwrap_or_default();
    assert_eq!(said("USER"), "10001:10001");
    assert_eq!(said("ENTRYPOINT"), "[\"siwei\"]");
    assert!(said("HEALTHCHECK").ends_with("CMD [\"siwei\", \"healthcheck\"]"));
    assert!(!last.iter().any(|(name, rest)| name == "RUN" && rest.contains("curl")), "the binary asks itself");
    assert!(last.iter().position(|(name, _)| name == "USER") > last.iter().position(|(name, _)| name == "RUN"));
}
