//! Queries: entries, outcomes, counts; and changes of finished entries.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::super::schema;
use super::super::stored;
use super::super::types::{
    Entry, EntryState, Filter, OutboxId, OutboxStats, Outcome, OutcomeKind, Timestamp,
};
use super::claim_step::{bytes, is_sum};
use super::submit::{Limits, Row as NewRow, Totals, insert};
use super::{Refusal, Store, count, sql, unsigned};
use crate::error::{Error, ErrorKind};
use crate::message::MessageType;

const OUTCOME: &str = "o.cursor, o.entry, e.key, o.kind, o.error, o.code, o.text, o.answer, o.charset, \
     o.attempts, o.time, o.retried";
const ENTRY: &str = "e.id, e.message, e.request, e.created, coalesce(q.expires, e.expires), e.key, \
     q.state, q.attempts, q.next_try, e.answers, e.checksum";
/// Columns of [`ENTRY`]; those of [`OUTCOME`] stand behind them.
const ENTRY_COLUMNS: usize = 11;

/// Entries that one transaction of a purge deletes.
const PURGE_BATCH: usize = 5_000;

impl Store {
    /// The outcome of an entry, if it has one.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidArgument`] if there is no such entry; [`ErrorKind::Storage`].
    pub fn outcome(&self, id: OutboxId) -> Result<Option<Outcome>, Error> {
        let found = self.read(|connection| {
            let outcome = outcome_of(connection, sql(id.0))?;
            let known = outcome.is_some()
                || connection
                    .prepare_cached("SELECT 1 FROM entry WHERE id = ?")?
                    .exists([sql(id.0)])?;
            Ok(known.then_some(outcome))
        })?;
        found.ok_or_else(|| self.no_entry(id))
    }

    /// Up to `max` outcomes after `cursor`, in the order in which they were recorded; 0 is the
    /// start.
    ///
    /// # Errors
    /// [`ErrorKind::Storage`].
    pub fn outcomes(&self, cursor: u64, max: usize) -> Result<Vec<Outcome>, Error> {
        self.read(|connection| {
            let text = format!(
                "SELECT {OUTCOME} FROM outcome o CROSS JOIN entry e ON e.id = o.entry
                 WHERE o.cursor > ? ORDER BY o.cursor LIMIT ?"
            );
            let mut rows = connection.prepare_cached(&text)?;
            rows.query_map(params![sql(cursor), count(max)], |row| outcome(row, 0))?.collect()
        })
    }

    /// Up to `max` entries after the one with number `after`, by number.
    ///
    /// # Errors
    /// [`ErrorKind::Storage`].
    pub fn list(&self, filter: Filter, after: OutboxId, max: usize) -> Result<Vec<Entry>, Error> {
        let (from, condition) = match filter {
            Filter::All => (
                "entry e LEFT JOIN queue q ON q.id = e.id LEFT JOIN outcome o ON o.entry = e.id",
                String::new(),
            ),
            Filter::Unfinished => (
                "queue q CROSS JOIN entry e ON e.id = q.id LEFT JOIN outcome o ON o.entry = e.id",
                String::new(),
            ),
            Filter::Dead => (
                "outcome o CROSS JOIN entry e ON e.id = o.entry LEFT JOIN queue q ON q.id = e.id",
                "AND o.kind IN (3, 4) AND o.retried IS NULL".to_owned(),
            ),
            Filter::Ended(kind) => (
                "outcome o CROSS JOIN entry e ON e.id = o.entry LEFT JOIN queue q ON q.id = e.id",
                format!("AND o.kind = {}", kind.number()),
            ),
        };
        let place = match filter {
            Filter::All => "e.id",
            Filter::Unfinished => "q.id",
            _ => "o.entry",
        };
        let text = format!(
            "SELECT {ENTRY}, {OUTCOME} FROM {from} WHERE {place} > ? {condition} ORDER BY {place} LIMIT ?"
        );
        self.read(|connection| {
            let mut rows = connection.prepare_cached(&text)?;
            rows.query_map(params![sql(after.0), count(max)], entry)?.collect()
        })
    }

