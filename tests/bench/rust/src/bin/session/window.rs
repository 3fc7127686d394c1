//! S3: a window of 256 requests against the codec at both ends without a session, and against the redis client's pipeline.

use std::io;

use commdn::message::Request;
use commdn::session::Wait;
use commdn_bench::{row, timing};

use crate::raw::Codec;
use crate::{in_turn, open, servers, speed_up};

/// Requests on their way at a time.
const WINDOW: usize = 256;
/// Requests of one sample.
const COUNT: usize = 32 * WINDOW;

/// Print the rows.
pub fn rows(port: u16) -> io::Result<()> {
    let requests: Vec<Request> = (0..COUNT).map(numbered).collect();
    let session = open(port);
    let completions = session.completions().expect("the session is open");
    let options = session.call_options(Wait::Default);
    let mut arrived = Vec::with_capacity(WINDOW);
    let all: Vec<(u64, &Request)> = (0..).zip(&requests).collect();
    let mut ours = || {
        completions.submit_many(&all[..WINDOW], options, &mut Vec::new()).expect("there is room");
        let (mut sent, mut left) = (WINDOW, COUNT);
        while left > 0 {
            arrived.clear();
            completions.take(&mut arrived, WINDOW, Wait::Default).expect("the session is open");
            for completion in &arrived {
                assert!(completion.outcome.is_ok());
            }
            left -= arrived.len();
            let more = arrived.len().min(COUNT - sent);
            if more > 0 {
                completions
                    .submit_many(&all[sent..sent + more], options, &mut Vec::new())
                    .expect("there is room");
            }
            sent += more;
        }
    };
    let mut codec = Codec::connect(port)?;
    let peer = || exchange(&mut codec, &requests).expect("the responder answers");
    let pairs = if timing::quick() { 21 } else { 81 };
    let paired = in_turn(pairs, COUNT, &mut ours, peer);
    let measure = "window of 256, requests a second";
    row::timed("S3", measure, "codec without a session", Some(">= 0.85"), speed_up(paired));
    let (peer, goal) = ("redis, pipeline of 256", Some(">= 6"));
    match redis_client() {
        Ok((_server, mut client)) => {
            let mut value = 0_u64;
            let peer_work = || {
                for _ in 0..COUNT / WINDOW {
                    let mut pipeline = redis::pipe();
                    for _ in 0..WINDOW {
                        value += 1;
                        pipeline.set(5_550_000_000 + value % 10_000, "C1042");
                    }
                    let confirmed: Vec<bool> = pipeline.query(&mut client).expect("redis answers");
                    assert_eq!(confirmed.len(), WINDOW);
                }
            };
            let paired = in_turn(pairs, COUNT, ours, peer_work);
            row::timed("S3", measure, peer, goal, speed_up(paired));
        }
        Err(error) => row::no_peer("S3", measure, peer, goal, &error.to_string()),
    }
    Ok(())
}

/// A do-not-call request of its own phone number, as an import sends them.
fn numbered(row: usize) -> Request {
    Request::do_not_call().phone(format!("555{row:07}")).customer_id("C1042")
}

/// The same window with the codec alone.
fn exchange(codec: &mut Codec, requests: &[Request]) -> io::Result<()> {
    let mut sent = 0;
    let mut left = COUNT;
    let mut more = WINDOW;
    while left > 0 {
        if more > 0 {
            for request in &requests[sent..sent + more] {
                sent += 1;
                codec.add(request, sent as i32);
            }
            codec.send()?;
        }
        let arrived = codec.receive()?;
        left -= arrived;
        more = arrived.min(COUNT - sent);
    }
    Ok(())
}

fn redis_client() -> io::Result<(servers::Server, redis::Connection)> {
    let server = servers::redis()?;
    let client = redis::Client::open(format!("redis://127.0.0.1:{}/", server.port));
    let connection = client.and_then(|client| client.get_connection()).map_err(io::Error::other)?;
    Ok((server, connection))
}
