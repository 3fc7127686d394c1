//! `commdn-sim`: the simulator as a process.
//!
//! Only reads the command line and reports; everything else is the library's or `cli`'s.

#![forbid(unsafe_code)]

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    match cli::run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("commdn-sim: {error}");
            ExitCode::FAILURE
        }
    }
}
