//! What the world does to its parts: connections, programs, servers.

use std::time::Duration;

use super::{Thing, World};
use crate::client::Program;
use crate::network::{Packet, Way};
use crate::plan::{Fault, OCS, PROGRAMS};

impl World {
    pub(super) fn fault(&mut self, fault: Fault) -> Result<(), String> {
        let program = self.rng.usize(0..self.programs.len());
        let some_time = Duration::from_millis(self.rng.u64(100..8_000));
        match fault {
            Fault::Cut => self.cut(),
            Fault::HalfOpen => {
                if let Some(connection) = self.any_connection() {
                    let way = if self.rng.bool() { Way::Up } else { Way::Down };
                    self.network.get_mut(connection).deafen(way);
                    if self.rng.bool() {
                        self.network.get_mut(connection).deafen(Way::Up);
                        self.network.get_mut(connection).deafen(Way::Down);
                    }
                }
            }
            Fault::Crash => return self.crash(program),
            Fault::Stall => {
                // Longer than a lease now and then.
                let factor = if self.rng.u8(0..4) == 0 { 3 } else { 1 };
                self.stalled[program] = self.now + some_time * factor;
                self.wake(program, self.stalled[program])?;
            }
            Fault::Stop => self.stop(program)?,
            Fault::Clock => {
                let days = self.rng.choice([0, 0, 8, 3_650, -400]).unwrap_or(0);
                self.clock_ms = days * 24 * 3_600_000;
                // Programs that run keep the time that they started with.
                return self.crash(program);
            }
            Fault::RestartOcs => {
                self.site.restart_ocs(OCS[self.rng.usize(0..OCS.len())]);
            }
            Fault::SwitchOver => {
                self.site.switch_over();
            }
            Fault::Refuse => self.refusing[self.rng.usize(0..2)] = self.now + some_time,
            Fault::Slow => self.slow = self.now + some_time,
            Fault::Link => {
                self.site.set_link(false);
                self.at(self.now + some_time, Thing::LinkUp);
            }
            Fault::PowerLoss => return self.lose_power(),
            Fault::Machine => return self.machine_goes_down(),
            Fault::FullDisk => {
                self.outbox.set_full(true);
                self.at(self.now + some_time, Thing::Room);
            }
            Fault::Rename => {
                self.outbox.rename();
                self.at(self.now + some_time, Thing::NameBack);
            }
        }
        Ok(())
    }

    /// A program is stopped beyond its lease, as by SIGSTOP: others take over, and it goes on as if nothing had been.
    pub(super) fn stop(&mut self, program: usize) -> Result<(), String> {
        if self.stalled[program] > self.now {
            return Ok(());
        }
        let until = self.now + self.plan.lease.mul_f64(1.1 + 1.4 * self.rng.f64());
        if self.rng.u8(0..4) == 0 && self.locked.is_none() {
            // What it commits is there for others when it goes on, and nobody changes the file before.
            self.step(program)?;
            self.locked = Some((program, until));
        }
        self.stalled[program] = until;
        let connection = self.programs[program].connection;
        if let Some(connection) = connection.filter(|_| self.rng.bool()) {
            self.end_connection(connection);
        }
        self.wake(program, until)
    }

    /// Whether another program holds the lock of the outbox's file.
    pub(super) fn is_locked(&self, program: usize) -> bool {
        self.locked.is_some_and(|(holder, until)| holder != program && until > self.now)
    }

    fn any_connection(&mut self) -> Option<usize> {
        let alive: Vec<usize> = self.network.alive().collect();
        self.rng.choice(alive)
    }

    /// End a connection on both ends; of what is under way some still arrives.
    fn cut(&mut self) {
        if let Some(connection) = self.any_connection() {
            self.end_connection(connection);
        }
    }

    pub(super) fn end_connection(&mut self, connection: usize) {
        let kept = self.rng.usize(0..3);
        for way in [Way::Up, Way::Down] {
            self.network.get_mut(connection).lose(way, kept);
            self.send(connection, way, Packet::Closed);
        }
    }

    /// A program ends without a word, and starts again.
    pub(super) fn crash(&mut self, program: usize) -> Result<(), String> {
        self.ledger.report.crashes += 1;
        self.ledger.crashed(program);
        self.locked = self.locked.filter(|(holder, _)| *holder != program);
        self.outbox.crash();
        let life = self.programs[program].life + 1;
        if let Some(connection) = self.programs[program].connection {
            self.network.get_mut(connection).held = false;
            // The system closes the connection, if it is not the machine that went down.
            if self.rng.bool() {
                self.send(connection, Way::Up, Packet::Closed);
            }
        }
        let dbid = PROGRAMS[program];
        self.programs[program] =
            Program::start(program, dbid, life, &self.plan, (self.now, self.clock_ms));
        self.stalled[program] = self.now + Duration::from_millis(self.rng.u64(1..3_000));
        self.wake(program, self.stalled[program])
    }
}
