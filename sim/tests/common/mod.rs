//! A small blocking client for the simulator's own tests: one thread, one connection.

#![allow(dead_code, reason = "each test binary uses its own part of this")]

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

use commdn::carrier::{Connector, TcpConnector, Transport};
use commdn::kvlist::KvList;
use commdn::link::{ClientLink, KeepAlive, LinkConfig, LinkError, LinkEvent, Stage};
use commdn::message::{Dialect, Envelope, Event, MessageType, Request};
use commdn_sim::{Config, Simulator};

/// No wait of a test is longer.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// What came to a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClientEvent {
    Up,
    Link(bool),
    Accepted(i32),
    Refused(i32, i32, String),
    Event(KvList),
    Unregistered,
}

#[derive(Debug)]
pub struct Client {
    transport: Arc<dyn Transport>,
    link: ClientLink,
    start: Instant,
    pub news: VecDeque<ClientEvent>,
    pub dbid: i32,
    reference: i32,
}

#[derive(Debug)]
pub enum Ended {
    Link(LinkError),
    Io(std::io::Error),
    TimedOut,
}

impl Client {
    /// Connect and come up, or tell why not.
    pub fn try_connect(
        connector: &dyn Connector,
        config: LinkConfig,
        dbid: i32,
    ) -> Result<Self, Ended> {
        let transport = connector.connect(PATIENCE).map_err(Ended::Io)?;
        let start = Instant::now();
        let mut out = Vec::new();
        let link = ClientLink::start(config, Duration::ZERO, &mut out);
        let mut client = Self { transport, link, start, news: VecDeque::new(), dbid, reference: 0 };
        client.write(&out).map_err(Ended::Io)?;
        while client.link.stage() != Stage::Up {
            client.read()?;
        }
        client.news.clear();
        Ok(client)
    }

    pub fn connect(connector: &dyn Connector, dn: &str) -> Self {
        Self::try_connect(connector, config("desktop", dn), 20).expect("the client comes up")
    }

    pub fn write(&self, mut bytes: &[u8]) -> std::io::Result<()> {
        while !bytes.is_empty() {
            let len = self.transport.write(bytes, PATIENCE)?;
            bytes = &bytes[len..];
        }
        Ok(())
    }

    fn read(&mut self) -> Result<(), Ended> {
        self.read_for(PATIENCE)
    }

    fn read_for(&mut self, timeout: Duration) -> Result<(), Ended> {
        let mut buffer = vec![0; 64 << 10];
        let len = match self.transport.read(&mut buffer, timeout) {
            Ok(0) => return Err(Ended::Link(self.link.closed())),
            Ok(len) => len,
            Err(error) => {
                use std::io::ErrorKind::{TimedOut, WouldBlock};
                return Err(match error.kind() {
                    TimedOut | WouldBlock => Ended::TimedOut,
                    _ => Ended::Io(error),
                });
            }
        };
        let mut out = Vec::new();
        let news = &mut self.news;
        let now = self.start.elapsed();
        let taken = self.link.receive(&buffer[..len], now, &mut out, &mut |event| {
            news.push_back(match event {
                LinkEvent::Up => ClientEvent::Up,
                LinkEvent::SwitchLink(up) => ClientEvent::Link(up),
                LinkEvent::Accepted(reference) => ClientEvent::Accepted(reference),
                LinkEvent::Refused { reference, code, message } => {
                    ClientEvent::Refused(reference, code, message)
                }
                LinkEvent::UserEvent(bytes) => {
                    ClientEvent::Event(KvList::unpack(bytes).expect("user data can be read"))
                }
                LinkEvent::Unregistered => ClientEvent::Unregistered,
                other => panic!("unknown news: {other:?}"),
            });
        });
        taken.map_err(Ended::Link)?;
        self.write(&out).map_err(Ended::Io)
    }

    /// The next news, waiting for it.
    pub fn next(&mut self) -> Result<ClientEvent, Ended> {
        loop {
            if let Some(news) = self.news.pop_front() {
                return Ok(news);
            }
            self.read()?;
        }
    }

    /// The next news, if any comes within `timeout`.
    pub fn next_within(&mut self, timeout: Duration) -> Option<ClientEvent> {
        if self.news.is_empty() {
            let _ = self.read_for(timeout);
        }
        self.news.pop_front()
    }

    /// The next user event of an OCS: an answer or a notification, for anybody.
    pub fn next_event(&mut self) -> Event {
        loop {
            if let ClientEvent::Event(list) = self.next().expect("an event comes")
                && let Ok(event) = Event::new(list, &Dialect::DEFAULT)
                && !is_request(event.message_type())
            {
                return event;
            }
        }
    }

    /// The next answer to this client.
    pub fn next_answer(&mut self) -> Event {
        loop {
            let event = self.next_event();
            if event.target() == Some(self.dbid) {
                return event;
            }
        }
    }

    /// Send a request as its builder has it, checked by no one; tells its reference id.
    pub fn send(&mut self, request: &Request, target: i32) -> i32 {
        self.reference += 1;
        let envelope = Envelope::new(self.dbid, target).reference_id(self.reference);
        let mut user_data = Vec::new();
        request.write(envelope, &Dialect::DEFAULT, &mut user_data).expect("the request is valid");
        self.send_bytes(&user_data)
    }

