//! Driver: the engine behind its lock, with the clients' carriers, the timer and storage.
//!
//! Every frontend enters through [`Driver::step`]: it lets time pass, does one thing to the
//! engine, hands changes to storage and bytes to the carriers. Must not wait for a client.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use commdn_rt::sync::{Condvar, Mutex};

use super::pipe::Inbox;
use super::store_thread::StoreQueue;
use super::tls::TlsConnection;
use crate::engine::{ClientId, Engine, Server};

/// A client that has so many bytes to take may not send more.
const HIGH_WATER: usize = 512 << 10;

/// Where a client's bytes go.
#[derive(Debug, Clone)]
pub(crate) enum Sink {
    /// A pipe within the process.
    Pipe(Arc<Inbox>),
    /// A TCP connection.
    Tcp(Arc<TcpSink>),
}

/// A TCP connection as seen from the engine's side.
#[derive(Debug)]
pub(crate) struct TcpSink {
    pub stream: mio::net::TcpStream,
    /// TLS, on a listener with it.
    pub secure: Option<TlsConnection>,
    /// Reading is paused because the client takes too little.
    pub paused: AtomicBool,
    pub waker: Arc<mio::Waker>,
}

impl Sink {
    /// Hand over bytes; tells how many were taken.
    fn take(&self, bytes: &[u8]) -> usize {
        match self {
            Self::Pipe(inbox) => inbox.fill(bytes),
            Self::Tcp(tcp) => match &tcp.secure {
                Some(secure) => secure.send(bytes, &tcp.stream),
                None => write(bytes, &tcp.stream),
            },
        }
    }

    /// Whether nothing waits here that was taken.
    fn is_empty(&self) -> bool {
        match self {
            Self::Tcp(tcp) => tcp.secure.as_ref().is_none_or(TlsConnection::is_empty),
            Self::Pipe(_) => true,
        }
    }

    fn close(&self) {
        match self {
            Self::Pipe(inbox) => inbox.close(),
            Self::Tcp(tcp) => {
                if let Some(secure) = &tcp.secure {
                    secure.send_close_notify(&tcp.stream);
                }
                // It fails only when the client was first.
                let _ = tcp.stream.shutdown(std::net::Shutdown::Both);
            }
        }
    }
}

/// Write what fits; tells how much.
pub(super) fn write(bytes: &[u8], mut stream: impl std::io::Write) -> usize {
    let mut taken = 0;
    while let Some(rest) = bytes.get(taken..).filter(|rest| !rest.is_empty()) {
        match stream.write(rest) {
            Ok(0) => break,
            Ok(len) => taken += len,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            // Full, or at its end, which the reader finds out.
            Err(_) => break,
        }
    }
    taken
}

/// How the wall's time becomes the engine's.
#[derive(Debug, Clone, Copy)]
pub(crate) struct WallClock {
    pub start: Instant,
    /// How fast the contact centre's time passes; `None` when only the control interface moves it.
    pub speed: Option<f64>,
}

impl WallClock {
    fn link(&self, now: Instant) -> Duration {
        now.saturating_duration_since(self.start)
    }

    /// The contact centre's time, which was moved on by `ahead`.
    fn world(&self, link: Duration, ahead: Duration) -> Option<Duration> {
        let passed = Duration::try_from_secs_f64(link.as_secs_f64() * self.speed?).ok()?;
        passed.checked_add(ahead)
    }

    fn instant_of_world(&self, world: Duration, ahead: Duration) -> Option<Instant> {
        let passed = world.saturating_sub(ahead).as_secs_f64();
        let link = Duration::try_from_secs_f64(passed / self.speed?).ok()?;
        self.start.checked_add(link)
    }
}

#[derive(Debug)]
struct State {
    engine: Engine,
    sinks: HashMap<ClientId, Sink>,
    /// How far the control interface has moved the contact centre's time on.
    ahead: Duration,
    /// When the timer thread wakes by itself.
    timer_at: Option<Instant>,
    /// Nobody new is taken in, and nothing of anybody: the end is near.
    leaving: bool,
    stopping: bool,
    failure: Option<String>,
}

/// The engine and what surrounds it.
#[derive(Debug)]
pub(crate) struct Driver {
    state: Mutex<State>,
    timer: Condvar,
    ended: Condvar,
    clock: WallClock,
    store: Option<Arc<StoreQueue>>,
}

impl Driver {
    pub fn new(engine: Engine, clock: WallClock, store: Option<Arc<StoreQueue>>) -> Self {
        let state = State {
            engine,
            sinks: HashMap::new(),
            ahead: Duration::ZERO,
            timer_at: None,
            leaving: false,
            stopping: false,
            failure: None,
        };
        Self {
            state: Mutex::new(state),
            timer: Condvar::new(),
            ended: Condvar::new(),
            clock,
            store,
        }
    }

    /// Do something to the engine, at link time `now`.
    pub fn step<T>(&self, act: impl FnOnce(&mut Engine, Duration) -> T) -> T {
        let mut state = self.state.lock();
        let result = self.step_locked(&mut state, act);
        drop(state);
        result
    }

    fn step_locked<T>(&self, state: &mut State, act: impl FnOnce(&mut Engine, Duration) -> T) -> T {
        let now = self.clock.link(Instant::now());
        let engine = &mut state.engine;
        if engine.next_wakeup().is_some_and(|at| at <= now) {
            engine.advance(now);
        }
        if let Some(world) = self.clock.world(now, state.ahead) {
            engine.advance_world(world);
        }
        let result = act(engine, now);
        if let Some(store) = &self.store
            && let Some((mark, changes)) = engine.take_changes()
        {
            store.push(mark, changes);
        }
        self.flush(state);
        self.set_timer(state);
        result
    }

