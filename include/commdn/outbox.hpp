/*
 * commdn for C++17: the outbox, requests in a file until each has an outcome. Part of commdn.hpp.
 */
#ifndef COMMDN_OUTBOX_HPP
#define COMMDN_OUTBOX_HPP

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

/** Which entries of an outbox are meant. */
enum class OutboxFilter : std::int32_t {
    All = COMMDN_OUTBOX_FILTER_ALL,
    Unfinished = COMMDN_OUTBOX_FILTER_UNFINISHED,
    Dead = COMMDN_OUTBOX_FILTER_DEAD,
    Acknowledged = COMMDN_OUTBOX_FILTER_ENDED + COMMDN_OUTCOME_ACKNOWLEDGED,
    Refused = COMMDN_OUTBOX_FILTER_ENDED + COMMDN_OUTCOME_REFUSED,
    Unknown = COMMDN_OUTBOX_FILTER_ENDED + COMMDN_OUTCOME_UNKNOWN,
    GaveUp = COMMDN_OUTBOX_FILTER_ENDED + COMMDN_OUTCOME_GAVE_UP,
    Expired = COMMDN_OUTBOX_FILTER_ENDED + COMMDN_OUTCOME_EXPIRED,
    Cancelled = COMMDN_OUTBOX_FILTER_ENDED + COMMDN_OUTCOME_CANCELLED
};

