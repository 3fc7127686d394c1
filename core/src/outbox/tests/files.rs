//! Files: several connections, damage, other programs' files, forks and crashes.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::*;
use crate::session::Wait;

const BUSY: Duration = Duration::from_secs(5);

#[test]
fn a_file_of_another_program_is_refused_and_left_as_it_is() {
    let folder = folder();
    let text = folder.path().join("notes.txt");
    std::fs::write(&text, "not a database, but long enough to look like something".repeat(20))
        .unwrap();
    let error = Store::open(&text, BUSY).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Storage);
    assert!(error.message().contains("notes.txt"), "{error}");

    let other = folder.path().join("other.db");
    let connection = rusqlite::Connection::open(&other).unwrap();
    connection.execute_batch("CREATE TABLE phone (number TEXT)").unwrap();
    drop(connection);
    let before = std::fs::read(&other).unwrap();
    let error = Store::open(&other, BUSY).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Storage);
    assert!(error.message().contains("no outbox"), "{error}");
    assert_eq!(std::fs::read(&other).unwrap(), before);

    let error = Store::open(folder.path().join("nowhere/outbox.db"), BUSY).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Storage);
}

#[test]
fn a_newer_programs_file_is_refused_with_both_versions() {
    let folder = folder();
    let path = folder.path().join("outbox.db");
    drop(Store::open(&path, BUSY).unwrap());
    let connection = rusqlite::Connection::open(&path).unwrap();
    connection.pragma_update(None, "user_version", 9).unwrap();
    drop(connection);
    let error = Store::open(&path, BUSY).unwrap_err();
    assert!(error.message().contains("version 9, this program knows 2"), "{error}");
}

#[test]
#[cfg(unix)]
fn a_new_file_is_readable_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder();
    let outbox = open(&folder);
    outbox.submit(&dnc("1"), SubmitOptions::new()).unwrap();
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let mode = entry.unwrap().metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{mode:o}");
    }
}

/// As a process does that submits one by one as fast as it can: the lock is free for microseconds
/// at a time.
#[test]
fn a_process_that_writes_without_a_pause_keeps_nobody_out() {
    let folder = folder();
    let path = folder.path().join("outbox.db");
    let busy = Duration::from_secs(30);
    drop(Store::open(&path, busy).unwrap());
    let (over, config) = (AtomicBool::new(false), OutboxConfig::new());
    let (started, wait) = std::sync::mpsc::sync_channel(1);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut connection = rusqlite::Connection::open(&path).unwrap();
            connection.busy_timeout(busy).unwrap();
            while !over.load(Ordering::Relaxed) {
                let behaviour = rusqlite::TransactionBehavior::Immediate;
                let transaction = connection.transaction_with_behavior(behaviour).unwrap();
                let _ = started.try_send(());
                std::thread::sleep(Duration::from_millis(20));
                transaction.commit().unwrap();
            }
        });
        wait.recv().unwrap();
        let submitted = Store::open(&path, busy).and_then(|mut other| {
            let mut submit = |at| other.submit(&dnc("1"), &SubmitOptions::new(), &config, at);
            (0..5).map(&mut submit).collect::<Result<Vec<_>, _>>()
        });
        over.store(true, Ordering::Relaxed);
        assert_eq!(submitted.unwrap().len(), 5);
    });
}

#[test]
fn a_lock_that_is_not_given_up_is_an_error_after_busy_timeout() {
    let folder = folder();
    let path = folder.path().join("outbox.db");
    let mut store = Store::open(&path, Duration::from_millis(50)).unwrap();
    let mut connection = rusqlite::Connection::open(&path).unwrap();
    let behaviour = rusqlite::TransactionBehavior::Immediate;
    let held = connection.transaction_with_behavior(behaviour).unwrap();
    let config = OutboxConfig::new();
    let error = store.submit(&dnc("1"), &SubmitOptions::new(), &config, 1).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Storage);
    assert!(error.message().contains("locked"), "{error}");
    // Opening and reading need no write lock.
    assert_eq!(Store::open(&path, Duration::ZERO).unwrap().stats().unwrap().unfinished, 0);
    drop(held);
    store.submit(&dnc("1"), &SubmitOptions::new(), &config, 1).unwrap();
}

