//! The one binary: see `siwei --help`.

fn main() -> std::process::ExitCode {
    api::cli::main()
}
