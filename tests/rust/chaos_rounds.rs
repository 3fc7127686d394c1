//! A few rounds of real processes that are killed; `make chaos ROUNDS=300` runs many.

use std::process::Command;

/// Rounds of other seeds in each test, so that each ends soon.
fn rounds(seed: &str, topology: &str) {
    let mut chaos = Command::new(env!("CARGO_BIN_EXE_chaos"));
    chaos.args(["--rounds", "3", "--seed", seed, "--topology", topology]);
    let output = chaos.output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}{errors}");
    let number = |row: &str| -> u64 {
        let line = told.lines().find_map(|line| line.strip_prefix(row)).unwrap_or("no such row");
        line.trim().parse().unwrap_or_else(|_| panic!("{row}: {line}\n{told}"))
    };
    let broken =
        ["lost", "duplicated outcomes", "unknown", "sent after the outcome", "out of order"];
    assert_eq!(broken.map(number), [0; 5], "{told}");
    assert!(
        number("attempts") >= number("requests") && number("acknowledged") == number("requests"),
        "{told}"
    );
}

#[test]
fn nothing_is_lost_or_doubled_whoever_is_killed() {
    rounds("1000", "direct");
}

#[test]
fn nothing_is_lost_or_doubled_whoever_is_killed_with_other_seeds() {
    rounds("2000", "direct");
}

#[test]
fn nothing_is_lost_or_doubled_whoever_is_killed_with_more_seeds() {
    rounds("3000", "direct");
}

#[test]
fn nothing_is_lost_or_doubled_whoever_is_killed_with_yet_more_seeds() {
    rounds("4000", "direct");
}

#[test]
fn nothing_is_lost_or_doubled_through_a_bridge_whoever_is_killed() {
    rounds("5000", "bridge");
}

#[test]
fn nothing_is_lost_or_doubled_through_a_bridge_whoever_is_killed_with_other_seeds() {
    rounds("6000", "bridge");
}
