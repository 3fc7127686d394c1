//! `many [ADDRESS [DN [APP_DBID [OCS_DBID]]]]`: 1,000 do-not-call requests, 64 of them open at a time.

use std::error::Error;
use std::process::ExitCode;
use std::time::Duration;

use commdn::ErrorKind;
use commdn::message::Request;
use commdn::session::{Session, SessionConfig, Wait};

const REQUESTS: u64 = 1000;
const WINDOW: u64 = 64;

/// Every hundredth is no phone number, and sent as it is for OCS to refuse.
fn request(tag: u64) -> Request {
    let request = Request::do_not_call();
    if tag % 100 == 99 {
        request.phone_as_is("no number")
    } else {
        request.phone(format!("555{tag:07}"))
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let mut next = |default: &str| args.next().unwrap_or_else(|| default.to_owned());
    let server = commdn_sim::connector(&next("sim:"))?;
    let config =
        SessionConfig::new(next("8001"), next("20").parse()?).ocs_dbid(next("101").parse()?);
    let session = Session::connect(config, server)?;

    let completions = session.completions()?;
    let (mut submitted, mut acknowledged, mut refused, mut unanswered) = (0, 0, 0, 0);
    while acknowledged + refused + unanswered < REQUESTS {
        while submitted < REQUESTS && submitted - (acknowledged + refused + unanswered) < WINDOW {
            completions.submit(
                submitted,
                &request(submitted),
                Wait::For(Duration::from_secs(5)),
            )?;
            submitted += 1;
        }
        let Some(done) = completions.next(Wait::Forever)? else {
            break; // the session has ended, and nothing is left
        };
        match done.outcome {
            Ok(_) => acknowledged += 1,
            Err(error) if error.kind() == ErrorKind::OcsRefused => refused += 1,
            Err(_) => unanswered += 1,
        }
    }
    println!("{acknowledged} acknowledged, {refused} refused, {unanswered} unanswered");
    Ok(())
}

fn main() -> ExitCode {
    if let Err(error) = run() {
        eprintln!("{error}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