    /// One entry.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidArgument`] if there is no such entry; [`ErrorKind::Storage`].
    pub fn entry(&self, id: OutboxId) -> Result<Entry, Error> {
        let before = OutboxId(id.0.saturating_sub(1));
        let found = self.list(Filter::All, before, 1)?.into_iter().next();
        found.filter(|entry| entry.id == id).ok_or_else(|| self.no_entry(id))
    }

    /// The entry that was submitted under `key`, or that repeats it; `None` if there is none.
    ///
    /// # Errors
    /// [`ErrorKind::Storage`].
    pub fn find(&self, key: &str) -> Result<Option<OutboxId>, Error> {
        self.read(|connection| {
            let id = connection
                .prepare_cached("SELECT id FROM entry WHERE key = ?")?
                .query_row([key], |row| row.get(0))
                .optional()?;
            Ok(id.map(|id: i64| OutboxId(unsigned(id))))
        })
    }

    /// Counts.
    ///
    /// # Errors
    /// [`ErrorKind::Storage`].
    pub fn stats(&self) -> Result<OutboxStats, Error> {
        self.read(|connection| {
            let number_of = |text: &str| -> rusqlite::Result<u64> {
                Ok(unsigned(connection.prepare_cached(text)?.query_row([], |row| row.get(0))?))
            };
            let mut stats = connection
                .prepare_cached(
                    "SELECT unfinished, bytes, ended0, ended1, ended2, ended3, ended4, ended5,
                     next_id, next_cursor FROM total",
                )?
                .query_row([], |row| {
                    let mut stats = OutboxStats {
                        unfinished: unsigned(row.get(0)?),
                        unfinished_bytes: unsigned(row.get(1)?),
                        last_entry: unsigned(row.get::<_, i64>(8)? - 1),
                        last_cursor: unsigned(row.get::<_, i64>(9)? - 1),
                        ..OutboxStats::default()
                    };
                    for (place, count) in stats.outcomes.iter_mut().enumerate() {
                        *count = unsigned(row.get(place + 2)?);
                    }
                    Ok(stats)
                })?;
            stats.claimed = number_of("SELECT count(*) FROM queue WHERE claim IS NOT NULL")?;
            stats.dead =
                number_of("SELECT count(*) FROM outcome WHERE kind IN (3, 4) AND retried IS NULL")?;
            Ok(stats)
        })
    }

    /// Submit again what ended without an acknowledgement; the new entry has the key of the old
    /// one.
    ///
    /// The old entry keeps its outcome. Its age and attempts are not the new one's.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidArgument`] if it does not exist, has no outcome, was acknowledged or
    /// was retried before; [`ErrorKind::OutboxFull`], [`ErrorKind::Storage`].
    pub(in super::super) fn retry(
        &mut self,
        id: OutboxId,
        now: Timestamp,
        limits: Limits,
    ) -> Result<OutboxId, Error> {
        let path = self.path_text();
        self.write("cannot be written", |transaction| {
            repeat(transaction, sql(id.0), now, limits, &path)?.map_err(|why| {
                let text = format!("entry {id} of outbox {path} {why}: it cannot be retried");
                Refusal::Because(Error::new(ErrorKind::InvalidArgument, text))
            })
        })
    }

