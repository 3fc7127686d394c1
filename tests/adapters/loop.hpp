// What every adapter must do, with a loop of its own: `Loop` has a `Watch`, `watch(Source)`, and `turn()`, which waits 50 ms
// at the most and serves what is ready.
#ifndef LOOP_HPP
#define LOOP_HPP

#include "../cpp/check.hpp"

#include <commdn/adapters/source.hpp>

#include <cstdlib>
#include <unistd.h>

namespace loop_test {

using commdn::Code;
using commdn::Request;
using commdn::Result;
using commdn::Session;
using commdn::adapters::source_of;

template <class Loop, class Done>
bool turn_until(Loop &loop, Done done) {
    for (int turn = 0; !done() && turn < 400; ++turn) {
        loop.turn();
    }
    return done();
}

inline Request dnc() { return Request::do_not_call().phone("5551234567"); }

template <class Loop>
void answers_and_notices_come_through_the_loop_until_the_session_ends() {
    using namespace std::chrono_literals;
    const commdn::Simulator simulator = commdn::Simulator::demo();
    const Session desktop = simulator.open_session(options_for(20));
    const Session script = simulator.open_session(options_for(21));
    int answers = 0;
    int events = 0;
    Code last = Code::Ok;
    Loop loop;
    const auto on_notice = [&](const commdn::Notice &notice) { events += notice.event() ? 1 : 0; };
    {
        const auto first = loop.watch(source_of(desktop, on_notice));
        desktop.submit(dnc(), [&](const Result<commdn::Answer> &answer) { answers += answer ? 1 : 100; });
        CHECK(turn_until(loop, [&] { return answers == 1; }));
    }
    const auto watch = loop.watch(source_of(desktop, on_notice));
    for (int request = 0; request < 3; ++request) {
        desktop.submit(dnc(), [&](const Result<commdn::Answer> &answer) { answers += answer ? 1 : 100; });
    }
    script.call(Request::load_campaign(2, 10).dialing({commdn::DialMode::Preview, commdn::OptimizeBy::BusyFactor, 50}));
    CHECK(turn_until(loop, [&] { return answers == 4 && events > 0; }));
    CHECK(watch->active());

    fault(simulator, R"("kind": "silent")");
    desktop.submit(dnc(), [&](const Result<commdn::Answer> &answer) { last = answer.code(); });
    desktop.close(1s);
    CHECK(turn_until(loop, [&] { return !watch->active(); }));
    CHECK(last == Code::Closed);
    loop.turn();
}

template <class Loop>
void outcomes_of_an_outbox_come_through_the_loop() {
    char path[] = "/tmp/commdn-adapter-XXXXXX";
    const int file = mkstemp(path);
    CHECK(file >= 0);
    close(file);
    {
        Loop loop;
        const Session session = Session::open("sim:", options_for(20));
        const commdn::Outbox outbox = commdn::Outbox::open(path);
        int acknowledged = 0;
        const auto watch = loop.watch(source_of(outbox, 0, [&](const commdn::OutboxOutcome &outcome) {
            acknowledged += outcome.acknowledged() ? 1 : 100;
        }));
        outbox.attach(session);
        for (int request = 0; request < 3; ++request) {
            outbox.submit(dnc());
        }
        CHECK(turn_until(loop, [&] { return acknowledged == 3; }));
        CHECK(watch->active());
    }
    for (const char *ending : {"", "-wal", "-shm"}) {
        unlink((std::string(path) + ending).c_str());
    }
}

template <class Loop>
int all(const char *name) {
    run("answers_and_notices", answers_and_notices_come_through_the_loop_until_the_session_ends<Loop>);
    run("outcomes", outcomes_of_an_outbox_come_through_the_loop<Loop>);
    return finish(name);
}

}  // namespace loop_test

#endif
