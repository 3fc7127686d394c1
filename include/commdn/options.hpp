/*
 * commdn for C++17: who connects, how patiently, and who is called. Part of commdn.hpp.
 *
 * Owns Timeout, SessionOptions and the trampolines between C callbacks and C++ functions.
 */
#ifndef COMMDN_OPTIONS_HPP
#define COMMDN_OPTIONS_HPP

#include <commdn/event.hpp>
#include <commdn/tls.hpp>

#include <exception>
#include <functional>
#include <mutex>

namespace commdn {

/**
 * How long a call may wait: any std::chrono duration, or one of the three below.
 *
 * Parts of a millisecond are rounded up; less than 0 counts as 0, more than 24 days as 24 days.
 */
class Timeout {
public:
    /** So long. */
    template <class Rep, class Period>
    constexpr Timeout(std::chrono::duration<Rep, Period> time) noexcept : ms_(to_ms(time)) {}

    /** Do not wait. */
    static constexpr Timeout none() noexcept { return Timeout(std::int32_t{0}); }
    /** Wait until it comes or the session ends. */
    static constexpr Timeout forever() noexcept { return Timeout(COMMDN_WAIT_FOREVER); }
    /** Wait as long as SessionOptions::request_timeout(). */
    static constexpr Timeout session_default() noexcept { return Timeout(COMMDN_WAIT_DEFAULT); }

    /** As the C functions take it. */
    constexpr std::int32_t ms() const noexcept { return ms_; }

private:
    explicit constexpr Timeout(std::int32_t ms) noexcept : ms_(ms) {}

    template <class Rep, class Period>
    static constexpr std::int32_t to_ms(std::chrono::duration<Rep, Period> time) noexcept {
        using Millis = std::chrono::duration<double, std::milli>;
        constexpr std::int32_t most = (std::numeric_limits<std::int32_t>::max)();
        const double wanted = Millis(time).count();
        if (!(wanted > 0)) {
            return 0;
        }
        if (wanted >= static_cast<double>(most)) {
            return most;
        }
        const auto whole = static_cast<std::int32_t>(wanted);
        return static_cast<double>(whole) < wanted ? whole + 1 : whole;
    }

    std::int32_t ms_;
};

/** Called with every notice, on the session's own thread, one call at a time. */
using NoticeHandler = std::function<void(const NoticeView &)>;
/** Called with a log line, on whatever thread logs, several at a time. */
using LogHandler = std::function<void(LogLevel, std::string_view)>;

namespace detail {

/** The functions of one session, and what they threw. */
class Callbacks {
public:
    /** Takes notices. */
    NoticeHandler on_notice;
    /** Takes log lines. */
    LogHandler on_log;

    /** Keep what is being thrown; the first one that nobody has taken stays. */
    void keep_exception() noexcept {
        const std::lock_guard<std::mutex> lock(mutex_);
        if (!thrown_) {
            thrown_ = std::current_exception();
        }
    }
    std::exception_ptr take_exception() noexcept {
        const std::lock_guard<std::mutex> lock(mutex_);
        return std::exchange(thrown_, nullptr);
    }

private:
    std::mutex mutex_;
    std::exception_ptr thrown_;
};

using SharedCallbacks = std::shared_ptr<Callbacks>;

extern "C" {

inline void commdn_hpp_on_notice(const commdn_notice *notice, void *user_data) noexcept {
    Callbacks &callbacks = **static_cast<SharedCallbacks *>(user_data);
    try {
        callbacks.on_notice(NoticeView(notice));
    } catch (...) {
        callbacks.keep_exception();
    }
}

inline void commdn_hpp_on_log(std::int32_t level, const char *line, void *user_data) noexcept {
    Callbacks &callbacks = **static_cast<SharedCallbacks *>(user_data);
    try {
        callbacks.on_log(static_cast<LogLevel>(level), line);
    } catch (...) {
        callbacks.keep_exception();
    }
}

inline void commdn_hpp_drop(void *user_data) noexcept {
    delete static_cast<SharedCallbacks *>(user_data);
}

}  // extern "C"

}  // namespace detail

/**
 * Who connects, to which DN, and how patiently; each option has a default.
 *
 * Setters return the object and throw InvalidArgument; those with try_ in their names return the
 * error instead. Moved, not copied: copy() copies. Threads: one at a time for changes, any number
 * of readers. Nothing blocks.
 */
class SessionOptions : public detail::Owned<commdn_session_options, commdn_session_options_free> {
public:
    /** For the communication DN `dn` and the application with DBID `app_dbid`. */
    SessionOptions(std::string_view dn, std::int32_t app_dbid)
        : SessionOptions(try_make(dn, app_dbid).value().release()) {}
    static Result<SessionOptions> try_make(std::string_view dn, std::int32_t app_dbid) {
        commdn_session_options *made = nullptr;
        Result<void> done =
            detail::run_with_text(dn, "dn", [&](const char *text, commdn_error **error) {
                return commdn_session_options_new(text, app_dbid, &made, error);
            });
        if (!done) {
            return done.error();
        }
        return SessionOptions(made);
    }
    /** Take over a C object. Its callbacks stay; what they throw is their own affair. */
    explicit SessionOptions(commdn_session_options *owned) noexcept : Owned(owned) {}

