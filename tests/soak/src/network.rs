//! The bytes under way: connections of two directions, each of which keeps its order.
//!
//! Owns no time: what arrives when is told to the world, which comes back for it.

use std::collections::VecDeque;
use std::time::Duration;

use commdn_sim::engine::ClientId;

/// What arrives at an end of a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Packet {
    /// Some bytes.
    Bytes(Vec<u8>),
    /// The other end is gone.
    Closed,
}

/// One direction.
#[derive(Debug, Default)]
struct Pipe {
    under_way: VecDeque<(Duration, Packet)>,
    /// When the last packet arrives: none overtakes it.
    last: Duration,
    /// Everything vanishes.
    dead: bool,
}

impl Pipe {
    fn send(&mut self, packet: Packet, at: Duration) -> Option<Duration> {
        if self.dead {
            return None;
        }
        self.last = self.last.max(at);
        self.under_way.push_back((self.last, packet));
        Some(self.last)
    }

    fn arrived(&mut self, now: Duration) -> Option<Packet> {
        let (at, _) = self.under_way.front()?;
        if *at > now { None } else { self.under_way.pop_front().map(|(_, packet)| packet) }
    }
}

/// Which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// From the program to T-Server.
    Up,
    /// From T-Server to the program.
    Down,
}

/// One connection of a program.
#[derive(Debug)]
pub struct Connection {
    /// The program.
    pub program: usize,
    /// Which start of the program.
    pub life: u32,
    /// T-Server's name for it; `None` once its end is gone there.
    pub at_server: Option<ClientId>,
    /// Whether the program still holds its end.
    pub held: bool,
    up: Pipe,
    down: Pipe,
}

/// All connections that were ever opened.
#[derive(Debug, Default)]
pub struct Network {
    connections: Vec<Connection>,
}

impl Network {
    /// A connection that was accepted; tells its number.
    pub fn open(&mut self, program: usize, life: u32, at_server: ClientId) -> usize {
        let connection = Connection {
            program,
            life,
            at_server: Some(at_server),
            held: true,
            up: Pipe::default(),
            down: Pipe::default(),
        };
        self.connections.push(connection);
        self.connections.len() - 1
    }

    /// The connection of that number.
    ///
    /// # Panics
    /// There is none.
    #[must_use]
    pub fn get(&self, number: usize) -> &Connection {
        &self.connections[number]
    }

    /// The same, to be changed.
    ///
    /// # Panics
    /// There is none.
    pub fn get_mut(&mut self, number: usize) -> &mut Connection {
        &mut self.connections[number]
    }

    /// The connection that T-Server calls so.
    #[must_use]
    pub fn find(&self, at_server: ClientId) -> Option<usize> {
        self.connections.iter().rposition(|connection| connection.at_server == Some(at_server))
    }

    /// Connections that have both ends.
    pub fn alive(&self) -> impl Iterator<Item = usize> {
        let both = |connection: &Connection| connection.held && connection.at_server.is_some();
        let numbered = self.connections.iter().enumerate();
        numbered.filter(move |(_, connection)| both(connection)).map(|(number, _)| number)
    }
}

impl Connection {
    /// Send a packet that arrives then, or after those before it; tells when, if at all.
    pub fn send(&mut self, way: Way, packet: Packet, at: Duration) -> Option<Duration> {
        self.pipe(way).send(packet, at)
    }

    /// The next packet that has arrived.
    pub fn arrived(&mut self, way: Way, now: Duration) -> Option<Packet> {
        self.pipe(way).arrived(now)
    }

    /// One direction swallows everything from now on; what is under way still arrives.
    pub fn deafen(&mut self, way: Way) {
        self.pipe(way).dead = true;
    }

    /// What is under way is lost, but for the first packets.
    pub fn lose(&mut self, way: Way, kept: usize) {
        self.pipe(way).under_way.truncate(kept);
    }

    const fn pipe(&mut self, way: Way) -> &mut Pipe {
        match way {
            Way::Up => &mut self.up,
            Way::Down => &mut self.down,
        }
    }
}
