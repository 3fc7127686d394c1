//! Kinds of errors by name, as the file keeps them.

use crate::error::ErrorKind;

const NAMES: &[(ErrorKind, &str)] = &[
    (ErrorKind::InvalidArgument, "invalid_argument"),
    (ErrorKind::InvalidRequest, "invalid_request"),
    (ErrorKind::InvalidList, "invalid_list"),
    (ErrorKind::Overloaded, "overloaded"),
    (ErrorKind::Closed, "closed"),
    (ErrorKind::Forked, "forked"),
    (ErrorKind::WaitTimeout, "wait_timeout"),
    (ErrorKind::Connect, "connect"),
    (ErrorKind::Tls, "tls"),
    (ErrorKind::LoginRefused, "login_refused"),
    (ErrorKind::RegistrationRefused, "registration_refused"),
    (ErrorKind::Disconnected, "disconnected"),
    (ErrorKind::OutcomeUnknown, "outcome_unknown"),
    (ErrorKind::Protocol, "protocol"),
    (ErrorKind::TServerRefused, "tserver_refused"),
    (ErrorKind::OcsRefused, "ocs_refused"),
    (ErrorKind::NoAnswer, "no_answer"),
    (ErrorKind::OutboxFull, "outbox_full"),
    (ErrorKind::Storage, "storage"),
    (ErrorKind::Internal, "internal"),
];

/// The name that the file has for a kind.
pub(super) fn of_kind(kind: ErrorKind) -> &'static str {
    NAMES.iter().find(|(known, _)| *known == kind).map_or("internal", |(_, name)| name)
}

/// The kind of a name; a name that a newer program wrote is its fault to explain.
pub(super) fn to_kind(name: &str) -> ErrorKind {
    NAMES.iter().find(|(_, known)| *known == name).map_or(ErrorKind::Internal, |(kind, _)| *kind)
}