    /** A copy, with the same functions to call. */
    SessionOptions copy() const { return try_copy().value(); }
    Result<SessionOptions> try_copy() const {
        commdn_session_options *made = nullptr;
        Result<void> done = detail::plain(commdn_session_options_dup(capi(), &made), "options");
        if (!done) {
            return done.error();
        }
        SessionOptions copied(made);
        copied.on_notice_ = on_notice_;
        copied.on_log_ = on_log_;
        copied.log_level_ = log_level_;
        return copied;
    }

    /**
     * Call `handler` with every notice; Session::next_notice() then has none to give.
     *
     * It runs on a thread of the session, one call at a time. It may use and close the session, but
     * not destroy it; a request that it waits for holds up the notices after it. It may throw: the
     * first exception is kept, and thrown by the next Session::next_notice() or Session::close().
     * Each session has a copy of it, which ends with the session, after the last call. release()
     * and capi() do not give it.
     */
    SessionOptions &on_notice(NoticeHandler handler) & {
        on_notice_ = std::move(handler);
        return *this;
    }
    SessionOptions &&on_notice(NoticeHandler handler) && {
        return std::move(on_notice(std::move(handler)));
    }

    /**
     * Log to `handler`, from `level` up. Values of keys are never logged.
     *
     * Several threads may call it at a time, also while a session is being opened. It may throw, as
     * the handler of on_notice().
     */
    SessionOptions &on_log(LogLevel level, LogHandler handler) & {
        log_level_ = level;
        on_log_ = std::move(handler);
        return *this;
    }
    SessionOptions &&on_log(LogLevel level, LogHandler handler) && {
        return std::move(on_log(level, std::move(handler)));
    }

    /** Name of the application, as T-Server shall know it. Default "commdn". */
    SessionOptions &application(std::string_view text) & {
        return try_application(text).value(), *this;
    }
    SessionOptions &&application(std::string_view text) && { return std::move(application(text)); }
    Result<void> try_application(std::string_view text) {
        return detail::run_with_text(
            text, "application", [&](const char *copied, commdn_error **error) {
                return commdn_session_options_set_application(capi(), copied, error);
            });
    }

    /** Password of the application. Default none. */
    SessionOptions &password(std::string_view text) & { return try_password(text).value(), *this; }
    SessionOptions &&password(std::string_view text) && { return std::move(password(text)); }
    Result<void> try_password(std::string_view text) {
        return detail::run_with_text(
            text, "password", [&](const char *copied, commdn_error **error) {
                return commdn_session_options_set_password(capi(), copied, error);
            });
    }

    /** Show phone numbers and customer ids in log lines. Default false: "****" stands there. */
    SessionOptions &log_personal_data(bool show) & {
        return try_log_personal_data(show).value(), *this;
    }
    SessionOptions &&log_personal_data(bool show) && {
        return std::move(log_personal_data(show));
    }
    Result<void> try_log_personal_data(bool show) {
        return detail::run([&](commdn_error **error) {
            return commdn_session_options_set_log_personal_data(capi(), show, error);
        });
    }

    /** How a connection to "tls://host:port" is secured. */
    SessionOptions &tls(const Tls &with) & { return try_tls(with).value(), *this; }
    SessionOptions &&tls(const Tls &with) && { return std::move(tls(with)); }
    Result<void> try_tls(const Tls &with) { return with.try_apply(capi()); }

    /**
     * DBID of the OCS that is asked where a request names none. Default 0: every OCS on the
     * DN, which only do-not-call and cancel requests may ask.
     */
    SessionOptions &ocs_dbid(std::int32_t dbid) & { return try_ocs_dbid(dbid).value(), *this; }
    SessionOptions &&ocs_dbid(std::int32_t dbid) && { return std::move(ocs_dbid(dbid)); }
    Result<void> try_ocs_dbid(std::int32_t dbid) {
        return detail::run([&](commdn_error **error) {
            return commdn_session_options_set_ocs_dbid(capi(), dbid, error);
        });
    }

