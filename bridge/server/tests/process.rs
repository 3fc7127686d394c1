//! The program: its words, its signals, and what it tells systemd.

#![cfg(unix)]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::net::UnixDatagram;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use commdn::carrier::TcpConnector;
use commdn::message::Request;
use commdn::session::{Session, SessionConfig, Wait};
use tempfile::TempDir;

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_commdn-bridge"))
}

fn run(arguments: &[&str]) -> Output {
    program().args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn configuration(folder: &Path, more: &str) -> PathBuf {
    let file = folder.join("bridge.toml");
    let listen = "[bridge]\nlisten = [\"127.0.0.1:0\"]\n[upstream]\nservers = [\"sim:\"]\n";
    fs::write(&file, format!("{listen}[clients]\nunknown = true\n{more}")).unwrap();
    file
}

#[test]
fn init_writes_what_check_accepts() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("bridge.toml");
    let file = file.to_str().unwrap();
    assert!(run(&["init", file]).status.success());
    let again = run(&["init", file]);
    assert!(!again.status.success() && text(&again.stderr).contains("--force replaces it"));
    let check = run(&["check", file]);
    assert!(check.status.success(), "{}", text(&check.stderr));
    assert!(text(&check.stdout).contains("1 client, no mistakes"));
    assert!(text(&check.stderr).contains("\"desktop\" has neither a password nor a certificate"));
    assert_eq!(text(&run(&["init"]).stdout), fs::read_to_string(file).unwrap());
}

#[test]
fn a_mistake_is_told_with_file_line_and_key() {
    let folder = TempDir::new().unwrap();
    for (more, wanted) in [
        ("[status]\nlisten = \"here\"\n", "bridge.toml, line 8, status.listen: \"here\" is not"),
        (
            "[[client]]\nname = \"a\"\npassword_file = \"/there/is/none\"\n",
            "bridge.toml, client[1].password_file: /there/is/none cannot be read",
        ),
        (
            "[tls]\ncertificate = \"/there/is/none\"\nkey = \"/there/is/none\"\n",
            "bridge.toml, tls.certificate: /there/is/none: ",
        ),
    ] {
        let file = configuration(folder.path(), more);
        for verb in ["check", "run"] {
            let output = run(&[verb, file.to_str().unwrap()]);
            assert!(!output.status.success());
            let told = text(&output.stderr);
            assert!(told.contains(wanted), "{verb}: {told}\nwanted: {wanted}");
        }
    }
}

#[test]
fn a_password_is_hashed_from_standard_input() {
    let mut child =
        program().arg("hash").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"open sesame\n").unwrap();
    let told = text(&child.wait_with_output().unwrap().stdout);
    assert!(told.starts_with("$argon2id$") && !told.contains("sesame"), "{told}");
    let folder = TempDir::new().unwrap();
    let table = format!("[[client]]\nname = \"a\"\npassword_hash = '{}'\n", told.trim());
    let file = configuration(folder.path(), &table);
    assert!(run(&["check", file.to_str().unwrap()]).status.success());
}

/// A bridge that runs, and where.
struct Running {
    child: Child,
    port: u16,
}

fn start(file: &Path, notify: Option<&Path>) -> Running {
    // systemd names the process that it watches.
    let mut command = Command::new("sh");
    command.args([
        "-c",
        "WATCHDOG_PID=$$ exec \"$0\" run \"$1\"",
        env!("CARGO_BIN_EXE_commdn-bridge"),
    ]);
    command.arg(file).stdout(Stdio::piped()).stderr(Stdio::piped());
    if let Some(socket) = notify {
        command.env("NOTIFY_SOCKET", socket).env("WATCHDOG_USEC", "300000");
    }
    let mut child = command.spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let (_, port) = line.trim().rsplit_once(':').unwrap_or_else(|| panic!("{line:?}"));
    Running { port: port.parse().unwrap(), child }
}

#[test]
fn it_serves_until_sigterm_and_logs_json_without_content() {
    let folder = TempDir::new().unwrap();
    let mut bridge = start(&configuration(folder.path(), "[log]\nlevel = \"debug\"\n"), None);
    let config = SessionConfig::new("8001", 20).application("desktop").ocs_dbid(101);
    let session = Session::connect(config, TcpConnector::new("127.0.0.1", bridge.port)).unwrap();
    session.call(&Request::do_not_call().phone("5551234567"), Wait::Default).unwrap();
    let pid = rustix::process::Pid::from_child(&bridge.child);
    rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
    assert!(bridge.child.wait().unwrap().success());
    let mut log = String::new();
    bridge.child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
    let events: Vec<String> = log
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{line}: {e}")))
        .filter_map(|line: serde_json::Value| line["event"].as_str().map(str::to_owned))
        .collect();
    for wanted in ["listening", "client-in", "request-sent", "request-accepted", "ending", "ended"]
    {
        assert!(events.iter().any(|event| event == wanted), "{wanted} is missing:\n{log}");
    }
    assert!(!log.contains("5551234567"), "{log}");
}

#[test]
fn systemd_is_told_when_it_is_ready_lives_and_ends() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("notify");
    let socket = UnixDatagram::bind(&path).unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let mut bridge = start(&configuration(folder.path(), ""), Some(&path)).child;
    let hear = |wanted: &str| loop {
        let mut buffer = [0; 512];
        let count = socket.recv(&mut buffer).unwrap_or_else(|e| panic!("{wanted}: {e}"));
        if text(&buffer[..count]).contains(wanted) {
            return;
        }
    };
    hear("READY=1");
    hear("WATCHDOG=1");
    hear("WATCHDOG=1");
    let pid = rustix::process::Pid::from_child(&bridge);
    rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
    hear("STOPPING=1");
    assert!(bridge.wait().unwrap().success());
}
