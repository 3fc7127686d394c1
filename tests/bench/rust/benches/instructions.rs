//! R6: instructions per operation, counted by callgrind and held against budgets.
//!
//! Counts do not depend on the load of the machine, so CI keeps them (`make instructions`). A budget
//! is what was measured and 5 %; where an operation gets cheaper, its budget goes down with it.
//! With the feature `slow` each operation takes 10 % of its budget more, and none may pass.

use std::hint::black_box;
use std::time::Duration;

use commdn::exchange::{CallOptions, Exchange, ExchangeConfig};
use commdn::kvlist::{self, KvList, KvRef, Limits, Packing};
use commdn::message::{Dialect, Event, Fields, MessageType, Request};
use commdn::time::Moment;
use commdn_bench::messages;
use commdn_bench::walk::{Sum, walk};
use gungraun::{
    Callgrind, EventKind, LibraryBenchmarkConfig, library_benchmark, library_benchmark_group, main,
};

/// At most that many instructions.
fn budget(instructions: u64) -> LibraryBenchmarkConfig {
    LibraryBenchmarkConfig::default()
        // The C library copies memory as the processor likes it best. A string instruction counts once for each
        // byte: what some processors would copy so is copied by vectors here.
        .env("GLIBC_TUNABLES", "glibc.cpu.hwcaps=-ERMS,-FSRM")
        .tool(Callgrind::with_args(["--cache-sim=no"]).hard_limits([(EventKind::Ir, instructions)]))
        .clone()
}

/// The deliberate slow-down: at least a tenth of `budget` in instructions, if it is wanted.
#[inline(always)]
fn slow(budget: u64) {
    if cfg!(feature = "slow") {
        for turn in 0..budget / 30 {
            black_box(turn);
        }
    }
}

const DNC_TO_BYTES: u64 = 540;
const DNC_WALK: u64 = 687;
const DNC_OWNED: u64 = 622;
const DNC_LOOKUP: u64 = 400;
const DNC_FIELDS: u64 = 5_437;
const SEQ_TO_BYTES: u64 = 18_836;
const SEQ_WALK: u64 = 9_779;
const SEQ_OWNED: u64 = 6_920;
const SUBMIT: u64 = 38_600;
const ANSWER: u64 = 65_500;
const TICK: u64 = 208;

type Written = (Request, commdn::message::Envelope, Vec<u8>);

fn dnc() -> Written {
    (messages::dnc_request(), messages::dnc_envelope(), Vec::with_capacity(8192))
}

fn seq() -> Written {
    let (request, envelope) = messages::seq_request();
    (request, envelope, Vec::with_capacity(8192))
}

fn dnc_bytes() -> Vec<u8> {
    let packed = messages::dnc().packed;
    tidy(packed)
}

fn seq_bytes() -> Vec<u8> {
    let packed = messages::seq().packed;
    tidy(packed)
}

/// Have the allocator tidy up after what read the vectors, so that it is not counted with ours.
fn tidy(bytes: Vec<u8>) -> Vec<u8> {
    drop(black_box(bytes.clone()));
    drop(black_box(Vec::<u8>::with_capacity(16_384)));
    bytes
}

#[library_benchmark]
#[bench::dnc(args = (dnc(), DNC_TO_BYTES), config = budget(DNC_TO_BYTES))]
#[bench::seq(args = (seq(), SEQ_TO_BYTES), config = budget(SEQ_TO_BYTES))]
fn to_bytes((request, envelope, mut out): Written, budget: u64) -> Written {
    slow(budget);
    let written = request.write(envelope, &Dialect::DEFAULT, &mut out);
    black_box(written.is_ok());
    (request, envelope, out)
}

#[library_benchmark]
#[bench::dnc(args = (dnc_bytes(), DNC_WALK), config = budget(DNC_WALK))]
#[bench::seq(args = (seq_bytes(), SEQ_WALK), config = budget(SEQ_WALK))]
fn walk_received(bytes: Vec<u8>, budget: u64) -> (Option<Sum>, Vec<u8>) {
    slow(budget);
    (walk(black_box(&bytes)), bytes)
}

