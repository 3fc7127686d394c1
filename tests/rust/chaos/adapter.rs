//! The adapter: passes the link on between standard input and output and the contact centre, as one for a vendor's
//! library does, and ends with either. Or it becomes a real one, which keeps the number of the process.

use std::os::unix::process::CommandExt;
use std::process::Command;

use commdn_tests::relay::relay;

use crate::Done;
use crate::folder::{Folder, Place};

/// Run it until one side ends.
pub fn run(folder: &Folder) -> Done {
    folder.tell_adapter(std::process::id())?;
    let port = folder.port(Place::Site).map_err(|error| format!("no contact centre: {error}"))?;
    match folder.adapter_command() {
        None => Ok(relay(port)?),
        Some(command) => {
            let line = format!("exec {command} 127.0.0.1:{port}");
            Err(Command::new("/bin/sh").args(["-c", &line]).exec().into())
        }
    }
}
