// Requests, sequences, events and names of numbers.
#include "check.hpp"

#include <type_traits>

using commdn::Dialing;
using commdn::DialMode;
using commdn::Event;
using commdn::GroupStatus;
using commdn::KvList;
using commdn::MessageType;
using commdn::OptimizeBy;
using commdn::Priority;
using commdn::Request;
using commdn::Schedule;
using commdn::ScheduleItem;
using namespace std::chrono_literals;

static_assert(!std::is_copy_constructible_v<Request>);
static_assert(std::is_nothrow_move_constructible_v<Request>);
static_assert(std::is_nothrow_move_constructible_v<Schedule>);
static_assert(std::is_nothrow_move_constructible_v<Event>);
static_assert(std::is_nothrow_copy_constructible_v<commdn::Error>);

namespace {

const Dialing predictive{DialMode::Predict, OptimizeBy::BusyFactor, 80};

// The name of a number goes there and back, and the header names what the library names.
template <class Enum>
void names_of() {
    CHECK(commdn::entries<Enum>().size() > 5);
    for (const commdn::EnumEntry<Enum> &entry : commdn::entries<Enum>()) {
        CHECK(commdn::to_string(entry.value) == entry.name);
        CHECK(commdn::from_string<Enum>(entry.name) == entry.value);
        CHECK(commdn::from_string<Enum>(entry.label) == entry.value);
    }
    CHECK(commdn::to_string(static_cast<Enum>(4711)) == "4711");
    CHECK(commdn::from_string<Enum>("no such name") == std::nullopt);
    CHECK(commdn::from_string<Enum>(std::string_view("\0", 1)) == std::nullopt);
}

void numbers_have_names() {
    names_of<MessageType>();
    names_of<commdn::CmError>();
    names_of<DialMode>();
    names_of<OptimizeBy>();
    names_of<GroupStatus>();
    CHECK(to_string(MessageType::ReqDoNotCall) == "CM_ReqDoNotCall");
    CHECK(commdn::from_string<MessageType>("REQ_DO_NOT_CALL") == MessageType::ReqDoNotCall);
    CHECK(commdn::number(MessageType::ReqCompleteCampaign) == 36);
    CHECK(commdn::entries<MessageType>()[7].certainty == commdn::Certainty::Chapter);
    CHECK(to_string(commdn::Counter::LateAnswers) == "late_answers");
    CHECK(to_string(commdn::Type::Unicode) == "unicode" && to_string(commdn::Type(9)) == "9");
    CHECK(to_string(commdn::NoticeKind::SwitchUp) == "switch_up");
    CHECK(to_string(commdn::NoticeKind(77)) == "77");
    CHECK(to_string(commdn::LogLevel::Debug) == "debug");
}

void every_request_has_its_number() {
    CHECK(Request::do_not_call().message_type() == MessageType::ReqDoNotCall);
    CHECK(Request::cancel_record().message_type() == MessageType::ReqCancelRecord);
    CHECK(Request::load_campaign(1, 10).message_type() == MessageType::ReqLoadCampaign);
    CHECK(Request::unload_campaign(1, 10).message_type() == MessageType::ReqUnloadCampaign);
    CHECK(Request::force_unload_campaign(1, 10).message_type() == MessageType::ReqForceUnloadCampaign);
    CHECK(Request::start_dialing(1, 10).message_type() == MessageType::ReqStartDialing);
    CHECK(Request::stop_dialing(1, 10).message_type() == MessageType::ReqStopDialing);
    CHECK(Request::set_dialing_mode(1, 10).message_type() == MessageType::ReqSetDialingMode);
    CHECK(Request::campaign_status(1, 10).message_type() == MessageType::ReqGetCampaignStatus);
    CHECK(Request::complete_campaign(1, 10).message_type() == MessageType::ReqCompleteCampaign);
    CHECK(Request(MessageType::ReqCancelRecord).message_type() == MessageType::ReqCancelRecord);
    CHECK(Request(static_cast<MessageType>(99)).message_type() == static_cast<MessageType>(99));
}

void a_do_not_call_request_has_its_pairs() {
    const KvList list = Request::do_not_call()
                            .phone("5551234567")
                            .customer_id("C-1")
                            .chain(commdn::ChainRecordOnly)
                            .extra(KvList().add_string("own", "pair"))
                            .user_data(20, 101, 77);
    CHECK(list.get_int(COMMDN_KEY_MESSAGE_TYPE) == COMMDN_MESSAGE_TYPE_REQ_DO_NOT_CALL);
    CHECK(list.get_int(COMMDN_KEY_ORIGIN_APP_ID) == 20);
    CHECK(list.get_int(COMMDN_KEY_TARGET_APP_ID) == 101);
    CHECK(list.get_int(COMMDN_KEY_REFERENCE_ID) == 77);
    CHECK(list.get_string("own") == "pair");
    const commdn::KvListView record = list.get_list(COMMDN_KEY_PROPERTIES).get_list(COMMDN_KEY_DO_NOT_CALL);
    CHECK(record.get_string(COMMDN_KEY_PHONE) == "5551234567");
    CHECK(record.get_string(COMMDN_KEY_CUSTOMER_ID) == "C-1");
    CHECK(record.get_string(COMMDN_KEY_CHAIN_ATTR) == "RecordOnly");
}

void a_cancel_request_may_name_the_campaign() {
    Request request = Request::cancel_record();
    request.phone("5551234567").campaign_name("Spring").target(102).wanted_answers(commdn::AnswersAll);
    const KvList list = request.user_data(20, 101);
    CHECK(list.at_path("GSW_CM_AttrProperties/cancel_record/GSW_CAMPAIGN_NAME").as_string() == "Spring");
    CHECK(list.get_int(COMMDN_KEY_TARGET_APP_ID) == 102);
    CHECK(!list.contains(COMMDN_KEY_REFERENCE_ID));
}

void a_load_request_tells_how_to_dial_and_with_which_priorities() {
    const Request request = Request::load_campaign(1, 10)
                                .dialing(predictive)
                                .auto_completion(true)
                                .priority_general({1, 100})
                                .priority_campaign_rescheduled({2, 50})
                                .priority_campaign_call_back(Priority{3, 10});
    request.validate(20, 101);
    const KvList list = request.user_data(20, 101);
    CHECK(list.get_int(COMMDN_KEY_DIAL_MODE) == COMMDN_DIAL_MODE_PREDICT);
    CHECK(list.get_int(COMMDN_KEY_OPTIMIZE_GOAL) == 80);
    CHECK(list.contains(COMMDN_KEY_AUTO_COMPLETION));
    const Event read = Event::read(list);
    CHECK(read.priority_general() == Priority({1, 100}));
    CHECK(read.priority_campaign_rescheduled() == Priority({2, 50}));
    CHECK(read.priority_campaign_call_back() == Priority({3, 10}));
    CHECK(read.auto_completion() == true && read.dial_mode() == DialMode::Predict);
    const Request again = Request::read(list);
    CHECK(again.user_data(20, 101) == list);
    CHECK(request.copy().user_data(20, 101) == list);
    const KvList one_by_one = Request::start_dialing(5, 6)
                                  .campaign(1)
                                  .group(10)
                                  .dial_mode(DialMode::Progress)
                                  .optimize_by(OptimizeBy::WaitTime)
                                  .optimize_goal(20)
                                  .user_data(20, 101);
    CHECK(one_by_one.get_int(COMMDN_KEY_CAMPAIGN_ID) == 1);
    CHECK(one_by_one.get_int(COMMDN_KEY_GROUP_ID) == 10);
    CHECK(one_by_one.get_int(COMMDN_KEY_OPTIMIZE_BY) == COMMDN_OPTIMIZE_BY_WAIT_TIME);
    // What is not set is written as not changed.
    const KvList as_loaded = Request::start_dialing(1, 10).user_data(20, 101);
    CHECK(as_loaded.get_int(COMMDN_KEY_DIAL_MODE) == COMMDN_DIAL_MODE_NOT_CHANGED);
    CHECK(as_loaded.get_int(COMMDN_KEY_OPTIMIZE_BY) == COMMDN_OPTIMIZE_BY_NOT_CHANGED);
    CHECK(as_loaded.get_int(COMMDN_KEY_OPTIMIZE_GOAL) == 0);
    const auto load = Request::load_campaign(1, 10).try_user_data(20, 101);
    CHECK(!load && load.error().attribute() == COMMDN_KEY_DIAL_MODE);
}

void the_rules_of_the_api_are_told_with_the_attribute() {
    THROWS(InvalidRequest, InvalidRequest, Request::do_not_call().validate(20, 101));
    const commdn::Result<void> valid = Request::cancel_record().try_validate(20, 101);
    CHECK(!valid && valid.error().attribute() == COMMDN_KEY_PHONE);
    CHECK(valid.error().server_code() == std::nullopt && !valid.error().event());
    CHECK(!valid.error().retryable());
    const commdn::Dialect lenient = commdn::Dialect().cancel_without_phone(true);
    CHECK(Request::cancel_record().customer_id("C-1").try_validate(20, 101, &lenient));
    const commdn::Dialect small = commdn::Dialect().max_user_data_bytes(100);
    THROWS(InvalidRequest, InvalidRequest, Request::do_not_call().phone("5551234567").validate(20, 101, &small));
    THROWS(InvalidArgument, InvalidArgument, Request::do_not_call().phone("\xff"));
    THROWS(InvalidArgument, InvalidArgument, Request::do_not_call().phone(std::string_view("1\0002", 3)));
    CHECK(Request::do_not_call().try_phone("\xff").code() == commdn::Code::InvalidArgument);
    THROWS(InvalidArgument, InvalidArgument, Request::do_not_call().wanted_answers(-7));
}

Schedule two_items(commdn::Time start) {
    ScheduleItem first(1, predictive);
    first.stop_at_contacts = 500;
    first.stop_at_time = start + 2h;
    ScheduleItem second(2);
    second.stop_at_dials = 1000;
    second.sleep_before_next_start = 15min;
    return Schedule().description("morning").start_time(start).add_item(first).add_item(second);
}

void a_sequence_goes_into_a_request_and_comes_back() {
    const commdn::Time start(1767600000s);
    const Schedule schedule = two_items(start);
    CHECK(schedule.item_count() == 2 && schedule.description() == "morning");
    const Request request = Request::of_sequence(MessageType::ReqLoadCampaign, schedule, 10);
    const KvList list = request.user_data(20, 101);
    CHECK(list.get_int(COMMDN_KEY_CAMPAIGN_ID) == 0);
    const Event event = Event::read(list);
    const std::optional<commdn::ScheduleView> read = event.schedule();
    if (!CHECK(read.has_value())) {
        return;
    }
    CHECK(read->description() == "morning" && read->start_time() == start);
    CHECK(read->announced_items() == 2 && read->items().size() == 2);
    const ScheduleItem first = read->item(0);
    CHECK(first.campaign == 1 && first.dial_mode == DialMode::Predict);
    CHECK(first.optimize_by == OptimizeBy::BusyFactor && first.optimize_goal == 80);
    CHECK(first.stop_at_contacts == 500 && first.stop_at_time == start + 2h);
    CHECK(!first.stop_at_dials && !first.sleep_before_next_start && !first.status);
    const ScheduleItem second = read->items()[1];
    CHECK(second.stop_at_dials == 1000 && second.sleep_before_next_start == 15min);
    CHECK(!second.dial_mode && !second.stop_at_time);
    CHECK(schedule.copy().item_count() == 2);
    THROWS(NotFoundError, NotFound, static_cast<void>(read->item(2)));
    Request other = Request::start_dialing(0, 10);
    other.schedule(schedule);
    const commdn::KvList user_data = other.user_data(20, 101);
    CHECK(user_data.at_path("GSW_CM_AttrProperties/campaign_schedule/nItems").as_int() == 2);
}

void an_item_that_cannot_be_sent_is_refused() {
    Schedule schedule;
    THROWS(InvalidArgument, InvalidArgument, schedule.add_item(ScheduleItem()));
    ScheduleItem half(1);
    half.dial_mode = DialMode::Predict;
    THROWS(InvalidArgument, InvalidArgument, schedule.add_item(half));
    ScheduleItem late(1);
    late.stop_at_time = commdn::Time(std::chrono::hours(24 * 365 * 100));
    THROWS(InvalidArgument, InvalidArgument, schedule.add_item(late));
    THROWS(InvalidArgument, InvalidArgument, schedule.start_time(*late.stop_at_time));
    CHECK(schedule.item_count() == 0 && !schedule.start_time() && !schedule.description());
}

void an_event_gives_what_it_has_and_nothing_else() {
    const KvList list = KvList()
                            .add_int(COMMDN_KEY_MESSAGE_TYPE, COMMDN_MESSAGE_TYPE_EV_ERROR)
                            .add_int(COMMDN_KEY_ERROR, COMMDN_CM_ERROR_CAMPAIGN_NOT_FOUND)
                            .add_string(COMMDN_KEY_ERROR_MESSAGE, "no such campaign")
                            .add_int(COMMDN_KEY_GROUP_CAMP_STATUS, COMMDN_GROUP_STATUS_ACTIVE)
                            .add_int(COMMDN_KEY_ORIGIN_APP_ID, 101)
                            .add_string("site", "own");
    const Event event = Event::read(list);
    CHECK(event.message_type() == MessageType::EvError && event.is_refusal());
    CHECK(event.error() == commdn::CmError::CampaignNotFound);
    CHECK(event.error_message() == "no such campaign" && event.status() == GroupStatus::Active);
    CHECK(event.origin() == 101 && event.user_data().get_string("site") == "own");
    CHECK(!event.target() && !event.reference_id() && !event.campaign() && !event.group());
    CHECK(!event.dial_mode() && !event.optimize_by() && !event.optimize_goal());
    CHECK(!event.auto_completion() && !event.phone() && !event.customer_id());
    CHECK(!event.campaign_name() && !event.chain() && !event.message() && !event.schedule());
    CHECK(!event.priority_general() && !event.priority_campaign_call_back());
    const Event copied = event.view().copy();
    CHECK(copied.user_data() == list);
    THROWS(NotFoundError, NotFound, static_cast<void>(Event::read(KvList())));
    THROWS(NotFoundError, NotFound, static_cast<void>(Request::read(KvList())));
}

void moved_from_requests_are_harmless() {
    Request request = Request::do_not_call();
    const Request taken = std::move(request);
    CHECK(taken && !request);
    THROWS(InvalidArgument, InvalidArgument, request.phone_as_is("1"));
    THROWS(InvalidArgument, InvalidArgument, static_cast<void>(request.copy()));
    THROWS(InvalidArgument, InvalidArgument, request.validate(20, 101));
    CHECK(request.message_type() == static_cast<MessageType>(-1));
}

}  // namespace

int main() {
    RUN(numbers_have_names);
    RUN(every_request_has_its_number);
    RUN(a_do_not_call_request_has_its_pairs);
    RUN(a_cancel_request_may_name_the_campaign);
    RUN(a_load_request_tells_how_to_dial_and_with_which_priorities);
    RUN(the_rules_of_the_api_are_told_with_the_attribute);
    RUN(a_sequence_goes_into_a_request_and_comes_back);
    RUN(an_item_that_cannot_be_sent_is_refused);
    RUN(an_event_gives_what_it_has_and_nothing_else);
    RUN(moved_from_requests_are_harmless);
    return finish("messages");
}
