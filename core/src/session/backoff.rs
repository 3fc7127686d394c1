//! Backoff: which server to try next, and when. The caller supplies the time.
//!
//! Owns the order of servers and the delays. Must not connect, wait or read a clock. Servers are
//! tried in turn without a pause, beginning with the one that was lost; after a round over all of
//! them comes a delay that doubles from round to round, with jitter, so that the clients of a
//! server that failed do not all come at once.

use std::time::Duration;

use crate::delays;
use crate::description::reconnect as options;
use crate::error::Error;
use crate::time::Moment;

/// Policy for replacing a lost connection.
///
/// ```
/// # use std::time::Duration;
/// # use commdn::session::Reconnect;
/// let patient = Reconnect::default().max_delay(Duration::from_secs(60));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub struct Reconnect {
    pub(super) enabled: bool,
    first_delay: Duration,
    max_delay: Duration,
    give_up_after: Option<Duration>,
}

impl Reconnect {
    /// Not at all: a session ends with its connection.
    pub const NEVER: Self = Self { enabled: false, ..Self::ALWAYS };

    /// For ever.
    const ALWAYS: Self = Self {
        enabled: options::reconnect.standard_flag(),
        first_delay: options::reconnect_delay.standard_time(),
        max_delay: options::max_reconnect_delay.standard_time(),
        give_up_after: None,
    };

    /// Longest delay after the first round of attempts; each later one is twice as long. Default
    /// 250 ms.
    ///
    /// Above 0, and not longer than [`Reconnect::max_delay`]: connecting with others is refused.
    /// Whatever it is, one server is tried every [`delays::FLOOR`] at the most.
    pub fn first_delay(mut self, delay: Duration) -> Self {
        self.first_delay = delay;
        self
    }

    /// Longest delay at all, above 0. Default 20 seconds, as T-Server's clients usually have it.
    pub fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// End the session when it had no connection for so long. Default `None`: never.
    pub fn give_up_after(mut self, time: Option<Duration>) -> Self {
        self.give_up_after = time;
        self
    }

    /// Whether a session can be had with these delays; it is asked when one is opened.
    ///
    /// # Errors
    /// [`crate::ErrorKind::InvalidArgument`], see [`delays::check`].
    pub fn check(&self) -> Result<(), Error> {
        self.check_named("first_delay", "max_delay")
    }

    /// The same, where the two options have other names.
    ///
    /// # Errors
    /// As [`Reconnect::check`].
    pub fn check_named(&self, first: &str, longest: &str) -> Result<(), Error> {
        delays::check((first, self.first_delay), (longest, self.max_delay))
    }
}

impl Default for Reconnect {
    /// From 250 milliseconds to 20 seconds, for ever.
    fn default() -> Self {
        Self::ALWAYS
    }
}

/// A connection that is lost earlier counts as a failed attempt: what follows is delayed.
const STABLE: Duration = Duration::from_secs(5);

/// One server of the list.
#[derive(Debug)]
struct Server {
    /// The first of the list with the same name: one server that is named twice is one.
    same_as: usize,
    /// When it was last tried, kept with the first.
    tried_at: Option<Moment>,
}

/// Which server comes next, and when.
#[derive(Debug)]
pub(super) struct Backoff {
    policy: Reconnect,
    servers: Vec<Server>,
    server: usize,
    /// Servers tried in this round.
    tried: usize,
    /// Rounds without success.
    rounds: u32,
    /// Start of the time without a connection.
    down_since: Option<Moment>,
    rng: fastrand::Rng,
}

impl Backoff {
    /// Over servers of these names; `seed` sets the jitter.
    pub fn new(policy: Reconnect, names: &[String], seed: u64) -> Self {
        let rng = fastrand::Rng::with_seed(seed);
        let first = |name| names.iter().position(|other| other == name).unwrap_or(0);
        let server = |name| Server { same_as: first(name), tried_at: None };
        let servers = names.iter().map(server).collect();
        Self { policy, servers, server: 0, tried: 0, rounds: 0, down_since: None, rng }
    }

    /// The server to try.
    pub const fn server(&self) -> usize {
        self.server
    }

