// Sessions with the embedded simulator: calls, pending requests, completions, notices, callbacks.
#include "check.hpp"

#include "../c/system.h"

#include <atomic>
#include <set>
#include <thread>
#include <type_traits>

using commdn::Answer;
using commdn::Code;
using commdn::Completions;
using commdn::Counter;
using commdn::Notice;
using commdn::NoticeKind;
using commdn::NoticeView;
using commdn::Pending;
using commdn::Request;
using commdn::Session;
using commdn::Simulator;
using commdn::Timeout;
using namespace std::chrono_literals;

static_assert(std::is_nothrow_move_constructible_v<Session>);
static_assert(std::is_nothrow_move_assignable_v<Session>);
static_assert(std::is_nothrow_move_constructible_v<Pending>);
static_assert(std::is_nothrow_move_constructible_v<Completions>);
static_assert(std::is_nothrow_move_constructible_v<Notice>);
static_assert(!std::is_copy_constructible_v<Session>);
static_assert(Timeout(2s).ms() == 2000 && Timeout(-5ms).ms() == 0 && Timeout(1us).ms() == 1);
static_assert(Timeout(std::chrono::hours::max()).ms() == 2147483647);
static_assert(Timeout(std::chrono::duration<double>(0.0015)).ms() == 2);
static_assert(Timeout::none().ms() == 0 && Timeout::forever().ms() == COMMDN_WAIT_FOREVER);
static_assert(Timeout::session_default().ms() == COMMDN_WAIT_DEFAULT);

