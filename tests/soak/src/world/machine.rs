//! The programs' machine and the disk of their outbox: both fail, and what was confirmed is there again afterwards.

use std::cell::Cell;
use std::time::Duration;

use commdn::outbox::Store;

use super::{Thing, World};
use crate::client::DiskState;
use crate::plan::{PROGRAMS, Plan};
use crate::report::Report;
use crate::vfs::{self, Disk, Mounted};

/// The outbox's file on the disk, and the name that it is given by somebody.
const FILE: &str = "outbox.db";
const ELSEWHERE: &str = "outbox.db.1";

/// How the programs' machine stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Down {
    /// Power is lost: what was not flushed may be gone.
    Power,
    /// All programs are killed: what they wrote stays.
    Killed,
    /// Programs end in order and close the file.
    InOrder,
}

/// The outbox's file, and the disk that it is on.
pub(super) struct Outbox {
    /// `None` while it cannot be opened. Before the disk, which it uses until it is closed.
    store: Option<Store>,
    /// `None`: in memory.
    disk: Option<Mounted>,
    calm: bool,
    away: bool,
    full: bool,
    /// How the machine stops that goes down within a call.
    pub down_within: Down,
    /// Whether power is lost when the file has just been opened and read.
    goes_down_again: bool,
}

thread_local! {
    /// An outbox in memory that the last run has no more use for: making one takes longer than many a run.
    static IDLE: Cell<Option<Store>> = const { Cell::new(None) };
}

fn in_memory() -> Store {
    IDLE.take().unwrap_or_else(|| Store::in_memory().expect("an outbox in memory"))
}

impl Drop for Outbox {
    fn drop(&mut self) {
        if let Some(store) = self.store.take().filter(|_| self.disk.is_none()) {
            IDLE.set(store.emptied());
        }
    }
}

impl Outbox {
    /// An outbox as the plan has it; it is not open yet if it is on a disk.
    pub fn new(plan: &Plan) -> Self {
        let mounted = |faults| Mounted::new(Disk::new(plan.seed ^ 0xd15c, faults));
        let disk = plan.disk.map(mounted);
        let store = disk.is_none().then(in_memory);
        let down_within = Down::Power;
        Self {
            store,
            disk,
            calm: false,
            away: false,
            full: false,
            down_within,
            goes_down_again: false,
        }
    }

    /// The file, for a program.
    pub fn store(&mut self) -> Option<&mut Store> {
        self.store.as_mut()
    }

    /// The file, which must be there.
    pub fn opened(&self) -> Result<&Store, String> {
        self.store.as_ref().ok_or_else(|| "the outbox is not open".to_owned())
    }

    pub fn state(&self) -> DiskState {
        match &self.disk {
            None => DiskState::Sound,
            Some(_) if self.away => DiskState::Elsewhere,
            Some(_) if !self.calm || self.is_damaged() => DiskState::Failing,
            Some(_) => DiskState::Sound,
        }
    }

    /// Whether the disk has done what no program can make good.
    pub fn is_damaged(&self) -> bool {
        self.disk.as_ref().is_some_and(|disk| disk.disk().damage.is_done())
    }

    /// Whether the machine went down within a call.
    pub fn has_gone_down(&self) -> bool {
        self.disk.as_ref().is_some_and(|disk| disk.disk().is_down())
    }

    pub fn crash(&mut self) {
        if let Some(store) = &mut self.store {
            store.crash();
        }
    }

    pub fn set_full(&mut self, full: bool) {
        self.full = full && !self.calm;
        if let Some(disk) = &self.disk {
            disk.disk().set_full(self.full);
        }
    }

    /// Somebody gives the file another name.
    pub fn rename(&mut self) {
        if let Some(disk) = self.disk.as_ref().filter(|_| self.store.is_some() && !self.away) {
            disk.disk().rename(&disk.path(FILE), &disk.path(ELSEWHERE));
            self.away = true;
        }
    }

    /// The file has its name again.
    pub fn rename_back(&mut self) {
        if let Some(disk) = self.disk.as_ref().filter(|_| self.away) {
            disk.disk().rename(&disk.path(ELSEWHERE), &disk.path(FILE));
            self.away = false;
        }
    }

