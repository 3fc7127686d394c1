// Phone numbers: the vectors of all languages, what requests make of them, and OCS' list.
#include "check.hpp"
#include "phones_table.h"

using commdn::Request;

namespace {

void numbers_are_their_digits() {
    for (const phone &entry : ACCEPTED) {
        const auto number = commdn::try_normalize_phone(entry.text);
        checked(number && number.value() == entry.told, __FILE__, __LINE__, entry.text);
    }
    CHECK(commdn::normalize_phone("(555) 123-4567") == "5551234567");
}

void doubts_are_refused_with_the_reason() {
    for (const phone &entry : REFUSED) {
        const auto refused = commdn::try_normalize_phone(entry.text);
        checked(!refused && refused.code() == commdn::Code::InvalidRequest
                    && std::string(refused.error().what()).find(entry.told) != std::string::npos,
                __FILE__, __LINE__, entry.text);
        THROWS(InvalidRequest, InvalidRequest, Request::do_not_call().phone(entry.text).validate(20, 101));
    }
    THROWS(InvalidRequest, InvalidRequest, static_cast<void>(commdn::normalize_phone("555")));
    THROWS(InvalidArgument, InvalidArgument, static_cast<void>(commdn::normalize_phone("\xff")));
}

void notations_of_a_number_are_one_entry() {
    const auto simulator = commdn::Simulator::demo();
    const auto session = simulator.open_session(options_for(20));
    for (const char *text : {"(555) 123-4567", "555.123.4567", "\u00a05551234567"}) {
        CHECK(session.call(Request::do_not_call().phone(text)).event().phone() == "5551234567");
    }
    CHECK(session.call(Request::do_not_call().phone_as_is("555-123 4567")).event().phone() == "555-123 4567");
    const std::string list = simulator.command(R"({"command": "do_not_call", "ocs": 101})");
    CHECK(list.find(R"("phones":["5551234567"])") != std::string::npos);
}

}  // namespace

int main() {
    RUN(numbers_are_their_digits);
    RUN(doubts_are_refused_with_the_reason);
    RUN(notations_of_a_number_are_one_entry);
    return finish("phones");
}
