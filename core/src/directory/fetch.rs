//! Fetch: the objects of Configuration Server, read through the link protocol.
//!
//! Owns a connection that registers no DN and reads until it has what was asked for. Objects are
//! handed over as they come: memory does not grow with their number.

use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::error::DirectoryError;
use super::kind::Kind;
use super::object::Object;
use super::query::Query;
use crate::carrier::{ConnectCancel, Connector, Transport, is_timeout};
use crate::error::{Error, ErrorKind};
use crate::kvlist::KvRef;
use crate::link::{ClientLink, KeepAlive, LinkConfig, LinkEvent};

/// How long the caller is not asked whether to go on.
const SLICE: Duration = Duration::from_millis(50);
/// Bytes that are read at a time.
const CHUNK: usize = 64 << 10;
/// How long the end of a command is waited for.
const REST: Duration = Duration::from_secs(2);

/// Who reads, and how long it waits.
#[derive(Clone)]
#[non_exhaustive]
pub struct ReaderConfig {
    /// The application's name.
    pub application: String,
    /// Its password.
    pub password: Option<String>,
    /// Until the connection is open and the application in.
    pub connect_timeout: Duration,
    /// Longest pause of the server while it answers.
    pub answer_timeout: Duration,
    /// Longest frame that is accepted, in bytes.
    pub max_frame_bytes: usize,
}

impl ReaderConfig {
    /// With the defaults: 10 seconds, and 30 until an answer comes or goes on.
    #[must_use]
    pub fn new(application: impl Into<String>) -> Self {
        let link = LinkConfig::new(application, "");
        Self {
            application: link.application,
            password: None,
            connect_timeout: link.step_timeout,
            answer_timeout: Duration::from_secs(30),
            max_frame_bytes: link.max_frame_bytes,
        }
    }
}

impl std::fmt::Debug for ReaderConfig {
    /// Without the password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ReaderConfig")
            .field("application", &self.application)
            .field("password", &self.password.as_ref().map(|_| "****"))
            .finish_non_exhaustive()
    }
}

/// What a reader hands over.
#[derive(Debug)]
#[non_exhaustive]
pub enum Fetched {
    /// An object.
    Object(Object),
    /// Nothing for 50 milliseconds: the caller may stop with an error of its own.
    Waiting,
}

/// A connection that reads the configuration.
#[derive(Debug)]
pub struct Reader {
    transport: Arc<dyn Transport>,
    link: ClientLink,
    server: String,
    config: ReaderConfig,
    start: Instant,
    buffer: Vec<u8>,
    last_reference: i32,
}

/// What the server has said of the request that is open.
#[derive(Debug, Default)]
struct Told {
    up: bool,
    objects: Vec<Object>,
    count: Option<i32>,
    error: Option<Error>,
}

impl Reader {
    /// Connect and introduce the application.
    ///
    /// Blocks up to `connect_timeout`; `hear` is called with [`Fetched::Waiting`] meanwhile.
    ///
    /// # Errors
    /// Those of connecting and of the login, and the one of `hear`.
    pub fn connect(
        connector: &dyn Connector,
        config: &ReaderConfig,
        hear: &mut dyn FnMut(Fetched) -> Result<(), Error>,
    ) -> Result<Self, Error> {
        let server = connector.server();
        let cancel = ConnectCancel::new();
        let transport = connector
            .connect_cancellable(config.connect_timeout, &cancel)
            .map_err(|error| Error::of_connect(&server, error))?;
        let mut link = LinkConfig::new(&config.application, "");
        link.password.clone_from(&config.password);
        link.keep_alive = KeepAlive::OFF;
        link.step_timeout = config.connect_timeout;
        link.max_frame_bytes = config.max_frame_bytes;
        let mut out = Vec::new();
        let link = ClientLink::start(link, Duration::ZERO, &mut out);
        let mut reader = Self {
            transport,
            link,
            server,
            config: config.clone(),
            start: Instant::now(),
            buffer: vec![0; CHUNK],
            last_reference: 0,
        };
        reader.send(&out)?;
        let mut told = Told::default();
        while !told.up {
            let now = reader.start.elapsed();
            reader.link.tick(now, &mut Vec::new())?;
            reader.step(0, &mut told)?;
            hear(Fetched::Waiting)?;
        }
        Ok(reader)
    }

