//! A disk in memory: what a machine that loses power finds again, and what goes wrong before.
//!
//! Owns the files, what of them is on the disk for certain, and the draws of its faults. Knows nothing of SQLite but
//! which kinds of calls it makes, and nothing of the outbox.

use std::collections::BTreeMap;
use std::mem;

use fastrand::Rng;

use super::faults::{Damage, DiskFaults, Trouble};

/// The longest file.
const MAX_LEN: usize = 64 << 20;

/// Who may still use what it has opened: a process that was killed may not.
pub type Generation = u32;

/// One disk.
#[derive(Debug)]
pub struct Disk {
    rng: Rng,
    faults: DiskFaults,
    calm: bool,
    files: Vec<File>,
    names: BTreeMap<String, usize>,
    /// The names as they are after a loss of power.
    kept_names: BTreeMap<String, usize>,
    generation: Generation,
    /// The calls that are left until the machine goes down.
    left: Option<u32>,
    /// The flushes that are left until it does before one.
    flushes_left: Option<u32>,
    down: bool,
    full: bool,
    /// What the disk has done that no file system on an honest disk does.
    pub damage: Damage,
    /// Calls that failed.
    pub failures: u64,
}

#[derive(Debug, Default)]
struct File {
    data: Vec<u8>,
    /// What is there after a loss of power, whatever has become of `pending`.
    kept: Vec<u8>,
    /// Changes since the last flush, in order.
    pending: Vec<Change>,
    /// How many of `pending` the disk has said to have flushed.
    claimed: usize,
}

#[derive(Debug)]
enum Change {
    Write { at: usize, bytes: Vec<u8> },
    Truncate(usize),
}

impl Change {
    fn apply(&self, data: &mut Vec<u8>) {
        match self {
            Self::Write { at, bytes } => write_at(data, *at, bytes),
            Self::Truncate(len) => data.truncate(*len),
        }
    }

    /// Part of it, as a machine does that goes down meanwhile.
    fn apply_in_part(&self, data: &mut Vec<u8>, rng: &mut Rng) {
        match self {
            Self::Write { at, bytes } => write_at(data, *at, &bytes[..rng.usize(0..=bytes.len())]),
            Self::Truncate(_) => self.apply(data),
        }
    }
}

fn write_at(data: &mut Vec<u8>, at: usize, bytes: &[u8]) {
    if data.len() < at {
        data.resize(at, 0);
    }
    let inside = bytes.len().min(data.len() - at);
    data[at..at + inside].copy_from_slice(&bytes[..inside]);
    data.extend_from_slice(&bytes[inside..]);
}

impl Disk {
    /// An empty disk whose faults `seed` decides.
    #[must_use]
    pub fn new(seed: u64, faults: DiskFaults) -> Self {
        Self {
            rng: Rng::with_seed(seed),
            faults,
            calm: false,
            files: Vec::new(),
            names: BTreeMap::new(),
            kept_names: BTreeMap::new(),
            generation: 0,
            left: None,
            flushes_left: None,
            down: false,
            full: false,
            damage: Damage::default(),
            failures: 0,
        }
    }

    /// Who opens something now.
    #[must_use]
    pub const fn generation(&self) -> Generation {
        self.generation
    }

    /// No more faults.
    pub fn calm_down(&mut self) {
        self.calm = true;
        self.full = false;
        self.left = None;
        self.flushes_left = None;
    }

    /// Whether there is room.
    pub const fn set_full(&mut self, full: bool) {
        self.full = full;
    }

    /// The machine loses power after that many calls, within whatever is being written.
    pub const fn go_down_after(&mut self, calls: u32) {
        self.left = Some(calls);
    }

    /// The programs' end after that many flushes: what they wrote for the next one is written, and not flushed.
    pub const fn go_down_before_flush(&mut self, flushes: u32) {
        self.flushes_left = Some(flushes);
    }

    /// Whether the machine is down.
    #[must_use]
    pub const fn is_down(&self) -> bool {
        self.down
    }

    /// Whoever has something open has it no more; what was written stays.
    pub const fn cut_off(&mut self) {
        self.generation += 1;
        self.left = None;
        self.flushes_left = None;
        self.down = false;
    }

