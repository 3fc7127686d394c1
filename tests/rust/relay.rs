//! Passes the link on between standard input and output and a port of this machine, as an adapter does.

use std::io::{self, Read, Write, stdin, stdout};
use std::net::TcpStream;

/// Run it until one side ends: the process ends with standard input, which is the client's.
///
/// # Errors
/// There is no connection to the port, or it has ended.
pub fn relay(port: u16) -> io::Result<()> {
    let site = TcpStream::connect(("127.0.0.1", port))?;
    site.set_nodelay(true)?;
    let up = site.try_clone()?;
    std::thread::spawn(move || {
        let _ = pass(stdin().lock(), up);
        std::process::exit(0);
    });
    pass(site, stdout().lock())?;
    Err(io::Error::other("the contact centre has ended the connection"))
}

fn pass(mut from: impl Read, mut to: impl Write) -> io::Result<()> {
    let mut buffer = [0; 4_096];
    loop {
        match from.read(&mut buffer)? {
            0 => return Ok(()),
            count => {
                to.write_all(buffer.get(..count).unwrap_or_default())?;
                to.flush()?;
            }
        }
    }
}
