//! The operator's tools: demo data on a command, and a look at everything an installation needs.

use std::path::Path;
use std::process::Output;

use serde_json::Value;

use crate::{Outcome, siwei};

/// Runs the binary in a folder of its own.
fn run(folder: &Path, words: &[&str], variables: &[(&str, &str)]) -> std::io::Result<Output> {
    let data = folder.join("data");
    let variables = variables.iter().copied();
    siwei().args(words).current_dir(folder).env("SIWEI__DATA_DIR", data).envs(variables).output()
}

/// What doctor found, by check.
fn doctor(folder: &Path, variables: &[(&str, &str)]) -> Result<(Option<i32>, Value), Box<dyn std::error::Error>> {
    let output = run(folder, &["doctor", "--json"], variables)?;
    Ok((output.status.code(), serde_json::from_slice(&output.stdout)?))
}

fn state<'a>(found: &'a Value, check: &str) -> &'a str {
    let findings = found["findings"].as_array().map(Vec::as_slice).unwrap_or_default();
    let one = findings.iter().find(|one| one["check"] == check);
    one.and_then(|one| one["state"].as_str()).unwrap_or("missing")
}

#[test]
fn every_command_teaches_in_chinese_and_english() -> Outcome {
    let folder = tempfile::tempdir()?;
    let commands: &[&[&str]] = &[
        &[],
        &["serve"],
        &["migrate"],
        &["demo"],
        &["doctor"],
        &["healthcheck"],
        &["openapi"],
        &["docs"],
        &["verify"],
        &["verify", "audit"],
        &["verify", "rates"],
        &["verify", "bundle"],
        &["import"],
        &["import", "roster"],
        &["admin"],
        &["admin", "make-secrets"],
        &["admin", "rotate-keys"],
        &["admin", "outbox"],
        &["admin", "outbox", "list"],
        &["admin", "outbox", "retry"],
        &["admin", "create-admin"],
    ];
    for command in commands {
        let output = run(folder.path(), &[command, &["--help"][..]].concat(), &[])?;
        let help = String::from_utf8(output.stdout)?;
        let about = help.split("Usage:").next().unwrap_or_default();
        let chinese = about.chars().any(|c| ('一'..='龥').contains(&c));
        let english = about.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| word.len() > 2).count() > 1;
        assert!(output.status.success() && chinese && english, "{command:?} says only: {about}");
    }
    Ok(())
}

#[test]
fn demo_fills_an_empty_database_once_and_prints_the_same_people_again() -> Outcome {
    let folder = tempfile::tempdir()?;
    let first = run(folder.path(), &["demo", "--json"], &[])?;
    assert!(first.status.success(), "{}", String::from_utf8_lossy(&first.stderr));
    assert!(String::from_utf8_lossy(&first.stderr).contains("demo data is in"));
    let again = run(folder.path(), &["demo", "--json"], &[])?;
    let people = |output: &Output| -> Result<Vec<Value>, serde_json::Error> { serde_json::from_slice(&output.stdout) };
    let labels = |people: &[Value]| people.iter().map(|one| one["label"].to_string()).collect::<Vec<_>>();
    let (first, second) = (people(&first)?, people(&again)?);
    assert_eq!(labels(&first), labels(&second));
    assert_eq!(first.len(), 12);
    assert!(!String::from_utf8_lossy(&again.stderr).contains("demo data is in"));

    let shown = String::from_utf8(run(folder.path(), &["demo"], &[])?.stdout)?;
    assert!(shown.contains("/docs") && shown.contains("sandbox:"), "{shown}");
    let (code, found) = doctor(folder.path(), &[])?;
    assert_eq!((code, state(&found, "vault"), state(&found, "schema")), (Some(0), "good", "good"), "{found}");
    Ok(())
}

#[test]
fn demo_refuses_production_and_a_database_with_other_data() -> Outcome {
    let folder = tempfile::tempdir()?;
    let production = run(folder.path(), &["demo"], &[("SIWEI__ENVIRONMENT", "production")])?;
    assert_eq!(production.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&production.stderr).contains("production"));
    Ok(())
}

