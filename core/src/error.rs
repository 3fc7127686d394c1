//! The error of sessions: a kind to decide by, a message to read, and details.

use std::borrow::Cow;
use std::fmt;
use std::io;

use crate::carrier::{AddressError, Cancelled, ConnectorError, TlsError, TlsVersionError};
use crate::description::{ERRORS, ErrorRow, errors};
use crate::exchange::{Failure, SubmitError};
use crate::finding::Finding;
use crate::kvlist::KvError;
use crate::link::{LinkError, Stage};
use crate::message::{CmError, Dbid, Event, InvalidRequest, MessageType, Request, keys};
use crate::phone::PhoneError;
use crate::text;

macro_rules! error_kinds {
    ($(
        $(#[doc = $doc:literal])+
        $variant:ident $name:literal = $code:literal $label:ident $(.$key:ident($($value:expr),*))*;
    )+) => {
        /// Kind of the failure.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum ErrorKind {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl ErrorKind {
            /// Every kind.
            pub const ALL: [Self; ERRORS.len()] = [$(Self::$variant),+];

            /// Its row of the description.
            #[doc(hidden)]
            #[must_use]
            pub const fn row(self) -> &'static ErrorRow {
                &ERRORS[self as usize]
            }
        }
    };
}

errors!(error_kinds);

impl ErrorKind {
    /// Its name, as outboxes keep it and Python has it: it never changes.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.row().name
    }

    /// The kind of that name; none for one that only a newer program knows.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// Reason why a call failed.
#[derive(Clone)]
pub struct Error(Box<Inner>);

#[derive(Clone)]
struct Inner {
    kind: ErrorKind,
    message: String,
    attribute: Option<String>,
    code: Option<i32>,
    server_text: Option<String>,
    event: Option<Event>,
    status_query: Option<Request>,
    candidates: Vec<String>,
    verdict: Option<Finding>,
}

