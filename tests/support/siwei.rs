//! The command line as a program of the suite's own package, so that it is there when the suite runs.

fn main() -> std::process::ExitCode {
    api::cli::main()
}
