//! Giving up a session that is being opened, from another thread.

use commdn::carrier::ConnectCancel;

use crate::boundary::{
    Borrowed, BorrowedMut, Object, OutOwned, commdn_error, commdn_status, ffi_try_set,
};
use crate::objects::options::commdn_session_options;

/// Gives up sessions that are being opened, from any thread: see commdn_session_options_set_cancel().
#[derive(Default)]
pub struct commdn_cancel(pub(crate) ConnectCancel);

impl Object for commdn_cancel {
    const NAME: &'static str = "cancel";
}

/// Give a session up while it is being opened, once `cancel` is thrown. Default none.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_session_options_set_cancel(
    session_options: BorrowedMut<commdn_session_options>,
    cancel: Borrowed<commdn_cancel>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_try_set(session_options, out_error, |options| {
        options.set_cancel(cancel.get()?.0.clone());
        Ok(())
    })
}