    /// Submit again up to `max` dead letters, as long as there is room; returns how many.
    ///
    /// # Errors
    /// [`ErrorKind::OutboxFull`] if there is room for none; [`ErrorKind::Storage`].
    pub(in super::super) fn retry_dead(
        &mut self,
        max: usize,
        now: Timestamp,
        limits: Limits,
    ) -> Result<usize, Error> {
        let path = self.path_text();
        self.write("cannot be written", |transaction| {
            let dead: Vec<i64> = transaction
                .prepare_cached(
                    "SELECT entry FROM outcome WHERE kind IN (3, 4) AND retried IS NULL
                     ORDER BY cursor LIMIT ?",
                )?
                .query_map([count(max)], |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            let mut retried = 0;
            for id in dead {
                match repeat(transaction, id, now, limits, &path) {
                    Ok(repeated) => retried += usize::from(repeated.is_ok()),
                    // Nothing was changed for this one.
                    Err(Refusal::Because(_)) if retried > 0 => break,
                    Err(refusal) => return Err(refusal),
                }
            }
            Ok(retried)
        })
    }

    /// Delete up to 5,000 entries that ended before `before`; returns how many. Dead letters that
    /// were not retried stay unless `dead` says otherwise.
    ///
    /// # Errors
    /// [`ErrorKind::Storage`].
    pub fn purge_some(&mut self, before: Timestamp, dead: bool) -> Result<usize, Error> {
        self.write("cannot be written", |transaction| {
            let mut rows = transaction.prepare_cached(
                "SELECT cursor, entry, time, kind IN (3, 4) AND retried IS NULL FROM outcome
                 ORDER BY cursor",
            )?;
            let mut rows = rows.query([])?;
            let mut old: Vec<(i64, i64)> = Vec::new();
            while let Some(row) = rows.next()?
                && old.len() < PURGE_BATCH
            {
                // A clock that was wrong for a while leaves younger outcomes between older ones.
                let is_old = unsigned(row.get(2)?) < before;
                if is_old && (dead || !row.get::<_, bool>(3)?) {
                    old.push((row.get(0)?, row.get(1)?));
                }
            }
            drop(rows);
            for (cursor, entry) in &old {
                transaction
                    .prepare_cached("DELETE FROM outcome WHERE cursor = ?")?
                    .execute([cursor])?;
                transaction.prepare_cached("DELETE FROM entry WHERE id = ?")?.execute([entry])?;
            }
            Ok(old.len())
        })
    }

    fn no_entry(&self, id: OutboxId) -> Error {
        let text = format!("outbox {} has no entry {id}", self.path.display());
        Error::new(ErrorKind::InvalidArgument, text)
    }
}

/// A new entry like a finished one; or why not.
fn repeat(
    transaction: &Connection,
    id: i64,
    now: Timestamp,
    limits: Limits,
    path: &str,
) -> Result<Result<OutboxId, &'static str>, Refusal> {
    let found = transaction
        .prepare_cached(
            "SELECT e.message, e.request, e.key, e.answers, e.created, e.expires, e.max_attempts,
             o.kind, o.retried, e.customer FROM entry e LEFT JOIN outcome o ON o.entry = e.id WHERE e.id = ?",
        )?
        .query_row([id], |row| {
            let created: i64 = row.get(4)?;
            let expires: Option<i64> = row.get(5)?;
            let new = NewRow {
                id: None,
                message: row.get(0)?,
                request: row.get(1)?,
                key: row.get(2)?,
                answers: row.get(3)?,
                created: now,
                expires: expires
                    .map(|expires| now.saturating_add(unsigned(expires.saturating_sub(created)))),
                max_attempts: row.get(6)?,
                customer: row.get(9)?,
            };
            Ok((new, row.get::<_, Option<i64>>(7)?, row.get::<_, Option<i64>>(8)?))
        })
        .optional()?;
    let row = match found {
        None => return Ok(Err("does not exist")),
        Some((_, None, _)) => return Ok(Err("has no outcome yet")),
        Some((_, Some(0), _)) => return Ok(Err("was acknowledged")),
        Some((_, _, Some(_))) => return Ok(Err("was retried before")),
        Some((row, _, None)) => row,
    };
    let mut totals = Totals::load(transaction)?;
    limits.check(&totals, row.bytes(), path)?;
    transaction.prepare_cached("UPDATE entry SET key = NULL WHERE id = ?")?.execute([id])?;
    let new = totals.next_id;
    insert(transaction, new, &row)?;
    totals.next_id += 1;
    totals.unfinished += 1;
    totals.bytes = totals.bytes.saturating_add(row.bytes());
    totals.save(transaction)?;
    transaction
        .prepare_cached("UPDATE outcome SET retried = ? WHERE entry = ?")?
        .execute([new, id])?;
    Ok(Ok(OutboxId(unsigned(new))))
}

