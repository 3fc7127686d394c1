// The other unit of two_units.cpp.
#include <commdn.hpp>

std::string phone_of_the_answer(const commdn::Session &session);
commdn::Error error_of_the_other_unit();
commdn::SessionOptions options_of_the_other_unit(bool &called);

std::string phone_of_the_answer(const commdn::Session &session) {
    const commdn::Answer answer = session.call(commdn::Request::do_not_call().phone("5551234567"));
    return std::string(answer.event().phone().value_or("none"));
}

commdn::Error error_of_the_other_unit() { return commdn::Request::do_not_call().try_validate(20, 101).error(); }

commdn::SessionOptions options_of_the_other_unit(bool &called) {
    return commdn::SessionOptions("8001", 20)
        .on_log(commdn::LogLevel::Error, [&called](commdn::LogLevel, std::string_view) { called = true; });
}
