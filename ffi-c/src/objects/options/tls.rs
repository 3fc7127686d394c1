//! The options of TLS, for addresses that begin with "tls://"; what they say is checked when a session opens.

use crate::boundary::{BorrowedMut, OutOwned, Text, commdn_error, commdn_status, ffi_try_set};
use crate::objects::options::commdn_session_options;

/// Show this certificate (with its chain), whose key that is, to a server that asks for one: PEM files' paths or PEM text. Default none.
///
/// Owns:    files are read when a session opens.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_session_options_set_tls_identity(
    session_options: BorrowedMut<commdn_session_options>,
    certificate: Text,
    key: Text,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_try_set(session_options, out_error, |session_options| {
        let certificate = certificate.text("certificate")?;
        let key = key.text("key")?;
        session_options.set_tls(|tls| tls.identity(certificate, key));
        Ok(())
    })
}