    /// Read the objects of a query; returns how many came.
    ///
    /// Blocks until all have come. `hear` is called with each, and at least every 50 milliseconds;
    /// its error ends the call, and the reader is of no more use.
    ///
    /// # Errors
    /// [`ErrorKind::TServerRefused`] if the server refuses, [`ErrorKind::WaitTimeout`] if it pauses
    /// for longer than `answer_timeout`, those of the connection, and the one of `hear`.
    pub fn read(
        &mut self,
        query: &Query,
        hear: &mut dyn FnMut(Fetched) -> Result<(), Error>,
    ) -> Result<u64, Error> {
        self.last_reference = self.last_reference.wrapping_add(1).max(1);
        let reference = self.last_reference;
        let filter = query.filter()?;
        let packed = if filter.is_empty() { Vec::new() } else { filter.pack() };
        let mut out = Vec::new();
        self.link.read_objects(reference, query.kind.number(), &packed, &mut out);
        self.send(&out)?;
        let (mut heard, mut last) = (0_u64, Instant::now());
        let mut told = Told::default();
        loop {
            if self.step(reference, &mut told)? {
                last = Instant::now();
            }
            for object in told.objects.drain(..) {
                heard += 1;
                hear(Fetched::Object(object))?;
            }
            if let Some(error) = told.error.take() {
                return Err(self.refused(query, error));
            }
            match told.count {
                Some(count) if u64::try_from(count).is_ok_and(|count| count != heard) => {
                    let text = format!("{}: {heard} of {count} {}s came", self.server, query.kind);
                    return Err(Error::new(ErrorKind::Protocol, text));
                }
                Some(_) => return Ok(heard),
                None => hear(Fetched::Waiting)?,
            }
            if last.elapsed() >= self.config.answer_timeout {
                return Err(self.silent(query));
            }
        }
    }

    /// Read what comes within a slice; returns whether something came.
    fn step(&mut self, reference: i32, told: &mut Told) -> Result<bool, Error> {
        let read = match self.transport.read(&mut self.buffer, SLICE) {
            Ok(0) => return Err(self.link.closed().into()),
            Ok(read) => read,
            Err(error) if is_timeout(&error) => return Ok(false),
            Err(error) => return Err(Error::of_break("the configuration was read", error)),
        };
        let bytes = self.buffer.get(..read).unwrap_or_default();
        let mut out = Vec::new();
        let now = self.start.elapsed();
        self.link.receive(bytes, now, &mut out, &mut |event| told.note(reference, event))?;
        if !out.is_empty() {
            self.send(&out)?;
        }
        Ok(true)
    }

    fn send(&self, mut bytes: &[u8]) -> Result<(), Error> {
        let until = Instant::now() + self.config.connect_timeout;
        while !bytes.is_empty() {
            let left = until.saturating_duration_since(Instant::now());
            let sent = match self.transport.write(bytes, left.max(Duration::from_millis(1))) {
                Ok(0) => Err(io::ErrorKind::WriteZero.into()),
                result => result,
            };
            let sent = sent.map_err(|error| Error::of_break("a request was sent", error))?;
            bytes = bytes.get(sent..).unwrap_or_default();
        }
        Ok(())
    }

    fn refused(&self, query: &Query, error: Error) -> Error {
        let said = format!("{} refuses to read {}s: {error}", self.server, query.kind);
        error.with_message(said)
    }

    fn silent(&self, query: &Query) -> Error {
        let seconds = self.config.answer_timeout.as_secs_f64();
        let text = format!(
            "{} has sent no {}s for {seconds} s: a server without Configuration Server behind it ignores the \
             request (see docs/directory.md)",
            self.server, query.kind
        );
        Error::new(ErrorKind::WaitTimeout, text)
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        self.transport.shutdown();
    }
}

impl Told {
    fn note(&mut self, asked: i32, event: LinkEvent<'_>) {
        match event {
            LinkEvent::Up => self.up = true,
            LinkEvent::Object { reference, kind, list } if reference == asked => {
                match object(kind, list) {
                    Ok(object) => self.objects.push(object),
                    Err(error) => self.error = Some(error),
                }
            }
            LinkEvent::ObjectsSent { reference, count } if reference == asked => {
                self.count = Some(count);
            }
            LinkEvent::Refused { reference, code, message } if reference == asked => {
                let text = format!("{message} (code {code})");
                let error = Error::new(ErrorKind::TServerRefused, text);
                self.error = Some(error.with_code(code).with_server_text(message));
            }
            _ => {}
        }
    }
}

fn object(kind: i32, list: &[u8]) -> Result<Object, Error> {
    let Some(kind) = Kind::from_number(kind) else {
        let text = format!("an object is of kind {kind}, which is unknown");
        return Err(Error::new(ErrorKind::Protocol, text));
    };
    let read = KvRef::parse(list).map_err(|error| error.to_string()).and_then(|list| {
        Object::read(kind, list).map_err(|error: DirectoryError| error.to_string())
    });
    read.map_err(|text| Error::new(ErrorKind::Protocol, format!("a {kind} is broken: {text}")))
}

/// Read the objects of several queries over one connection, and end it; returns how many came.
///
/// Blocks as [`Reader::connect`] and [`Reader::read`] do. An address `exec:COMMAND` starts the
/// command, whose end is waited for up to two seconds.
///
/// # Errors
/// As those.
pub fn fetch(
    connector: &dyn Connector,
    config: &ReaderConfig,
    queries: &[Query],
    hear: &mut dyn FnMut(Fetched) -> Result<(), Error>,
) -> Result<u64, Error> {
    let mut read = || {
        let mut reader = Reader::connect(connector, config, hear)?;
        queries.iter().try_fold(0, |sum, query| Ok(sum + reader.read(query, hear)?))
    };
    let result = read();
    let until = Instant::now() + REST;
    while !connector.is_at_rest() && Instant::now() < until {
        std::thread::sleep(Duration::from_millis(5));
    }
    result
}
