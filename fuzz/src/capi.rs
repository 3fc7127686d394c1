//! Sequences of C calls: every function, handles in any order that ownership allows.
//!
//! Input: calls, each two bytes that select the function, then choices for its arguments: NULL
//! as an object, an output or a text, texts that are no UTF-8, lengths that no memory has. The
//! calls themselves are made from the header by `build.rs`, so that a new function is called as
//! soon as it is in the header. Sessions are on the host carrier, of which this program is the host; an
//! outbox is a file of the run's own. Both have threads: waits are short, and all has ended when a run has.

#![allow(non_camel_case_types, missing_docs)]

use std::ffi::{CStr, c_char, c_void};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use commdn::message::keys;
// Links the functions.
use commdn_c as _;

use crate::input::Input;

mod called;
mod files;

use called::{
    commdn_drop_fn, commdn_host_send_fn, commdn_log_fn, commdn_notice_fn, commdn_pair_fn, dropped,
};
use files::Files;

include!(concat!(env!("OUT_DIR"), "/calls.rs"));

/// Most calls of one run.
const MAX_CALLS: usize = 200;
/// Most objects of one run.
const MAX_OBJECTS: usize = 64;
/// Most sessions that one run opens: each has threads of its own.
const MAX_SESSIONS: usize = 3;
/// Most objects in an array.
const MANY: usize = 3;
/// How long the threads of what was freed may take to end.
const ENDING: Duration = Duration::from_secs(5);
/// Status codes lie between this and 0.
const LOWEST_STATUS: i32 = -999;
/// Texts that mean something to some function.
const TEXTS: [&CStr; 16] = [
    c"5551234567",
    c"C-1",
    c"",
    c"AllChain",
    c"utf-8",
    c"iso-8859-1",
    c"8001",
    c"GSW_PHONE",
    c"GSW_CM_AttrProperties",
    c"GSW_CM_AttrProperties/do_not_call/GSW_PHONE",
    c"GSW_CM_MessageType",
    c"\xff\xfe",
    c"M\xc3\xbcller",
    c"'k'\t'v'\n",
    c"32",
    c"/",
];
const _: () = assert!(keys::PHONE.len() == 9, "the key in TEXTS is the API's");
/// Numbers that mean something to some function.
const INTS: [i32; 16] = [0, 1, 2, 3, -1, -2, 7, 8, 12, 30, 32, 33, 101, i32::MAX, i32::MIN, 65_536];