    /** How user data is written and read; it is copied. */
    SessionOptions &dialect(const Dialect &how) & { return try_dialect(how).value(), *this; }
    SessionOptions &&dialect(const Dialect &how) && { return std::move(dialect(how)); }
    Result<void> try_dialect(const Dialect &how) {
        return detail::run([&](commdn_error **error) {
            return commdn_session_options_set_dialect(capi(), how.capi(), error);
        });
    }

    /** How often an idle connection is watched, from both sides; 0 for never. Default 10 s. */
    SessionOptions &keep_alive(std::chrono::milliseconds time) & {
        return try_keep_alive(time).value(), *this;
    }
    SessionOptions &&keep_alive(std::chrono::milliseconds time) && {
        return std::move(keep_alive(time));
    }
    Result<void> try_keep_alive(std::chrono::milliseconds time) {
        return set_ms(commdn_session_options_set_keep_alive_ms, time, "keep_alive");
    }

    /** Until a server's connection is open and the DN registered. Default 10 s. */
    SessionOptions &connect_timeout(std::chrono::milliseconds time) & {
        return try_connect_timeout(time).value(), *this;
    }
    SessionOptions &&connect_timeout(std::chrono::milliseconds time) && {
        return std::move(connect_timeout(time));
    }
    Result<void> try_connect_timeout(std::chrono::milliseconds time) {
        return set_ms(commdn_session_options_set_connect_timeout_ms, time, "connect_timeout");
    }

    /** Replace a lost connection. Default true; with false a session ends with its connection. */
    SessionOptions &reconnect(bool on) & { return try_reconnect(on).value(), *this; }
    SessionOptions &&reconnect(bool on) && { return std::move(reconnect(on)); }
    Result<void> try_reconnect(bool on) {
        return detail::run([&](commdn_error **error) {
            return commdn_session_options_set_reconnect(capi(), on, error);
        });
    }

    /**
     * When a lost connection is replaced: the delay after the first round over all servers, which
     * doubles from round to round, and the longest. Default 250 ms and 20 s. Both are above 0, and
     * the first is not longer than the longest. One server is tried every 100 ms at the most,
     * whatever they are.
     */
    SessionOptions &reconnect_delays(std::chrono::milliseconds first,
                                     std::chrono::milliseconds longest) & {
        return try_reconnect_delays(first, longest).value(), *this;
    }
    SessionOptions &&reconnect_delays(std::chrono::milliseconds first,
                                      std::chrono::milliseconds longest) && {
        return std::move(reconnect_delays(first, longest));
    }
    Result<void> try_reconnect_delays(std::chrono::milliseconds first,
                                      std::chrono::milliseconds longest) {
        const Result<std::int32_t> first_ms = detail::to_int32(first.count(), "reconnect_delays");
        const Result<std::int32_t> longest_ms =
            detail::to_int32(longest.count(), "reconnect_delays");
        if (!first_ms || !longest_ms) {
            return first_ms ? longest_ms.error() : first_ms.error();
        }
        return detail::run([&](commdn_error **error) {
            return commdn_session_options_set_reconnect_delays_ms(capi(), *first_ms, *longest_ms,
                                                                  error);
        });
    }

    /** End a session that had no connection for so long; 0 for never, the default. */
    SessionOptions &reconnect_give_up(std::chrono::milliseconds time) & {
        return try_reconnect_give_up(time).value(), *this;
    }
    SessionOptions &&reconnect_give_up(std::chrono::milliseconds time) && {
        return std::move(reconnect_give_up(time));
    }
    Result<void> try_reconnect_give_up(std::chrono::milliseconds time) {
        return set_ms(commdn_session_options_set_reconnect_give_up_ms, time, "reconnect_give_up");
    }

    /**
     * Open a session at once, and connect in the background. Default false.
     *
     * NoticeKind::Connected tells when it is up, Session::trouble() why not yet.
     */
    SessionOptions &connect_in_background(bool on) & {
        return try_connect_in_background(on).value(), *this;
    }
    SessionOptions &&connect_in_background(bool on) && {
        return std::move(connect_in_background(on));
    }
    Result<void> try_connect_in_background(bool on) {
        return detail::run([&](commdn_error **error) {
            return commdn_session_options_set_connect_in_background(capi(), on, error);
        });
    }

