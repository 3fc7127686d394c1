//! The log: one JSON object, or one line for people, on standard error.
//!
//! Has names of clients, DNs, reference ids, codes and counts; never user data, telephone numbers, customers or
//! passwords. Addresses of clients are in it where they connect.

use tracing::{debug, info, warn};
use tracing_subscriber::EnvFilter;

use crate::config::{Log, LogFormat};
use crate::hub::{Ending, Note};

/// Begin to log; once in a process, for the program alone.
pub fn begin(log: &Log) {
    // The carriers and the simulator speak through `log`.
    let _ = tracing_log::LogTracer::init();
    let filter = EnvFilter::new(format!("warn,commdn={0},commdn_bridge={0}", log.level));
    let to = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // Somebody else of this process may have begun.
    let _ = match log.format {
        LogFormat::Json => tracing::subscriber::set_global_default(
            to.json().flatten_event(true).with_current_span(false).with_span_list(false).finish(),
        ),
        LogFormat::Text => tracing::subscriber::set_global_default(to.with_ansi(false).finish()),
    };
}

pub(crate) fn note(note: &Note) {
    match note {
        Note::LoggedIn { client, name } => {
            info!(event = "client-in", client = client.0, name = &**name);
        }
        Note::Closed { client, name, ending, why } => closed(client.0, name, *ending, why),
        Note::Registered { client, name, dn } => {
            info!(event = "client-registered", client = client.0, name = &**name, dn = &**dn);
        }
        Note::Refused { client, name, code } => {
            warn!(event = "refused-here", client = client.0, name = &**name, code);
        }
        Note::Sent { client, name, reference, upstream } => debug!(
            event = "request-sent",
            client = client.0,
            name = &**name,
            reference = *reference,
            upstream
        ),
        Note::Answered { client, reference, code: 0, micros } => {
            debug!(event = "request-accepted", client = client.0, reference = *reference, micros);
        }
        Note::Answered { client, reference, code, micros } => debug!(
            event = "request-refused",
            client = client.0,
            reference = *reference,
            code,
            micros
        ),
        Note::Unanswered { count } => warn!(event = "requests-unanswered", count),
        Note::Shown { dn, clients, sequence } => {
            debug!(event = "user-event", dn = &**dn, clients, sequence = *sequence);
        }
        Note::Dn { dn, code: 0, .. } => info!(event = "dn-registered", dn = &**dn),
        Note::Dn { dn, code, message } => {
            warn!(event = "dn-refused", dn = &**dn, code, text = message.as_str());
        }
        Note::DnLeft { dn } => info!(event = "dn-unregistered", dn = &**dn),
        Note::Link { up: true } => info!(event = "link-up"),
        Note::Link { up: false } => warn!(event = "link-down"),
        Note::GivenUp => warn!(event = "clients-let-go", cause = "the server stays away"),
        Note::Echo { comes } => info!(event = "echo-found-out", comes),
    }
}

fn closed(client: u64, name: &str, ending: Ending, why: &str) {
    let why_ended = ending.name();
    match ending {
        Ending::Client | Ending::Bridge => {
            info!(event = "client-gone", client, name, ending = why_ended, cause = why);
        }
        _ => warn!(event = "client-dropped", client, name, ending = why_ended, cause = why),
    }
}
