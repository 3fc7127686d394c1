//! Phone numbers of requests: digits are sent, doubts are refused, `as_is` is unharmed.

use super::*;
use crate::message::keys;

fn sent(request: &Request) -> String {
    let list = written(request);
    let record = list.get_list(keys::PROPERTIES).unwrap();
    let (_, scope) = crate::message::Record::find(record).unwrap();
    scope.get_string(keys::PHONE).unwrap().utf8().unwrap().to_owned()
}

#[test]
fn notations_of_a_number_are_sent_as_its_digits() {
    for builder in [Request::do_not_call, Request::cancel_record] {
        for text in ["5551234567", "(555) 123-4567", " 555.123.4567", "5551234567.0"] {
            let request = builder().phone(text);
            assert_eq!(sent(&request), "5551234567");
            assert_eq!(request, builder().phone("5551234567"));
            assert!(!request.is_phone_as_is());
        }
        assert_eq!(sent(&builder().phone("+44 (0)20 7946 0958")), "+442079460958");
    }
}

#[test]
fn what_is_no_number_is_kept_and_never_written() {
    let request = Request::do_not_call().phone("555-1234567 x12").customer_id("C-1");
    let record = request.fields().record.as_ref().unwrap();
    assert_eq!(record.phone.as_deref(), Some("555-1234567 x12"));
    for dialect in [Dialect::DEFAULT, Dialect::DEFAULT.with_charset(Charset::Latin1)] {
        let mut out = Vec::new();
        let error = request.write(envelope().reference_id(1), &dialect, &mut out).unwrap_err();
        assert_eq!(error.attribute, "GSW_PHONE");
        let text = error.to_string();
        assert!(
            text.starts_with("CM_ReqDoNotCall: GSW_PHONE \"555-1234567 x12\" has an extension"),
            "{text}"
        );
        assert!(out.is_empty() && request.to_list(envelope(), &dialect).is_err());
        assert!(request.validate(envelope(), &dialect).is_err());
    }
    assert!(!request.is_phone_as_is());
    assert_eq!(sent(&request.phone("5551234567")), "5551234567");
}

#[test]
fn a_text_that_is_sent_as_it_is_stays_unharmed() {
    for text in ["112", "(555) 123-4567", "*21*5551234#", "sip:desk 4"] {
        let request = Request::do_not_call().phone("no number").phone_as_is(text);
        assert_eq!(sent(&request), text);
        assert!(request.is_phone_as_is());
        let read = Request::read(written(&request).view(), &Dialect::DEFAULT).unwrap();
        assert_eq!(sent(&read), text);
    }
    assert!(!Request::do_not_call().phone_as_is("5551234567").is_phone_as_is());
    let long = Request::do_not_call().phone_as_is("5".repeat(65));
    let error = long.validate(envelope(), &Dialect::DEFAULT).unwrap_err();
    assert_eq!(error.to_string(), "CM_ReqDoNotCall: GSW_PHONE has 65 bytes, over 64");
}
