//! Recorder: ends an entry; the only place that writes an outcome.

use std::collections::BTreeMap;

use rusqlite::{OptionalExtension, Transaction, params};

use super::super::stored::charset_number;
use super::super::types::{OutboxId, OutcomeKind, Timestamp};
use super::super::verdict::Ending;
use super::{Refusal, Store, sql};
use crate::error::{Error, ErrorKind};

/// Outcomes on their way into the file, and what they change in the totals.
pub(super) struct Recorder<'a> {
    transaction: &'a Transaction<'a>,
    keep_answers: bool,
    now: Timestamp,
    next_cursor: Option<i64>,
    entries: i64,
    bytes: i64,
    kinds: BTreeMap<OutcomeKind, i64>,
}

/// Whose entry may be ended.
#[derive(Debug, Clone, Copy)]
pub(super) enum Holder {
    /// The owner of the claim.
    Owner(i64),
    /// Nobody has claimed it.
    Nobody,
}

impl<'a> Recorder<'a> {
    pub fn new(transaction: &'a Transaction<'a>, keep_answers: bool, now: Timestamp) -> Self {
        Self {
            transaction,
            keep_answers,
            now,
            next_cursor: None,
            entries: 0,
            bytes: 0,
            kinds: BTreeMap::new(),
        }
    }

    /// End an entry, if `holder` still holds it; returns whether it did.
    pub fn finish(
        &mut self,
        id: i64,
        holder: Holder,
        attempts: u32,
        ending: &Ending,
    ) -> rusqlite::Result<bool> {
        let claim = match holder {
            Holder::Owner(owner) => Some(owner),
            Holder::Nobody => None,
        };
        // Guarded: a sender that has lost the claim records nothing.
        let taken: Option<(Option<i64>, i64)> = self
            .transaction
            .prepare_cached(
                "DELETE FROM queue WHERE id = ? AND claim IS ? RETURNING customer, bytes",
            )?
            .query_row(params![id, claim], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let Some((customer, bytes)) = taken else { return Ok(false) };
        self.insert(id, attempts, ending)?;
        self.entries += 1;
        self.bytes = self.bytes.saturating_add(bytes);
        *self.kinds.entry(ending.kind).or_default() += 1;
        if let Some(customer) = customer {
            self.let_next(customer)?;
        }
        Ok(true)
    }

    fn insert(&mut self, id: i64, attempts: u32, ending: &Ending) -> rusqlite::Result<()> {
        let cursor = match self.next_cursor {
            Some(cursor) => cursor,
            None => self
                .transaction
                .prepare_cached("SELECT next_cursor FROM total")?
                .query_row([], |row| row.get(0))?,
        };
        self.next_cursor = Some(cursor + 1);
        let error = ending.error.as_ref();
        let event = match error {
            Some(error) => error.event(),
            None => {
                ending.answer.as_ref().map(|answer| &answer.event).filter(|_| self.keep_answers)
            }
        };
        self.transaction
            .prepare_cached(
                "INSERT INTO outcome (cursor, entry, kind, error, code, text, answer, charset, attempts, time)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            )?
            .execute(params![
                cursor,
                id,
                ending.kind.number(),
                error.map(|error| error.kind().name()),
                error.and_then(Error::code),
                error.map(Error::message),
                event.map(|event| event.user_data().view().bytes()),
                event.map(|event| charset_number(event.charset())),
                attempts,
                sql(self.now)
            ])?;
        Ok(())
    }

    /// The customer's next entry may go.
    fn let_next(&self, customer: i64) -> rusqlite::Result<()> {
        self.transaction
            .prepare_cached(
                "UPDATE queue SET state = 0 WHERE state = 1
                 AND id = (SELECT id FROM queue WHERE customer = ? ORDER BY id LIMIT 1)",
            )?
            .execute([customer])?;
        Ok(())
    }

    /// Write the totals; the last thing before the commit.
    pub fn finish_totals(self) -> rusqlite::Result<()> {
        let Some(next_cursor) = self.next_cursor else { return Ok(()) };
        let kind = |kind| self.kinds.get(&kind).copied().unwrap_or(0);
        self.transaction
            .prepare_cached(
                "UPDATE total SET next_cursor = ?, unfinished = unfinished - ?, bytes = bytes - ?,
                 ended0 = ended0 + ?, ended1 = ended1 + ?, ended2 = ended2 + ?,
                 ended3 = ended3 + ?, ended4 = ended4 + ?, ended5 = ended5 + ?",
            )?
            .execute(params![
                next_cursor,
                self.entries,
                self.bytes,
                kind(OutcomeKind::Acknowledged),
                kind(OutcomeKind::Refused),
                kind(OutcomeKind::Unknown),
                kind(OutcomeKind::GaveUp),
                kind(OutcomeKind::Expired),
                kind(OutcomeKind::Cancelled)
            ])?;
        Ok(())
    }
}

impl Store {
    /// End an entry that nobody has claimed, as cancelled.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidArgument`] if there is none such; [`ErrorKind::Storage`].
    pub fn cancel(&mut self, id: OutboxId, now: Timestamp) -> Result<(), Error> {
        let path = self.path_text();
        self.write("cannot be written", |transaction| {
            let attempts = transaction
                .prepare_cached("SELECT attempts FROM queue WHERE id = ?")?
                .query_row([sql(id.0)], |row| row.get(0))
                .optional()?
                .unwrap_or(0);
            let ending = Ending {
                kind: OutcomeKind::Cancelled,
                answer: None,
                error: Some(Error::new(ErrorKind::Closed, "it was cancelled")),
            };
            let mut recorder = Recorder::new(transaction, true, now);
            if !recorder.finish(sql(id.0), Holder::Nobody, attempts, &ending)? {
                return Err(Refusal::Because(not_waiting(transaction, id, &path)?));
            }
            Ok(recorder.finish_totals()?)
        })
    }
}

/// Reason why an entry cannot be cancelled.
fn not_waiting(transaction: &Transaction<'_>, id: OutboxId, path: &str) -> rusqlite::Result<Error> {
    let claimed =
        transaction.prepare_cached("SELECT 1 FROM queue WHERE id = ?")?.exists([sql(id.0)])?;
    let known =
        transaction.prepare_cached("SELECT 1 FROM entry WHERE id = ?")?.exists([sql(id.0)])?;
    let why = match (claimed, known) {
        (true, _) => "is being sent",
        (false, true) => "has its outcome",
        (false, false) => "does not exist",
    };
    let text = format!("entry {id} of outbox {path} {why}: it cannot be cancelled");
    Ok(Error::new(ErrorKind::InvalidArgument, text))
}
