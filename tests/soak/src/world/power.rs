//! The contact centre's disk: what it has said is there after its machine has lost power.

use std::time::Duration;

use super::{Thing, World};
use crate::network::{Packet, Way};

impl World {
    /// What the contact centre has noted goes to its disk, which takes its time.
    pub(super) fn write(&mut self) {
        if !self.disk.write(&mut self.site) {
            return;
        }
        let takes = Duration::from_micros(self.rng.u64(20..20_000));
        self.at(self.now + takes, Thing::Written { boot: self.boot });
        // The moment at which power is lost most often is the one that matters most.
        let loses = self.plan.loses_power() && self.now + takes < self.plan.busy;
        if loses && self.rng.u8(0..24) == 0 {
            let at = self.now + takes.mul_f64(self.rng.f64());
            self.at(at, Thing::PowerLoss { boot: self.boot });
        }
    }

    /// The disk has written; nothing to the contact centre if it has lost power meanwhile.
    pub(super) fn written(&mut self, boot: u32) {
        if boot == self.boot {
            self.disk.written(&mut self.site);
        }
    }

    /// The contact centre's machine goes down at any moment, also between storing and answering, and comes
    /// up with what is on its disk: all that it has acknowledged, to whomever.
    pub(super) fn lose_power(&mut self) -> Result<(), String> {
        self.trace.line(self.now, format_args!("the contact centre loses power"));
        self.ledger.report.power_losses += 1;
        self.disk.lose_power(self.rng.bool());
        let site = self.disk.start(&self.plan.site());
        self.site = site.map_err(|error| error.to_string())?;
        self.boot += 1;
        for connection in std::mem::take(&mut self.clients).into_values() {
            self.network.get_mut(connection).at_server = None;
            // Perhaps nobody is left to say that the connections are gone.
            if self.rng.bool() {
                self.send(connection, Way::Down, Packet::Closed);
            }
        }
        self.refusing = [self.now + Duration::from_millis(self.rng.u64(10..5_000)); 2];
        self.ledger.still_listed(&self.site)
    }
}