    /// The server is being tried.
    pub fn tries(&mut self, now: Moment) {
        let same = self.servers.get(self.server).map_or(0, |server| server.same_as);
        if let Some(server) = self.servers.get_mut(same) {
            server.tried_at = Some(now);
        }
    }

    /// The moment to try the server at, `pause` from now or when the floor allows it.
    fn after(&self, pause: Duration, now: Moment) -> Moment {
        let same = self.servers.get(self.server).map_or(0, |server| server.same_as);
        let tried_at = self.servers.get(same).and_then(|server| server.tried_at);
        let wanted = now.saturating_add(pause);
        tried_at.map_or(wanted, |tried| wanted.max(tried.saturating_add(delays::FLOOR)))
    }

    /// Number of failed rounds over all servers.
    pub const fn rounds(&self) -> u32 {
        self.rounds
    }

    /// An attempt failed: when to make the next one, `None` to give up.
    pub fn failed(&mut self, now: Moment) -> Option<Moment> {
        let since = *self.down_since.get_or_insert(now);
        self.server = (self.server + 1) % self.servers.len().max(1);
        self.tried += 1;
        let pause = if self.tried < self.servers.len() {
            Duration::ZERO
        } else {
            self.tried = 0;
            self.rounds = self.rounds.saturating_add(1);
            if !self.policy.enabled {
                return None;
            }
            self.delay()
        };
        let at = self.after(pause, now);
        let over = |limit: Duration| at.saturating_sub(since) > limit;
        if self.policy.give_up_after.is_some_and(over) { None } else { Some(at) }
    }

    /// A connection that was up since then is lost: when to make the next attempt, `None` for
    /// never.
    pub fn lost(&mut self, up_since: Moment, now: Moment) -> Option<Moment> {
        if !self.policy.enabled {
            return None;
        }
        self.down_since = Some(now);
        self.tried = 0;
        if now.saturating_sub(up_since) >= STABLE {
            self.rounds = 0;
        } else {
            self.rounds = self.rounds.saturating_add(1);
        }
        let pause =
            if self.rounds == 0 { self.jitter(self.policy.first_delay) / 4 } else { self.delay() };
        Some(self.after(pause, now))
    }

    /// A connection is up.
    pub const fn up(&mut self) {
        self.down_since = None;
        self.tried = 0;
    }

    fn delay(&mut self) -> Duration {
        let doublings = self.rounds.saturating_sub(1).min(20);
        let delay = self.policy.first_delay.saturating_mul(1 << doublings);
        self.jitter(delay.min(self.policy.max_delay))
    }

