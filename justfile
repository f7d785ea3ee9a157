# The daily commands. `just` alone lists them.

_list:
    @just --list

# Serve with demo data on http://127.0.0.1:8080
run *arguments:
    ./run {{ arguments }}

# Run all checks, or the named parts: lint, client, browser, sqlite, postgres
test *arguments:
    ./test {{ arguments }}

# What CI runs
ci:
    .ci/run

# Format everything
fmt:
    cargo fmt --all

# Write openapi/openapi.json anew from the code
openapi:
    cargo run --quiet --bin siwei -- openapi > openapi/openapi.json.new
    mv openapi/openapi.json.new openapi/openapi.json

# Write docs/errors.md and docs/state-machines.md anew from the code
docs:
    cargo run --quiet --bin siwei -- docs docs

# Measure: prints ratios against a static answer and against pgbench; `just bench --help` explains
bench *arguments:
    cargo run --release --locked --package bench -- {{ arguments }}
