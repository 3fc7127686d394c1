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
            // It may quote a file or a peer.
            eprintln!("commdn-sim: {}", commdn::text::escape(&error.to_string()));
            ExitCode::FAILURE
        }
    }
}
