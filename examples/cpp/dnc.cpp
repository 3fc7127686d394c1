// dnc [ADDRESS [DN [APP_DBID [OCS_DBID]]]]: put a phone number on the do-not-call list.
#include <commdn.hpp>

#include <cstdlib>
#include <iostream>

int main(int argc, char **argv) {
    const char *address = argc > 1 ? argv[1] : "sim:", *dn = argc > 2 ? argv[2] : "8001";
    const int app_dbid = argc > 3 ? std::atoi(argv[3]) : 20, ocs_dbid = argc > 4 ? std::atoi(argv[4]) : 101;
    try {
        const auto options = commdn::SessionOptions(dn, app_dbid).ocs_dbid(ocs_dbid);
        const auto session = commdn::Session::open(address, options);
        const auto request = commdn::Request::do_not_call().phone("5551234567").chain(COMMDN_CHAIN_ALL);
        const auto answer = session.call(request, std::chrono::seconds(5));
        std::cout << answer.event().phone().value_or("?") << ": do not call, acknowledged by OCS "
                  << answer.event().origin().value_or(0) << '\n';
    } catch (const commdn::Error &error) {
        std::cerr << error.what() << '\n';
        return 1;
    }
}