    /// From half of `delay` to all of it.
    fn jitter(&mut self, delay: Duration) -> Duration {
        delay.min(delays::LONGEST).mul_f64(0.5 + 0.5 * self.rng.f64())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const S: Duration = Duration::from_secs(1);

    fn over(policy: Reconnect, servers: usize, seed: u64) -> Backoff {
        let names: Vec<String> = (0..servers).map(|server| format!("T{server}")).collect();
        Backoff::new(policy, &names, seed)
    }

    /// The servers and pauses of that many attempts that all fail at once.
    fn attempts(backoff: &mut Backoff, count: usize) -> Vec<(usize, Duration)> {
        let mut now = Duration::ZERO;
        let step = |_| {
            let server = backoff.server();
            backoff.tries(now);
            let next = backoff.failed(now).unwrap();
            let pause = next - now;
            now = next;
            (server, pause)
        };
        (0..count).map(step).collect()
    }

    #[test]
    fn primary_and_backup_take_turns_and_the_delay_comes_after_both() {
        let mut backoff = over(Reconnect::default(), 2, 1);
        let made = attempts(&mut backoff, 6);
        let servers: Vec<_> = made.iter().map(|(server, _)| *server).collect();
        assert_eq!(servers, [0, 1, 0, 1, 0, 1]);
        assert!(made.iter().step_by(2).all(|(_, pause)| pause.is_zero()), "{made:?}");
        for (round, (_, pause)) in made.iter().skip(1).step_by(2).enumerate() {
            let most = Duration::from_millis(250) * (1 << round);
            assert!(*pause >= most / 2 && *pause <= most, "{made:?}");
        }
        assert_eq!(backoff.rounds(), 3);
    }

    #[test]
    fn delays_grow_to_the_longest_and_stay_there() {
        let mut backoff = over(Reconnect::default().max_delay(S), 1, 7);
        let made = attempts(&mut backoff, 100);
        assert!(made.iter().all(|(_, pause)| *pause <= S));
        assert!(made.iter().skip(3).all(|(_, pause)| *pause >= S / 2));
    }

    #[test]
    fn clients_that_fail_together_do_not_come_back_together() {
        let pause = |seed| attempts(&mut over(Reconnect::default(), 1, seed), 5)[4].1;
        let mut pauses: Vec<_> = (0..50).map(pause).collect();
        pauses.sort();
        pauses.dedup();
        assert!(pauses.len() > 40, "{pauses:?}");
    }

    #[test]
    fn it_gives_up_when_told_to() {
        let policy = Reconnect::default().give_up_after(Some(S * 3));
        let mut backoff = over(policy, 1, 3);
        let mut now = Duration::ZERO;
        while let Some(next) = backoff.failed(now) {
            now = next;
        }
        assert!(now <= S * 3 && now > S / 2, "{now:?}");
        assert_eq!(over(Reconnect::NEVER, 1, 0).failed(S), None);
        assert_eq!(over(Reconnect::NEVER, 1, 0).lost(S, S), None);
        let mut pair = over(Reconnect::NEVER, 2, 0);
        assert_eq!(pair.failed(S), Some(S), "the backup is tried all the same");
        assert_eq!(pair.failed(S), None);
    }

    #[test]
    fn a_connection_that_does_not_last_does_not_reset_the_delay() {
        let mut backoff = over(Reconnect::default(), 1, 5);
        attempts(&mut backoff, 5);
        backoff.up();
        let next = backoff.lost(S * 100, S * 101).unwrap();
        assert!(next >= S * 103, "{next:?}");
        backoff.up();
        let next = backoff.lost(S * 200, S * 300).unwrap();
        assert!(next < S * 301, "{next:?}");
    }

    /// How many attempts a policy makes in ten seconds when every server refuses at once.
    fn knocks(policy: Reconnect, names: &[&str]) -> usize {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let mut backoff = Backoff::new(policy, &names, 9);
        let mut now = Duration::ZERO;
        let mut count = 0;
        while now < S * 10 {
            count += 1;
            backoff.tries(now);
            now = backoff.failed(now).unwrap();
        }
        count
    }

    #[test]
    fn no_option_undercuts_the_floor() {
        let quick = Duration::from_micros(1);
        let eager = Reconnect::default().first_delay(quick).max_delay(quick);
        assert_eq!(knocks(eager, &["T1"]), 100);
        assert_eq!(knocks(eager, &["T1"; 20]), 100, "one server named twenty times is one");
        assert_eq!(knocks(eager, &["T1", "T2"]), 200, "each every 100 ms");
        let mut backoff = over(eager, 1, 3);
        for second in 0..10 {
            backoff.up();
            backoff.tries(S * second);
            let next = backoff.lost(S * second, S * second).unwrap();
            assert_eq!(next, S * second + delays::FLOOR, "a server that accepts and drops");
        }
    }

    #[test]
    fn delays_that_make_no_sense_are_refused_and_none_overflows() {
        let policy = |first, longest| Reconnect::default().first_delay(first).max_delay(longest);
        for (first, longest) in [(Duration::ZERO, S), (S, Duration::ZERO), (S * 5, S)] {
            let error = policy(first, longest).check().unwrap_err();
            assert_eq!(error.kind(), crate::ErrorKind::InvalidArgument, "{first:?} {longest:?}");
        }
        policy(S, S).check().unwrap();
        Reconnect::default().check().unwrap();
        Reconnect::NEVER.check().unwrap();
        let endless = policy(Duration::MAX, Duration::MAX);
        assert!(over(endless, 1, 3).failed(Duration::MAX).is_some());
    }
}