#[library_benchmark]
#[bench::dnc(args = (dnc_bytes(), DNC_OWNED), config = budget(DNC_OWNED))]
#[bench::seq(args = (seq_bytes(), SEQ_OWNED), config = budget(SEQ_OWNED))]
fn owned(bytes: Vec<u8>, budget: u64) -> (Option<KvList>, Vec<u8>) {
    slow(budget);
    (KvList::unpack(black_box(&bytes)).ok(), bytes)
}

#[library_benchmark]
#[bench::dnc(args = (dnc_bytes(), DNC_LOOKUP), config = budget(DNC_LOOKUP))]
fn lookup(bytes: Vec<u8>, budget: u64) -> (usize, Vec<u8>) {
    slow(budget);
    let path = ["GSW_CM_AttrProperties", "do_not_call", "GSW_PHONE"];
    let found = kvlist::lookup(black_box(&bytes), &path, Packing::DEFAULT, &Limits::DEFAULT);
    let phone = found.ok().and_then(|found| found?.as_string()?.utf8());
    (phone.map_or(0, str::len), bytes)
}

/// How often submit and answer are done: where a hash table has its free places differs from process to process, and a
/// single look may need one step more.
const TIMES: u32 = 32;

/// An exchange with 1,000 open requests, and the answers to some in the middle.
struct Machine {
    exchange: Exchange,
    request: Request,
    answers: Vec<Vec<u8>>,
    out: Vec<u8>,
}

const NOW: Moment = Moment::from_millis(1_000);

fn machine() -> Machine {
    let mut exchange = Exchange::new(ExchangeConfig::new(20, 101));
    let mut out = Vec::with_capacity(8192);
    let options = CallOptions::within(Duration::from_secs(5));
    let phone = |number: u32| format!("555{number:07}");
    for number in 0..1_000 {
        let request = Request::do_not_call().phone(phone(number));
        exchange.submit(&request, options, NOW, &mut out).expect("room");
    }
    let answer = |number: u32| {
        let request = Request::do_not_call().phone(phone(number));
        let mut fields = request.fields().clone();
        fields.origin = Some(101);
        fields.target = Some(20);
        fields.reference_id = i32::try_from(number + 1).ok();
        let message = MessageType::EV_DO_NOT_CALL_PROCESSED;
        let event = Event::build(message, &fields, KvRef::EMPTY, &Dialect::DEFAULT);
        event.expect("an event").user_data().pack()
    };
    let answers = (500..500 + TIMES).map(answer).collect();
    out.clear();
    Machine { exchange, request: Request::do_not_call().phone(phone(5_000)), answers, out }
}

// `TIMES` requests.
#[library_benchmark]
#[bench::submit(args = (machine(), SUBMIT), config = budget(SUBMIT))]
fn exchange_submit(mut machine: Machine, budget: u64) -> Machine {
    slow(budget);
    let options = CallOptions::within(Duration::from_secs(5));
    for _ in 0..TIMES {
        let taken = machine.exchange.submit(&machine.request, options, NOW, &mut machine.out);
        black_box(taken.is_ok());
    }
    machine
}

// `TIMES` answers, and what comes of them.
#[library_benchmark]
#[bench::answer(args = (machine(), ANSWER), config = budget(ANSWER))]
fn exchange_answer(mut machine: Machine, budget: u64) -> Machine {
    slow(budget);
    for answer in &machine.answers {
        machine.exchange.receive(black_box(answer));
        black_box(machine.exchange.poll().is_some());
    }
    machine
}

#[library_benchmark]
#[bench::tick(args = (machine(), TICK), config = budget(TICK))]
fn exchange_tick(mut machine: Machine, budget: u64) -> Machine {
    slow(budget);
    machine.exchange.tick(black_box(NOW));
    machine
}

#[library_benchmark]
#[bench::dnc(args = (messages::dnc().list(), DNC_FIELDS), config = budget(DNC_FIELDS))]
fn fields(list: KvList, budget: u64) -> (Fields, KvList) {
    slow(budget);
    (Fields::read(black_box(list.view()), &Dialect::DEFAULT), list)
}

library_benchmark_group!(
    name = codec,
    benchmarks = [to_bytes, walk_received, owned, lookup, fields]
);
library_benchmark_group!(
    name = exchange,
    benchmarks = [exchange_submit, exchange_answer, exchange_tick]
);

main!(library_benchmark_groups = [codec, exchange]);
