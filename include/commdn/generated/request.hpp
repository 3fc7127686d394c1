/*
 * commdn for C++17: requests, and what they carry. Part of request.hpp.
 *
 * Printed by `cargo xtask api` from the tables in core/src/description: change those.
 */
#ifndef COMMDN_GENERATED_REQUEST_HPP
#define COMMDN_GENERATED_REQUEST_HPP

#include <commdn/event.hpp>
#include <commdn/setters.hpp>

COMMDN_HPP_BEGIN

namespace detail::bases {

/** Constructors of requests: the base of Request. DBIDs are their arguments. */
template <class Self>
class RequestConstructors {
public:
    /** Load a campaign; its dialling settings are mandatory (CM_ReqLoadCampaign). */
    static Self load_campaign(std::int32_t campaign, std::int32_t group) {
        return try_load_campaign(campaign, group).value();
    }
    static Result<Self> try_load_campaign(std::int32_t campaign, std::int32_t group) {
        return made(commdn_request_load_campaign, campaign, group);
    }

    /** Unload a campaign (CM_ReqUnloadCampaign). */
    static Self unload_campaign(std::int32_t campaign, std::int32_t group) {
        return try_unload_campaign(campaign, group).value();
    }
    static Result<Self> try_unload_campaign(std::int32_t campaign, std::int32_t group) {
        return made(commdn_request_unload_campaign, campaign, group);
    }

    /** Ask for a campaign's status (CM_ReqGetCampaignStatus). */
    static Self campaign_status(std::int32_t campaign, std::int32_t group) {
        return try_campaign_status(campaign, group).value();
    }
    static Result<Self> try_campaign_status(std::int32_t campaign, std::int32_t group) {
        return made(commdn_request_campaign_status, campaign, group);
    }

    /**
     * Change the dialling settings of a campaign (CM_ReqSetDialingMode).
     *
     * Settings that are not given stay as they are. A mode may be given alone, a method only with
     * its goal.
     */
    static Self set_dialing_mode(std::int32_t campaign, std::int32_t group) {
        return try_set_dialing_mode(campaign, group).value();
    }
    static Result<Self> try_set_dialing_mode(std::int32_t campaign, std::int32_t group) {
        return made(commdn_request_set_dialing_mode, campaign, group);
    }

    /**
     * Start dialling (CM_ReqStartDialing).
     *
     * Settings that are not given stay as loaded. A mode may be given alone, a method only with its
     * goal.
     */
    static Self start_dialing(std::int32_t campaign, std::int32_t group) {
        return try_start_dialing(campaign, group).value();
    }
    static Result<Self> try_start_dialing(std::int32_t campaign, std::int32_t group) {
        return made(commdn_request_start_dialing, campaign, group);
    }

    /** Stop dialling (CM_ReqStopDialing). */
    static Self stop_dialing(std::int32_t campaign, std::int32_t group) {
        return try_stop_dialing(campaign, group).value();
    }
    static Result<Self> try_stop_dialing(std::int32_t campaign, std::int32_t group) {
        return made(commdn_request_stop_dialing, campaign, group);
    }

    /** Put a phone number, a customer, or both on the do-not-call list (CM_ReqDoNotCall). */
    static Self do_not_call() { return try_do_not_call().value(); }
    static Result<Self> try_do_not_call() { return made(commdn_request_do_not_call); }

    /** Cancel the records of a phone number, in one campaign or in all (CM_ReqCancelRecord). */
    static Self cancel_record() { return try_cancel_record().value(); }
    static Result<Self> try_cancel_record() { return made(commdn_request_cancel_record); }

    /** Unload a campaign without waiting for outstanding records (CM_ReqForceUnloadCampaign). */
    static Self force_unload_campaign(std::int32_t campaign, std::int32_t group) {
        return try_force_unload_campaign(campaign, group).value();
    }
    static Result<Self> try_force_unload_campaign(std::int32_t campaign, std::int32_t group) {
        return made(commdn_request_force_unload_campaign, campaign, group);
    }

