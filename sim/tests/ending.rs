//! The process `commdn-sim` when it is told to end, and when it has few descriptors.

#![cfg(unix)]

mod common;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use commdn::carrier::TcpConnector;
use commdn::message::Request;
use common::{Client, PATIENCE, start, still};

const PROGRAM: &str = env!("CARGO_BIN_EXE_commdn-sim");

/// A running process, killed at its end.
struct Process {
    child: Child,
    errors: std::path::PathBuf,
    address: SocketAddr,
    control: SocketAddr,
}

impl Process {
    /// Through a shell, which prepares what the program inherits.
    fn start(name: &str, prepare: &str, options: &str) -> Self {
        let errors =
            std::env::temp_dir().join(format!("commdn-ending-{name}-{}", std::process::id()));
        let run = format!(
            "{prepare} exec {PROGRAM} run --quiet --listen 127.0.0.1:0 --control 127.0.0.1:0 {options} 2>{}",
            errors.display()
        );
        let mut child = Command::new("sh")
            .args(["-c", &run])
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut line = String::new();
        let mut out = BufReader::new(child.stdout.take().expect("its output"));
        out.read_line(&mut line).expect("its first line");
        let word = |name: &str| {
            let rest = line.split(&format!("{name} on ")).nth(1).unwrap_or_default();
            rest.split([',', '\n']).next().unwrap_or_default().parse().expect("an address")
        };
        let (address, control) = (word("listening"), word("control"));
        Self { child, errors, address, control }
    }

    fn client(&self) -> Client {
        let host = self.address.ip().to_string();
        Client::connect(&TcpConnector::new(host, self.address.port()), "8001")
    }

    fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args(["-s", name, &id]).status().unwrap();
        assert!(sent.success());
    }

    fn ended(&mut self) -> ExitStatus {
        let until = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(Instant::now() < until, "it is still there");
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_file(&self.errors);
    }
}

#[test]
fn a_signal_ends_it_in_order_with_status_0() {
    for signal in ["TERM", "INT", "HUP"] {
        let storage =
            std::env::temp_dir().join(format!("commdn-ending-{signal}-{}.db", std::process::id()));
        let options = format!("--storage {}", storage.display());
        let mut process = Process::start(signal, "", &options);
        let mut client = process.client();
        let idle = TcpStream::connect(process.address).unwrap();
        client.call(&Request::do_not_call().phone("5551234567"));
        process.signal(signal);
        let status = process.ended();
        assert_eq!(status.code(), Some(0), "{signal}: {status}");
        // The connections were ended, not dropped with the process: nothing was reset.
        idle.set_read_timeout(Some(PATIENCE)).unwrap();
        let mut rest = Vec::new();
        (&idle).read_to_end(&mut rest).expect("an end without a reset");
        let mut config = still();
        config.storage.path = Some(storage.clone());
        let kept = start(config).control().do_not_call(101).unwrap().phones;
        assert_eq!(kept, ["5551234567"], "{signal}");
        for suffix in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{suffix}", storage.display()));
        }
    }
}

/// The default actions do not apply to process 1 of a container: a handler must be there for each.
#[cfg(target_os = "linux")]
#[test]
fn as_process_1_it_would_hear_each_signal() {
    let process = Process::start("handlers", "", "");
    let status = std::fs::read_to_string(format!("/proc/{}/status", process.child.id())).unwrap();
    let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:")).unwrap().trim();
    let caught = u64::from_str_radix(caught, 16).unwrap();
    for (name, number) in [("HUP", 1), ("INT", 2), ("TERM", 15)] {
        assert!(caught & (1 << (number - 1)) != 0, "SIG{name} is left to the system");
    }
}

#[test]
fn a_hangup_that_its_starter_ignores_does_not_end_it() {
    let mut process = Process::start("nohup", "trap '' HUP;", "");
    process.signal("HUP");
    std::thread::sleep(Duration::from_millis(300));
    process.client().call(&Request::do_not_call().phone("5551234567"));
    process.signal("TERM");
    assert_eq!(process.ended().code(), Some(0));
}

#[test]
fn what_was_taken_before_the_signal_is_stored_if_it_was_acknowledged() {
    let storage =
        std::env::temp_dir().join(format!("commdn-ending-flow-{}.db", std::process::id()));
    let mut process = Process::start("flow", "", &format!("--storage {}", storage.display()));
    let mut client = process.client();
    for number in 0..500 {
        client.send_or_end(&Request::do_not_call().phone(format!("555{number:07}")));
        if number == 250 {
            process.signal("TERM");
        }
    }
    let acknowledged: Vec<String> = std::iter::from_fn(|| client.answer_or_end()).collect();
    assert_eq!(process.ended().code(), Some(0));
    let mut config = still();
    config.storage.path = Some(storage.clone());
    let kept = start(config).control().do_not_call(101).unwrap().phones;
    for phone in &acknowledged {
        assert!(kept.contains(phone), "{phone} was acknowledged and is not there");
    }
    for suffix in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{suffix}", storage.display()));
    }
}

/// As long as descriptors are short, who waits is not lost, and is served when there are some again.
#[test]
fn with_few_descriptors_who_waits_is_served_when_others_have_gone() {
    let process = Process::start("limit", "ulimit -n 64;", "");
    let told = std::fs::read_to_string(&process.errors).unwrap();
    assert!(told.contains("max_clients") && told.contains("this process may have 64"), "{told}");
    let crowd: Vec<TcpStream> =
        (0..90).map(|_| TcpStream::connect(process.address).unwrap()).collect();
    std::thread::sleep(Duration::from_millis(300));
    // Full; the control interface has its reserve.
    let mut control = TcpStream::connect(process.control).unwrap();
    control.set_read_timeout(Some(PATIENCE)).unwrap();
    control.write_all(b"{\"command\":\"log\",\"limit\":1}\n").unwrap();
    let mut reply = String::new();
    BufReader::new(&control).read_line(&mut reply).expect("it answers though it is full");
    assert!(reply.contains("\"ok\":true"), "{reply}");
    std::thread::scope(|scope| {
        let waits = scope.spawn(|| {
            let mut client = process.client();
            client.call(&Request::do_not_call().phone("5551234567"));
        });
        std::thread::sleep(Duration::from_millis(300));
        assert!(!waits.is_finished(), "it was not full");
        drop(crowd);
        let began = Instant::now();
        waits.join().expect("who waited is served, with nobody else connecting");
        assert!(began.elapsed() < PATIENCE, "{:?}", began.elapsed());
    });
    drop(control);
    // As many as before find room again.
    let clients: Vec<Client> = (0..30).map(|_| process.client()).collect();
    assert_eq!(clients.len(), 30);
}
