//! One round: start all four, kill and restart or stop some, take the disk or the name of the outbox away for a while, let
//! them finish, look at what came of it.
//!
//! What is done, how often, and after how many requests follows from the seed; the moment itself is the machine's. Every
//! wait has a deadline: a round ends within [`Topology::round`] and a moment.

use std::fs;
use std::io;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use fastrand::Rng;
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

use crate::child::Role;
use crate::client::LEASE;
use crate::folder::{Folder, Place};
use crate::promises::{self, Told};
use crate::reserved::Reserved;
use crate::room::{Room, limit_files};
use crate::table::Report;
use crate::topology::Topology;

/// How long a process is stopped at least: longer than the clients' lease.
const STOP: Duration = LEASE.saturating_add(Duration::from_millis(50));
/// How long the next fault waits for its share of the requests.
const SOON: Duration = Duration::from_millis(300);
/// How long the outbox has no room, or another name, at most.
const AWAY: Duration = Duration::from_millis(400);
/// How long a client may take to open the outbox.
const OPEN: Duration = Duration::from_secs(5);

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// The processes.
struct Round {
    rng: Rng,
    folder: Folder,
    clients: [Client; 2],
    site: Role,
    proxy: Role,
    bridge: Option<Role>,
    report: Report,
    deadline: Instant,
    /// The contact centre's.
    _port: Reserved,
    /// After the processes that use it.
    room: Room,
}

/// One of the two programs that share the outbox.
struct Client {
    which: usize,
    role: Role,
    /// Its requests.
    first: u64,
    end: u64,
    told: Told,
}

/// Run the round of that seed.
pub fn run(seed: u64, topology: &Topology) -> Result<Report> {
    let place = TempDir::new()?;
    let folder = Folder::at(place.path());
    folder.set_storm(true)?;
    folder.set_topology(topology)?;
    let mut round = Round::start(folder.clone(), Rng::with_seed(seed), topology.round())?;
    for _ in 0..round.rng.u8(2..=6) {
        round.one_fault()?;
    }
    folder.set_storm(false)?;
    round.finish()?;
    let Round { mut report, clients, site, proxy, bridge, room, .. } = round;
    report.requests = clients.iter().map(|client| client.end - client.first).sum();
    let told = clients.map(|client| client.told);
    report.refusals = told.iter().map(|told| told.refusals).sum();
    // The files are looked at by nobody else from here on.
    drop((site, proxy, bridge));
    promises::check(&folder, &told, &mut report)?;
    drop(room);
    Ok(report)
}

impl Round {
    fn start(folder: Folder, mut rng: Rng, time: Duration) -> Result<Self> {
        let room = Room::new(folder.room())?;
        let port = Reserved::new()?;
        folder.tell_port(Place::Site, port.port())?;
        let [first, second] = [rng.u64(15..75), rng.u64(15..75)];
        Ok(Self {
            clients: [
                Client::start(&folder, 0, 0, first)?,
                Client::start(&folder, 1, first, first + second)?,
            ],
            site: site(&folder)?,
            proxy: proxy(&folder, &mut rng)?,
            bridge: match folder.behind_network() {
                Place::Bridge => Some(bridge(&folder)?),
                _ => None,
            },
            rng,
            folder,
            report: Report::default(),
            deadline: Instant::now() + time,
            _port: port,
            room,
        })
    }

    /// Let some requests be stored, or some time pass; then something goes wrong.
    fn one_fault(&mut self) -> Result<()> {
        let until = Instant::now() + SOON.mul_f64(self.rng.f64());
        let which = self.rng.usize(0..2);
        let client = &mut self.clients[which];
        client.hear_some(self.rng.u64(1..=client.end - client.first), until)?;
        let stop = STOP.mul_f64(1.0 + self.rng.f64());
        match self.rng.u8(0..if self.bridge.is_some() { 13 } else { 9 }) {
            0 | 1 => {
                client.restart(&self.folder, &mut self.report)?;
                self.report.clients += 1;
            }
            2 => {
                self.site.kill()?;
                self.site = site(&self.folder)?;
                self.report.sites += 1;
            }
            3 => {
                self.proxy.kill()?;
                self.folder.forget_port(Place::Proxy);
                self.proxy = proxy(&self.folder, &mut self.rng)?;
                self.report.proxies += 1;
            }
            4 | 5 => {
                client.role.stop_for(stop);
                self.report.stops += 1;
            }
            6 => {
                self.site.stop_for(stop);
                self.report.stops += 1;
            }
            7 => self.rename()?,
            9 | 10 => self.kill_bridge()?,
            11 | 12 => self.kill_adapter(),
            _ => self.no_room()?,
        }
        Ok(())
    }

    fn kill_bridge(&mut self) -> Result<()> {
        if let Some(running) = &mut self.bridge {
            running.kill()?;
            self.folder.forget_port(Place::Bridge);
            *running = bridge(&self.folder)?;
            self.report.bridges += 1;
        }
        Ok(())
    }

