//! The client's connections, which note when each request is sent: so that it can be told afterwards what was sent
//! after its outcome, or before it was its turn.
//!
//! Notes before it writes, which is when it is sent as far as the process knows.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use commdn::carrier::{Connector, TcpConnector, Transport};

use crate::folder::{Folder, Place};
use crate::requests;
use crate::stops::{clock_ms, watch};

/// Connects to where the proxy listens at the moment.
#[derive(Debug)]
pub struct ThroughProxy {
    folder: Folder,
    notes: Arc<File>,
}

impl ThroughProxy {
    pub fn new(folder: Folder) -> io::Result<Self> {
        let notes = OpenOptions::new().append(true).create(true).open(folder.notes())?;
        let notes = Arc::new(notes);
        watch(Arc::clone(&notes));
        Ok(Self { folder, notes })
    }
}

impl Connector for ThroughProxy {
    fn connect(&self, timeout: Duration) -> io::Result<Arc<dyn Transport>> {
        let port = self.folder.port(Place::Proxy)?;
        let inner = TcpConnector::new("127.0.0.1", port).connect(timeout)?;
        Ok(Arc::new(Recorder { inner, notes: Arc::clone(&self.notes), noted: Mutex::new(0) }))
    }

    fn server(&self) -> String {
        "the proxy".to_owned()
    }
}

/// A connection.
#[derive(Debug)]
struct Recorder {
    inner: Arc<dyn Transport>,
    notes: Arc<File>,
    /// Bytes that were noted and are still to be written: the next write begins with them.
    noted: Mutex<usize>,
}

impl Transport for Recorder {
    fn read(&self, buffer: &mut [u8], timeout: Duration) -> io::Result<usize> {
        self.inner.read(buffer, timeout)
    }

    fn poll(&self, buffer: &mut [u8]) -> io::Result<usize> {
        self.inner.poll(buffer)
    }

    fn write(&self, bytes: &[u8], timeout: Duration) -> io::Result<usize> {
        let mut noted = self.noted.lock().unwrap_or_else(PoisonError::into_inner);
        let new = bytes.get(*noted..).unwrap_or_default();
        let (now, own) = (clock_ms(), std::process::id());
        let mut lines = String::new();
        for phone in requests::phones_in(new) {
            lines.push_str(&format!("sent {own} {now} {phone}\n"));
        }
        if !lines.is_empty() {
            // One call: lines of two processes do not mix.
            (&*self.notes).write_all(lines.as_bytes())?;
        }
        *noted = bytes.len();
        let written = self.inner.write(bytes, timeout)?;
        *noted -= written;
        Ok(written)
    }

    fn shutdown(&self) {
        self.inner.shutdown();
    }
}
