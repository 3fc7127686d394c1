//! Functions of the application that the library calls, and what they are called with.

use std::ffi::{CString, c_char, c_void};
use std::sync::Arc;

use commdn::session::{LogLevel, LogSink, NoticeCallback};

use crate::error::{Fault, commdn_error};
use crate::guard::{borrow_mut, ffi_guard, invalid};
use crate::notice::commdn_notice;
use crate::options::commdn_session_options;
use crate::status::commdn_status;

/// Ends the life of a callback's `user_data`; may be NULL.
///
/// Called once, after the last call of the callback has ended, when the options and every
/// session opened with them are freed.
pub type commdn_drop_fn = Option<unsafe extern "C" fn(user_data: *mut c_void)>;

/// Takes a notice, which ends with the call.
///
/// Called on the session's dispatch thread, one call at a time, with no lock held. It may use
/// and close the session, but not free it; a request that it waits for holds up the notices
/// after it. It must not throw.
pub type commdn_notice_fn =
    Option<unsafe extern "C" fn(notice: *const commdn_notice, user_data: *mut c_void)>;

/// Takes a log line, UTF-8 that ends with NUL and with the call.
///
/// Called on whatever thread logs, several at a time, with no lock held. It must not throw.
pub type commdn_log_fn =
    Option<unsafe extern "C" fn(level: i32, message: *const c_char, user_data: *mut c_void)>;

/// The library gave up.
pub const COMMDN_LOG_ERROR: i32 = 1;
/// The library recovered.
pub const COMMDN_LOG_WARN: i32 = 2;
/// Sessions opened and closed.
pub const COMMDN_LOG_INFO: i32 = 3;
/// Every request.
pub const COMMDN_LOG_DEBUG: i32 = 4;
/// Every frame, without values.
pub const COMMDN_LOG_TRACE: i32 = 5;

/// The application's pointer, and how it ends.
pub(crate) struct UserData {
    pointer: *mut c_void,
    drop: commdn_drop_fn,
}

// SAFETY: the pointer is only handed back to the application's functions, which the header tells
// on which threads they are called.
unsafe impl Send for UserData {}
// SAFETY: as above.
unsafe impl Sync for UserData {}

impl UserData {
    /// That pointer, to be ended by `drop`, which may be NULL.
    pub const fn new(pointer: *mut c_void, drop: commdn_drop_fn) -> Self {
        Self { pointer, drop }
    }

    /// What the callback is given. A method, so that closures capture all of it.
    pub const fn get(&self) -> *mut c_void {
        self.pointer
    }
}

impl Drop for UserData {
    fn drop(&mut self) {
        if let Some(drop) = self.drop {
            // SAFETY: the application gave both for this, and nothing uses the pointer again.
            unsafe { drop(self.pointer) };
        }
    }
}

fn missing() -> Fault {
    invalid("callback is NULL")
}

/// Call `callback` with every notice instead of queueing them for commdn_session_next_notice().
///
/// Owns:    takes `user_data` on COMMDN_OK, to be ended by `drop_user_data`, which may be NULL.
/// Threads: one at a time on `session_options`; for the callback see commdn_notice_fn.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_session_options_set_notice_callback(
    session_options: *mut commdn_session_options,
    callback: commdn_notice_fn,
    user_data: *mut c_void,
    drop_user_data: commdn_drop_fn,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let options = unsafe { borrow_mut(session_options, "session_options")? };
        let callback = callback.ok_or_else(missing)?;
        let user_data = UserData::new(user_data, drop_user_data);
        let call: NoticeCallback = Arc::new(move |notice| {
            let notice = commdn_notice::new(notice);
            // SAFETY: the application's function, called as commdn_notice_fn says.
            unsafe { callback(&raw const notice, user_data.get()) };
        });
        options.set(|options| options.on_notice(call));
        Ok(())
    })
}

/// Log to `callback`, from `level` up: one of the COMMDN_LOG numbers. Values of keys are never logged.
///
/// Owns:    takes `user_data` on COMMDN_OK, to be ended by `drop_user_data`, which may be NULL.
/// Threads: one at a time on `session_options`; for the callback see commdn_log_fn.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_session_options_set_log(
    session_options: *mut commdn_session_options,
    level: i32,
    callback: commdn_log_fn,
    user_data: *mut c_void,
    drop_user_data: commdn_drop_fn,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let options = unsafe { borrow_mut(session_options, "session_options")? };
        let callback = callback.ok_or_else(missing)?;
        let most = match level {
            COMMDN_LOG_ERROR => LogLevel::Error,
            COMMDN_LOG_WARN => LogLevel::Warn,
            COMMDN_LOG_INFO => LogLevel::Info,
            COMMDN_LOG_DEBUG => LogLevel::Debug,
            COMMDN_LOG_TRACE => LogLevel::Trace,
            level => return Err(invalid(format!("level {level} is none of COMMDN_LOG"))),
        };
        let user_data = UserData::new(user_data, drop_user_data);
        let sink: LogSink = Arc::new(move |level, line| {
            let line = CString::new(line.replace('\0', " ")).unwrap_or_default();
            // SAFETY: the application's function, called as commdn_log_fn says.
            unsafe { callback(level as i32, line.as_ptr(), user_data.get()) };
        });
        options.set(|options| options.log_to(sink, most));
        Ok(())
    })
}
