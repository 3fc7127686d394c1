// The header in two translation units of one program; the other one is two_units.cc.
#include "check.hpp"

std::string phone_of_the_answer(const commdn::Session &session);
commdn::Error error_of_the_other_unit();
commdn::SessionOptions options_of_the_other_unit(bool &called);

namespace {

void objects_cross_from_one_unit_to_the_other() {
    bool called = false;
    const commdn::Session session = commdn::Session::open("sim:", options_of_the_other_unit(called));
    CHECK(phone_of_the_answer(session) == "5551234567");
    CHECK(!called);
    session.close();
}

void an_exception_of_one_unit_is_caught_in_the_other() {
    THROWS(InvalidRequest, InvalidRequest, error_of_the_other_unit().raise());
}

}  // namespace

int main() {
    RUN(objects_cross_from_one_unit_to_the_other);
    RUN(an_exception_of_one_unit_is_caught_in_the_other);
    return finish("two_units");
}
