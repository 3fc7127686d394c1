/*
 * commdn for C++17: the session. Part of commdn.hpp.
 */
#ifndef COMMDN_SESSION_HPP
#define COMMDN_SESSION_HPP

#include <commdn/completions.hpp>

COMMDN_HPP_BEGIN

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

/**
 * A registered connection to a communication DN.
 *
 * Destroying it closes it, and blocks for at most SessionOptions::close_timeout(); it must not be
 * destroyed by a callback. What came from it stays good. Moved, not copied. Threads: every const
 * function may be called by any number of threads at a time, also while a callback runs. Each
 * function that throws has a twin with try_ in its name, which returns the error instead.
 */
class [[nodiscard]] Session : public detail::Owned<commdn_session, commdn_session_free> {
public:
    /**
     * A session that is not open: a member that is to be assigned. It is over, its calls fail with
     * InvalidArgument, and it converts to false, as one that was moved from.
     */
    Session() noexcept = default;
    /** Take over a C object. */
    explicit Session(commdn_session *owned) : Session(owned, std::make_shared<detail::Callbacks>()) {}

    /**
     * Connect, introduce the application and register the DN.
     *
     * `address` is "host:port" or "tcp://host:port"; "exec:COMMAND" starts a program that speaks the
     * link protocol on standard input and output, for as long as the session; "sim:" starts a simulated contact centre that
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
        return detail::c_text(address, "address").and_then([&](const std::string &text) {
            return open_with(options, commdn_session_open, text.c_str());
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
    Result<Answer> try_call(const Request &request, Timeout timeout = Timeout::session_default()) const {
        return detail::make<Answer>(commdn_session_call, capi(), request.capi(), timeout.ms());
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
    Result<Pending> try_submit(const Request &request, Timeout timeout = Timeout::session_default()) const {
        return detail::make<Pending>(commdn_session_submit, capi(), request.capi(), timeout.ms());
    }

    /**
     * Send a request whose outcome `handler` is called with, as `handler(Result<Answer>)`, by
     * dispatch(). Blocks and throws as above.
     *
     * Each handler is called once, also when the session is closed; those that wait when it is
     * destroyed are destroyed without a call. It need not be copyable.
     */
    template <class Handler, class = std::enable_if_t<std::is_invocable_v<Handler &, Result<Answer>>>>
    void submit(const Request &request, Handler handler, Timeout timeout = Timeout::session_default()) const {
        try_submit(request, std::move(handler), timeout).value();
    }
    /** As submit(), but the error is returned, not thrown. */
    template <class Handler, class = std::enable_if_t<std::is_invocable_v<Handler &, Result<Answer>>>>
    Result<void> try_submit(const Request &request, Handler handler,
                            Timeout timeout = Timeout::session_default()) const {
        if (!handlers_) {
            return Error(COMMDN_ERR_INVALID_ARGUMENT, nullptr, "session");
        }
        return handlers_->submit(capi(), request, std::move(handler), timeout);
    }

    /**
     * Call the handlers of submit() whose outcomes have come, on this thread; how many.
     *
     * Blocks up to `timeout` for the first. What a handler throws comes through; the others are
     * called by the next dispatch(). A handler may use, close and destroy the session.
     */
    std::size_t dispatch(Timeout timeout = Timeout::none()) const { return try_dispatch(timeout).value(); }
    Result<std::size_t> try_dispatch(Timeout timeout = Timeout::none()) const {
        const std::shared_ptr<detail::Handlers> handlers = handlers_;
        if (!handlers) {
            return Error(COMMDN_ERR_INVALID_ARGUMENT, nullptr, "session");
        }
        return handlers->dispatch(capi(), timeout);
    }

    /** A queue for the outcomes of many requests. Throws InvalidArgument, ForkedError. */
    Completions completions() const { return try_completions().value(); }
    Result<Completions> try_completions() const { return detail::make<Completions>(commdn_completions_new, capi()); }

