//! Template of a record request against the plain way: the same bytes, the same refusals.

use proptest::prelude::*;

use super::*;
use crate::kvlist::{Charset, ListPrefix, Packing};

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[0-9]{1,16}",
        2 => "[a-zA-Z ]{60,70}",
        2 => any::<String>(),
        1 => Just(String::new()),
        1 => Just("with\0nul".to_owned()),
        1 => Just("a".repeat(1_100)),
    ]
}

fn chain() -> impl Strategy<Value = Chain> {
    prop_oneof![
        Just(Chain::AllChain),
        Just(Chain::RecordOnly),
        text().prop_map(|text| Chain::from(text.as_str())),
    ]
}

fn request() -> impl Strategy<Value = Request> {
    let texts = (
        proptest::option::of(text()),
        proptest::option::of(text()),
        proptest::option::weighted(0.2, text()),
        proptest::option::of(chain()),
    );
    let odd = proptest::option::weighted(0.2, 0..6usize);
    (any::<bool>(), texts, odd, proptest::option::weighted(0.3, -1..3)).prop_map(
        |(cancel, (phone, customer, campaign, chain), odd, target)| {
            let mut request =
                if cancel { Request::cancel_record() } else { Request::do_not_call() };
            if let Some(phone) = phone {
                request = request.phone_as_is(phone);
            }
            if let Some(customer) = customer {
                request = request.customer_id(customer);
            }
            if let Some(campaign) = campaign {
                request = request.campaign_name(campaign);
            }
            if let Some(chain) = chain {
                request = request.chain(chain);
            }
            if let Some(target) = target {
                request = request.target(target);
            }
            match odd {
                None => request,
                Some(0) => request.campaign(5),
                Some(1) => request.group(5),
                Some(2) => request.dialing(DialMode::PREDICT, OptimizeBy::BUSY_FACTOR, 1),
                Some(3) => request.auto_completion(true),
                Some(4) => request.schedule(Schedule::default()),
                Some(_) => {
                    let mut extra = KvList::new();
                    extra.add_int("x", 1).expect("room");
                    request.extra(extra)
                }
            }
        },
    )
}

fn dialects() -> Vec<Dialect> {
    let default = Dialect::DEFAULT;
    let two = Packing::DEFAULT.with_list_prefix(ListPrefix::TwoLengths16);
    vec![
        default,
        default.with_packing(two),
        default.with_charset(Charset::Latin1),
        default.with_max_user_data_bytes(230),
        default.with_cancel_without_phone(true),
    ]
}

proptest! {
    #[test]
    fn a_template_writes_what_the_plain_way_writes(
        request in request(),
        origin in -1..3,
        target in -1..3,
        reference in proptest::option::weighted(0.8, any::<i32>()),
    ) {
        let mut envelope = Envelope::new(origin, target);
        envelope.reference_id = reference;
        for dialect in dialects() {
            let (mut written_to, mut checked) = (b"before".to_vec(), b"before".to_vec());
            let written = request.write(envelope, &dialect, &mut written_to);
            prop_assert_eq!(&written, &request.write_checked(envelope, &dialect, &mut checked));
            prop_assert_eq!(&written_to, &checked);
            if let Ok(len) = written {
                prop_assert_eq!(len, written_to.len() - 6);
                prop_assert!(KvList::unpack_with(&written_to[6..], dialect.packing, &dialect.limits).is_ok());
            }
        }
    }
}

#[test]
fn a_usual_request_fits_the_template() {
    let envelope = Envelope::new(20, 0).reference_id(7);
    for request in [
        Request::do_not_call().phone("5551234567"),
        Request::do_not_call().customer_id("C-1").chain(Chain::RecordOnly),
        Request::cancel_record().phone("5551234567").campaign_name("spring"),
    ] {
        let mut out = Vec::new();
        assert!(request.write_by_template(envelope, &Dialect::DEFAULT, &mut out).is_some());
    }
}