    /// Let the contact centre's time pass, beside what passes by itself.
    pub fn advance_world(&self, by: Duration) {
        let mut state = self.state.lock();
        state.ahead = state.ahead.saturating_add(by);
        let ahead = state.ahead;
        self.step_locked(&mut state, |engine, now| {
            engine.advance_world(self.clock.world(now, ahead).unwrap_or(ahead));
        });
    }

    /// Hand waiting bytes to the carriers.
    fn flush(&self, state: &mut State) {
        // A client that has taken objects of the configuration is ready with the next ones at once.
        loop {
            let ready = state.engine.take_ready();
            if ready.is_empty() {
                return;
            }
            self.flush_these(state, ready);
        }
    }

    fn flush_these(&self, state: &mut State, ready: Vec<ClientId>) {
        let State { engine, sinks, .. } = state;
        for id in ready {
            let Some(sink) = sinks.get(&id) else { continue };
            let taken = sink.take(engine.pending(id));
            engine.sent(id, taken);
            let left = engine.pending(id).len();
            if let Sink::Tcp(tcp) = sink
                && left < HIGH_WATER
                && tcp.paused.swap(false, Ordering::Relaxed)
            {
                // It fails only when the process has no more descriptors; the next wake does it.
                let _ = tcp.waker.wake();
            }
            if left == 0 && engine.is_closing(id) && sink.is_empty() {
                sink.close();
                sinks.remove(&id);
                engine.disconnect(id, "");
            }
        }
    }

    /// Wake the timer thread if it would sleep too long.
    fn set_timer(&self, state: &mut State) {
        let ahead = state.ahead;
        let link = state.engine.next_wakeup().and_then(|at| self.clock.start.checked_add(at));
        let world =
            state.engine.next_world_event().and_then(|at| self.clock.instant_of_world(at, ahead));
        let next = [link, world].into_iter().flatten().min();
        if let Some(next) = next
            && state.timer_at.is_none_or(|planned| next < planned)
        {
            state.timer_at = Some(next);
            self.timer.notify_one();
        }
    }

    /// The timer thread: do what is due, until the end.
    pub fn run_timer(&self) {
        let mut state = self.state.lock();
        while !state.stopping {
            match state.timer_at {
                Some(at) if at <= Instant::now() => {
                    state.timer_at = None;
                    self.step_locked(&mut state, |_, _| {});
                }
                Some(at) => {
                    self.timer.wait_until(&mut state, at);
                }
                None => self.timer.wait(&mut state),
            }
        }
    }

    /// Wait until storage can take what a request may lead to.
    pub fn wait_for_storage(&self) {
        if let Some(store) = &self.store {
            store.wait_for_room();
        }
    }

    /// Take a client in; `None` when there are too many, or the end has come.
    pub fn connect(&self, server: Server, sink: impl FnOnce(ClientId) -> Sink) -> Option<ClientId> {
        let mut state = self.state.lock();
        if state.leaving || state.stopping {
            return None;
        }
        let id = self.step_locked(&mut state, |engine, now| engine.connect(server, now))?;
        state.sinks.insert(id, sink(id));
        // Its first bytes leave now that they have a way.
        self.step_locked(&mut state, |engine, _| engine.mark_ready(id));
        Some(id)
    }

    /// A client has ended its connection, or cannot be understood.
    pub fn client_ended(&self, id: ClientId, reason: &str) {
        let mut state = self.state.lock();
        state.sinks.remove(&id);
        self.step_locked(&mut state, |engine, _| engine.disconnect(id, reason));
    }

    /// Bytes of a client within the process; false when none are taken any more.
    pub fn pipe_received(&self, id: ClientId, bytes: &[u8]) -> bool {
        self.wait_for_storage();
        let mut state = self.state.lock();
        if state.leaving {
            return false;
        }
        self.step_locked(&mut state, |engine, now| engine.receive(id, bytes, now));
        true
    }

    /// Take in nobody and nothing more: what has come is still stored and answered before [`Driver::stop`].
    pub fn leave(&self) {
        self.state.lock().leaving = true;
    }

    /// Bytes of a TCP client; tells whether more may be read.
    pub fn tcp_received(&self, id: ClientId, bytes: &[u8], sink: &TcpSink) -> bool {
        self.wait_for_storage();
        let mut state = self.state.lock();
        self.step_locked(&mut state, |engine, now| engine.receive(id, bytes, now));
        let full = state.engine.pending(id).len() >= HIGH_WATER;
        // Under the lock, so that no flush comes between.
        sink.paused.store(full, Ordering::Relaxed);
        !full
    }

    /// What ended the simulator, if something did.
    pub fn failure(&self) -> Option<String> {
        self.state.lock().failure.clone()
    }

    /// End everything: carriers, timer. Without storage nothing more may be acknowledged.
    pub fn stop(&self, failure: Option<String>) {
        let mut state = self.state.lock();
        if failure.is_some() && state.failure.is_none() {
            state.failure = failure;
        }
        state.stopping = true;
        for sink in std::mem::take(&mut state.sinks).into_values() {
            sink.close();
        }
        drop(state);
        self.timer.notify_all();
        self.ended.notify_all();
    }

    /// Wait for the end.
    pub fn wait(&self) {
        let mut state = self.state.lock();
        while !state.stopping {
            self.ended.wait(&mut state);
        }
    }
}
