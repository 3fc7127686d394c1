//! The times that options accept and refuse: `vectors/refused_times.txt`, which every language reads.

use std::time::Duration;

use commdn::link::KeepAlive;
use commdn::message::Request;
use commdn::outbox::{Outbox, OutboxConfig, Policy, SubmitOptions};
use commdn::session::{Reconnect, Session, SessionConfig};
use commdn::{Error, ErrorKind};
use commdn_tests::{Face, config, demo};

/// Set an option and use it.
fn try_out(option: &str, first: Duration, second: Duration) -> Result<(), Error> {
    let folder = tempfile::tempdir().unwrap();
    let session = |set: &dyn Fn(SessionConfig) -> SessionConfig| {
        let simulator = demo();
        Session::connect(set(config()), Face::Embedded.connector(&simulator)).map(drop)
    };
    let outbox = |config: OutboxConfig| Outbox::open(folder.path().join("outbox.db"), config);
    let policy = |policy: Policy| outbox(OutboxConfig::new().policy(policy)).map(drop);
    let submit = |options: SubmitOptions| {
        outbox(OutboxConfig::new())?
            .submit(&Request::do_not_call().phone("5551234567"), options)
            .map(drop)
    };
    match option {
        "reconnect_delays" => {
            let delays = Reconnect::default().first_delay(first).max_delay(second);
            session(&|config| config.reconnect(delays))
        }
        "reconnect_give_up" => {
            let policy = Reconnect::default().give_up_after(Some(first));
            session(&|config| config.reconnect(policy))
        }
        "keep_alive" => session(&|config| config.keep_alive(KeepAlive::every(first))),
        "connect_timeout" => session(&|config| config.connect_timeout(first)),
        "request_timeout" => session(&|config| config.request_timeout(first)),
        "write_timeout" => session(&|config| config.write_timeout(first)),
        "close_timeout" => session(&|config| config.close_timeout(first)),
        "spin" => session(&|config| config.spin(first)),
        "backoff" => policy(Policy::default().backoff(first, second)),
        "lease" => policy(Policy::default().lease(first)),
        "max_age" => policy(Policy::default().max_age(Some(first))),
        "outbox_request_timeout" => outbox(OutboxConfig::new().request_timeout(first)).map(drop),
        "busy_timeout" => outbox(OutboxConfig::new().busy_timeout(first)).map(drop),
        "submit_max_age" => submit(SubmitOptions::new().max_age(first)),
        other => panic!("option {other} is unknown"),
    }
}

#[test]
fn times_are_accepted_and_refused_as_in_every_language() {
    let table = include_str!("../vectors/refused_times.txt");
    let mut rows = 0;
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let [option, first, second, verdict] =
            line.split(' ').collect::<Vec<_>>().try_into().unwrap();
        let ms = |text: &str| text.parse().map(Duration::from_millis);
        // A duration has no sign here: what is negative cannot be said.
        let (Ok(first), Ok(second)) = (ms(first), ms(second)) else { continue };
        rows += 1;
        match (try_out(option, first, second), verdict) {
            (Ok(()), "accepted" | "over") => {}
            (Err(error), "refused") => {
                assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{line}: {error}");
            }
            (result, _) => panic!("{line}: {result:?}"),
        }
    }
    assert!(rows > 30, "{rows}");
}
