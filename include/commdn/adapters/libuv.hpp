/*
 * commdn for C++17: sessions and outboxes in the loop of libuv. Needs libuv.
 *
 *   commdn::adapters::UvWatch watch(commdn::adapters::source_of(session, on_notice), loop);
 *   session.submit(request, on_answer);
 *   uv_run(loop, UV_RUN_DEFAULT);
 */
#ifndef COMMDN_ADAPTERS_LIBUV_HPP
#define COMMDN_ADAPTERS_LIBUV_HPP

#include <commdn/adapters/source.hpp>

#include <uv.h>

COMMDN_HPP_BEGIN

namespace adapters {

/**
 * Watches a source until it is destroyed, or the source has ended, and keeps the loop alive for as
 * long. Threads: that of the loop, which must turn once more before it is closed.
 *
 * What the functions of the source throw ends the program: C is between them and their caller.
 */
class UvWatch {
public:
    /** In that loop. Throws InternalError if libuv does not watch the descriptor. */
    explicit UvWatch(Source source, uv_loop_t *loop)
        : source_(std::move(source)), poll_(std::make_unique<uv_poll_t>()) {
        int fault = uv_poll_init(loop, poll_.get(), source_.fd);
        if (fault != 0) {
            throw InternalError(Error(Code::Internal, uv_strerror(fault)));
        }
        poll_->data = this;
        fault = uv_poll_start(poll_.get(), UV_READABLE, &UvWatch::readable);
        if (fault != 0) {
            close();
            throw InternalError(Error(Code::Internal, uv_strerror(fault)));
        }
    }
    UvWatch(const UvWatch &) = delete;
    UvWatch &operator=(const UvWatch &) = delete;
    ~UvWatch() { close(); }

    /** Whether more may come. */
    bool active() const noexcept { return poll_ != nullptr; }

private:
    static void readable(uv_poll_t *poll, int, int) noexcept {
        auto *self = static_cast<UvWatch *>(poll->data);
        if (!self->source_.read()) {
            self->close();
        }
    }

    // The handle is the loop's until it says that it has closed it.
    void close() noexcept {
        if (poll_) {
            uv_close(reinterpret_cast<uv_handle_t *>(poll_.release()),
                     [](uv_handle_t *handle) { delete reinterpret_cast<uv_poll_t *>(handle); });
        }
    }

    Source source_;
    std::unique_ptr<uv_poll_t> poll_;
};

}  // namespace adapters

COMMDN_HPP_END

#endif  // COMMDN_ADAPTERS_LIBUV_HPP
