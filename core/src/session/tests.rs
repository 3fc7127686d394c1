//! Sessions against a scripted server on a pipe within the process.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::*;
use crate::error::{Error, ErrorKind};
use crate::kvlist::{KvList, KvRef};
use crate::link::{AttributeId, FrameWriter, MessageId};
use crate::message::{Dialect, Event, MessageType, Request};

mod calls;
mod cancelling;
mod ends;
mod host;
mod hostile;
mod many_callers;
mod panics;
mod peer;
mod reconnecting;
mod spinning;
mod verdicts;
mod waits;

use peer::{Peer, Place};

const SOON: Duration = Duration::from_secs(5);

fn config() -> SessionConfig {
    SessionConfig::new("8001", 20)
        .ocs_dbid(101)
        .connect_timeout(SOON)
        .request_timeout(SOON)
        .reconnect(Reconnect::NEVER)
}

fn open(peer: &Arc<Peer>) -> Session {
    open_with(config(), peer)
}

fn open_with(config: SessionConfig, peer: &Arc<Peer>) -> Session {
    Session::connect(config, Place(Arc::clone(peer))).unwrap()
}

fn dnc(phone: &str) -> Request {
    Request::do_not_call().phone_as_is(phone)
}

/// The acknowledgement that OCS sends for a request.
fn acknowledgement(user_data: &[u8]) -> Vec<u8> {
    let list = KvList::unpack(user_data).unwrap();
    let request = Request::read(list.view(), &Dialect::DEFAULT).unwrap();
    let mut fields = request.fields().clone();
    (fields.origin, fields.target) = (fields.target, fields.origin);
    let answer = request.spec().unwrap().answers[0];
    let event = Event::build(answer, &fields, KvRef::EMPTY, &Dialect::DEFAULT).unwrap();
    user_event(&event.user_data().pack())
}

fn user_event(user_data: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    FrameWriter::new(&mut out, MessageId::USER_EVENT).bytes(AttributeId::USER_DATA, user_data);
    out
}

fn status_event(campaign: i32) -> Vec<u8> {
    let list = KvList::build(|w| {
        w.int("GSW_CM_MessageType", MessageType::EV_CAMPAIGN_STATUS.0)
            .int("GSW_CM_AttrOriginAppID", 101)
            .int("GSW_CM_AttrTargetAppID", 0)
            .int("GSW_CM_AttrCampaignID", campaign);
    });
    user_event(&list.unwrap().pack())
}

fn kind<T>(result: Result<T, Error>) -> ErrorKind {
    match result {
        Ok(_) => panic!("it went well"),
        Err(error) => error.kind(),
    }
}