/// One function and how to call it.
struct Call {
    name: &'static str,
    arguments: usize,
    make: fn(&mut World, &mut Input<'_>),
}

/// The objects and the memory of a run.
#[derive(Default)]
struct World {
    objects: Vec<(Object, *mut c_void)>,
    /// Texts and bytes that the library gave.
    blocks: Vec<*mut c_void>,
    /// What the calls of this run were given; boxed, so that it stays where it is.
    memory: Vec<Box<[u8]>>,
    /// What became of each user data that was offered.
    user_data: Vec<Arc<UserData>>,
    sessions: usize,
    outboxes: usize,
    files: Files,
}

/// What a callback's user data points to.
#[derive(Debug, Default)]
struct UserData {
    taken: AtomicBool,
    ends: AtomicUsize,
}

/// The selector of a function: stable when others are added.
#[must_use]
pub fn selector(name: &str) -> u16 {
    let hash = name
        .bytes()
        .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    u16::try_from((hash >> 16) ^ (hash & 0xffff)).unwrap_or(0)
}

/// The input that calls these functions, for seeds: with the choices that follow a name, else the plainest.
///
/// # Panics
/// For a name that is no function's, and a choice that is no byte.
#[must_use]
pub fn calls(lines: &[&str]) -> Vec<u8> {
    let mut input = Vec::new();
    for line in lines {
        let mut words = line.split(' ');
        let name = words.next().unwrap_or_default();
        let choices: Vec<u8> = words.map(|word| word.parse().expect("a byte")).collect();
        let call = CALLS.iter().find(|call| call.name == name);
        let call = call.unwrap_or_else(|| panic!("{name} is not called here"));
        input.extend(selector(name).to_be_bytes());
        let plain = call.arguments.saturating_sub(choices.len());
        input.extend(choices);
        input.extend(std::iter::repeat_n(0, plain));
    }
    input
}

/// Functions in the order of their selectors.
fn sorted() -> &'static [(u16, &'static Call)] {
    static SORTED: std::sync::LazyLock<Vec<(u16, &'static Call)>> =
        std::sync::LazyLock::new(|| {
            let mut all: Vec<_> = CALLS.iter().map(|call| (selector(call.name), call)).collect();
            all.sort_by_key(|(selector, call)| (*selector, call.name));
            all
        });
    &SORTED
}

/// Run the target.
pub fn run(data: &[u8]) {
    let mut input = Input::new(data);
    let mut world = World::default();
    let functions = sorted();
    for _ in 0..MAX_CALLS {
        if input.is_empty() {
            break;
        }
        let wanted = input.short();
        let place = functions.partition_point(|(selector, _)| *selector < wanted);
        let Some((_, call)) = functions.get(place).or(functions.first()) else { return };
        (call.make)(&mut world, &mut input);
    }
    world.end();
}

impl World {
    /// A live object of that kind, or NULL; it stays the pool's.
    fn pick(&mut self, object: Object, input: &mut Input<'_>) -> *mut c_void {
        self.place(object, input).map_or(std::ptr::null_mut(), |place| self.objects[place].1)
    }

    /// The same, taken out of the pool: the call frees it.
    fn take(&mut self, object: Object, input: &mut Input<'_>) -> *mut c_void {
        self.place(object, input).map_or(std::ptr::null_mut(), |place| self.objects.remove(place).1)
    }

    /// The newest for 0, an older one for higher choices, none for the highest.
    fn place(&self, object: Object, input: &mut Input<'_>) -> Option<usize> {
        let choice = usize::from(input.byte());
        let mut places =
            (0..self.objects.len()).rev().filter(|place| self.objects[*place].0 == object);
        let count = places.clone().count();
        if choice >= 240 || count == 0 { None } else { places.nth(choice % count) }
    }

    fn own(&mut self, object: Object, handle: *mut c_void) {
        assert!(!handle.is_null(), "a call that succeeded gave no {object:?}");
        self.objects.push((object, handle));
        if self.objects.len() > MAX_OBJECTS {
            let (oldest, handle) = self.objects.remove(0);
            self.free(oldest, handle);
        }
    }

    /// An output: an object on success, cleared otherwise.
    fn gave(&mut self, status: i32, object: Object, handle: *mut c_void) {
        if status == 0 {
            self.own(object, handle);
        } else {
            assert!(handle.is_null(), "{object:?} is set with status {status}");
        }
    }

    /// An output that stays another object's.
    fn lent(&mut self, status: i32, object: Object, handle: *mut c_void) {
        assert!((status == 0) != handle.is_null(), "{object:?} with status {status}: {handle:?}");
        self.borrowed(object, handle);
    }

    fn borrowed(&mut self, object: Object, handle: *const c_void) {
        if !handle.is_null() {
            self.dup(object, handle);
        }
    }

    /// An error object says what the status says; without an error there is none.
    fn failed(&mut self, status: i32, error: *mut commdn_error) {
        // SAFETY: NULL or the error that was just given.
        let code = unsafe { commdn_error_code(error) };
        assert_eq!(code, status, "the error object tells the status");
        if !error.is_null() {
            self.own(Object::Error, error.cast());
        }
    }

    /// Memory that the caller frees.
    fn given(&mut self, status: i32, block: *mut c_void) {
        assert!((status == 0) != block.is_null(), "memory {block:?} with status {status}");
        if !block.is_null() {
            self.blocks.push(block);
        }
    }

    fn take_block(&mut self, input: &mut Input<'_>) -> *mut c_void {
        let _ = input.byte();
        self.blocks.pop().unwrap_or(std::ptr::null_mut())
    }

    /// A text that ends with NUL, or NULL.
    fn text(&mut self, input: &mut Input<'_>) -> *const c_char {
        let choice = input.byte();
        match choice {
            0..=127 => TEXTS[usize::from(choice) % TEXTS.len()].as_ptr(),
            128..=239 => {
                let mut text = input.take(usize::from(choice - 128)).to_vec();
                text.retain(|byte| *byte != 0);
                text.push(0);
                self.keep(text).cast()
            }
            240..=247 => {
                // Longer than any list, and than any attribute.
                let mut text = vec![b'x'; 1 << (choice - 232)];
                text.push(0);
                self.keep(text).cast()
            }
            _ => std::ptr::null(),
        }
    }

    /// Bytes and how many, or NULL with any number, or bytes with a number that no memory has.
    fn bytes(&mut self, input: &mut Input<'_>) -> (*const u8, usize) {
        let choice = input.byte();
        match choice {
            0..=63 => {
                let text = TEXTS[usize::from(choice) % TEXTS.len()].to_bytes();
                (text.as_ptr(), text.len())
            }
            64..=239 => {
                let count = usize::from(choice - 64) * if choice & 1 == 0 { 1 } else { 8 };
                let bytes = input.take(count).to_vec();
                let count = bytes.len();
                (self.keep(bytes), count)
            }
            240..=247 => (self.keep(vec![0; 8]), usize::MAX >> (choice & 1)),
            _ => (std::ptr::null(), size(input)),
        }
        .checked_for_memory()
    }

    /// Room for an output, of exactly that size.
    fn room(&mut self, input: &mut Input<'_>) -> (*mut u8, usize) {
        let count = usize::from(input.byte());
        if count >= 240 {
            return (std::ptr::null_mut(), 0);
        }
        let room = vec![0xee; count * 4];
        let count = room.len();
        (self.keep(room).cast_mut(), count)
    }

    fn keep(&mut self, bytes: Vec<u8>) -> *const u8 {
        self.memory.push(bytes.into_boxed_slice());
        self.memory.last_mut().map_or(std::ptr::null(), |kept| kept.as_mut_ptr().cast_const())
    }

    /// The file of the run's outbox, or of an export; NULL now and then, and for another outbox.
    fn path(&mut self, outbox: bool, input: &mut Input<'_>) -> *const c_char {
        let choice = input.byte();
        self.outboxes += usize::from(outbox);
        if choice >= 240 || outbox && self.outboxes > 1 {
            return std::ptr::null();
        }
        self.files.path(if outbox { c"outbox.db" } else { c"export.csv" })
    }

    /// A host to open a session on, unless there were enough.
    fn host(&mut self, input: &mut Input<'_>) -> *mut c_void {
        self.sessions += 1;
        let host = self.pick(Object::Host, input);
        if self.sessions > MAX_SESSIONS { std::ptr::null_mut() } else { host }
    }

    /// An array of objects, some of them NULL, or none.
    fn many(&mut self, object: Object, input: &mut Input<'_>) -> Option<[*mut c_void; MANY]> {
        let wanted = input.byte() & 15 != 15;
        wanted.then(|| std::array::from_fn(|_| self.pick(object, input)))
    }

    /// User data for a callback; the call that follows takes it or does not.
    fn user_data(&mut self, input: &mut Input<'_>) -> *mut c_void {
        let _ = input.byte();
        let data = Arc::new(UserData::default());
        let pointer = Arc::as_ptr(&data).cast_mut().cast();
        self.user_data.push(data);
        pointer
    }

    /// Whether the last user data was taken: only then it is ended.
    fn kept(&mut self, status: i32) {
        if let Some(data) = self.user_data.last() {
            data.taken.store(status == 0, Ordering::SeqCst);
        }
    }

    /// Free everything: each user data that was taken has ended once, the others never.
    fn end(mut self) {
        // Nobody waits for answers any more.
        while let Some(place) = self.objects.iter().position(|(kind, _)| *kind == Object::Session) {
            let (kind, handle) = self.objects.remove(place);
            self.free(kind, handle);
        }
        while let Some((object, handle)) = self.objects.pop() {
            self.free(object, handle);
        }
        for block in std::mem::take(&mut self.blocks) {
            // SAFETY: the library gave it, and both functions free the same memory.
            unsafe { commdn_bytes_free(block.cast()) };
        }
        let until = Instant::now() + ENDING;
        for data in &self.user_data {
            let taken = usize::from(data.taken.load(Ordering::SeqCst));
            // A thread that was busy when its session was freed ends by itself.
            while data.ends.load(Ordering::SeqCst) < taken && Instant::now() < until {
                std::thread::yield_now();
            }
            let ends = data.ends.load(Ordering::SeqCst);
            assert_eq!(ends, taken, "user data ends once if it was taken");
        }
    }
}

/// Lengths above all memory come only with lengths that are refused before they are read.
trait CheckedForMemory {
    fn checked_for_memory(self) -> Self;
}

impl CheckedForMemory for (*const u8, usize) {
    fn checked_for_memory(self) -> Self {
        match self.1.cmp(&(usize::MAX >> 1)) {
            // The most that memory can hold would be read.
            std::cmp::Ordering::Equal if !self.0.is_null() => (self.0, usize::MAX),
            _ => self,
        }
    }
}

fn int(input: &mut Input<'_>) -> i32 {
    match input.byte() {
        choice @ 0..=191 => INTS[usize::from(choice) % INTS.len()],
        _ => input.number(),
    }
}

/// How long to wait: shortly, or an argument that makes no sense.
fn timeout(input: &mut Input<'_>) -> i32 {
    match input.byte() {
        choice @ 0..=191 => i32::from(choice & 3),
        choice => [-3, i32::MIN, 1][usize::from(choice % 3)],
    }
}

fn size(input: &mut Input<'_>) -> usize {
    match input.byte() {
        choice @ 0..=63 => usize::from(choice),
        choice @ 64..=127 => 1 << (choice - 64),
        128..=191 => usize::from(input.short()),
        choice => usize::MAX >> (choice & 15),
    }
}

/// A status is 0 or a code of the header.
fn checked(name: &str, status: i32) {
    assert!((LOWEST_STATUS..=0).contains(&status), "{name} gave {status}");
    assert!(status > -900, "{name} says that the library has a fault: {status}");
    // SAFETY: any number is fine.
    let known = unsafe { commdn_status_name(status) };
    assert!(!known.is_null(), "{name} gave {status}, which has no name");
}

/// A text of the library's: read to its end.
fn read_text(text: *const c_char) {
    if !text.is_null() {
        // SAFETY: a text that the library gives ends with NUL.
        let _ = unsafe { CStr::from_ptr(text) }.to_bytes().len();
    }
}

/// A text or bytes inside an object; both end with NUL.
fn read_borrowed(status: i32, text: *const c_char) {
    assert!((status == 0) != text.is_null(), "a text {text:?} with status {status}");
    read_text(text);
}
