/*
 * commdn for C++17: sessions and outboxes in the loop of asio, or of Boost.Asio if
 * COMMDN_BOOST_ASIO is defined.
 *
 *   commdn::adapters::AsioWatch watch(commdn::adapters::source_of(session, on_notice), context);
 *   session.submit(request, on_answer);
 *   context.run();
 */
#ifndef COMMDN_ADAPTERS_ASIO_HPP
#define COMMDN_ADAPTERS_ASIO_HPP

#include <commdn/adapters/source.hpp>

#ifdef COMMDN_BOOST_ASIO
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#else
#include <asio/io_context.hpp>
#include <asio/posix/stream_descriptor.hpp>
#endif

COMMDN_HPP_BEGIN

namespace adapters {

#ifdef COMMDN_BOOST_ASIO
namespace asio = boost::asio;
using AsioFault = boost::system::error_code;
#else
namespace asio = ::asio;
using AsioFault = std::error_code;
#endif

/**
 * Watches a source until it is destroyed, or the source has ended, and keeps run() going for as
 * long. Threads: that of run(), one at a time. What the functions of the source throw comes out of
 * run().
 */
class AsioWatch {
public:
    /** In that loop. */
    explicit AsioWatch(Source source, asio::io_context &context)
        : state_(std::make_shared<State>(std::move(source), context)) {
        wait(state_);
    }
    AsioWatch(const AsioWatch &) = delete;
    AsioWatch &operator=(const AsioWatch &) = delete;
    ~AsioWatch() { state_->end(); }

    /** Whether more may come. */
    bool active() const noexcept { return state_->active; }

private:
    /** What a wait refers to: it may end after the watch. */
    struct State {
        State(Source from, asio::io_context &context) : source(std::move(from)), descriptor(context, source.fd) {}
        State(const State &) = delete;
        State &operator=(const State &) = delete;
        ~State() { end(); }

        // The descriptor is the session's, and must not be closed.
        void end() noexcept {
            if (std::exchange(active, false)) {
                static_cast<void>(descriptor.release());
            }
        }

        Source source;
        asio::posix::stream_descriptor descriptor;
        bool active = true;
    };

    static void wait(const std::shared_ptr<State> &state) {
        state->descriptor.async_wait(asio::posix::stream_descriptor::wait_read, [state](const AsioFault &fault) {
            if (fault || !state->active) {
                return;
            }
            bool more = true;
            try {
                more = state->source.read();
            } catch (...) {
                wait(state);
                throw;
            }
            if (more && state->active) {
                wait(state);
            } else {
                state->end();
            }
        });
    }

    std::shared_ptr<State> state_;
};

}  // namespace adapters

COMMDN_HPP_END

#endif  // COMMDN_ADAPTERS_ASIO_HPP
