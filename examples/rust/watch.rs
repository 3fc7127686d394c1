//! `watch [ADDRESS [DN [APP_DBID [OCS_DBID]]]]`: print what OCS tells on the DN: three events, or those of 5 seconds.

use std::error::Error;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use commdn::message::{DialMode, OptimizeBy, Request};
use commdn::session::{Notice, Session, SessionConfig, Wait};

/// Load and unload a campaign: in a simulator of one's own nothing happens by itself.
fn something_to_see(session: &Session) -> Result<(), commdn::Error> {
    let load =
        Request::load_campaign(1, 10).dialing(DialMode::PREDICT, OptimizeBy::BUSY_FACTOR, 80);
    session.call(&load, Wait::Default)?;
    session.call(&Request::force_unload_campaign(1, 10), Wait::Default)?;
    Ok(())
}

fn run() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let mut next = |default: &str| args.next().unwrap_or_else(|| default.to_owned());
    let address = next("sim:");
    let server = commdn_sim::connector(&address)?;
    let config =
        SessionConfig::new(next("8001"), next("20").parse()?).ocs_dbid(next("101").parse()?);
    let session = Session::connect(config, server)?;
    if address == "sim:" {
        something_to_see(&session)?;
    }

    let end = Instant::now() + Duration::from_secs(5);
    let mut seen = 0;
    while seen < 3
        && let Some(notice) =
            session.next_notice(Wait::For(end.saturating_duration_since(Instant::now())))?
    {
        if let Notice::Event(told) = notice {
            let event = told.event;
            let (campaign, group) =
                (event.campaign().unwrap_or_default(), event.group().unwrap_or_default());
            let status = event.status().map_or_else(|| "-".to_owned(), |status| status.to_string());
            println!("{}: campaign {campaign}, group {group}, {status}", event.message_type());
            seen += 1;
        }
    }
    println!("{seen} events");
    Ok(())
}

fn main() -> ExitCode {
    if let Err(error) = run() {
        eprintln!("{error}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
