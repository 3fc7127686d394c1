//! `campaign [ADDRESS [DN [APP_DBID [OCS_DBID]]]]`: load, start, stop and unload campaign 1 of group 10.

use std::error::Error;
use std::process::ExitCode;
use std::time::Duration;

use commdn::message::{DialMode, Event, GroupStatus, OptimizeBy, Request};
use commdn::session::{Notice, Session, SessionConfig, Wait};

const SOON: Duration = Duration::from_secs(5);

fn status_of(event: &Event) -> String {
    event.status().map_or_else(|| "-".to_owned(), |status| status.to_string())
}

/// Send a request and follow the group's status until it is the one that was asked for.
fn step(
    session: &Session,
    name: &str,
    request: &Request,
    until: Option<GroupStatus>,
) -> Result<(), Box<dyn Error>> {
    let event = session.call(request, SOON)?.event;
    println!("{name}: {}, {}", event.message_type(), status_of(&event));
    let mut now = None;
    while until.is_some() && now != until {
        let notice = session.next_notice(Wait::For(SOON))?.ok_or("no notification in time")?;
        if let Notice::Event(told) = notice
            && told.event.status().is_some()
        {
            now = told.event.status();
            println!("  now {}", status_of(&told.event));
        }
    }
    Ok(())
}

fn run() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let mut next = |default: &str| args.next().unwrap_or_else(|| default.to_owned());
    let server = commdn_sim::connector(&next("sim:"))?;
    let config =
        SessionConfig::new(next("8001"), next("20").parse()?).ocs_dbid(next("101").parse()?);
    let session = Session::connect(config, server)?;

    let dialing =
        |request: Request| request.dialing(DialMode::PREDICT, OptimizeBy::BUSY_FACTOR, 80);
    step(&session, "load", &dialing(Request::load_campaign(1, 10)), Some(GroupStatus::ACTIVE))?;
    step(&session, "start", &dialing(Request::start_dialing(1, 10)), Some(GroupStatus::RUNNING))?;
    step(&session, "status", &Request::campaign_status(1, 10), None)?;
    step(&session, "stop", &Request::stop_dialing(1, 10), Some(GroupStatus::ACTIVE))?;
    // At once: `unload_campaign` would wait for the calls that are still going on.
    step(&session, "unload", &Request::force_unload_campaign(1, 10), Some(GroupStatus::NOT_LOADED))
}

fn main() -> ExitCode {
    if let Err(error) = run() {
        eprintln!("{error}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
