//! Twenty-four hours of one session and a pair of servers that fails over every few minutes.
//!
//! On a virtual clock, with the session's own machine and its default reconnecting: switchovers, minutes
//! without any server, a DN out of service, and connections that are dead without a word, which only the
//! keep-alive finds. Requests are made all day.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, HashMap};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use commdn::exchange::{CallOptions, Failure, Ticket};
use commdn::message::{Chain, DialMode, Event, MessageType, OptimizeBy, Request, keys};
use commdn::session::SessionConfig;
use commdn::session::machine::{Engine, EngineEvent};
use commdn::{Error, ErrorKind};
use commdn_sim::Server;
use commdn_sim::config::{Application, Campaign, Config, Dn, Group, Ocs};
use commdn_sim::engine::{ClientId, Engine as Site};
use commdn_sim::log::{LogEntry, LogEvent};
use commdn_soak::ledger::{Asked, Ledger};
use commdn_soak::network::{Network, Packet, Way};
use fastrand::Rng;

const DN: &str = "8001";
const APP: i32 = 20;
const OCS: i32 = 101;
const DAY: Duration = Duration::from_secs(24 * 3600);
/// The longest that a request waits for its answer.
const LONGEST: Duration = Duration::from_secs(90);
/// How soon an attempt must follow when there is a server again: the longest delay, and the way.
const BACK: Duration = Duration::from_secs(21);
/// Two intervals of the default keep-alive, and the way.
const DEAF: Duration = Duration::from_secs(21);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Thing {
    Arrival {
        connection: usize,
        up: bool,
    },
    Opened {
        server: usize,
    },
    /// The session has something to do.
    Wake,
    /// The contact centre has.
    Site,
    Ask,
    SwitchOver,
    /// No server for a while.
    Outage,
    OutOfService,
    BackInService,
    /// The present connection swallows everything, at least on its way back.
    HalfOpen,
}

/// What happened.
#[derive(Debug, Default)]
struct Count {
    requests: u64,
    acknowledged: u64,
    refused: u64,
    unanswered: u64,
    not_sent: u64,
    lost: u64,
    unknown: u64,
    attempts: u64,
    connections: u64,
    switch_overs: u64,
    outages: u64,
    outage: Duration,
    half_open: u64,
    out_of_service: u64,
}

struct Day {
    now: Duration,
    order: u64,
    rng: Rng,
    queue: BinaryHeap<Reverse<(Duration, u64, Thing)>>,
    site: Site,
    site_at: Option<Duration>,
    engine: Engine,
    wake_at: Option<Duration>,
    network: Network,
    clients: BTreeMap<ClientId, usize>,
    connection: Option<usize>,
    no_server_until: Duration,
    /// Since when the present connection is dead without a word.
    deaf_since: Option<Duration>,
    /// Since when there is a server and no connection.
    wanting_since: Option<Duration>,
    ledger: Ledger,
    /// Open requests: may they be repeated, and which phone do they put on the list?
    open: HashMap<Ticket, (bool, Option<String>)>,
    listed: Vec<String>,
    /// How often the contact centre saw each request that may not be repeated.
    unsafe_seen: Arc<Mutex<HashMap<i32, u32>>>,
    count: Count,
}

fn site() -> Config {
    let mut config = Config::default();
    config.dn = vec![Dn::new(DN)];
    config.application = vec![Application::new(APP, "desktop")];
    config.ocs = vec![Ocs::new(OCS, "OCS_1", [APP])];
    config.campaign = vec![Campaign::new(1, "Spring", &[])];
    config.group = vec![Group::new(10, "Sales", [1])];
    config
}