    pub fn calm_down(&mut self) {
        self.rename_back();
        self.set_full(false);
        self.calm = true;
        if let Some(disk) = &self.disk {
            disk.disk().calm_down();
        }
    }

    /// Count what became of the disk.
    pub fn tell(&self, report: &mut Report) {
        if let Some(disk) = &self.disk {
            report.disks += 1;
            report.disk_errors += disk.disk().failures;
            report.damaged += u64::from(self.is_damaged());
        }
    }

    /// Let go of the file, as programs do that end in that way.
    fn stop(&mut self, down: Down) {
        let Some(disk) = &self.disk else { return };
        // The name is given back by whoever finds that nothing starts.
        if self.away {
            disk.disk().rename(&disk.path(ELSEWHERE), &disk.path(FILE));
            self.away = false;
        }
        match down {
            Down::InOrder => self.store = None,
            Down::Killed => disk.disk().cut_off(),
            Down::Power => disk.disk().lose_power(),
        }
        // Whoever was cut off can do nothing to the disk any more.
        self.store = None;
    }

    fn open(&mut self) -> Result<(), commdn::Error> {
        if let Some(disk) = self.disk.as_ref().filter(|_| self.store.is_none()) {
            self.store = Some(Store::open_on(vfs::NAME, disk.path(FILE), vfs::look)?);
        }
        Ok(())
    }
}

impl World {
    /// The programs' machine goes down now, or within one of the next calls to its disk.
    pub(super) fn machine_goes_down(&mut self) -> Result<(), String> {
        // What rots is the file: without an end in order everything is in its log.
        let kinds = if self.plan.disk.is_some_and(|faults| faults.rot > 0) { 12 } else { 4 };
        match (self.rng.u8(0..kinds), &self.outbox.disk) {
            (0, Some(disk)) => {
                let killed = self.rng.bool();
                if killed {
                    disk.disk().go_down_before_flush(self.rng.u32(0..6));
                } else {
                    disk.disk().go_down_after(self.rng.u32(0..80));
                }
                self.outbox.down_within = if killed { Down::Killed } else { Down::Power };
                Ok(())
            }
            (0 | 1, _) => self.machine_is_back(Down::Power),
            (2, _) => self.machine_is_back(Down::Killed),
            _ => self.machine_is_back(Down::InOrder),
        }
    }

    /// All programs end, and start again.
    pub(super) fn machine_is_back(&mut self, down: Down) -> Result<(), String> {
        self.trace.line(self.now, format_args!("the programs' machine stops: {down:?}"));
        self.ledger.report.machine_losses += 1;
        self.outbox.stop(down);
        self.ledger.falls_behind();
        for program in 0..PROGRAMS.len().min(self.programs.len()) {
            self.crash(program)?;
        }
        let at = self.now + Duration::from_millis(self.rng.u64(1..500));
        self.at(at, Thing::OpenOutbox);
        self.outbox.goes_down_again = down == Down::Killed && self.rng.bool();
        Ok(())
    }

    /// Open the outbox's file; what cannot be opened is tried again.
    pub(super) fn open_outbox(&mut self) -> Result<(), String> {
        let opened = self.outbox.open();
        if self.outbox.is_damaged() {
            self.ledger.is_damaged();
        }
        match opened {
            Ok(()) => self.read_on(),
            Err(_) if self.outbox.state() != DiskState::Sound => {
                let at = self.now + Duration::from_millis(self.rng.u64(100..2_000));
                self.at(at, Thing::OpenOutbox);
                Ok(())
            }
            Err(error) => Err(format!("the outbox cannot be opened again: {error}")),
        }
    }
    /// Read the outcomes of a file that was opened, before anything is written to it.
    fn read_on(&mut self) -> Result<(), String> {
        let Some(store) = self.outbox.store.as_ref().filter(|_| self.ledger.is_behind()) else {
            return Ok(());
        };
        let outcomes = store.outcomes(self.ledger.cursor(), 1_000).unwrap_or_default();
        for outcome in outcomes {
            self.ledger.recorded(&outcome, store, &self.site)?;
        }
        // What the killed have written is read, and is not on the disk for that.
        match std::mem::take(&mut self.outbox.goes_down_again) && !self.outbox.calm {
            true => self.machine_is_back(Down::Power),
            false => Ok(()),
        }
    }
}
