//! Messages in any list: events are read whatever they carry, requests are what they were.
//!
//! Input: one byte of choices (dialect), one of the packing, then the packed user data.

use commdn::kvlist::{Charset, KvList, KvRef};
use commdn::message::{
    Attribute, AutoCompletionPlace, Dialect, Envelope, Event, Fields, Request, Traffic, keys,
};

use crate::input::Input;
use crate::list::{limits, packing};

/// Run the target.
pub fn run(data: &[u8]) {
    let mut input = Input::new(data);
    let dialect = dialect(input.byte(), input.byte());
    let Ok(list) = KvList::unpack_with(input.rest(), dialect.packing, &dialect.limits) else {
        return;
    };
    let traffic = Traffic::of(list.view());
    let fields = Fields::read(list.view(), &dialect);
    event(&list, traffic, &fields, &dialect);
    request(list.view(), &dialect);
}

fn dialect(choice: u8, form: u8) -> Dialect {
    let charset = if choice & 1 == 0 { Charset::Utf8 } else { Charset::Latin1 };
    let place = match choice & 2 {
        0 => AutoCompletionPlace::TopLevel,
        _ => AutoCompletionPlace::Properties,
    };
    Dialect::DEFAULT
        .with_charset(charset)
        .with_auto_completion(place)
        .with_cancel_without_phone(choice & 4 != 0)
        .with_max_user_data_bytes(if choice & 8 == 0 { 65_535 } else { 200 })
        .with_packing(packing(form))
        .with_limits(limits(form >> 2))
}

fn event(list: &KvList, traffic: Traffic, fields: &Fields, dialect: &Dialect) {
    let event = match Event::new(list.clone(), dialect) {
        Ok(event) => event,
        Err(same) => {
            assert_eq!(same, *list, "a list that is no event comes back");
            assert!(!matches!(traffic, Traffic::CommDn(_)), "a CommDN message is an event");
            return;
        }
    };
    assert_eq!(event.user_data(), list);
    assert_eq!(event.fields(), *fields);
    for attribute in Attribute::ALL {
        let _ = (event.number(*attribute), event.text(*attribute));
    }
    assert_eq!(event.origin(), fields.origin);
    assert_eq!(event.reference_id(), fields.reference_id);
    assert_eq!(event.schedule(), fields.schedule);
    let record = fields.record.as_ref();
    if let Some(phone) = record.and_then(|record| record.phone.as_deref()) {
        assert_eq!(event.phone().as_deref(), Some(phone));
    }
    let _ = (event.is_refusal(), event.error(), event.dialing_priority(), event.chain());
    // What a server makes of these fields tells the same fields again.
    if let Ok(built) = Event::build(event.message_type(), fields, KvRef::EMPTY, dialect) {
        let mut expected = fields.clone();
        if let Some(schedule) = &mut expected.schedule {
            schedule.announced_items = i32::try_from(schedule.items.len()).ok();
        }
        assert_eq!(built.fields(), expected);
    }
}

/// A request that is written reads back as one that writes the same bytes.
fn request(user_data: KvRef<'_>, dialect: &Dialect) {
    let Some(request) = Request::read(user_data, dialect) else {
        assert!(user_data.get(keys::MESSAGE_TYPE).and_then(|value| value.to_int()).is_none());
        return;
    };
    let envelope = Envelope::new(20, 101).reference_id(7);
    let mut first = vec![0xee];
    let written = request.write(envelope, dialect, &mut first);
    assert_eq!(request.validate(envelope, dialect).is_ok(), written.is_ok());
    let Ok(len) = written else {
        assert_eq!(first, [0xee], "a request that is refused writes nothing");
        return;
    };
    assert_eq!(first.len(), len + 1);
    assert!(len <= dialect.max_user_data_bytes);
    let packed = first.get(1..).unwrap_or_default();
    let Ok(list) = KvList::unpack_with(packed, dialect.packing, &dialect.limits) else {
        return assert!(
            dialect.limits != commdn::kvlist::Limits::DEFAULT,
            "what is sent is readable"
        );
    };
    let back = Request::read(list.view(), dialect).expect("a written request has its number");
    assert_eq!(back.message_type(), request.message_type());
    let mut second = Vec::new();
    let again = back.write(envelope, dialect, &mut second);
    assert_eq!(again.as_ref(), Ok(&len), "{request:?}");
    assert_eq!(second, packed);
}
