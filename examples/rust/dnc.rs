//! `dnc [ADDRESS [DN [APP_DBID [OCS_DBID]]]]`: put a phone number on the do-not-call list.

use std::error::Error;
use std::process::ExitCode;
use std::time::Duration;

use commdn::message::{Chain, Request};
use commdn::session::{Session, SessionConfig};

fn run() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let mut next = |default: &str| args.next().unwrap_or_else(|| default.to_owned());
    let server = commdn_sim::connector(&next("sim:"))?;
    let config =
        SessionConfig::new(next("8001"), next("20").parse()?).ocs_dbid(next("101").parse()?);
    let session = Session::connect(config, server)?;

    let request = Request::do_not_call().phone("5551234567").chain(Chain::AllChain);
    let event = session.call(&request, Duration::from_secs(5))?.event;
    let (phone, ocs) = (event.phone().unwrap_or_default(), event.origin().unwrap_or_default());
    println!("{phone}: do not call, acknowledged by OCS {ocs}");
    Ok(())
}

fn main() -> ExitCode {
    if let Err(error) = run() {
        eprintln!("{error}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
