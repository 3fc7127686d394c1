/*
 * commdn for C++17: the outcomes of many requests. Part of commdn.hpp.
 */
#ifndef COMMDN_COMPLETIONS_HPP
#define COMMDN_COMPLETIONS_HPP

#include <commdn/pending.hpp>

#include <map>

COMMDN_HPP_BEGIN

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
class [[nodiscard]] Completions : public detail::Owned<commdn_completions, commdn_completions_free> {
public:
    /** A null one: a member that is to be assigned. */
    Completions() noexcept = default;
    /** Take over a C object. */
    explicit Completions(commdn_completions *owned) noexcept : Owned(owned) {}

    /** Send a request under a tag. Blocks and throws as Session::submit(). */
    void submit(std::uint64_t tag, const Request &request, Timeout timeout = Timeout::session_default()) const {
        try_submit(tag, request, timeout).value();
    }
    Result<void> try_submit(std::uint64_t tag, const Request &request,
                            Timeout timeout = Timeout::session_default()) const {
        return detail::call(commdn_completions_submit, capi(), tag, request.capi(), timeout.ms());
    }

    /**
     * Send requests in one piece, which is cheaper than one by one, under tags that count on from
     * `first_tag`; tells how many were sent. The first that is refused ends it: that one and those
     * after it are not sent, and submit() tells why. Blocks as Session::submit(), and throws as it
     * does if the first request is refused.
     */
    std::size_t submit_many(std::uint64_t first_tag, const std::vector<Request> &requests,
                            Timeout timeout = Timeout::session_default()) const {
        return try_submit_many(first_tag, requests, timeout).value();
    }
    Result<std::size_t> try_submit_many(std::uint64_t first_tag, const std::vector<Request> &requests,
                                        Timeout timeout = Timeout::session_default()) const {
        std::vector<const commdn_request *> handles;
        handles.reserve(requests.size());
        for (const Request &request : requests) {
            handles.push_back(request.capi());
        }
        return detail::fetch<std::size_t>(commdn_completions_submit_many, capi(), first_tag, handles.data(),
                                          handles.size(), timeout.ms());
    }

    /**
     * The next outcome, good or bad; empty if none came in time, or none will.
     *
     * Blocks up to `timeout`. Throws InvalidArgument if moved from, and ForkedError.
     */
    [[nodiscard]] Optional<Completion> next(Timeout timeout = Timeout::forever()) const {
        return try_next(timeout).value();
    }
    Result<Optional<Completion>> try_next(Timeout timeout = Timeout::forever()) const {
        std::uint64_t tag = COMMDN_TAG_NONE;
        Result<Answer> outcome = detail::make<Answer>(commdn_completions_next, capi(), timeout.ms(), &tag);
        if (tag != COMMDN_TAG_NONE) {
            return Optional<Completion>(Completion{tag, std::move(outcome)});
        }
        if (outcome.code() == Code::Timeout || outcome.code() == Code::Closed) {
            return Optional<Completion>();
        }
        return outcome.error();
    }

    /**
     * A descriptor for poll() and the like: readable when an outcome may wait, and once the session
     * is over. Then call next() with Timeout::none() until it is empty. It is the queue's: never
     * read or close it.
     */
    commdn_fd fd() const { return try_fd().value(); }
    Result<commdn_fd> try_fd() const { return detail::fetch<commdn_fd>(commdn_completions_fd, capi()); }
};

namespace detail {

/** The handlers of a session's requests, which wait for their outcomes; and where these come. */
class Handlers {
public:
    /** Send a request, whose outcome `handler` is called with. */
    template <class Function>
    Result<void> submit(const commdn_session *session, const Request &request, Function handler, Timeout timeout) {
        return queue(session).and_then([&](const Completions *completions) {
            const std::uint64_t tag = keep(std::make_unique<HandlerOf<Function>>(std::move(handler)));
            Result<void> sent = completions->try_submit(tag, request, timeout);
            if (!sent) {
                static_cast<void>(take(tag));
            }
            return sent;
        });
    }

    /** Call the handlers of what has come; how many. */
    Result<std::size_t> dispatch(const commdn_session *session, Timeout timeout) {
        if (timeout.ms() == Timeout::none().ms() && !has_queue()) {
            return std::size_t{0};
        }
        const Result<const Completions *> completions = queue(session);
        if (!completions) {
            return completions.error();
        }
        for (std::size_t count = 0;; ++count) {
            Result<Optional<Completion>> next = (*completions)->try_next(count == 0 ? timeout : Timeout::none());
            if (!next) {
                return next.error();
            }
            if (!*next) {
                return count;
            }
            if (const std::unique_ptr<Handler> handler = take((*next)->tag)) {
                handler->run(std::move((*next)->outcome));
            }
        }
    }

private:
    /** A function that need not be copyable, unlike one in a std::function. */
    class Handler {
    public:
        Handler() = default;
        Handler(const Handler &) = delete;
        Handler &operator=(const Handler &) = delete;
        virtual ~Handler() = default;
        virtual void run(Result<Answer> outcome) = 0;
    };

    template <class Function>
    class HandlerOf final : public Handler {
    public:
        explicit HandlerOf(Function function) : function_(std::move(function)) {}
        void run(Result<Answer> outcome) override { std::invoke(function_, std::move(outcome)); }

    private:
        Function function_;
    };

    bool has_queue() {
        const std::lock_guard<std::mutex> lock(mutex_);
        return static_cast<bool>(completions_);
    }

    Result<const Completions *> queue(const commdn_session *session) {
        const std::lock_guard<std::mutex> lock(mutex_);
        if (!completions_) {
            Result<Completions> made = make<Completions>(commdn_completions_new, session);
            if (!made) {
                return made.error();
            }
            completions_ = *std::move(made);
        }
        return &completions_;
    }

    std::uint64_t keep(std::unique_ptr<Handler> handler) {
        const std::lock_guard<std::mutex> lock(mutex_);
        handlers_.emplace(++last_tag_, std::move(handler));
        return last_tag_;
    }

    std::unique_ptr<Handler> take(std::uint64_t tag) {
        const std::lock_guard<std::mutex> lock(mutex_);
        const auto found = handlers_.find(tag);
        if (found == handlers_.end()) {
            return nullptr;
        }
        std::unique_ptr<Handler> handler = std::move(found->second);
        handlers_.erase(found);
        return handler;
    }

    std::mutex mutex_;
    Completions completions_;
    std::map<std::uint64_t, std::unique_ptr<Handler>> handlers_;
    std::uint64_t last_tag_ = 0;
};

}  // namespace detail

COMMDN_HPP_END

#endif  // COMMDN_COMPLETIONS_HPP
