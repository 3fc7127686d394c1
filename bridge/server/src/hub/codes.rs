//! T-Server's error codes that the bridge itself uses, as its public manuals list them.

/// No more licences: too many clients.
pub const NO_MORE_LICENSES: i32 = 40;
/// The client has not registered for the DN.
pub const NOT_REGISTERED: i32 = 41;
/// Something that is not done, or not for this client.
pub const UNSUPPORTED_OPERATION: i32 = 51;
/// An attribute is missing or wrong.
pub const INVALID_ATTRIBUTE: i32 = 53;
/// The link to the switch is down.
pub const SWITCH_NOT_CONNECTED: i32 = 54;
/// Out of service; a backup T-Server says so too.
pub const OUT_OF_SERVICE: i32 = 58;
/// The DN is not in the configuration database.
pub const DN_NOT_CONFIGURED: i32 = 59;
