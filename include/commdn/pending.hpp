/*
 * commdn for C++17: a request on its way. Part of commdn.hpp.
 */
#ifndef COMMDN_PENDING_HPP
#define COMMDN_PENDING_HPP

#include <commdn/options.hpp>
#include <commdn/request.hpp>

COMMDN_HPP_BEGIN

/**
 * A request on its way, like a std::future<Answer>: wait, poll, or let it go.
 *
 * Destroying it gives the request up: it may still reach OCS, but nobody hears of it. It may
 * outlive its session. Moved, not copied. Threads: one at a time.
 */
class [[nodiscard]] Pending : public detail::Owned<commdn_pending, commdn_pending_free> {
public:
    /** A null one: a member that is to be assigned. */
    Pending() noexcept = default;
    /** Take over a C object. */
    explicit Pending(commdn_pending *owned) noexcept : Owned(owned) {}

    /** Whether there is an outcome still to be taken, now or later. */
    bool valid() const noexcept { return static_cast<bool>(*this) && !taken_; }

    /** The reference id that the request was sent with. Throws InvalidArgument if moved from. */
    std::int32_t reference_id() const { return try_reference_id().value(); }
    Result<std::int32_t> try_reference_id() const {
        std::int32_t id = 0;
        return detail::plain(commdn_pending_reference_id(capi(), &id), "pending").transform([&] { return id; });
    }

    /** Whether the outcome is there: get() then does not block. Never blocks. */
    bool poll() const { return try_poll().value(); }
    Result<bool> try_poll() const {
        if (outcome_) {
            return true;
        }
        return detail::fetch<bool>(commdn_pending_poll, capi());
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
        return detail::make<Answer>(commdn_pending_wait, capi(), timeout.ms());
    }

    std::optional<Result<Answer>> outcome_;
    bool taken_ = false;
};

COMMDN_HPP_END

#endif  // COMMDN_PENDING_HPP