    /**
     * Let requests wait for a connection while there is none, up to their timeout. Default true;
     * with false they fail at once with DisconnectedError.
     */
    SessionOptions &hold_requests(bool on) & { return try_hold_requests(on).value(), *this; }
    SessionOptions &&hold_requests(bool on) && { return std::move(hold_requests(on)); }
    Result<void> try_hold_requests(bool on) {
        return detail::run([&](commdn_error **error) {
            return commdn_session_options_set_hold_requests(capi(), on, error);
        });
    }

    /** Until a request is given up, where a call says no time. Default 10 s. */
    SessionOptions &request_timeout(std::chrono::milliseconds time) & {
        return try_request_timeout(time).value(), *this;
    }
    SessionOptions &&request_timeout(std::chrono::milliseconds time) && {
        return std::move(request_timeout(time));
    }
    Result<void> try_request_timeout(std::chrono::milliseconds time) {
        return set_ms(commdn_session_options_set_request_timeout_ms, time, "request_timeout");
    }

    /** How long the peer may take no byte before the connection is given up. Default 10 s. */
    SessionOptions &write_timeout(std::chrono::milliseconds time) & {
        return try_write_timeout(time).value(), *this;
    }
    SessionOptions &&write_timeout(std::chrono::milliseconds time) && {
        return std::move(write_timeout(time));
    }
    Result<void> try_write_timeout(std::chrono::milliseconds time) {
        return set_ms(commdn_session_options_set_write_timeout_ms, time, "write_timeout");
    }

    /** Longest time that destroying a session takes. Default 2 s. */
    SessionOptions &close_timeout(std::chrono::milliseconds time) & {
        return try_close_timeout(time).value(), *this;
    }
    SessionOptions &&close_timeout(std::chrono::milliseconds time) && {
        return std::move(close_timeout(time));
    }
    Result<void> try_close_timeout(std::chrono::milliseconds time) {
        return set_ms(commdn_session_options_set_close_timeout_ms, time, "close_timeout");
    }

    /**
     * How long a thread that waits for an answer asks the connection again and again before it
     * sleeps. Default 0.
     *
     * It saves the waking of a thread and costs a whole core while a call waits: for few callers,
     * quick answers, and a core to spare for each. None spins while more than four wait.
     */
    SessionOptions &spin(std::chrono::microseconds time) & {
        return try_spin(time).value(), *this;
    }
    SessionOptions &&spin(std::chrono::microseconds time) && { return std::move(spin(time)); }
    Result<void> try_spin(std::chrono::microseconds time) {
        const Result<std::int32_t> us = detail::to_int32(time.count(), "spin");
        if (!us) {
            return us.error();
        }
        return detail::run([&](commdn_error **error) {
            return commdn_session_options_set_spin_us(capi(), *us, error);
        });
    }

    /** Most open requests. Default 131,072. */
    SessionOptions &max_open_requests(std::size_t most) & {
        return try_max_open_requests(most).value(), *this;
    }
    SessionOptions &&max_open_requests(std::size_t most) && {
        return std::move(max_open_requests(most));
    }
    Result<void> try_max_open_requests(std::size_t most) {
        return detail::run([&](commdn_error **error) {
            return commdn_session_options_set_max_open_requests(capi(), most, error);
        });
    }

    /** Most bytes that wait for the peer to take them. Default 16 MiB. */
    SessionOptions &max_unsent_bytes(std::size_t most) & {
        return try_max_unsent_bytes(most).value(), *this;
    }
    SessionOptions &&max_unsent_bytes(std::size_t most) && {
        return std::move(max_unsent_bytes(most));
    }
    Result<void> try_max_unsent_bytes(std::size_t most) {
        return detail::run([&](commdn_error **error) {
            return commdn_session_options_set_max_unsent_bytes(capi(), most, error);
        });
    }

    /** Most notices that wait to be taken; the oldest make room. Default 10,000. */
    SessionOptions &max_notices(std::size_t most) & { return try_max_notices(most).value(), *this; }
    SessionOptions &&max_notices(std::size_t most) && { return std::move(max_notices(most)); }
    Result<void> try_max_notices(std::size_t most) {
        return detail::run([&](commdn_error **error) {
            return commdn_session_options_set_max_notices(capi(), most, error);
        });
    }

    /** Longest frame that is accepted. Default 131,072. */
    SessionOptions &max_frame_bytes(std::size_t most) & {
        return try_max_frame_bytes(most).value(), *this;
    }
    SessionOptions &&max_frame_bytes(std::size_t most) && {
        return std::move(max_frame_bytes(most));
    }
    Result<void> try_max_frame_bytes(std::size_t most) {
        return detail::run([&](commdn_error **error) {
            return commdn_session_options_set_max_frame_bytes(capi(), most, error);
        });
    }

