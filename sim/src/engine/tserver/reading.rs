//! Reading: objects of the configuration for clients that ask for them.
//!
//! Owns how far a client has got. Objects are written only while little waits for the client, so that a large
//! configuration takes no memory, and user events come in between.

use commdn::directory::{Kind, Object, Query};
use commdn::kvlist::KvRef;
use commdn::link::ServerMessage;

use super::{Refusal, TServer};
use crate::engine::{ClientId, codes};

/// Bytes that may wait for a client that reads.
const LOW_WATER: usize = 64 << 10;
/// Bytes of objects in one frame, at most the last one more.
const FRAME: usize = 16 << 10;
/// Most requests of one client that wait.
const MOST_REQUESTS: usize = 64;

/// A request that is being answered.
#[derive(Debug)]
pub(in crate::engine) struct Reading {
    reference: Option<i32>,
    query: Query,
    /// The object to look at next.
    next: usize,
    count: i32,
}

impl Reading {
    /// The next objects of a frame.
    fn frame<'a>(&mut self, objects: &'a [Object]) -> Vec<&'a [u8]> {
        let (mut lists, mut bytes) = (Vec::new(), 0);
        while let Some(object) = objects.get(self.next).filter(|_| bytes < FRAME) {
            self.next += 1;
            if self.query.fits(object) {
                let list = object.list().bytes();
                bytes += list.len();
                self.count += 1;
                lists.push(list);
            }
        }
        lists
    }
}

impl TServer {
    /// Start to answer a request for objects.
    pub(super) fn read_objects(
        &mut self,
        id: ClientId,
        kind: i32,
        filter: Option<&[u8]>,
        reference: Option<i32>,
    ) -> Result<(), Refusal> {
        let invalid =
            |text: String| (codes::INVALID_ATTRIBUTE, format!("Invalid attribute: {text}"));
        let kind = Kind::from_number(kind)
            .ok_or_else(|| invalid(format!("ObjectKind {kind} is unknown")))?;
        let filter = filter.map(KvRef::parse).transpose();
        let filter = filter.map_err(|error| invalid(format!("Filter: {error}")))?;
        let query = Query::read(kind, filter.unwrap_or(KvRef::EMPTY));
        let Some(client) = self.clients.get_mut(&id) else { return Ok(()) };
        if client.reading.len() >= MOST_REQUESTS {
            let text = format!("{MOST_REQUESTS} requests for objects are open");
            return Err((codes::INTERNAL_ERROR, text));
        }
        client.reading.push_back(Reading { reference, query, next: 0, count: 0 });
        self.go_on_reading(id);
        Ok(())
    }

    /// Write objects for a client, as far as it takes them.
    pub(super) fn go_on_reading(&mut self, id: ClientId) {
        let mut wrote = false;
        if let Some(client) = self.clients.get_mut(&id).filter(|client| client.closing.is_none()) {
            while client.waiting() < LOW_WATER
                && let Some(mut reading) = client.reading.pop_front()
            {
                wrote = true;
                let (reference, kind) = (reading.reference, reading.query.kind.number());
                let objects = reading.frame(&self.objects);
                if !objects.is_empty() {
                    let objects = objects.as_slice();
                    ServerMessage::Objects { reference, kind, objects }.write(client.sink());
                }
                if reading.next < self.objects.len() {
                    client.reading.push_front(reading);
                } else {
                    let count = reading.count;
                    ServerMessage::ObjectsSent { reference, count }.write(client.sink());
                }
            }
        }
        if wrote {
            self.mark_ready(id);
        }
    }
}
