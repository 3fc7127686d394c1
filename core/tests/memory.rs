//! Bytes in use, counted: what a server can make a session keep.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use commdn::exchange::{CallOptions, Failure};
use commdn::link::{AttributeId, FrameWriter, MessageId, preface};
use commdn::message::Request;
use commdn::session::SessionConfig;
use commdn::session::machine::{Engine, EngineEvent, error_of};
use commdn::time::Moment;

/// Bytes in use, and the most that ever were.
struct Counting;

static IN_USE: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn grown(bytes: usize) {
    let now = IN_USE.fetch_add(bytes, Ordering::Relaxed) + bytes;
    MOST.fetch_max(now, Ordering::Relaxed);
}

// SAFETY: every call is passed on as it came; counting allocates nothing.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        grown(layout.size());
        // SAFETY: the caller's promise.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        IN_USE.fetch_sub(layout.size(), Ordering::Relaxed);
        // SAFETY: the caller's promise.
        unsafe { System.dealloc(block, layout) }
    }
}

fn frame(message: MessageId, fill: impl FnOnce(&mut FrameWriter<'_>)) -> Vec<u8> {
    let mut out = Vec::new();
    fill(&mut FrameWriter::new(&mut out, message));
    out
}

/// A session that is up, with that many open requests; tells their reference ids.
fn with_open_requests(count: usize) -> (Engine, Vec<i32>) {
    let servers: Arc<[String]> = ["first".to_owned()].into();
    let config = SessionConfig::new("8001", 20).ocs_dbid(101);
    let mut engine = Engine::start(&config, servers, 1, Moment::ZERO);
    engine.wants_open(Moment::ZERO).expect("a server");
    engine.opened(Moment::ZERO);
    engine.receive(&preface(), Moment::ZERO);
    for message in [MessageId::SERVER_CONNECTED, MessageId::LINK_CONNECTED, MessageId::REGISTERED] {
        engine.receive(&frame(message, |_| {}), Moment::ZERO);
    }
    let options = CallOptions::within(Duration::from_secs(60));
    let mut submit = |number: usize| {
        let request = Request::do_not_call().phone(format!("555{number:07}"));
        engine.submit(&request, options, Moment::ZERO, 0).expect("room").reference
    };
    let references = (0..count).map(&mut submit).collect();
    engine.take_outgoing(&mut Vec::new());
    while engine.poll().is_some() {}
    (engine, references)
}

#[test]
fn refusals_of_120_kb_for_20_000_open_requests_stay_under_100_mb() {
    const TEXT_BYTES: usize = 120_049;
    let (mut engine, references) = with_open_requests(20_000);
    let text = vec![b'x'; TEXT_BYTES];
    for reference in &references {
        let refusal = frame(MessageId::ERROR, |frame| {
            frame
                .int(AttributeId::REFERENCE_ID, *reference)
                .int(AttributeId::ERROR_CODE, 58)
                .bytes(AttributeId::ERROR_MESSAGE, &text);
        });
        engine.receive(&refusal, Moment::ZERO);
    }
    // All have their outcome before anybody takes one.
    let outcomes: Vec<EngineEvent> = std::iter::from_fn(|| engine.poll()).collect();
    assert_eq!(outcomes.len(), references.len());
    let most = MOST.load(Ordering::Relaxed);
    assert!(most < 100_000_000, "{most} bytes were in use");
    for news in outcomes {
        let EngineEvent::Completed(_, Err(failure)) = news else { panic!("{news:?}") };
        assert!(matches!(failure, Failure::TServer { code: 58, .. }));
        let told = error_of(failure).to_string();
        assert!(told.len() < 1_200 && told.contains("x... (120,049 bytes)"), "{told}");
    }
}

#[test]
fn the_texts_of_a_refused_login_and_registration_are_cut() {
    for (count, refused) in [(1, "refused application"), (3, "refused to register")] {
        let servers: Arc<[String]> = ["first".to_owned()].into();
        let config = SessionConfig::new("8001", 20).ocs_dbid(101);
        let mut engine = Engine::start(&config, servers, 1, Moment::ZERO);
        engine.wants_open(Moment::ZERO).expect("a server");
        engine.opened(Moment::ZERO);
        engine.receive(&preface(), Moment::ZERO);
        let start = [MessageId::SERVER_CONNECTED, MessageId::LINK_CONNECTED];
        for message in start.into_iter().take(count - 1) {
            engine.receive(&frame(message, |_| {}), Moment::ZERO);
        }
        let refusal = frame(MessageId::ERROR, |frame| {
            frame.bytes(AttributeId::ERROR_MESSAGE, "ü".repeat(50_000).as_bytes());
        });
        engine.receive(&refusal, Moment::ZERO);
        let told = engine.trouble().to_string();
        assert!(told.contains(refused) && told.contains("ü... (100,000 bytes)"), "{told}");
        assert!(told.len() < 1_400, "{}", told.len());
    }
}
