/*
 * commdn for C++17: who connects, how patiently, and who is called. Part of commdn.hpp.
 *
 * Owns Timeout, SessionOptions and the trampolines between C callbacks and C++ functions.
 */
#ifndef COMMDN_OPTIONS_HPP
#define COMMDN_OPTIONS_HPP

#include <commdn/event.hpp>
#include <commdn/generated/session_options.hpp>
#include <commdn/tls.hpp>

#include <exception>
#include <functional>
#include <mutex>

COMMDN_HPP_BEGIN

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

    // What the library calls. C++ names, which two versions of this header do not share; the user
    // data is a std::shared_ptr<Callbacks>.
    static void notice(const commdn_notice *notice, void *user_data) noexcept {
        call(user_data, [&](const Callbacks &self) { self.on_notice(NoticeView(notice)); });
    }
    static void log(std::int32_t level, const char *line, void *user_data) noexcept {
        call(user_data, [&](const Callbacks &self) { self.on_log(static_cast<LogLevel>(level), line); });
    }
    static void drop(void *user_data) noexcept { delete static_cast<std::shared_ptr<Callbacks> *>(user_data); }

private:
    template <class Call>
    static void call(void *user_data, Call &&call) noexcept {
        Callbacks &self = **static_cast<std::shared_ptr<Callbacks> *>(user_data);
        try {
            call(self);
        } catch (...) {
            self.keep_exception();
        }
    }

    std::mutex mutex_;
    std::exception_ptr thrown_;
};

using SharedCallbacks = std::shared_ptr<Callbacks>;

}  // namespace detail

/**
 * Who connects, to which DN, and how patiently; each option has a default.
 *
 * Setters return the object and throw InvalidArgument; those with try_ in their names return the
 * error instead. Moved, not copied: copy() copies. Threads: one at a time for changes, any number
 * of readers. Nothing blocks.
 */
class [[nodiscard]] SessionOptions : public detail::Owned<commdn_session_options, commdn_session_options_free>,
                                     public detail::bases::SessionSetters<SessionOptions> {
public:
    /** For the communication DN `dn` and the application with DBID `app_dbid`. */
    SessionOptions(std::string_view dn, std::int32_t app_dbid) : SessionOptions(try_make(dn, app_dbid).value()) {}
    static Result<SessionOptions> try_make(std::string_view dn, std::int32_t app_dbid) {
        return detail::c_text(dn, "dn").and_then([&](const std::string &text) {
            return detail::make<SessionOptions>(commdn_session_options_new, text.c_str(), app_dbid);
        });
    }
    /** Take over a C object. Its callbacks stay; what they throw is their own affair. */
    explicit SessionOptions(commdn_session_options *owned) noexcept : Owned(owned) {}

    /** A copy, with the same functions to call. */
    SessionOptions copy() const { return try_copy().value(); }
    Result<SessionOptions> try_copy() const {
        Result<SessionOptions> copied = detail::make_plain<SessionOptions>("options", commdn_session_options_dup,
                                                                           capi());
        if (copied) {
            copied->on_notice_ = on_notice_;
            copied->on_log_ = on_log_;
            copied->log_level_ = log_level_;
        }
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
    SessionOptions on_notice(NoticeHandler handler) && { return std::move(on_notice(std::move(handler))); }

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
    SessionOptions on_log(LogLevel level, LogHandler handler) && {
        return std::move(on_log(level, std::move(handler)));
    }

    /**
     * Explain with a directory why OCS does not answer: what() of NoAnswerError, and its verdict().
     * The directory may end before the options and the session. Default: none.
     */
    SessionOptions &directory(const Directory &with) &;
    SessionOptions directory(const Directory &with) &&;
    Result<void> try_directory(const Directory &with);

    /** How a connection to "tls://host:port" is secured. */
    SessionOptions &tls(const Tls &with) & { return detail::after(try_tls(with), *this); }
    SessionOptions tls(const Tls &with) && { return std::move(tls(with)); }
    Result<void> try_tls(const Tls &with) { return with.try_apply(capi()); }

    /**
     * When a lost connection is replaced: the delay after the first round over all servers, which
     * doubles from round to round, and the longest. Default 250 ms and 20 s. Both are above 0, and
     * the first is not longer than the longest. One server is tried every 100 ms at the most,
     * whatever they are.
     */
    SessionOptions &reconnect_delays(std::chrono::milliseconds first, std::chrono::milliseconds longest) & {
        return detail::after(try_reconnect_delays(first, longest), *this);
    }
    SessionOptions reconnect_delays(std::chrono::milliseconds first, std::chrono::milliseconds longest) && {
        return std::move(reconnect_delays(first, longest));
    }
    Result<void> try_reconnect_delays(std::chrono::milliseconds first, std::chrono::milliseconds longest) {
        return detail::set_times(commdn_session_options_set_reconnect_delays_ms, capi(), first, longest,
                                 "reconnect_delays");
    }

private:
    friend class Session;
    friend class Simulator;

    /** A copy for one session, whose functions put what they throw into `callbacks`. */
    Result<SessionOptions> for_session(const detail::SharedCallbacks &callbacks) const {
        callbacks->on_notice = on_notice_;
        callbacks->on_log = on_log_;
        Result<SessionOptions> copied = try_copy();
        if (!copied) {
            return copied;
        }
        Result<void> done;
        if (on_notice_) {
            done = hand_over(callbacks, commdn_session_options_set_notice_callback, copied->capi(),
                             &detail::Callbacks::notice);
        }
        if (done && on_log_) {
            done = hand_over(callbacks, commdn_session_options_set_log, copied->capi(), number(log_level_),
                             &detail::Callbacks::log);
        }
        if (!done) {
            return done.error();
        }
        return copied;
    }

    template <class Function, class... Arguments>
    static Result<void> hand_over(const detail::SharedCallbacks &callbacks, Function &&function,
                                  Arguments... arguments) {
        auto user_data = std::make_unique<detail::SharedCallbacks>(callbacks);
        Result<void> done = detail::call(function, arguments..., static_cast<void *>(user_data.get()),
                                         &detail::Callbacks::drop);
        if (done) {
            static_cast<void>(user_data.release());
        }
        return done;
    }

    NoticeHandler on_notice_;
    LogHandler on_log_;
    LogLevel log_level_ = LogLevel::Warn;
};

COMMDN_HPP_END

#endif  // COMMDN_OPTIONS_HPP
