//! Allocations of the codec and of a request's way through the exchange, counted: rows R1 to R4 and S3 rest on them.
//!
//! Also: the two messages of the benches, built by name, are the bytes in `tests/vectors/messages.json`.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::hint::black_box;
use std::time::Duration;

use commdn::exchange::{CallOptions, Exchange, ExchangeConfig, Keep, Output};
use commdn::kvlist::{
    KvError, KvList, KvRef, KvScalar, KvStr, KvVisitor, KvWriter, Limits, Packing, lookup, visit,
};
use commdn::message::{Dialect, Envelope, Event, MessageType, Request};

struct Counting;

thread_local! {
    static COUNT: Cell<usize> = const { Cell::new(0) };
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

// SAFETY: every call is passed on as it came; the count is this thread's own and allocates nothing.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let _ = COUNT.try_with(|count| count.set(count.get() + 1));
        // SAFETY: the caller's promise.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: the caller's promise.
        unsafe { System.dealloc(block, layout) }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let _ = COUNT.try_with(|count| count.set(count.get() + 1));
        // SAFETY: the caller's promise.
        unsafe { System.realloc(block, layout, size) }
    }
}

/// How often `work` asked for memory.
fn allocations<T>(work: impl FnOnce() -> T) -> usize {
    let before = COUNT.get();
    black_box(work());
    COUNT.get() - before
}