    /**
     * The next notice; empty if none came in time.
     *
     * Blocks up to `timeout`. Throws ClosedError, or why the connection was lost, once no notice is
     * left; InvalidArgument if SessionOptions::on_notice() takes the notices. What a handler of the
     * options threw comes before all that; the twin leaves such an exception where it is.
     */
    [[nodiscard]] Optional<Notice> next_notice(Timeout timeout = Timeout::forever()) const {
        rethrow_from_callback();
        Result<Optional<Notice>> notice = try_next_notice(timeout);
        rethrow_from_callback();
        return std::move(notice).value();
    }
    Result<Optional<Notice>> try_next_notice(Timeout timeout = Timeout::forever()) const {
        Result<Notice> notice = detail::make<Notice>(commdn_session_next_notice, capi(), timeout.ms());
        if (notice) {
            return Optional<Notice>(*std::move(notice));
        }
        if (notice.code() == Code::Timeout) {
            return Optional<Notice>();
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
    commdn_fd notice_fd() const { return try_notice_fd().value(); }
    Result<commdn_fd> try_notice_fd() const { return detail::fetch<commdn_fd>(commdn_session_notice_fd, capi()); }

    /**
     * One descriptor for everything: readable when a notice or an outcome may wait, for a handler
     * or in any queue of completions(), and once the session is over. Then take all that waits:
     * dispatch(), next_notice() and each queue's next() with Timeout::none(). The headers in
     * commdn/adapters do so in the loops of Qt, glib, libuv and asio. It is the session's: never
     * read or close it.
     */
    commdn_fd fd() const { return try_fd().value(); }
    Result<commdn_fd> try_fd() const { return detail::fetch<commdn_fd>(commdn_session_fd, capi()); }

    /** Whether it is of no more use: closed, or its connection lost for good. Never blocks. */
    bool is_over() const noexcept { return commdn_session_is_over(capi()); }

    /** How its connection fares. Never blocks. */
    SessionStatus status() const noexcept { return static_cast<SessionStatus>(commdn_session_status(capi())); }

    /**
     * Why it is not up: each attempt since the last connection, or why it is over; nothing if it
     * is up. Never blocks.
     */
    std::optional<Error> trouble() const {
        const Result<void> up = detail::call(commdn_session_trouble, capi());
        return up ? std::nullopt : std::optional<Error>(up.error());
    }

    /**
     * Seconds by which T-Server's clock is ahead of this machine's, negative if it is behind; none
     * before an event of the present connection told a time. Never blocks.
     */
    std::optional<double> clock_ahead() const noexcept {
        double seconds = 0;
        if (commdn_session_clock_ahead(capi(), &seconds, nullptr) != COMMDN_OK) {
            return std::nullopt;
        }
        return seconds;
    }

    /** The counters. Throws InvalidArgument, ForkedError. Never blocks. */
    Stats stats() const { return try_stats().value(); }
    Result<Stats> try_stats() const { return detail::make<Stats>(commdn_session_stats, capi()); }

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
        return detail::call(commdn_session_close, capi(), timeout.ms());
    }

    /** Take what a handler of the options threw, if anything: for programs that use the twins. */
    [[nodiscard]] std::exception_ptr take_callback_exception() const noexcept {
        return callbacks_ ? callbacks_->take_exception() : nullptr;
    }

private:
    friend class Host;
    friend class Simulator;

    Session(commdn_session *owned, detail::SharedCallbacks callbacks)
        : Owned(owned), callbacks_(std::move(callbacks)), handlers_(std::make_shared<detail::Handlers>()) {}

    /** Open with a copy of the options whose functions report to the new session. */
    template <class Function, class... Arguments>
    static Result<Session> open_with(const SessionOptions &options, Function &&open, Arguments... arguments) {
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
        Result<void> done = detail::call(open, arguments..., own->capi(), &opened);
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
    // Ends before the C session, and so does not keep its connection open.
    std::shared_ptr<detail::Handlers> handlers_;
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
        Iterator(const Session *session, Timeout timeout) : session_(session), timeout_(timeout) { step(); }

        Notice &operator*() noexcept { return *notice_; }
        Notice *operator->() noexcept { return &*notice_; }
        Iterator &operator++() {
            step();
            return *this;
        }
        void operator++(int) { step(); }
        friend bool operator==(const Iterator &left, const Iterator &right) noexcept {
            return left.session_ == right.session_;
        }
        friend bool operator!=(const Iterator &left, const Iterator &right) noexcept { return !(left == right); }

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
        Optional<Notice> notice_;
    };

    /** The notices of a session, which must outlive it. */
    NoticeRange(const Session &session, Timeout timeout) noexcept : session_(&session), timeout_(timeout) {}

    /** Waits for the first notice. */
    Iterator begin() const { return Iterator(session_, timeout_); }
    Iterator end() const noexcept { return Iterator(); }

private:
    const Session *session_;
    Timeout timeout_;
};

inline NoticeRange Session::notices(Timeout timeout) const { return NoticeRange(*this, timeout); }

COMMDN_HPP_END

#endif  // COMMDN_SESSION_HPP
