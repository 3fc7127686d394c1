//! An import through the durable outbox against bare loops over the same tables.
//!
//!     cargo bench -p commdn-tests --bench outbox -- [ROWS]
//!
//! Prints rows of `tests/bench`; without ROWS it takes 1,000,000, or 10,000 if `BENCH_QUICK` is set.
//!
//! The loops insert the same rows into the same tables of the same kind of file, in the same
//! batches, and confirm them in the batches in which the outbox does. One sends each row over a
//! session and confirms what is acknowledged, as the import does: that is the peer of the goal. The other
//! one only writes to the file, which bounds what any import can reach. Runs are interleaved; a ratio is the
//! median of those of the rounds.
//!
//! The memory is that of one more import, with the contact centre in a process of its own: it keeps every record that it
//! is told of.

use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use commdn::carrier::TcpConnector;
use commdn::message::{Dialect, Envelope, Request};
use commdn::outbox::{Outbox, OutboxConfig, OutcomeKind, Policy, SubmitOptions};
use commdn::session::Session;
use commdn::session::Wait;
use commdn_tests::{Face, config, demo, open};
use rusqlite::{Connection, params};

const BATCH: u64 = 4_096;
const WINDOW: usize = 2_048;
/// Entries that wait in the outbox at most, as an import with flat memory has it.
const BACKLOG: u64 = 4 * BATCH;
const ROUNDS: usize = 3;

type Run = fn(&Path, u64) -> Duration;

fn phone(row: u64) -> String {
    format!("555{row:07}")
}

fn import(folder: &Path, rows: u64) -> Duration {
    let simulator = demo();
    import_over(&open(Face::Embedded, &simulator), folder, rows, |_| {})
}

/// Import; `told` hears of each batch how many rows are in.
fn import_over(session: &Session, folder: &Path, rows: u64, mut told: impl FnMut(u64)) -> Duration {
    let policy = Policy::default().window(WINDOW as u32);
    let outbox =
        Outbox::open(folder.join("outbox.db"), OutboxConfig::new().policy(policy)).unwrap();
    let started = Instant::now();
    outbox.attach(session).unwrap();
    let mut next = 0;
    while next < rows {
        while outbox.stats().unwrap().unfinished > BACKLOG - BATCH {
            std::thread::sleep(Duration::from_millis(1));
        }
        let end = rows.min(next + BATCH);
        let batch =
            (next..end).map(|row| (Request::do_not_call().phone(phone(row)), SubmitOptions::new()));
        outbox.submit_many(batch).unwrap();
        next = end;
        told(next);
    }
    assert!(outbox.wait_until_empty(Wait::Forever).unwrap());
    let took = started.elapsed();
    assert_eq!(outbox.stats().unwrap().ended(OutcomeKind::Acknowledged), rows);
    outbox.detach(Duration::from_secs(5)).unwrap();
    took
}

/// Insert, send, and confirm what is acknowledged.
fn bare(folder: &Path, rows: u64) -> Duration {
    let simulator = demo();
    let session = open(Face::Embedded, &simulator);
    let completions = session.completions().unwrap();
    bare_with(folder, rows, |first, end| {
        for row in first..end {
            let request = Request::do_not_call().phone(phone(row));
            completions.submit(row, &request, Wait::Default).unwrap();
        }
        for _ in first..end {
            completions.next(Wait::Forever).unwrap().unwrap().outcome.unwrap();
        }
    })
}

/// Insert and confirm without asking anybody.
fn file_only(folder: &Path, rows: u64) -> Duration {
    bare_with(folder, rows, |_, _| {})
}

fn bare_with(folder: &Path, rows: u64, mut send: impl FnMut(u64, u64)) -> Duration {
    let path = folder.join("bare.db");
    // The same tables, indexes and settings.
    drop(Outbox::open(&path, OutboxConfig::new()).unwrap());
    let mut connection = Connection::open(&path).unwrap();
    connection.pragma_update(None, "synchronous", "FULL").unwrap();
    connection.pragma_update(None, "wal_autocheckpoint", 4096).unwrap();
    connection.pragma_update(None, "cache_size", -16_384).unwrap();
    let started = Instant::now();
    let mut next = 0;
    while next < rows {
        let end = rows.min(next + BATCH);
        insert(&mut connection, next, end);
        let confirmed = u64::try_from(WINDOW).unwrap();
        for first in (next..end).step_by(WINDOW) {
            let last = end.min(first + confirmed);
            send(first, last);
            confirm(&mut connection, first, last);
        }
        next = end;
    }
    started.elapsed()
}

