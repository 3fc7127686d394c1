//! Tasks of this repository that need the core's own tables: `cargo xtask api` prints what follows from them.
//!
//! Owns the command line. What is printed, and where it goes, is in [`api`].

mod api;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

const USAGE: &str = "usage: cargo xtask api [--check] [--root DIR]

  api          print the mechanical parts of C, C++, Python and the documents from the description in core/src/description
  --check      write nothing: name what differs, and fail if anything does
  --root DIR   the tree to print into, by default this one";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    if arguments.next().as_deref() != Some("api") {
        return usage();
    }
    let (mut check, mut root) = (false, Path::new(env!("CARGO_MANIFEST_DIR")).join(".."));
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--check" => check = true,
            "--root" => match arguments.next() {
                Some(folder) => root = PathBuf::from(folder),
                None => return usage(),
            },
            _ => return usage(),
        }
    }
    let generated = api::files(&api::Description::of_the_core());
    let outcome = if check { api::check(&root, &generated) } else { api::write(&root, &generated) };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(faults) => {
            eprintln!("{faults}");
            ExitCode::FAILURE
        }
    }
}

fn usage() -> ExitCode {
    eprintln!("{USAGE}");
    ExitCode::from(2)
}