    /// The machine has lost power and is up again: of what was not flushed, the disk has some.
    pub fn lose_power(&mut self) {
        self.cut_off();
        for file in &mut self.files {
            let lost = file.lose_power(&mut self.rng);
            self.damage.lost_flushes += u64::from(lost);
        }
        if self.rng.bool() {
            self.names.clone_from(&self.kept_names);
        } else {
            self.kept_names.clone_from(&self.names);
        }
    }

    /// Every call comes here first.
    fn call(&mut self, by: Generation) -> Result<(), Trouble> {
        if by != self.generation || self.down {
            return Err(Trouble::Failed);
        }
        if let Some(left) = &mut self.left {
            if *left == 0 {
                self.down = true;
                return Err(Trouble::Failed);
            }
            *left -= 1;
        }
        if self.happens(self.faults.errors) {
            self.failures += 1;
            return Err(Trouble::Failed);
        }
        Ok(())
    }

    /// Whether something that happens once in `mean` times happens now; 0 is never.
    fn happens(&mut self, mean: u32) -> bool {
        mean > 0 && !self.calm && self.rng.u32(0..mean) == 0
    }

    /// The number of a file, which is made if it is wanted and not there.
    ///
    /// # Errors
    /// As the faults have it; there is none.
    pub fn open(&mut self, by: Generation, name: &str, create: bool) -> Result<usize, Trouble> {
        self.call(by)?;
        if let Some(number) = self.names.get(name) {
            return Ok(*number);
        }
        if !create {
            return Err(Trouble::Failed);
        }
        self.files.push(File::default());
        self.names.insert(name.to_owned(), self.files.len() - 1);
        Ok(self.files.len() - 1)
    }

    /// Remove a name, for certain if `flush`; tells whether there was one.
    ///
    /// # Errors
    /// As the faults have it.
    pub fn delete(&mut self, name: &str, flush: bool) -> Result<bool, Trouble> {
        self.call(self.generation)?;
        let known = self.names.remove(name).is_some();
        if flush {
            self.kept_names.clone_from(&self.names);
        }
        Ok(known)
    }

    /// Whether there is such a name.
    ///
    /// # Errors
    /// As the faults have it.
    pub fn exists(&mut self, name: &str) -> Result<bool, Trouble> {
        self.call(self.generation)?;
        Ok(self.names.get(name).is_some_and(|number| !self.files[*number].data.is_empty()))
    }

    /// Give a file another name, as somebody does who knows nothing of whoever has it open.
    pub fn rename(&mut self, from: &str, to: &str) {
        if let Some(number) = self.names.remove(from) {
            self.names.insert(to.to_owned(), number);
            self.kept_names.clone_from(&self.names);
        }
    }

    /// The number of the file of that name, and its length.
    #[must_use]
    pub fn look(&self, name: &str) -> Option<(usize, usize)> {
        self.names.get(name).map(|number| (*number, self.files[*number].data.len()))
    }

    /// Read as much as there is; tells how much that is.
    ///
    /// # Errors
    /// As the faults have it.
    pub fn read(
        &mut self,
        by: Generation,
        file: usize,
        at: usize,
        into: &mut [u8],
    ) -> Result<usize, Trouble> {
        self.call(by)?;
        let len = self.files[file].data.len();
        let from = at.min(len);
        let until = (at + into.len()).min(len);
        if from < until && self.happens(self.faults.rot) {
            self.rot(file, from, until);
        }
        into[..until - from].copy_from_slice(&self.files[file].data[from..until]);
        Ok(until - from)
    }

    /// Turn a bit over where it lies. Every second time one of a number, where there are some: that is what matters.
    fn rot(&mut self, file: usize, from: usize, until: usize) {
        let file = &mut self.files[file];
        let part = &file.data[from..until];
        let digits: Vec<usize> = part
            .windows(8)
            .enumerate()
            .filter(|(_, window)| window.iter().all(u8::is_ascii_digit))
            .map(|(place, _)| from + place + 7)
            .collect();
        let (place, bits) = match self.rng.choice(digits).filter(|_| self.rng.bool()) {
            Some(place) => (place, 3),
            None => (self.rng.usize(from..until), 8),
        };
        let bit = 1 << self.rng.u8(0..bits);
        file.data[place] ^= bit;
        if let Some(byte) = file.kept.get_mut(place) {
            *byte ^= bit;
        }
        self.damage.rotten_bits += 1;
    }