#[test]
fn doctor_looks_without_changing_anything() -> Outcome {
    let folder = tempfile::tempdir()?;
    let (code, found) = doctor(folder.path(), &[])?;
    assert_eq!((code, state(&found, "database")), (Some(2), "bad"), "{found}");
    assert_eq!((state(&found, "keys"), state(&found, "dataFolder")), ("skipped", "good"));
    assert_eq!(std::fs::read_dir(folder.path())?.count(), 0, "it made something");

    let shown = String::from_utf8(run(folder.path(), &["doctor"], &[])?.stdout)?;
    assert!(shown.contains('✗') && shown.contains("siwei migrate") && shown.contains("数据库"), "{shown}");
    Ok(())
}

#[test]
fn doctor_finds_what_is_wrong_with_an_installation() -> Outcome {
    let folder = tempfile::tempdir()?;
    assert!(run(folder.path(), &["migrate"], &[])?.status.success());
    let (code, found) = doctor(folder.path(), &[])?;
    assert_eq!((code, found["ok"].as_bool()), (Some(0), Some(true)), "{found}");

    let away = [
        ("SIWEI__REDIS__URL", "redis://127.0.0.1:1"),
        ("SIWEI__WECHAT__MODE", "live"),
        ("SIWEI__WECHAT__BASE_URL", "http://127.0.0.1:1"),
        ("SIWEI__WECHAT__RETRY_PAUSE_MS", "1"),
        ("SIWEI__WECHAT__APPS__WX1__SECRET", "s"),
    ];
    let (code, found) = doctor(folder.path(), &away)?;
    assert_eq!((code, state(&found, "redis"), state(&found, "wechat")), (Some(2), "bad", "bad"), "{found}");
    assert_eq!(state(&found, "database"), "good", "what is well is still said");

    let (code, found) =
        doctor(folder.path(), &[("SIWEI__DATABASE__URL", "postgres://siwei:secret@127.0.0.1:1/siwei")])?;
    assert_eq!((code, state(&found, "database")), (Some(2), "bad"));
    assert!(!found.to_string().contains("secret"), "the password is shown: {found}");

    let (code, found) = doctor(folder.path(), &[("SIWEI__DATABASE__ULR", "x")])?;
    assert_eq!((code, state(&found, "configuration")), (Some(2), "bad"));
    Ok(())
}

#[test]
fn doctor_reads_the_font_that_was_added_for_rare_characters() -> Outcome {
    let folder = tempfile::tempdir()?;
    let looked = |font: &str| doctor(folder.path(), &[("SIWEI__PRINT__FONT", font)]);
    let (_, found) = doctor(folder.path(), &[])?;
    assert_eq!(state(&found, "printFont"), "skipped", "{found}");
    let (_, found) = looked(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/fonts/NotoSansCJKsc-Regular-subset.otf"))?;
    assert_eq!(state(&found, "printFont"), "good", "{found}");
    let (_, found) = looked(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/fonts/OFL.txt"))?;
    assert_eq!(state(&found, "printFont"), "bad", "a text is no font: {found}");
    let (_, found) = looked("/nowhere/rare.otf")?;
    assert_eq!(state(&found, "printFont"), "bad", "{found}");
    Ok(())
}

#[test]
fn doctor_sees_that_the_keys_are_not_those_of_the_data() -> Outcome {
    let folder = tempfile::tempdir()?;
    assert!(run(folder.path(), &["demo"], &[])?.status.success());
    let secrets = folder.path().join("data/secrets.toml");
    let kept = std::fs::read_to_string(&secrets)?;
    let other = String::from_utf8(run(folder.path(), &["admin", "make-secrets"], &[])?.stdout)?;
    std::fs::write(&secrets, other)?;
    let (code, found) = doctor(folder.path(), &[])?;
    assert_eq!((code, state(&found, "vault")), (Some(2), "bad"), "{found}");

    let foreign: String = kept
        .lines()
        .map(|line| match line.starts_with("blind_index") {
            true => "blind_index = \"YW5vdGhlciBrZXkgZm9yIHRlc3RzLCBub2JvZHkncyE=\"\n".to_owned(),
            false => format!("{line}\n"),
        })
        .collect();
    std::fs::write(&secrets, foreign)?;
    let (code, found) = doctor(folder.path(), &[])?;
    assert_eq!((code, state(&found, "vault")), (Some(2), "bad"), "{found}");
    assert!(found.to_string().contains("blind_index"), "{found}");
    Ok(())
}