#[test]
fn many_connections_opening_a_new_file_at_once_all_succeed() {
    let folder = folder();
    let path = folder.path().join("outbox.db");
    let ids: Vec<OutboxId> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8)
            .map(|number| {
                let path = &path;
                scope.spawn(move || {
                    let mut store = Store::open(path, BUSY).unwrap();
                    let config = OutboxConfig::new();
                    let request = dnc(&number.to_string());
                    store.submit(&request, &SubmitOptions::new(), &config, 1).unwrap()
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let distinct: std::collections::HashSet<_> = ids.iter().collect();
    assert_eq!(distinct.len(), 8);
}

#[test]
fn two_connections_that_claim_at_the_same_time_share_the_entries() {
    let folder = folder();
    let path = folder.path().join("outbox.db");
    let mut store = Store::open(&path, BUSY).unwrap();
    let config = OutboxConfig::new();
    for number in 0..400 {
        store.submit(&dnc(&number.to_string()), &SubmitOptions::new(), &config, 1).unwrap();
    }
    let taken: Vec<OutboxId> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..2)
            .map(|seed| {
                let path = &path;
                scope.spawn(move || {
                    let mut store = Store::open(path, BUSY).unwrap();
                    let mut sender = Sender::simulated(soon().window(20), seed);
                    let mut taken = Vec::new();
                    for now in 2.. {
                        sender.nudge();
                        sender.poll(&mut store, now * 10, true).unwrap();
                        while let Some(outgoing) = sender.next(now * 10) {
                            taken.push(outgoing.id);
                            sender.ended(outgoing.token, acknowledged(), now * 10);
                        }
                        if store.stats().unwrap().unfinished == 0 {
                            break;
                        }
                    }
                    assert_eq!(sender.stats().lost_claims, 0);
                    taken
                })
            })
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    let distinct: std::collections::HashSet<_> = taken.iter().collect();
    assert_eq!((taken.len(), distinct.len()), (400, 400));
    assert_eq!(store.outcomes(0, 1_000).unwrap().len(), 400);
}

#[test]
fn an_outcome_of_another_connection_ends_a_wait() {
    let folder = folder();
    let outbox = open(&folder);
    let id = outbox.submit(&dnc("1"), SubmitOptions::new()).unwrap();
    let error = outbox.wait(id, Wait::For(Duration::from_millis(20))).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::WaitTimeout);
    std::thread::scope(|scope| {
        let waiter = scope.spawn(|| outbox.wait(id, Wait::For(Duration::from_secs(8))));
        open(&folder).cancel(id).unwrap();
        assert_eq!(waiter.join().unwrap().unwrap().kind, OutcomeKind::Cancelled);
    });
    assert!(outbox.wait_until_empty(Wait::No).unwrap());
    assert_eq!(outbox.wait(OutboxId(77), Wait::No).unwrap_err().kind(), ErrorKind::InvalidArgument);
}

#[test]
fn a_file_that_another_program_locks_is_told_of_by_name() {
    let folder = folder();
    let path = folder.path().join("outbox.db");
    let config = OutboxConfig::new().busy_timeout(Duration::from_millis(30));
    let outbox = Outbox::open(&path, config).unwrap();
    let mut other = rusqlite::Connection::open(&path).unwrap();
    let lock = other.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).unwrap();
    let error = outbox.submit(&dnc("1"), SubmitOptions::new()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Storage);
    assert!(error.message().contains("outbox.db") && error.message().contains("lock"), "{error}");
    drop(lock);
    outbox.submit(&dnc("1"), SubmitOptions::new()).unwrap();
}

#[test]
fn an_export_has_a_line_for_each_entry() {
    let folder = folder();
    let outbox = open(&folder);
    outbox.submit(&dnc("555").customer_id("a,\"b\""), SubmitOptions::new().key("k")).unwrap();
    let second = outbox.submit(&dnc("556"), SubmitOptions::new()).unwrap();
    outbox.cancel(second).unwrap();
    let mut text = Vec::new();
    let count = outbox
        .export(crate::outbox::Filter::All, crate::outbox::Cells::Neutral, &mut text)
        .unwrap();
    assert_eq!(count, 2);
    let text = String::from_utf8(text).unwrap();
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines.len(), 3);
    assert!(lines[0].starts_with("id,state,request,phone"), "{text}");
    assert!(lines[1].starts_with("1,waiting,CM_ReqDoNotCall,555,\"a,\"\"b\"\"\""), "{text}");
    assert!(lines[2].starts_with("2,done,CM_ReqDoNotCall,556"), "{text}");
    assert!(lines[2].contains("cancelled"), "{text}");
}

#[test]
fn pages_hold_everything_once() {
    let folder = folder();
    let outbox = open(&folder);
    let all = (0..1_203).map(|number| (dnc(&number.to_string()), SubmitOptions::new()));
    let ids = outbox.submit_many(all).unwrap();
    let listed: Result<Vec<_>, _> = outbox
        .list(crate::outbox::Filter::Unfinished)
        .map(|entry| Ok::<_, Error>(entry?.id))
        .collect();
    assert_eq!(listed.unwrap(), ids);
}
