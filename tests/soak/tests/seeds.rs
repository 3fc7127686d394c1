//! A few seeds as an ordinary test; `make soak` runs many.

use commdn_soak::{Plan, Report};

#[test]
fn a_seed_replays_exactly() {
    for seed in [3, 17] {
        let first = commdn_soak::run(seed, false).expect("the seed passes");
        let second = commdn_soak::run(seed, false).expect("the seed passes");
        assert_eq!(first, second);
        let other = commdn_soak::run(seed + 1, false).expect("the seed passes");
        assert_ne!(first.digest, other.digest);
    }
}

#[test]
fn a_few_seeds_meet_everything_that_can_happen() {
    let mut all = Report::default();
    // On a disk entries may be stored without a word, or lost with it: `disk.rs` has those.
    for seed in (1..=16).filter(|seed| Plan::of(*seed).disk.is_none()) {
        all.add(&commdn_soak::run(seed, false).unwrap_or_else(|broken| panic!("{broken}")));
    }
    assert!(all.runs >= 8);
    assert_eq!(all.recorded, all.stored, "every entry of the outbox has its outcome");
    let met = [
        all.acknowledged,
        all.refused,
        all.unanswered,
        all.lost,
        all.crashes,
        all.direct,
        all.power_losses,
    ];
    assert!(met.iter().all(|count| *count > 0), "{all:?}");
    assert!(all.attempts > all.stored, "nothing was ever repeated: {all:?}");
}

#[test]
fn a_plan_follows_from_its_seed_alone() {
    assert_eq!(format!("{:?}", Plan::of(9)), format!("{:?}", Plan::of(9)));
    assert_ne!(format!("{:?}", Plan::of(9)), format!("{:?}", Plan::of(10)));
}

/// OCS echo no reference id, and a request for a phone and its customer is answered twice.
#[test]
fn a_second_answer_acknowledges_nothing_that_ocs_never_saw() {
    for seed in [1_006_216, 1_013_900, 1_074_009, 1_103_160] {
        let run = commdn_soak::run_plan(Plan::plain(seed), false);
        run.unwrap_or_else(|broken| panic!("{broken}"));
    }
}

/// A refusal of a campaign request brings the reference id of a do-not-call request of the program's next start.
#[test]
fn a_refusal_about_something_else_refuses_nothing() {
    let run = commdn_soak::run_plan(Plan::plain(1_933), false);
    run.unwrap_or_else(|broken| panic!("{broken}"));
}

/// The log of writes cannot be had because of an I/O error, and a commit is the removal of a journal.
#[test]
fn a_commit_without_a_log_of_writes_outlives_a_loss_of_power() {
    let run = commdn_soak::run(7_889, false);
    run.unwrap_or_else(|broken| panic!("{broken}"));
}
