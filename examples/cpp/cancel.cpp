// cancel [ADDRESS [DN [APP_DBID [OCS_DBID]]]]: cancel the records of a phone, and of a customer's phone.
#include <commdn.hpp>

#include <cstdlib>
#include <iostream>

namespace {

// Cancel all records of the chain; records that an agent works on stay, and the message says so.
void cancel(const commdn::Session &session, const char *phone, const char *customer_id = nullptr) {
    auto request = commdn::Request::cancel_record().phone(phone).chain(COMMDN_CHAIN_ALL);
    if (customer_id != nullptr) {
        request.customer_id(customer_id);
    }
    const auto answer = session.call(request, std::chrono::seconds(5));
    std::cout << phone << " of " << (customer_id != nullptr ? customer_id : "anybody") << ": "
              << answer.event().message().value_or(to_string(answer.event().message_type())) << '\n';
}

}  // namespace

int main(int argc, char **argv) {
    const char *address = argc > 1 ? argv[1] : "sim:", *dn = argc > 2 ? argv[2] : "8001";
    const int app_dbid = argc > 3 ? std::atoi(argv[3]) : 20, ocs_dbid = argc > 4 ? std::atoi(argv[4]) : 101;
    try {
        const auto options = commdn::SessionOptions(dn, app_dbid).ocs_dbid(ocs_dbid);
        const auto session = commdn::Session::open(address, options);
        cancel(session, "5550110");
        cancel(session, "5550120", "C-1003");
    } catch (const commdn::Error &error) {
        std::cerr << error.what() << '\n';
        return 1;
    }
}
