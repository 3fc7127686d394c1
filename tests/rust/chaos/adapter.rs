//! The adapter: passes the link on between standard input and output and the contact centre, as one for a vendor's
//! library does, and ends with either. Or it becomes a real one, which keeps the number of the process.

use std::io::{Read, Write, stdin, stdout};
use std::net::TcpStream;
use std::os::unix::process::CommandExt;
use std::process::Command;

use crate::Done;
use crate::folder::{Folder, Place};

/// Run it until one side ends.
pub fn run(folder: &Folder) -> Done {
    folder.tell_adapter(std::process::id())?;
    let port = folder.port(Place::Site).map_err(|error| format!("no contact centre: {error}"))?;
    match folder.adapter_command() {
        None => relay(port),
        Some(command) => {
            let line = format!("exec {command} 127.0.0.1:{port}");
            Err(Command::new("/bin/sh").args(["-c", &line]).exec().into())
        }
    }
}

/// The same to that port.
pub fn relay(port: u16) -> Done {
    let site = TcpStream::connect(("127.0.0.1", port))?;
    site.set_nodelay(true)?;
    let up = site.try_clone()?;
    std::thread::spawn(move || {
        let _ = pass(stdin().lock(), up);
        std::process::exit(0);
    });
    pass(site, stdout().lock())?;
    Err("the contact centre has ended the connection".into())
}

fn pass(mut from: impl Read, mut to: impl Write) -> std::io::Result<()> {
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
