//! A build without TLS: nobody gets past [`Guard::new`].

use crate::config::Tls;

const ABSENT: &str = "this build has no TLS (feature tls)";

#[derive(Debug)]
pub(crate) struct Guard;

#[derive(Debug)]
pub(crate) struct Secure;

impl Guard {
    pub fn new(_tls: &Tls) -> Result<Self, String> {
        Err(ABSENT.to_owned())
    }

    pub fn receive(&self) -> Secure {
        Secure
    }
}

impl Secure {
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

    pub fn farewell(&self, _stream: &mio::net::TcpStream) {}
}