impl Day {
    fn new(seed: u64) -> Self {
        let mut site = Site::new(&site()).expect("the site is a valid one");
        let unsafe_seen = Arc::new(Mutex::new(HashMap::new()));
        let seen = Arc::clone(&unsafe_seen);
        site.observe(Some(Box::new(move |entry: &LogEntry| {
            let LogEvent::Request { message, user_data, .. } = &entry.what else { return };
            let once = [MessageType::REQ_LOAD_CAMPAIGN, MessageType::REQ_UNLOAD_CAMPAIGN];
            if once.contains(message) {
                let reference = user_data.get_int(keys::REFERENCE_ID).expect("each has a number");
                *seen.lock().unwrap().entry(reference).or_default() += 1;
            }
        })));
        let config = SessionConfig::new(DN, APP)
            .application("desktop")
            .ocs_dbid(OCS)
            .connect_in_background(true);
        let servers: Arc<[String]> = Arc::new(["primary".to_owned(), "backup".to_owned()]);
        let mut day = Self {
            now: Duration::ZERO,
            order: 0,
            rng: Rng::with_seed(seed),
            queue: BinaryHeap::new(),
            site,
            site_at: None,
            engine: Engine::start(&config, servers, seed, Duration::ZERO),
            wake_at: None,
            network: Network::default(),
            clients: BTreeMap::new(),
            connection: None,
            no_server_until: Duration::ZERO,
            deaf_since: None,
            wanting_since: None,
            ledger: Ledger::default(),
            open: HashMap::new(),
            listed: Vec::new(),
            unsafe_seen,
            count: Count::default(),
        };
        day.at(Duration::ZERO, Thing::Wake);
        for thing in
            [Thing::Ask, Thing::SwitchOver, Thing::Outage, Thing::OutOfService, Thing::HalfOpen]
        {
            day.again(thing);
        }
        day
    }

    fn at(&mut self, at: Duration, thing: Thing) {
        self.order += 1;
        self.queue.push(Reverse((at.max(self.now), self.order, thing)));
    }

    /// Let `thing` happen again, at its own pace, until the day is over.
    fn again(&mut self, thing: Thing) {
        let (least, most) = match thing {
            Thing::Ask => (1, 15),
            Thing::SwitchOver => (120, 480),
            Thing::Outage => (2_400, 6_000),
            Thing::OutOfService => (3_600, 7_200),
            Thing::HalfOpen => (900, 2_700),
            _ => return,
        };
        let at = self.now + Duration::from_millis(self.rng.u64(least * 1_000..most * 1_000));
        if at < DAY {
            self.at(at, thing);
        }
    }

    fn seconds(&mut self, from: u64, to: u64) -> Duration {
        Duration::from_millis(self.rng.u64(from * 1_000..to * 1_000))
    }

    /// Let the day pass, and its last requests end.
    fn run(&mut self) {
        while self.now < DAY + LONGEST + BACK {
            let Reverse((at, _, thing)) = self.queue.pop().expect("there is always something");
            self.now = at;
            self.happen(thing);
            self.serve();
        }
    }

    fn happen(&mut self, thing: Thing) {
        self.again(thing);
        match thing {
            Thing::Arrival { connection, up: true } => self.at_server(connection),
            Thing::Arrival { connection, up: false } => self.at_session(connection),
            Thing::Opened { server } => self.opened(server),
            Thing::Wake => {
                self.wake_at = None;
                self.step();
            }
            Thing::Site => {
                self.site_at = None;
                self.site.advance(self.now);
                self.site.advance_world(self.now);
            }
            Thing::Ask => self.ask(),
            Thing::SwitchOver => {
                self.count.switch_overs += 1;
                self.site.switch_over();
            }
            Thing::Outage => {
                let length = self.seconds(60, 180);
                self.count.outages += 1;
                self.count.outage += length;
                self.no_server_until = self.now + length;
                self.site.cut(None);
            }
            Thing::OutOfService => {
                self.count.out_of_service += 1;
                assert!(self.site.set_service(DN, false));
                let back = self.now + self.seconds(30, 120);
                self.at(back, Thing::BackInService);
            }
            Thing::BackInService => assert!(self.site.set_service(DN, true)),
            Thing::HalfOpen => {
                if let Some(connection) = self.connection
                    && self.engine.is_up()
                {
                    self.count.half_open += 1;
                    self.deaf_since.get_or_insert(self.now);
                    // Where only the way back is dead OCS acts, and nobody hears of it.
                    let ways: &[Way] = match self.rng.u8(0..3) {
                        0 => &[Way::Up, Way::Down],
                        _ => &[Way::Down],
                    };
                    for way in ways {
                        self.network.get_mut(connection).deafen(*way);
                    }
                }
            }
        }
    }

    /// Send what the contact centre has for its clients.
    fn serve(&mut self) {
        loop {
            let ready = self.site.take_ready();
            if ready.is_empty() {
                break;
            }
            for id in ready {
                let bytes = self.site.pending(id).to_vec();
                self.site.sent(id, bytes.len());
                let closing = self.site.is_closing(id);
                if closing {
                    self.site.disconnect(id, "");
                }
                let Some(&connection) = self.clients.get(&id) else { continue };
                if !bytes.is_empty() {
                    self.send(connection, Way::Down, Packet::Bytes(bytes));
                }
                if closing {
                    self.clients.remove(&id);
                    self.network.get_mut(connection).at_server = None;
                    self.send(connection, Way::Down, Packet::Closed);
                }
            }
        }
        let next = [self.site.next_wakeup(), self.site.next_world_event()];
        let Some(at) = next.into_iter().flatten().min() else { return };
        if self.site_at.is_none_or(|known| at < known) {
            let at = at.max(self.now + Duration::from_micros(10));
            self.site_at = Some(at);
            self.at(at, Thing::Site);
        }
    }

