// Put a phone number on the do-not-call list: dnc [PHONE [HOST:PORT]], by default of the simulator.
#include <commdn.hpp>

#include <iostream>

int main(int argc, char **argv) {
    const char *phone = argc > 1 ? argv[1] : "5551234567";
    const char *address = argc > 2 ? argv[2] : "sim:";
    try {
        const auto options = commdn::SessionOptions("8001", 20).application("desktop");
        const commdn::Session session = commdn::Session::open(address, options);
        const commdn::Answer answer =
            session.call(commdn::Request::do_not_call().phone(phone), std::chrono::seconds(5));
        std::cout << answer.event().phone().value_or("?") << ": do not call, acknowledged by OCS "
                  << answer.event().origin().value_or(0) << '\n';
    } catch (const commdn::Error &error) {
        std::cerr << to_string(error.code()) << ": " << error.what() << '\n';
        return 1;
    }
}
