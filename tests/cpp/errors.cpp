// Every status that a program can meet, produced once, as the class that its group has.
#include "check.hpp"

#include <arpa/inet.h>
#include <array>
#include <csignal>
#include <cstring>
#include <netinet/in.h>
#include <set>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <type_traits>
#include <unistd.h>

using commdn::Code;
using commdn::Request;
using commdn::Result;
using commdn::Session;
using commdn::Simulator;
using commdn::Timeout;
using namespace std::chrono_literals;

static_assert(std::is_base_of_v<commdn::DisconnectedError, commdn::OutcomeUnknownError>);
static_assert(std::is_base_of_v<commdn::ConnectError, commdn::TlsError>);
static_assert(std::is_base_of_v<commdn::ServerError, commdn::TServerError>);
static_assert(std::is_base_of_v<commdn::ServerError, commdn::OcsRefusedError>);
static_assert(std::is_base_of_v<std::runtime_error, commdn::Error>);

namespace {

std::set<Code> produced;

// The result is that error, and throws it as that class.
template <class Class, class T>
commdn::Error is(Code expected, Result<T> result) {
    CHECK(!result && result.code() == expected);
    const commdn::Error error = result.error();
    CHECK(std::strlen(error.what()) > 5);
    bool caught_it = false;
    try {
        try {
            static_cast<void>(std::move(result).value());
        } catch (const Class &thrown) {
            caught_it = thrown.code() == expected && std::string(thrown.what()) == error.what()
                        && thrown.server_code() == error.server_code() && thrown.retryable() == error.retryable();
        }
    } catch (const std::exception &other) {
        std::fprintf(stderr, "another class: %s\n", other.what());
    }
    if (!CHECK(caught_it)) {
        std::fprintf(stderr, "%s: %s\n", to_string(error.code()).c_str(), error.what());
    }
    produced.insert(error.code());
    return error;
}

Request dnc() { return Request::do_not_call().phone("5551234567"); }

void errors_of_the_caller() {
    is<commdn::InvalidArgument>(Code::InvalidArgument, commdn::KvList::try_unpack(nullptr, 5));
    is<commdn::InvalidListError>(Code::InvalidList, commdn::KvList::try_unpack("\0\1", 2));
    is<commdn::InvalidRequest>(Code::InvalidRequest, Request::do_not_call().try_validate(20, 0));
    const commdn::KvList list = commdn::KvList().add_string("key", "text");
    is<commdn::NotFoundError>(Code::NotFound, list.try_get_int("no key"));
    is<commdn::WrongTypeError>(Code::WrongType, list.try_get_int("key"));
    is<commdn::InvalidArgument>(Code::InvalidArgument, Session::try_open("nowhere", options_for(20)));
    is<commdn::InvalidArgument>(Code::InvalidArgument, Session::try_open(std::string_view("a\0b", 3), options_for(20)));
    is<commdn::InvalidArgument>(Code::InvalidArgument, commdn::SessionOptions::try_make("\xff", 20));
}

void errors_that_the_header_never_makes_are_still_of_their_class() {
    is<commdn::UnsupportedError>(Code::Abi, commdn::detail::call(commdn_check_abi, std::uint32_t{COMMDN_ABI + 1}));
    const commdn::KvList list = commdn::KvList().add_int("key", 1);
    std::size_t bytes = 0;
    is<commdn::Error>(Code::BufferTooSmall, commdn::detail::call(commdn_kvlist_pack_into, list.capi(), nullptr, nullptr,
                                                                 std::size_t{0}, &bytes));
    const Result<void> internal = commdn::Error(COMMDN_ERR_INTERNAL, nullptr);
    is<commdn::InternalError>(Code::Internal, internal);
    const Result<void> unsupported = commdn::Error(COMMDN_ERR_UNSUPPORTED, nullptr);
    is<commdn::UnsupportedError>(Code::Unsupported, unsupported);
    const Result<void> unknown = commdn::Error(-4711, nullptr);
    CHECK(to_string(unknown.code()) == "COMMDN_ERR_UNKNOWN");
    bool plain = false;
    try {
        unknown.value();
    } catch (const commdn::Error &error) {
        plain = commdn::number(error.code()) == -4711;
    }
    CHECK(plain);
    CHECK(commdn::try_check_abi());
    commdn::check_abi();
    CHECK(!commdn::version().empty());
}

void errors_of_the_directory() {
    char path[] = "/tmp/commdn-errors-XXXXXX";
    const int file = mkstemp(path);
    const std::string text = "type,name,dbid\ncampaign,Spring,1\ncampaign,Spring,2\n";
    CHECK(file >= 0 && write(file, text.data(), text.size()) == ssize_t(text.size()));
    const commdn::Directory directory = commdn::Directory::load(path);
    is<commdn::NameAmbiguousError>(Code::NameAmbiguous, directory.try_resolve(commdn::Noun::Campaign, "spring"));
    is<commdn::NameUnknownError>(Code::NameUnknown, directory.try_find(commdn::Noun::Campaign, "autumn"));
    CHECK(write(file, "cat,Tom,1\n", 10) == 10);
    is<commdn::InvalidDirectoryError>(Code::InvalidDirectory, commdn::Directory::try_load(path));
    close(file);
    unlink(path);
}

void errors_of_the_outbox() {
    char path[] = "/tmp/commdn-errors-XXXXXX";
    const int file = mkstemp(path);
    CHECK(file >= 0);
    commdn::OutboxOptions full;
    full.max_entries = 0;
    is<commdn::OutboxFullError>(Code::OutboxFull, commdn::Outbox::open(path, full).try_submit(dnc()));
    const std::string text(4000, 'x');
    CHECK(ftruncate(file, 0) == 0 && write(file, text.data(), text.size()) == 4000);
    const commdn::Error error = is<commdn::StorageError>(Code::Storage, commdn::Outbox::try_open(path));
    CHECK(std::strstr(error.what(), path) != nullptr);
    close(file);
    unlink(path);
}

void errors_of_opening() {
    is<commdn::ConnectError>(Code::Connect, Session::try_open("127.0.0.1:1", options_for(20)));
    const Simulator strict = Simulator::from_toml(
        "application = [{ dbid = 20, name = \"desktop\", password = \"secret\" }]\n"
        "dn = [{ number = \"8001\" }]\n");
    const commdn::Error login = is<commdn::TServerError>(Code::LoginRefused,
                                                         strict.try_open_session(options_for(20).password("wrong")));
    CHECK(login.server_code().has_value());
    CHECK(strict.try_open_session(options_for(20).password("secret")));

    const Simulator simulator = Simulator::demo();
    fault(simulator, R"("kind": "refuse_registration")");
    const commdn::Error registration = is<commdn::TServerError>(Code::RegistrationRefused,
                                                                simulator.try_open_session(options_for(20)));
    CHECK(registration.server_code().has_value());
}

void plain_text_on_a_tls_port() {
    sockaddr_in place{};
    socklen_t length = sizeof place;
    place.sin_family = AF_INET;
    place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int listener = socket(AF_INET, SOCK_STREAM, 0);
    CHECK(bind(listener, reinterpret_cast<sockaddr *>(&place), sizeof place) == 0);
    CHECK(listen(listener, 1) == 0);
    CHECK(getsockname(listener, reinterpret_cast<sockaddr *>(&place), &length) == 0);
    // What every TLS server says to plain text: an alert.
    std::thread server([listener] {
        constexpr std::array<unsigned char, 7> alert{0x15, 3, 3, 0, 2, 2, 70};
        const int client = accept(listener, nullptr, nullptr);
        CHECK(write(client, alert.data(), alert.size()) == static_cast<ssize_t>(alert.size()));
        std::array<char, 256> rest{};
        while (read(client, rest.data(), rest.size()) > 0) {}
        close(client);
    });
    const std::string address = "127.0.0.1:" + std::to_string(ntohs(place.sin_port));
    const commdn::Error error = is<commdn::TlsError>(Code::Tls, Session::try_open(address, options_for(20)));
    CHECK(std::strstr(error.what(), "tls://") != nullptr && !error.retryable());
    server.join();
    close(listener);
}

void errors_of_calls() {
    const Simulator simulator = Simulator::demo();
    const auto outcome = [&](const char *rule, const Request &request) {
        const Session session = simulator.open_session(options_for(20));
        if (rule != nullptr) {
            fault(simulator, rule);
        }
        Result<commdn::Answer> answer = session.try_call(request, 400ms);
        clear_faults(simulator);
        return answer;
    };
    const commdn::Error silence = is<commdn::NoAnswerError>(Code::NoAnswer, outcome(R"("kind": "silent")", dnc()));
    CHECK(std::strstr(silence.what(), "allow-list") != nullptr);
    const commdn::Error tserver = is<commdn::TServerError>(Code::TServerRefused,
                                                           outcome(R"("kind": "refuse_request")", dnc()));
    CHECK(tserver.server_code().has_value() && !tserver.event());
    const commdn::Error cut = is<commdn::DisconnectedError>(Code::Disconnected, outcome(R"("kind": "cut")", dnc()));
    CHECK(cut.retryable());
    const commdn::Error unknown = is<commdn::OutcomeUnknownError>(
        Code::OutcomeUnknown, outcome(R"("kind": "cut")", Request::stop_dialing(1, 10)));
    CHECK(!unknown.retryable());
    const Request unassigned = Request::load_campaign(3, 10).dialing(
        {commdn::DialMode::Predict, commdn::OptimizeBy::BusyFactor, 80});
    const commdn::Error refused = is<commdn::OcsRefusedError>(Code::OcsRefused, outcome(nullptr, unassigned));
    CHECK(refused.server_code() == COMMDN_CM_ERROR_GROUP_CAMP_NOT_FOUND);
    CHECK(refused.event() && refused.event()->error() == commdn::CmError::GroupCampNotFound);
    CHECK(refused.event()->is_refusal());
    // The event is the error's, and outlives everything else.
    const commdn::Error copied = refused;
    CHECK(copied.event()->message_type() == commdn::MessageType::EvError);
}

void errors_of_the_session() {
    const Simulator simulator = Simulator::demo();
    const Session session = simulator.open_session(options_for(20).max_open_requests(1));
    fault(simulator, R"("kind": "silent")");
    commdn::Pending pending = session.submit(dnc(), Timeout::forever());
    is<commdn::OverloadedError>(Code::Overloaded, session.try_submit(dnc()));
    is<commdn::TimeoutError>(Code::Timeout, pending.try_get(10ms));

    int tell[2];
    char good = 0;
    CHECK(pipe(tell) == 0);
    const pid_t child = fork();
    if (child == 0) {
        // In the fork nothing hangs, and every call says what is wrong.
        good = session.try_call(dnc(), 100ms).code() == Code::Forked
               && session.try_next_notice(100ms).code() == Code::Forked
               && pending.try_wait_for(100ms).code() == Code::Forked && session.try_close(100ms).code() == Code::Forked
               && session.try_stats().code() == Code::Forked && session.is_over();
        try {
            static_cast<void>(session.stats());
            good = 0;
        } catch (const commdn::ForkedError &) {}
        const auto written = write(tell[1], &good, 1);
        raise(written == 1 ? SIGKILL : SIGABRT);
    }
    CHECK(child > 0 && read(tell[0], &good, 1) == 1 && waitpid(child, nullptr, 0) == child);
    close(tell[0]);
    close(tell[1]);
    CHECK(good == 1);
    produced.insert(Code::Forked);

    session.close();
    is<commdn::ClosedError>(Code::Closed, pending.try_get(1s));
    is<commdn::ClosedError>(Code::Closed, session.try_call(dnc()));
}

void the_reason_of_a_lost_connection_is_in_the_notice() {
    const Simulator simulator = Simulator::demo();
    const Session session = simulator.open_session(options_for(20).reconnect(false));
    fault(simulator, R"("kind": "garbage")");
    CHECK(!session.try_call(dnc(), 400ms));
    std::optional<commdn::Error> reason;
    bool thrown = false;
    try {
        for (const commdn::Notice &notice : session.notices(2s)) {
            if (notice.kind() == commdn::NoticeKind::Disconnected) {
                reason = notice.error();
            }
        }
    } catch (const commdn::ProtocolError &error) {
        thrown = error.code() == Code::Protocol;
    }
    CHECK(thrown);
    if (CHECK(reason.has_value())) {
        is<commdn::ProtocolError>(Code::Protocol, Result<void>(*reason));
    }
}

void no_status_is_left_out() {
    int named = 0;
    for (std::int32_t status = -1; status > -1000; --status) {
        const Code code = static_cast<Code>(status);
        if (to_string(code) != "COMMDN_ERR_UNKNOWN") {
            ++named;
            if (!CHECK(produced.count(code) == 1)) {
                std::fprintf(stderr, "nothing produced %s\n", to_string(code).c_str());
            }
        }
    }
    CHECK(named > 20 && to_string(Code::Ok) == "COMMDN_OK");
}

}  // namespace

int main() {
    RUN(errors_of_the_caller);
    RUN(errors_that_the_header_never_makes_are_still_of_their_class);
    RUN(errors_of_the_outbox);
    RUN(errors_of_the_directory);
    RUN(errors_of_opening);
    RUN(plain_text_on_a_tls_port);
    RUN(errors_of_calls);
    RUN(errors_of_the_session);
    RUN(the_reason_of_a_lost_connection_is_in_the_notice);
    RUN(no_status_is_left_out);
    return finish("errors");
}
