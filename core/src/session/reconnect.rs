//! When to connect again, and to which server: a clock that somebody else reads.
//!
//! Servers are tried in turn without a pause, beginning with the one that was lost; after a round
//! over all of them comes a delay that doubles from round to round, with jitter, so that the clients
//! of a server that failed do not all come at once.

use std::time::Duration;

use crate::link::Moment;

/// How a lost connection is replaced.
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
        enabled: true,
        first_delay: Duration::from_millis(250),
        max_delay: Duration::from_secs(20),
        give_up_after: None,
    };

    /// Longest delay after the first round of attempts; each later one is twice as long. Default 250 ms.
    pub fn first_delay(mut self, delay: Duration) -> Self {
        self.first_delay = delay.max(Duration::from_millis(1));
        self
    }

    /// Longest delay at all. Default 20 seconds, as T-Server's clients usually have it.
    pub fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay.max(Duration::from_millis(1));
        self
    }

    /// End the session when it had no connection for so long. Default `None`: never.
    pub fn give_up_after(mut self, time: Option<Duration>) -> Self {
        self.give_up_after = time;
        self
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

/// Which server comes next, and when.
#[derive(Debug)]
pub(super) struct Schedule {
    policy: Reconnect,
    servers: usize,
    server: usize,
    /// Servers tried in this round.
    tried: usize,
    /// Rounds without success.
    rounds: u32,
    /// Since when there is no connection.
    down_since: Option<Moment>,
    rng: fastrand::Rng,
}

impl Schedule {
    /// `seed` sets the jitter.
    pub fn new(policy: Reconnect, servers: usize, seed: u64) -> Self {
        let rng = fastrand::Rng::with_seed(seed);
        let servers = servers.max(1);
        Self { policy, servers, server: 0, tried: 0, rounds: 0, down_since: None, rng }
    }

    /// The server to try.
    pub const fn server(&self) -> usize {
        self.server
    }

    /// How often all servers were tried in vain.
    pub const fn rounds(&self) -> u32 {
        self.rounds
    }

    /// An attempt failed: when to make the next one, `None` to give up.
    pub fn failed(&mut self, now: Moment) -> Option<Moment> {
        let since = *self.down_since.get_or_insert(now);
        self.server = (self.server + 1) % self.servers;
        self.tried += 1;
        let pause = if self.tried < self.servers {
            Duration::ZERO
        } else {
            self.tried = 0;
            self.rounds = self.rounds.saturating_add(1);
            if !self.policy.enabled {
                return None;
            }
            self.delay()
        };
        let over = |limit: Duration| now.saturating_sub(since) + pause > limit;
        if self.policy.give_up_after.is_some_and(over) { None } else { Some(now + pause) }
    }

    /// A connection that was up since then is lost: when to make the next attempt, `None` for never.
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
        Some(now + pause)
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
        delay.mul_f64(0.5 + 0.5 * self.rng.f64())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const S: Duration = Duration::from_secs(1);

    /// The servers and pauses of so many attempts that all fail at once.
    fn attempts(schedule: &mut Schedule, count: usize) -> Vec<(usize, Duration)> {
        let mut now = Duration::ZERO;
        let step = |_| {
            let server = schedule.server();
            let next = schedule.failed(now).unwrap();
            let pause = next - now;
            now = next;
            (server, pause)
        };
        (0..count).map(step).collect()
    }

    #[test]
    fn primary_and_backup_take_turns_and_the_delay_comes_after_both() {
        let mut schedule = Schedule::new(Reconnect::default(), 2, 1);
        let made = attempts(&mut schedule, 6);
        let servers: Vec<_> = made.iter().map(|(server, _)| *server).collect();
        assert_eq!(servers, [0, 1, 0, 1, 0, 1]);
        assert!(made.iter().step_by(2).all(|(_, pause)| pause.is_zero()), "{made:?}");
        for (round, (_, pause)) in made.iter().skip(1).step_by(2).enumerate() {
            let most = Duration::from_millis(250) * (1 << round);
            assert!(*pause >= most / 2 && *pause <= most, "{made:?}");
        }
        assert_eq!(schedule.rounds(), 3);
    }

    #[test]
    fn delays_grow_to_the_longest_and_stay_there() {
        let mut schedule = Schedule::new(Reconnect::default().max_delay(S), 1, 7);
        let made = attempts(&mut schedule, 100);
        assert!(made.iter().all(|(_, pause)| *pause <= S));
        assert!(made.iter().skip(3).all(|(_, pause)| *pause >= S / 2));
    }

    #[test]
    fn clients_that_fail_together_do_not_come_back_together() {
        let pause = |seed| attempts(&mut Schedule::new(Reconnect::default(), 1, seed), 5)[4].1;
        let mut pauses: Vec<_> = (0..50).map(pause).collect();
        pauses.sort();
        pauses.dedup();
        assert!(pauses.len() > 40, "{pauses:?}");
    }

    #[test]
    fn it_gives_up_when_told_to() {
        let policy = Reconnect::default().give_up_after(Some(S * 3));
        let mut schedule = Schedule::new(policy, 1, 3);
        let mut now = Duration::ZERO;
        while let Some(next) = schedule.failed(now) {
            now = next;
        }
        assert!(now <= S * 3 && now > S / 2, "{now:?}");
        assert_eq!(Schedule::new(Reconnect::NEVER, 1, 0).failed(S), None);
        assert_eq!(Schedule::new(Reconnect::NEVER, 1, 0).lost(S, S), None);
        let mut pair = Schedule::new(Reconnect::NEVER, 2, 0);
        assert_eq!(pair.failed(S), Some(S), "the backup is tried all the same");
        assert_eq!(pair.failed(S), None);
    }

    #[test]
    fn a_connection_that_does_not_last_does_not_reset_the_delay() {
        let mut schedule = Schedule::new(Reconnect::default(), 1, 5);
        attempts(&mut schedule, 5);
        schedule.up();
        let next = schedule.lost(S * 100, S * 101).unwrap();
        assert!(next >= S * 103, "{next:?}");
        schedule.up();
        let next = schedule.lost(S * 200, S * 300).unwrap();
        assert!(next < S * 301, "{next:?}");
    }
}
