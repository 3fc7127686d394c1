//! A request ends once, with its own answer or its own deadline, and the one who waits for it hears of it.
//!
//! The exchange is the session's own, under one lock as in `State`; submitting, settling and waiting are as in `Shared::take`,
//! `State::settle` and `Pending::wait`, and time is what the test says.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use commdn::exchange::{
    Answer, CallOptions, Exchange, ExchangeConfig, Failure, Output, Submitted, Ticket,
};
use commdn::kvlist::KvRef;
use commdn::message::{Dialect, Event, MessageType, Request};
use loom::sync::Arc;
use loom::thread::{self, Thread};

use super::fails;
use super::sync::Mutex;

const APP: i32 = 20;
const OCS: i32 = 101;
const SENT: Duration = Duration::from_secs(1);
const TIMEOUT: Duration = Duration::from_secs(5);
const PHONES: [&str; 2] = ["5550001", "5550002"];

type Outcome = Result<Answer, Failure>;

struct State {
    exchange: Exchange,
    waited: HashSet<Ticket>,
    ended: HashMap<Ticket, Outcome>,
    followers: Vec<Thread>,
    /// Outcomes that the exchange has told, for whomever.
    told: usize,
}

struct Shared(Mutex<State>);

impl Shared {
    fn new() -> Self {
        // Without reference ids only what answers say of the request tells them apart.
        let mut config = ExchangeConfig::new(APP, OCS);
        config.send_reference_id = false;
        Self(Mutex::new(State {
            exchange: Exchange::new(config),
            waited: HashSet::new(),
            ended: HashMap::new(),
            followers: Vec::new(),
            told: 0,
        }))
    }

    /// Take a request, and note that it is waited for: under one lock, or, when broken, under two.
    fn submit(&self, phone: &str, under_one_lock: bool) -> Submitted {
        let request = Request::do_not_call().phone(phone);
        let mut state = self.0.lock();
        let options = CallOptions::within(TIMEOUT);
        let submitted =
            state.exchange.submit(&request, options, SENT, &mut Vec::new()).expect("room");
        if !under_one_lock {
            drop(state);
            state = self.0.lock();
        }
        state.waited.insert(submitted.ticket);
        submitted
    }

    fn wait(&self, submitted: Submitted) -> Outcome {
        let mut state = self.0.lock();
        loop {
            if let Some(outcome) = state.ended.remove(&submitted.ticket) {
                return outcome;
            }
            state.followers.push(thread::current());
            drop(state);
            thread::park();
            state = self.0.lock();
        }
    }

    /// Let the exchange hear of something, and hand on what comes of it.
    fn change(&self, change: impl FnOnce(&mut Exchange)) {
        let mut state = self.0.lock();
        change(&mut state.exchange);
        while let Some(output) = state.exchange.poll() {
            // The second of two answers is a notice, or late.
            let Output::Completed(ticket, outcome) = output else { continue };
            state.told += 1;
            if state.waited.remove(&ticket) {
                state.ended.insert(ticket, outcome);
            }
        }
        let wake = std::mem::take(&mut state.followers);
        drop(state);
        wake.iter().for_each(Thread::unpark);
    }

    /// The answer of OCS to the request for that phone.
    fn answer(&self, phone: &str) {
        let mut fields = Request::do_not_call().phone(phone).fields().clone();
        (fields.origin, fields.target) = (Some(OCS), Some(APP));
        let message = MessageType::EV_DO_NOT_CALL_PROCESSED;
        let event = Event::build(message, &fields, KvRef::EMPTY, &Dialect::DEFAULT);
        let packed = event.expect("an event").user_data().pack();
        self.change(|exchange| exchange.receive(&packed));
    }
}

fn phone(answer: &Answer) -> Option<String> {
    answer.event.phone().map(|phone| phone.into_owned())
}

#[test]
fn two_callers_get_their_own_answers_whichever_comes_first_and_however_often() {
    loom::model(|| {
        let shared = Arc::new(Shared::new());
        let callers = PHONES.map(|phone| {
            let shared = Arc::clone(&shared);
            let submitted = shared.submit(phone, true);
            thread::spawn(move || shared.wait(submitted))
        });
        let reader = Arc::clone(&shared);
        let reader = thread::spawn(move || {
            // The other way round, and the first one twice.
            reader.answer(PHONES[1]);
            reader.answer(PHONES[1]);
            reader.answer(PHONES[0]);
        });
        let outcomes = callers.map(|caller| caller.join().unwrap());
        reader.join().unwrap();
        let phones = outcomes.map(|outcome| phone(&outcome.expect("it was answered")));
        assert_eq!(phones, PHONES.map(|phone| Some(phone.to_owned())));
        assert_eq!(shared.0.lock().told, 2, "each has one outcome");
    });
}

#[test]
fn an_answer_and_the_deadline_and_a_caller_that_gives_up_end_a_request_once() {
    loom::model(|| {
        let shared = Arc::new(Shared::new());
        let [kept, given_up] = PHONES.map(|phone| shared.submit(phone, true));
        let answering = Arc::clone(&shared);
        let answering =
            thread::spawn(move || PHONES.iter().for_each(|phone| answering.answer(phone)));
        let ticking = Arc::clone(&shared);
        let ticking =
            thread::spawn(move || ticking.change(|exchange| exchange.tick(SENT + TIMEOUT)));
        // As a `Pending` does that is dropped.
        let mut state = shared.0.lock();
        state.waited.remove(&given_up.ticket);
        state.ended.remove(&given_up.ticket);
        let was_open = state.exchange.withdraw(given_up);
        drop(state);
        match shared.wait(kept) {
            Ok(answer) => assert_eq!(phone(&answer).as_deref(), Some(PHONES[0])),
            Err(failure) => assert!(matches!(failure, Failure::Silence { .. }), "{failure:?}"),
        }
        answering.join().unwrap();
        ticking.join().unwrap();
        let state = shared.0.lock();
        assert_eq!(state.told, 2 - usize::from(was_open));
        assert_eq!(state.exchange.open_requests(), 0);
        assert!(state.waited.is_empty() && state.ended.is_empty(), "nothing is left behind");
    });
}

/// The answer may come as soon as the request is open.
fn answered_at_once(under_one_lock: bool) -> impl Fn() + Sync + Send + 'static {
    move || {
        let shared = Arc::new(Shared::new());
        let reader = Arc::clone(&shared);
        let reader = thread::spawn(move || {
            let is_open = reader.0.lock().exchange.open_requests() > 0;
            if is_open {
                reader.answer(PHONES[0]);
            }
        });
        let submitted = shared.submit(PHONES[0], under_one_lock);
        let answered = shared.0.lock().told > 0;
        if answered {
            shared.wait(submitted).expect("it was answered");
        }
        reader.join().unwrap();
    }
}

#[test]
fn an_answer_that_comes_at_once_finds_who_waits_for_it() {
    loom::model(answered_at_once(true));
}

#[test]
fn a_request_that_is_waited_for_only_after_it_is_open_misses_an_answer_that_comes_at_once() {
    let test = "correlation::a_request_that_is_waited_for_only_after_it_is_open_misses_an_answer_that_comes_at_once";
    assert!(fails(test, answered_at_once(false)));
}