    fn send(&mut self, connection: usize, way: Way, packet: Packet) {
        let at = self.now + self.latency();
        if let Some(at) = self.network.get_mut(connection).send(way, packet, at) {
            self.at(at, Thing::Arrival { connection, up: way == Way::Up });
        }
    }

    fn latency(&mut self) -> Duration {
        Duration::from_micros(self.rng.u64(200..20_000))
    }

    fn at_server(&mut self, connection: usize) {
        let Some(packet) = self.network.get_mut(connection).arrived(Way::Up, self.now) else {
            return;
        };
        let Some(id) = self.network.get(connection).at_server else { return };
        match packet {
            Packet::Bytes(bytes) => self.site.receive(id, &bytes, self.now),
            Packet::Closed => {
                self.network.get_mut(connection).at_server = None;
                self.clients.remove(&id);
                self.site.disconnect(id, "closed by the client");
            }
        }
    }

    fn at_session(&mut self, connection: usize) {
        let packet = self.network.get_mut(connection).arrived(Way::Down, self.now);
        if self.connection != Some(connection) {
            return;
        }
        match packet {
            Some(Packet::Bytes(bytes)) => self.engine.receive(&bytes, self.now),
            Some(Packet::Closed) => self.engine.peer_closed(self.now),
            None => return,
        }
        self.step();
    }

    fn opened(&mut self, server: usize) {
        let place = if server == 0 { Server::Primary } else { Server::Backup };
        let there = self.no_server_until <= self.now;
        match if there { self.site.connect(place, self.now) } else { None } {
            Some(id) => {
                let connection = self.network.open(0, 0, id);
                self.clients.insert(id, connection);
                self.connection = Some(connection);
                self.count.connections += 1;
                self.engine.opened(self.now);
            }
            None => {
                let error = Error::new(ErrorKind::Connect, "the connection is refused");
                self.engine.open_failed(error, self.now);
            }
        }
        self.step();
    }

    /// Let the session do what is due.
    fn step(&mut self) {
        self.engine.tick(self.now);
        if let Some(server) = self.engine.wants_open(self.now) {
            self.count.attempts += 1;
            let at = self.now + self.latency() * 2;
            self.at(at, Thing::Opened { server });
        }
        while let Some(news) = self.engine.poll() {
            if let EngineEvent::Completed(ticket, outcome) = news {
                let settled = self.ledger.ended((0, 0, ticket), &outcome, &self.site);
                settled.unwrap_or_else(|broken| panic!("at {:?}: {broken}", self.now));
                self.ended(ticket, outcome.map(|answer| answer.event));
            }
        }
        self.write();
        if let Some(connection) = self.connection
            && !self.engine.has_connection()
        {
            self.connection = None;
            self.network.get_mut(connection).held = false;
            self.send(connection, Way::Up, Packet::Closed);
            if let Some(since) = self.deaf_since.take() {
                assert!(self.now - since < DEAF, "dead since {since:?}, found at {:?}", self.now);
            }
        }
        self.is_in_time();
        let next = [self.engine.next_tick(), self.engine.open_at()];
        if let Some(at) = next.into_iter().flatten().min()
            && self.wake_at.is_none_or(|known| at < known)
        {
            let at = at.max(self.now + Duration::from_micros(10));
            self.wake_at = Some(at);
            self.at(at, Thing::Wake);
        }
    }

    fn write(&mut self) {
        while self.engine.has_outgoing() {
            let mut bytes = Vec::new();
            self.engine.take_outgoing(&mut bytes);
            if let Some(connection) = self.connection
                && self.engine.has_connection()
            {
                self.send(connection, Way::Up, Packet::Bytes(bytes));
            }
        }
    }

    /// No request is open after its time; a server that is there is found soon.
    fn is_in_time(&mut self) {
        let late = self.ledger.overdue(0, self.now, Duration::from_millis(1));
        late.unwrap_or_else(|broken| panic!("at {:?}: {broken}", self.now));
        if self.connection.is_some() || self.no_server_until > self.now {
            self.wanting_since = None;
        } else {
            let since = *self.wanting_since.get_or_insert(self.now);
            assert!(self.now - since < BACK, "no connection since {since:?}");
        }
    }

