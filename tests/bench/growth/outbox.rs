//! G3: what a submit, and what taking and confirming an entry cost, beside so many others.
//!
//! A file is filled by SQL, in the form in which the outbox has its rows: one request is submitted and repeated, each time
//! for another customer. Then batches go in, and as many of the oldest are taken and confirmed, by turns.

use std::path::Path;
use std::time::Instant;

use commdn::exchange::{Answer, CallOptions, Exchange, ExchangeConfig, Output};
use commdn::kvlist::KvRef;
use commdn::message::{Dialect, Event, MessageType, Request};
use commdn::outbox::{Outbox, OutboxConfig, Policy, Sender, Store, SubmitOptions, Timestamp};
use rusqlite::Connection;

use super::row::{self, Point, Series};

/// Entries that go in together, and that are taken and confirmed together.
const BATCH: usize = 256;
/// When the entries that fill the file are due, and when the sender runs: long before what is submitted meanwhile.
const DUE: Timestamp = 1_000;

/// What the file is full of.
#[derive(Clone, Copy, PartialEq)]
enum Of {
    Waiting,
    Finished,
}

pub fn rows() {
    let most = if row::quick() { 100_000 } else { 10_000_000 };
    series(Of::Waiting, "waiting", most);
    // Every entry of an import is finished in the end; its table is no other than the one of those that wait.
    series(Of::Finished, "finished", most.min(1_000_000));
}

fn series(of: Of, name: &str, most: u64) {
    let sizes = [1, 1_000, 10_000, 100_000, 1_000_000, 10_000_000];
    let (mut submit, mut take): (Vec<Point>, Vec<Point>) = (Vec::new(), Vec::new());
    for size in sizes.into_iter().filter(|size| *size <= most) {
        let (submitted, taken, bytes) = measure(of, size);
        eprintln!("{size} {name}: {:.0} MB", bytes as f64 / 1e6);
        submit.push((size as f64, submitted));
        take.push((size as f64, taken));
    }
    let plot = format!("outbox-{name}");
    let title = format!("Outbox: time of an entry against entries {name}");
    let x = format!("entries {name}");
    for (name, points) in [("submit", submit), ("take and confirm", take)] {
        let series =
            Series { id: "G3", plot: &plot, title: &title, name, x: &x, from: 1.0, over: 10.0 };
        row::grown(&series, &points);
    }
}

/// Nanoseconds of an entry to submit and to take and confirm, and the size of the file.
fn measure(of: Of, size: u64) -> (f64, f64, u64) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("outbox.db");
    let config = OutboxConfig::new().max_entries(u64::MAX).max_bytes(u64::MAX);
    let outbox = Outbox::open(&path, config.clone()).expect("a new outbox");
    outbox.submit(&request(0), SubmitOptions::new()).expect("room");
    drop(outbox);
    fill(&path, of, size).expect("the file is filled");
    let bytes = std::fs::metadata(&path).map_or(0, |file| file.len());

    let outbox = Outbox::open(&path, config).expect("the same outbox");
    let mut store = Store::open(&path, std::time::Duration::from_secs(5)).expect("the same file");
    let aside = Connection::open(&path).expect("the same file");
    aside.pragma_update(None, "wal_autocheckpoint", 0).expect("the file can be used");
    let mut sender = Sender::new(Policy::default().window(BATCH as u32 / 2), 1);
    let answer = answer();
    let (mut submit, mut take) = (Vec::new(), Vec::new());
    let mut next = 1;
    // The first turn claims and has nothing to confirm yet.
    for turn in 0..if row::quick() { 8 } else { 32 } {
        let batch: Vec<_> =
            (next..next + BATCH).map(|number| (request(number), SubmitOptions::new())).collect();
        next += BATCH;
        let started = Instant::now();
        outbox.submit_many(batch).expect("room");
        let submitted = started.elapsed();
        make_due(&aside).expect("the file can be used");
        let started = Instant::now();
        sender.nudge();
        sender.poll(&mut store, DUE, true).expect("the file can be used");
        let mut taken = 0;
        while let Some(outgoing) = sender.next(DUE) {
            sender.ended(outgoing.token, Ok(answer.clone()), DUE);
            taken += 1;
        }
        let took = started.elapsed();
        assert_eq!(taken, BATCH);
        if turn > 0 {
            submit.push(submitted.as_secs_f64() * 1e9 / BATCH as f64);
            take.push(took.as_secs_f64() * 1e9 / BATCH as f64);
        }
    }
    (row::median(submit), row::median(take), bytes)
}