    /// Write, or a part of it.
    ///
    /// # Errors
    /// As the faults have it, or the disk is full.
    pub fn write(
        &mut self,
        by: Generation,
        file: usize,
        at: usize,
        bytes: &[u8],
    ) -> Result<(), Trouble> {
        let trouble = match self.call(by) {
            Err(trouble) if by != self.generation => return Err(trouble),
            Err(trouble) => Some(trouble),
            Ok(()) if self.full && at + bytes.len() > self.files[file].data.len() => {
                self.failures += 1;
                Some(Trouble::Full)
            }
            Ok(()) => None,
        };
        // A place that rot has made up.
        if at > MAX_LEN {
            return Err(Trouble::Full);
        }
        let whole = trouble.is_none();
        let bytes = if whole { bytes } else { &bytes[..self.rng.usize(0..=bytes.len())] };
        self.files[file].change(Change::Write { at, bytes: bytes.to_vec() });
        trouble.map_or(Ok(()), Err)
    }

    /// Cut a file.
    ///
    /// # Errors
    /// As the faults have it.
    pub fn truncate(&mut self, by: Generation, file: usize, len: usize) -> Result<(), Trouble> {
        self.call(by)?;
        self.files[file].change(Change::Truncate(len));
        Ok(())
    }

    /// Flush a file, and the folder with it.
    ///
    /// # Errors
    /// As the faults have it; of a disk that lies, some of what was to be flushed never is, whatever later flushes say.
    pub fn sync(&mut self, by: Generation, file: usize) -> Result<(), Trouble> {
        if let Some(left) = self.flushes_left.filter(|_| by == self.generation) {
            self.down |= left == 0;
            self.flushes_left = left.checked_sub(1);
        }
        if let Err(trouble) = self.call(by) {
            // What was not written stays to be, unless it is a disk that lies.
            if by == self.generation && !self.down && self.faults.lies > 0 {
                self.files[file].forget(&mut self.rng);
                self.damage.lost_flushes += 1;
            }
            return Err(trouble);
        }
        let lies = self.happens(self.faults.lies);
        let file = &mut self.files[file];
        if lies {
            file.claimed = file.pending.len();
            return Ok(());
        }
        for change in mem::take(&mut file.pending) {
            change.apply(&mut file.kept);
        }
        file.claimed = 0;
        self.kept_names.clone_from(&self.names);
        Ok(())
    }

    /// How long a file is.
    ///
    /// # Errors
    /// As the faults have it.
    pub fn len(&mut self, by: Generation, file: usize) -> Result<usize, Trouble> {
        self.call(by)?;
        Ok(self.files[file].data.len())
    }

    /// A call that does nothing to the disk, and may fail all the same.
    ///
    /// # Errors
    /// As the faults have it.
    pub fn touch(&mut self, by: Generation) -> Result<(), Trouble> {
        self.call(by)
    }
}

impl File {
    fn change(&mut self, change: Change) {
        change.apply(&mut self.data);
        self.pending.push(change);
    }

    /// The system could not write some of it, says so once, and takes it for written from then on.
    fn forget(&mut self, rng: &mut Rng) {
        self.pending.retain(|_| rng.bool());
        self.claimed = self.claimed.min(self.pending.len());
    }

    /// What is left of it; tells whether something is gone that the disk had claimed to have.
    fn lose_power(&mut self, rng: &mut Rng) -> bool {
        let pending = mem::take(&mut self.pending);
        let claimed = mem::take(&mut self.claimed);
        let manner = rng.u8(0..4);
        let end = rng.usize(0..=pending.len());
        let mut lost = false;
        for (place, change) in pending.iter().enumerate() {
            let stays = match manner {
                0 => true,
                1 => false,
                // In order, up to a moment.
                2 => place < end,
                // In any order.
                _ => rng.bool(),
            };
            if stays {
                change.apply(&mut self.kept);
                continue;
            }
            lost |= place < claimed;
            if manner > 1 && rng.u8(0..4) == 0 {
                change.apply_in_part(&mut self.kept, rng);
            }
        }
        self.data.clone_from(&self.kept);
        lost
    }
}