    fn ask(&mut self) {
        let number = self.count.requests;
        let phone = format!("555{number:07}");
        let request = match self.rng.u8(0..20) {
            0..=9 => Request::do_not_call().phone(&phone),
            10..=12 => Request::cancel_record().phone(&phone).chain(Chain::RecordOnly),
            13..=15 => Request::campaign_status(1, 10),
            16 | 17 => Request::load_campaign(1, 10).dialing(
                DialMode::PROGRESS,
                OptimizeBy::BUSY_FACTOR,
                80,
            ),
            _ => Request::unload_campaign(1, 10),
        };
        let message = request.message_type();
        let may_repeat = message != MessageType::REQ_LOAD_CAMPAIGN
            && message != MessageType::REQ_UNLOAD_CAMPAIGN;
        let listed = (message == MessageType::REQ_DO_NOT_CALL).then_some(phone);
        let timeout = self.seconds(2, LONGEST.as_secs());
        let options = CallOptions::within(timeout);
        let submitted = self.engine.submit(&request, options, self.now, 0);
        let ticket = submitted.expect("a day's requests fit").ticket;
        let asked = Asked::of(&request, Some(APP), OCS);
        self.ledger.asked((0, 0, ticket), asked, self.now + timeout);
        self.open.insert(ticket, (may_repeat, listed));
        self.count.requests += 1;
        self.step();
    }

    fn ended(&mut self, ticket: Ticket, outcome: Result<Event, Failure>) {
        let (may_repeat, listed) = self.open.remove(&ticket).expect("it ends once");
        let count = &mut self.count;
        *match outcome {
            Ok(_) => {
                self.listed.extend(listed);
                &mut count.acknowledged
            }
            Err(Failure::Refused(_)) => &mut count.refused,
            Err(Failure::Silence { .. }) => &mut count.unanswered,
            Err(Failure::NotSent) => &mut count.not_sent,
            Err(Failure::Disconnected) if may_repeat => &mut count.lost,
            Err(Failure::OutcomeUnknown { .. }) if !may_repeat => &mut count.unknown,
            Err(other) => panic!("no outcome of a request that may repeat {may_repeat}: {other:?}"),
        } += 1;
    }
}

#[test]
fn a_day_of_failovers_settles_every_request() {
    let mut day = Day::new(24);
    day.run();
    let stats = *day.engine.stats();
    let count = &day.count;
    println!("{count:?}\n{stats:?}");

    // All settled, and as what the API says.
    assert!(day.ledger.is_settled() && day.open.is_empty() && day.engine.open_requests() == 0);
    let sum = count.acknowledged + count.refused + count.unanswered;
    assert_eq!(sum + count.not_sent + count.lost + count.unknown, count.requests);
    assert!(count.requests > 9_000 && count.acknowledged * 10 > count.requests * 7, "{count:?}");

    // What was acknowledged is there at the end of the day.
    let view = day.site.do_not_call(OCS).expect("the OCS is there");
    for phone in &day.listed {
        assert!(view.phones.binary_search(phone).is_ok(), "{phone} is acknowledged and not listed");
    }

    // What may be repeated was; what may not be reached OCS once at most.
    let seen = day.unsafe_seen.lock().unwrap();
    assert!(stats.repeated > 0 && seen.len() > 1_000, "{stats:?}");
    assert!(seen.values().all(|times| *times == 1), "{seen:?}");

    // Everything that was to happen did, and was got over.
    assert!(count.switch_overs > 200 && count.outages > 10 && count.half_open > 20, "{count:?}");
    assert!(count.out_of_service > 10 && day.engine.is_up(), "{count:?}");
    assert!(day.engine.reconnects() >= count.switch_overs, "{count:?}");

    // A connection that is lost costs two attempts at most while there is a server: the one that was
    // lost, then the other. In an outage each of the two is tried in at most eight rounds at first,
    // then every ten seconds: half of the longest delay, the rest is jitter.
    let losses = count.switch_overs + count.half_open + count.outages;
    assert!(count.connections <= 2 * (losses + 1), "{count:?}");
    let in_outages = 2 * (count.outages * 8 + count.outage.as_secs() / 10);
    let in_vain = count.attempts - count.connections;
    assert!(in_vain >= 2 * count.outages && in_vain <= in_outages, "{count:?}");
}