    /// Send user data as it is; tells its reference id.
    pub fn send_list(&mut self, list: &KvList) -> i32 {
        self.reference += 1;
        self.send_bytes(&list.pack())
    }

    fn send_bytes(&mut self, user_data: &[u8]) -> i32 {
        let mut out = Vec::new();
        self.link.distribute(self.reference, user_data, &mut out);
        self.write(&out).expect("the request is sent");
        self.reference
    }

    /// Send a request to OCS 101 and wait for its answer.
    pub fn call(&mut self, request: &Request) -> Event {
        let reference = self.send(request, 101);
        loop {
            let event = self.next_answer();
            if event.reference_id() == Some(reference) {
                return event;
            }
        }
    }

    /// Everything that an OCS says until the answer to a status request that is sent now.
    pub fn events_until_now(&mut self) -> Vec<Event> {
        let reference = self.send(&Request::campaign_status(2, 10), 101);
        let mut events = Vec::new();
        loop {
            let event = self.next_event();
            if event.reference_id() == Some(reference) {
                return events;
            }
            events.push(event);
        }
    }

    /// The same connection for a thread that only writes.
    pub fn twin(&self) -> Self {
        let link = ClientLink::start(config("desktop", "8001"), Duration::ZERO, &mut Vec::new());
        Self {
            transport: Arc::clone(&self.transport),
            link,
            start: self.start,
            news: VecDeque::new(),
            dbid: self.dbid,
            reference: 0,
        }
    }

    pub fn shutdown(&self) {
        self.transport.shutdown();
    }
}

pub fn is_request(message: MessageType) -> bool {
    commdn::message::spec::RequestSpec::of(message).is_some()
}

pub fn config(application: &str, dn: &str) -> LinkConfig {
    let mut config = LinkConfig::new(application, dn);
    config.keep_alive = KeepAlive::OFF;
    config
}

/// The two forms of the simulator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Embedded,
    Tcp,
}

pub const FORMS: [Form; 2] = [Form::Embedded, Form::Tcp];

pub fn connector(simulator: &Simulator, form: Form) -> Arc<dyn Connector> {
    match form {
        Form::Embedded => simulator.connector(),
        Form::Tcp => {
            let address = simulator.listen("127.0.0.1:0").expect("a free port");
            Arc::new(TcpConnector::new(address.ip().to_string(), address.port()))
        }
    }
}

/// The demo contact centre on a virtual clock, which stands still unless a test moves it.
pub fn still() -> Config {
    let mut config = Config::demo();
    config.clock.mode = commdn_sim::config::ClockMode::Virtual;
    // Tests start hundreds of them: the lists are shorter than the demo's.
    config.list.iter_mut().filter_map(|list| list.generate.as_mut()).for_each(|g| g.count = 1_000);
    config
}

pub fn start(config: Config) -> Simulator {
    Simulator::start(config).expect("the simulator starts")
}

impl Client {
    /// Send a do-not-call request; the other side may have gone.
    pub fn send_or_end(&mut self, request: &Request) {
        self.reference += 1;
        let envelope = Envelope::new(self.dbid, 101).reference_id(self.reference);
        let mut user_data = Vec::new();
        request.write(envelope, &Dialect::DEFAULT, &mut user_data).expect("the request is valid");
        let mut out = Vec::new();
        self.link.distribute(self.reference, &user_data, &mut out);
        let _ = self.write(&out);
    }

    /// The phone of the next do-not-call acknowledgement; `None` at the end of the connection.
    pub fn answer_or_end(&mut self) -> Option<String> {
        loop {
            match self.next() {
                Ok(ClientEvent::Event(list)) => {
                    if let Ok(event) = Event::new(list, &Dialect::DEFAULT)
                        && event.message_type() == MessageType::EV_DO_NOT_CALL_PROCESSED
                    {
                        return event.phone().map(std::borrow::Cow::into_owned);
                    }
                }
                Ok(_) => {}
                Err(Ended::TimedOut) => panic!("neither an answer nor the end came"),
                Err(_) => return None,
            }
        }
    }
}

impl Client {
    /// Write do-not-call requests for the phones 0, 1, ... and read nothing; tells how many were
    /// written whole, and how it ended.
    pub fn write_until_held_up(&mut self) -> (usize, std::io::Error) {
        for number in 0.. {
            let mut user_data = Vec::new();
            let request = Request::do_not_call().phone_as_is(number.to_string());
            let envelope = Envelope::new(self.dbid, 101);
            request.write(envelope, &Dialect::DEFAULT, &mut user_data).expect("a valid request");
            let mut out = Vec::new();
            self.link.distribute(1, &user_data, &mut out);
            let mut rest = out.as_slice();
            while !rest.is_empty() {
                match self.transport.write(rest, Duration::from_millis(100)) {
                    Ok(len) => rest = &rest[len..],
                    Err(error) => return (number, error),
                }
            }
        }
        unreachable!("the simulator takes requests without end")
    }
}