fn request(number: usize) -> Request {
    Request::do_not_call().phone(format!("777{number:07}"))
}

/// What acknowledges a request.
fn answer() -> Answer {
    let mut exchange = Exchange::new(ExchangeConfig::new(20, 101));
    let now = std::time::Duration::from_secs(1);
    let options = CallOptions::within(std::time::Duration::from_secs(60));
    exchange.submit(&request(0), options, now, &mut Vec::new()).expect("a good request");
    let mut fields = request(0).fields().clone();
    fields.origin = Some(101);
    fields.target = Some(20);
    let message = MessageType::EV_DO_NOT_CALL_PROCESSED;
    let event = Event::build(message, &fields, KvRef::EMPTY, &Dialect::DEFAULT).expect("an event");
    exchange.receive(&event.user_data().pack());
    match exchange.poll() {
        Some(Output::Completed(_, Ok(answer))) => answer,
        other => panic!("{other:?}"),
    }
}

/// Make of the one entry of a new outbox `size` of them, each of another customer.
fn fill(path: &Path, of: Of, size: u64) -> rusqlite::Result<()> {
    let connection = Connection::open(path)?;
    connection.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN")?;
    // Indexes of many rows are made in order much faster than they grow in disorder.
    let indexes: Vec<(String, String)> = connection
        .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    for (name, _) in &indexes {
        connection.execute_batch(&format!("DROP INDEX {name}"))?;
    }
    let numbers = format!(
        "WITH RECURSIVE number(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM number WHERE i < {size})"
    );
    // An odd factor gives each number another customer, in disorder as hashes are.
    let customer = "(i * 2654435761) % 4294967296";
    if size > 1 {
        connection.execute_batch(&format!(
            "{numbers} INSERT INTO entry SELECT i, message, request, NULL, answers, {DUE}, expires + i, max_attempts, {customer}
               FROM number, (SELECT * FROM entry WHERE id = 1);"
        ))?;
        let rest = match of {
            Of::Waiting => format!(
                "INSERT INTO queue SELECT i, 0, {customer}, {DUE}, expires + i, 0, bytes, NULL
                   FROM number, (SELECT * FROM queue WHERE id = 1);
                 UPDATE total SET unfinished = {size}, bytes = bytes * {size};"
            ),
            Of::Finished => format!(
                "INSERT INTO outcome SELECT i, i, 0, NULL, NULL, NULL, zeroblob(190), 0, 1, {DUE}, NULL FROM number;
                 UPDATE total SET next_cursor = {size} + 1, ended0 = {size} - 1;"
            ),
        };
        connection.execute_batch(&format!("{numbers} {rest}"))?;
        connection.execute_batch(&format!("UPDATE total SET next_id = {size} + 1"))?;
    }
    for (_, sql) in &indexes {
        connection.execute_batch(sql)?;
    }
    connection.execute_batch("COMMIT; PRAGMA journal_mode = WAL")
}

/// Let the sender have what was just submitted, after all that waits already.
fn make_due(connection: &Connection) -> rusqlite::Result<()> {
    let sql = "UPDATE queue SET next_try = ?1 WHERE state = 0 AND next_try > ?1";
    connection.execute(sql, [DUE as i64])?;
    Ok(())
}