    /// The bridge starts another one.
    fn kill_adapter(&mut self) {
        let pid = self.folder.adapter().and_then(|pid| i32::try_from(pid).ok());
        // It may have ended by itself: then nobody is killed, for the number is not reused so soon.
        if let Some(pid) = pid.and_then(Pid::from_raw)
            && kill_process(pid, Signal::KILL).is_ok()
        {
            self.report.adapters += 1;
        }
    }

    /// Somebody gives the outbox, or its log of writes, another name for a while.
    fn rename(&mut self) -> Result<()> {
        // Whoever opens it meanwhile would make a new one, which is then written over.
        for client in &mut self.clients {
            if !client.has_opened()? {
                return Ok(());
            }
        }
        let file = if self.rng.u8(0..3) == 0 { self.folder.log() } else { self.folder.outbox() };
        let elsewhere = file.with_extension("elsewhere");
        if rename(&file, &elsewhere)? {
            std::thread::sleep(AWAY.mul_f64(self.rng.f64()));
            rename(&elsewhere, &file)?;
            self.report.renames += 1;
        }
        Ok(())
    }

    /// The outbox's disk is full, or its files may not grow, for a while.
    fn no_room(&mut self) -> Result<()> {
        let time = AWAY.mul_f64(self.rng.f64());
        if self.room.is_bounded() && self.rng.bool() {
            self.room.fill()?;
            std::thread::sleep(time);
            self.room.empty()?;
            self.report.full_disks += 1;
        } else {
            let files = [self.folder.outbox(), self.folder.log()];
            let limit = |files: Option<&[PathBuf]>| {
                self.clients.iter().try_for_each(|client| limit_files(client.role.pid(), files))
            };
            limit(Some(&files))?;
            std::thread::sleep(time);
            limit(None)?;
            self.report.file_limits += 1;
        }
        Ok(())
    }

    /// Wait until the clients have ended, which they do when everything has its outcome.
    fn finish(&mut self) -> Result<()> {
        for client in &mut self.clients {
            client.finish(self.deadline, &mut self.report)?;
        }
        Ok(())
    }
}

impl Client {
    fn start(folder: &Folder, which: usize, first: u64, end: u64) -> Result<Self> {
        let role = client(folder, which, first, end)?;
        Ok(Self { which, role, first, end, told: Told::default() })
    }

    /// Hear that it has stored so many requests, until then.
    fn hear_some(&mut self, wanted: u64, until: Instant) -> Result<()> {
        let wanted = self.told.count() + wanted;
        while self.told.count() < wanted {
            let left = until.saturating_duration_since(Instant::now());
            let Some(line) = self.role.line(left) else { break };
            self.told.hear(&line)?;
        }
        Ok(())
    }

    /// Whether it has the outbox open, or has had it; waits for that.
    fn has_opened(&mut self) -> Result<bool> {
        let until = Instant::now() + OPEN;
        while !self.told.has_opened {
            let left = until.saturating_duration_since(Instant::now());
            let Some(line) = self.role.line(left) else { return Ok(false) };
            self.told.hear(&line)?;
        }
        Ok(true)
    }

    /// SIGKILL, and a new process.
    fn restart(&mut self, folder: &Folder, report: &mut Report) -> Result<()> {
        if let Some(status) = self.role.ended()? {
            report.check_end(status);
        }
        for line in self.role.kill()? {
            self.told.hear(&line)?;
        }
        self.told.has_opened = false;
        self.role = client(folder, self.which, self.first + self.told.count(), self.end)?;
        Ok(())
    }

    fn finish(&mut self, deadline: Instant, report: &mut Report) -> Result<()> {
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.role.line(left) {
                Some(line) => self.told.hear(&line)?,
                None if left.is_zero() => {
                    report.find(format!("client {} did not come to its end in time", self.which));
                    return Ok(());
                }
                None => break,
            }
        }
        // Its pipe is closed: it has ended, or is about to.
        while Instant::now() < deadline {
            if let Some(status) = self.role.ended()? {
                report.check_end(status);
                return Ok(());
            }
            std::thread::yield_now();
        }
        report.find(format!("client {} did not end in time", self.which));
        Ok(())
    }
}

/// Tells whether there was such a file.
fn rename(from: &PathBuf, to: &PathBuf) -> io::Result<bool> {
    match fs::rename(from, to) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        result => result.map(|()| true),
    }
}

fn client(folder: &Folder, which: usize, first: u64, end: u64) -> Result<Role> {
    let [which, first, end] = [which as u64, first, end].map(|number| number.to_string());
    Ok(Role::start(&["client", &text(folder), &which, &first, &end])?)
}

fn site(folder: &Folder) -> Result<Role> {
    Ok(Role::start(&["site", &text(folder)])?)
}

fn bridge(folder: &Folder) -> Result<Role> {
    Ok(Role::start(&["bridge", &text(folder)])?)
}

fn proxy(folder: &Folder, rng: &mut Rng) -> Result<Role> {
    Ok(Role::start(&["proxy", &text(folder), &rng.u64(..).to_string()])?)
}

fn text(folder: &Folder) -> String {
    folder.path().display().to_string()
}
