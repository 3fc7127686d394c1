//! The program: submits to its outbox while the outbox drains over its session.
//!
//! Prints `stored NUMBER PHONE` for each request that the outbox has taken, and ends when all have
//! an outcome. Started again it goes on with the first request of which it has not said so: that one may be
//! stored or not, and its key tells the outbox that it is the same. What it has said is not submitted again.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use commdn::link::{Connector, KeepAlive, TcpConnector, Transport};
use commdn::message::Request;
use commdn::outbox::{Outbox, OutboxConfig, Policy, SubmitOptions};
use commdn::session::{Reconnect, Session, SessionConfig, Wait};

use crate::Done;
use crate::folder::{Folder, Place};
use crate::site::{APP, DN, OCS};

/// Longer than a round may take.
const ROUND: Duration = Duration::from_secs(30);

/// Connects to where the proxy listens at the moment.
#[derive(Debug)]
struct ThroughProxy(Folder);

impl Connector for ThroughProxy {
    fn connect(&self, timeout: Duration) -> io::Result<Arc<dyn Transport>> {
        TcpConnector::new("127.0.0.1", self.0.port(Place::Proxy)?).connect(timeout)
    }

    fn place(&self) -> String {
        "the proxy".to_owned()
    }
}

fn policy() -> Policy {
    Policy::default()
        .window(16)
        .lease(Duration::from_millis(900))
        .max_attempts(1_000)
        .backoff(Duration::from_millis(20), Duration::from_millis(200))
}

fn session_config() -> SessionConfig {
    SessionConfig::new(DN, APP)
        .application("desktop")
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

/// Submit the requests from `first` to before `end`, and drain until nothing is left.
pub fn run(folder: &Folder, first: u64, end: u64) -> Done {
    let config = OutboxConfig::new().policy(policy()).request_timeout(Duration::from_millis(700));
    let outbox = Outbox::open(folder.outbox(), config)?;
    let session = Session::connect(session_config(), ThroughProxy(folder.clone()))?;
    outbox.attach(&session)?;
    for number in first..end {
        let phone = format!("555{number:07}");
        let request = Request::do_not_call().phone(&phone);
        let id = outbox.submit(&request, SubmitOptions::new().key(&phone))?;
        println!("stored {} {phone}", id.0);
    }
    if !outbox.wait_until_empty(Wait::For(ROUND))? {
        return Err(format!("not drained: {:?}, {:?}", outbox.stats()?, session.trouble()).into());
    }
    outbox.detach(Duration::from_secs(1))?;
    println!("drained");
    Ok(())
}
