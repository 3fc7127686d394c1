//! Children of every kind: what they say, how they end, and that none is left.

use std::collections::BTreeSet;
use std::time::Instant;

use commdn_rt::sync::Mutex;
use rustix::process::{Pid, test_kill_process};

use super::*;

const SOON: Duration = Duration::from_secs(10);

/// A shell's script as a child, and what it has said.
struct Script {
    connector: ExecConnector,
    transport: Arc<dyn Transport>,
    said: Arc<Mutex<Vec<String>>>,
}

impl Script {
    fn start(script: &str) -> Self {
        let connector = ExecConnector::new(CommandLine::new("sh", ["-c", script]));
        let said: Arc<Mutex<Vec<String>>> = Arc::default();
        let own = Arc::clone(&said);
        let log: CarrierLog = Arc::new(move |line| own.lock().push(line.to_owned()));
        let transport = connector.connect_logged(SOON, &ConnectCancel::new(), &log);
        Self { connector, transport: transport.expect("a shell starts"), said }
    }

    /// The line that begins so, without that.
    fn line(&self, begin: &str) -> String {
        let begin = format!("sh: {begin}");
        let mut found = None;
        until("a line", || {
            let said = self.said.lock();
            found = said.iter().find_map(|line| line.strip_prefix(&begin)).map(str::to_owned);
            found.is_some()
        });
        found.unwrap_or_default()
    }

    fn pid(&self) -> Pid {
        Pid::from_raw(self.line("pid ").parse().expect("a number")).expect("no zero")
    }

    fn end(&self) {
        let pid = self.pid();
        self.transport.shutdown();
        until("its end", || self.connector.is_at_rest());
        assert!(test_kill_process(pid).is_err(), "{pid:?} is still there");
    }
}

fn until(what: &str, mut condition: impl FnMut() -> bool) {
    let began = Instant::now();
    while !condition() {
        assert!(began.elapsed() < SOON, "{what} does not come");
        std::thread::sleep(Duration::from_millis(2));
    }
}

fn culprit(error: &io::Error) -> CommandError {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<CommandError>());
    inner.unwrap_or_else(|| panic!("{error:?}")).clone()
}

#[test]
fn bytes_go_both_ways_and_the_child_ends_with_the_connection() {
    let script = Script::start("echo pid $$ >&2; exec cat");
    let mut buffer = [0; 16];
    let nothing = script.transport.read(&mut buffer, Duration::from_millis(1)).unwrap_err();
    assert!(crate::carrier::is_timeout(&nothing), "{nothing}");
    let nothing = script.transport.poll(&mut buffer).unwrap_err();
    assert_eq!(nothing.kind(), io::ErrorKind::WouldBlock);
    assert_eq!(script.transport.write(b"hello", SOON).unwrap(), 5);
    let count = script.transport.read(&mut buffer, SOON).unwrap();
    assert_eq!(buffer.get(..count), Some(&b"hello"[..]));
    script.end();
    assert_eq!(script.transport.read(&mut buffer, SOON).unwrap(), 0);
}

#[test]
fn a_program_that_is_not_there_is_named() {
    for program in ["no-such-program", "/dev/null"] {
        let connector = ExecConnector::new(CommandLine::new(program, ["S3cr3t"]));
        let error = connector.connect(SOON).unwrap_err();
        assert!(matches!(culprit(&error), CommandError::Start { .. }), "{error}");
        assert!(error.to_string().contains(program) && !error.to_string().contains("S3cr3t"));
        assert!(connector.is_at_rest());
    }
}

#[test]
fn an_end_is_told_with_its_status_and_its_last_line_if_that_is_short() {
    let long = "x".repeat(1000);
    for (script, status, last_line) in [
        ("echo one >&2; echo why >&2; exit 3".to_owned(), "exit status: 3", Some("why")),
        (format!("echo {long} >&2; exit 0"), "exit status: 0", None),
        ("kill -9 $$".to_owned(), "signal: 9 (SIGKILL)", None),
    ] {
        let script = Script::start(&script);
        let error = script.transport.read(&mut [0; 16], SOON).unwrap_err();
        let CommandError::Ended { program, status: found, last_line: line } = culprit(&error)
        else {
            panic!("{error}")
        };
        assert_eq!((program.as_str(), found.as_deref()), ("sh", Some(status)));
        assert_eq!(line.as_deref(), last_line);
        until("its end", || script.connector.is_at_rest());
    }
}