    /** End a campaign as if it had run out of records (CM_ReqCompleteCampaign). */
    static Self complete_campaign(std::int32_t campaign, std::int32_t group) {
        return try_complete_campaign(campaign, group).value();
    }
    static Result<Self> try_complete_campaign(std::int32_t campaign, std::int32_t group) {
        return made(commdn_request_complete_campaign, campaign, group);
    }

protected:
    ~RequestConstructors() = default;

private:
    template <class Function, class... Arguments>
    static Result<Self> made(Function &&function, Arguments... arguments) {
        return make_plain<Self>("request", function, arguments...);
    }
};

/** Setters of requests: of an object, of a temporary, and the twin with try_ in its name. */
template <class Self>
class RequestSetters {
public:
    /** DBID of the receiving application; 0 is every OCS on the DN. */
    Self &target(std::int32_t dbid) & { return after(try_target(dbid), self()); }
    Self target(std::int32_t dbid) && { return std::move(target(dbid)); }
    Result<void> try_target(std::int32_t dbid) {
        return detail::call(commdn_request_set_target, self().capi(), dbid);
    }

    /** DBID of the campaign; 0 addresses a sequence. */
    Self &campaign(std::int32_t dbid) & { return after(try_campaign(dbid), self()); }
    Self campaign(std::int32_t dbid) && { return std::move(campaign(dbid)); }
    Result<void> try_campaign(std::int32_t dbid) {
        return detail::call(commdn_request_set_campaign, self().capi(), dbid);
    }

    /** DBID of the group. */
    Self &group(std::int32_t dbid) & { return after(try_group(dbid), self()); }
    Self group(std::int32_t dbid) && { return std::move(group(dbid)); }
    Result<void> try_group(std::int32_t dbid) {
        return detail::call(commdn_request_set_group, self().capi(), dbid);
    }

    /** Dialling mode of a campaign group. */
    Self &dial_mode(DialMode value) & { return after(try_dial_mode(value), self()); }
    Self dial_mode(DialMode value) && { return std::move(dial_mode(value)); }
    Result<void> try_dial_mode(DialMode value) {
        return detail::call(commdn_request_set_dial_mode, self().capi(), number(value));
    }

    /** Optimisation method. */
    Self &optimize_by(OptimizeBy value) & { return after(try_optimize_by(value), self()); }
    Self optimize_by(OptimizeBy value) && { return std::move(optimize_by(value)); }
    Result<void> try_optimize_by(OptimizeBy value) {
        return detail::call(commdn_request_set_optimize_by, self().capi(), number(value));
    }

    /** Optimisation goal: percent, or seconds. */
    Self &optimize_goal(std::int32_t value) & { return after(try_optimize_goal(value), self()); }
    Self optimize_goal(std::int32_t value) && { return std::move(optimize_goal(value)); }
    Result<void> try_optimize_goal(std::int32_t value) {
        return detail::call(commdn_request_set_optimize_goal, self().capi(), value);
    }

    /** Whether OCS stops and unloads the group when it runs out of records. */
    Self &auto_completion(bool on) & { return after(try_auto_completion(on), self()); }
    Self auto_completion(bool on) && { return std::move(auto_completion(on)); }
    Result<void> try_auto_completion(bool on) {
        return detail::call(commdn_request_set_auto_completion, self().capi(), on);
    }

    /** Campaign sequence; in answers each item has a status. */
    Self &schedule(ScheduleView sequence) & { return after(try_schedule(sequence), self()); }
    Self schedule(ScheduleView sequence) && { return std::move(schedule(sequence)); }
    Result<void> try_schedule(ScheduleView sequence) {
        return detail::call(commdn_request_set_schedule, self().capi(), sequence.capi());
    }

    /** Campaign name of the record; in cancellations only. */
    Self &campaign_name(std::string_view text) & { return after(try_campaign_name(text), self()); }
    Self campaign_name(std::string_view text) && { return std::move(campaign_name(text)); }
    Result<void> try_campaign_name(std::string_view text) {
        return set_text(commdn_request_set_campaign_name, self().capi(), text, "campaign_name");
    }

    /** Customer id of the record. */
    Self &customer_id(std::string_view text) & { return after(try_customer_id(text), self()); }
    Self customer_id(std::string_view text) && { return std::move(customer_id(text)); }
    Result<void> try_customer_id(std::string_view text) {
        return set_text(commdn_request_set_customer_id, self().capi(), text, "customer_id");
    }

    /** Scope within a chain of records: "AllChain" (the default of OCS) or "RecordOnly". */
    Self &chain(std::string_view text) & { return after(try_chain(text), self()); }
    Self chain(std::string_view text) && { return std::move(chain(text)); }
    Result<void> try_chain(std::string_view text) {
        return set_text(commdn_request_set_chain, self().capi(), text, "chain");
    }

protected:
    ~RequestSetters() = default;

private:
    Self &self() noexcept { return static_cast<Self &>(*this); }
};

}  // namespace detail::bases

COMMDN_HPP_END

#endif  // COMMDN_GENERATED_REQUEST_HPP
