/*
 * commdn for C++17: the outbox, requests in a file until each has an outcome. Part of commdn.hpp.
 */
#ifndef COMMDN_OUTBOX_HPP
#define COMMDN_OUTBOX_HPP

#include <commdn/outbox_entry.hpp>

namespace commdn {

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
    /** Age at which an entry is given up; -1 ms for never. Default 7 days. */
    std::optional<std::chrono::milliseconds> max_age;
    /**
     * The first and the longest pause after a failed attempt. Default 1 second and 5 minutes. Both
     * are above 0, and the first is not longer than the longest; no pause is shorter than 100 ms.
     */
    std::optional<std::pair<std::chrono::milliseconds, std::chrono::milliseconds>> backoff;
    /** How long a process may be silent before another takes over, 30 ms at least. Default 15 s. */
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
        return detail::make_with_text<Outbox, commdn_outbox>(
            path, "path", [&](const char *text, commdn_outbox **out, commdn_error **error) {
                return commdn_outbox_open(text, raw, out, error);
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
     * or detach(); its connection stays open for that long. A session that is over is replaced at
     * once: only that blocks, for the last write of what it has told, up to busy_timeout. Throws
     * InvalidArgument if one is attached that is not over, ClosedError, TimeoutError.
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
    bool wait_until_empty(Timeout timeout) const { return try_wait_until_empty(timeout).value(); }
    Result<bool> try_wait_until_empty(Timeout timeout) const {
        const Result<void> empty = detail::run([&](commdn_error **error) {
            return commdn_outbox_wait_until_empty(capi(), timeout.ms(), error);
        });
        if (empty.code() == Code::Timeout) {
            return false;
        }
        if (!empty) {
            return empty.error();
        }
        return true;
    }

    /** The outcome recorded next after that cursor, 0 for the first; empty at the end. */
    std::optional<OutboxOutcome> next_outcome(std::uint64_t cursor) const {
        return try_next_outcome(cursor).value();
    }
    Result<std::optional<OutboxOutcome>> try_next_outcome(std::uint64_t cursor) const {
        return unless_at_end(detail::make<OutboxOutcome, commdn_outbox_outcome>(
            [&](commdn_outbox_outcome **out, commdn_error **error) {
                return commdn_outbox_next_outcome(capi(), cursor, out, error);
            }));
    }

    /** The next entry after that number of those that `filter` means; empty at the end. */
    std::optional<OutboxEntry> next_entry(OutboxFilter filter, std::uint64_t after) const {
        return try_next_entry(filter, after).value();
    }
    Result<std::optional<OutboxEntry>> try_next_entry(OutboxFilter filter,
                                                      std::uint64_t after) const {
        return unless_at_end(detail::make<OutboxEntry, commdn_outbox_entry>(
            [&](commdn_outbox_entry **out, commdn_error **error) {
                return commdn_outbox_next_entry(capi(), static_cast<std::int32_t>(filter), after,
                                                out, error);
            }));
    }

    /** The entry that was submitted under `key`; after a retry the one that repeats it. */
    std::optional<std::uint64_t> find(std::string_view key) const { return try_find(key).value(); }
    Result<std::optional<std::uint64_t>> try_find(std::string_view key) const {
        std::uint64_t id = 0;
        const Result<void> found =
            detail::run_with_text(key, "key", [&](const char *text, commdn_error **error) {
                return commdn_outbox_find(capi(), text, &id, error);
            });
        if (found.code() == Code::NotFound) {
            return std::optional<std::uint64_t>();
        }
        if (!found) {
            return found.error();
        }
        return std::optional<std::uint64_t>(id);
    }

    /** Submit again what ended without an acknowledgement; the new entry. InvalidArgument. */
    std::uint64_t retry(std::uint64_t id) const { return try_retry(id).value(); }
    Result<std::uint64_t> try_retry(std::uint64_t id) const {
        return number([&](std::uint64_t *made, commdn_error **error) {
            return commdn_outbox_retry(capi(), id, made, error);
        });
    }

    /** Submit all dead letters again; how many. */
    std::uint64_t retry_dead() const { return try_retry_dead().value(); }
    Result<std::uint64_t> try_retry_dead() const {
        return number([&](std::uint64_t *count, commdn_error **error) {
            return commdn_outbox_retry_dead(capi(), count, error);
        });
    }

    /** End an entry that nobody is sending, as cancelled. InvalidArgument. */
    void cancel(std::uint64_t id) const { try_cancel(id).value(); }
    Result<void> try_cancel(std::uint64_t id) const {
        return detail::run(
            [&](commdn_error **error) { return commdn_outbox_cancel(capi(), id, error); });
    }

    /**
     * Forget entries that ended longer ago than that; how many. Dead letters only if `dead`.
     * Throws InvalidArgument for an age below 0.
     */
    std::uint64_t purge(std::chrono::milliseconds age, bool dead = false) const {
        return try_purge(age, dead).value();
    }
    Result<std::uint64_t> try_purge(std::chrono::milliseconds age, bool dead = false) const {
        if (age.count() < 0) {
            return Error(Code::InvalidArgument,
                         "age " + std::to_string(age.count()) + " ms is negative");
        }
        return number([&](std::uint64_t *count, commdn_error **error) {
            return commdn_outbox_purge(capi(), static_cast<std::uint64_t>(age.count()), dead,
                                       count, error);
        });
    }

    /**
     * Write entries to a file, as CSV with a header; how many. InvalidArgument, Storage.
     *
     * A text that a spreadsheet would take for a formula gets a ' in front, unless as_is is true.
     */
    std::uint64_t export_csv(OutboxFilter filter, const std::string &path,
                             bool as_is = false) const {
        return try_export_csv(filter, path, as_is).value();
    }
    Result<std::uint64_t> try_export_csv(OutboxFilter filter, const std::string &path,
                                         bool as_is = false) const {
        Result<void> whole = detail::check_text(path, "path");
        if (!whole) {
            return whole.error();
        }
        const auto write = as_is ? commdn_outbox_export_as_is : commdn_outbox_export;
        return number([&](std::uint64_t *count, commdn_error **error) {
            return write(capi(), static_cast<std::int32_t>(filter), path.c_str(), count, error);
        });
    }

    /** One of its counts. */
    std::uint64_t count(OutboxCounter counter) const { return try_count(counter).value(); }
    Result<std::uint64_t> try_count(OutboxCounter counter) const {
        return number([&](std::uint64_t *value, commdn_error **error) {
            return commdn_outbox_count(capi(), static_cast<std::int32_t>(counter), value, error);
        });
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
    static Result<std::optional<T>> unless_at_end(Result<T> next) {
        if (next.code() == Code::NotFound) {
            return std::optional<T>();
        }
        if (!next) {
            return next.error();
        }
        return std::optional<T>(std::move(next).value());
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

    /** Set a time in milliseconds, as set(). */
    static void set_ms(Result<void> &done, commdn_outbox_options *options,
                       const std::optional<std::chrono::milliseconds> &time, const char *name,
                       commdn_status (*call)(commdn_outbox_options *, std::int32_t,
                                             commdn_error **)) {
        if (!done || !time) {
            return;
        }
        const Result<std::int32_t> ms = detail::to_int32(time->count(), name);
        if (!ms) {
            done = ms.error();
            return;
        }
        set(done, options, std::optional(*ms), call);
    }

    static Result<void> set_backoff(commdn_outbox_options *options,
                                    std::chrono::milliseconds first,
                                    std::chrono::milliseconds longest) {
        const Result<std::int32_t> first_ms = detail::to_int32(first.count(), "backoff");
        const Result<std::int32_t> longest_ms = detail::to_int32(longest.count(), "backoff");
        if (!first_ms || !longest_ms) {
            return first_ms ? longest_ms.error() : first_ms.error();
        }
        return detail::run([&](commdn_error **error) {
            return commdn_outbox_options_set_backoff_ms(options, *first_ms, *longest_ms, error);
        });
    }

    static Result<void> apply(commdn_outbox_options *to, const OutboxOptions &from) {
        Result<void> done;
        set(done, to, from.max_entries, commdn_outbox_options_set_max_entries);
        set(done, to, from.max_bytes, commdn_outbox_options_set_max_bytes);
        set(done, to, from.window, commdn_outbox_options_set_window);
        set(done, to, from.max_attempts, commdn_outbox_options_set_max_attempts);
        set(done, to, from.keep_answers, commdn_outbox_options_set_keep_answers);
        set(done, to, from.max_age,
            [](auto *options, std::chrono::milliseconds age, commdn_error **error) {
                return commdn_outbox_options_set_max_age_ms(options, std::int64_t{age.count()},
                                                            error);
            });
        if (done && from.backoff) {
            done = set_backoff(to, from.backoff->first, from.backoff->second);
        }
        set_ms(done, to, from.lease, "lease", commdn_outbox_options_set_lease_ms);
        set_ms(done, to, from.request_timeout, "request_timeout",
               commdn_outbox_options_set_request_timeout_ms);
        set_ms(done, to, from.busy_timeout, "busy_timeout",
               commdn_outbox_options_set_busy_timeout_ms);
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
