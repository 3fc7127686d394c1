/*
 * commdn for C++17: the options of an outbox. Part of outbox.hpp.
 *
 * Printed by `cargo xtask api` from the tables in core/src/description: change those.
 */
#ifndef COMMDN_GENERATED_OUTBOX_OPTIONS_HPP
#define COMMDN_GENERATED_OUTBOX_OPTIONS_HPP

#include <commdn/dialect.hpp>

COMMDN_HPP_BEGIN

/** The options of an outbox; set what differs from the defaults. */
struct OutboxOptions {
    /** Maximum number of entries without an outcome. Default 1,000,000. */
    std::optional<std::uint64_t> max_entries;
    /** Maximum number of bytes of requests without an outcome. Default 1 GiB. */
    std::optional<std::uint64_t> max_bytes;
    /**
     * Time that a call waits for another process to release the file, at most 24 days. Default 10
     * s.
     */
    std::optional<std::chrono::milliseconds> busy_timeout;
    /**
     * Time that closing an attached outbox waits for requests in flight, at most 24 days. Default 2
     * s.
     */
    std::optional<std::chrono::milliseconds> close_timeout;
    /**
     * Interval of checking the file for changes by other processes, at least 1 ms. Default 100 ms.
     */
    std::optional<std::chrono::milliseconds> poll_interval;
    /** Time limit for the answer to one attempt. Default: the session's. */
    std::optional<std::chrono::milliseconds> request_timeout;
    /** Maximum number of requests in flight, 1 or more. Default 256. */
    std::optional<std::uint32_t> window;
    /**
     * Attempts after which an entry is given up, 1 or more; a submit may set another number.
     * Default 100.
     *
     * With the default backoff, 100 attempts take eight hours without an answer. Time without a
     * connection does not count.
     */
    std::optional<std::uint32_t> max_attempts;
    /**
     * Age at which an entry is given up; a submit may set another. Default 7 days. Less than 0 is
     * never.
     */
    std::optional<std::chrono::milliseconds> max_age;
    /**
     * Time without a sign of life after which another process takes over a sender's entries, 30 ms
     * or more. Default 15 s.
     */
    std::optional<std::chrono::milliseconds> lease;
    /** Keep the events that acknowledge requests; refusals are always kept. Default true. */
    bool keep_answers = true;
    /**
     * Pause after a failed attempt; it doubles with each attempt, and half of it is random. Default
     * 1 s.
     *
     * Above 0, and not above the longest pause. No pause is shorter than 100 ms.
     *
     * Longest pause between two attempts, above 0. Default 300 s.
     */
    std::optional<std::pair<std::chrono::milliseconds, std::chrono::milliseconds>> backoff;
    /**
     * OCS refusals that are temporary: the entry is repeated as if there had been no answer.
     * Default: none: a refusal is final.
     */
    std::vector<CmError> retryable_refusals;
    /**
     * Dialect for checking requests when they are submitted; it is copied. Default: the default
     * dialect.
     */
    const Dialect *dialect = nullptr;
};

namespace detail {

inline Result<void> apply(commdn_outbox_options *to, const OutboxOptions &from) {
    Result<void> done;
    set(done, commdn_outbox_options_set_max_entries, to, from.max_entries);
    set(done, commdn_outbox_options_set_max_bytes, to, from.max_bytes);
    set(done, commdn_outbox_options_set_busy_timeout_ms, to, from.busy_timeout, "busy_timeout");
    set(done, commdn_outbox_options_set_close_timeout_ms, to, from.close_timeout, "close_timeout");
    set(done, commdn_outbox_options_set_poll_interval_ms, to, from.poll_interval, "poll_interval");
    set(done, commdn_outbox_options_set_request_timeout_ms, to, from.request_timeout,
        "request_timeout");
    set(done, commdn_outbox_options_set_window, to, from.window);
    set(done, commdn_outbox_options_set_max_attempts, to, from.max_attempts);
    set(done, commdn_outbox_options_set_max_age_ms, to, from.max_age);
    set(done, commdn_outbox_options_set_lease_ms, to, from.lease, "lease");
    if (done && !from.keep_answers) {
        done = call(commdn_outbox_options_set_keep_answers, to, false);
    }
    set(done, commdn_outbox_options_set_backoff_ms, to, from.backoff, "backoff");
    for (const CmError code : from.retryable_refusals) {
        done = done ? call(commdn_outbox_options_add_retryable_refusal, to, number(code)) : done;
    }
    if (done && from.dialect != nullptr) {
        done = call(commdn_outbox_options_set_dialect, to, from.dialect->capi());
    }
    return done;
}

}  // namespace detail

/** The options of one submit; set what differs from the defaults. */
struct SubmitOptions {
    /**
     * Idempotency key: a second submit with the same key returns the number of the first. Default:
     * none.
     */
    std::optional<std::string> key;
    /**
     * Requests with the same order key are sent one at a time, in order. Default: the request's
     * customer id, else its phone; for requests without either its campaign and group.
     */
    std::optional<std::string> order_key;
    /** Send it without waiting for other requests of the same customer. Default false. */
    bool unordered = false;
    /** Age at which it is given up. Default: the outbox's option. Less than 0 is never. */
    std::optional<std::chrono::milliseconds> max_age;
    /** Attempts after which it is given up, 1 or more. Default: the outbox's option. */
    std::optional<std::uint32_t> max_attempts;
};

namespace detail {

inline Result<void> apply(commdn_outbox_submit_options *to, const SubmitOptions &from) {
    Result<void> done;
    set(done, commdn_outbox_submit_options_set_key, to, from.key, "key");
    set(done, commdn_outbox_submit_options_set_order_key, to, from.order_key, "order_key");
    if (done && from.unordered) {
        done = call(commdn_outbox_submit_options_set_unordered, to, true);
    }
    set(done, commdn_outbox_submit_options_set_max_age_ms, to, from.max_age);
    set(done, commdn_outbox_submit_options_set_max_attempts, to, from.max_attempts);
    return done;
}

}  // namespace detail

COMMDN_HPP_END

#endif  // COMMDN_GENERATED_OUTBOX_OPTIONS_HPP
