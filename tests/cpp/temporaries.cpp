// What is made of temporaries lives as long as it is used: every line here has been a use after free in some C++
// library. run.sh compiles it with the address sanitizer; what does not compile is in misuse/.
#include "check.hpp"

#include <type_traits>

using commdn::Answer;
using commdn::Event;
using commdn::EventView;
using commdn::KvList;
using commdn::Request;
using commdn::Session;
using namespace std::chrono_literals;

namespace {

Request dnc() { return Request::do_not_call().phone_as_is("5551234567"); }

// Something on the stack, where a dangling reference would point.
void use_the_stack() {
    volatile char bytes[4096];
    for (char volatile &byte : bytes) {
        byte = 'x';
    }
}

void a_chain_of_setters_is_bound_to_a_reference() {
    const auto &options = commdn::SessionOptions("8001", 20).ocs_dbid(101).application("desktop");
    auto &&request = Request::do_not_call().phone("5551234567").chain(commdn::ChainAll);
    const auto &pairs = KvList().add_string("key", "text").add_int("number", 1);
    auto &&dialect = commdn::Dialect().charset("ISO-8859-1").cancel_without_phone(true);
    const auto &schedule = commdn::Schedule().description("morning");
    const auto &tls = commdn::Tls().server_name("tserver.example").minimum_version("1.3");
    use_the_stack();
    const Session session = Session::open("sim:", options);
    CHECK(session.call(request.extra(pairs)).event_count() == 1);
    CHECK(pairs.get_int("number") == 1 && schedule.description() == "morning");
    CHECK(pairs.pack(&dialect).size() > 10);
    CHECK(commdn::SessionOptions("8001", 20).tls(tls));
}

void the_event_of_a_temporary_answer_is_ones_own() {
    const Session session = Session::open("sim:", options_for(20));
    const auto event = session.call(dnc(), 5s).event();
    const auto phone = session.call(dnc(), 5s).event().phone();
    const auto user_data = session.call(dnc()).event().user_data();
    const auto events = session.call(dnc()).events();
    const auto taken = session.submit(dnc()).get(5s).event();
    const auto tried = (*session.try_call(dnc())).event();
    use_the_stack();
    CHECK(event.phone() == "5551234567" && taken.phone() == "5551234567");
    CHECK(phone.value_or("?") == "5551234567" && tried.phone() == phone);
    CHECK(events.size() == 1 && events[0].phone() == phone);
    CHECK(user_data.at_path("GSW_CM_AttrProperties/do_not_call/GSW_PHONE").as_string() == phone);
    for (const auto [key, value] : session.call(dnc()).event().user_data()) {
        CHECK(!key.empty() && commdn::number(value.type()) >= 0);
    }
    static_assert(std::is_same_v<decltype(std::declval<Answer &>().event()), EventView>);
    static_assert(std::is_same_v<decltype(std::declval<Answer>().event()), Event>);
}

void what_a_temporary_list_gives_is_a_copy() {
    const auto packed = KvList()
                            .add_string("text", "a text that is longer than a string is short")
                            .add_binary("bytes", "\1\2\3", 3)
                            .add_list("list", KvList().add_int("number", 7))
                            .pack();
    const auto text = KvList::unpack(packed).get_string("text");
    const auto bytes = KvList::unpack(packed).get_binary("bytes");
    const auto list = KvList::unpack(packed).get_list("list");
    const auto none = KvList::unpack(packed).try_get_string("list");
    use_the_stack();
    CHECK(text == "a text that is longer than a string is short");
    CHECK(bytes == std::vector<std::uint8_t>({1, 2, 3}) && list.get_int("number") == 7);
    CHECK(none.code() == commdn::Code::WrongType);
    std::size_t pairs = 0;
    for (const auto [key, value] : KvList::unpack(packed)) {
        pairs += !key.empty() && commdn::number(value.type()) >= 0;
    }
    CHECK(pairs == 3);
}

void what_a_temporary_error_tells_is_a_copy() {
    const Session session = Session::open("sim:", options_for(20));
    const auto attribute = session.try_call(Request::do_not_call()).error().attribute();
    const auto &error = session
                            .try_call(Request::load_campaign(3, 10).dialing(
                                {commdn::DialMode::Predict, commdn::OptimizeBy::BusyFactor, 80}))
                            .error();
    const auto event = commdn::Error(error).event();
    use_the_stack();
    CHECK(attribute && !attribute->empty());
    CHECK(error.code() == commdn::Code::OcsRefused);
    CHECK(event && event->error() == commdn::CmError::GroupCampNotFound);
}

void what_a_temporary_notice_or_schedule_tells_is_a_copy() {
    const commdn::Simulator simulator = commdn::Simulator::demo();
    const Session desktop = simulator.open_session(options_for(20));
    const Session script = simulator.open_session(options_for(21));
    static_cast<void>(script.call(
        Request::load_campaign(2, 10).dialing({commdn::DialMode::Preview, commdn::OptimizeBy::BusyFactor, 50})));
    std::optional<Event> event;
    while (!event) {
        event = desktop.next_notice(5s).value().event();
    }
    const auto description = commdn::Schedule().description("a description of some length").description();
    use_the_stack();
    CHECK(event->campaign() == 2 && description == "a description of some length");
}

void the_value_of_a_temporary_result_is_ones_own() {
    auto &&session = *Session::try_open("sim:", options_for(20));
    const auto &answer = session.try_call(dnc()).value();
    const auto &error = Session::try_open("nowhere", options_for(20)).error();
    use_the_stack();
    CHECK(answer.event().phone() == "5551234567" && !session.is_over());
    CHECK(error.code() == commdn::Code::InvalidArgument);
}

}  // namespace

int main() {
    RUN(a_chain_of_setters_is_bound_to_a_reference);
    RUN(the_event_of_a_temporary_answer_is_ones_own);
    RUN(what_a_temporary_list_gives_is_a_copy);
    RUN(what_a_temporary_error_tells_is_a_copy);
    RUN(what_a_temporary_notice_or_schedule_tells_is_a_copy);
    RUN(the_value_of_a_temporary_result_is_ones_own);
    return finish("temporaries");
}
