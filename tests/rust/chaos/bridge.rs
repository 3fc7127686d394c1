//! The bridge before the contact centre, which reaches it over an adapter of its own.

use commdn_bridge::{Bridge, Config};

use crate::Done;
use crate::folder::{Folder, Place};

/// Run it until it is killed.
pub fn run(folder: &Folder) -> Done {
    let program = std::env::current_exe()?;
    let adapter = format!("exec:'{}' adapter '{}'", program.display(), folder.path().display());
    let mut config = Config::new(adapter);
    config.bridge.listen = vec!["127.0.0.1:0".to_owned()];
    // A real adapter has to start first.
    config.upstream.connect_seconds = if folder.adapter_command().is_some() { 20.0 } else { 1.0 };
    config.upstream.keep_alive_seconds = 0.3;
    config.upstream.first_delay_seconds = 0.02;
    config.upstream.max_delay_seconds = 0.2;
    let bridge = Bridge::start(&config)?;
    let address = bridge.addresses().first().ok_or("the bridge listens nowhere")?;
    folder.tell_port(Place::Bridge, address.port())?;
    loop {
        std::thread::park();
    }
}