    /** Send GSW_CM_AttrReferenceID with each request. Default true. */
    SessionOptions &send_reference_id(bool send) & {
        return try_send_reference_id(send).value(), *this;
    }
    SessionOptions &&send_reference_id(bool send) && { return std::move(send_reference_id(send)); }
    Result<void> try_send_reference_id(bool send) {
        return detail::run([&](commdn_error **error) {
            return commdn_session_options_set_send_reference_id(capi(), send, error);
        });
    }

    /**
     * Accept an answer that tells only one of a request's phone number and customer. Default false:
     * such an answer may be a late one to another request, and is a notice.
     */
    SessionOptions &accept_partial_echo(bool accept) & {
        return try_accept_partial_echo(accept).value(), *this;
    }
    SessionOptions &&accept_partial_echo(bool accept) && {
        return std::move(accept_partial_echo(accept));
    }
    Result<void> try_accept_partial_echo(bool accept) {
        return detail::run([&](commdn_error **error) {
            return commdn_session_options_set_accept_partial_echo(capi(), accept, error);
        });
    }

    /**
     * Accept an answer that tells a phone number, customer or campaign name that its request does
     * not have. Default false: such an answer is another request's, or nobody's, and is a notice.
     */
    SessionOptions &accept_added_facts(bool accept) & {
        return try_accept_added_facts(accept).value(), *this;
    }
    SessionOptions &&accept_added_facts(bool accept) && {
        return std::move(accept_added_facts(accept));
    }
    Result<void> try_accept_added_facts(bool accept) {
        return detail::run([&](commdn_error **error) {
            return commdn_session_options_set_accept_added_facts(capi(), accept, error);
        });
    }

    /**
     * Complete the oldest request with an answer that fits several that differ. Default
     * false: such an answer completes none, and is a notice.
     */
    SessionOptions &first_in_first_out(bool accept) & {
        return try_first_in_first_out(accept).value(), *this;
    }
    SessionOptions &&first_in_first_out(bool accept) && {
        return std::move(first_in_first_out(accept));
    }
    Result<void> try_first_in_first_out(bool accept) {
        return detail::run([&](commdn_error **error) {
            return commdn_session_options_set_first_in_first_out(capi(), accept, error);
        });
    }

private:
    friend class Session;
    friend class Simulator;

    using SetMs = commdn_status (*)(commdn_session_options *, std::int32_t, commdn_error **);

    Result<void> set_ms(SetMs set, std::chrono::milliseconds time, const char *name) {
        Result<std::int32_t> ms = detail::to_int32(time.count(), name);
        if (!ms) {
            return ms.error();
        }
        return detail::run([&](commdn_error **error) { return set(capi(), *ms, error); });
    }

    /** A copy for one session, whose functions put what they throw into `callbacks`. */
    Result<SessionOptions> for_session(const detail::SharedCallbacks &callbacks) const {
        callbacks->on_notice = on_notice_;
        callbacks->on_log = on_log_;
        Result<SessionOptions> copied = try_copy();
        if (!copied) {
            return copied;
        }
        commdn_session_options *options = copied->capi();
        Result<void> done;
        if (on_notice_) {
            done = hand_over(callbacks, [&](void *user_data, commdn_error **error) {
                return commdn_session_options_set_notice_callback(
                    options, detail::commdn_hpp_on_notice, user_data, detail::commdn_hpp_drop,
                    error);
            });
        }
        if (done && on_log_) {
            done = hand_over(callbacks, [&](void *user_data, commdn_error **error) {
                return commdn_session_options_set_log(options, number(log_level_),
                                                      detail::commdn_hpp_on_log, user_data,
                                                      detail::commdn_hpp_drop, error);
            });
        }
        if (!done) {
            return done.error();
        }
        return copied;
    }

    template <class Call>
    static Result<void> hand_over(const detail::SharedCallbacks &callbacks, Call &&call) {
        auto user_data = std::make_unique<detail::SharedCallbacks>(callbacks);
        Result<void> done = detail::run(
            [&](commdn_error **error) { return call(user_data.get(), error); });
        if (done) {
            static_cast<void>(user_data.release());
        }
        return done;
    }

    NoticeHandler on_notice_;
    LogHandler on_log_;
    LogLevel log_level_ = LogLevel::Warn;
};

}  // namespace commdn

#endif  // COMMDN_OPTIONS_HPP
