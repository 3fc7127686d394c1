// Requests with a handler each, one descriptor for a session's loop, and sessions that are not open yet.
#include "check.hpp"

#include "../c/system.h"

#include <atomic>
#include <set>
#include <thread>
#include <vector>

using commdn::Answer;
using commdn::Code;
using commdn::Request;
using commdn::Result;
using commdn::Session;
using commdn::Simulator;
using commdn::Timeout;
using namespace std::chrono_literals;

namespace {

Request dnc(std::string_view phone = "5551234567") { return Request::do_not_call().phone_as_is(phone); }

// A program's own class with a session that it opens later.
struct Desktop {
    Session session;
    commdn::Outbox outbox;
    commdn::Completions completions;
    commdn::Pending pending;
    commdn::Simulator simulator;
    commdn::Host host;
};

void a_session_that_is_not_open_is_a_member() {
    Desktop desktop;
    CHECK(!desktop.session && desktop.session.is_over() && !desktop.outbox && !desktop.simulator);
    CHECK(desktop.session.status() == commdn::SessionStatus::Over && !desktop.pending.valid());
    CHECK(desktop.session.capi() == nullptr && desktop.session.trouble());
    CHECK(desktop.session.take_callback_exception() == nullptr);
    CHECK(desktop.host.take_exception() == nullptr && !desktop.outbox.is_attached());
    THROWS(InvalidArgument, InvalidArgument, desktop.session.call(dnc()));
    THROWS(InvalidArgument, InvalidArgument, desktop.session.submit(dnc(), [](Result<Answer>) {}));
    THROWS(InvalidArgument, InvalidArgument, desktop.session.dispatch());
    THROWS(InvalidArgument, InvalidArgument, desktop.session.fd());
    THROWS(InvalidArgument, InvalidArgument, desktop.outbox.submit(dnc()));
    THROWS(InvalidArgument, InvalidArgument, desktop.outbox.fd());
    THROWS(InvalidArgument, InvalidArgument, desktop.completions.next(Timeout::none()));
    THROWS(InvalidArgument, InvalidArgument, desktop.pending.get());
    THROWS(InvalidArgument, InvalidArgument, desktop.simulator.listen());
    THROWS(InvalidArgument, InvalidArgument, desktop.host.open_session(options_for(20)));
    desktop.session = Session::open("sim:", options_for(20));
    CHECK(desktop.session && desktop.session.call(dnc()).event_count() == 1);
    desktop = Desktop();
    CHECK(!desktop.session);
}

void each_handler_is_called_once_on_this_thread() {
    const Simulator simulator = Simulator::demo();
    const Session session = simulator.open_session(options_for(20));
    CHECK(session.dispatch() == 0 && session.dispatch(1ms) == 0);
    std::set<std::string> phones;
    const std::thread::id here = std::this_thread::get_id();
    for (int number = 100; number < 150; ++number) {
        const std::string phone = "555" + std::to_string(number);
        session.submit(dnc(phone), [&, phone](Result<Answer> answer) {
            CHECK(std::this_thread::get_id() == here && answer.value().event().phone() == phone);
            CHECK(phones.insert(phone).second);
        });
    }
    std::size_t called = 0;
    while (phones.size() < 50) {
        const std::size_t more = session.dispatch(5s);
        CHECK(more > 0);
        called += more;
    }
    CHECK(called == 50 && session.dispatch() == 0);

    fault(simulator, R"("kind": "silent")");
    Code failed = Code::Ok;
    session.submit(dnc(), [&](const Result<Answer> &answer) { failed = answer.code(); }, 20ms);
    CHECK(session.dispatch(5s) == 1 && failed == Code::NoAnswer);
    // What was not sent has no outcome: its handler is destroyed, and not called.
    auto kept = std::make_shared<int>(0);
    THROWS(InvalidRequest, InvalidRequest, session.submit(Request::do_not_call(), [kept](Result<Answer>) { ++*kept; }));
    CHECK(kept.use_count() == 1 && *kept == 0 && session.dispatch(1ms) == 0);
}

void a_handler_need_not_be_copied_and_may_throw() {
    const Session session = Session::open("sim:", options_for(20));
    auto only = std::make_unique<int>(7);
    int seen = 0;
    session.submit(dnc("1"), [&, only = std::move(only)](Result<Answer>) {
        seen += *only;
        throw std::runtime_error("from a handler");
    });
    session.submit(dnc("2"), [&](Result<Answer>) { seen += 100; });
    bool thrown = false;
    while (seen < 107) {
        try {
            static_cast<void>(session.dispatch(5s));
        } catch (const std::runtime_error &error) {
            thrown = std::string(error.what()) == "from a handler";
        }
    }
    CHECK(thrown && seen == 107);
}

void a_handler_may_submit_close_and_destroy() {
    Session session = Session::open("sim:", options_for(20));
    int called = 0;
    session.submit(dnc("1"), [&](Result<Answer>) {
        ++called;
        session.submit(dnc("2"), [&](Result<Answer>) {
            ++called;
            session.close();
        });
    });
    while (called < 2) {
        CHECK(session.dispatch(5s) > 0);
    }
    session = Session::open("sim:", options_for(20));
    session.submit(dnc("3"), [&](Result<Answer>) {
        ++called;
        session = Session();
    });
    CHECK(session.dispatch(5s) == 1 && called == 3 && !session);
}

void closing_calls_the_handlers_and_destroying_does_not() {
    const Simulator simulator = Simulator::demo();
    fault(simulator, R"("kind": "silent")");
    auto kept = std::make_shared<Code>(Code::Ok);
    {
        const Session session = simulator.open_session(options_for(20));
        session.submit(dnc(), [kept](const Result<Answer> &answer) { *kept = answer.code(); });
        session.close(1s);
        CHECK(session.dispatch(5s) == 1 && *kept == Code::Closed && kept.use_count() == 1);
        CHECK(session.dispatch(Timeout::forever()) == 0);
    }
    {
        const Session session = simulator.open_session(options_for(20));
        session.submit(dnc(), [kept](Result<Answer>) { *kept = Code::Internal; });
    }
    CHECK(kept.use_count() == 1 && *kept == Code::Closed);
}

void threads_submit_while_one_dispatches() {
    const Session session = Session::open("sim:", options_for(20));
    constexpr int each = 50;
    std::atomic<int> called{0};
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread) {
        threads.emplace_back([&] {
            for (int request = 0; request < each; ++request) {
                session.submit(dnc(), [&](const Result<Answer> &answer) { called += answer ? 1 : 1000; });
            }
        });
    }
    while (called < 4 * each && session.dispatch(5s) > 0) {}
    for (std::thread &thread : threads) {
        thread.join();
    }
    CHECK(called == 4 * each);
}

