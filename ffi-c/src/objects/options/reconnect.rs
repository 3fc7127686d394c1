//! The options of a session about lost connections.

use crate::boundary::{
    BorrowedMut, OutOwned, commdn_error, commdn_status, ffi_set, ffi_try_set, milliseconds,
};
use crate::objects::options::commdn_session_options;
use commdn::session::Reconnect;

/// Replace a lost connection. Default true; with false a session ends with its connection.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_session_options_set_reconnect(
    session_options: BorrowedMut<commdn_session_options>,
    reconnect: bool,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_set(session_options, out_error, |session_options| {
        let policy = if reconnect { Reconnect::default() } else { Reconnect::NEVER };
        session_options.set(|options| options.reconnect(policy));
    })
}

/// When a lost connection is replaced, in milliseconds: the delay after the first round over all servers, which doubles from round to round, and the longest. Default 250 and 20,000.
///
/// Both are above 0, and the first is not longer than the longest. One server is tried every 100 ms at the most, whatever they are.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_session_options_set_reconnect_delays_ms(
    session_options: BorrowedMut<commdn_session_options>,
    first_delay_ms: i32,
    max_delay_ms: i32,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_try_set(session_options, out_error, |session_options| {
        let first = milliseconds(first_delay_ms, "first_delay_ms")?;
        let max = milliseconds(max_delay_ms, "max_delay_ms")?;
        let policy = session_options.config().reconnect_policy().first_delay(first).max_delay(max);
        policy.check_named("first_delay_ms", "max_delay_ms")?;
        session_options.set(|options| options.reconnect(policy));
        Ok(())
    })
}

/// End a session that had no connection for so long, in milliseconds; 0 = never, the default.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_session_options_set_reconnect_give_up_ms(
    session_options: BorrowedMut<commdn_session_options>,
    give_up_ms: i32,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_try_set(session_options, out_error, |session_options| {
        let time = milliseconds(give_up_ms, "give_up_ms")?;
        let time = Some(time).filter(|time| !time.is_zero());
        session_options.set(|options| {
            let policy = options.reconnect_policy().give_up_after(time);
            options.reconnect(policy)
        });
        Ok(())
    })
}
