//! Submission: stores the requests of a batch in one transaction.

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::super::config::{OutboxConfig, SubmitOptions};
use super::super::stored;
use super::super::types::{OutboxId, Timestamp};
use super::super::verdict::millis;
use super::{Refusal, Store, count, sql, unsigned};
use crate::error::{Error, ErrorKind};
use crate::message::{Envelope, Request};

/// Longest key in bytes.
const MAX_KEY_BYTES: usize = 512;

/// Limits of the outbox's size.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Limits {
    pub max_entries: u64,
    pub max_bytes: u64,
}

/// A request that was checked, in the form in which it is kept.
#[derive(Debug)]
pub(in super::super) struct Submission {
    row: Row,
}

/// A row of `entry`, and what `queue` needs beside it.
#[derive(Debug)]
pub(super) struct Row {
    /// Decided when it is submitted early, in the broken build only.
    pub id: Option<i64>,
    pub message: i32,
    pub request: Vec<u8>,
    pub key: Option<String>,
    pub answers: Option<u32>,
    pub created: Timestamp,
    pub expires: Option<Timestamp>,
    pub max_attempts: Option<u32>,
    pub customer: Option<i64>,
}

impl Row {
    /// Bytes that count for the outbox's bound.
    pub fn bytes(&self) -> i64 {
        count(self.request.len() + self.key.as_ref().map_or(0, String::len))
    }
}

impl Limits {
    pub fn of(config: &OutboxConfig) -> Self {
        Self { max_entries: config.settings.max_entries, max_bytes: config.settings.max_bytes }
    }

    /// Refuse what is over a bound.
    pub(super) fn check(self, totals: &Totals, bytes: i64, path: &str) -> Result<(), Refusal> {
        if unsigned(totals.unfinished) >= self.max_entries {
            return Err(full(
                path,
                format!(
                    "{} entries without an outcome, max_entries is {}",
                    totals.unfinished, self.max_entries
                ),
            ));
        }
        if unsigned(totals.bytes.saturating_add(bytes)) > self.max_bytes {
            return Err(full(
                path,
                format!(
                    "{} bytes of requests without an outcome, this one has {bytes}, max_bytes is {}",
                    totals.bytes, self.max_bytes
                ),
            ));
        }
        Ok(())
    }
}

impl Submission {
    fn new(
        request: &Request,
        options: &SubmitOptions,
        config: &OutboxConfig,
        now: Timestamp,
    ) -> Result<Self, Error> {
        if let Some(len) = options.key.as_ref().map(String::len).filter(|len| *len > MAX_KEY_BYTES)
        {
            let text = format!("a key of {len} bytes is over the {MAX_KEY_BYTES} that it may have");
            return Err(Error::new(ErrorKind::InvalidArgument, text));
        }
        let mut bytes = Vec::with_capacity(160);
        request.write_stored(&mut bytes)?;
        options.check()?;
        let age = options.max_age.or(config.policy.settings.max_age).map(millis);
        Ok(Self {
            row: Row {
                id: None,
                message: request.message_type().0,
                request: bytes,
                key: options.key.clone(),
                answers: options.answers,
                created: now,
                expires: age.map(|age| now.saturating_add(age)),
                max_attempts: options.max_attempts,
                customer: stored::order(request, &options.order),
            },
        })
    }
}

/// The counts that a transaction changes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Totals {
    pub next_id: i64,
    pub unfinished: i64,
    pub bytes: i64,
}

impl Totals {
    pub fn load(transaction: &Connection) -> rusqlite::Result<Self> {
        transaction
            .prepare_cached("SELECT next_id, unfinished, bytes FROM total")?
            .query_row([], |row| {
                Ok(Self { next_id: row.get(0)?, unfinished: row.get(1)?, bytes: row.get(2)? })
            })
    }

    pub fn save(self, transaction: &Connection) -> rusqlite::Result<()> {
        transaction
            .prepare_cached("UPDATE total SET next_id = ?, unfinished = ?, bytes = ?")?
            .execute(params![self.next_id, self.unfinished, self.bytes])?;
        Ok(())
    }
}

impl Submission {
    /// The same, checked against the rules of the API.
    pub fn checked(
        request: &Request,
        options: &SubmitOptions,
        config: &OutboxConfig,
        now: Timestamp,
    ) -> Result<Self, Error> {
        // The session knows the sender and the default OCS.
        let target = request.fields().target.unwrap_or(1);
        request.validate(Envelope::new(1, target), &config.dialect)?;
        Self::new(request, options, config, now)
    }
}

impl Store {
    /// Put a request in; when this returns it is on the disk.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidRequest`], [`ErrorKind::OutboxFull`], [`ErrorKind::Storage`].
    pub fn submit(
        &mut self,
        request: &Request,
        options: &SubmitOptions,
        config: &OutboxConfig,
        now: Timestamp,
    ) -> Result<OutboxId, Error> {
        let submission = Submission::checked(request, options, config, now)?;
        let ids = self.submit_all(vec![submission], Limits::of(config))?;
        ids.first().copied().ok_or_else(|| Error::new(ErrorKind::Internal, "no number was given"))
    }

