//! What the processes of a round share: two databases, the ports of the moment, and whether it storms.

use std::io;
use std::path::{Path, PathBuf};

use crate::topology::Topology;

/// The folder of a round.
#[derive(Debug, Clone)]
pub struct Folder(PathBuf);

/// Who listens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The contact centre.
    Site,
    /// The bridge before it, if there is one.
    Bridge,
    /// The network before that.
    Proxy,
}

impl Folder {
    /// The folder at that path.
    pub fn at(path: impl AsRef<Path>) -> Self {
        Self(path.as_ref().to_owned())
    }

    /// Its path.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Where the outbox is: a disk of its own, if that can be had.
    pub fn room(&self) -> PathBuf {
        self.0.join("room")
    }

    /// The outbox's file.
    pub fn outbox(&self) -> PathBuf {
        self.room().join("outbox.db")
    }

    /// Its log of writes.
    pub fn log(&self) -> PathBuf {
        self.room().join("outbox.db-wal")
    }

    /// When the clients have sent what.
    pub fn notes(&self) -> PathBuf {
        self.0.join("sent")
    }

    /// The contact centre's file.
    pub fn storage(&self) -> PathBuf {
        self.0.join("site.db")
    }

    /// Tell on which port `place` listens. The file is there at once or not at all.
    pub fn tell_port(&self, place: Place, port: u16) -> io::Result<()> {
        let new = self.port_file(place).with_extension("new");
        std::fs::write(&new, port.to_string())?;
        std::fs::rename(new, self.port_file(place))
    }

    /// The port on which `place` listens; an error while it does not.
    pub fn port(&self, place: Place) -> io::Result<u16> {
        let text = std::fs::read_to_string(self.port_file(place))?;
        text.parse().map_err(|_| io::Error::other(format!("{text:?} is no port")))
    }

    /// Nobody listens at `place` any more.
    pub fn forget_port(&self, place: Place) {
        let _ = std::fs::remove_file(self.port_file(place));
    }

    fn port_file(&self, place: Place) -> PathBuf {
        self.0.join(match place {
            Place::Site => "site.port",
            Place::Bridge => "bridge.port",
            Place::Proxy => "proxy.port",
        })
    }

    /// Let clients reach the contact centre that way.
    pub fn set_topology(&self, topology: &Topology) -> io::Result<()> {
        let adapter = match topology {
            Topology::Direct => return Ok(()),
            Topology::Bridge => "",
            Topology::Adapter(command) => command,
        };
        std::fs::write(self.bridge_file(), adapter)
    }

    /// Whom the network leads to.
    pub fn behind_network(&self) -> Place {
        match self.topology() {
            Topology::Direct => Place::Site,
            Topology::Bridge | Topology::Adapter(_) => Place::Bridge,
        }
    }

    /// How clients reach the contact centre.
    pub fn topology(&self) -> Topology {
        match std::fs::read_to_string(self.bridge_file()) {
            Err(_) => Topology::Direct,
            Ok(command) if command.is_empty() => Topology::Bridge,
            Ok(command) => Topology::Adapter(command),
        }
    }

    /// The command of the bridge's adapter, if it is a real one.
    pub fn adapter_command(&self) -> Option<String> {
        match self.topology() {
            Topology::Adapter(command) => Some(command),
            _ => None,
        }
    }

    fn bridge_file(&self) -> PathBuf {
        self.0.join("bridge")
    }

    /// Tell which process the adapter is.
    pub fn tell_adapter(&self, pid: u32) -> io::Result<()> {
        std::fs::write(self.0.join("adapter.pid"), pid.to_string())
    }

    /// The process that the adapter was at last.
    pub fn adapter(&self) -> Option<u32> {
        std::fs::read_to_string(self.0.join("adapter.pid")).ok()?.parse().ok()
    }

    /// Whether the network does harm.
    pub fn storms(&self) -> bool {
        self.storm_file().exists()
    }

    /// Let the network do harm, or no more.
    pub fn set_storm(&self, storms: bool) -> io::Result<()> {
        if storms {
            std::fs::write(self.storm_file(), "")
        } else {
            std::fs::remove_file(self.storm_file())
        }
    }

    fn storm_file(&self) -> PathBuf {
        self.0.join("storm")
    }
}
