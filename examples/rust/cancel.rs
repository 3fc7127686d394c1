//! `cancel [ADDRESS [DN [APP_DBID [OCS_DBID]]]]`: cancel the records of a phone, and of a customer's phone.

use std::error::Error;
use std::process::ExitCode;
use std::time::Duration;

use commdn::message::{Chain, Request};
use commdn::session::{Session, SessionConfig};

/// Cancel all records of the chain; records that an agent works on stay, and the message says so.
fn cancel(session: &Session, phone: &str, customer_id: Option<&str>) -> Result<(), commdn::Error> {
    let mut request = Request::cancel_record().phone(phone).chain(Chain::AllChain);
    if let Some(customer_id) = customer_id {
        request = request.customer_id(customer_id);
    }
    let event = session.call(&request, Duration::from_secs(5))?.event;
    let kind = event.message_type().to_string();
    let message = event.message().unwrap_or_else(|| kind.into());
    println!("{phone} of {}: {message}", customer_id.unwrap_or("anybody"));
    Ok(())
}

fn run() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let mut next = |default: &str| args.next().unwrap_or_else(|| default.to_owned());
    let server = commdn_sim::connector(&next("sim:"))?;
    let config =
        SessionConfig::new(next("8001"), next("20").parse()?).ocs_dbid(next("101").parse()?);
    let session = Session::connect(config, server)?;

    cancel(&session, "5550110", None)?;
    cancel(&session, "5550120", Some("C-1003"))?;
    Ok(())
}

fn main() -> ExitCode {
    if let Err(error) = run() {
        eprintln!("{error}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
