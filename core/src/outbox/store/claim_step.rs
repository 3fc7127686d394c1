//! Claim step of a sender: records what has ended and claims what is due, in one transaction.
//!
//! Owns the order of claims, leases and expiry as the file has them. Must not send anything, and
//! must not decide what an answer means: both are the sender's.

use rusqlite::types::ValueRef;
use rusqlite::{OptionalExtension, Row, Transaction, params};

use super::super::policy::Policy;
use super::super::stored;
use super::super::types::{OutcomeKind, Timestamp};
use super::super::verdict::{self, Ending, Verdict};
use super::record::{Holder, Recorder};
use super::{Refusal, Store, count, sql, unsigned};
use crate::error::{Error, ErrorKind};
use crate::message::spec::RequestSpec;
use crate::message::{MessageType, Request};

/// Most entries that one step ends as too old; the next step continues.
const MAX_EXPIRED: usize = 1_000;

/// A clock that has moved by more than that since the file was last written to was wrong then, or
/// is now.
const JUMP_MS: u64 = 366 * 24 * 3_600_000;
/// How far behind the time that is kept in the file may be.
const CLOCK_STEP_MS: u64 = 3_600_000;

/// No entry was submitted before 2026, in milliseconds since 1970: a clock that says so was not set
/// yet.
const FIRST_TIME: Timestamp = 1_767_225_600_000;

/// How far ahead an entry's next attempt may be: a clock that was ahead has written what is
/// farther.
pub(in super::super) fn horizon(policy: &Policy) -> u64 {
    verdict::millis(policy.max_backoff).saturating_mul(2).saturating_add(60_000)
}

/// Result of an attempt, to be recorded.
#[derive(Debug)]
pub(in super::super) struct Settlement {
    pub id: i64,
    /// Attempts with this one.
    pub attempts: u32,
    pub verdict: Verdict,
}

/// Input of one step.
#[derive(Debug)]
pub(in super::super) struct StepInput<'a> {
    pub now: Timestamp,
    pub policy: &'a Policy,
    /// The number under which claims are held, if there is one yet.
    pub owner: Option<i64>,
    pub process: &'a str,
    pub settlements: &'a [Settlement],
    /// Owners that have ended, with the beat that they were last seen with.
    pub ended: &'a [(i64, i64)],
    /// Most entries to claim.
    pub room: usize,
    /// Most of these that may not be repeated.
    pub room_unsafe: usize,
}

/// Result of one step.
#[derive(Debug, Default)]
pub(in super::super) struct StepReport {
    /// The number under which claims are held; another one than before if the lease was lost.
    pub owner: Option<i64>,
    pub claims: Vec<Claim>,
    /// There may be more to claim.
    pub more: bool,
    pub recorded: u64,
    /// Settlements of claims that another process has taken over; not recorded.
    pub lost: u64,
    pub expired: u64,
    pub taken_over: u64,
}

/// An entry to be sent.
#[derive(Debug)]
pub(in super::super) struct Claim {
    pub id: i64,
    /// Attempts before this one.
    pub attempts: u32,
    pub message: MessageType,
    pub request: Request,
    pub answers: Option<u32>,
    pub expires: Option<Timestamp>,
    pub max_attempts: Option<u32>,
}

/// Queue as a read without the write lock finds it.
#[derive(Debug, Default)]
pub(in super::super) struct QueueSnapshot {
    /// When the first waiting entry is due.
    pub next_try: Option<Timestamp>,
    /// When the first unclaimed entry expires.
    pub next_expiry: Option<Timestamp>,
    /// A holder of claims: number, beat, process.
    pub owners: Vec<(i64, i64, String)>,
}

/// Whether a request of that type may be sent twice.
pub(in super::super) fn is_repeat_safe(message: MessageType) -> bool {
    RequestSpec::of(message).is_some_and(|spec| spec.repeat_safe)
}

