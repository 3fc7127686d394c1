// A session over the application's own connection: the test plays T-Server and OCS.
#include "check.hpp"

#include <type_traits>

using commdn::Bytes;
using commdn::Host;
using commdn::KvList;
using commdn::Request;
using namespace std::chrono_literals;

static_assert(std::is_nothrow_move_constructible_v<Host>);

namespace {

void a_request_goes_out_and_its_answer_comes_in() {
    std::string sent_on;
    KvList sent;
    const Host host([&](std::string_view dn, Bytes user_data) {
        sent_on = dn;
        sent = KvList::unpack(user_data.data(), user_data.size());
        return 7;
    });
    const commdn::Session session = host.open_session(options_for(20).reconnect(false));
    CHECK(host.try_open_session(options_for(20)).code() == commdn::Code::Connect);
    commdn::Pending pending = session.submit(Request::do_not_call().phone("5551234567"));
    CHECK(sent_on == "8001" && sent.get_int(COMMDN_KEY_ORIGIN_APP_ID) == 20);
    host.accepted(7);
    THROWS(NotFoundError, NotFound, host.accepted(4711));
    KvList answer;
    answer.add_int(COMMDN_KEY_MESSAGE_TYPE, COMMDN_MESSAGE_TYPE_EV_DO_NOT_CALL_PROCESSED)
        .add_int(COMMDN_KEY_ORIGIN_APP_ID, 101)
        .add_int(COMMDN_KEY_TARGET_APP_ID, 20)
        .add_int(COMMDN_KEY_REFERENCE_ID, sent.get_int(COMMDN_KEY_REFERENCE_ID))
        .add_list(COMMDN_KEY_PROPERTIES, sent.get_list(COMMDN_KEY_PROPERTIES));
    const std::vector<std::uint8_t> packed = answer.pack();
    host.user_event(Bytes{packed.data(), packed.size()});
    CHECK(pending.get(5s).event().phone() == "5551234567");

    commdn::Pending refused = session.submit(Request::do_not_call().phone_as_is("1"));
    host.refused(7, 53, "not now");
    const commdn::Result<commdn::Answer> outcome = refused.try_get(5s);
    CHECK(outcome.code() == commdn::Code::TServerRefused);
    CHECK(outcome.error().server_code() == 53);

    host.switch_link(false);
    host.disconnected();
    // The session's own thread learns of it: what is left of the notices comes first.
    int notices = 0;
    while (notices < 10 && session.try_next_notice(5s)) {
        ++notices;
    }
    CHECK(notices > 0 && notices < 10 && session.is_over());
    THROWS(ClosedError, Closed, host.switch_link(true));
}

void a_send_function_may_throw() {
    const Host host([](std::string_view, Bytes) -> std::int32_t { throw std::runtime_error("the line is gone"); });
    const commdn::Session session = host.open_session(options_for(20));
    const auto outcome = session.try_call(Request::do_not_call().phone_as_is("1"), 1s);
    CHECK(outcome.code() == commdn::Code::TServerRefused);
    CHECK(outcome.error().server_code() == -1);
    CHECK(host.take_exception() != nullptr && host.take_exception() == nullptr);
    THROWS(InvalidArgument, InvalidArgument, Host{commdn::SendHandler()});
}

// The next notice of that kind; others are passed over.
bool told(const commdn::Session &session, commdn::NoticeKind kind) {
    while (const auto notice = session.next_notice(5s)) {
        if (notice->kind() == kind) {
            return true;
        }
    }
    return false;
}

void news_of_the_dn_hold_requests_and_let_them_go() {
    int sent = 0;
    const Host host([&](std::string_view, Bytes) { return ++sent; });
    host.out_of_service();
    const commdn::Session session = host.open_session(options_for(20));
    CHECK(session.status() == commdn::SessionStatus::OutOfService);
    commdn::Pending held = session.submit(Request::do_not_call().phone("5551234567"));
    CHECK(!held.wait_for(50ms) && sent == 0);
    host.in_service();
    CHECK(told(session, commdn::NoticeKind::InService));
    host.unregistered();
    CHECK(told(session, commdn::NoticeKind::Unregistered));
    CHECK(session.status() == commdn::SessionStatus::Connecting);
    commdn::Pending again = session.submit(Request::do_not_call().phone("5551234568"));
    CHECK(!again.wait_for(50ms) && sent == 1);
    host.registered();
    CHECK(told(session, commdn::NoticeKind::Registered));
    CHECK(session.status() == commdn::SessionStatus::Up && sent == 2);
}

}  // namespace

int main() {
    RUN(a_request_goes_out_and_its_answer_comes_in);
    RUN(a_send_function_may_throw);
    RUN(news_of_the_dn_hold_requests_and_let_them_go);
    return finish("hosts");
}
