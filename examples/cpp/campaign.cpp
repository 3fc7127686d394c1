// campaign [ADDRESS [DN [APP_DBID [OCS_DBID]]]]: load, start, stop and unload campaign 1 of group 10.
#include <commdn.hpp>

#include <cstdlib>
#include <iostream>

using commdn::GroupStatus;
using commdn::Request;

namespace {

const commdn::Dialing predictive = {commdn::DialMode::Predict, commdn::OptimizeBy::BusyFactor, 80};

// Send a request and follow the group's status until it is the one that was asked for.
void step(const commdn::Session &session, const char *name, const Request &request, std::optional<GroupStatus> until) {
    const auto answer = session.call(request, std::chrono::seconds(5));
    const auto status = answer.event().status();
    std::cout << name << ": " << to_string(answer.event().message_type()) << ", " << (status ? to_string(*status) : "-")
              << '\n';
    for (std::optional<GroupStatus> now; until && now != until;) {
        const auto notice = session.next_notice(std::chrono::seconds(5));
        if (!notice) {
            throw commdn::Error(commdn::Code::Timeout, "no notification in time");
        }
        if (const auto event = notice->event(); event && event->status()) {
            now = event->status();
            std::cout << "  now " << to_string(*now) << '\n';
        }
    }
}

}  // namespace

int main(int argc, char **argv) {
    const char *address = argc > 1 ? argv[1] : "sim:", *dn = argc > 2 ? argv[2] : "8001";
    const int app_dbid = argc > 3 ? std::atoi(argv[3]) : 20, ocs_dbid = argc > 4 ? std::atoi(argv[4]) : 101;
    try {
        const auto options = commdn::SessionOptions(dn, app_dbid).ocs_dbid(ocs_dbid);
        const auto session = commdn::Session::open(address, options);
        step(session, "load", Request::load_campaign(1, 10).dialing(predictive), GroupStatus::Active);
        step(session, "start", Request::start_dialing(1, 10).dialing(predictive), GroupStatus::Running);
        step(session, "status", Request::campaign_status(1, 10), std::nullopt);
        step(session, "stop", Request::stop_dialing(1, 10), GroupStatus::Active);
        // At once: unload_campaign() would wait for the calls that are still going on.
        step(session, "unload", Request::force_unload_campaign(1, 10), GroupStatus::NotLoaded);
    } catch (const commdn::Error &error) {
        std::cerr << error.what() << '\n';
        return 1;
    }
}
