/*
 * commdn for C++17: what an event loop watches. For the other headers of this folder, and for loops
 * that have none.
 *
 * Owns Source: a descriptor, and what takes all that waits behind it. Knows no loop.
 */
#ifndef COMMDN_ADAPTERS_SOURCE_HPP
#define COMMDN_ADAPTERS_SOURCE_HPP

#include <commdn.hpp>

COMMDN_HPP_BEGIN

namespace adapters {

/** A descriptor, and what is called when it is readable; false says that nothing more will come. */
struct Source {
    /** The descriptor. */
    commdn_fd fd;
    /** Takes all that waits. */
    std::function<bool()> read;
};

/**
 * A session: calls the handlers of Session::submit() and, with every Notice, `on_notice`; without
 * one, notices are left to SessionOptions::on_notice(), or thrown away.
 *
 * The session must outlive what watches it. No function that is called may destroy either.
 */
template <class OnNotice>
Source source_of(const Session &session COMMDN_LIFETIMEBOUND, OnNotice on_notice) {
    return {session.fd(), [&session, on_notice = std::move(on_notice)]() mutable {
                static_cast<void>(session.dispatch());
                const bool over = session.is_over();
                Result<Optional<Notice>> next = session.try_next_notice(Timeout::none());
                for (; next && *next; next = session.try_next_notice(Timeout::none())) {
                    on_notice(static_cast<const Notice &>(**next));
                }
                // InvalidArgument: a handler of the options has the notices.
                if (next || (next.code() == Code::InvalidArgument && !over)) {
                    return true;
                }
                while (session.dispatch(Timeout::forever()) > 0) {}
                return false;
            }};
}
inline Source source_of(const Session &session COMMDN_LIFETIMEBOUND) {
    return source_of(session, [](const Notice &) {});
}

/**
 * An outbox: calls `on_outcome` with every OutboxOutcome that was recorded after `cursor`, 0 for
 * all. The outbox must outlive what watches it, as above.
 */
template <class OnOutcome>
Source source_of(const Outbox &outbox COMMDN_LIFETIMEBOUND, std::uint64_t cursor, OnOutcome on_outcome) {
    return {outbox.fd(), [&outbox, cursor, on_outcome = std::move(on_outcome)]() mutable {
                while (const Optional<OutboxOutcome> outcome = outbox.next_outcome(cursor)) {
                    cursor = outcome->cursor();
                    on_outcome(*outcome);
                }
                return true;
            }};
}

}  // namespace adapters

COMMDN_HPP_END

#endif  // COMMDN_ADAPTERS_SOURCE_HPP
