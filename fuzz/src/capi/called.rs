//! The callbacks that the calls hand in, and what they do: read what they are given, and answer anyhow.

use std::ffi::{CStr, c_char, c_void};
use std::sync::atomic::Ordering;

use super::{UserData, commdn_notice};

/// A pair of a walk.
#[repr(C)]
pub struct commdn_pair {
    _opaque: [u8; 0],
}

pub type commdn_notice_fn = Option<unsafe extern "C" fn(*const commdn_notice, *mut c_void)>;
pub type commdn_log_fn = Option<unsafe extern "C" fn(i32, *const c_char, *mut c_void)>;
pub type commdn_host_send_fn =
    Option<unsafe extern "C" fn(*const c_char, *const u8, usize, *mut c_void) -> i32>;
pub type commdn_pair_fn = Option<unsafe extern "C" fn(*const commdn_pair, *mut c_void) -> bool>;
pub type commdn_drop_fn = Option<unsafe extern "C" fn(*mut c_void)>;

/// Counts as a use of the user data, which must not have ended.
fn alive(user_data: *mut c_void) {
    if !user_data.is_null() {
        // SAFETY: the pointer is to the run's own counter, which lives until all objects are freed.
        let data = unsafe { &*user_data.cast::<UserData>() };
        assert_eq!(data.ends.load(Ordering::SeqCst), 0, "called after its user data has ended");
    }
}

pub extern "C" fn notice(notice: *const commdn_notice, user_data: *mut c_void) {
    assert!(!notice.is_null());
    alive(user_data);
}

pub extern "C" fn log(level: i32, message: *const c_char, user_data: *mut c_void) {
    // SAFETY: a text that ends with NUL, as commdn_log_fn says.
    let message = unsafe { CStr::from_ptr(message) };
    assert!((0..=5).contains(&level) && std::str::from_utf8(message.to_bytes()).is_ok());
    alive(user_data);
}

/// Mostly refuses, so that requests end; otherwise by what the request looks like.
pub extern "C" fn host_send(
    dn: *const c_char,
    user_data: *const u8,
    user_data_bytes: usize,
    context: *mut c_void,
) -> i32 {
    alive(context);
    // SAFETY: a text and bytes, as commdn_host_send_fn says.
    let (dn, bytes) =
        unsafe { (CStr::from_ptr(dn), std::slice::from_raw_parts(user_data, user_data_bytes)) };
    let sum = bytes.iter().chain(dn.to_bytes()).fold(0_u8, |sum, byte| sum.wrapping_add(*byte));
    match sum & 7 {
        0 => 0,
        1 => 7,
        _ => -1,
    }
}

/// Goes on, unless its user data has ended.
pub extern "C" fn pair(pair: *const commdn_pair, user_data: *mut c_void) -> bool {
    assert!(!pair.is_null());
    let data = user_data.cast::<UserData>();
    if data.is_null() {
        return true;
    }
    // SAFETY: as in `alive`.
    unsafe { &*data }.ends.load(Ordering::SeqCst) == 0
}

/// Ends user data.
pub extern "C" fn dropped(user_data: *mut c_void) {
    // SAFETY: as in `alive`.
    let data = unsafe { &*user_data.cast::<UserData>() };
    data.ends.fetch_add(1, Ordering::SeqCst);
}
