// watch [ADDRESS [DN [APP_DBID [OCS_DBID]]]]: print what OCS tells on the DN: three events, or those of 5 seconds.
#include <commdn.hpp>

#include <cstdlib>
#include <cstring>
#include <iostream>

namespace {

using Clock = std::chrono::steady_clock;

// Load and unload a campaign: in a simulator of one's own nothing happens by itself.
void something_to_see(const commdn::Session &session) {
    const commdn::Dialing predictive = {commdn::DialMode::Predict, commdn::OptimizeBy::BusyFactor, 80};
    session.call(commdn::Request::load_campaign(1, 10).dialing(predictive));
    session.call(commdn::Request::force_unload_campaign(1, 10));
}

int watch(const commdn::Session &session) {
    int seen = 0;
    for (const auto end = Clock::now() + std::chrono::seconds(5); seen < 3 && Clock::now() < end;) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now());
        const auto notice = session.next_notice(left);
        if (const auto event = notice ? notice->event() : std::nullopt) {
            const auto status = event->status();
            std::cout << to_string(event->message_type()) << ": campaign " << event->campaign().value_or(0)
                      << ", group " << event->group().value_or(0) << ", " << (status ? to_string(*status) : "-")
                      << '\n';
            ++seen;
        }
    }
    return seen;
}

}  // namespace

int main(int argc, char **argv) {
    const char *address = argc > 1 ? argv[1] : "sim:", *dn = argc > 2 ? argv[2] : "8001";
    const int app_dbid = argc > 3 ? std::atoi(argv[3]) : 20, ocs_dbid = argc > 4 ? std::atoi(argv[4]) : 101;
    try {
        const auto options = commdn::SessionOptions(dn, app_dbid).ocs_dbid(ocs_dbid);
        const auto session = commdn::Session::open(address, options);
        if (std::strcmp(address, "sim:") == 0) {
            something_to_see(session);
        }
        std::cout << watch(session) << " events\n";
    } catch (const commdn::Error &error) {
        std::cerr << error.what() << '\n';
        return 1;
    }
}
