//! A port that stays one's own while nobody listens on it: a contact centre that is killed comes back at the same address,
//! as a real one does. A real adapter knows no other.

use std::io;
use std::net::{Ipv4Addr, SocketAddrV4, TcpListener};

use rustix::fd::OwnedFd;
use rustix::net::sockopt::set_socket_reuseaddr;
use rustix::net::{AddressFamily, SocketType, bind, getsockname, socket};

/// The port, taken from everybody but a listener.
#[derive(Debug)]
pub struct Reserved {
    port: u16,
    /// Bound, and never listens: beside such a socket Linux lets one listen that may reuse the address, which all of the
    /// standard library's may, and gives the port to nobody by itself. Elsewhere the port is only likely to be free.
    _holds: Option<OwnedFd>,
}

impl Reserved {
    /// A port that is free.
    pub fn new() -> io::Result<Self> {
        if !cfg!(target_os = "linux") {
            let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
            return Ok(Self { port, _holds: None });
        }
        let holds = socket(AddressFamily::INET, SocketType::STREAM, None)?;
        bind(&holds, &SocketAddrV4::new(Ipv4Addr::LOCALHOST, 0))?;
        // Not earlier: it could then be given the port of another reservation.
        set_socket_reuseaddr(&holds, true)?;
        let port = SocketAddrV4::try_from(getsockname(&holds)?)?.port();
        Ok(Self { port, _holds: Some(holds) })
    }

    /// Its number.
    pub const fn port(&self) -> u16 {
        self.port
    }
}
