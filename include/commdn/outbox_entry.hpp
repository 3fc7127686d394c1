/*
 * commdn for C++17: an entry of an outbox and its outcome. Part of commdn.hpp.
 */
#ifndef COMMDN_OUTBOX_ENTRY_HPP
#define COMMDN_OUTBOX_ENTRY_HPP

#include <commdn/session.hpp>

namespace commdn {

/** How an entry of an outbox ended. */
enum class OutcomeKind : std::int32_t {
    Acknowledged = COMMDN_OUTCOME_ACKNOWLEDGED,
    Refused = COMMDN_OUTCOME_REFUSED,
    Unknown = COMMDN_OUTCOME_UNKNOWN,
    GaveUp = COMMDN_OUTCOME_GAVE_UP,
    Expired = COMMDN_OUTCOME_EXPIRED,
    Cancelled = COMMDN_OUTCOME_CANCELLED
};

/** Where an entry of an outbox stands. */
enum class EntryState : std::int32_t {
    Waiting = COMMDN_ENTRY_WAITING,
    Blocked = COMMDN_ENTRY_BLOCKED,
    Claimed = COMMDN_ENTRY_CLAIMED,
    Done = COMMDN_ENTRY_DONE,
    Dead = COMMDN_ENTRY_DEAD
};

namespace detail {

/** A text of the object, empty if there is none. */
inline std::optional<std::string_view> text_or_none(const char *text) noexcept {
    return text != nullptr ? std::optional<std::string_view>(text) : std::nullopt;
}

/** A moment that the C functions tell in milliseconds. */
inline std::chrono::system_clock::time_point moment(std::uint64_t ms) noexcept {
    return std::chrono::system_clock::time_point(std::chrono::milliseconds(ms));
}

namespace bases {

/**
 * What can be read from an outcome: the base of OutboxOutcome and OutboxOutcomeView.
 *
 * Texts and events are the outcome's and end with it. Threads: any number of readers. Nothing
 * blocks, and no getter but error() throws.
 */
template <class Self>
class OutcomeReader {
public:
    /** How the entry ended. */
    OutcomeKind kind() const noexcept {
        return static_cast<OutcomeKind>(commdn_outbox_outcome_kind(outcome()));
    }
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
    /** The key that the entry was submitted under. */
    std::optional<std::string_view> key() const noexcept {
        return text_or_none(commdn_outbox_outcome_key(outcome()));
    }
    /** The event that acknowledged the request, if it is kept. */
    std::optional<EventView> event() const noexcept {
        const commdn_event *found = commdn_outbox_outcome_event(outcome());
        return found != nullptr ? std::optional<EventView>(EventView(found)) : std::nullopt;
    }
    /** Why it was not acknowledged; a copy. */
    std::optional<Error> error() const {
        const commdn_error *found = commdn_outbox_outcome_error(outcome());
        if (found == nullptr) {
            return std::nullopt;
        }
        return Error(commdn_error_code(found), found);
    }

protected:
    ~OutcomeReader() = default;

private:
    const commdn_outbox_outcome *outcome() const noexcept {
        return static_cast<const Self &>(*this).capi();
    }
};

}  // namespace bases

}  // namespace detail

/** The outcome of an entry; it ends with the entry. */
class OutboxOutcomeView : public detail::bases::OutcomeReader<OutboxOutcomeView> {
public:
    explicit OutboxOutcomeView(const commdn_outbox_outcome *outcome) noexcept : outcome_(outcome) {}
    const commdn_outbox_outcome *capi() const noexcept { return outcome_; }

private:
    const commdn_outbox_outcome *outcome_;
};

/** The recorded outcome of an entry: final, and the only one. Moved, not copied. */
class OutboxOutcome : public detail::Owned<commdn_outbox_outcome, commdn_outbox_outcome_free>,
                      public detail::bases::OutcomeReader<OutboxOutcome> {
public:
    /** Take over a C object. */
    explicit OutboxOutcome(commdn_outbox_outcome *owned) noexcept : Owned(owned) {}
};

/** An entry with all that is known of it. Moved, not copied; texts and outcome end with it. */
class OutboxEntry : public detail::Owned<commdn_outbox_entry, commdn_outbox_entry_free> {
public:
    /** Take over a C object. */
    explicit OutboxEntry(commdn_outbox_entry *owned) noexcept : Owned(owned) {}

    /** Its number. */
    std::uint64_t id() const noexcept { return commdn_outbox_entry_id(capi()); }
    /** Where it stands. */
    EntryState state() const noexcept {
        return static_cast<EntryState>(commdn_outbox_entry_state(capi()));
    }
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
    std::optional<std::string_view> key() const noexcept {
        return detail::text_or_none(commdn_outbox_entry_key(capi()));
    }
    /** A copy of the request. Throws InvalidArgument if the file is damaged. */
    Request request() const { return try_request().value(); }
    Result<Request> try_request() const {
        commdn_request *copy = nullptr;
        const Result<void> done = detail::plain(
            commdn_request_dup(commdn_outbox_entry_request(capi()), &copy), "request");
        if (!done) {
            return done.error();
        }
        return Request(copy);
    }
    /** Its outcome, of a finished entry. */
    std::optional<OutboxOutcomeView> outcome() const noexcept {
        const commdn_outbox_outcome *found = commdn_outbox_entry_outcome(capi());
        return found != nullptr ? std::optional<OutboxOutcomeView>(OutboxOutcomeView(found))
                                : std::nullopt;
    }

private:
    static std::optional<std::chrono::system_clock::time_point>
    optional_moment(std::uint64_t ms) noexcept {
        return ms != 0 ? std::optional<std::chrono::system_clock::time_point>(detail::moment(ms))
                       : std::nullopt;
    }
};

}  // namespace commdn

#endif  // COMMDN_OUTBOX_ENTRY_HPP
