//! Listeners: addresses, and a task for each connection.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use commdn::carrier::Address;
use commdn_config::ConfigError;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, watch};
use tracing::{debug, info, warn};

use super::client::Connection;
use super::guard::Guard;
use super::tls::{self, Acceptor};
use crate::config::listen_address;
use crate::hub::Bell;
use crate::shared::Shared;

/// A pause when the system gives no more sockets.
const BREATH: Duration = Duration::from_millis(100);

/// One address that is listened on.
#[derive(Debug)]
pub(crate) struct Listener {
    socket: TcpListener,
    tls: Option<Acceptor>,
    address: SocketAddr,
}

impl Listener {
    /// Listen on an address of the configuration, the one with that index.
    pub async fn bind(
        index: usize,
        text: &str,
        tls: Option<&Acceptor>,
    ) -> Result<Self, ConfigError> {
        let fault = |text: String| ConfigError::at(format!("bridge.listen.{index}"), text);
        let (host, port, tls) = match listen_address(text).map_err(fault)? {
            Address::Tls { host, port } => (host, port, tls.cloned()),
            Address::Tcp { host, port } => (host, port, None),
            other => return Err(fault(format!("{other} is no address to listen on"))),
        };
        let cannot = |error: std::io::Error| fault(format!("cannot listen on {text}: {error}"));
        let socket = TcpListener::bind((host.as_str(), port)).await.map_err(cannot)?;
        let address = socket.local_addr().map_err(cannot)?;
        Ok(Self { socket, tls, address })
    }

    /// Where.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }
}

/// Take connections until `ends`.
pub(crate) async fn accept_all(
    listener: Listener,
    shared: Arc<Shared>,
    guard: Arc<Guard>,
    login: Duration,
    mut ends: watch::Receiver<bool>,
) {
    info!(event = "listening", address = %listener.address, tls = listener.tls.is_some());
    loop {
        let accepted = tokio::select! {
            accepted = listener.socket.accept() => accepted,
            _ = ends.wait_for(|ends| *ends) => return,
        };
        match accepted {
            Ok((stream, peer)) => {
                let (shared, guard) = (Arc::clone(&shared), Arc::clone(&guard));
                let tls = listener.tls.clone();
                tokio::spawn(serve(stream, peer, tls, shared, guard, login));
            }
            Err(error) => {
                warn!(event = "not-accepted", cause = %error);
                tokio::time::sleep(BREATH).await;
            }
        }
    }
}

async fn serve(
    stream: TcpStream,
    peer: SocketAddr,
    tls: Option<Acceptor>,
    shared: Arc<Shared>,
    guard: Arc<Guard>,
    login: Duration,
) {
    // It fails only if the connection has ended.
    let _ = stream.set_nodelay(true);
    let (output, room) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let bell: Bell = {
        let (output, room) = (Arc::clone(&output), Arc::clone(&room));
        Arc::new(move || {
            output.notify_one();
            room.notify_one();
        })
    };
    let Some(acceptor) = tls else {
        let Some(id) = shared.with(|hub, now| hub.connect(bell, now)) else { return };
        debug!(event = "client-connected", client = id.0, %peer);
        let certificate = None;
        return Connection { shared, guard, id, output, room, certificate }.serve(stream).await;
    };
    let stream = match tokio::time::timeout(login, acceptor.0.accept(stream)).await {
        Ok(Ok(stream)) => stream,
        Ok(Err(error)) => return warn!(event = "tls-failed", %peer, cause = %error),
        Err(_) => return warn!(event = "tls-failed", %peer, cause = "it took too long"),
    };
    let shown = stream.get_ref().1.peer_certificates().and_then(<[_]>::first).map(tls::names);
    let Some(id) = shared.with(|hub, now| hub.connect(bell, now)) else { return };
    debug!(event = "client-connected", client = id.0, %peer, certificate = shown.is_some());
    Connection { shared, guard, id, output, room, certificate: shown }.serve(stream).await;
}