fn outcome_of(connection: &Connection, id: i64) -> rusqlite::Result<Option<Outcome>> {
    let text = format!(
        "SELECT {OUTCOME} FROM outcome o CROSS JOIN entry e ON e.id = o.entry WHERE o.entry = ?"
    );
    connection.prepare_cached(&text)?.query_row([id], |row| outcome(row, 0)).optional()
}

/// The columns [`OUTCOME`] from column `at` on.
fn outcome(row: &Row<'_>, at: usize) -> rusqlite::Result<Outcome> {
    let number: i64 = row.get(at + 3)?;
    let kind = OutcomeKind::of_number(number)
        .ok_or_else(|| rusqlite::Error::IntegralValueOutOfRange(at + 3, number))?;
    let answer: Option<Vec<u8>> = row.get(at + 7)?;
    let charset: Option<i64> = row.get(at + 8)?;
    let event = answer.and_then(|bytes| stored::event(&bytes, charset.unwrap_or(0)));
    let error: Option<String> = row.get(at + 4)?;
    let (error, event) = match error {
        Some(name) => {
            let text: Option<String> = row.get(at + 6)?;
            // One that a newer program wrote is its fault to explain.
            let kind = ErrorKind::from_name(&name).unwrap_or(ErrorKind::Internal);
            let error = Error::restored(kind, text.unwrap_or_default(), row.get(at + 5)?, event);
            (Some(error), None)
        }
        None => (None, event),
    };
    let retried: Option<i64> = row.get(at + 11)?;
    Ok(Outcome {
        cursor: unsigned(row.get(at)?),
        id: OutboxId(unsigned(row.get(at + 1)?)),
        key: row.get(at + 2)?,
        kind,
        event,
        error,
        attempts: row.get(at + 9)?,
        time: unsigned(row.get(at + 10)?),
        retried_as: retried.map(|id| OutboxId(unsigned(id))),
    })
}

/// The columns [`ENTRY`], then [`OUTCOME`].
fn entry(row: &Row<'_>) -> rusqlite::Result<Entry> {
    let ended: Option<i64> = row.get(ENTRY_COLUMNS)?;
    let outcome = ended.map(|_| outcome(row, ENTRY_COLUMNS)).transpose()?;
    let state: Option<i64> = row.get(6)?;
    let state = match (&outcome, state) {
        (Some(outcome), _) if outcome.kind.is_dead() && outcome.retried_as.is_none() => {
            EntryState::Dead
        }
        (Some(_), _) => EntryState::Done,
        (None, Some(schema::CLAIMED)) => EntryState::Claimed,
        (None, Some(schema::BLOCKED)) => EntryState::Blocked,
        (None, _) => EntryState::Waiting,
    };
    let (id, message, bytes) = (row.get(0)?, row.get(1)?, bytes(row, 2)?);
    let sum = stored::checksum(id, message, row.get(9).unwrap_or_default(), &bytes);
    let is_whole = is_sum(row, 10, sum)?;
    let attempts: Option<u32> = row.get(7)?;
    let next_try: Option<i64> = row.get(8)?;
    let expires: Option<i64> = row.get(4)?;
    Ok(Entry {
        id: OutboxId(unsigned(id)),
        state,
        message_type: MessageType(message),
        // One that was damaged on the disk is nobody's request.
        request: is_whole.then(|| stored::request(&bytes)).flatten(),
        key: row.get(5)?,
        attempts: attempts.or(outcome.as_ref().map(|outcome| outcome.attempts)).unwrap_or(0),
        created: unsigned(row.get(3)?),
        next_try: next_try.filter(|_| state == EntryState::Waiting).map(unsigned),
        expires: expires.map(unsigned),
        outcome,
    })
}

#[cfg(test)]
impl Store {
    /// How SQLite would look something up.
    pub(in super::super) fn plan(&self, query: &str) -> String {
        let mut rows = self.connection.prepare(&format!("EXPLAIN QUERY PLAN {query}")).unwrap();
        let steps = rows.query_map([], |row| row.get::<_, String>(3)).unwrap();
        steps.collect::<rusqlite::Result<Vec<_>>>().unwrap().join("; ")
    }
}
