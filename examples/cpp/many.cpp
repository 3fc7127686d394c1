// many [ADDRESS [DN [APP_DBID [OCS_DBID]]]]: 1,000 do-not-call requests, 64 of them open at a time.
#include <commdn.hpp>

#include <cstdlib>
#include <iostream>

namespace {

constexpr int Requests = 1000, Window = 64;

// Every hundredth is no phone number, and sent as it is for OCS to refuse.
commdn::Request request(int tag) {
    if (tag % 100 == 99) {
        return commdn::Request::do_not_call().phone_as_is("no number");
    }
    const std::string digits = std::to_string(tag);
    return commdn::Request::do_not_call().phone("555" + std::string(7 - digits.size(), '0') + digits);
}

void run(const commdn::Session &session) {
    const auto completions = session.completions();
    int submitted = 0, acknowledged = 0, refused = 0, unanswered = 0;
    const auto ended = [&] { return acknowledged + refused + unanswered; };
    while (ended() < Requests) {
        for (; submitted < Requests && submitted - ended() < Window; ++submitted) {
            completions.submit(static_cast<std::uint64_t>(submitted), request(submitted), std::chrono::seconds(5));
        }
        const auto done = completions.next();
        if (!done) {
            break;  // the session has ended, and nothing is left
        }
        ++(done->outcome ? acknowledged : done->outcome.code() == commdn::Code::OcsRefused ? refused : unanswered);
    }
    std::cout << acknowledged << " acknowledged, " << refused << " refused, " << unanswered << " unanswered\n";
}

}  // namespace

int main(int argc, char **argv) {
    const char *address = argc > 1 ? argv[1] : "sim:", *dn = argc > 2 ? argv[2] : "8001";
    const int app_dbid = argc > 3 ? std::atoi(argv[3]) : 20, ocs_dbid = argc > 4 ? std::atoi(argv[4]) : 101;
    try {
        const auto options = commdn::SessionOptions(dn, app_dbid).ocs_dbid(ocs_dbid);
        run(commdn::Session::open(address, options));
    } catch (const commdn::Error &error) {
        std::cerr << error.what() << '\n';
        return 1;
    }
}
