//! A few rounds of real processes that are killed; `make chaos ROUNDS=300` runs many.

use std::process::Command;

/// Rounds of other seeds in each test, so that each ends soon.
fn rounds(seed: &str) {
    let mut chaos = Command::new(env!("CARGO_BIN_EXE_chaos"));
    let output = chaos.args(["--rounds", "3", "--seed", seed]).output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}{errors}");
    let number = |row: &str| -> u64 {
        let line = told.lines().find_map(|line| line.strip_prefix(row)).unwrap_or("no such row");
        line.trim().parse().unwrap_or_else(|_| panic!("{row}: {line}\n{told}"))
    };
    assert_eq!((number("lost"), number("duplicated outcomes"), number("unknown")), (0, 0, 0));
    assert!(number("kills") >= 3 && number("acknowledged") == number("requests"), "{told}");
}

#[test]
fn nothing_is_lost_or_doubled_whoever_is_killed() {
    rounds("1000");
}

#[test]
fn nothing_is_lost_or_doubled_whoever_is_killed_with_other_seeds() {
    rounds("2000");
}

#[test]
fn nothing_is_lost_or_doubled_whoever_is_killed_with_more_seeds() {
    rounds("3000");
}

#[test]
fn nothing_is_lost_or_doubled_whoever_is_killed_with_yet_more_seeds() {
    rounds("4000");
}
