//! Reasons why a request is invalid and not sent.

use super::enums::MessageType;

/// A request that breaks a rule of the API; names the attribute and the rule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{request}: {attribute} {rule}")]
#[non_exhaustive]
pub struct InvalidRequest {
    /// The request.
    pub request: MessageType,
    /// The key of the attribute at fault, for example `GSW_PHONE`.
    pub attribute: String,
    /// The fault, as the end of a sentence that begins with the attribute.
    pub rule: String,
}

impl InvalidRequest {
    pub(super) fn new(
        request: MessageType,
        attribute: impl Into<String>,
        rule: impl Into<String>,
    ) -> Self {
        Self { request, attribute: attribute.into(), rule: rule.into() }
    }
}