impl Store {
    /// Look whether there is anything to do, without the write lock.
    pub(in super::super) fn snapshot(&mut self) -> Result<QueueSnapshot, Error> {
        #[cfg(commdn_break = "early_ack")]
        self.store_early()?;
        self.read(|connection| {
            let next_try = connection
                .prepare_cached(
                    "SELECT next_try FROM queue WHERE state = 0 ORDER BY next_try, id LIMIT 1",
                )?
                .query_row([], |row| row.get::<_, i64>(0))
                .optional()?;
            let next_expiry = connection
                .prepare_cached(
                    "SELECT expires FROM queue WHERE expires IS NOT NULL AND state <> 2 AND attempts > 0
                     ORDER BY expires LIMIT 1",
                )?
                .query_row([], |row| row.get::<_, i64>(0))
                .optional()?;
            let owners = connection
                .prepare_cached("SELECT id, beat, process FROM owner")?
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
                .collect::<rusqlite::Result<_>>()?;
            Ok(QueueSnapshot {
                next_try: next_try.map(unsigned),
                next_expiry: next_expiry.map(unsigned),
                owners,
            })
        })
    }

    /// Do a step, all of it or nothing.
    ///
    /// # Errors
    /// [`ErrorKind::Storage`].
    pub(in super::super) fn claim_step(
        &mut self,
        work: &StepInput<'_>,
    ) -> Result<StepReport, Error> {
        self.write("cannot be written", |transaction| step(transaction, work))
    }

    /// Give back a number that holds no claims any more.
    pub(in super::super) fn leave(&mut self, owner: i64) -> Result<(), Error> {
        self.write("cannot be written", |transaction| {
            let sql = "DELETE FROM owner WHERE id = ?1
                       AND NOT EXISTS (SELECT 1 FROM queue WHERE claim = ?1)";
            transaction.prepare_cached(sql)?.execute([owner])?;
            Ok(())
        })
    }
}

fn step(transaction: &Transaction<'_>, work: &StepInput<'_>) -> Result<StepReport, Refusal> {
    let mut recorder = Recorder::new(transaction, work.policy.settings.keep_answers, work.now);
    let mut done = StepReport::default();
    for settlement in work.settlements {
        let kept = match work.owner {
            Some(owner) => settle(transaction, &mut recorder, owner, settlement)?,
            None => false,
        };
        if kept {
            done.recorded += 1;
        } else {
            done.lost += 1;
        }
    }
    for (owner, beat) in work.ended {
        done.taken_over += take_over(transaction, &mut recorder, work.now, *owner, *beat)?;
    }
    mend_jump(transaction, work.now)?;
    mend_times(transaction, work)?;
    done.expired = expire(transaction, &mut recorder, work.now)?;
    done.owner = work.owner.filter(|owner| beat(transaction, *owner).unwrap_or(false));
    if work.room > 0 {
        let owner = match done.owner {
            Some(owner) => owner,
            None => enter(transaction, work.process)?,
        };
        done.owner = Some(owner);
        claim(transaction, &mut recorder, work, owner, &mut done)?;
    }
    recorder.finish_totals()?;
    Ok(done)
}

fn settle(
    transaction: &Transaction<'_>,
    recorder: &mut Recorder<'_>,
    owner: i64,
    settlement: &Settlement,
) -> rusqlite::Result<bool> {
    let Settlement { id, attempts, verdict } = settlement;
    let (next, attempts) = match verdict {
        Verdict::Finish(ending) => {
            return recorder.finish(*id, Holder::Owner(owner), *attempts, ending);
        }
        Verdict::Retry(next) => (*next, *attempts),
        Verdict::Release(next) => (*next, attempts.saturating_sub(1)),
    };
    let changed = transaction
        .prepare_cached(
            "UPDATE queue SET state = 0, claim = NULL, attempts = ?, next_try = ?
             WHERE id = ? AND claim = ?",
        )?
        .execute(params![attempts, sql(next), id, owner])?;
    Ok(changed == 1)
}

/// Record that this owner lives; false if others have already declared it dead.
fn beat(transaction: &Transaction<'_>, owner: i64) -> rusqlite::Result<bool> {
    let changed = transaction
        .prepare_cached("UPDATE owner SET beat = beat + 1 WHERE id = ?")?
        .execute([owner])?;
    Ok(changed == 1)
}

fn enter(transaction: &Transaction<'_>, process: &str) -> rusqlite::Result<i64> {
    transaction
        .prepare_cached("INSERT INTO owner (beat, process) VALUES (0, ?)")?
        .execute([process])?;
    Ok(transaction.last_insert_rowid())
}

