/*
 * commdn for C++17: the session, requests on their way, and their outcomes. Part of commdn.hpp.
 */
#ifndef COMMDN_SESSION_HPP
#define COMMDN_SESSION_HPP

#include <commdn/options.hpp>
#include <commdn/request.hpp>

namespace commdn {

/**
 * A request on its way, like a std::future<Answer>: wait, poll, or let it go.
 *
 * Destroying it gives the request up: it may still reach OCS, but nobody hears of it. It may
 * outlive its session. Moved, not copied. Threads: one at a time.
 */
class Pending : public detail::Owned<commdn_pending, commdn_pending_free> {
public:
    /** Take over a C object. */
    explicit Pending(commdn_pending *owned) noexcept : Owned(owned) {}

    /** Whether there is an outcome still to be taken, now or later. */
    bool valid() const noexcept { return static_cast<bool>(*this) && !taken_; }

    /** The reference id that the request was sent with. Throws InvalidArgument if moved from. */
    std::int32_t reference_id() const { return try_reference_id().value(); }
    Result<std::int32_t> try_reference_id() const {
        std::int32_t id = 0;
        Result<void> done = detail::plain(commdn_pending_reference_id(capi(), &id), "pending");
        if (!done) {
            return done.error();
        }
        return id;
    }

    /** Whether the outcome is there: get() then does not block. Never blocks. */
    bool poll() const { return try_poll().value(); }
    Result<bool> try_poll() const {
        if (outcome_) {
            return true;
        }
        bool ready = false;
        Result<void> done = detail::run([&](commdn_error **error) {
            return commdn_pending_poll(capi(), &ready, error);
        });
        if (!done) {
            return done.error();
        }
        return ready;
    }

    /**
     * Wait for the outcome without taking it; whether it is there.
     *
     * Blocks up to `timeout`, and no longer than until the request is given up. Throws
     * InvalidArgument once the outcome was taken.
     */
    bool wait_for(Timeout timeout) { return try_wait_for(timeout).value(); }
    Result<bool> try_wait_for(Timeout timeout) {
        if (outcome_) {
            return true;
        }
        Result<Answer> outcome = wait(timeout);
        if (outcome.code() == Code::Timeout) {
            return false;
        }
        if (taken_ || outcome.code() == Code::InvalidArgument || outcome.code() == Code::Forked) {
            return outcome.error();
        }
        outcome_.emplace(std::move(outcome));
        return true;
    }

    /**
     * Take the outcome, which can be done once.
     *
     * Blocks up to `timeout`, and no longer than until the request is given up. Throws TimeoutError
     * if it was not there in time: the request goes on, try again. Throws InvalidArgument once it
     * was taken; otherwise why the request failed, as Session::call().
     */
    Answer get(Timeout timeout = Timeout::forever()) { return try_get(timeout).value(); }
    Result<Answer> try_get(Timeout timeout = Timeout::forever()) {
        Result<Answer> outcome = outcome_ ? std::move(*outcome_) : wait(timeout);
        outcome_.reset();
        taken_ = taken_ || outcome.code() != Code::Timeout;
        return outcome;
    }

    /** Give the request up now. Never blocks. */
    void drop() noexcept {
        outcome_.reset();
        reset();
    }

private:
    Result<Answer> wait(Timeout timeout) const {
        return detail::make<Answer, commdn_answer>([&](commdn_answer **out, commdn_error **error) {
            return commdn_pending_wait(capi(), timeout.ms(), out, error);
        });
    }

    std::optional<Result<Answer>> outcome_;
    bool taken_ = false;
};

/** How a request that was submitted under a tag ended. */
struct Completion {
    /** The tag that it was submitted under. */
    std::uint64_t tag;
    /** Its answer, or why there is none. */
    Result<Answer> outcome;
};

/**
 * Submits requests under tags and hands out their outcomes as they come: for bulk jobs and event
 * loops.
 *
 * Destroying it lets open requests go on unheard; that closes the connection if the session was
 * destroyed before, and then blocks as destroying a session. Moved, not copied. Threads: any number
 * at a time.
 */
class Completions : public detail::Owned<commdn_completions, commdn_completions_free> {
public:
    /** Take over a C object. */
    explicit Completions(commdn_completions *owned) noexcept : Owned(owned) {}