impl Error {
    /// An error of that kind; the message names the failure and the value at fault.
    ///
    /// Messages quote texts from outside, so [`text::escape`] makes one line of them, without
    /// control characters.
    #[must_use]
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            message: one_line(message.into()),
            attribute: None,
            code: None,
            server_text: None,
            event: None,
            status_query: None,
            candidates: Vec::new(),
            verdict: None,
        }))
    }

    /// Kind of the failure.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The message.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The key of the attribute at fault, of [`ErrorKind::InvalidRequest`].
    #[must_use]
    pub fn attribute(&self) -> Option<&str> {
        self.0.attribute.as_deref()
    }

    /// The error number of T-Server (`TServerRefused`, `LoginRefused`, `RegistrationRefused`) or of
    /// OCS (`OcsRefused`).
    #[must_use]
    pub fn code(&self) -> Option<i32> {
        self.0.code
    }

    /// The refusing server's text, unchanged: for programs. The message is the text for people.
    #[must_use]
    pub fn server_text(&self) -> Option<&str> {
        self.0.server_text.as_deref()
    }

    /// The error number of OCS, of [`ErrorKind::OcsRefused`].
    #[must_use]
    pub fn ocs_error(&self) -> Option<CmError> {
        self.0.event.as_ref().and_then(Event::error)
    }

    /// The event that refused the request, of [`ErrorKind::OcsRefused`].
    #[must_use]
    pub fn event(&self) -> Option<&Event> {
        self.0.event.as_ref()
    }

    /// The request whose answer says whether OCS acted, of [`ErrorKind::OutcomeUnknown`].
    ///
    /// None for a sequence: ask for the status of the same schedule then.
    #[must_use]
    pub fn status_query(&self) -> Option<&Request> {
        self.0.status_query.as_ref()
    }

    /// The names that were meant, perhaps, of [`ErrorKind::NameUnknown`] and
    /// [`ErrorKind::NameAmbiguous`]: each finds one object.
    #[must_use]
    pub fn candidates(&self) -> &[String] {
        &self.0.candidates
    }

    /// Why OCS did not answer, of [`ErrorKind::NoAnswer`], if the session's directory tells.
    #[must_use]
    pub fn verdict(&self) -> Option<&Finding> {
        self.0.verdict.as_ref()
    }

    /// Whether the same call may do better later, and repeating it does no harm.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.0.kind.row().retryable
    }

    /// The error of a connection to `server` that could not be opened.
    ///
    /// A connector that knows more than the system wraps an [`Error`] in its [`io::Error`]: its
    /// kind counts.
    pub(crate) fn of_connect(server: &str, error: io::Error) -> Self {
        Self::of_io(ErrorKind::Connect, &format!("cannot connect to {server}"), error)
    }

    /// The error of a connection that broke while `doing` something; an [`Error`] within counts, as
    /// above.
    pub(crate) fn of_break(doing: &str, error: io::Error) -> Self {
        let what = format!("the connection broke while {doing}");
        Self::of_io(ErrorKind::Disconnected, &what, error)
    }

    /// The same for a connection that was not up yet: it could not be opened.
    pub(crate) fn before_it_was_up(mut self) -> Self {
        if self.0.kind == ErrorKind::Disconnected {
            self.0.kind = ErrorKind::Connect;
        }
        self
    }

    fn of_io(kind: ErrorKind, what: &str, error: io::Error) -> Self {
        let inner = error
            .downcast::<Self>()
            .or_else(|error| error.downcast::<TlsError>().map(Self::from))
            .or_else(|error| error.downcast::<Cancelled>().map(Self::from));
        match inner {
            Ok(mut inner) => {
                inner.0.message = one_line(format!("{what}: {}", inner.0.message));
                inner
            }
            Err(error) => Self::new(kind, format!("{what}: {error}")),
        }
    }

    pub(crate) fn with_message(mut self, message: String) -> Self {
        self.0.message = one_line(message);
        self
    }

    pub(crate) fn with_server_text(mut self, text: String) -> Self {
        self.0.server_text = Some(text);
        self
    }

    pub(crate) fn with_candidates(mut self, names: Vec<String>) -> Self {
        self.0.candidates = names;
        self
    }

    /// The same, explained: the message tells the verdict, too.
    pub(crate) fn with_verdict(self, verdict: Finding) -> Self {
        let text = format!("{} The directory tells why: {verdict}", self.message());
        let mut error = self.with_message(text);
        error.0.verdict = Some(verdict);
        error
    }

    pub(crate) fn with_code(mut self, code: i32) -> Self {
        self.0.code = Some(code);
        self
    }

    /// An error that was stored, as it was.
    #[cfg(feature = "outbox")]
    pub(crate) fn restored(
        kind: ErrorKind,
        message: String,
        code: Option<i32>,
        event: Option<Event>,
    ) -> Self {
        let mut error = Self::new(kind, message);
        error.0.code = code;
        error.0.event = event;
        error
    }

    pub(crate) fn closed() -> Self {
        Self::new(ErrorKind::Closed, "the session is closed")
    }

    /// The error of a request that ended without an acknowledgement; `explain` says what to check.
    pub(crate) fn of_failure(failure: Failure, explain: impl FnOnce(&Failure) -> String) -> Self {
        match failure {
            Failure::Refused(event) => Self::refused(event),
            Failure::TServer { code, message } => {
                let text = format!("T-Server refused the request: {message} (code {code})");
                Self::new(ErrorKind::TServerRefused, text).with_code(code).with_server_text(message)
            }
            Failure::Silence { .. } => Self::new(ErrorKind::NoAnswer, explain(&failure)),
            Failure::Disconnected => {
                let text =
                    "the connection was lost before OCS answered; the request may be repeated";
                Self::new(ErrorKind::Disconnected, text)
            }
            Failure::OutcomeUnknown { request, campaign, group } => {
                Self::unknown(request, campaign, group)
            }
            Failure::NotSent => Self::new(ErrorKind::Disconnected, explain(&failure)),
            Failure::Closed => {
                Self::new(ErrorKind::Closed, "the session was closed before OCS answered")
            }
        }
    }

    fn unknown(request: MessageType, campaign: Option<Dbid>, group: Option<Dbid>) -> Self {
        let query = match (campaign, group) {
            (Some(campaign), Some(group)) if campaign > 0 => {
                Some(Request::campaign_status(campaign, group))
            }
            _ => None,
        };
        let ask = MessageType::REQ_GET_CAMPAIGN_STATUS;
        let settle = match (campaign, group) {
            (Some(campaign), Some(group)) if campaign > 0 => {
                format!("ask with {ask} for campaign {campaign} and group {group}")
            }
            (_, Some(group)) => format!("ask with {ask} for the same sequence and group {group}"),
            _ => format!("ask with {ask}"),
        };
        let text = format!(
            "the connection was lost before OCS answered {request}, and whether it acted is not known: {settle}"
        );
        let mut error = Self::new(ErrorKind::OutcomeUnknown, text);
        error.0.status_query = query;
        error
    }

    pub(crate) fn refused(event: Event) -> Self {
        let code = event.error();
        let name =
            code.map_or_else(|| "without an error number".to_owned(), |code| format!("{code:?}"));
        let said = event.error_message().map(|text| text.to_string());
        let detail = said.as_ref().map(|text| format!(": {text}")).unwrap_or_default();
        let mut error =
            Self::new(ErrorKind::OcsRefused, format!("OCS refused the request: {name}{detail}"));
        error.0.code = code.map(|code| code.0);
        error.0.server_text = said;
        error.0.event = Some(event);
        error
    }
}

