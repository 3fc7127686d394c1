//! An echo behind a NATS server: every request on the subject `dnc` comes back as it is.
//!
//! Speaks the text protocol itself, so that the peer's answers come as quickly as the responder's and the bench
//! compares clients. Takes the server's port as its argument; ends with the connection or with stdin.

use std::io::{self, Read, Write};
use std::net::TcpStream;

fn main() -> io::Result<()> {
    let port =
        std::env::args().nth(1).ok_or_else(|| io::Error::other("the server's port is missing"))?;
    let mut stream = TcpStream::connect(format!("127.0.0.1:{port}"))?;
    stream.set_nodelay(true)?;
    stream.write_all(b"CONNECT {\"verbose\":false,\"pedantic\":false}\r\nSUB dnc 1\r\nPING\r\n")?;
    std::thread::spawn(|| {
        let _ = io::copy(&mut io::stdin(), &mut io::sink());
        std::process::exit(0);
    });
    let mut buffer = Vec::new();
    let mut read = vec![0; 256 * 1024];
    let mut out = Vec::new();
    loop {
        let count = stream.read(&mut read)?;
        if count == 0 {
            return Ok(());
        }
        buffer.extend_from_slice(read.get(..count).unwrap_or_default());
        let mut used = 0;
        while let Some(len) = take(buffer.get(used..).unwrap_or_default(), &mut out) {
            used += len;
        }
        buffer.drain(..used);
        stream.write_all(&out)?;
        out.clear();
    }
}

/// Answer the first operation of `bytes`; tells its length, or `None` if it is not all there.
fn take(bytes: &[u8], out: &mut Vec<u8>) -> Option<usize> {
    let end = bytes.windows(2).position(|two| two == b"\r\n")?;
    let line = std::str::from_utf8(bytes.get(..end)?).unwrap_or_default();
    let mut words = line.split_ascii_whitespace();
    match words.next() {
        Some("PING") => out.extend_from_slice(b"PONG\r\n"),
        // The answer to our first PING: from now on the server knows the subject.
        Some("PONG") => println!("ready"),
        Some("MSG") => {
            let words: Vec<&str> = words.collect();
            let len: usize = words.last()?.parse().ok()?;
            let payload = bytes.get(end + 2..end + 2 + len)?;
            bytes.get(..end + 2 + len + 2)?;
            if let [_, _, reply, _] = words.as_slice() {
                out.extend_from_slice(format!("PUB {reply} {len}\r\n").as_bytes());
                out.extend_from_slice(payload);
                out.extend_from_slice(b"\r\n");
            }
            return Some(end + 2 + len + 2);
        }
        _ => {}
    }
    Some(end + 2)
}
