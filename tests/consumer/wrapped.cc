// A user of the installed C++ header: a do-not-call request to the simulated contact centre, and a
// look at its acknowledgement. Status 0 only if it is the right event, for this phone.
#include <commdn.hpp>

#include <chrono>
#include <iostream>

int main() {
    const char *phone = "5559876543";
    try {
        const auto session = commdn::Session::open("sim:", commdn::SessionOptions("8001", 20));
        const auto answer = session.call(commdn::Request::do_not_call().phone(phone), std::chrono::seconds(5));
        const commdn::EventView event = answer.event();
        if (event.message_type() != commdn::MessageType::EvDoNotCallProcessed || event.phone() != phone) {
            std::cerr << "the answer is " << to_string(event.message_type()) << " for " << event.phone().value_or("?")
                      << '\n';
            return 1;
        }
    } catch (const commdn::Error &error) {
        std::cerr << to_string(error.code()) << ": " << error.what() << '\n';
        return 1;
    }
    std::cout << "commdn " << commdn::version() << ": do not call " << phone << ", acknowledged (commdn.hpp)\n";
    return 0;
}
