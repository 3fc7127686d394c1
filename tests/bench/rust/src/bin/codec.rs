//! Rows R1 to R5: the codec in Rust against `rmp`, `rmp-serde` and `prost`, and against its own floor.

use std::hint::black_box;

use commdn::kvlist::{KvList, Limits, Packing, lookup};
use commdn::message::Dialect;
use commdn_bench::messages::{self, Message};
use commdn_bench::peers::{lengths, msgpack, protobuf};
use commdn_bench::row;
use commdn_bench::timing::{paired, wanted};
use commdn_bench::walk::walk;

fn main() {
    for message in [messages::dnc(), messages::seq()] {
        let big = message.name == "SEQ";
        let goal = |dnc, seq| Some(if big { seq } else { dnc });
        if wanted(&["R1"]) {
            list_to_bytes(&message, goal("<= 0.28", "<= 0.20"));
        }
        if wanted(&["R2"]) && !big {
            request_to_bytes();
        }
        if wanted(&["R3"]) {
            received(&message, goal("<= 0.36", "<= 0.36"), goal("<= 2.5", "<= 1.5"));
        }
        if wanted(&["R4"]) {
            owned(&message, goal("<= 0.20", "<= 0.13"));
        }
        if wanted(&["R5"]) && !big {
            one_value(&message);
        }
    }
}

/// R1. Our list is kept packed, so this is a copy; building it anew is shown beside it.
fn list_to_bytes(message: &Message, goal: Option<&str>) {
    let name = message.name;
    let list = message.list();
    let tree = &message.tree;
    let prost = protobuf::List::from(tree.as_slice());
    let mut out = Vec::with_capacity(8192);
    let mut theirs = Vec::with_capacity(8192);
    let mut pack = || {
        out.clear();
        black_box(&list).pack_into(&mut out, Packing::DEFAULT);
        out.len()
    };
    let mut rmp = || {
        theirs.clear();
        msgpack::write(&mut theirs, black_box(tree));
        theirs.len()
    };
    let measure = format!("{name}, list to bytes");
    row::timed("R1", &measure, "rmp", goal, paired(&mut pack, &mut rmp));
    let mut third = Vec::with_capacity(8192);
    let by_prost = || {
        third.clear();
        black_box(&prost).write(&mut third);
        third.len()
    };
    row::timed("R1", &measure, "prost", None, paired(&mut pack, by_prost));
    let build = || {
        out.clear();
        let mut writer = commdn::kvlist::KvWriter::new(&mut out, Packing::DEFAULT);
        messages::write(&mut writer, black_box(tree));
        writer.finish().expect("it fits")
    };
    let measure = format!("{name}, pairs written one by one");
    row::timed("R1", &measure, "rmp", None, paired(build, rmp));
}

/// R2. Addresses, attributes and texts are checked on both sides.
fn request_to_bytes() {
    let request = messages::dnc_request();
    let envelope = messages::dnc_envelope();
    let (phone, customer) = ("5551234567", "C1042");
    let addresses = (4711, 20, 101);
    let prost = protobuf::Dnc::new(addresses, phone, customer);
    let (mut out, mut theirs, mut third) =
        (Vec::with_capacity(1024), Vec::with_capacity(1024), Vec::with_capacity(1024));
    let mut ours = || {
        out.clear();
        black_box(&request)
            .write(black_box(envelope), &Dialect::DEFAULT, &mut out)
            .expect("a good request")
    };
    assert_eq!(ours(), 221);
    let rmp = || {
        theirs.clear();
        let (phone, customer) = black_box((phone, customer));
        msgpack::stream_dnc(&mut theirs, black_box(addresses), Some(phone), Some(customer))
    };
    let measure = "DNC, typed request to bytes";
    row::timed("R2", measure, "rmp", Some("<= 0.55"), paired(&mut ours, rmp));
    let by_prost = || {
        third.clear();
        black_box(&prost).write(&mut third)
    };
    row::timed("R2", measure, "prost", Some("<= 0.5"), paired(&mut ours, by_prost));
}

/// R3. Every pair is seen, every text checked.
fn received(message: &Message, goal: Option<&str>, floor: Option<&str>) {
    let packed = &message.packed;
    let mut theirs = Vec::new();
    msgpack::write(&mut theirs, &message.tree);
    let mut ours = || walk(black_box(packed)).expect("good bytes");
    let rmp = || msgpack::walk(black_box(&theirs)).expect("good bytes");
    assert_eq!(Some(ours()), msgpack::walk(&theirs), "both see the same");
    let measure = format!("{}, walk of received bytes", message.name);
    row::timed("R3", &measure, "rmp", goal, paired(&mut ours, rmp));
    // SAFETY: the walk above has found the bytes well-formed.
    let by_lengths = || unsafe { lengths::walk(black_box(packed)) };
    assert_eq!(by_lengths(), (ours().pairs, packed.len()));
    row::timed("R3", &measure, "lengths alone", floor, paired(&mut ours, by_lengths));
}

/// R4. An owned list with its texts checked.
fn owned(message: &Message, goal: Option<&str>) {
    let packed = &message.packed;
    let mut theirs = Vec::new();
    msgpack::write(&mut theirs, &message.tree);
    let mut prost = Vec::new();
    protobuf::List::from(message.tree.as_slice()).write(&mut prost);
    let mut ours = || KvList::unpack(black_box(packed)).expect("good bytes");
    let rmp = || msgpack::read(black_box(&theirs)).expect("good bytes");
    let measure = format!("{}, bytes to owned list", message.name);
    row::timed("R4", &measure, "rmp-serde", goal, paired(&mut ours, rmp));
    let by_prost = || protobuf::List::read(black_box(&prost)).expect("good bytes");
    row::timed("R4", &measure, "prost", None, paired(&mut ours, by_prost));
}

/// R5. One text out of received bytes, against the walk of R3 over the same bytes.
fn one_value(message: &Message) {
    let packed = &message.packed;
    let path = ["GSW_CM_AttrProperties", "do_not_call", "GSW_PHONE"];
    let mut find = || {
        let found = lookup(black_box(packed), black_box(&path), Packing::DEFAULT, &Limits::DEFAULT);
        found.expect("good bytes")?.as_string()?.utf8()
    };
    assert_eq!(find(), Some("5551234567"));
    let whole = || walk(black_box(packed)).expect("good bytes");
    let measure = "DNC, one nested lookup in received bytes";
    row::timed("R5", measure, "our walk", Some("<= 0.8"), paired(&mut find, whole));
    let mut theirs = Vec::new();
    msgpack::write(&mut theirs, &message.tree);
    let rmp = || msgpack::find(black_box(&theirs), black_box(&path));
    assert_eq!(rmp(), Some("5551234567"));
    row::timed("R5", measure, "rmp", None, paired(&mut find, rmp));
}
