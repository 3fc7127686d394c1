//! What must hold at the end of a round, by the two files alone.

use std::collections::{BTreeMap, BTreeSet};

use commdn::outbox::{Outbox, OutboxConfig, OutboxId, OutcomeKind};

use crate::folder::Folder;
use crate::site::{self, OCS};
use crate::table::Report;

/// What the client has said that its outbox has taken: numbers and phones.
#[derive(Debug, Default)]
pub struct Told {
    phones: BTreeMap<u64, String>,
    /// Numbers that it has given twice.
    reused: Vec<String>,
}

impl Told {
    /// How many it has said so of: they are the first ones.
    pub fn count(&self) -> u64 {
        self.phones.len() as u64
    }

    /// Take a line of the client.
    pub fn hear(&mut self, line: &str) -> Result<(), String> {
        let mut words = line.split(' ');
        let (Some("stored"), Some(number), Some(phone), None) =
            (words.next(), words.next(), words.next(), words.next())
        else {
            return if line == "drained" {
                Ok(())
            } else {
                Err(format!("the client says {line:?}"))
            };
        };
        let id = number.parse().map_err(|_| format!("{number} is no number"))?;
        if let Some(other) = self.phones.insert(id, phone.to_owned())
            && other != phone
        {
            self.reused.push(format!("number {id} was given to {other} and to {phone}"));
        }
        Ok(())
    }
}

/// Count what was lost or doubled.
///
/// An entry is lost if the client was told that it is stored and there is no outcome, or if it counts as
/// acknowledged and the contact centre's file does not have it.
pub fn check(
    folder: &Folder,
    told: &Told,
    report: &mut Report,
) -> Result<(), Box<dyn std::error::Error>> {
    let listed: BTreeSet<String> = site::start(folder)?
        .control()
        .do_not_call(OCS)
        .map(|view| view.phones.into_iter().collect())
        .unwrap_or_default();
    let outbox = Outbox::open(folder.outbox(), OutboxConfig::new())?;
    let mut ended: BTreeMap<OutboxId, String> = BTreeMap::new();
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
        let twice = ended.insert(outcome.id, phone.clone()).is_some();
        if twice || !phones.insert(phone.clone()) {
            report.duplicated += 1;
            report.find(format!("{phone} has two outcomes"));
        }
    }
    for reused in &told.reused {
        report.lost += 1;
        report.find(reused.clone());
    }
    for (id, phone) in &told.phones {
        if ended.get(&OutboxId(*id)) != Some(phone) {
            report.lost += 1;
            report.find(format!("entry {id}, {phone}, was stored and has no outcome"));
        }
    }
    report.told = told.count();
    Ok(())
}