fn insert(connection: &mut Connection, next: u64, end: u64) {
    let transaction = connection.transaction().unwrap();
    for row in next..end {
        let mut bytes = Vec::new();
        let request = Request::do_not_call().phone(phone(row));
        request.write(Envelope::new(1, 1), &Dialect::DEFAULT, &mut bytes).unwrap();
        let (id, hash) = (row as i64 + 1, (row.wrapping_mul(0x9E37_79B9_7F4A_7C15)) as i64);
        transaction
            .prepare_cached("INSERT INTO entry (id, message, request, created, expires, customer) VALUES (?, 32, ?, 1000, 9000, ?)")
            .unwrap()
            .execute(params![id, bytes, hash])
            .unwrap();
        transaction
            .prepare_cached("INSERT INTO queue (id, state, customer, next_try, expires, attempts, bytes) VALUES (?, 0, ?, 1000, 9000, 0, 100)")
            .unwrap()
            .execute(params![id, hash])
            .unwrap();
    }
    transaction.commit().unwrap();
}

fn confirm(connection: &mut Connection, first: u64, end: u64) {
    let answer = [0_u8; 190];
    let transaction = connection.transaction().unwrap();
    for row in first..end {
        let id = row as i64 + 1;
        transaction
            .prepare_cached("DELETE FROM queue WHERE id = ?")
            .unwrap()
            .execute([id])
            .unwrap();
        transaction
            .prepare_cached("INSERT INTO outcome (cursor, entry, kind, answer, charset, attempts, time) VALUES (?1, ?1, 0, ?2, 0, 1, 2000)")
            .unwrap()
            .execute(params![id, answer])
            .unwrap();
    }
    transaction.commit().unwrap();
}

/// The most memory that the process has in the first fifth of an import and in the last one, in MiB.
fn memory(rows: u64) -> [f64; 2] {
    let program = std::env::current_exe().unwrap();
    let mut server = Command::new(program)
        .arg("--simulator")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut port = String::new();
    BufReader::new(server.stdout.take().unwrap()).read_line(&mut port).unwrap();
    let connector = TcpConnector::new("127.0.0.1", port.trim().parse().unwrap());
    let session = Session::connect(config(), connector).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut most = [0.0_f64; 2];
    import_over(&session, folder.path(), rows, |done| {
        if most[0] == 0.0 || done * 5 <= rows {
            most[0] = most[0].max(resident());
        } else if done * 5 >= rows * 4 {
            most[1] = most[1].max(resident());
        }
    });
    drop(session);
    drop(server.stdin.take());
    server.wait().unwrap();
    most
}

/// The memory that the process has now, in MiB.
fn resident() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches("kB").trim().parse::<f64>().unwrap() / 1024.0
}

/// The contact centre as a process: it tells its port and ends with its stdin.
fn serve() {
    let simulator = demo();
    println!("{}", simulator.listen("127.0.0.1:0").unwrap().port());
    io::stdin().read_to_end(&mut Vec::new()).unwrap();
}

/// The places of the runs in a round; ours is the first.
const BARE: usize = 1;
const FILE_ONLY: usize = 2;

/// Print the row against one peer: the median of the rounds' ratios, and all of their range as the spread.
fn row(id: &str, rows: u64, rounds: &[[f64; 3]], peer: usize, peer_name: &str, goal: &str) {
    let sorted = |figure: &dyn Fn(&[f64; 3]) -> f64| {
        let mut figures: Vec<f64> = rounds.iter().map(figure).collect();
        figures.sort_by(f64::total_cmp);
        figures
    };
    let ratios = sorted(&|round| round[peer] / round[0]);
    let ratio = ratios[ROUNDS / 2];
    let speed = |place: usize| rows as f64 / sorted(&|round| round[place])[ROUNDS / 2];
    println!(
        r#"{{"id": {id:?}, "measure": "import of {rows} rows through the outbox, rows a second", "ours": {:.0}, "peer": {:.0}, "peer_name": {peer_name:?}, "unit": "rows/s", "ratio": {ratio:.3}, "goal": {goal:?}, "spread": {:.3}}}"#,
        speed(0),
        speed(peer),
        (ratios[ROUNDS - 1] - ratios[0]) / ratio,
    );
}

fn main() {
    if std::env::args().any(|argument| argument == "--simulator") {
        return serve();
    }
    let quick = std::env::var("BENCH_QUICK").is_ok_and(|value| !value.is_empty());
    let default = if quick { 10_000 } else { 1_000_000 };
    let rows =
        std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(default);
    // First: what the others leave would hide what it takes.
    let [early, late] = memory(rows);
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        rounds.push([import as Run, bare, file_only].map(|run| {
            let folder = tempfile::tempdir().unwrap();
            run(folder.path(), rows).as_secs_f64()
        }));
    }
    row("B1", rows, &rounds, BARE, "bare loop that sends and confirms", ">= 0.5");
    row("D2", rows, &rounds, FILE_ONLY, "the file alone, nothing is sent", ">= 0.8");
    // In a short one the file's cache is still filling.
    let goal = if rows >= 1_000_000 { r#""<= 1.1""# } else { "null" };
    println!(
        r#"{{"id": "B1", "measure": "memory of that import, the last fifth against the first", "ours": {late:.1}, "peer": {early:.1}, "peer_name": "first fifth", "unit": "MiB", "ratio": {:.3}, "goal": {goal}, "spread": null}}"#,
        late / early
    );
}
