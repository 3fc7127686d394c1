//! A process that works on an outbox until it is killed or done.
//!
//!     outbox-worker submit FILE FIRST COUNT         submits one by one, printing each number that it got
//!     outbox-worker open                            opens each file that it is told on a line, and submits one request
//!     outbox-worker starve FILE                     goes on with a file when no descriptor is free, and when one is again
//!     outbox-worker hold FILE                       takes the write lock and keeps it
//!     outbox-worker drain FILE HOST PORT LEASE_MS   drains until the outbox is empty

use std::time::Duration;

use commdn::carrier::TcpConnector;
use commdn::message::Request;
use commdn::outbox::{Cells, Filter, Outbox, OutboxConfig, Policy, SubmitOptions};
use commdn::session::{Session, Wait};
use commdn_tests::config;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["submit", file, first, count] => submit(file, first.parse()?, count.parse()?),
        ["open"] => open(),
        ["starve", file] => starve(file),
        ["hold", file] => hold(file),
        ["drain", file, host, port, lease] => drain(file, host, port.parse()?, lease.parse()?),
        _ => Err(
            "usage: submit FILE FIRST COUNT | open | starve FILE | hold FILE | drain FILE HOST PORT LEASE_MS"
                .into(),
        ),
    }
}

fn submit(file: &str, first: u64, count: u64) -> Result<()> {
    let outbox = Outbox::open(file, OutboxConfig::new())?;
    for number in first..first + count {
        let phone = format!("555{number:07}");
        outbox.submit(&Request::do_not_call().phone(&phone), SubmitOptions::new().key(&phone))?;
        println!("{phone}");
    }
    Ok(())
}

fn open() -> Result<()> {
    for file in std::io::stdin().lines() {
        let outbox = Outbox::open(file?, OutboxConfig::new())?;
        let request = Request::do_not_call().phone("5551234567");
        println!("{}", outbox.submit(&request, SubmitOptions::new())?);
    }
    Ok(())
}

fn starve(file: &str) -> Result<()> {
    let outbox = Outbox::open(file, OutboxConfig::new())?;
    let submit = |phone: &str| {
        outbox.submit(&Request::do_not_call().phone(phone), SubmitOptions::new().key(phone))?;
        println!("{phone}");
        Ok::<_, commdn::Error>(())
    };
    let export = || outbox.export_file(Filter::All, Cells::Neutral, "e.csv");
    submit("5550000001")?;
    let held: Vec<_> = std::iter::from_fn(|| std::fs::File::open("/dev/null").ok()).collect();
    submit("5550000002")?;
    match export() {
        Ok(count) => println!("exported {count} without a descriptor"),
        Err(error) => println!("export: {:?}: {error}", error.kind()),
    }
    drop(held);
    submit("5550000003")?;
    println!("exported {}", export()?);
    Ok(())
}

fn hold(file: &str) -> Result<()> {
    let connection = rusqlite::Connection::open(file)?;
    connection.execute_batch("BEGIN IMMEDIATE")?;
    println!("holds");
    std::io::stdin().lines().for_each(drop);
    Ok(())
}

fn drain(file: &str, host: &str, port: u16, lease_ms: u64) -> Result<()> {
    let policy = Policy::default()
        .window(32)
        .lease(Duration::from_millis(lease_ms))
        .backoff(Duration::from_millis(20), Duration::from_millis(100));
    let outbox = Outbox::open(file, OutboxConfig::new().policy(policy))?;
    let session = Session::connect(config(), TcpConnector::new(host, port))?;
    outbox.attach(&session)?;
    println!("attached");
    outbox.wait_until_empty(Wait::Forever)?;
    outbox.detach(Duration::from_secs(2))?;
    Ok(())
}