#[test]
fn what_a_child_has_written_is_read_before_its_end_though_a_write_came_too_late() {
    let script = Script::start("echo last; exec <&- >&-; echo closed >&2; exit 3");
    script.line("closed");
    // No error, and no signal.
    assert_eq!(script.transport.write(b"hello", SOON).unwrap(), 5);
    let mut buffer = [0; 16];
    let count = script.transport.read(&mut buffer, SOON).unwrap();
    assert_eq!(buffer.get(..count), Some(&b"last\n"[..]));
    let error = script.transport.read(&mut buffer, SOON).unwrap_err();
    let CommandError::Ended { status, .. } = culprit(&error) else { panic!("{error}") };
    assert_eq!(status.as_deref(), Some("exit status: 3"));
}

#[test]
fn a_child_that_does_not_read_takes_nothing_in_time() {
    let script = Script::start("echo pid $$ >&2; exec sleep 1000");
    let block = vec![0; 64 * 1024];
    let mut error = None;
    until("its limit", || {
        error = script.transport.write(&block, Duration::from_millis(1)).err();
        error.is_some()
    });
    assert!(crate::carrier::is_timeout(&error.unwrap()));
    script.end();
}

#[test]
fn a_child_that_does_not_want_to_end_is_killed_with_its_own_children() {
    let script = Script::start("trap '' TERM; sleep 1000 & echo own $! >&2; echo pid $$ >&2; wait");
    let own = Pid::from_raw(script.line("own ").parse().expect("a number")).expect("no zero");
    script.end();
    // Its parent is gone: whoever waits for orphans here may take a moment, so a zombie counts as
    // ended.
    let state = |pid: Pid| {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_nonzero()));
        stat.ok().and_then(|stat| stat.rsplit_once(") ").map(|(_, rest)| rest.starts_with('Z')))
    };
    until("the end of its child", || test_kill_process(own).is_err() || state(own) == Some(true));
}

#[test]
fn what_a_child_says_is_cut_into_lines_whatever_it_is() {
    let script = Script::start(
        "head -c 10000 /dev/zero | tr '\\0' z >&2; printf '\\n\\n\\377end\\r\\nlast' >&2; exec 2>&-; exec cat",
    );
    script.line("last");
    let said = script.said.lock().clone();
    assert_eq!(said.len(), 5, "{said:?}");
    assert!(said.iter().take(3).all(|line| line.len() <= 4 + 4096));
    assert_eq!(said.get(3).map(String::as_str), Some("sh: \u{fffd}end"));
    script.transport.shutdown();
    until("its end", || script.connector.is_at_rest());
}

#[test]
fn a_sink_that_panics_does_not_keep_the_child() {
    let connector = ExecConnector::new(CommandLine::new("sh", ["-c", "echo a >&2; exec cat"]));
    let log: CarrierLog = Arc::new(|_| panic!("a sink of a test"));
    let transport = connector.connect_logged(SOON, &ConnectCancel::new(), &log).unwrap();
    transport.write(b"x", SOON).unwrap();
    transport.read(&mut [0; 1], SOON).unwrap();
    drop(transport);
    until("its end", || connector.is_at_rest());
}

#[test]
fn a_connection_that_was_given_up_before_it_began_starts_nothing() {
    let cancel = ConnectCancel::new();
    cancel.cancel();
    let connector = ExecConnector::new(CommandLine::new("no-such-program", [""; 0]));
    let error = connector.connect_cancellable(SOON, &cancel).unwrap_err();
    assert!(error.to_string().contains("cancelled"), "{error}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_child_has_no_other_childs_connection() {
    let first = Script::start("echo pid $$ >&2; exec cat");
    let second = Script::start(
        "for fd in /proc/$$/fd/*; do echo fd $(readlink $fd) >&2; done; echo pid $$ >&2; exec cat",
    );
    second.pid();
    let said = second.said.lock().clone();
    let sockets: BTreeSet<&String> = said.iter().filter(|line| line.contains("socket:")).collect();
    assert_eq!(sockets.len(), 1, "{said:?}");
    first.end();
    second.end();
}