/// End an owner: what may be repeated waits again, of the rest the outcome is unknown.
fn take_over(
    transaction: &Transaction<'_>,
    recorder: &mut Recorder<'_>,
    now: Timestamp,
    owner: i64,
    beat: i64,
) -> rusqlite::Result<u64> {
    let unchanged = transaction
        .prepare_cached("DELETE FROM owner WHERE id = ? AND beat = ?")?
        .execute([owner, beat])?;
    if unchanged == 0 {
        // It lives after all, or somebody else was faster.
        return Ok(0);
    }
    let mut rows = transaction.prepare_cached(
        "SELECT q.id, q.attempts, e.message, e.request FROM queue q JOIN entry e ON e.id = q.id
         WHERE q.claim = ?",
    )?;
    let claims: Vec<(i64, u32, i32, Vec<u8>)> = rows
        .query_map([owner], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, bytes(row, 3)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let taken = claims.len();
    for (id, attempts, message, request) in claims {
        let message = MessageType(message);
        let verdict = if is_repeat_safe(message) {
            Verdict::Retry(now)
        } else {
            let query = stored::settling_query(message, stored::request(&request).as_ref());
            let why = "the process that was sending it ended, or stopped for long";
            Verdict::Finish(verdict::unknown(why, &query))
        };
        settle(transaction, recorder, owner, &Settlement { id, attempts, verdict })?;
    }
    Ok(u64::try_from(taken).unwrap_or(u64::MAX))
}

/// A clock that has jumped by years makes nothing older than it is: entries grow old by the time
/// that has passed before the jump and after it. Which of the two times is wrong need not be known.
fn mend_jump(transaction: &Transaction<'_>, now: Timestamp) -> rusqlite::Result<()> {
    let last: Option<i64> =
        transaction.prepare_cached("SELECT clock FROM total")?.query_row([], |row| row.get(0))?;
    let now = sql(now);
    if let Some(last) = last.filter(|last| now.abs_diff(*last) > JUMP_MS) {
        log::warn!(
            target: "commdn::outbox",
            "the clock has moved by {} days since the outbox was last written to: nothing expires for that",
            now.saturating_sub(last) / (24 * 3_600_000)
        );
        // What was submitted since, by the clock as it is now, has its age from there; what an
        // earlier jump has moved moves back.
        let before = if now > last { last } else { i64::MAX };
        let after = if now > last { i64::MIN } else { now.saturating_add(sql(JUMP_MS)) };
        transaction
            .prepare_cached(
                "UPDATE queue SET expires = queue.expires + ?1 FROM entry e
                 WHERE e.id = queue.id AND queue.expires IS NOT NULL
                 AND (e.created BETWEEN ?2 AND ?3 OR queue.expires <> e.expires)",
            )?
            .execute(params![now.saturating_sub(last), after, before])?;
    }
    // Written rarely: a jump is years.
    if last.is_none_or(|last| now.abs_diff(last) > CLOCK_STEP_MS) {
        transaction.prepare_cached("UPDATE total SET clock = ?")?.execute([now])?;
    }
    Ok(())
}

/// Entries that were written with a wrong clock are due now, and grow old from now on.
fn mend_times(transaction: &Transaction<'_>, work: &StepInput<'_>) -> rusqlite::Result<()> {
    let farthest = work.now.saturating_add(horizon(work.policy));
    transaction
        .prepare_cached("UPDATE queue SET next_try = ? WHERE state = 0 AND next_try > ?")?
        .execute(params![sql(work.now), sql(farthest)])?;
    if work.now >= FIRST_TIME {
        transaction
            .prepare_cached(
                "UPDATE queue SET expires = ?1 + e.expires - e.created FROM entry e
                 WHERE e.id = queue.id AND queue.expires = e.expires AND e.created < ?2",
            )?
            .execute(params![sql(work.now), sql(FIRST_TIME)])?;
    }
    Ok(())
}

/// End what is too old, in nobody's hands, and was tried: what was not is tried first, however old
/// it is.
fn expire(
    transaction: &Transaction<'_>,
    recorder: &mut Recorder<'_>,
    now: Timestamp,
) -> rusqlite::Result<u64> {
    let old: Vec<(i64, u32)> = transaction
        .prepare_cached(
            "SELECT id, attempts FROM queue WHERE expires IS NOT NULL AND expires <= ?
             AND state <> 2 AND attempts > 0 ORDER BY expires LIMIT ?",
        )?
        .query_map(params![sql(now), count(MAX_EXPIRED)], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let mut ended = 0;
    for (id, attempts) in old {
        let ending = verdict::expired(attempts);
        ended += u64::from(recorder.finish(id, Holder::Nobody, attempts, &ending)?);
    }
    Ok(ended)
}

/// The bytes of a column, of whatever type damage has made it: the checksum tells that it is not
/// what it was.
pub(super) fn bytes(row: &Row<'_>, column: usize) -> rusqlite::Result<Vec<u8>> {
    Ok(match row.get_ref(column)? {
        ValueRef::Blob(bytes) | ValueRef::Text(bytes) => bytes.to_vec(),
        _ => Vec::new(),
    })
}

/// Whether `sum` is the one that was stored. An entry of an older version has none; what damage has
/// made no number of is no sum of anything.
pub(super) fn is_sum(row: &Row<'_>, column: usize, sum: i64) -> rusqlite::Result<bool> {
    Ok(match row.get_ref(column)? {
        ValueRef::Null => true,
        ValueRef::Integer(stored) => stored == sum,
        _ => false,
    })
}

/// A row that is due, before it is known to be as it was stored.
struct Due {
    id: i64,
    attempts: u32,
    message: i32,
    request: Vec<u8>,
    answers: Option<u32>,
    expires: Option<i64>,
    max_attempts: Option<u32>,
    /// As its checksum tells.
    is_whole: bool,
}

impl Due {
    /// The request that was submitted.
    fn request(&self) -> Result<Request, Error> {
        let damaged = || {
            let text = format!("entry {} was damaged on the disk: submit it again", self.id);
            Error::new(ErrorKind::Storage, text)
        };
        // A broken build, for the tests that must notice: see the workspace's `Cargo.toml`.
        if !self.is_whole && !cfg!(commdn_break = "skip_checksum") {
            return Err(damaged());
        }
        stored::request(&self.request).ok_or_else(damaged)
    }
}

fn claim(
    transaction: &Transaction<'_>,
    recorder: &mut Recorder<'_>,
    work: &StepInput<'_>,
    owner: i64,
    done: &mut StepReport,
) -> rusqlite::Result<()> {
    let due: Vec<Due> = transaction
        .prepare_cached(
            "SELECT q.id, q.attempts, e.message, e.request, e.answers, q.expires, e.max_attempts, e.checksum
             FROM queue q CROSS JOIN entry e ON e.id = q.id
             WHERE q.state = 0 AND q.next_try <= ? ORDER BY q.next_try, q.id LIMIT ?",
        )?
        .query_map(params![sql(work.now), count(work.room)], |row| {
            let (id, message) = (row.get(0)?, row.get(2).unwrap_or_default());
            let (request, answers) = (bytes(row, 3)?, row.get(4).unwrap_or_default());
            let sum = stored::checksum(id, message, answers, &request);
            Ok(Due {
                id,
                attempts: row.get(1).unwrap_or(u32::MAX),
                message,
                request,
                answers,
                expires: row.get(5).unwrap_or_default(),
                max_attempts: row.get(6).unwrap_or_default(),
                is_whole: is_sum(row, 7, sum)?,
            })
        })?
        .collect::<rusqlite::Result<_>>()?;
    done.more = due.len() == work.room;
    let mut room_unsafe = work.room_unsafe;
    let mut take = transaction
        .prepare_cached("UPDATE queue SET state = 2, claim = ?, attempts = ? WHERE id = ?")?;
    for due in due {
        let request = match due.request() {
            Ok(request) => request,
            Err(error) => {
                log::error!(target: "commdn::outbox", "{error}");
                let ending = Ending::failed(OutcomeKind::Refused, error);
                recorder.finish(due.id, Holder::Nobody, due.attempts, &ending)?;
                continue;
            }
        };
        let Due { id, attempts, answers, expires, max_attempts, .. } = due;
        let message = MessageType(due.message);
        if !is_repeat_safe(message) {
            if room_unsafe == 0 {
                continue;
            }
            room_unsafe -= 1;
        }
        take.execute(params![owner, attempts.saturating_add(1), id])?;
        let expires = expires.map(unsigned);
        done.claims.push(Claim { id, attempts, message, request, answers, expires, max_attempts });
    }
    Ok(())
}