/// The packed form of a message in the vector file.
fn packed(name: &str) -> Vec<u8> {
    let file = include_str!("../../tests/vectors/messages.json");
    let all: serde_json::Value = serde_json::from_str(file).unwrap();
    let hex = all[name]["packed"].as_str().unwrap();
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

fn dnc() -> (Request, Envelope) {
    let request = Request::do_not_call().phone("5551234567").customer_id("C1042");
    (request, Envelope::new(20, 101).reference_id(4711))
}

fn seq() -> (Request, Envelope) {
    let list = KvList::unpack(&packed("seq")).unwrap();
    let request = Request::read(list.view(), &Dialect::DEFAULT).unwrap();
    (request, Envelope::new(20, 101).reference_id(4712))
}

#[test]
fn the_counter_counts() {
    assert_eq!(allocations(|| vec![1u8; 100]), 1);
    assert_eq!(allocations(|| (vec![1u8; 100], String::from("text"))), 2);
    assert_eq!(allocations(|| 7), 0);
}

#[test]
fn the_messages_of_the_benches_are_the_requests_that_they_are_said_to_be() {
    for (name, (request, envelope), bytes) in [("dnc", dnc(), 221), ("seq", seq(), 3_287)] {
        let mut out = Vec::new();
        let len = request.write(envelope, &Dialect::DEFAULT, &mut out).unwrap();
        assert_eq!((len, &out), (bytes, &packed(name)), "{name}");
    }
}

#[test]
fn r1_a_list_is_packed_into_a_reused_buffer_without_an_allocation() {
    for name in ["dnc", "seq"] {
        let list = KvList::unpack(&packed(name)).unwrap();
        let mut out = Vec::with_capacity(8_192);
        assert_eq!(allocations(|| list.pack_into(&mut out, Packing::DEFAULT)), 0, "{name}");
        assert_eq!(out, packed(name));
        out.clear();
        let rewritten = allocations(|| {
            let mut writer = KvWriter::new(&mut out, Packing::DEFAULT);
            for pair in list.pairs() {
                writer.value(pair.key.bytes(), pair.value);
            }
            writer.finish().is_ok()
        });
        assert_eq!(rewritten, 0, "{name}");
        assert_eq!(out, packed(name));
    }
}

#[test]
fn r2_a_request_is_written_into_a_reused_buffer_without_an_allocation() {
    for (name, (request, envelope)) in [("dnc", dnc()), ("seq", seq())] {
        let mut out = Vec::with_capacity(8_192);
        let written = || request.write(envelope, &Dialect::DEFAULT, &mut out).is_ok();
        assert_eq!(allocations(written), 0, "{name}");
        assert_eq!(out, packed(name));
    }
}

#[test]
fn r3_received_bytes_are_walked_and_searched_without_an_allocation() {
    struct Texts(usize);
    impl<'a> KvVisitor<'a> for Texts {
        type Error = KvError;
        fn pair(&mut self, key: KvStr<'a>, value: KvScalar<'a>) -> Result<(), KvError> {
            self.0 += usize::from(key.utf8().is_some());
            if let KvScalar::String(text) = value {
                self.0 += usize::from(text.utf8().is_some());
            }
            Ok(())
        }
        fn enter(&mut self, key: KvStr<'a>, _: usize) -> Result<(), KvError> {
            self.0 += usize::from(key.utf8().is_some());
            Ok(())
        }
        fn leave(&mut self) -> Result<(), KvError> {
            Ok(())
        }
    }
    for (name, count) in [("dnc", 10), ("seq", 188)] {
        let bytes = packed(name);
        let mut texts = Texts(0);
        let walk = || visit(&bytes, Packing::DEFAULT, &Limits::DEFAULT, &mut texts).is_ok();
        assert_eq!(allocations(walk), 0, "{name}");
        assert_eq!(texts.0, count, "{name}: keys and strings");
        let path = ["GSW_CM_AttrProperties", "do_not_call", "GSW_PHONE"];
        let find = || lookup(&bytes, &path, Packing::DEFAULT, &Limits::DEFAULT).is_ok();
        assert_eq!(allocations(find), 0, "{name}");
    }
}

#[test]
fn r4_an_owned_list_is_one_allocation() {
    for name in ["dnc", "seq"] {
        let bytes = packed(name);
        assert_eq!(allocations(|| KvList::unpack(&bytes).unwrap()), 1, "{name}");
    }
}

/// An exchange that has had requests before, so that its tables have room.
fn exchange() -> Exchange {
    let mut exchange = Exchange::new(ExchangeConfig::new(20, 101));
    let (request, _) = dnc();
    for _ in 0..100 {
        submit(&mut exchange, &request, Keep::ForRepeat, &mut Vec::new());
    }
    exchange.close();
    while exchange.poll().is_some() {}
    exchange
}

fn submit(exchange: &mut Exchange, request: &Request, keep: Keep, out: &mut Vec<u8>) -> i32 {
    let options = CallOptions::within(Duration::from_secs(5));
    exchange.submit(request, options.keep(keep), Duration::ZERO, out).unwrap().reference
}

/// What OCS answers to that request of [`dnc`].
fn answer(reference: i32) -> Vec<u8> {
    let (request, _) = dnc();
    let mut fields = request.fields().clone();
    (fields.origin, fields.target, fields.reference_id) = (Some(101), Some(20), Some(reference));
    let message = MessageType::EV_DO_NOT_CALL_PROCESSED;
    let event = Event::build(message, &fields, KvRef::EMPTY, &Dialect::DEFAULT).unwrap();
    event.user_data().pack()
}

#[test]
fn a_request_that_is_kept_for_a_repeat_is_one_allocation_and_its_answer_none() {
    for (keep, answering) in [(Keep::ForRepeat, 0), (Keep::Nothing, 1)] {
        let mut exchange = exchange();
        let mut out = Vec::with_capacity(1_024);
        let (request, _) = dnc();
        let mut reference = 0;
        assert_eq!(
            allocations(|| reference = submit(&mut exchange, &request, keep, &mut out)),
            1,
            "{keep:?}"
        );
        let answer = answer(reference);
        let received = allocations(|| {
            exchange.accepted(reference);
            exchange.receive(&answer);
        });
        assert_eq!(received, answering, "{keep:?}");
        let Some(Output::Completed(_, Ok(outcome))) = exchange.poll() else { panic!("no outcome") };
        assert_eq!(outcome.event.user_data().pack(), answer);
    }
}
