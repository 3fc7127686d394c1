//! Real processes that share an outbox, and are killed.

use std::collections::HashSet;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use commdn::outbox::{Outbox, OutboxConfig, OutcomeKind};
use commdn::session::Wait;
use commdn_sim::Simulator;
use commdn_tests::{OCS, SOON, demo};
use tempfile::TempDir;

/// A worker that does not outlive its test.
struct Worker(Child);

impl Worker {
    fn start(arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_outbox-worker"));
        command.args(arguments).stdout(Stdio::piped());
        Self(command.spawn().unwrap())
    }

    fn lines(&mut self) -> impl Iterator<Item = String> + use<> {
        BufReader::new(self.0.stdout.take().unwrap()).lines().map_while(Result::ok)
    }

    /// SIGKILL on Unix.
    fn kill(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn drain(file: &Path, simulator: &Simulator) -> Worker {
    let address = simulator.listen("127.0.0.1:0").unwrap();
    let (host, port) = (address.ip().to_string(), address.port().to_string());
    Worker::start(&["drain", file.to_str().unwrap(), &host, &port, "600"])
}

#[test]
fn what_a_killed_process_has_submitted_is_there_and_is_delivered_by_the_next() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("outbox.db");
    let mut submitter = Worker::start(&["submit", file.to_str().unwrap(), "0", "1000000"]);
    // Whatever it says that it has submitted counts, up to the moment of its death.
    let mut lines = submitter.lines();
    let mut told: HashSet<String> = lines.by_ref().take(100).collect();
    submitter.kill();
    told.extend(lines.filter(|line| line.len() == 10));
    assert!(told.len() >= 100);

    let simulator = demo();
    let mut killed = drain(&file, &simulator);
    assert_eq!(killed.lines().next().as_deref(), Some("attached"));
    killed.kill();

    let outbox = Outbox::open(&file, OutboxConfig::new()).unwrap();
    let _drain = drain(&file, &simulator);
    assert!(outbox.wait_until_empty(Wait::For(SOON)).unwrap(), "{:?}", outbox.stats());
    let listed: HashSet<String> =
        simulator.control().do_not_call(OCS).unwrap().phones.into_iter().collect();
    let mut ended = HashSet::new();
    for outcome in outbox.outcomes(0) {
        let outcome = outcome.unwrap();
        assert_eq!(outcome.kind, OutcomeKind::Acknowledged);
        assert!(listed.contains(outcome.key.as_ref().unwrap()));
        assert!(ended.insert(outcome.key.unwrap()), "two outcomes for one entry");
    }
    assert!(told.is_subset(&ended), "{} told, {} ended", told.len(), ended.len());
}

#[test]
fn processes_that_share_a_file_deliver_each_entry_once() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("outbox.db");
    let path = file.to_str().unwrap().to_owned();
    let simulator = demo();
    let mut workers: Vec<Worker> =
        ["0", "1000"].iter().map(|first| Worker::start(&["submit", &path, first, "150"])).collect();
    for worker in &mut workers {
        assert!(worker.0.wait().unwrap().success());
    }
    let drains = [drain(&file, &simulator), drain(&file, &simulator)];
    let outbox = Outbox::open(&file, OutboxConfig::new()).unwrap();
    assert!(outbox.wait_until_empty(Wait::For(SOON)).unwrap(), "{:?}", outbox.stats());
    for mut worker in drains {
        assert!(worker.0.wait().unwrap().success());
    }
    let mut attempts = 0;
    let mut ended = HashSet::new();
    for outcome in outbox.outcomes(0) {
        let outcome = outcome.unwrap();
        assert_eq!(outcome.kind, OutcomeKind::Acknowledged);
        attempts += outcome.attempts;
        assert!(ended.insert(outcome.id));
    }
    assert_eq!((ended.len(), attempts), (300, 300));
    let answered = simulator.control().do_not_call(OCS).unwrap().phones.len();
    assert_eq!(answered, 300);
}

#[test]
fn what_another_process_submits_is_seen_by_one_that_has_the_file_open() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("outbox.db");
    let outbox = Outbox::open(&file, OutboxConfig::new()).unwrap();
    let mut other = Worker::start(&["submit", file.to_str().unwrap(), "0", "5"]);
    assert!(other.0.wait().unwrap().success());
    assert_eq!(outbox.stats().unwrap().unfinished, 5);
    assert!(outbox.find("5550000004").unwrap().is_some());
    assert!(!outbox.wait_until_empty(Wait::For(Duration::from_millis(10))).unwrap());
}
