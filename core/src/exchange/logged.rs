//! Logged messages: whether an event may answer a request, by the rules of correlation.
//!
//! Owns no state: whoever reads a log keeps the requests, and decides among several that fit.

use super::correlation_facts::{CorrelationFacts, Reply};
use crate::kvlist::KvRef;
use crate::message::{CorrelationKeys, Dialect, Request, Traffic};

/// Whether `event` may answer `request`: by its type, its sender and addressee, and what it echoes.
///
/// An echoed reference id must be the request's. With `hidden`, a log has hidden facts of one of
/// the two: what only one of them has is then no difference.
#[must_use]
pub fn may_answer(event: KvRef<'_>, request: &Request, dialect: &Dialect, hidden: bool) -> bool {
    let Ok((keys, _)) = CorrelationKeys::read(event.bytes(), dialect) else { return false };
    let (Traffic::CommDn(message), Some(spec)) = (keys.traffic(), request.spec()) else {
        return false;
    };
    let reply = Reply { message, keys: &keys };
    let fields = request.fields();
    let asked = fields.target.unwrap_or(0);
    let from = asked == 0 || keys.origin() == Some(asked);
    let to = keys.target().is_none_or(|target| target == 0 || Some(target) == fields.origin);
    let same = keys.reference_id().zip(fields.reference_id).is_none_or(|(a, b)| a == b);
    let facts = CorrelationFacts::of(request, &[], false);
    let whole = hidden || facts.match_reply(&reply) && !facts.added_to_by(&reply);
    from && to && same && whole && reply.answers(spec) && facts.agree(&reply)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kvlist::KvList;
    use crate::message::{Envelope, Event, Fields, MessageType};

    fn sent(request: &Request, reference: i32) -> (Request, KvList) {
        let mut packed = Vec::new();
        let mut envelope = Envelope::new(20, 101);
        envelope.reference_id = Some(reference);
        request.write(envelope, &Dialect::DEFAULT, &mut packed).unwrap();
        let list = KvList::unpack(&packed).unwrap();
        (Request::read(list.view(), &Dialect::DEFAULT).unwrap(), list)
    }

    fn event(message: MessageType, change: impl FnOnce(&mut Fields)) -> KvList {
        let (request, _) = sent(&Request::do_not_call().phone("5551234567"), 7);
        let mut fields = request.fields().clone();
        (fields.origin, fields.target) = (Some(101), Some(20));
        change(&mut fields);
        let event = Event::build(message, &fields, KvRef::EMPTY, &Dialect::DEFAULT).unwrap();
        event.user_data().clone()
    }

    #[test]
    fn an_event_answers_by_type_address_reference_and_facts() {
        let (request, list) = sent(&Request::do_not_call().phone("5551234567"), 7);
        let may =
            |event: &KvList, hidden| may_answer(event.view(), &request, &Dialect::DEFAULT, hidden);
        let done = MessageType::EV_DO_NOT_CALL_PROCESSED;
        assert!(may(&event(done, |_| {}), false));
        assert!(may(&event(MessageType::EV_ERROR, |_| {}), false));
        assert!(may(&event(done, |fields| fields.reference_id = None), false));
        assert!(may(&event(done, |fields| fields.target = Some(0)), false));
        assert!(!may(&event(done, |fields| fields.reference_id = Some(8)), false));
        assert!(!may(&event(done, |fields| fields.target = Some(21)), false));
        assert!(!may(&event(done, |fields| fields.origin = Some(102)), false));
        assert!(!may(&event(MessageType::EV_RECORD_CANCELED, |_| {}), false));
        assert!(!may(&list, false), "a request answers nothing");
        let other = event(done, |fields| {
            fields.record.as_mut().unwrap().phone = Some("5550000000".to_owned());
        });
        assert!(!may(&other, false) && !may(&other, true));
        let more = event(done, |fields| {
            fields.record.as_mut().unwrap().customer_id = Some("C-1".to_owned());
        });
        assert!(!may(&more, false));
        assert!(may(&more, true), "a log may have hidden the request's");
    }
}
