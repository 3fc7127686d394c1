//! Filter that distinguishes CommDN messages from T-Server's other events on a DN.

use super::enums::MessageType;
use super::keys;
use crate::kvlist::KvRef;

/// Kind of user event that user data belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Traffic {
    /// A message of this API.
    CommDn(MessageType),
    /// A message of the agent-desktop protocol, another protocol on the same carrier.
    Desktop,
    /// Anything else.
    Other,
}

impl Traffic {
    /// Tell by the keys of the top level.
    #[must_use]
    pub fn of(user_data: KvRef<'_>) -> Self {
        if let Some(number) = user_data.get(keys::MESSAGE_TYPE).and_then(|value| value.to_int()) {
            return Self::CommDn(MessageType(number));
        }
        let has = |key| user_data.get(key).is_some();
        if has(keys::DESKTOP_REQUEST) || has(keys::DESKTOP_EVENT) {
            return Self::Desktop;
        }
        Self::Other
    }
}
