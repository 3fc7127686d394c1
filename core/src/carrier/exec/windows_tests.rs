//! Children on Windows: bytes both ways, how they end, and that none is left. The children are this
//! program's own test [`child`], within a command interpreter.

use std::io::{Read, Write};
use std::time::Instant;

use commdn_rt::sync::Mutex;

use super::*;

const SOON: Duration = Duration::from_secs(60);
/// What a child does.
const PART: &str = "COMMDN_TEST_CHILD";

/// The child's part; nothing in an ordinary run of the tests.
#[test]
fn child() {
    let Ok(part) = std::env::var(PART) else { return };
    eprintln!("name {}", commdn_rt::process::this());
    match part.as_str() {
        "stay" => loop {
            std::thread::sleep(SOON);
        },
        _ => {
            let mut byte = [0; 1];
            while std::io::stdin().read(&mut byte).unwrap_or(0) == 1 {
                std::io::stdout().write_all(&byte).unwrap();
                std::io::stdout().flush().unwrap();
            }
        }
    }
}

struct Child {
    connector: ExecConnector,
    transport: Arc<dyn Transport>,
    said: Arc<Mutex<Vec<String>>>,
}

impl Child {
    fn start(words: &str) -> Self {
        let connector = ExecConnector::new(CommandLine::new("cmd", ["/c", words]));
        let said: Arc<Mutex<Vec<String>>> = Arc::default();
        let own = Arc::clone(&said);
        let log: CarrierLog = Arc::new(move |line| own.lock().push(line.to_owned()));
        let transport = connector.connect_logged(SOON, &ConnectCancel::new(), &log);
        Self { connector, transport: transport.expect("an interpreter starts"), said }
    }

    fn with_part(part: &str) -> Self {
        let program = std::env::current_exe().unwrap();
        let test = "carrier::exec::windows_tests::child";
        let program = program.display();
        Self::start(&format!("set {PART}={part}&& {program} --exact {test} --nocapture"))
    }

    /// The name of the child's process.
    fn name(&self) -> String {
        let mut found = None;
        until("its name", || {
            let said = self.said.lock();
            found = said.iter().find_map(|line| line.strip_prefix("cmd: name ")).map(str::to_owned);
            found.is_some()
        });
        found.unwrap_or_default()
    }

    /// What it writes, up to that.
    fn reads_until(&self, end: &[u8]) {
        let (mut all, mut buffer) = (Vec::new(), [0; 256]);
        while !all.ends_with(end) {
            let count = self.transport.read(&mut buffer, SOON).unwrap();
            assert_ne!(count, 0, "{}", String::from_utf8_lossy(&all));
            all.extend_from_slice(buffer.get(..count).unwrap());
        }
    }
}

fn until(what: &str, mut condition: impl FnMut() -> bool) {
    let began = Instant::now();
    while !condition() {
        assert!(began.elapsed() < SOON, "{what} does not come");
        std::thread::sleep(Duration::from_millis(2));
    }
}

#[test]
fn bytes_go_both_ways_and_the_child_ends_with_its_input() {
    let child = Child::with_part("echo");
    let name = child.name();
    assert_eq!(child.transport.write(b"hello", SOON).unwrap(), 5);
    child.reads_until(b"hello");
    let nothing = child.transport.read(&mut [0; 8], Duration::from_millis(1)).unwrap_err();
    assert!(crate::carrier::is_timeout(&nothing), "{nothing}");
    child.transport.shutdown();
    until("its end", || child.connector.is_at_rest());
    assert!(commdn_rt::process::has_ended(&name), "{name}");
}

#[test]
fn a_child_that_does_not_want_to_end_is_terminated_within_its_interpreter() {
    let child = Child::with_part("stay");
    let name = child.name();
    assert!(!commdn_rt::process::has_ended(&name), "{name}");
    child.transport.shutdown();
    until("its end", || child.connector.is_at_rest());
    until("the end of what it started", || commdn_rt::process::has_ended(&name));
}

#[test]
fn an_end_is_told_with_its_status_and_its_last_line() {
    let child = Child::start("echo why 1>&2& exit 3");
    let error = child.transport.read(&mut [0; 16], SOON).unwrap_err();
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<CommandError>());
    let Some(CommandError::Ended { program, status, last_line }) = inner else {
        panic!("{error:?}")
    };
    assert_eq!((program.as_str(), status.as_deref()), ("cmd", Some("exit code: 3")));
    assert_eq!(last_line.as_deref(), Some("why"));
    until("its end", || child.connector.is_at_rest());
}

#[test]
fn a_program_that_is_not_there_is_named() {
    let connector = ExecConnector::new(CommandLine::new("no-such-program", ["S3cr3t"]));
    let error = connector.connect(SOON).unwrap_err().to_string();
    assert!(error.contains("no-such-program") && !error.contains("S3cr3t"), "{error}");
    assert!(connector.is_at_rest());
}