/** The counts of an outbox; those from Acknowledged on are over the file's life. */
enum class OutboxCounter : std::int32_t {
    Unfinished = COMMDN_OUTBOX_UNFINISHED,
    UnfinishedBytes = COMMDN_OUTBOX_UNFINISHED_BYTES,
    Claimed = COMMDN_OUTBOX_CLAIMED,
    Dead = COMMDN_OUTBOX_DEAD,
    Acknowledged = COMMDN_OUTBOX_ENDED + COMMDN_OUTCOME_ACKNOWLEDGED,
    Refused = COMMDN_OUTBOX_ENDED + COMMDN_OUTCOME_REFUSED,
    Unknown = COMMDN_OUTBOX_ENDED + COMMDN_OUTCOME_UNKNOWN,
    GaveUp = COMMDN_OUTBOX_ENDED + COMMDN_OUTCOME_GAVE_UP,
    Expired = COMMDN_OUTBOX_ENDED + COMMDN_OUTCOME_EXPIRED,
    Cancelled = COMMDN_OUTBOX_ENDED + COMMDN_OUTCOME_CANCELLED
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
    Request request() const {
        commdn_request *copy = nullptr;
        detail::plain(commdn_request_dup(commdn_outbox_entry_request(capi()), &copy), "request")
            .value();
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

/** The options of an outbox; set what differs from the defaults. */
struct OutboxOptions {
    /** Most entries without an outcome. Default 1,000,000. */
    std::optional<std::uint64_t> max_entries;
    /** Most bytes of requests without an outcome. Default 1 GiB. */
    std::optional<std::uint64_t> max_bytes;
    /** Most requests under way at a time. Default 256. */
    std::optional<std::uint32_t> window;
    /** Attempts after which an entry is given up. Default 100. */
    std::optional<std::uint32_t> max_attempts;
    /** Age at which an entry is given up; less than 0 for never. Default 7 days. */
    std::optional<std::chrono::milliseconds> max_age;
    /** The first and the longest pause after a failed attempt. Default 1 second and 5 minutes. */
    std::optional<std::pair<std::chrono::milliseconds, std::chrono::milliseconds>> backoff;
    /** How long a process may be silent before another one takes over. Default 15 seconds. */
    std::optional<std::chrono::milliseconds> lease;
    /** How long one attempt waits for an answer. Default: the session's request_timeout. */
    std::optional<std::chrono::milliseconds> request_timeout;
    /** How long a call waits for another process to let go of the file. Default 10 seconds. */
    std::optional<std::chrono::milliseconds> busy_timeout;
    /** Keep the events that acknowledge. Default true. */
    std::optional<bool> keep_answers;
    /** What requests are checked against when they are submitted, read while the outbox is opened. Default: the default dialect. */
    const Dialect *dialect = nullptr;
    /** Refusals of OCS after which the same request is repeated as if nobody had answered. Default none. */
    std::vector<CmError> retryable_refusals;
};

/** The options of one submit; set what differs from the defaults. */
struct SubmitOptions {
    /** Submitting twice under one key submits once. */
    std::optional<std::string> key;
    /** Requests under the same text are sent in turn. Default: those of one customer. */
    std::optional<std::string> order_key;
    /** Send it whatever other requests of the same customer wait. */
    bool unordered = false;
    /** Give it up that long after now. */
    std::optional<std::chrono::milliseconds> max_age;
    /** Give it up after that many attempts. */
    std::optional<std::uint32_t> max_attempts;
};

/**
 * Requests in a file, each kept until it has exactly one outcome.
 *
 * Several processes may share a file. Destroying it stops sending, and blocks for that up to 2
 * seconds. Moved, not copied. Threads: every const function may be called by any number of threads
 * at a time. Calls block while another process writes to the file, up to busy_timeout, and throw
 * StorageError, ForkedError.
 */
class Outbox : public detail::Owned<commdn_outbox, commdn_outbox_free> {
public:
    /** Take over a C object. */
    explicit Outbox(commdn_outbox *owned) noexcept : Owned(owned) {}

    /**
     * Open the outbox in a file, making it if there is none. Throws StorageError if it is no
     * outbox, UnsupportedError if the library was built without it.
     */
    static Outbox open(const std::string &path, const OutboxOptions &options = {}) {
        return try_open(path, options).value();
    }
    static Result<Outbox> try_open(const std::string &path, const OutboxOptions &options = {}) {
        commdn_outbox_options *raw = nullptr;
        Result<void> made = detail::plain(commdn_outbox_options_new(&raw), "options");
        const detail::Handle<commdn_outbox_options, commdn_outbox_options_free> handle(raw);
        if (made) {
            made = apply(raw, options);
        }
        if (!made) {
            return made.error();
        }
        return detail::make<Outbox, commdn_outbox>([&](commdn_outbox **out, commdn_error **error) {
            return commdn_outbox_open(path.c_str(), raw, out, error);
        });
    }

    /** Put a request in; when this returns it is on the disk. Throws OutboxFullError, too. */
    std::uint64_t submit(const Request &request, const SubmitOptions &options = {}) const {
        return try_submit(request, options).value();
    }
    Result<std::uint64_t> try_submit(const Request &request,
                                     const SubmitOptions &options = {}) const {
        RawSubmitOptions raw;
        const Result<void> made = make(raw, options);
        if (!made) {
            return made.error();
        }
        return number([&](std::uint64_t *id, commdn_error **error) {
            return commdn_outbox_submit(capi(), request.capi(), raw.get(), id, error);
        });
    }

    /**
     * Put requests in, all of them or none; when this returns they are on the disk: many share the
     * cost of one. `options` are none, or one for each request. Gives their numbers, in order.
     * Throws InvalidRequest, which tells the place of the request, OutboxFullError.
     */
    std::vector<std::uint64_t> submit_many(const std::vector<Request> &requests,
                                           const std::vector<SubmitOptions> &options = {}) const {
        return try_submit_many(requests, options).value();
    }
    Result<std::vector<std::uint64_t>>
    try_submit_many(const std::vector<Request> &requests,
                    const std::vector<SubmitOptions> &options = {}) const {
        if (!options.empty() && options.size() != requests.size()) {
            return Error(Code::InvalidArgument,
                         "options are neither none nor one for each request");
        }
        std::vector<const commdn_request *> handles;
        handles.reserve(requests.size());
        for (const Request &request : requests) {
            handles.push_back(request.capi());
        }
        std::vector<RawSubmitOptions> owned;
        std::vector<const commdn_outbox_submit_options *> raw;
        raw.reserve(options.size());
        for (const SubmitOptions &each : options) {
            owned.emplace_back();
            const Result<void> made = make(owned.back(), each);
            if (!made) {
                return made.error();
            }
            raw.push_back(owned.back().get());
        }
        std::vector<std::uint64_t> ids(requests.size());
        const Result<void> done = detail::run([&](commdn_error **error) {
            return commdn_outbox_submit_many(capi(), handles.data(),
                                             raw.empty() ? nullptr : raw.data(), handles.size(),
                                             ids.data(), error);
        });
        if (!done) {
            return done.error();
        }
        return ids;
    }

    /**
     * Send what is in the outbox over a session, on a thread of its own, until the session is over
     * or detach(); its connection stays open for that long. Throws InvalidArgument if one is
     * attached, ClosedError. Never blocks.
     */
    void attach(const Session &session) const { try_attach(session).value(); }
    Result<void> try_attach(const Session &session) const {
        return detail::run([&](commdn_error **error) {
            return commdn_outbox_attach(capi(), session.capi(), error);
        });
    }

    /**
     * Stop sending. Blocks up to `timeout` for requests under way; what is not answered then is
     * repeated by the next sender, or, if it may not be repeated, ends as unknown.
     */
    void detach(Timeout timeout = std::chrono::seconds(2)) const { try_detach(timeout).value(); }
    Result<void> try_detach(Timeout timeout = std::chrono::seconds(2)) const {
        return detail::run([&](commdn_error **error) {
            return commdn_outbox_detach(capi(), timeout.ms(), error);
        });
    }

    /** Whether a session is attached that is not over. */
    bool is_attached() const noexcept { return commdn_outbox_is_attached(capi()); }

    /** The outcome of an entry, whichever process records it. Blocks; throws TimeoutError. */
    OutboxOutcome wait(std::uint64_t id, Timeout timeout = std::chrono::seconds(10)) const {
        return try_wait(id, timeout).value();
    }
    Result<OutboxOutcome> try_wait(std::uint64_t id,
                                   Timeout timeout = std::chrono::seconds(10)) const {
        return detail::make<OutboxOutcome, commdn_outbox_outcome>(
            [&](commdn_outbox_outcome **out, commdn_error **error) {
                return commdn_outbox_wait(capi(), id, timeout.ms(), out, error);
            });
    }

    /** Wait until no entry is without an outcome; whether that is so. Blocks. */
    bool wait_until_empty(Timeout timeout) const {
        Result<void> empty = detail::run([&](commdn_error **error) {
            return commdn_outbox_wait_until_empty(capi(), timeout.ms(), error);
        });
        if (empty.code() == Code::Timeout) {
            return false;
        }
        empty.value();
        return true;
    }

    /** The outcome recorded next after that cursor, 0 for the first; empty at the end. */
    std::optional<OutboxOutcome> next_outcome(std::uint64_t cursor) const {
        return unless_at_end(detail::make<OutboxOutcome, commdn_outbox_outcome>(
            [&](commdn_outbox_outcome **out, commdn_error **error) {
                return commdn_outbox_next_outcome(capi(), cursor, out, error);
            }));
    }

    /** The next entry after that number of those that `filter` means; empty at the end. */
    std::optional<OutboxEntry> next_entry(OutboxFilter filter, std::uint64_t after) const {
        return unless_at_end(detail::make<OutboxEntry, commdn_outbox_entry>(
            [&](commdn_outbox_entry **out, commdn_error **error) {
                return commdn_outbox_next_entry(capi(), static_cast<std::int32_t>(filter), after,
                                                out, error);
            }));
    }

    /** The entry that was submitted under `key`; after a retry the one that repeats it. */
    std::optional<std::uint64_t> find(std::string_view key) const {
        std::uint64_t id = 0;
        Result<void> found =
            detail::run_with_text(key, "key", [&](const char *text, commdn_error **error) {
                return commdn_outbox_find(capi(), text, &id, error);
            });
        if (found.code() == Code::NotFound) {
            return std::nullopt;
        }
        found.value();
        return id;
    }

    /** Submit again what ended without an acknowledgement; the new entry. InvalidArgument. */
    std::uint64_t retry(std::uint64_t id) const { return try_retry(id).value(); }
    Result<std::uint64_t> try_retry(std::uint64_t id) const {
        return number([&](std::uint64_t *made, commdn_error **error) {
            return commdn_outbox_retry(capi(), id, made, error);
        });
    }

    /** Submit all dead letters again; how many. */
    std::uint64_t retry_dead() const {
        return number([&](std::uint64_t *count, commdn_error **error) {
                   return commdn_outbox_retry_dead(capi(), count, error);
               })
            .value();
    }

    /** End an entry that nobody is sending, as cancelled. InvalidArgument. */
    void cancel(std::uint64_t id) const { try_cancel(id).value(); }
    Result<void> try_cancel(std::uint64_t id) const {
        return detail::run(
            [&](commdn_error **error) { return commdn_outbox_cancel(capi(), id, error); });
    }

    /** Forget entries that ended longer ago than that; how many. Dead letters only if `dead`. */
    std::uint64_t purge(std::chrono::milliseconds age, bool dead = false) const {
        const auto ms = static_cast<std::uint64_t>(age.count() > 0 ? age.count() : 0);
        return number([&](std::uint64_t *count, commdn_error **error) {
                   return commdn_outbox_purge(capi(), ms, dead, count, error);
               })
            .value();
    }

    /** Write entries to a file, as CSV with a header; how many. InvalidArgument. */
    std::uint64_t export_csv(OutboxFilter filter, const std::string &path) const {
        return number([&](std::uint64_t *count, commdn_error **error) {
                   return commdn_outbox_export(capi(), static_cast<std::int32_t>(filter),
                                               path.c_str(), count, error);
               })
            .value();
    }

    /** One of its counts. */
    std::uint64_t count(OutboxCounter counter) const {
        return number([&](std::uint64_t *value, commdn_error **error) {
                   return commdn_outbox_count(capi(), static_cast<std::int32_t>(counter), value,
                                              error);
               })
            .value();
    }

private:
    using RawSubmitOptions =
        detail::Handle<commdn_outbox_submit_options, commdn_outbox_submit_options_free>;

    static Result<void> make(RawSubmitOptions &to, const SubmitOptions &from) {
        commdn_outbox_submit_options *raw = nullptr;
        Result<void> made = detail::plain(commdn_outbox_submit_options_new(&raw), "options");
        to.reset(raw);
        return made ? apply(raw, from) : made;
    }

    template <class Call>
    static Result<std::uint64_t> number(Call &&call) {
        std::uint64_t value = 0;
        Result<void> done = detail::run([&](commdn_error **error) { return call(&value, error); });
        if (!done) {
            return done.error();
        }
        return value;
    }

    template <class T>
    static std::optional<T> unless_at_end(Result<T> next) {
        if (next.code() == Code::NotFound) {
            return std::nullopt;
        }
        return std::move(next).value();
    }

    /** Set one option, if it is given and none has failed before. */
    template <class Options, class Value, class Call>
    static void set(Result<void> &done, Options *options, const std::optional<Value> &value,
                    Call &&call) {
        if (done && value) {
            done = detail::run(
                [&](commdn_error **error) { return call(options, *value, error); });
        }
    }

    static std::int32_t short_ms(std::chrono::milliseconds time) noexcept {
        return time.count() < 0 ? -1 : Timeout(time).ms();
    }

    static Result<void> apply(commdn_outbox_options *to, const OutboxOptions &from) {
        using Millis = std::chrono::milliseconds;
        using Times = std::pair<Millis, Millis>;
        Result<void> done;
        set(done, to, from.max_entries, commdn_outbox_options_set_max_entries);
        set(done, to, from.max_bytes, commdn_outbox_options_set_max_bytes);
        set(done, to, from.window, commdn_outbox_options_set_window);
        set(done, to, from.max_attempts, commdn_outbox_options_set_max_attempts);
        set(done, to, from.keep_answers, commdn_outbox_options_set_keep_answers);
        set(done, to, from.max_age, [](auto *options, Millis age, commdn_error **error) {
            const std::int64_t ms = age.count() < 0 ? -1 : std::int64_t{age.count()};
            return commdn_outbox_options_set_max_age_ms(options, ms, error);
        });
        set(done, to, from.backoff, [](auto *options, const Times &times, commdn_error **error) {
            return commdn_outbox_options_set_backoff_ms(options, short_ms(times.first),
                                                        short_ms(times.second), error);
        });
        set(done, to, from.lease, [](auto *options, Millis time, commdn_error **error) {
            return commdn_outbox_options_set_lease_ms(options, short_ms(time), error);
        });
        set(done, to, from.request_timeout, [](auto *options, Millis time, commdn_error **error) {
            return commdn_outbox_options_set_request_timeout_ms(options, short_ms(time), error);
        });
        set(done, to, from.busy_timeout, [](auto *options, Millis time, commdn_error **error) {
            return commdn_outbox_options_set_busy_timeout_ms(options, short_ms(time), error);
        });
        if (done && from.dialect != nullptr) {
            done = detail::run([&](commdn_error **error) {
                return commdn_outbox_options_set_dialect(to, from.dialect->capi(), error);
            });
        }
        for (const CmError code : from.retryable_refusals) {
            set(done, to, std::optional(static_cast<std::int32_t>(code)),
                commdn_outbox_options_add_retryable_refusal);
        }
        return done;
    }

    static Result<void> apply(commdn_outbox_submit_options *to, const SubmitOptions &from) {
        Result<void> done;
        if (from.key) {
            done = detail::run_with_text(
                *from.key, "key", [&](const char *text, commdn_error **error) {
                    return commdn_outbox_submit_options_set_key(to, text, error);
                });
        }
        if (done && from.order_key) {
            done = detail::run_with_text(
                *from.order_key, "order_key", [&](const char *text, commdn_error **error) {
                    return commdn_outbox_submit_options_set_order_key(to, text, error);
                });
        }
        if (done && from.unordered) {
            done = detail::run([&](commdn_error **error) {
                return commdn_outbox_submit_options_set_unordered(to, true, error);
            });
        }
        set(done, to, from.max_age, [](auto *options, std::chrono::milliseconds age,
                                       commdn_error **error) {
            return commdn_outbox_submit_options_set_max_age_ms(
                options, std::int64_t{age.count()}, error);
        });
        set(done, to, from.max_attempts, commdn_outbox_submit_options_set_max_attempts);
        return done;
    }
};

}  // namespace commdn

#endif  // COMMDN_OUTBOX_HPP
