// The outbox: submitted without a session, sent when there is one, looked at afterwards.
#include "check.hpp"

#include "../c/system.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>
#include <type_traits>

using commdn::EntryState;
using commdn::Outbox;
using commdn::OutboxCounter;
using commdn::OutboxFilter;
using commdn::OutcomeKind;
using commdn::Request;
using commdn::Session;
using commdn::Simulator;
using commdn::SubmitOptions;
using namespace std::chrono_literals;

static_assert(std::is_nothrow_move_constructible_v<Outbox>);
static_assert(!std::is_copy_constructible_v<Outbox>);

namespace {

// A folder that ends with the test.
class Folder {
public:
    Folder() {
        char name[] = "/tmp/commdn-outbox-XXXXXX";
        CHECK(mkdtemp(name) != nullptr);
        path_ = name;
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    Folder(const Folder &) = delete;
    Folder &operator=(const Folder &) = delete;
    std::string file(const char *name) const { return (path_ / name).string(); }

private:
    std::filesystem::path path_;
};

Request dnc(std::string_view phone) { return Request::do_not_call().phone_as_is(phone); }

SubmitOptions under(const char *key) {
    SubmitOptions options;
    options.key = key;
    options.order_key = "household";
    options.max_age = 1h;
    options.max_attempts = 5;
    return options;
}

void what_is_submitted_is_acknowledged_once_a_session_is_there() {
    const Folder folder;
    const Outbox outbox = Outbox::open(folder.file("outbox.db"));
    const std::uint64_t id = outbox.submit(dnc("5551234567"), under("call 7"));
    CHECK(outbox.submit(dnc("5551234567"), under("call 7")) == id);
    CHECK(outbox.find("call 7") == id && !outbox.find("call 8"));
    CHECK(outbox.count(OutboxCounter::Unfinished) == 1 && !outbox.wait_until_empty(1ms));
    CHECK(outbox.try_wait(id, commdn::Timeout::none()).code() == commdn::Code::Timeout);
    CHECK(!outbox.next_outcome(0) && !outbox.is_attached());

    const Simulator simulator = Simulator::demo();
    const Session session = simulator.open_session(options_for(20));
    outbox.attach(session);
    THROWS(InvalidArgument, InvalidArgument, outbox.attach(session));
    CHECK(outbox.is_attached());
    const commdn::OutboxOutcome outcome = outbox.wait(id, 5s);
    CHECK(outcome.acknowledged() && outcome.id() == id && outcome.attempts() == 1);
    CHECK(outcome.key() == "call 7" && !outcome.error());
    CHECK(outcome.event() && outcome.event()->phone() == "5551234567");
    CHECK(outcome.time() <= std::chrono::system_clock::now() + 1s);
    CHECK(outbox.next_outcome(0).value().id() == id && !outbox.next_outcome(outcome.cursor()));
    outbox.detach();
    CHECK(!outbox.is_attached());

    const commdn::OutboxEntry entry = outbox.next_entry(OutboxFilter::Acknowledged, 0).value();
    CHECK(entry.id() == id && entry.state() == EntryState::Done && entry.attempts() == 1);
    CHECK(entry.message_type() == commdn::MessageType::ReqDoNotCall && entry.key() == "call 7");
    CHECK(entry.request().try_validate(20, 101) && entry.outcome()->acknowledged());
    CHECK(!entry.next_try() && entry.expires() && *entry.expires() > entry.created());
    CHECK(!outbox.next_entry(OutboxFilter::Refused, 0));
    CHECK(outbox.purge(0ms) == 1 && !outbox.next_entry(OutboxFilter::All, 0));
}

void many_requests_go_in_together_or_not_at_all() {
    const Folder folder;
    const Outbox outbox = Outbox::open(folder.file("outbox.db"));
    std::vector<commdn::Request> requests;
    for (const char *phone : {"5550000001", "5550000002", "5550000003"}) {
        requests.push_back(dnc(phone));
    }
    const std::vector<std::uint64_t> ids = outbox.submit_many(requests);
    CHECK(ids.size() == 3 && ids[0] < ids[1] && ids[1] < ids[2]);
    std::vector<SubmitOptions> options = {under("a"), under("b"), {}};
    const std::vector<std::uint64_t> keyed = outbox.submit_many(requests, options);
    CHECK(outbox.find("a") == keyed[0] && outbox.find("b") == keyed[1]);
    CHECK(outbox.submit_many(requests, options)[1] == keyed[1]);
    CHECK(outbox.count(OutboxCounter::Unfinished) == 7);
    options.pop_back();
    THROWS(InvalidArgument, InvalidArgument, outbox.submit_many(requests, options));
    requests.push_back(commdn::Request::do_not_call());
    const auto failed = outbox.try_submit_many(requests);
    CHECK(failed.code() == commdn::Code::InvalidRequest);
    CHECK(std::string_view(failed.error().what()).find("request 3 of those") != std::string_view::npos);
    CHECK(outbox.submit_many({}).empty() && outbox.count(OutboxCounter::Unfinished) == 7);
}

void what_a_site_does_otherwise_is_an_option() {
    const Folder folder;
    const auto dialect = commdn::Dialect().cancel_without_phone(true);
    commdn::OutboxOptions options;
    options.dialect = &dialect;
    options.retryable_refusals = {commdn::CmError::InvalidParameter};
    options.max_attempts = 2;
    options.backoff = std::pair(10ms, 20ms);
    const Outbox outbox = Outbox::open(folder.file("outbox.db"), options);
    CHECK(outbox.submit(commdn::Request::cancel_record().customer_id("C-1")) == 1);
    const Simulator simulator = Simulator::demo();
    outbox.attach(simulator.open_session(options_for(20)));
    const commdn::OutboxOutcome outcome = outbox.wait(outbox.submit(dnc("no number")));
    CHECK(outcome.kind() == OutcomeKind::GaveUp && outcome.attempts() == 2);
}

// Windows lets nobody rename a file that is in use.
#if !defined(_WIN32)
void a_sender_that_cannot_use_the_file_says_why() {
    const Folder folder;
    const Outbox outbox = Outbox::open(folder.file("outbox.db"));
    const Simulator simulator = Simulator::demo();
    const Session session = simulator.open_session(options_for(20));
    CHECK(!outbox.trouble());
    outbox.attach(session);
    std::filesystem::rename(folder.file("outbox.db"), folder.file("moved.db"));
    const auto deadline = std::chrono::steady_clock::now() + 30s;
    while (!outbox.trouble() && std::chrono::steady_clock::now() < deadline) {
        std::this_thread::sleep_for(5ms);
    }
    const auto trouble = outbox.trouble();
    CHECK(trouble && trouble->code() == commdn::Code::Storage);
    std::filesystem::rename(folder.file("moved.db"), folder.file("outbox.db"));
    CHECK(outbox.wait(outbox.submit(dnc("5551234567")), 30s).acknowledged() && !outbox.trouble());
}
#endif

void refusals_dead_letters_and_cancellations_are_told() {
    const Folder folder;
    commdn::OutboxOptions options;
    options.max_entries = 100;
    options.max_bytes = 1 << 20;
    options.window = 8;
    options.max_attempts = 1;
    options.max_age = -1ms;
    options.backoff = std::pair(10ms, 20ms);
    options.lease = 5s;
    options.request_timeout = 50ms;
    options.busy_timeout = 1s;
    options.keep_answers = false;
    const Outbox outbox = Outbox::open(folder.file("outbox.db"), options);
    const Simulator simulator = Simulator::demo();
    outbox.attach(simulator.open_session(options_for(20)));
    const std::uint64_t bad = outbox.submit(dnc("no number"));
    const commdn::OutboxOutcome refused = outbox.wait(bad);
    CHECK(refused.kind() == OutcomeKind::Refused && !refused.event());
    CHECK(refused.error()->code() == commdn::Code::OcsRefused && refused.error()->event());

    simulator.command(R"({"command": "fault", "rule": {"kind": "silent"}})");
    const std::uint64_t dead = outbox.submit(dnc("5551234567"));
    CHECK(outbox.wait(dead).kind() == OutcomeKind::GaveUp);
    CHECK(outbox.count(OutboxCounter::Dead) == 1);
    CHECK(outbox.next_entry(OutboxFilter::Dead, 0).value().state() == EntryState::Dead);
    simulator.command(R"({"command": "clear_faults"})");
    CHECK(outbox.retry_dead() == 1 && outbox.wait_until_empty(5s));
    CHECK(outbox.count(OutboxCounter::Acknowledged) == 1);
    outbox.detach(1s);

    SubmitOptions free;
    free.unordered = true;
    const std::uint64_t waiting = outbox.submit(dnc("5551234567"), free);
    outbox.cancel(waiting);
    THROWS(InvalidArgument, InvalidArgument, outbox.cancel(waiting));
    CHECK(outbox.retry(waiting) > waiting);
    const std::string file = folder.file("all.csv");
    CHECK(outbox.export_csv(OutboxFilter::All, file) == 5);
    std::string line;
    std::ifstream lines(file);
    CHECK(std::getline(lines, line) && line.rfind("id,state,", 0) == 0);
}

}  // namespace

int main() {
    RUN(what_is_submitted_is_acknowledged_once_a_session_is_there);
    RUN(many_requests_go_in_together_or_not_at_all);
    RUN(what_a_site_does_otherwise_is_an_option);
#if !defined(_WIN32)
    RUN(a_sender_that_cannot_use_the_file_says_why);
#endif
    RUN(refusals_dead_letters_and_cancellations_are_told);
    return finish("outbox");
}
