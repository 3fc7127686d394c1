//! Errors: every status, its names in all languages, and whether a retry may help.
//!
//! Owns the numbers and names, which never change and are never reused. The first table has the
//! kinds of the core, the second those of the C API only. -1 to -99: the caller; -100 to -199: the
//! network; -200 to -299: the protocol; -900 to -999: this library.

/// A class of errors: its name and what it is derived from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Class {
    /// Its name.
    pub name: &'static str,
    /// Its base classes, the language's own ones last; none for the base of all errors.
    pub bases: &'static [&'static str],
}

impl Class {
    const fn new(name: &'static str, bases: &'static [&'static str]) -> Self {
        Self { name, bases }
    }
}

/// One status.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct ErrorRow {
    /// The variant of `ErrorKind`, and the value of C++'s `Code` unless [`ErrorRow::label`] is another word.
    pub variant: &'static str,
    /// Its name, as outboxes keep it and Python has it.
    pub name: &'static str,
    /// Its number in C.
    pub code: i32,
    /// Its name in C behind `COMMDN_ERR_`.
    pub label: &'static str,
    /// Whether it is a kind of the core's errors; others are the C API's own.
    pub of_core: bool,
    /// Whether the same call may do better later, and repeating it does no harm.
    pub retryable: bool,
    /// What happened, as the lines of a Rust documentation comment.
    pub doc: &'static [&'static str],
    /// Its class in C++; several may share one.
    pub cpp: Class,
    /// Its class in Python.
    pub python: Class,
}

