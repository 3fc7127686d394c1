//! The raw peers: a socket that plays back bytes, and the codec at both ends without a session.

use std::hint::black_box;
use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use commdn::kvlist::KvList;
use commdn::link::{ClientLink, LinkConfig, LinkEvent, Stage};
use commdn::message::{Dialect, Envelope, Event, Request};
use commdn_bench::spinning;

use crate::{APPLICATION, DN, OCS};

/// Bytes that one read takes at most, as in a session.
const READ_BYTES: usize = 32 * 1024;

/// The codec and a socket: requests are written with the codec, answers are read with it, nobody looks which answers which.
pub struct Codec {
    stream: TcpStream,
    link: ClientLink,
    out: Vec<u8>,
    user_data: Vec<u8>,
    read: Vec<u8>,
}

impl Codec {
    /// Connected and registered.
    pub fn connect(port: u16) -> io::Result<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_nodelay(true)?;
        let mut out = Vec::new();
        let link = ClientLink::start(LinkConfig::new("bench", DN), Duration::ZERO, &mut out);
        let mut codec =
            Self { stream, link, out, user_data: Vec::new(), read: vec![0; READ_BYTES] };
        while codec.link.stage() != Stage::Up {
            codec.send()?;
            codec.receive()?;
        }
        Ok(codec)
    }

    /// Write a request to what is sent next.
    pub fn add(&mut self, request: &Request, reference: i32) {
        self.user_data.clear();
        let envelope = Envelope::new(APPLICATION, OCS).reference_id(reference);
        request.write(envelope, &Dialect::DEFAULT, &mut self.user_data).expect("a good request");
        self.link.distribute(reference, &self.user_data, &mut self.out);
    }

    /// Send what was added.
    pub fn send(&mut self) -> io::Result<()> {
        self.stream.write_all(&self.out)?;
        self.out.clear();
        Ok(())
    }

    /// Read once; tells how many answers came.
    pub fn receive(&mut self) -> io::Result<usize> {
        let count = self.stream.read(&mut self.read)?;
        let bytes = self.read.get(..count).unwrap_or_default();
        let mut answers = 0;
        let tell = &mut |event: LinkEvent<'_>| {
            if let LinkEvent::UserEvent(user_data) = event {
                let list = KvList::unpack(user_data).expect("the responder writes lists");
                black_box(Event::new(list, &Dialect::DEFAULT).expect("it writes events"));
                answers += 1;
            }
        };
        self.link.receive(bytes, Duration::ZERO, &mut self.out, tell).map_err(io::Error::other)?;
        Ok(answers)
    }

    /// The socket, and the bytes of one request: what a session would send.
    pub fn into_raw(mut self, request: &Request) -> io::Result<Raw> {
        self.add(request, 4711);
        let mut raw = Raw { stream: self.stream, frame: self.out, answer: 0, read: self.read };
        // How long the answer is.
        raw.stream.write_all(&raw.frame)?;
        raw.stream.set_read_timeout(Some(Duration::from_millis(200)))?;
        while let Ok(count) = raw.stream.read(&mut raw.read) {
            raw.answer += count;
        }
        raw.stream.set_read_timeout(None)?;
        Ok(raw)
    }
}

/// A socket that sends the same bytes again and again.
pub struct Raw {
    stream: TcpStream,
    frame: Vec<u8>,
    answer: usize,
    read: Vec<u8>,
}

impl Raw {
    /// One round trip.
    pub fn round_trip(&mut self) -> io::Result<()> {
        self.round_trip_with(|mut stream, buffer| stream.read(buffer))
    }

    /// The same with a read that asks again and again.
    pub fn spinning_round_trip(&mut self) -> io::Result<()> {
        self.round_trip_with(|stream, buffer| spinning::read(stream, buffer, None))
    }

    fn round_trip_with(
        &mut self,
        mut read: impl FnMut(&TcpStream, &mut [u8]) -> io::Result<usize>,
    ) -> io::Result<()> {
        self.stream.write_all(&self.frame)?;
        let mut left = self.answer;
        while left > 0 {
            let count = read(&self.stream, &mut self.read)?;
            if count == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            left = left.saturating_sub(count);
        }
        Ok(())
    }
}