namespace {

Request dnc(std::string_view phone = "5551234567") {
    return Request::do_not_call().phone_as_is(phone).chain(commdn::ChainAll);
}

void a_call_is_acknowledged() {
    const Session session = Session::open("sim:", options_for(20));
    const Answer answer = session.call(dnc());
    const commdn::EventView event = answer.event();
    CHECK(event.message_type() == commdn::MessageType::EvDoNotCallProcessed);
    CHECK(event.phone() == "5551234567" && event.origin() == 101 && event.target() == 20);
    CHECK(!event.campaign() && !event.error() && !event.is_refusal());
    CHECK(event.user_data().at_path("GSW_CM_AttrProperties/do_not_call/GSW_PHONE").as_string() == "5551234567");
    CHECK(answer.event_count() == 1 && answer.events().size() == 1);
    CHECK(answer.events()[0].capi() == event.capi());
    const commdn::Stats stats = session.stats();
    CHECK(stats[Counter::Submitted] == 1 && stats[Counter::Acknowledged] == 1);
    CHECK(stats[Counter::SentBytes] > 0 && stats[static_cast<Counter>(4711)] == 0);
}

void a_campaign_is_loaded_and_asked_about() {
    const Session session = Session::open("sim:", options_for(20));
    static_cast<void>(session.call(Request::load_campaign(1, 10)
                                       .dialing({commdn::DialMode::Predict, commdn::OptimizeBy::BusyFactor, 80})
                                       .priority_general({1, 100}),
                                   2s));
    const Answer status = session.call(Request::campaign_status(1, 10));
    CHECK(status.event().status() == commdn::GroupStatus::Active);
    CHECK(status.event().campaign() == 1 && status.event().group() == 10);
}

void everybody_else_hears_of_a_campaign() {
    const Simulator simulator = Simulator::demo();
    const Session desktop = simulator.open_session(options_for(20));
    const Session script = simulator.open_session(options_for(21).application("script"));
    static_cast<void>(script.call(
        Request::load_campaign(2, 10).dialing({commdn::DialMode::Preview, commdn::OptimizeBy::BusyFactor, 50})));
    std::set<NoticeKind> kinds;
    bool loaded = false;
    for (const Notice &notice : desktop.notices(500ms)) {
        kinds.insert(notice.kind());
        CHECK(!notice.error());
        if (const std::optional<commdn::EventView> event = notice.event()) {
            CHECK(event->message_type() == commdn::MessageType::EvCampaignStatus);
            CHECK(event->campaign() == 2 && event->group() == 10 && event->target() == 0);
            loaded = loaded || event->status() == commdn::GroupStatus::Active;
        }
    }
    CHECK(kinds.count(NoticeKind::SwitchUp) == 1 && kinds.count(NoticeKind::Event) == 1);
    CHECK(loaded);
}

void a_pending_request_is_polled_waited_for_and_taken_once() {
    const Simulator simulator = Simulator::demo();
    const Session session = simulator.open_session(options_for(20));
    Pending pending = session.submit(dnc());
    CHECK(pending.valid() && pending.reference_id() > 0);
    CHECK(pending.wait_for(5s) && pending.poll() && pending.wait_for(Timeout::none()));
    CHECK(pending.get().event().phone() == "5551234567");
    CHECK(!pending.valid());
    THROWS(InvalidArgument, InvalidArgument, static_cast<void>(pending.get()));
    THROWS(InvalidArgument, InvalidArgument, static_cast<void>(pending.wait_for(1ms)));

    fault(simulator, R"("kind": "silent")");
    Pending silent = session.submit(dnc(), 300ms);
    CHECK(!silent.poll() && !silent.wait_for(10ms) && silent.valid());
    THROWS(TimeoutError, Timeout, static_cast<void>(silent.get(10ms)));
    CHECK(silent.valid());
    THROWS(NoAnswerError, NoAnswer, static_cast<void>(silent.get()));
    CHECK(!silent.valid());

    Pending failing = session.submit(dnc(), 50ms);
    CHECK(failing.wait_for(5s) && failing.poll() && failing.valid());
    CHECK(failing.try_get().code() == Code::NoAnswer && !failing.valid());

    Pending dropped = session.submit(dnc());
    dropped.drop();
    CHECK(!dropped.valid());
    THROWS(InvalidArgument, InvalidArgument, static_cast<void>(dropped.poll()));
    THROWS(InvalidArgument, InvalidArgument, static_cast<void>(dropped.reference_id()));
    Pending moved = std::move(dropped);
    CHECK(!moved.valid());
    CHECK(session.stats()[Counter::Withdrawn] == 1);
}

void what_came_from_a_session_outlives_it() {
    std::optional<Pending> pending;
    std::optional<Answer> answer;
    {
        const Session session = Session::open("sim:", options_for(20));
        pending = session.submit(dnc("1"));
        CHECK(pending->wait_for(5s));
        answer = session.call(dnc("2"));
    }
    CHECK(pending->get().event().phone() == "1");
    CHECK(answer->event().phone() == "2");
}

void completions_come_with_their_tags() {
    const Simulator simulator = Simulator::demo();
    const Session session = simulator.open_session(options_for(20));
    const Completions completions = session.completions();
    CHECK(!completions.next(Timeout::none()));
    const commdn_fd fd = completions.fd();
    for (std::uint64_t tag = 100; tag < 150; ++tag) {
        completions.submit(tag, dnc("555" + std::to_string(tag)));
    }
    std::set<std::uint64_t> tags;
    while (tags.size() < 50 && readable(fd, 5000)) {
        while (std::optional<commdn::Completion> next = completions.next(Timeout::none())) {
            CHECK(next->outcome.value().event().phone() == "555" + std::to_string(next->tag));
            tags.insert(next->tag);
        }
    }
    CHECK(tags.size() == 50 && *tags.begin() == 100);
    std::vector<Request> many;
    for (int place = 0; place < 20; ++place) {
        many.push_back(place == 15 ? Request::do_not_call() : dnc("555" + std::to_string(200 + place)));
    }
    CHECK(completions.submit_many(200, many) == 15 && completions.submit_many(1, {}) == 0);
    many.erase(many.begin(), many.begin() + 15);
    CHECK(completions.try_submit_many(1, many).code() == Code::InvalidRequest);
    THROWS(InvalidRequest, InvalidRequest, static_cast<void>(completions.submit_many(1, many)));
    for (int place = 0; place < 15; ++place) {
        const std::optional<commdn::Completion> next = completions.next(5s);
        CHECK(next && next->outcome.value().event().phone() == "555" + std::to_string(next->tag));
    }
    fault(simulator, R"("kind": "silent")");
    completions.submit(7, dnc(), 20ms);
    std::optional<commdn::Completion> failed = completions.next(5s);
    CHECK(failed && failed->tag == 7 && failed->outcome.code() == Code::NoAnswer);
    THROWS(InvalidRequest, InvalidRequest, completions.submit(1, Request::do_not_call()));
    Completions from = session.completions();
    const Completions to = std::move(from);
    THROWS(InvalidArgument, InvalidArgument, static_cast<void>(from.next(1ms)));
}

void notices_are_readable_on_the_descriptor() {
    const Simulator simulator = Simulator::demo();
    const Session session = simulator.open_session(options_for(20));
    const commdn_fd fd = session.notice_fd();
    CHECK(readable(fd, 5000));
    while (session.next_notice(Timeout::none())) {}
    CHECK(!readable(fd, 0));
    static_cast<void>(simulator.command(R"({"command": "link", "up": false})"));
    CHECK(readable(fd, 5000));
    const std::optional<Notice> notice = session.next_notice(Timeout::none());
    CHECK(notice && notice->kind() == NoticeKind::SwitchDown);
    session.close();
    CHECK(readable(fd, 5000));
}

void closing_ends_waits_loops_and_requests() {
    const Session session = Session::open("sim:", options_for(77));
    std::atomic<int> ended{0};
    std::atomic<int> closed{0};
    std::thread walker([&] {
        for (const Notice &notice : session.notices()) {
            static_cast<void>(notice.kind());
        }
        ++ended;
    });
    std::thread caller([&] {
        closed += session.try_call(dnc(), Timeout::forever()).code() == Code::Closed;
        ++ended;
    });
    while (session.stats()[Counter::OpenRequests] == 0) {
        std::this_thread::sleep_for(1ms);
    }
    CHECK(!session.is_over());
    session.close(1s);
    session.close(1s);
    walker.join();
    caller.join();
    CHECK(ended == 2 && closed == 1 && session.is_over());
    THROWS(ClosedError, Closed, static_cast<void>(session.call(dnc())));
    THROWS(ClosedError, Closed, static_cast<void>(session.next_notice()));
    THROWS(ClosedError, Closed, static_cast<void>(session.submit(dnc())));
}

void moved_from_sessions_are_harmless() {
    Session session = Session::open("sim:", options_for(20));
    Session moved = std::move(session);
    CHECK(session.is_over() && !moved.is_over());
    THROWS(InvalidArgument, InvalidArgument, static_cast<void>(session.call(dnc())));
    THROWS(InvalidArgument, InvalidArgument, static_cast<void>(session.next_notice()));
    THROWS(InvalidArgument, InvalidArgument, static_cast<void>(session.notice_fd()));
    THROWS(InvalidArgument, InvalidArgument, static_cast<void>(session.stats()));
    THROWS(InvalidArgument, InvalidArgument, session.close());
    CHECK(session.take_callback_exception() == nullptr);
    session = std::move(moved);
    CHECK(session.call(dnc()).event_count() == 1);
    const Session adopted(session.release());
    CHECK(adopted.call(dnc()).event_count() == 1);
}

void a_simulator_listens_and_obeys() {
    const Simulator simulator = Simulator::demo();
    const std::int32_t port = simulator.listen();
    const Session session = Session::open("127.0.0.1:" + std::to_string(port), options_for(20).reconnect(false));
    CHECK(session.call(dnc()).event().phone() == "5551234567");
    CHECK(simulator.command(R"({"command": "snapshot"})").find("desktop") != std::string::npos);
    THROWS(InvalidArgument, InvalidArgument, static_cast<void>(simulator.command("{}")));
    THROWS(InvalidArgument, InvalidArgument, static_cast<void>(Simulator::from_toml("a = 1\n")));
    THROWS(InvalidArgument, InvalidArgument, static_cast<void>(Simulator::from_file("/no/such/file.toml")));
    simulator.stop();
    THROWS(DisconnectedError, Disconnected, static_cast<void>(session.call(dnc())));
}

commdn::NoticeKind next_of(const Session &session, commdn::NoticeKind kind) {
    while (const std::optional<commdn::Notice> notice = session.next_notice(5s)) {
        if (notice->kind() == kind) {
            return kind;
        }
    }
    return commdn::NoticeKind::Other;
}

void a_lost_connection_is_replaced() {
    using commdn::NoticeKind;
    using commdn::SessionStatus;
    const Simulator simulator = Simulator::demo();
    const Session session = simulator.open_session(
        options_for(20).reconnect_delays(10ms, 20ms).reconnect_give_up(0ms).hold_requests(true));
    CHECK(session.status() == SessionStatus::Up && !session.trouble());
    static_cast<void>(simulator.command(R"({"command": "fault", "rule": {"kind": "silent"}})"));
    commdn::Pending safe = session.submit(dnc());
    commdn::Pending never = session.submit(dnc().repeat(false));
    commdn::Pending stop = session.submit(Request::stop_dialing(1, 10));
    static_cast<void>(simulator.command(R"({"command": "clear_faults"})"));
    static_cast<void>(simulator.command(R"({"command": "cut"})"));
    CHECK(safe.get(5s).event().phone() == "5551234567");
    THROWS(DisconnectedError, Disconnected, static_cast<void>(never.get(5s)));
    const commdn::Result<commdn::Answer> unknown = stop.try_get(5s);
    CHECK(unknown.code() == Code::OutcomeUnknown);
    const std::optional<Request> query = unknown.error().status_query();
    CHECK(query && session.call(*query).event().campaign() == 1);
    CHECK(next_of(session, NoticeKind::Disconnected) == NoticeKind::Disconnected);
    CHECK(next_of(session, NoticeKind::Connected) == NoticeKind::Connected);
    const commdn::Stats stats = session.stats();
    CHECK(stats[commdn::Counter::Reconnects] == 1 && stats[commdn::Counter::Repeated] == 1);

    static_cast<void>(simulator.command(R"({"command": "service", "dn": "8001", "up": false})"));
    CHECK(next_of(session, NoticeKind::OutOfService) == NoticeKind::OutOfService);
    CHECK(session.status() == SessionStatus::OutOfService);
    CHECK(session.trouble()->code() == Code::Disconnected);
    static_cast<void>(simulator.command(R"({"command": "service", "dn": "8001", "up": true})"));
    CHECK(session.call(dnc()).event_count() == 1);

    const Session early = Session::open("127.0.0.1:1, 127.0.0.1:2", options_for(20).connect_in_background(true));
    CHECK(early.status() == SessionStatus::Connecting);
    THROWS(DisconnectedError, Disconnected, static_cast<void>(early.call(dnc(), 50ms)));
}

void spinning_gives_the_same_answers() {
    const Session session = Session::open("sim:", options_for(20).spin(200us));
    for (int call = 0; call < 20; ++call) {
        CHECK(session.call(dnc()).event().phone() == "5551234567");
    }
    THROWS(InvalidArgument, InvalidArgument, options_for(20).spin(-1us));
    THROWS(InvalidArgument, InvalidArgument, options_for(20).spin(std::chrono::hours(1)));
}

void options_are_checked() {
    commdn::SessionOptions options = options_for(20);
    options.keep_alive(5s).connect_timeout(1s).write_timeout(1s).close_timeout(100ms);
    options.max_unsent_bytes(100000).max_notices(5).max_frame_bytes(70000);
    options.send_reference_id(false).first_in_first_out(true).accept_partial_echo(true);
    options.accept_added_facts(true).dialect(commdn::Dialect().charset("ISO-8859-1"));
    const Session session = Session::open("sim:", options.copy());
    CHECK(session.call(dnc()).event().phone() == "5551234567");
    THROWS(InvalidArgument, InvalidArgument, options.request_timeout(-1ms));
    THROWS(InvalidArgument, InvalidArgument, options.request_timeout(std::chrono::hours(100000)));
    THROWS(InvalidArgument, InvalidArgument, options.application("\xff"));
    commdn::SessionOptions taken = std::move(options);
    THROWS(InvalidArgument, InvalidArgument, static_cast<void>(Session::open("sim:", options)));
}

struct Oops {
    int number;
};

void notices_go_to_the_handler() {
    const Simulator simulator = Simulator::demo();
    std::atomic<int> seen{0};
    auto kept = std::make_shared<int>(0);
    {
        const Session session = simulator.open_session(options_for(20).on_notice(
            [&seen, kept](const NoticeView &notice) { seen += notice.kind() == NoticeKind::SwitchUp ? 1 : 100; }));
        for (int tries = 0; seen == 0 && tries < 5000; ++tries) {
            std::this_thread::sleep_for(1ms);
        }
        CHECK(seen == 1 && kept.use_count() > 1);
        // The notices are the handler's.
        THROWS(InvalidArgument, InvalidArgument, static_cast<void>(session.next_notice(Timeout::none())));
    }
    // The handler ended with the session and the options.
    CHECK(kept.use_count() == 1);
}

void what_a_handler_throws_comes_out_of_the_next_call() {
    const Simulator simulator = Simulator::demo();
    std::atomic<int> calls{0};
    const commdn::SessionOptions options = options_for(20).on_notice([&calls](const NoticeView &) {
        const int number = ++calls;
        throw Oops{number};
    });
    const Session session = simulator.open_session(options);
    const Session other = simulator.open_session(
        options_for(21).application("script").on_notice([](const NoticeView &) {}));
    const auto wait_for_calls = [&](int wanted) {
        for (int tries = 0; calls < wanted && tries < 5000; ++tries) {
            std::this_thread::sleep_for(1ms);
        }
        return calls >= wanted;
    };
    CHECK(wait_for_calls(1));
    // Nothing died: requests go on, and so do notices.
    CHECK(session.call(dnc()).event_count() == 1);
    static_cast<void>(simulator.command(R"({"command": "link", "up": false})"));
    CHECK(wait_for_calls(2));
    int told = 0;
    try {
        static_cast<void>(session.next_notice(Timeout::none()));
    } catch (const Oops &oops) {
        told = oops.number;
    }
    CHECK(told == 1);
    // It is only handed over once, and only to its own session.
    THROWS(InvalidArgument, InvalidArgument, static_cast<void>(other.next_notice(Timeout::none())));
    CHECK(other.take_callback_exception() == nullptr);

    static_cast<void>(simulator.command(R"({"command": "link", "up": true})"));
    CHECK(wait_for_calls(3));
    CHECK(session.try_next_notice(50ms).code() == Code::InvalidArgument);
    told = 0;
    try {
        session.close();
    } catch (const Oops &oops) {
        told = oops.number;
    }
    CHECK(told > 1 && session.is_over());
    session.close();
    CHECK(session.take_callback_exception() == nullptr);
}

void an_exception_that_nobody_takes_ends_with_the_session() {
    std::atomic<int> calls{0};
    {
        const Session session = Session::open("sim:", options_for(20).on_notice([&calls](const NoticeView &) {
            ++calls;
            throw std::runtime_error("nobody takes it");
        }));
        for (int tries = 0; calls == 0 && tries < 5000; ++tries) {
            std::this_thread::sleep_for(1ms);
        }
    }
    CHECK(calls >= 1);
}

void log_lines_go_to_the_handler_which_may_throw() {
    std::mutex mutex;
    std::string lines;
    const Session session = Session::open(
        "sim:", options_for(20).password("hush").on_log(
                    commdn::LogLevel::Trace, [&](commdn::LogLevel level, std::string_view line) {
                        const std::lock_guard<std::mutex> lock(mutex);
                        lines.append(to_string(level)).append(" ").append(line).append("\n");
                        if (line.find("opened") == std::string_view::npos) {
                            throw Oops{5};
                        }
                    }));
    CHECK(session.call(dnc()).event_count() == 1);
    const std::exception_ptr thrown = session.take_callback_exception();
    CHECK(thrown != nullptr);
    bool oops = false;
    try {
        if (thrown) {
            std::rethrow_exception(thrown);
        }
    } catch (const Oops &) {
        oops = true;
    }
    CHECK(oops);
    const commdn::Result<void> closed = session.try_close();
    CHECK(closed);
    const std::lock_guard<std::mutex> lock(mutex);
    CHECK(!lines.empty() && lines.find("hush") == std::string::npos);
    CHECK(lines.find("5551234567") == std::string::npos);
}

// Names that the header uses inside; a call with a session must not find those.
bool run(const commdn::Session &session) { return !session.is_over(); }
bool make(const commdn::Request &request) { return static_cast<bool>(request); }

void a_users_function_is_not_taken_for_one_of_the_header() {
    CHECK(run(commdn::Session::open("sim:", commdn::SessionOptions("8001", 20))));
    CHECK(make(commdn::Request::do_not_call()));
}

}  // namespace

int main() {
    RUN(a_users_function_is_not_taken_for_one_of_the_header);
    RUN(a_call_is_acknowledged);
    RUN(a_campaign_is_loaded_and_asked_about);
    RUN(everybody_else_hears_of_a_campaign);
    RUN(a_pending_request_is_polled_waited_for_and_taken_once);
    RUN(what_came_from_a_session_outlives_it);
    RUN(completions_come_with_their_tags);
    RUN(notices_are_readable_on_the_descriptor);
    RUN(closing_ends_waits_loops_and_requests);
    RUN(moved_from_sessions_are_harmless);
    RUN(a_simulator_listens_and_obeys);
    RUN(a_lost_connection_is_replaced);
    RUN(spinning_gives_the_same_answers);
    RUN(options_are_checked);
    RUN(notices_go_to_the_handler);
    RUN(what_a_handler_throws_comes_out_of_the_next_call);
    RUN(an_exception_that_nobody_takes_ends_with_the_session);
    RUN(log_lines_go_to_the_handler_which_may_throw);
    return finish("sessions");
}