    /// Put requests in; when this returns they are on the disk, all of them or none.
    ///
    /// A request whose key is known already is not put in again; its number is the first one's.
    ///
    /// # Errors
    /// [`ErrorKind::OutboxFull`], [`ErrorKind::Storage`]; [`ErrorKind::InvalidArgument`] if a key
    /// is known as that of another request.
    #[cfg(not(commdn_break = "early_ack"))]
    pub(in super::super) fn submit_all(
        &mut self,
        submissions: Vec<Submission>,
        limits: Limits,
    ) -> Result<Vec<OutboxId>, Error> {
        let path = self.path_text();
        self.write("cannot be written", |transaction| {
            insert_all(transaction, submissions.into_iter().map(|one| one.row), limits, &path)
        })
    }

    /// Broken on purpose: answers before anything is stored (see the workspace's `Cargo.toml`).
    #[cfg(commdn_break = "early_ack")]
    pub(in super::super) fn submit_all(
        &mut self,
        submissions: Vec<Submission>,
        _limits: Limits,
    ) -> Result<Vec<OutboxId>, Error> {
        let stored = self.read(|connection| {
            connection.query_row("SELECT next_id FROM total", [], |row| row.get::<_, i64>(0))
        })?;
        let last = self.early.last().and_then(|row| row.id);
        let mut next = last.map_or(stored, |last| last.max(stored - 1) + 1);
        let mut ids = Vec::new();
        for mut one in submissions {
            one.row.id = Some(next);
            ids.push(OutboxId(unsigned(next)));
            next += 1;
            self.early.push(one.row);
        }
        Ok(ids)
    }

    /// Store what was answered early.
    #[cfg(commdn_break = "early_ack")]
    pub(super) fn store_early(&mut self) -> Result<(), Error> {
        let rows = std::mem::take(&mut self.early);
        let path = self.path_text();
        let limits = Limits { max_entries: u64::MAX, max_bytes: u64::MAX };
        self.write("cannot be written", |transaction| {
            insert_all(transaction, rows.into_iter(), limits, &path)
        })?;
        Ok(())
    }
}

fn insert_all(
    transaction: &Transaction<'_>,
    rows: impl Iterator<Item = Row>,
    limits: Limits,
    path: &str,
) -> Result<Vec<OutboxId>, Refusal> {
    let mut totals = Totals::load(transaction)?;
    let mut ids = Vec::with_capacity(rows.size_hint().0);
    for row in rows {
        if let Some(key) = &row.key
            && let Some((known, request)) = find(transaction, key)?
        {
            if request != row.request {
                return Err(Refusal::Because(taken(path, known)));
            }
            ids.push(OutboxId(unsigned(known)));
            continue;
        }
        let bytes = row.bytes();
        limits.check(&totals, bytes, path)?;
        let id = row.id.unwrap_or(totals.next_id);
        insert(transaction, id, &row)?;
        totals.next_id = totals.next_id.max(id + 1);
        totals.unfinished += 1;
        totals.bytes = totals.bytes.saturating_add(bytes);
        ids.push(OutboxId(unsigned(id)));
    }
    totals.save(transaction)?;
    Ok(ids)
}

fn full(path: &str, what: String) -> Refusal {
    Refusal::Because(Error::new(ErrorKind::OutboxFull, format!("outbox {path} is full: {what}")))
}

/// Without the key, which may be personal.
fn taken(path: &str, known: i64) -> Error {
    let text = format!(
        "its key is that of entry {known} of outbox {path}, which is another request: a key names one request"
    );
    Error::new(ErrorKind::InvalidArgument, text)
}

/// The entry that was submitted under a key, and its request.
fn find(transaction: &Transaction<'_>, key: &str) -> rusqlite::Result<Option<(i64, Vec<u8>)>> {
    transaction
        .prepare_cached("SELECT id, request FROM entry WHERE key = ?")?
        .query_row([key], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()
}

/// One row each in `entry` and `queue`; it is blocked if an earlier one of its customer is
/// unfinished.
pub(super) fn insert(transaction: &Connection, id: i64, row: &Row) -> rusqlite::Result<()> {
    let expires = row.expires.map(sql);
    transaction
        .prepare_cached(
            "INSERT INTO entry (id, message, request, key, answers, created, expires, max_attempts, customer,
             checksum) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )?
        .execute(params![
            id,
            row.message,
            row.request,
            row.key,
            row.answers,
            sql(row.created),
            expires,
            row.max_attempts,
            row.customer,
            stored::checksum(id, row.message, row.answers, &row.request)
        ])?;
    transaction
        .prepare_cached(
            "INSERT INTO queue (id, state, customer, next_try, expires, attempts, bytes)
             VALUES (?1, EXISTS (SELECT 1 FROM queue WHERE customer = ?2), ?2, ?3, ?4, 0, ?5)",
        )?
        .execute(params![id, row.customer, sql(row.created), expires, row.bytes()])?;
    Ok(())
}