/// The message as it is shown; nearly always that is as it is.
fn one_line(message: String) -> String {
    match text::escape(&message) {
        Cow::Borrowed(_) => message,
        Cow::Owned(shown) => shown,
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0.message)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("message", &self.0.message)
            .field("code", &self.0.code)
            .finish_non_exhaustive()
    }
}

impl std::error::Error for Error {}

impl From<InvalidRequest> for Error {
    fn from(error: InvalidRequest) -> Self {
        let mut result = Self::new(ErrorKind::InvalidRequest, error.to_string());
        result.0.attribute = Some(error.attribute);
        result
    }
}

impl From<PhoneError> for Error {
    fn from(error: PhoneError) -> Self {
        let mut result = Self::new(ErrorKind::InvalidRequest, format!("{} {error}", keys::PHONE));
        result.0.attribute = Some(keys::PHONE.to_owned());
        result
    }
}

impl From<SubmitError> for Error {
    fn from(error: SubmitError) -> Self {
        match error {
            SubmitError::Invalid(error) => error.into(),
            SubmitError::Full { .. } => Self::new(ErrorKind::Overloaded, error.to_string()),
        }
    }
}

impl From<KvError> for Error {
    fn from(error: KvError) -> Self {
        Self::new(ErrorKind::InvalidList, error.to_string())
    }
}

impl From<AddressError> for Error {
    fn from(error: AddressError) -> Self {
        Self::new(ErrorKind::InvalidArgument, error.to_string())
    }
}

impl From<TlsError> for Error {
    fn from(error: TlsError) -> Self {
        let kind = match error {
            TlsError::Refused(_) => ErrorKind::Tls,
            TlsError::Internal(_) => ErrorKind::Internal,
        };
        Self::new(kind, error.to_string())
    }
}

impl From<Cancelled> for Error {
    fn from(error: Cancelled) -> Self {
        Self::new(ErrorKind::Closed, error.to_string())
    }
}

impl From<ConnectorError> for Error {
    fn from(error: ConnectorError) -> Self {
        Self::new(ErrorKind::InvalidArgument, error.to_string())
    }
}

impl From<TlsVersionError> for Error {
    fn from(error: TlsVersionError) -> Self {
        Self::new(ErrorKind::InvalidArgument, error.to_string())
    }
}

impl From<LinkError> for Error {
    fn from(error: LinkError) -> Self {
        let text = error.to_string();
        match error {
            LinkError::LoginRefused { code, message, .. } => {
                Self::new(ErrorKind::LoginRefused, text).with_code(code).with_server_text(message)
            }
            LinkError::RegistrationRefused { code, message, .. } => {
                Self::new(ErrorKind::RegistrationRefused, text)
                    .with_code(code)
                    .with_server_text(message)
            }
            LinkError::SpeaksTls => Self::new(ErrorKind::Tls, text),
            LinkError::NotCommDn { .. }
            | LinkError::Version { .. }
            | LinkError::FrameTooLarge { .. }
            | LinkError::Frame { .. } => Self::new(ErrorKind::Protocol, text),
            LinkError::Closed { stage } if stage != Stage::Up => {
                Self::new(ErrorKind::Connect, text)
            }
            LinkError::Stalled { .. } => Self::new(ErrorKind::Connect, text),
            LinkError::KeepAlive { .. } | LinkError::Closed { .. } => {
                Self::new(ErrorKind::Disconnected, text)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_found_by_its_name() {
        for (place, kind) in ErrorKind::ALL.into_iter().enumerate() {
            assert_eq!(kind as usize, place, "{kind:?} is not where it is declared");
            assert_eq!(format!("{kind:?}"), kind.row().variant);
            assert_eq!(ErrorKind::from_name(kind.name()), Some(kind));
        }
        assert_eq!(ErrorKind::ALL.last(), Some(&ErrorKind::Internal), "one is missing");
        assert_eq!(ErrorKind::from_name("of a newer program"), None);
    }

    #[test]
    fn a_refusal_is_one_line_that_no_terminal_obeys_and_its_text_is_there_as_it_came() {
        let said = "no\x1b[2J\u{202e}\nlistening on 1.2.3.4:5";
        let login =
            LinkError::LoginRefused { application: said.into(), code: 1, message: said.into() };
        let dn = LinkError::RegistrationRefused { dn: said.into(), code: 2, message: said.into() };
        let tserver = Failure::TServer { code: 3, message: said.into() };
        for error in
            [login.into(), dn.into(), Error::of_failure(tserver, |_| String::new())] as [Error; 3]
        {
            assert_eq!(error.server_text(), Some(said));
            assert!(!error.to_string().contains(char::is_control), "{error}");
            assert!(!error.message().contains('\u{202e}'), "{error}");
        }
        let broken = io::Error::other(Error::new(ErrorKind::Tls, said));
        assert!(!Error::of_connect("a\nb", broken).message().contains(char::is_control));
    }
}
