/*
 * commdn for C++17: the attributes of an event. Part of event.hpp.
 *
 * Printed by `cargo xtask api` from the tables in core/src/description: change those.
 */
#ifndef COMMDN_GENERATED_EVENT_HPP
#define COMMDN_GENERATED_EVENT_HPP

#include <commdn/schedule.hpp>

COMMDN_HPP_BEGIN

namespace detail::bases {

/** The numbers of an event: a base of Event and EventView. */
template <class Self>
class EventNumbers {
public:
    /** Error number; 0 is none. */
    std::optional<CmError> error() const noexcept {
        return optional_number<CmError>(commdn_event_error, event());
    }
    /** Correlation id, seen in OCS logs (not in the chapter). */
    std::optional<std::int32_t> reference_id() const noexcept {
        return optional_number<std::int32_t>(commdn_event_reference_id, event());
    }
    /** DBID of the sending application. */
    std::optional<std::int32_t> origin() const noexcept {
        return optional_number<std::int32_t>(commdn_event_origin, event());
    }
    /** DBID of the receiving application; 0 is every OCS on the DN. */
    std::optional<std::int32_t> target() const noexcept {
        return optional_number<std::int32_t>(commdn_event_target, event());
    }
    /** DBID of the campaign; 0 addresses a sequence. */
    std::optional<std::int32_t> campaign() const noexcept {
        return optional_number<std::int32_t>(commdn_event_campaign, event());
    }
    /** DBID of the group. */
    std::optional<std::int32_t> group() const noexcept {
        return optional_number<std::int32_t>(commdn_event_group, event());
    }
    /** Dialling mode of a campaign group. */
    std::optional<DialMode> dial_mode() const noexcept {
        return optional_number<DialMode>(commdn_event_dial_mode, event());
    }
    /** Optimisation method. */
    std::optional<OptimizeBy> optimize_by() const noexcept {
        return optional_number<OptimizeBy>(commdn_event_optimize_by, event());
    }
    /** Optimisation goal: percent, or seconds. */
    std::optional<std::int32_t> optimize_goal() const noexcept {
        return optional_number<std::int32_t>(commdn_event_optimize_goal, event());
    }
    /** Status of a campaign group. */
    std::optional<GroupStatus> status() const noexcept {
        return optional_number<GroupStatus>(commdn_event_status, event());
    }
    /** Whether OCS stops and unloads the group when it runs out of records. */
    std::optional<bool> auto_completion() const noexcept {
        return optional_flag(commdn_event_auto_completion, event());
    }

protected:
    ~EventNumbers() = default;

private:
    const commdn_event *event() const noexcept { return static_cast<const Self &>(*this).capi(); }
};

/** The texts of an event, and what else belongs to it: a base of EventView. */
template <class Self>
class EventTexts {
public:
    /** Description of the error. */
    std::optional<std::string_view> error_message() const noexcept {
        return optional_text(commdn_event_error_message, event());
    }
    /** Campaign sequence; in answers each item has a status. */
    std::optional<ScheduleView> schedule() const noexcept {
        return optional_schedule(commdn_event_schedule, event());
    }
    /** Phone number of the record. */
    std::optional<std::string_view> phone() const noexcept {
        return optional_text(commdn_event_phone, event());
    }
    /** Campaign name of the record; in cancellations only. */
    std::optional<std::string_view> campaign_name() const noexcept {
        return optional_text(commdn_event_campaign_name, event());
    }
    /** Customer id of the record. */
    std::optional<std::string_view> customer_id() const noexcept {
        return optional_text(commdn_event_customer_id, event());
    }
    /** Scope within a chain of records: "AllChain" (the default of OCS) or "RecordOnly". */
    std::optional<std::string_view> chain() const noexcept {
        return optional_text(commdn_event_chain, event());
    }
    /** Message of OCS about a cancellation, for example that records are on a desktop. */
    std::optional<std::string_view> message() const noexcept {
        return optional_text(commdn_event_message, event());
    }

protected:
    ~EventTexts() = default;

private:
    const commdn_event *event() const noexcept { return static_cast<const Self &>(*this).capi(); }
};

/** The same of an event of one's own, with which they end; those of a temporary are copies. */
template <class Self, class View>
class OwnEventTexts {
public:
    /** Description of the error. */
    std::optional<std::string_view> error_message() const & noexcept COMMDN_LIFETIMEBOUND {
        return view().error_message();
    }
    std::optional<std::string> error_message() const && { return own(error_message()); }
    /** Campaign sequence; in answers each item has a status. */
    std::optional<ScheduleView> schedule() const & noexcept COMMDN_LIFETIMEBOUND {
        return view().schedule();
    }
    std::optional<Schedule> schedule() const && { return own(schedule()); }
    /** Phone number of the record. */
    std::optional<std::string_view> phone() const & noexcept COMMDN_LIFETIMEBOUND {
        return view().phone();
    }
    std::optional<std::string> phone() const && { return own(phone()); }
    /** Campaign name of the record; in cancellations only. */
    std::optional<std::string_view> campaign_name() const & noexcept COMMDN_LIFETIMEBOUND {
        return view().campaign_name();
    }
    std::optional<std::string> campaign_name() const && { return own(campaign_name()); }
    /** Customer id of the record. */
    std::optional<std::string_view> customer_id() const & noexcept COMMDN_LIFETIMEBOUND {
        return view().customer_id();
    }
    std::optional<std::string> customer_id() const && { return own(customer_id()); }
    /** Scope within a chain of records: "AllChain" (the default of OCS) or "RecordOnly". */
    std::optional<std::string_view> chain() const & noexcept COMMDN_LIFETIMEBOUND {
        return view().chain();
    }
    std::optional<std::string> chain() const && { return own(chain()); }
    /** Message of OCS about a cancellation, for example that records are on a desktop. */
    std::optional<std::string_view> message() const & noexcept COMMDN_LIFETIMEBOUND {
        return view().message();
    }
    std::optional<std::string> message() const && { return own(message()); }

protected:
    ~OwnEventTexts() = default;

private:
    View view() const noexcept { return View(static_cast<const Self &>(*this).capi()); }
};

}  // namespace detail::bases

COMMDN_HPP_END

#endif  // COMMDN_GENERATED_EVENT_HPP
