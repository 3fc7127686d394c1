//! The program `commdn-bridge`.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    match cli::run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("commdn-bridge: {error}");
            ExitCode::FAILURE
        }
    }
}