    /** Send a request under a tag. Blocks and throws as Session::submit(). */
    void submit(std::uint64_t tag, const Request &request,
                Timeout timeout = Timeout::session_default()) const {
        try_submit(tag, request, timeout).value();
    }
    Result<void> try_submit(std::uint64_t tag, const Request &request,
                            Timeout timeout = Timeout::session_default()) const {
        return detail::run([&](commdn_error **error) {
            return commdn_completions_submit(capi(), tag, request.capi(), timeout.ms(), error);
        });
    }

    /**
     * The next outcome, good or bad; empty if none came in time, or none will.
     *
     * Blocks up to `timeout`. Throws InvalidArgument if moved from, and ForkedError.
     */
    std::optional<Completion> next(Timeout timeout = Timeout::forever()) const {
        return try_next(timeout).value();
    }
    Result<std::optional<Completion>> try_next(Timeout timeout = Timeout::forever()) const {
        std::uint64_t tag = 0;
        Result<Answer> outcome = detail::make<Answer, commdn_answer>(
            [&](commdn_answer **out, commdn_error **error) {
                return commdn_completions_next(capi(), timeout.ms(), &tag, out, error);
            });
        switch (outcome.code()) {
        case Code::Timeout: return std::optional<Completion>();
        case Code::InvalidArgument:
        case Code::Forked: return outcome.error();
        default: return std::optional<Completion>(Completion{tag, std::move(outcome)});
        }
    }

    /**
     * A descriptor for poll() and the like: readable when an outcome may wait. Then call next()
     * with Timeout::none() until it is empty. It is the queue's: never read or close it.
     */
    int fd() const { return try_fd().value(); }
    Result<int> try_fd() const {
        std::int32_t fd = -1;
        Result<void> done = detail::run(
            [&](commdn_error **error) { return commdn_completions_fd(capi(), &fd, error); });
        if (!done) {
            return done.error();
        }
        return fd;
    }
};

/** The counters of a session at one moment. Moved, not copied. */
class Stats : public detail::Owned<commdn_stats, commdn_stats_free> {
public:
    /** Take over a C object. */
    explicit Stats(commdn_stats *owned) noexcept : Owned(owned) {}

    /** One counter; 0 for one that the library does not have. */
    std::uint64_t operator[](Counter counter) const noexcept {
        std::uint64_t value = 0;
        static_cast<void>(commdn_stats_value(capi(), number(counter), &value));
        return value;
    }
};

class NoticeRange;

/**
 * A registered connection to a communication DN.
 *
 * Destroying it closes it, and blocks for at most SessionOptions::close_timeout(); it must not be
 * destroyed by a callback. What came from it stays good. Moved, not copied. Threads: every const
 * function may be called by any number of threads at a time, also while a callback runs. Each
 * function that throws has a twin with try_ in its name, which returns the error instead.
 */
class Session : public detail::Owned<commdn_session, commdn_session_free> {
public:
    /** Take over a C object. */
    explicit Session(commdn_session *owned)
        : Owned(owned), callbacks_(std::make_shared<detail::Callbacks>()) {}

    /**
     * Connect, introduce the application and register the DN.
     *
     * `address` is "host:port" or "tcp://host:port"; "sim:" starts a simulated contact centre that
     * lives as long as the session, "sim:PATH" one with the TOML configuration in that file.
     *
     * Blocks up to SessionOptions::connect_timeout(). Throws InvalidArgument, UnsupportedError,
     * ConnectError, TServerError (application, password or DN refused), ProtocolError,
     * DisconnectedError.
     */
    static Session open(std::string_view address, const SessionOptions &options) {
        return try_open(address, options).value();
    }
    static Result<Session> try_open(std::string_view address, const SessionOptions &options) {
        Result<void> whole = detail::check_text(address, "address");
        if (!whole) {
            return whole.error();
        }
        const std::string text(address);
        return open_with(options, [&](const commdn_session_options *with, commdn_session **out,
                                      commdn_error **error) {
            return commdn_session_open(text.c_str(), with, out, error);
        });
    }

