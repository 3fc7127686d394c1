//! Functions of the application that the library calls, and what they are called with.

use std::ffi::{CString, c_char, c_void};
use std::sync::Arc;

use crate::boundary::{
    BorrowedMut, OutOwned, UserData, commdn_drop_fn, commdn_error, commdn_status, ffi_try_set,
    invalid, missing_callback,
};
use crate::generated::numbers::options::*;
use crate::objects::notice::commdn_notice;
use crate::objects::options::commdn_session_options;
use commdn::session::{LogLevel, LogSink, NoticeCallback};

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

/// Call `callback` with every notice instead of queueing them for commdn_session_next_notice().
///
/// Owns:    takes `user_data` on COMMDN_OK; `drop_user_data`, which may be NULL, destroys it.
/// Threads: one at a time on `session_options`; for the callback see commdn_notice_fn.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_session_options_set_notice_callback(
    session_options: BorrowedMut<commdn_session_options>,
    callback: commdn_notice_fn,
    user_data: *mut c_void,
    drop_user_data: commdn_drop_fn,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_try_set(session_options, out_error, |options| {
        let callback = callback.ok_or_else(|| missing_callback("callback"))?;
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
/// Owns:    takes `user_data` on COMMDN_OK; `drop_user_data`, which may be NULL, destroys it.
/// Threads: one at a time on `session_options`; for the callback see commdn_log_fn.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_session_options_set_log(
    session_options: BorrowedMut<commdn_session_options>,
    level: i32,
    callback: commdn_log_fn,
    user_data: *mut c_void,
    drop_user_data: commdn_drop_fn,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_try_set(session_options, out_error, |options| {
        let callback = callback.ok_or_else(|| missing_callback("callback"))?;
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