void one_descriptor_wakes_for_everything() {
    const Simulator simulator = Simulator::demo();
    const Session session = simulator.open_session(options_for(20));
    const commdn::Completions queue = session.completions();
    const auto drained = [&] {
        std::size_t found = session.dispatch();
        while (queue.next(Timeout::none())) {
            ++found;
        }
        while (session.next_notice(Timeout::none())) {
            ++found;
        }
        return found;
    };
    const commdn_fd fd = session.fd();
    while (drained() > 0) {}
    CHECK(!readable(fd, 0));
    session.submit(dnc(), [](Result<Answer>) {});
    CHECK(readable(fd, 5000) && drained() == 1 && !readable(fd, 0));
    queue.submit(1, dnc());
    CHECK(readable(fd, 5000) && drained() == 1 && !readable(fd, 0));
    static_cast<void>(simulator.command(R"({"command": "link", "up": false})"));
    CHECK(readable(fd, 5000) && drained() == 1 && !readable(fd, 0));
    session.close(1s);
    CHECK(readable(fd, 5000) && readable(queue.fd(), 5000) && readable(session.notice_fd(), 5000));
    CHECK(!queue.next(Timeout::forever()) && session.dispatch(Timeout::forever()) == 0);
    CHECK(readable(fd, 0));
}

}  // namespace

int main() {
    RUN(a_session_that_is_not_open_is_a_member);
    RUN(each_handler_is_called_once_on_this_thread);
    RUN(a_handler_need_not_be_copied_and_may_throw);
    RUN(a_handler_may_submit_close_and_destroy);
    RUN(closing_calls_the_handlers_and_destroying_does_not);
    RUN(threads_submit_while_one_dispatches);
    RUN(one_descriptor_wakes_for_everything);
    return finish("handlers");
}