    /**
     * Send a request and wait for its answer.
     *
     * Blocks up to `timeout`, when the request is given up. Throws, if nothing was sent,
     * InvalidArgument, InvalidRequest, OverloadedError, ForkedError; otherwise OcsRefusedError,
     * TServerError, NoAnswerError, DisconnectedError (OutcomeUnknownError if OCS may have acted on
     * the request), ClosedError.
     */
    Answer call(const Request &request, Timeout timeout = Timeout::session_default()) const {
        return try_call(request, timeout).value();
    }
    Result<Answer> try_call(const Request &request,
                            Timeout timeout = Timeout::session_default()) const {
        return detail::make<Answer, commdn_answer>([&](commdn_answer **out, commdn_error **error) {
            return commdn_session_call(capi(), request.capi(), timeout.ms(), out, error);
        });
    }

    /**
     * Send a request whose outcome is waited for later; it is given up after `timeout`.
     *
     * Blocks a millisecond at most. Throws InvalidArgument, InvalidRequest, OverloadedError,
     * DisconnectedError, ClosedError, ForkedError: nothing was sent.
     */
    Pending submit(const Request &request, Timeout timeout = Timeout::session_default()) const {
        return try_submit(request, timeout).value();
    }
    Result<Pending> try_submit(const Request &request,
                               Timeout timeout = Timeout::session_default()) const {
        return detail::make<Pending, commdn_pending>(
            [&](commdn_pending **out, commdn_error **error) {
                return commdn_session_submit(capi(), request.capi(), timeout.ms(), out, error);
            });
    }

    /** A queue for the outcomes of many requests. Throws InvalidArgument, ForkedError. */
    Completions completions() const { return try_completions().value(); }
    Result<Completions> try_completions() const {
        return detail::make<Completions, commdn_completions>(
            [&](commdn_completions **out, commdn_error **error) {
                return commdn_completions_new(capi(), out, error);
            });
    }

    /**
     * The next notice; empty if none came in time.
     *
     * Blocks up to `timeout`. Throws ClosedError, or why the connection was lost, once no notice is
     * left; InvalidArgument if SessionOptions::on_notice() takes the notices. What a handler of the
     * options threw comes before all that; the twin leaves such an exception where it is.
     */
    std::optional<Notice> next_notice(Timeout timeout = Timeout::forever()) const {
        rethrow_from_callback();
        Result<std::optional<Notice>> notice = try_next_notice(timeout);
        rethrow_from_callback();
        return std::move(notice).value();
    }
    Result<std::optional<Notice>> try_next_notice(Timeout timeout = Timeout::forever()) const {
        Result<Notice> notice = detail::make<Notice, commdn_notice>(
            [&](commdn_notice **out, commdn_error **error) {
                return commdn_session_next_notice(capi(), timeout.ms(), out, error);
            });
        if (notice) {
            return std::optional<Notice>(std::move(*notice));
        }
        if (notice.code() == Code::Timeout) {
            return std::optional<Notice>();
        }
        return notice.error();
    }

    /**
     * Notices one after the other: `for (const Notice &notice : session.notices())`.
     *
     * Each step blocks up to `timeout`. The loop ends when none came in that time and when the
     * session was closed; it throws as next_notice() otherwise.
     */
    NoticeRange notices(Timeout timeout = Timeout::forever()) const;

    /**
     * A descriptor for poll() and the like: readable when a notice may wait, or the session has
     * ended. Then call next_notice() with Timeout::none() until it is empty. It is the session's:
     * never read or close it.
     */
    int notice_fd() const { return try_notice_fd().value(); }
    Result<int> try_notice_fd() const {
        std::int32_t fd = -1;
        Result<void> done = detail::run(
            [&](commdn_error **error) { return commdn_session_notice_fd(capi(), &fd, error); });
        if (!done) {
            return done.error();
        }
        return fd;
    }

    /** Whether it is of no more use: closed, or its connection lost for good. Never blocks. */
    bool is_over() const noexcept { return commdn_session_is_over(capi()); }

    /** How its connection fares. Never blocks. */
    Status status() const noexcept { return static_cast<Status>(commdn_session_status(capi())); }

    /**
     * Why it is not up: each attempt since the last connection, or why it is over; nothing if it
     * is up. Never blocks.
     */
    std::optional<Error> trouble() const {
        const Result<void> up = detail::run(
            [&](commdn_error **error) { return commdn_session_trouble(capi(), error); });
        return up ? std::nullopt : std::optional<Error>(up.error());
    }

