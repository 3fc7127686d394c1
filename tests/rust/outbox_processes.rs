//! Real processes that share an outbox, and are killed.

use std::collections::HashSet;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Barrier;
use std::time::Duration;

use commdn::message::Request;
use commdn::outbox::{Outbox, OutboxConfig, OutcomeKind, SubmitOptions};
use commdn::session::Wait;
use commdn_sim::Simulator;
use commdn_tests::{OCS, SOON, demo};
use tempfile::TempDir;

/// A worker that does not outlive its test.
struct Worker(Child);

impl Worker {
    fn start(arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_outbox-worker"));
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
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

#[test]
fn many_threads_and_processes_may_open_one_new_file_at_once() {
    const PROCESSES: usize = 4;
    const THREADS: usize = 6;
    let folder = TempDir::new().unwrap();
    let mut workers: Vec<Worker> = (0..PROCESSES).map(|_| Worker::start(&["open"])).collect();
    let mut told: Vec<_> = workers.iter_mut().map(Worker::lines).collect();
    for round in 0..80 {
        let file = folder.path().join(format!("outbox-{round}.db"));
        let together = Barrier::new(THREADS + 1);
        let mut ids: Vec<u64> = std::thread::scope(|scope| {
            let open = || {
                together.wait();
                let outbox = Outbox::open(&file, OutboxConfig::new()).unwrap();
                outbox.submit(&Request::do_not_call().phone("5551234567"), SubmitOptions::new())
            };
            let threads: Vec<_> = (0..THREADS).map(|_| scope.spawn(open)).collect();
            together.wait();
            for worker in &mut workers {
                let stdin = worker.0.stdin.as_mut().unwrap();
                writeln!(stdin, "{}", file.display()).unwrap();
            }
            threads.into_iter().map(|thread| thread.join().unwrap().unwrap().0).collect()
        });
        ids.extend(told.iter_mut().map(|lines| {
            let line = lines.next().expect("the process opened the file");
            line.parse::<u64>().unwrap()
        }));
        ids.sort_unstable();
        let expected: Vec<u64> = (1..).take(THREADS + PROCESSES).collect();
        assert_eq!(ids, expected, "one file, made once");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_stopped_process_that_holds_the_write_lock_is_named() {
    use rustix::process::{Pid, Signal, kill_process};
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("outbox.db");
    let config = OutboxConfig::new().busy_timeout(Duration::from_millis(50));
    let outbox = Outbox::open(&file, config).unwrap();
    let submit =
        || outbox.submit(&Request::do_not_call().phone("5551234567"), SubmitOptions::new());
    let mut holder = Worker::start(&["hold", file.to_str().unwrap()]);
    assert_eq!(holder.lines().next().as_deref(), Some("holds"));
    let pid = holder.0.id();
    let told = submit().unwrap_err().to_string();
    assert!(
        told.contains(&format!("process {pid} (outbox-worker) holds the write lock")),
        "{told}"
    );
    let process = Pid::from_raw(i32::try_from(pid).unwrap()).unwrap();
    kill_process(process, Signal::STOP).unwrap();
    let stat = || std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
    assert!(std::iter::repeat_with(stat).take(100_000).any(|stat| stat.contains(") T ")));
    let told = submit().unwrap_err().to_string();
    assert!(told.contains(&format!("process {pid} (outbox-worker), which is stopped")), "{told}");
    holder.kill();
    submit().unwrap();
}
