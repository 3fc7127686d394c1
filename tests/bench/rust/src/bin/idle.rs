//! M1: what a session holds, apart from the stacks of its threads: idle, and for each request that a `Pending` waits for.

use std::io::{self, BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use commdn::carrier::TcpConnector;
use commdn::message::Request;
use commdn::session::{Pending, Session, SessionConfig, Wait};
use commdn_bench::allocations::{Counting, live_bytes};
use commdn_bench::{messages, row};

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn main() -> io::Result<()> {
    idle()?;
    open_requests()
}

/// The responder and its port; it ends when its stdin does: with this program, or before.
fn responder(arguments: &[&str]) -> io::Result<(Child, u16)> {
    let path = std::env::current_exe()?.with_file_name("responder");
    let mut command = Command::new(path);
    let mut server =
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    let mut port = String::new();
    if let Some(stdout) = server.stdout.take() {
        BufReader::new(stdout).read_line(&mut port)?;
    }
    Ok((server, port.trim().parse().map_err(io::Error::other)?))
}

fn connect(port: u16) -> Session {
    let config = SessionConfig::new("8001", 20).ocs_dbid(101);
    let session = Session::connect(config, TcpConnector::new("127.0.0.1", port));
    session.expect("the responder takes every session")
}

fn idle() -> io::Result<()> {
    let (mut server, port) = responder(&[])?;
    let request = messages::dnc_request();
    let open = || {
        let session = connect(port);
        session.call(&request, Wait::Default).expect("the responder answers");
        session
    };
    // What the first one leaves for all, say of the thread's own.
    drop(open());
    let before = live_bytes();
    let sessions: Vec<Session> = (0..16).map(|_| open()).collect();
    let each = live_bytes().saturating_sub(before) as f64 / sessions.len() as f64 / 1024.0;
    let measure = "memory of an idle session that has made a call, without stacks";
    row::counted("M1", measure, "KiB", Some("<= 64"), each);
    drop(sessions);
    drop(server.stdin.take());
    server.wait().map(drop)
}

/// The whole session's memory, its buffers too, for each request that was sent and that nobody answers.
fn open_requests() -> io::Result<()> {
    let (mut server, port) = responder(&["--silent"])?;
    // As in `growth`: tables are at their emptiest just after seven eighths of a power of two.
    let worst = [14_337, 57_345, 100_000, 114_689].map(|open| {
        let session = connect(port);
        let mut pending: Vec<Pending> = Vec::with_capacity(open);
        let before = live_bytes();
        pending.extend((0..open).map(|number| {
            let request = Request::do_not_call().phone(format!("555{number:07}"));
            session.submit(&request, Duration::from_secs(600)).expect("room")
        }));
        live_bytes().saturating_sub(before) as f64 / open as f64
    });
    let worst = worst.into_iter().fold(0.0, f64::max);
    let measure = "memory of an open request of a session, waited for by itself, the most from 14,337 to 114,689";
    row::counted("M1", measure, "bytes", Some("<= 512"), worst);
    drop(server.stdin.take());
    server.wait().map(drop)
}