    /** The counters. Throws InvalidArgument, ForkedError. Never blocks. */
    Stats stats() const { return try_stats().value(); }
    Result<Stats> try_stats() const {
        return detail::make<Stats, commdn_stats>([&](commdn_stats **out, commdn_error **error) {
            return commdn_session_stats(capi(), out, error);
        });
    }

    /**
     * Close: open requests end with ClosedError, every waiter wakes. Closing twice is harmless.
     *
     * Blocks up to `timeout` for what is being sent. Throws ForkedError, and TimeoutError if a
     * thread is still busy, say in a callback: it is closed all the same. What a handler of the
     * options threw comes first; the twin leaves it where it is.
     */
    void close(Timeout timeout = Timeout::session_default()) const {
        const Result<void> done = try_close(timeout);
        rethrow_from_callback();
        done.value();
    }
    Result<void> try_close(Timeout timeout = Timeout::session_default()) const {
        return detail::run([&](commdn_error **error) {
            return commdn_session_close(capi(), timeout.ms(), error);
        });
    }

    /** Take what a handler of the options threw, if anything: for programs that use the twins. */
    std::exception_ptr take_callback_exception() const noexcept {
        return callbacks_ ? callbacks_->take_exception() : nullptr;
    }

private:
    friend class Host;
    friend class Simulator;

    Session(commdn_session *owned, detail::SharedCallbacks callbacks) noexcept
        : Owned(owned), callbacks_(std::move(callbacks)) {}

    /** Open with a copy of the options whose functions report to the new session. */
    template <class Open>
    static Result<Session> open_with(const SessionOptions &options, Open &&open) {
        Result<void> fits = try_check_abi();
        if (!fits) {
            return fits.error();
        }
        auto callbacks = std::make_shared<detail::Callbacks>();
        Result<SessionOptions> own = options.for_session(callbacks);
        if (!own) {
            return own.error();
        }
        commdn_session *opened = nullptr;
        Result<void> done = detail::run(
            [&](commdn_error **error) { return open(own->capi(), &opened, error); });
        if (!done) {
            return done.error();
        }
        return Session(opened, std::move(callbacks));
    }

    void rethrow_from_callback() const {
        if (const std::exception_ptr thrown = take_callback_exception()) {
            std::rethrow_exception(thrown);
        }
    }

    detail::SharedCallbacks callbacks_;
};

/** What Session::notices() gives. It must not outlive the session. */
class NoticeRange {
public:
    /** Waits for a notice at each step. */
    class Iterator {
    public:
        using iterator_category = std::input_iterator_tag;
        using value_type = Notice;
        using difference_type = std::ptrdiff_t;
        using pointer = Notice *;
        using reference = Notice &;

        /** The end. */
        Iterator() noexcept = default;
        /** Waits for the first notice. */
        Iterator(const Session *session, Timeout timeout) : session_(session), timeout_(timeout) {
            step();
        }

        Notice &operator*() noexcept { return *notice_; }
        Notice *operator->() noexcept { return &*notice_; }
        Iterator &operator++() { return step(), *this; }
        void operator++(int) { step(); }
        friend bool operator==(const Iterator &left, const Iterator &right) noexcept {
            return left.session_ == right.session_;
        }
        friend bool operator!=(const Iterator &left, const Iterator &right) noexcept {
            return !(left == right);
        }

    private:
        void step() {
            try {
                notice_ = session_->next_notice(timeout_);
            } catch (const ClosedError &) {
                notice_.reset();
            }
            if (!notice_) {
                session_ = nullptr;
            }
        }

        const Session *session_ = nullptr;
        Timeout timeout_ = Timeout::forever();
        std::optional<Notice> notice_;
    };

    /** The notices of a session, which must outlive it. */
    NoticeRange(const Session &session, Timeout timeout) noexcept
        : session_(&session), timeout_(timeout) {}

    /** Waits for the first notice. */
    Iterator begin() const { return Iterator(session_, timeout_); }
    Iterator end() const noexcept { return Iterator(); }

private:
    const Session *session_;
    Timeout timeout_;
};

inline NoticeRange Session::notices(Timeout timeout) const { return NoticeRange(*this, timeout); }

}  // namespace commdn

#endif  // COMMDN_SESSION_HPP
