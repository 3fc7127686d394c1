//! Dialect: inferences about a site's Genesys, as options with a default; see
//! `docs/assumptions.md`.

use crate::description::dialect as options;
use crate::kvlist::{Charset, Limits, Packing};

/// Rules of a site for writing and reading user data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Dialect {
    /// Charset of strings and keys. Default UTF-8.
    pub charset: Charset,
    /// Choices of the packed form.
    pub packing: Packing,
    /// Where `GSW_AUTO_COMPLETION` is written; it is read in both places. Default: top level.
    pub auto_completion: AutoCompletionPlace,
    /// Accept a record cancellation by customer id alone. Default false: the chapter makes the
    /// phone mandatory.
    pub cancel_without_phone: bool,
    /// Most bytes of packed user data in a request. Default 16,000, T-Server's default; at most
    /// 65,535.
    pub max_user_data_bytes: usize,
    /// Limits for user data that is received.
    pub limits: Limits,
}

/// The two places where `GSW_AUTO_COMPLETION` has been seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
#[non_exhaustive]
pub enum AutoCompletionPlace {
    /// At the top level of user data, as the chapter's table has it.
    #[default]
    TopLevel,
    /// Inside `GSW_CM_AttrProperties`, as an OCS log shows.
    Properties,
}

impl Dialect {
    /// The default dialect.
    pub const DEFAULT: Self = Self {
        charset: Charset::Utf8,
        packing: Packing::DEFAULT,
        auto_completion: AutoCompletionPlace::TopLevel,
        cancel_without_phone: options::cancel_without_phone.standard_flag(),
        max_user_data_bytes: options::max_user_data_bytes.standard_number() as usize,
        limits: Limits::DEFAULT,
    };

    /// Whether `GSW_AUTO_COMPLETION` is written inside `GSW_CM_AttrProperties`.
    pub(super) const fn completes_in_properties(&self) -> bool {
        matches!(self.auto_completion, AutoCompletionPlace::Properties)
    }

    /// The same with another charset.
    #[must_use]
    pub const fn with_charset(mut self, charset: Charset) -> Self {
        self.charset = charset;
        self
    }

    /// The same with another packing.
    #[must_use]
    pub const fn with_packing(mut self, packing: Packing) -> Self {
        self.packing = packing;
        self
    }

    /// The same with another place for `GSW_AUTO_COMPLETION`.
    #[must_use]
    pub const fn with_auto_completion(mut self, place: AutoCompletionPlace) -> Self {
        self.auto_completion = place;
        self
    }

    /// The same, accepting (or not) a cancellation by customer id alone.
    #[must_use]
    pub const fn with_cancel_without_phone(mut self, accepted: bool) -> Self {
        self.cancel_without_phone = accepted;
        self
    }

    /// The same with another limit on the packed user data of a request, in bytes.
    #[must_use]
    pub const fn with_max_user_data_bytes(mut self, max: usize) -> Self {
        self.max_user_data_bytes = max;
        self
    }

    /// The same with other limits for user data that is received.
    #[must_use]
    pub const fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }
}

impl Default for Dialect {
    fn default() -> Self {
        Self::DEFAULT
    }
}
