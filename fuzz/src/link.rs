//! The bytes of a server: frames in any pieces, a session's machine behind them.
//!
//! Input: one byte of choices, one that seeds the sizes of the pieces, then what the server
//! sends after its preface (or with the first choice: instead of it). The same bytes in one
//! piece and in many must lead to the same, whatever they are.

use std::collections::BTreeSet;
use std::mem::Discriminant;
use std::time::Duration;

use commdn::exchange::{CallOptions, Exchange, ExchangeConfig, Output, Ticket};
use commdn::link::{ClientLink, FrameBuffer, LinkConfig, LinkError, LinkEvent, preface};
use commdn::message::Request;

use crate::input::Input;

/// The largest frame that the target accepts: small, so that the limit is met.
const MAX_FRAME_BYTES: usize = 2_048;
/// DBID of the application, and of the OCS that it asks.
pub const APPLICATION: i32 = 20;
/// See [`APPLICATION`].
pub const OCS: i32 = 101;

/// What came of a connection.
#[derive(Debug, PartialEq, Eq)]
struct Outcome {
    told: Vec<String>,
    sent: Vec<u8>,
    error: Option<Discriminant<LinkError>>,
    outputs: Vec<String>,
}

/// Run the target.
pub fn run(data: &[u8]) {
    let mut input = Input::new(data);
    let choice = input.byte();
    let seed = input.byte();
    let rest = input.rest();
    let greeting = preface();
    let bytes = if choice & 1 == 0 { [&greeting, rest].concat() } else { rest.to_vec() };
    let whole = connection(&bytes, std::iter::repeat(usize::MAX), choice);
    let pieces = connection(&bytes, sizes(seed), choice);
    assert_eq!(whole, pieces, "the pieces in which bytes come do not count");
    bounded(&bytes, seed);
}

/// Sizes of pieces, 1 to 64 bytes, the same for the same seed.
fn sizes(seed: u8) -> impl Iterator<Item = usize> {
    let mut state = u32::from(seed);
    std::iter::repeat_with(move || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let small = usize::try_from(state >> 26).unwrap_or(0) + 1;
        if state & 0x0100_0000 == 0 { small } else { 1 }
    })
}

/// Feed a connection and the exchange behind it until it ends.
fn connection(bytes: &[u8], mut sizes: impl Iterator<Item = usize>, choice: u8) -> Outcome {
    let mut config = LinkConfig::new("fuzz", "8001");
    config.max_frame_bytes = MAX_FRAME_BYTES;
    let mut sent = Vec::new();
    let mut link = ClientLink::start(config, Duration::ZERO, &mut sent);
    let (mut exchange, mut open) = exchange(choice);
    let mut told = Vec::new();
    let mut error = None;
    let mut rest = bytes;
    while !rest.is_empty() && error.is_none() {
        let size = sizes.next().unwrap_or(1).min(rest.len());
        let (piece, after) = rest.split_at(size);
        rest = after;
        let result = link.receive(piece, Duration::ZERO, &mut sent, &mut |event| {
            told.push(format!("{event:?}"));
            hear(&mut exchange, event);
        });
        // Its text may show how much had come when it was noticed: only its kind is compared.
        error = result.err().map(|error| std::mem::discriminant(&error));
    }
    let mut outputs = settle(&mut exchange, &mut open);
    exchange.disconnected();
    outputs.extend(settle(&mut exchange, &mut open));
    assert_eq!(exchange.open_requests(), 0, "a lost connection ends every request");
    assert!(open.is_empty(), "every request ends: {open:?}");
    Outcome { told, sent, error, outputs }
}

/// An exchange with open requests, among them two that differ in one fact only.
fn exchange(choice: u8) -> (Exchange, BTreeSet<Ticket>) {
    let mut config = ExchangeConfig::new(APPLICATION, OCS);
    config.send_reference_id = choice & 2 == 0;
    config.first_in_first_out = choice & 4 != 0;
    config.added_facts = choice & 8 != 0;
    let mut exchange = Exchange::new(config);
    let requests = [
        Request::do_not_call().phone("5551234567"),
        Request::do_not_call().phone("5551234567").customer_id("C-1"),
        Request::do_not_call().customer_id("C-1").target(0),
        Request::cancel_record().phone("5551234567"),
        Request::campaign_status(5, 6),
        Request::unload_campaign(5, 6),
    ];
    let options = CallOptions::within(Duration::from_secs(10)).answers(Some(2));
    let tickets = requests.iter().map(|request| {
        let submitted = exchange.submit(request, options, Duration::ZERO, &mut Vec::new());
        submitted.expect("the samples are valid").ticket
    });
    let open = tickets.collect();
    (exchange, open)
}

fn hear(exchange: &mut Exchange, event: LinkEvent<'_>) {
    match event {
        LinkEvent::Accepted(reference) => exchange.accepted(reference),
        LinkEvent::Refused { reference, code, message } => {
            exchange.refused(reference, code, message);
        }
        LinkEvent::UserEvent(user_data) => exchange.receive(user_data),
        LinkEvent::UserEventElsewhere(user_data) => exchange.receive_elsewhere(user_data),
        _ => {}
    }
}

/// What an exchange tells; each request ends once.
fn settle(exchange: &mut Exchange, open: &mut BTreeSet<Ticket>) -> Vec<String> {
    let mut told = Vec::new();
    while let Some(output) = exchange.poll() {
        if let Output::Completed(ticket, outcome) = &output {
            assert!(open.remove(ticket), "{ticket:?} ends a second time: {outcome:?}");
        }
        told.push(format!("{output:?}"));
    }
    told
}

/// A buffer holds no more than what was pushed, and never a whole frame after it was asked.
fn bounded(bytes: &[u8], seed: u8) {
    let mut buffer = FrameBuffer::new(MAX_FRAME_BYTES);
    let mut sizes = sizes(seed);
    let mut rest = bytes;
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(sizes.next().unwrap_or(1).min(rest.len()));
        rest = after;
        buffer.push(piece);
        loop {
            match buffer.next(|frame| frame.message) {
                Ok(Some(_)) => {}
                Ok(None) => break,
                Err(_) => return,
            }
        }
        assert!(buffer.len() < MAX_FRAME_BYTES + 4, "{} bytes wait", buffer.len());
    }
}
