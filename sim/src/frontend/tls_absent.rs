//! A build without TLS: nobody gets past [`TlsAcceptor::new`].

use crate::config::Tls;

const ABSENT: &str = "this build has no TLS (feature tls)";

#[derive(Debug)]
pub(crate) struct TlsAcceptor;

#[derive(Debug)]
pub(crate) struct TlsConnection;

impl TlsAcceptor {
    pub fn new(_tls: &Tls) -> Result<Self, String> {
        Err(ABSENT.to_owned())
    }

    pub fn accept(&self) -> TlsConnection {
        TlsConnection
    }
}

impl TlsConnection {
    pub fn decrypt(
        &self,
        _bytes: &[u8],
        _plain: &mut Vec<u8>,
        _stream: &mio::net::TcpStream,
    ) -> Result<(), String> {
        Err(ABSENT.to_owned())
    }

    pub fn send(&self, _bytes: &[u8], _stream: &mio::net::TcpStream) -> usize {
        0
    }

    pub fn is_empty(&self) -> bool {
        true
    }

    pub fn send_close_notify(&self, _stream: &mio::net::TcpStream) {}
}
