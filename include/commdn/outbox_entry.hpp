/*
 * commdn for C++17: an entry of an outbox and its outcome. Part of commdn.hpp.
 */
#ifndef COMMDN_OUTBOX_ENTRY_HPP
#define COMMDN_OUTBOX_ENTRY_HPP

#include <commdn/session.hpp>

COMMDN_HPP_BEGIN

namespace detail {

/** A moment that the C functions tell in milliseconds. */
inline std::chrono::system_clock::time_point moment(std::uint64_t ms) noexcept {
    return std::chrono::system_clock::time_point(std::chrono::milliseconds(ms));
}

namespace bases {

/**
 * What can be read from an outcome: the base of OutboxOutcome and OutboxOutcomeView.
 *
 * Texts and events are the outcome's and end with it; those of a temporary are copies. Threads:
 * any number of readers. Nothing blocks, and no getter but error() throws.
 */
template <class Self>
class OutcomeReader {
public:
    /** How the entry ended. */
    OutcomeKind kind() const noexcept { return static_cast<OutcomeKind>(commdn_outbox_outcome_kind(outcome())); }
    /** Whether OCS has acknowledged it. */
    bool acknowledged() const noexcept { return kind() == OutcomeKind::Acknowledged; }
    /** The number of its entry. */
    std::uint64_t id() const noexcept { return commdn_outbox_outcome_id(outcome()); }
    /** Its place in the order of recording, for Outbox::next_outcome(). */
    std::uint64_t cursor() const noexcept { return commdn_outbox_outcome_cursor(outcome()); }
    /** How often it was sent, or may have been. */
    std::uint32_t attempts() const noexcept { return commdn_outbox_outcome_attempts(outcome()); }
    /** When it was recorded. */
    std::chrono::system_clock::time_point time() const noexcept {
        return moment(commdn_outbox_outcome_time_ms(outcome()));
    }
    /** Why it was not acknowledged; a copy. */
    std::optional<Error> error() const { return error_or_none(commdn_outbox_outcome_error(outcome())); }

protected:
    ~OutcomeReader() = default;

private:
    const commdn_outbox_outcome *outcome() const noexcept { return static_cast<const Self &>(*this).capi(); }
};

}  // namespace bases

}  // namespace detail

/** The outcome of an entry; it ends with the entry. */
class OutboxOutcomeView : public detail::bases::OutcomeReader<OutboxOutcomeView> {
public:
    explicit OutboxOutcomeView(const commdn_outbox_outcome *outcome) noexcept : outcome_(outcome) {}
    const commdn_outbox_outcome *capi() const noexcept { return outcome_; }

    /** The key that the entry was submitted under. */
    std::optional<std::string_view> key() const noexcept {
        return detail::text_or_none(commdn_outbox_outcome_key(outcome_));
    }
    /** The event that acknowledged the request, if it is kept. */
    std::optional<EventView> event() const noexcept {
        return detail::event_or_none(commdn_outbox_outcome_event(outcome_));
    }

private:
    const commdn_outbox_outcome *outcome_;
};

/** The recorded outcome of an entry: final, and the only one. Moved, not copied. */
class OutboxOutcome : public detail::Owned<commdn_outbox_outcome, commdn_outbox_outcome_free>,
                      public detail::bases::OutcomeReader<OutboxOutcome> {
public:
    /** Take over a C object. */
    explicit OutboxOutcome(commdn_outbox_outcome *owned) noexcept : Owned(owned) {}

    OutboxOutcomeView view() const noexcept COMMDN_LIFETIMEBOUND { return OutboxOutcomeView(capi()); }

    /** The key that the entry was submitted under. */
    std::optional<std::string_view> key() const & noexcept COMMDN_LIFETIMEBOUND { return view().key(); }
    std::optional<std::string> key() const && { return detail::own(key()); }
    /** The event that acknowledged the request, if it is kept. */
    std::optional<EventView> event() const & noexcept COMMDN_LIFETIMEBOUND { return view().event(); }
    std::optional<Event> event() const && { return detail::own(event()); }
};

/** An entry with all that is known of it. Moved, not copied; texts and outcome end with it. */
class OutboxEntry : public detail::Owned<commdn_outbox_entry, commdn_outbox_entry_free> {
public:
    /** Take over a C object. */
    explicit OutboxEntry(commdn_outbox_entry *owned) noexcept : Owned(owned) {}

    /** Its number. */
    std::uint64_t id() const noexcept { return commdn_outbox_entry_id(capi()); }
    /** Where it stands. */
    EntryState state() const noexcept { return static_cast<EntryState>(commdn_outbox_entry_state(capi())); }
    /** The kind of request. */
    MessageType message_type() const noexcept {
        return static_cast<MessageType>(commdn_outbox_entry_message_type(capi()));
    }
    /** How often it was sent, or may have been. */
    std::uint64_t attempts() const noexcept { return commdn_outbox_entry_attempts(capi()); }
    /** When it was submitted. */
    std::chrono::system_clock::time_point created() const noexcept {
        return detail::moment(commdn_outbox_entry_created_ms(capi()));
    }
    /** When it is tried next, of a waiting entry. */
    std::optional<std::chrono::system_clock::time_point> next_try() const noexcept {
        return optional_moment(commdn_outbox_entry_next_try_ms(capi()));
    }
    /** When it is given up as too old. */
    std::optional<std::chrono::system_clock::time_point> expires() const noexcept {
        return optional_moment(commdn_outbox_entry_expires_ms(capi()));
    }
    /** The key that it was submitted under. */
    std::optional<std::string_view> key() const & noexcept COMMDN_LIFETIMEBOUND {
        return detail::text_or_none(commdn_outbox_entry_key(capi()));
    }
    std::optional<std::string> key() const && { return detail::own(key()); }
    /** A copy of the request. Throws InvalidArgument if the file is damaged. */
    Request request() const { return try_request().value(); }
    Result<Request> try_request() const {
        return detail::make_plain<Request>("request", commdn_request_dup, commdn_outbox_entry_request(capi()));
    }
    /** Its outcome, of a finished entry. */
    std::optional<OutboxOutcomeView> outcome() const && = delete;
    std::optional<OutboxOutcomeView> outcome() const & noexcept COMMDN_LIFETIMEBOUND {
        const commdn_outbox_outcome *found = commdn_outbox_entry_outcome(capi());
        return found != nullptr ? std::optional<OutboxOutcomeView>(OutboxOutcomeView(found)) : std::nullopt;
    }

private:
    static std::optional<std::chrono::system_clock::time_point> optional_moment(std::uint64_t ms) noexcept {
        return ms != 0 ? std::optional<std::chrono::system_clock::time_point>(detail::moment(ms)) : std::nullopt;
    }
};

COMMDN_HPP_END

#endif  // COMMDN_OUTBOX_ENTRY_HPP
