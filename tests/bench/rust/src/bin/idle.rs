//! M1: what an idle session holds, apart from the stacks of its threads.

use std::io::{self, BufRead, BufReader};
use std::process::{Command, Stdio};

use commdn::link::TcpConnector;
use commdn::session::{Session, SessionConfig, Wait};
use commdn_bench::allocations::{Counting, live_bytes};
use commdn_bench::{messages, row};

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn main() -> io::Result<()> {
    let path = std::env::current_exe()?.with_file_name("responder");
    // It ends when its stdin does: with this program.
    let mut server = Command::new(path).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    let mut port = String::new();
    if let Some(stdout) = server.stdout.take() {
        BufReader::new(stdout).read_line(&mut port)?;
    }
    let port: u16 = port.trim().parse().map_err(io::Error::other)?;
    let request = messages::dnc_request();
    let open = || {
        let config = SessionConfig::new("8001", 20).ocs_dbid(101);
        let session = Session::connect(config, TcpConnector::new("127.0.0.1", port));
        let session = session.expect("the responder takes every session");
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
