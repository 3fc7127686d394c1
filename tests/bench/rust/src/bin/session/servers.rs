//! The servers, child processes on the core that this program is pinned to; they end with it.

use std::io::{self, BufRead, BufReader};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A server on a loopback port.
pub struct Server {
    pub port: u16,
    child: Child,
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The bench's own server of the link protocol.
pub fn responder() -> io::Result<Server> {
    start(&[])
}

/// The same, spinning on that core.
pub fn spinning_responder(core: usize) -> io::Result<Server> {
    start(&["--spin", &core.to_string()])
}

fn start(arguments: &[&str]) -> io::Result<Server> {
    let path = std::env::current_exe()?.with_file_name("responder");
    let mut command = Command::new(path);
    let mut child = command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    let mut line = String::new();
    if let Some(stdout) = child.stdout.take() {
        BufReader::new(stdout).read_line(&mut line)?;
    }
    let port = line.trim().parse().map_err(io::Error::other)?;
    Ok(Server { port, child })
}

/// A redis-server that keeps nothing on disk.
pub fn redis() -> io::Result<Server> {
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let child = Command::new("redis-server")
        .args(["--port", &port.to_string(), "--bind", "127.0.0.1"])
        .args(["--save", "", "--appendonly", "no"])
        .stdout(Stdio::null())
        .spawn()?;
    let server = Server { port, child };
    let until = Instant::now() + Duration::from_secs(10);
    while let Err(error) = TcpStream::connect(("127.0.0.1", port)) {
        if Instant::now() >= until {
            return Err(error);
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    Ok(server)
}
