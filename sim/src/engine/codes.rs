//! T-Server's own error codes, as its public manuals list them.

/// No more licences: too many clients.
pub(super) const NO_MORE_LICENSES: i32 = 40;
/// The client has not registered for the DN.
pub(super) const NOT_REGISTERED: i32 = 41;
/// Something T-Server does not do.
pub(super) const UNSUPPORTED_OPERATION: i32 = 51;
/// T-Server's own fault.
pub(super) const INTERNAL_ERROR: i32 = 52;
/// An attribute is missing or wrong.
pub(super) const INVALID_ATTRIBUTE: i32 = 53;
/// The link to the switch is down.
pub(super) const SWITCH_NOT_CONNECTED: i32 = 54;
/// Out of service; a backup T-Server says so too.
pub(super) const OUT_OF_SERVICE: i32 = 58;
/// The DN is not in the configuration database.
pub(super) const DN_NOT_CONFIGURED: i32 = 59;
