// What must not compile. With MISUSE each line that is marked is refused, and no other line; without it the file
// compiles. "refused: PATTERN" is what the compiler says there, "clang: PATTERN" what only clang sees, by the lifetimes
// that the headers tell it. tests/cpp/misuse.py looks.
#include <commdn.hpp>

using commdn::Answer;
using commdn::Completions;
using commdn::Event;
using commdn::EventView;
using commdn::KvList;
using commdn::KvListView;
using commdn::Outbox;
using commdn::OutboxEntry;
using commdn::Request;
using commdn::Session;
using commdn::SessionOptions;

void what_is_thrown_away(const Session &session, const Outbox &outbox, const Request &request) {
    session.call(request);
    outbox.submit(request);
#ifdef MISUSE
    session.submit(request);                        // refused: nodiscard|unused-result
    session.completions();                          // refused: nodiscard|unused-result
    session.try_call(request);                      // refused: nodiscard|unused-result
    session.try_close();                            // refused: nodiscard|unused-result
    session.next_notice();                          // refused: nodiscard|unused-result
    session.take_callback_exception();              // refused: nodiscard|unused-result
    outbox.next_outcome(0);                         // refused: nodiscard|unused-result
    Session::open("sim:", SessionOptions("8", 2));  // refused: nodiscard|unused-result
    Outbox::open("outbox.db");                      // refused: nodiscard|unused-result
    commdn::Simulator::demo();                      // refused: nodiscard|unused-result
    Request::do_not_call().phone("5551234567");     // refused: nodiscard|unused-result
    SessionOptions("8001", 20).ocs_dbid(101);       // refused: nodiscard|unused-result
    Request::do_not_call().release();               // refused: nodiscard|unused-result
    KvList().add_int("key", 1);                     // refused: nodiscard|unused-result
#endif
}

void what_would_end_too_early(const Session &session, const Outbox &outbox, const Request &request) {
    const Event event = session.call(request).event();
    const KvList list = request.user_data(20, 101);
    static_cast<void>(event.phone().has_value() && list.size() > 0 && outbox.is_attached());
#ifdef MISUSE
    session.try_call(request)->event();                      // refused: deleted
    request.user_data(20, 101)["GSW_PHONE"];                 // refused: deleted
    request.user_data(20, 101).get("key");                   // refused: deleted
    request.user_data(20, 101).at(0);                        // refused: deleted
    request.user_data(20, 101).at_path("key");               // refused: deleted
    request.user_data(20, 101).begin();                      // refused: deleted
    OutboxEntry(nullptr).outcome();                          // refused: deleted
    session.next_notice()->event();                          // refused: deleted
    (*session.try_next_notice())->event();                   // refused: deleted
    outbox.next_outcome(0)->event();                         // refused: deleted
    outbox.next_entry(commdn::OutboxFilter::All, 0)->key();  // refused: deleted
    session.completions().next()->outcome->event();          // refused: deleted
    const Session copied = session;                          // refused: deleted
    const KvListView view = request.user_data(20, 101);      // clang: temporary
    const EventView other = session.call(request).event();   // clang: temporary
    static_cast<void>(view.size() + other.user_data().size());
#endif
}

#ifdef MISUSE

EventView of_a_local_answer(const Session &session, const Request &request) {
    const Answer answer = session.call(request);
    return answer.event();  // clang: stack memory
}

KvListView of_a_local_event(const Session &session, const Request &request) {
    const Event event = session.call(request).event();
    return event.user_data();  // clang: stack memory
}

std::string_view of_a_local_list(const Request &request) {
    const KvList list = request.user_data(20, 101);
    return list.get_string("GSW_PHONE");  // clang: stack memory
}

commdn::Value of_a_local_key(const Request &request) {
    const KvList list = request.user_data(20, 101);
    return list["GSW_PHONE"];  // clang: stack memory
}

const commdn_answer *of_a_local_object(const Session &session, const Request &request) {
    const Answer answer = session.call(request);
    return answer.capi();  // clang: stack memory
}

#endif
