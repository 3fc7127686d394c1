//! Sessions over the address `exec:`, with `commdn-sim run --stdio` and with children that misbehave.
#![cfg(unix)]

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use commdn::ErrorKind;
use commdn::carrier::{Address, CommandLine, ExecConnector};
use commdn::message::Request;
use commdn::session::{LogLevel, Reconnect, Session, SessionConfig, Wait};
use rustix::process::{Pid, Signal, kill_process, test_kill_process};

const PROGRAM: &str = env!("CARGO_BIN_EXE_commdn-sim");
const PATIENCE: Duration = Duration::from_secs(20);

/// What was logged.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<String>>>);

impl Lines {
    fn all(&self) -> Vec<String> {
        self.0.lock().expect("the lines").clone()
    }

    /// The ids that children have told of themselves, once there are so many.
    fn pids(&self, count: usize) -> Vec<Pid> {
        let mut pids = Vec::new();
        until("the children", || {
            let told = self.all();
            let told = told.iter().filter_map(|line| line.strip_prefix("sh: pid "));
            pids = told.filter_map(|pid| Pid::from_raw(pid.parse().ok()?)).collect();
            pids.len() >= count
        });
        pids
    }
}

fn until(what: &str, mut condition: impl FnMut() -> bool) {
    let began = Instant::now();
    while !condition() {
        assert!(began.elapsed() < PATIENCE, "{what}: not in time");
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// The configuration of a session, and what it logs.
fn config() -> (SessionConfig, Lines) {
    let lines = Lines::default();
    let own = lines.clone();
    let sink = Arc::new(move |_: LogLevel, line: &str| {
        own.0.lock().expect("the lines").push(line.to_owned());
    });
    let config = SessionConfig::new("8001", 20)
        .ocs_dbid(101)
        .connect_timeout(PATIENCE)
        .close_timeout(PATIENCE)
        .log_to(sink, LogLevel::Info);
    (config, lines)
}

/// A script whose first argument is the simulator.
fn shell(script: &str) -> ExecConnector {
    let script = format!("echo pid $$ >&2; {script}");
    ExecConnector::new(CommandLine::new("sh", ["-c", &script, PROGRAM]))
}

fn refused(address: &str, timeout: Duration) -> commdn::Error {
    let address: Address = address.parse().expect("an address");
    let server = address.connector(None).expect("a connector");
    let (config, _) = config();
    let config = config.connect_timeout(timeout).reconnect(Reconnect::NEVER);
    Session::connect(config, server).map(drop).expect_err("no server")
}

#[test]
fn a_request_is_answered_by_a_simulator_that_ends_with_the_session() {
    let (config, lines) = config();
    let session = Session::connect(config, shell("exec \"$0\" run --stdio")).expect("it opens");
    assert_eq!(session.server(), "exec:sh");
    session.call(&Request::do_not_call().phone("5551234567"), Wait::Default).expect("an answer");
    session.close(PATIENCE).expect("it closes");
    let [pid] = lines.pids(1).try_into().expect("one child");
    assert!(test_kill_process(pid).is_err(), "the child is still there");
    assert!(lines.all().iter().any(|line| line.contains("serving one client")));
}

#[test]
fn a_child_that_was_killed_is_started_again() {
    let (config, lines) = config();
    let config = config.reconnect(Reconnect::default().first_delay(Duration::from_millis(10)));
    let session = Session::connect(config, shell("exec \"$0\" run --stdio --quiet"));
    let session = session.expect("it opens");
    for round in 1..=3 {
        let pid = *lines.pids(round).last().expect("a child");
        kill_process(pid, Signal::KILL).expect("it runs");
        lines.pids(round + 1);
        let request = Request::do_not_call().phone("5551234567");
        until("an answer", || session.call(&request, PATIENCE).is_ok());
    }
    session.close(PATIENCE).expect("it closes");
    for pid in lines.pids(4) {
        assert!(test_kill_process(pid).is_err(), "{pid:?} is still there");
    }
}

#[test]
fn a_child_that_hangs_or_does_not_want_to_end_holds_up_no_close() {
    for script in [
        "exec \"$0\" run --stdio --quiet",
        "trap '' TERM; \"$0\" run --stdio --quiet; while :; do sleep 1000; done",
    ] {
        let (config, lines) = config();
        let session = Session::connect(config, shell(script)).expect("it opens");
        let [pid] = lines.pids(1).try_into().expect("one child");
        if !script.starts_with("trap") {
            kill_process(pid, Signal::STOP).expect("it runs");
        }
        session.close(PATIENCE).expect("it closes");
        assert!(test_kill_process(pid).is_err(), "{script}: the child is still there");
    }
}

#[test]
fn a_child_that_says_nothing_is_given_up() {
    for command in ["exec:sleep 1000", "exec:sh -c 'exec cat >/dev/null'"] {
        let error = refused(command, Duration::from_millis(200));
        assert_eq!(error.kind(), ErrorKind::Connect, "{error}");
    }
}

#[test]
fn a_command_that_is_no_server_is_named_with_its_last_words() {
    let error = refused("exec:no-such-program --password S3cr3t", PATIENCE);
    assert_eq!(error.kind(), ErrorKind::Connect);
    let text = error.to_string();
    assert!(text.contains("no-such-program") && !text.contains("S3cr3t"), "{text}");
    let error =
        refused("exec:sh -c 'printf \"no \\033[2Jlicence\\n\" >&2; exit 3' S3cr3t", PATIENCE);
    assert_eq!(error.kind(), ErrorKind::Connect);
    let text = error.to_string();
    assert!(text.contains("command sh ended (exit status: 3): no \\x1b[2Jlicence"), "{text}");
    assert!(!text.contains("S3cr3t"), "{text}");
    for garbage in ["exec:yes", "exec:echo 'HTTP/1.1 200 OK'"] {
        assert_eq!(refused(garbage, PATIENCE).kind(), ErrorKind::Protocol, "{garbage}");
    }
}
