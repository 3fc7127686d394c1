//! The program: submits to an outbox that it shares with another one, while the outbox drains over its session.
//!
//! Prints `open` when it has the outbox, and `stored NUMBER PHONE` for each request that the outbox has taken, and ends
//! when all have an outcome. Started again it goes on with the first request of which it has not said so: that one may be
//! stored or not, and its key tells the outbox that it is the same. What it has said is not submitted again. While the
//! outbox cannot be used it tries again, and says `refused` once.

use std::time::{Duration, Instant};

use commdn::link::KeepAlive;
use commdn::message::Request;
use commdn::outbox::{Outbox, OutboxConfig, Policy, SubmitOptions};
use commdn::session::{Reconnect, Session, SessionConfig, Wait};
use commdn::{Error, ErrorKind};

use crate::Done;
use crate::folder::Folder;
use crate::recorder::ThroughProxy;
use crate::requests::{customer, phone};
use crate::site::{APPS, DN, OCS};

/// How long a client's claims are its own without a word of it.
pub const LEASE: Duration = Duration::from_millis(500);
/// Before the outbox is tried again.
const PAUSE: Duration = Duration::from_millis(5);

fn policy() -> Policy {
    Policy::default()
        .window(16)
        .lease(LEASE)
        .max_attempts(1_000)
        .backoff(Duration::from_millis(20), Duration::from_millis(200))
}

fn session_config(which: usize) -> SessionConfig {
    SessionConfig::new(DN, APPS[which])
        .application(format!("desktop-{which}"))
        .ocs_dbid(OCS)
        .connect_timeout(Duration::from_secs(1))
        .keep_alive(KeepAlive::every(Duration::from_millis(300)))
        .reconnect(
            Reconnect::default()
                .first_delay(Duration::from_millis(20))
                .max_delay(Duration::from_millis(200)),
        )
        .connect_in_background(true)
}

/// Do something with the outbox, until its disk and its name let it, or that long.
fn patiently<T>(time: Duration, mut run: impl FnMut() -> Result<T, Error>) -> Result<T, Error> {
    let deadline = Instant::now() + time;
    let mut told = false;
    loop {
        match run() {
            Err(error) if error.kind() == ErrorKind::Storage && Instant::now() < deadline => {
                if !std::mem::replace(&mut told, true) {
                    println!("refused");
                }
                std::thread::sleep(PAUSE);
            }
            result => return result,
        }
    }
}

/// Submit the requests from `first` to before `end`, and drain until nothing is left.
pub fn run(folder: &Folder, which: usize, first: u64, end: u64) -> Done {
    let time = folder.topology().drain();
    let config = OutboxConfig::new().policy(policy()).request_timeout(Duration::from_millis(700));
    let outbox = patiently(time, || Outbox::open(folder.outbox(), config.clone()))?;
    let session = Session::connect(session_config(which), ThroughProxy::new(folder.clone())?)?;
    patiently(time, || outbox.attach(&session))?;
    println!("open");
    for number in first..end {
        let phone = phone(number);
        let request = Request::do_not_call().phone(&phone).customer_id(customer(number));
        let id = patiently(time, || outbox.submit(&request, SubmitOptions::new().key(&phone)))?;
        println!("stored {} {phone}", id.0);
    }
    if !patiently(time, || outbox.wait_until_empty(Wait::For(time)))? {
        return Err(format!("not drained: {:?}, {:?}", outbox.stats()?, session.trouble()).into());
    }
    patiently(time, || outbox.detach(Duration::from_secs(1)))?;
    println!("drained");
    Ok(())
}
