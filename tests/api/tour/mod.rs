//! The tours and examples of the README and the docs, run as they stand: every `bash` block
//! of a page, one after the other, against a server with the demo data. `sh` blocks are for
//! reading only. A line that ends in `# → text` must print that text.

mod pages;

use std::process::Command;

use support::TestApp;

use crate::service::text;

/// Where the pages say that the server is.
const ADDRESS: &str = "http://127.0.0.1:8080";

/// What every page starts with. A line that fails ends the page.
const PRELUDE: &str = r#"set -euo pipefail
expect() { # the text, what was printed, the line
  [ "$2" = "$1" ] && return
  printf 'expected  %s\nbut got   %s\nfrom      %s\n' "$1" "$2" "$3" >&2
  exit 1
}
siwei() { "$SIWEI" "$@"; } # the program, wherever the suite has put it
"#;

/// Runs the page's blocks and returns what they printed.
fn run(app: &TestApp, page: &str) -> String {
    let script = format!("{PRELUDE}{}", script(&text(page)).replace(ADDRESS, &app.base()));
    let folder = tempfile::tempdir().expect("no temporary folder");
    let file = folder.path().join("tour.sh");
    std::fs::write(&file, &script).expect("the script is not written");
    for tool in ["bash", "curl", "jq"] {
        let there = Command::new(tool).arg("--version").output();
        assert!(there.is_ok(), "{tool} is missing: `./test` installs what the tours need");
    }
    let told = Command::new("bash")
        .arg(&file)
        .current_dir(folder.path())
        .env("no_proxy", "*")
        .env("SIWEI", env!("CARGO_BIN_EXE_siwei-under-test"))
        .env_remove("SIWEI_CONFIG")
        .output()
        .expect("bash does not start");
    let (out, err) = (String::from_utf8_lossy(&told.stdout), String::from_utf8_lossy(&told.stderr));
    assert!(told.status.success(), "{page} does not run:\n{out}\n{err}");
    out.into_owned()
}

/// The page's `bash` blocks, with every expectation made a check.
fn script(page: &str) -> String {
    let mut script = String::new();
    let mut inside = false;
    for line in page.lines() {
        match line.trim() {
            "```bash" => inside = true,
            "```" => inside = false,
            _ if inside => script += &checked(line),
            _ => {}
        }
    }
    script
}

fn checked(line: &str) -> String {
    match line.split_once("# → ") {
        Some((command, expected)) => {
            let quoted = |text: &str| format!("'{}'", text.trim().replace('\'', r"'\''"));
            format!("expect {} \"$({})\" {}\n", quoted(expected), command.trim(), quoted(command))
        }
        None => format!("{line}\n"),
    }
}

#[test]
fn an_expectation_becomes_a_check_and_other_blocks_are_left_alone() {
    let page = "```sh\n./run\n```\n```bash\nx=1\necho $x   # → 1\n```\n";
    assert_eq!(script(page), "x=1\nexpect '1' \"$(echo $x)\" 'echo $x'\n");
}
