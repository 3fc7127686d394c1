//! Growth: the codec against pairs and depth, a call of the exchange against open requests, and M1a,
//! the memory of an open request.

use std::hint::black_box;
use std::time::Duration;

use commdn::exchange::{CallOptions, Exchange, ExchangeConfig, Keep, Output};
use commdn::kvlist::{KvList, KvRef, KvWriter, Packing};
use commdn::message::{Dialect, Event, MessageType, Request};
use commdn_bench::allocations::{Counting, live_bytes};
use commdn_bench::row;
use commdn_bench::timing::{alone, wanted};
use commdn_bench::walk::walk;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn main() {
    if wanted(&["M1"]) {
        memory();
    }
    if wanted(&["G1"]) {
        pairs();
        depth();
    }
    if wanted(&["G2"]) {
        open_requests();
    }
}

/// G1. Time for a list of 1 to 5,000 pairs.
fn pairs() {
    let list = |count: usize| {
        KvList::build(|writer| {
            for number in 0..count {
                writer.string(format!("k{number:04}"), "1");
            }
        })
    };
    let counts = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000];
    codec("codec-pairs", "Codec: time against pairs", "pairs", &counts, |count| {
        list(count).expect("it fits").pack()
    });
}

/// G1. Time for a list in a list in a list, 1 to 32 levels.
fn depth() {
    fn nested(writer: &mut KvWriter<'_>, levels: usize) {
        writer.int("number", 1);
        if levels > 0 {
            writer.list("inner", |inner| nested(inner, levels - 1));
        }
    }
    let depths = [1, 2, 4, 8, 16, 32];
    codec("codec-depth", "Codec: time against depth", "levels", &depths, |levels| {
        KvList::build(|writer| nested(writer, levels)).expect("it fits").pack()
    });
}

/// The four things that the codec does with packed bytes of growing size.
fn codec(plot: &str, title: &str, x: &str, sizes: &[usize], packed: impl Fn(usize) -> Vec<u8>) {
    let mut out = Vec::with_capacity(65_536);
    let axes = (x, "ns");
    let mut series = |name: &str, work: &mut dyn FnMut(&[u8], &mut Vec<u8>)| {
        let points: Vec<(f64, f64)> = sizes
            .iter()
            .map(|size| {
                let bytes = packed(*size);
                (*size as f64, alone(|| work(&bytes, &mut out)))
            })
            .collect();
        row::plot(plot, title, name, axes, &points);
        slope(&format!("{title}: {name}"), &points);
    };
    series("walk, text checked", &mut |bytes, _| {
        black_box(walk(bytes));
    });
    series("check", &mut |bytes, _| {
        black_box(KvRef::parse(bytes).is_ok());
    });
    series("to owned list", &mut |bytes, _| {
        black_box(KvList::unpack(bytes).is_ok());
    });
    series("pairs written", &mut |bytes, out| {
        out.clear();
        let mut writer = KvWriter::new(out, Packing::DEFAULT);
        for pair in KvRef::parse(bytes).expect("good bytes") {
            writer.value(pair.key.bytes(), pair.value);
        }
        black_box(writer.finish().is_ok());
    });
}

/// A row that holds the steepest growth, over a factor of ten in size, against linear.
///
/// From a hundred on: what a processor has learnt by heart of small lists says nothing of growth.
fn slope(measure: &str, points: &[(f64, f64)]) {
    let large = points[points.len() - 1].0 > 100.0;
    let points = || points.iter().filter(move |(size, _)| !large || *size >= 100.0);
    let steepest = points()
        .flat_map(|low| points().map(move |high| (low, high)))
        .filter(|(low, high)| high.0 >= 10.0 * low.0)
        .map(|(low, high)| (high.1 / low.1).ln() / (high.0 / low.0).ln())
        .fold(f64::MIN, f64::max);
    row::counted("G1", measure, "exponent", Some("<= 1.1"), steepest);
}

const NOW: Duration = Duration::from_secs(1);

fn phone(number: usize) -> String {
    format!("555{number:07}")
}

