// What the edges of C++ must not let pass: times that C cannot hold, texts that C would cut.
#include "check.hpp"

#include "../c/system.h"

#include <cstdlib>
#include <fstream>
#include <sstream>

using commdn::Code;
using commdn::Outbox;
using commdn::OutboxOptions;
using commdn::Request;
using commdn::Result;
using commdn::Session;
using commdn::SessionOptions;
using commdn::Simulator;
using namespace std::chrono_literals;

namespace {

using Ms = std::chrono::milliseconds;

std::string folder;

std::string in_folder(const std::string &name) { return folder + "/" + name; }

// Set an option and use it; the code of what fails first.
Code session_with(const Simulator &simulator, const std::string &option, Ms first, Ms second) {
    SessionOptions options = options_for(20);
    Result<void> set = commdn::Error(Code::NotFound, option);
    if (option == "reconnect_delays") {
        set = options.try_reconnect_delays(first, second);
    } else if (option == "keep_alive") {
        set = options.try_keep_alive(first);
    } else if (option == "connect_timeout") {
        set = options.try_connect_timeout(first);
    } else if (option == "request_timeout") {
        set = options.try_request_timeout(first);
    } else if (option == "write_timeout") {
        set = options.try_write_timeout(first);
    } else if (option == "close_timeout") {
        set = options.try_close_timeout(first);
    } else if (option == "reconnect_give_up") {
        set = options.try_reconnect_give_up(first);
    } else if (option == "spin") {
        set = options.try_spin(first);
    }
    return set ? simulator.try_open_session(options).code() : set.code();
}

Code outbox_with(const std::string &option, Ms first, Ms second) {
    OutboxOptions options;
    commdn::SubmitOptions submit;
    if (option == "backoff") {
        options.backoff = std::pair(first, second);
    } else if (option == "lease") {
        options.lease = first;
    } else if (option == "max_age") {
        options.max_age = first;
    } else if (option == "outbox_request_timeout") {
        options.request_timeout = first;
    } else if (option == "busy_timeout") {
        options.busy_timeout = first;
    } else if (option == "submit_max_age") {
        submit.max_age = first;
    } else {
        return Code::NotFound;
    }
    const Result<Outbox> outbox = Outbox::try_open(in_folder("times.db"), options);
    return outbox ? outbox->try_submit(Request::do_not_call().phone("5551234567"), submit).code() : outbox.code();
}

void times_are_accepted_and_refused_as_in_every_language() {
    const Simulator simulator = Simulator::demo();
    std::ifstream table("tests/vectors/refused_times.txt");
    int rows = 0;
    for (std::string line; std::getline(table, line);) {
        std::istringstream words(line);
        std::string option, verdict;
        long long first = 0, second = 0;
        if (line.front() == '#' || !(words >> option >> first >> second >> verdict)) {
            continue;
        }
        ++rows;
        Code code = session_with(simulator, option, Ms(first), Ms(second));
        if (code == Code::NotFound) {
            code = outbox_with(option, Ms(first), Ms(second));
        }
        const Code expected = verdict == "accepted" ? Code::Ok : Code::InvalidArgument;
        if (!CHECK(code == expected)) {
            std::fprintf(stderr, "%s gave %s\n", line.c_str(), to_string(code).c_str());
        }
    }
    CHECK(rows > 50);
    const Outbox outbox = Outbox::open(in_folder("times.db"));
    CHECK(outbox.try_purge(-1h).code() == Code::InvalidArgument);
    CHECK(outbox.try_purge(1h).code() == Code::Ok);
}

// A result that is InvalidArgument, and says which text.
template <class T>
void names(const char *name, const Result<T> &result) {
    const bool refused = result.code() == Code::InvalidArgument;
    const std::string text = refused ? result.error().what() : "";
    if (!CHECK(refused && text.find(name) != std::string::npos && text.find("NUL") != std::string::npos)) {
        std::fprintf(stderr, "%s: %s: %s\n", name, to_string(result.code()).c_str(), text.c_str());
    }
}

void a_nul_in_a_text_is_an_error_that_names_it() {
    using namespace std::string_literals;
    const std::string cut = in_folder("a\0b"s);
    const std::string pem = "a\0b"s;
    const Simulator simulator = Simulator::demo();
    SessionOptions options = options_for(20);
    Request request = Request::do_not_call();
    commdn::Dialect dialect;
    commdn::Schedule schedule;
    commdn::KvList list;
    const Outbox outbox = Outbox::open(in_folder("with-nul.db"));
    const commdn::Host host([](std::string_view, commdn::Bytes) { return 1; });
    commdn::SubmitOptions key, order;
    key.key = cut;
    order.order_key = cut;

    names("path", Outbox::try_open(cut));
    names("path", outbox.try_export_csv(commdn::OutboxFilter::All, cut));
    names("path", Simulator::try_from_file(cut));
    names("toml", Simulator::try_from_toml("a = 1\0"s));
    names("address", simulator.try_listen("127.0.0.1:0\0"s));
    names("command", simulator.try_command("{}\0"s));
    names("address", Session::try_open("sim:\0x"s, options));
    names("dn", SessionOptions::try_make(cut, 20));
    names("application", options.try_application(cut));
    names("password", options.try_password(cut));
    names("ca", options.try_tls(commdn::Tls().ca(pem)));
    names("certificate", options.try_tls(commdn::Tls().identity(pem, "key")));
    names("key", options.try_tls(commdn::Tls().identity("certificate", pem)));
    names("name", options.try_tls(commdn::Tls().server_name(pem)));
    names("version", options.try_tls(commdn::Tls().minimum_version(pem)));
    names("phone", request.try_phone(cut));
    names("customer_id", request.try_customer_id(cut));
    names("campaign_name", request.try_campaign_name(cut));
    names("chain", request.try_chain(cut));
    names("charset", dialect.try_charset(cut));
    names("description", schedule.try_description(cut));
    names("header", list.try_print(commdn::TextForm::TServer, cut));
    names("key", outbox.try_submit(Request::do_not_call().phone("5551234567"), key));
    names("order_key", outbox.try_submit(Request::do_not_call().phone("5551234567"), order));
    names("key", outbox.try_find(cut));
    names("message", host.try_refused(1, 2, cut));
    std::ifstream made(in_folder("a"));
    CHECK(!made.good());
}

void an_outbox_can_be_read_without_exceptions() {
    const Outbox outbox = Outbox::open(in_folder("quiet.db"));
    CHECK(!*outbox.try_next_outcome(0) && !*outbox.try_next_entry(commdn::OutboxFilter::All, 0));
    CHECK(!*outbox.try_find("k") && *outbox.try_wait_until_empty(0ms));
    commdn::SubmitOptions options;
    options.key = "k";
    const std::uint64_t id = outbox.submit(Request::do_not_call().phone("5551234567"), options);
    CHECK(**outbox.try_find("k") == id && !*outbox.try_wait_until_empty(0ms));
    CHECK(*outbox.try_count(commdn::OutboxCounter::Unfinished) == 1);
    const auto entry = outbox.try_next_entry(commdn::OutboxFilter::All, 0);
    CHECK((*entry)->id() == id && (*entry)->try_request().code() == Code::Ok);
    CHECK(*outbox.try_export_csv(commdn::OutboxFilter::All, in_folder("quiet.csv")) == 1);
    CHECK(*outbox.try_retry_dead() == 0);
    outbox.cancel(id);
    CHECK(outbox.try_next_outcome(0).value().value().kind() == commdn::OutcomeKind::Cancelled);
}

// Ten of ten, over both faces: the session that is attached has ended, with work or without.
void a_session_that_is_over_is_replaced_at_once() {
    const Simulator simulator = Simulator::demo();
    const std::string address = "127.0.0.1:" + std::to_string(simulator.listen());
    for (int round = 0; round < 10; ++round) {
        const std::string path = in_folder("next" + std::to_string(round) + ".db");
        const auto open = [&] {
            return round % 2 == 0 ? simulator.open_session(options_for(20)) : Session::open(address, options_for(20));
        };
        const Outbox outbox = Outbox::open(path);
        const Session first = open();
        outbox.attach(first);
        CHECK(outbox.try_attach(first).code() == Code::InvalidArgument);
        const std::uint64_t id = outbox.submit(Request::do_not_call().phone("5551234567"));
        if (round < 6) {
            CHECK(outbox.wait(id).acknowledged());
        }
        first.close(1s);
        CHECK(first.is_over() && !outbox.is_attached());
        const Session second = open();
        CHECK(outbox.try_attach(second).code() == Code::Ok && outbox.is_attached());
        CHECK(outbox.wait(id).acknowledged() && outbox.wait_until_empty(5s));
    }
}

}  // namespace

int main() {
    char name[] = "/tmp/commdn-edges-XXXXXX";
    CHECK(mkdtemp(name) != nullptr);
    folder = name;
    RUN(times_are_accepted_and_refused_as_in_every_language);
    RUN(a_nul_in_a_text_is_an_error_that_names_it);
    RUN(an_outbox_can_be_read_without_exceptions);
    RUN(a_session_that_is_over_is_replaced_at_once);
    CHECK(remove_folder(folder.c_str()));
    return finish("edges");
}
