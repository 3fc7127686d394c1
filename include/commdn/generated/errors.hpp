/*
 * commdn for C++17: the classes of errors. Part of error.hpp.
 *
 * Printed by `cargo xtask api` from the tables in core/src/description: change those.
 */
#ifndef COMMDN_GENERATED_ERRORS_HPP
#define COMMDN_GENERATED_ERRORS_HPP

#include <commdn/error.hpp>

COMMDN_HPP_BEGIN

/** A server refused, see server_code(). */
class ServerError : public Error {
public:
    explicit ServerError(const Error &error) : Error(error) {}
};

/** An argument is invalid. */
class InvalidArgument : public Error {
public:
    explicit InvalidArgument(const Error &error) : Error(error) {}
};

/** The request breaks a rule of the API; nothing was sent. attribute() names the culprit. */
class InvalidRequest : public Error {
public:
    explicit InvalidRequest(const Error &error) : Error(error) {}
};

/** A TKVList cannot be read or written. */
class InvalidListError : public Error {
public:
    explicit InvalidListError(const Error &error) : Error(error) {}
};

/** A limit on open requests or unsent bytes is reached; nothing was sent. */
class OverloadedError : public Error {
public:
    explicit OverloadedError(const Error &error) : Error(error) {}
};

/** The session is closed, or the request was given up. */
class ClosedError : public Error {
public:
    explicit ClosedError(const Error &error) : Error(error) {}
};

/** The session belongs to the process that this one was forked from: open another one. */
class ForkedError : public Error {
public:
    explicit ForkedError(const Error &error) : Error(error) {}
};

/** The wait timed out; the result may still arrive. */
class TimeoutError : public Error {
public:
    explicit TimeoutError(const Error &error) : Error(error) {}
};

/** The connection could not be opened. */
class ConnectError : public Error {
public:
    explicit ConnectError(const Error &error) : Error(error) {}
};

/**
 * Code::LoginRefused: The server rejected the application or its password; server_code() is the
 * server's error number.
 *
 * Code::RegistrationRefused: The server did not register the DN; server_code() is its error number.
 *
 * Code::TServerRefused: T-Server refused to distribute the request; server_code() is its error
 * number.
 */
class TServerError : public ServerError {
public:
    explicit TServerError(const Error &error) : ServerError(error) {}
};

/** The connection was lost; a request that was open may be repeated safely. */
class DisconnectedError : public Error {
public:
    explicit DisconnectedError(const Error &error) : Error(error) {}
};

/** The peer violated the link protocol. */
class ProtocolError : public Error {
public:
    explicit ProtocolError(const Error &error) : Error(error) {}
};

/** OCS refused the request: event() is its answer, server_code() its number. */
class OcsRefusedError : public ServerError {
public:
    explicit OcsRefusedError(const Error &error) : ServerError(error) {}
};

/** No OCS answered the request in time; the message says what to check. */
class NoAnswerError : public Error {
public:
    explicit NoAnswerError(const Error &error) : Error(error) {}
};

/** The outbox is full; nothing was stored. */
class OutboxFullError : public Error {
public:
    explicit OutboxFullError(const Error &error) : Error(error) {}
};

/** The file of an outbox or a directory cannot be read or written; the message names it. */
class StorageError : public Error {
public:
    explicit StorageError(const Error &error) : Error(error) {}
};

/** No object of the directory has that name; candidates() has similar ones. */
class NameUnknownError : public Error {
public:
    explicit NameUnknownError(const Error &error) : Error(error) {}
};

/** Several objects of the directory have that name; candidates() tells them apart. */
class NameAmbiguousError : public Error {
public:
    explicit NameAmbiguousError(const Error &error) : Error(error) {}
};

/** A file is not a directory, or an object in it makes no sense; the message names the place. */
class InvalidDirectoryError : public Error {
public:
    explicit InvalidDirectoryError(const Error &error) : Error(error) {}
};

/** A bug in this library: please report it. */
class InternalError : public Error {
public:
    explicit InternalError(const Error &error) : Error(error) {}
};

/** The pair, attribute, entry or name does not exist. */
class NotFoundError : public Error {
public:
    explicit NotFoundError(const Error &error) : Error(error) {}
};

/** The value has another type. */
class WrongTypeError : public Error {
public:
    explicit WrongTypeError(const Error &error) : Error(error) {}
};

/**
 * Code::Unsupported: This build of the library does not have the feature.
 *
 * Code::Abi: Header and library do not match.
 */
class UnsupportedError : public Error {
public:
    explicit UnsupportedError(const Error &error) : Error(error) {}
};

/**
 * The TLS handshake failed; the message names the certificate, file or version at fault, or says
 * that the peer does not speak TLS.
 */
class TlsError : public ConnectError {
public:
    explicit TlsError(const Error &error) : ConnectError(error) {}
};

/** The connection was lost, and it is not known whether OCS acted on the request. */
class OutcomeUnknownError : public DisconnectedError {
public:
    explicit OutcomeUnknownError(const Error &error) : DisconnectedError(error) {}
};

inline void Error::raise() const {
    switch (code_) {
    case Code::InvalidArgument: throw InvalidArgument(*this);
    case Code::InvalidRequest: throw InvalidRequest(*this);
    case Code::InvalidList: throw InvalidListError(*this);
    case Code::Overloaded: throw OverloadedError(*this);
    case Code::Closed: throw ClosedError(*this);
    case Code::Forked: throw ForkedError(*this);
    case Code::Timeout: throw TimeoutError(*this);
    case Code::Connect: throw ConnectError(*this);
    case Code::Tls: throw TlsError(*this);
    case Code::LoginRefused:
    case Code::RegistrationRefused:
    case Code::TServerRefused: throw TServerError(*this);
    case Code::Disconnected: throw DisconnectedError(*this);
    case Code::OutcomeUnknown: throw OutcomeUnknownError(*this);
    case Code::Protocol: throw ProtocolError(*this);
    case Code::OcsRefused: throw OcsRefusedError(*this);
    case Code::NoAnswer: throw NoAnswerError(*this);
    case Code::OutboxFull: throw OutboxFullError(*this);
    case Code::Storage: throw StorageError(*this);
    case Code::NameUnknown: throw NameUnknownError(*this);
    case Code::NameAmbiguous: throw NameAmbiguousError(*this);
    case Code::InvalidDirectory: throw InvalidDirectoryError(*this);
    case Code::Internal: throw InternalError(*this);
    case Code::NotFound: throw NotFoundError(*this);
    case Code::WrongType: throw WrongTypeError(*this);
    case Code::Unsupported:
    case Code::Abi: throw UnsupportedError(*this);
    case Code::BufferTooSmall:
    case Code::Ok: break;
    }
    throw *this;
}

COMMDN_HPP_END

#endif  // COMMDN_GENERATED_ERRORS_HPP