/// An exchange with that many open requests, each with another phone; their bytes are kept as `keep` says.
fn exchange(open: usize, keep: Keep) -> Exchange {
    let mut exchange = Exchange::new(ExchangeConfig::new(20, 101));
    let mut out = Vec::with_capacity(1_024);
    for number in 0..open {
        out.clear();
        let request = Request::do_not_call().phone(phone(number));
        let options = CallOptions::within(Duration::from_secs(60));
        exchange.submit(&request, options.keep(keep), NOW, &mut out).expect("room");
    }
    exchange
}

/// The answer to a request for `phone`, with or without its reference id.
fn answer(phone: &str, reference_id: Option<i32>) -> Vec<u8> {
    let mut fields = Request::do_not_call().phone(phone).fields().clone();
    fields.origin = Some(101);
    fields.target = Some(20);
    fields.reference_id = reference_id;
    let message = MessageType::EV_DO_NOT_CALL_PROCESSED;
    let event = Event::build(message, &fields, KvRef::EMPTY, &Dialect::DEFAULT);
    event.expect("an event").user_data().pack()
}

/// G2. Submit and answer of one request while others are open.
fn open_requests() {
    let sizes = [1, 10, 100, 1_000, 10_000, 100_000];
    let title = "Exchange: submit and answer against open requests";
    for by_reference in [true, false] {
        let name = if by_reference { "found by reference id" } else { "found by phone" };
        let points: Vec<(f64, f64)> =
            sizes.iter().map(|open| (*open as f64, call(*open, by_reference))).collect();
        row::plot("exchange-open", title, name, ("open requests", "ns"), &points);
        let growth = points[points.len() - 1].1 / points[0].1;
        // Constant, but for caches: 100,000 requests do not fit in them.
        row::counted(
            "G2",
            &format!("{title}, {name}"),
            "x from 1 to 100,000",
            Some("<= 5"),
            growth,
        );
    }
}

fn call(open: usize, by_reference: bool) -> f64 {
    let mut exchange = exchange(open, Keep::Nothing);
    let mut out = Vec::with_capacity(1_024);
    let phone = "5559999999";
    let request = Request::do_not_call().phone(phone);
    let plain = answer(phone, None);
    let marked = answer(phone, Some(0x7777_7777));
    let at = marked.windows(4).position(|word| word == [0x77; 4]).expect("its reference id");
    let mut received = if by_reference { marked } else { plain };
    alone(|| {
        out.clear();
        let options = CallOptions::within(Duration::from_secs(60));
        let sent = exchange.submit(&request, options, NOW, &mut out).expect("room");
        if by_reference {
            received[at..at + 4].copy_from_slice(&sent.reference.to_be_bytes());
        }
        exchange.receive(&received);
        match exchange.poll() {
            Some(Output::Completed(ticket, Ok(_))) if ticket == sent.ticket => {}
            other => panic!("{other:?}"),
        }
    })
}

/// M1. Bytes that the exchange holds for each open request, at sizes up to the default limit.
fn memory() {
    // Tables grow when they are seven eighths full of a power of two, so just after that they are at their emptiest.
    let sizes = [1_000, 1_793, 3_585, 10_000, 14_337, 30_000, 57_345, 100_000, 114_689, 131_072];
    let by_facts = ", answers without reference ids";
    for (keep, name, facts) in [
        (Keep::Nothing, "without its bytes", ""),
        (Keep::ForRepeat, "with its bytes kept for a repeat", ""),
        (Keep::ForRepeat, "with its bytes kept for a repeat", by_facts),
    ] {
        let name = format!("{name}{facts}");
        // Nobody's answer, without a reference id: from then on all are found by their facts as well.
        let stray = answer("nobody", None);
        let points = sizes.map(|open| {
            let before = live_bytes();
            let mut exchange = exchange(open, keep);
            if !facts.is_empty() {
                exchange.receive(&stray);
                while exchange.poll().is_some() {}
            }
            let each = (live_bytes() - before) as f64 / open as f64;
            drop(exchange);
            (open as f64, each)
        });
        let title = "Exchange: memory of an open do-not-call request";
        row::plot("exchange-memory", title, &name, ("open requests", "bytes"), &points);
        let worst = points.iter().map(|(_, each)| *each).fold(0.0, f64::max);
        let measure = format!("memory of an open request {name}, the most from 1,000 to 131,072");
        row::counted("M1", &measure, "bytes", Some("<= 512"), worst);
    }
}
