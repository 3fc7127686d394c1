//! One round: start all three, kill and restart or stop some, let them finish, look at what came of it.
//!
//! What is killed, how often, and after how many requests follows from the seed; the moment itself
//! is the machine's. Every wait has a deadline: a round ends within [`ROUND`] and a moment.

use std::time::{Duration, Instant};

use fastrand::Rng;
use tempfile::TempDir;

use crate::child::Role;
use crate::folder::{Folder, Place};
use crate::promises::{self, Told};
use crate::table::Report;

/// How long a round may take until everything has its outcome.
const ROUND: Duration = Duration::from_secs(28);
/// How long a process is stopped at least: longer than the client's lease.
const STOP: Duration = Duration::from_millis(1_000);
/// How long the next kill waits for its share of the requests.
const SOON: Duration = Duration::from_millis(400);

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// The processes.
struct Round {
    rng: Rng,
    folder: Folder,
    requests: u64,
    client: Role,
    site: Role,
    proxy: Role,
    told: Told,
    report: Report,
    deadline: Instant,
}

/// Run the round of that seed.
pub fn run(seed: u64) -> Result<Report> {
    let place = TempDir::new()?;
    let folder = Folder::at(place.path());
    folder.set_storm(true)?;
    let mut round = Round::start(folder.clone(), Rng::with_seed(seed))?;
    for _ in 0..round.rng.u8(1..=5) {
        round.one_kill()?;
    }
    folder.set_storm(false)?;
    round.finish()?;
    let Round { mut report, told, client, site, proxy, requests, .. } = round;
    // The files are looked at by nobody else from here on.
    drop((client, site, proxy));
    report.requests = requests;
    promises::check(&folder, &told, &mut report)?;
    Ok(report)
}

impl Round {
    fn start(folder: Folder, mut rng: Rng) -> Result<Self> {
        let requests = rng.u64(30..150);
        Ok(Self {
            client: client(&folder, 0, requests)?,
            site: site(&folder)?,
            proxy: proxy(&folder, &mut rng)?,
            rng,
            folder,
            requests,
            told: Told::default(),
            report: Report::default(),
            deadline: Instant::now() + ROUND,
        })
    }

    /// Let some requests be stored, or some time pass; then kill one of the three and start it again, or stop one
    /// for a while.
    fn one_kill(&mut self) -> Result<()> {
        let until = Instant::now() + SOON.mul_f64(self.rng.f64());
        let mut wanted = self.rng.u64(1..=self.requests);
        while wanted > 0 {
            let left = until.saturating_duration_since(Instant::now());
            let Some(line) = self.client.line(left) else { break };
            self.told.hear(&line)?;
            wanted -= 1;
        }
        match self.rng.u8(0..5) {
            0 => {
                if let Some(status) = self.client.ended()? {
                    self.report.check_end(status);
                }
                for line in self.client.kill()? {
                    self.told.hear(&line)?;
                }
                self.client = client(&self.folder, self.told.count(), self.requests)?;
                self.report.clients += 1;
            }
            1 => {
                self.site.kill()?;
                self.folder.forget_port(Place::Site);
                self.site = site(&self.folder)?;
                self.report.sites += 1;
            }
            2 => {
                self.client.stop_for(STOP.mul_f64(1.0 + self.rng.f64()))?;
                self.report.stops += 1;
            }
            3 => {
                self.site.stop_for(STOP.mul_f64(1.0 + self.rng.f64()))?;
                self.report.stops += 1;
            }
            _ => {
                self.proxy.kill()?;
                self.folder.forget_port(Place::Proxy);
                self.proxy = proxy(&self.folder, &mut self.rng)?;
                self.report.proxies += 1;
            }
        }
        Ok(())
    }

    /// Wait until the client has ended, which it does when everything has its outcome.
    fn finish(&mut self) -> Result<()> {
        loop {
            let left = self.deadline.saturating_duration_since(Instant::now());
            match self.client.line(left) {
                Some(line) => self.told.hear(&line)?,
                None if left.is_zero() => {
                    self.report.find("the client did not come to its end in time".to_owned());
                    return Ok(());
                }
                None => break,
            }
        }
        // Its pipe is closed: it has ended, or is about to.
        while Instant::now() < self.deadline {
            if let Some(status) = self.client.ended()? {
                self.report.check_end(status);
                return Ok(());
            }
            std::thread::yield_now();
        }
        self.report.find("the client did not end in time".to_owned());
        Ok(())
    }
}

fn client(folder: &Folder, first: u64, end: u64) -> Result<Role> {
    Ok(Role::start(&["client", &text(folder), &first.to_string(), &end.to_string()])?)
}

fn site(folder: &Folder) -> Result<Role> {
    Ok(Role::start(&["site", &text(folder)])?)
}

fn proxy(folder: &Folder, rng: &mut Rng) -> Result<Role> {
    Ok(Role::start(&["proxy", &text(folder), &rng.u64(..).to_string()])?)
}

fn text(folder: &Folder) -> String {
    folder.path().display().to_string()
}
