//! What must hold at the end of a round, by the two files and the notes of what was sent alone.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use commdn::outbox::{Outbox, OutboxConfig, OutcomeKind};

use crate::folder::Folder;
use crate::requests::customer_of;
use crate::site::{self, OCS};
use crate::stops::Stops;
use crate::table::Report;

/// By how many milliseconds the clocks of two processes may differ, which round and are set.
const CLOCKS_MS: u64 = 3;

/// What a client has said that the outbox has taken: numbers and phones.
#[derive(Debug, Default)]
pub struct Told {
    phones: BTreeMap<u64, String>,
    /// Numbers that it has given twice.
    reused: Vec<String>,
    /// Whether the process that runs has the outbox.
    pub has_opened: bool,
    /// How often the outbox could not be used.
    pub refusals: u64,
}

impl Told {
    /// How many it has said so of: they are the first ones.
    pub fn count(&self) -> u64 {
        self.phones.len() as u64
    }

    /// Take a line of the client.
    pub fn hear(&mut self, line: &str) -> Result<(), String> {
        match line.split(' ').collect::<Vec<_>>()[..] {
            ["open"] => self.has_opened = true,
            ["refused"] => self.refusals += 1,
            ["drained"] => {}
            ["stored", number, phone] => {
                let id = number.parse().map_err(|_| format!("{number} is no number"))?;
                if let Some(other) = self.phones.insert(id, phone.to_owned())
                    && other != phone
                {
                    self.reused.push(format!("number {id} was given to {other} and to {phone}"));
                }
            }
            _ => return Err(format!("a client says {line:?}")),
        }
        Ok(())
    }
}

/// An entry with its outcome.
struct Ended {
    phone: String,
    time: u64,
}

/// Count what was lost, doubled, or sent at the wrong time.
///
/// An entry is lost if a client was told that it is stored and there is no outcome, or if it counts as
/// acknowledged and the contact centre's file does not have it.
pub fn check(
    folder: &Folder,
    told: &[Told],
    report: &mut Report,
) -> Result<(), Box<dyn std::error::Error>> {
    let listed: BTreeSet<String> = site::start(folder)?
        .control()
        .do_not_call(OCS)
        .map(|view| view.phones.into_iter().collect())
        .unwrap_or_default();
    let outbox = Outbox::open(folder.outbox(), OutboxConfig::new())?;
    let mut ended: BTreeMap<u64, Ended> = BTreeMap::new();
    let mut phones = BTreeSet::new();
    for outcome in outbox.outcomes(0) {
        let outcome = outcome?;
        let phone = outcome.key.clone().ok_or("an outcome without its key")?;
        report.attempts += u64::from(outcome.attempts);
        match outcome.kind {
            OutcomeKind::Acknowledged => {
                report.acknowledged += 1;
                if !listed.contains(&phone) {
                    report.lost += 1;
                    report.find(format!("{phone} is acknowledged, and not in the list"));
                }
            }
            OutcomeKind::Unknown => {
                report.unknown += 1;
                report.find(format!("the outcome of {phone} is unknown: {:?}", outcome.error));
            }
            kind => {
                report.reported += 1;
                report.find(format!("{phone} is {}: {:?}", kind.name(), outcome.error));
            }
        }
        // Neither a number nor a phone may have two.
        let end = Ended { phone: phone.clone(), time: outcome.time };
        let twice = ended.insert(outcome.id.0, end).is_some();
        if !phones.insert(phone.clone()) || twice {
            report.duplicated += 1;
            report.find(format!("{phone} has two outcomes"));
        }
    }
    for told in told {
        for reused in &told.reused {
            report.lost += 1;
            report.find(reused.clone());
        }
        for (id, phone) in &told.phones {
            if ended.get(id).is_none_or(|ended| ended.phone != *phone) {
                report.lost += 1;
                report.find(format!("entry {id}, {phone}, was stored and has no outcome"));
            }
        }
        report.told += told.count();
    }
    check_times(&ended, &Notes::read(folder)?, report);
    Ok(())
}

/// A process wrote a request to its connection.
struct Sent {
    time: u64,
    pid: u32,
}

/// What the clients have noted.
#[derive(Default)]
struct Notes {
    /// When which phone was sent.
    sent: BTreeMap<String, Vec<Sent>>,
    stops: Stops,
}

impl Notes {
    fn read(folder: &Folder) -> Result<Self, Box<dyn std::error::Error>> {
        let mut notes = Self::default();
        for line in fs::read_to_string(folder.notes())?.lines() {
            match line.split(' ').collect::<Vec<_>>()[..] {
                ["sent", pid, time, phone] => {
                    let sent = Sent { time: time.parse()?, pid: pid.parse()? };
                    notes.sent.entry(phone.to_owned()).or_default().push(sent);
                }
                ["still", pid, from, until] => {
                    notes.stops.add(pid.parse()?, from.parse()?, until.parse()?);
                }
                _ => return Err(format!("a note that says {line:?}").into()),
            }
        }
        Ok(notes)
    }
}

/// Nothing is sent after its outcome, and nothing before its turn.
fn check_times(ended: &BTreeMap<u64, Ended>, notes: &Notes, report: &mut Report) {
    let Notes { sent, stops } = notes;
    let mut before: BTreeMap<String, &Ended> = BTreeMap::new();
    for entry in ended.values() {
        let Ended { phone, time: ended_at } = entry;
        let sends = sent.get(phone).map(Vec::as_slice).unwrap_or_default();
        if sends.is_empty() {
            report.find(format!("{phone} has an outcome and was never sent"));
        }
        for late in sends.iter().filter(|sent| sent.time > ended_at + CLOCKS_MS) {
            // Between its look at its lease and the write it stood still, and no lease helps against that.
            if stops.were_between(late.pid, late.time) {
                report.on_the_way += 1;
                continue;
            }
            report.after_outcome += 1;
            let from_then = |time: u64| i128::from(time) - i128::from(*ended_at);
            let all: Vec<_> = sends.iter().map(|one| (one.pid, from_then(one.time))).collect();
            let still: Vec<_> = stops
                .of(late.pid)
                .map(|(from, until)| (from_then(from), from_then(until)))
                .collect();
            report.find(format!(
                "{phone} was sent after its outcome by process {}; in milliseconds from the outcome: sent {all:?}, it stood still {still:?}",
                late.pid
            ));
        }
        let Some(customer) = customer_of(phone) else { continue };
        let first = sends.iter().map(|sent| sent.time).min();
        if let Some(earlier) = before.insert(customer, entry)
            && let Some(first) = first
            && first + CLOCKS_MS < earlier.time
        {
            report.out_of_order += 1;
            let early = earlier.time - first;
            report.find(format!("{phone} was sent {early} ms before it was its turn"));
        }
    }
}