impl ErrorRow {
    const fn new(
        variant: &'static str,
        name: &'static str,
        code: i32,
        label: &'static str,
        doc: &'static [&'static str],
    ) -> Self {
        let none = Class::new("", &[]);
        let (cpp, python) = (none, none);
        Self { variant, name, code, label, of_core: true, retryable: false, doc, cpp, python }
    }

    const fn cpp(mut self, name: &'static str, bases: &'static [&'static str]) -> Self {
        self.cpp = Class::new(name, bases);
        self
    }

    const fn python(mut self, name: &'static str, bases: &'static [&'static str]) -> Self {
        self.python = Class::new(name, bases);
        self
    }

    const fn retryable(mut self) -> Self {
        self.retryable = true;
        self
    }

    const fn of_c(mut self) -> Self {
        self.of_core = false;
        self
    }
}

/// The kinds of the core's errors; `ErrorKind` is made of this table.
macro_rules! errors {
    ($print:ident) => {
        $print! {
            /// An argument is invalid.
            InvalidArgument "invalid_argument" = -1 INVALID_ARGUMENT
                .cpp("InvalidArgument", &["Error"])
                .python("CommDNInvalidArgument", &["CommDNError", "ValueError"]);

            /// The request breaks a rule of the API; nothing was sent.
            /// [`Error::attribute`](crate::Error::attribute) names the culprit.
            InvalidRequest "invalid_request" = -2 INVALID_REQUEST
                .cpp("InvalidRequest", &["Error"])
                .python("CommDNInvalidRequest", &["CommDNError", "ValueError"]);

            /// A TKVList cannot be read or written.
            InvalidList "invalid_list" = -3 INVALID_LIST
                .cpp("InvalidListError", &["Error"])
                .python("CommDNListError", &["CommDNError", "ValueError"]);

            /// A limit on open requests or unsent bytes is reached; nothing was sent.
            Overloaded "overloaded" = -7 OVERLOADED
                .retryable()
                .cpp("OverloadedError", &["Error"])
                .python("CommDNOverloaded", &["CommDNError"]);

            /// The session is closed, or the request was given up.
            Closed "closed" = -8 CLOSED
                .cpp("ClosedError", &["Error"])
                .python("CommDNClosed", &["CommDNError"]);

            /// The session belongs to the process that this one was forked from: open another one.
            Forked "forked" = -9 FORKED
                .cpp("ForkedError", &["Error"])
                .python("CommDNForked", &["CommDNError"]);

            /// The wait timed out; the result may still arrive.
            WaitTimeout "wait_timeout" = -100 TIMEOUT
                .retryable()
                .cpp("TimeoutError", &["Error"])
                .python("CommDNWaitTimeout", &["CommDNTimeout"]);

            /// The connection could not be opened.
            Connect "connect" = -101 CONNECT
                .retryable()
                .cpp("ConnectError", &["Error"])
                .python("CommDNConnectError", &["CommDNError", "ConnectionError"]);

            /// The TLS handshake failed; the message names the certificate, file or version at fault, or says that the
            /// peer does not speak TLS.
            Tls "tls" = -110 TLS
                .cpp("TlsError", &["ConnectError"])
                .python("CommDNTlsError", &["CommDNConnectError"]);

            /// The server rejected the application or its password;
            /// [`Error::code`](crate::Error::code) is the server's error number.
            LoginRefused "login_refused" = -200 LOGIN_REFUSED
                .cpp("TServerError", &["ServerError"])
                .python("CommDNLoginRefused", &["CommDNRefused"]);

            /// The server did not register the DN; [`Error::code`](crate::Error::code) is its error number.
            RegistrationRefused "registration_refused" = -201 REGISTRATION_REFUSED
                .cpp("TServerError", &["ServerError"])
                .python("CommDNRegistrationRefused", &["CommDNRefused"]);

            /// The connection was lost; a request that was open may be repeated safely.
            Disconnected "disconnected" = -102 DISCONNECTED
                .retryable()
                .cpp("DisconnectedError", &["Error"])
                .python("CommDNDisconnected", &["CommDNError", "ConnectionError"]);

            /// The connection was lost, and it is not known whether OCS acted on the request.
            OutcomeUnknown "outcome_unknown" = -103 OUTCOME_UNKNOWN
                .cpp("OutcomeUnknownError", &["DisconnectedError"])
                .python("CommDNOutcomeUnknown", &["CommDNDisconnected"]);

            /// The peer violated the link protocol.
            Protocol "protocol" = -202 PROTOCOL
                .cpp("ProtocolError", &["Error"])
                .python("CommDNProtocolError", &["CommDNError", "ConnectionError"]);

            /// T-Server refused to distribute the request; [`Error::code`](crate::Error::code) is its error number.
            TServerRefused "tserver_refused" = -203 TSERVER_REFUSED
                .cpp("TServerError", &["ServerError"])
                .python("CommDNTServerRefused", &["CommDNRefused"]);

            /// OCS refused the request: [`Error::event`](crate::Error::event) is its answer,
            /// [`Error::code`](crate::Error::code) its number.
            OcsRefused "ocs_refused" = -204 OCS_REFUSED
                .cpp("OcsRefusedError", &["ServerError"])
                .python("CommDNOcsRefused", &["CommDNRefused"]);

            /// No OCS answered the request in time; the message says what to check.
            NoAnswer "no_answer" = -205 NO_ANSWER
                .cpp("NoAnswerError", &["Error"])
                .python("CommDNNoAnswer", &["CommDNTimeout"]);

            /// The outbox is full; nothing was stored.
            OutboxFull "outbox_full" = -12 OUTBOX_FULL
                .cpp("OutboxFullError", &["Error"])
                .python("CommDNOutboxFull", &["CommDNError"]);

            /// The file of an outbox or a directory cannot be read or written; the message names it.
            Storage "storage" = -13 STORAGE
                .cpp("StorageError", &["Error"])
                .python("CommDNStorageError", &["CommDNError", "OSError"]);

            /// No object of the directory has that name; [`Error::candidates`](crate::Error::candidates) has similar
            /// ones.
            NameUnknown "name_unknown" = -14 NAME_UNKNOWN
                .cpp("NameUnknownError", &["Error"])
                .python("CommDNNameUnknown", &["CommDNError", "LookupError"]);

            /// Several objects of the directory have that name; [`Error::candidates`](crate::Error::candidates) tells
            /// them apart.
            NameAmbiguous "name_ambiguous" = -15 NAME_AMBIGUOUS
                .cpp("NameAmbiguousError", &["Error"])
                .python("CommDNNameAmbiguous", &["CommDNError", "LookupError"]);

            /// A file is not a directory, or an object in it makes no sense; the message names the place.
            InvalidDirectory "invalid_directory" = -16 INVALID_DIRECTORY
                .cpp("InvalidDirectoryError", &["Error"])
                .python("CommDNDirectoryError", &["CommDNError", "ValueError"]);

            /// A bug in this library: please report it.
            Internal "internal" = -900 INTERNAL
                .cpp("InternalError", &["Error"])
                .python("CommDNInternalError", &["CommDNError"]);
        }
    };
}
pub(crate) use errors;

macro_rules! error_rows {
    ($(
        $(#[doc = $doc:literal])+
        $variant:ident $name:literal = $code:literal $label:ident $(.$key:ident($($value:expr),*))*;
    )+) => {
        &[$(
            ErrorRow::new(stringify!($variant), $name, $code, stringify!($label), &[$($doc),+])
                $(.$key($($value),*))*,
        )+]
    };
}

/// The kinds of the core's errors, in the order of `ErrorKind`.
pub static ERRORS: &[ErrorRow] = errors!(error_rows);

/// What only the C API can meet; in Python such things have Python's own errors.
pub static C_ERRORS: &[ErrorRow] = error_rows! {
    /// The pair, attribute, entry or name does not exist.
    NotFound "not_found" = -4 NOT_FOUND.of_c().cpp("NotFoundError", &["Error"]);

    /// The value has another type.
    WrongType "wrong_type" = -5 WRONG_TYPE.of_c().cpp("WrongTypeError", &["Error"]);

    /// The buffer is too small; the output is the number of bytes needed.
    BufferTooSmall "buffer_too_small" = -6 BUFFER_TOO_SMALL.of_c().cpp("Error", &[]);

    /// This build of the library does not have the feature.
    Unsupported "unsupported" = -10 UNSUPPORTED.of_c().cpp("UnsupportedError", &["Error"]);

    /// Header and library do not match.
    Abi "abi" = -11 ABI.of_c().cpp("UnsupportedError", &["Error"]);
};
