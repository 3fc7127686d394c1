//! The outbox on a disk with faults: by seeds, and beside them by hand.

use commdn::message::Request;
use commdn::outbox::{OutboxConfig, Store, SubmitOptions};
use commdn_soak::vfs::{self, Disk, DiskFaults, Mounted};
use commdn_soak::{Plan, Report};

const NOW: u64 = 1_790_000_000_000;

fn opened(disk: &Mounted) -> Store {
    Store::open_on(vfs::NAME, disk.path("outbox.db"), vfs::look).unwrap()
}

fn submit(store: &mut Store, number: u64) -> Result<u64, commdn::Error> {
    let request = Request::do_not_call().phone(format!("555{number:07}"));
    let id = store.submit(&request, &SubmitOptions::new(), &OutboxConfig::new(), NOW)?;
    Ok(id.0)
}

#[test]
fn seeds_with_a_disk_replay_exactly_and_meet_all_that_it_does() {
    let on_a_disk = |seed: &u64| Plan::of(*seed).disk.is_some();
    let mut all = Report::default();
    for seed in (1..400).filter(on_a_disk).take(20) {
        let run = || commdn_soak::run(seed, false).unwrap_or_else(|broken| panic!("{broken}"));
        let report = run();
        all.add(&report);
        if seed < 40 {
            assert_eq!(report, run());
        }
    }
    let met = [all.disks, all.disk_errors, all.machine_losses, all.refusals, all.damaged];
    assert!(met.iter().all(|count| *count > 0), "{all:?}");
}

#[test]
fn what_was_confirmed_is_there_after_any_loss_of_power() {
    for seed in 0..40 {
        let disk = Mounted::new(Disk::new(seed, DiskFaults::default()));
        drop(opened(&disk));
        let mut confirmed = Vec::new();
        for round in 0..4 {
            let mut store = opened(&disk);
            disk.disk().go_down_after(100 + u32::try_from(seed * 7 % 50).unwrap());
            while let Ok(id) = submit(&mut store, 100 * round + confirmed.len() as u64) {
                confirmed.push(id);
            }
            disk.disk().lose_power();
            drop(store);
            let store = opened(&disk);
            for id in &confirmed {
                let entry = store.entry(commdn::outbox::OutboxId(*id));
                assert!(
                    entry.is_ok_and(|entry| entry.request.is_some()),
                    "seed {seed}: entry {id}"
                );
            }
        }
        assert!(confirmed.len() >= 4 && !disk.disk().damage.is_done());
    }
}

#[test]
fn a_disk_that_lies_is_told_from_one_that_does_not() {
    let lying = DiskFaults { lies: 1, ..DiskFaults::default() };
    let lost = (0..20).filter(|seed| {
        let disk = Mounted::new(Disk::new(*seed, lying));
        let mut store = opened(&disk);
        submit(&mut store, 1).unwrap();
        disk.disk().lose_power();
        drop(store);
        disk.disk().damage.lost_flushes > 0
    });
    assert!(lost.count() > 5);
}

#[test]
fn a_full_disk_refuses_and_takes_requests_again_when_there_is_room() {
    let disk = Mounted::new(Disk::new(1, DiskFaults::default()));
    let mut store = opened(&disk);
    submit(&mut store, 1).unwrap();
    disk.disk().set_full(true);
    let full = submit(&mut store, 2).unwrap_err();
    assert_eq!(full.kind(), commdn::ErrorKind::Storage);
    assert!(full.message().contains("full"), "{full}");
    disk.disk().set_full(false);
    assert_eq!(submit(&mut store, 3).unwrap(), 2, "what was refused has no number");
}

#[test]
fn each_call_that_fails_costs_nothing_that_was_confirmed() {
    let failing = DiskFaults { errors: 60, ..DiskFaults::default() };
    let mut refused = 0;
    for seed in 0..20 {
        let disk = Mounted::new(Disk::new(seed, failing));
        let open = || Store::open_on(vfs::NAME, disk.path("outbox.db"), vfs::look);
        let mut store = std::iter::repeat_with(open).take(1_000).find_map(Result::ok).unwrap();
        let ids: Vec<u64> = (0..30).filter_map(|number| submit(&mut store, number).ok()).collect();
        refused += 30 - ids.len();
        disk.disk().calm_down();
        assert_eq!(store.stats().unwrap().unfinished, ids.len() as u64, "seed {seed}");
    }
    assert!(refused > 10, "{refused}");
}

#[test]
fn nothing_is_taken_while_the_name_leads_elsewhere() {
    let disk = Mounted::new(Disk::new(1, DiskFaults::default()));
    let mut store = opened(&disk);
    submit(&mut store, 1).unwrap();
    disk.disk().rename(&disk.path("outbox.db"), &disk.path("outbox.db.1"));
    let error = submit(&mut store, 2).unwrap_err();
    assert!(error.message().contains("renamed or removed"), "{error}");
    disk.disk().rename(&disk.path("outbox.db.1"), &disk.path("outbox.db"));
    submit(&mut store, 3).unwrap();
    drop(store);
    assert_eq!(opened(&disk).stats().unwrap().unfinished, 2);
}
