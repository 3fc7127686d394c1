/*
 * commdn for C++17: requests to OCS. Part of commdn.hpp.
 *
 * The rules of the API are the library's; nothing is checked here but that texts have no NUL.
 */
#ifndef COMMDN_REQUEST_HPP
#define COMMDN_REQUEST_HPP

#include <commdn/event.hpp>
#include <commdn/phone.hpp>

namespace commdn {

/** For Request::wanted_answers(): take all answers that come until the deadline. */
inline constexpr std::int32_t AnswersAll = COMMDN_ANSWERS_ALL;

/**
 * A request to OCS: `Request::do_not_call().phone("5551234567")`.
 *
 * Setters take what they are given, throw InvalidArgument, and return the request; those with try_
 * in their names return the error instead. The rules of the API are checked when the request is
 * sent, or by validate(). The same request may be sent any number of times. Moved, not copied:
 * copy() copies. Threads: one at a time for changes, any number of readers. Nothing blocks.
 */
class Request : public detail::Owned<commdn_request, commdn_request_free> {
public:
    /** Take over a C object. */
    explicit Request(commdn_request *owned) noexcept : Owned(owned) {}

    /** A request of any number, without attributes; the functions below are the usual way. */
    explicit Request(MessageType type) : Request(try_of(type).value().release()) {}
    static Result<Request> try_of(MessageType type) {
        return made([&](commdn_request **out) { return commdn_request_new(number(type), out); });
    }

    /** Put a phone number or customer on the do-not-call list: set one of them, or both. */
    static Request do_not_call() { return try_do_not_call().value(); }
    static Result<Request> try_do_not_call() { return made(commdn_request_do_not_call); }

    /** Cancel records: set at least the phone. */
    static Request cancel_record() { return try_cancel_record().value(); }
    static Result<Request> try_cancel_record() { return made(commdn_request_cancel_record); }

    /** Load a campaign; set how it dials. The arguments are DBIDs. */
    static Request load_campaign(std::int32_t campaign, std::int32_t group) {
        return try_load_campaign(campaign, group).value();
    }
    static Result<Request> try_load_campaign(std::int32_t campaign, std::int32_t group) {
        return of_group(commdn_request_load_campaign, campaign, group);
    }

    /** Unload a campaign. The arguments are DBIDs. */
    static Request unload_campaign(std::int32_t campaign, std::int32_t group) {
        return try_unload_campaign(campaign, group).value();
    }
    static Result<Request> try_unload_campaign(std::int32_t campaign, std::int32_t group) {
        return of_group(commdn_request_unload_campaign, campaign, group);
    }

    /** Unload a campaign without waiting for records that are out. The arguments are DBIDs. */
    static Request force_unload_campaign(std::int32_t campaign, std::int32_t group) {
        return try_force_unload_campaign(campaign, group).value();
    }
    static Result<Request> try_force_unload_campaign(std::int32_t campaign, std::int32_t group) {
        return of_group(commdn_request_force_unload_campaign, campaign, group);
    }

    /** Start dialling; how it dials stays where it is not set. The arguments are DBIDs. */
    static Request start_dialing(std::int32_t campaign, std::int32_t group) {
        return try_start_dialing(campaign, group).value();
    }
    static Result<Request> try_start_dialing(std::int32_t campaign, std::int32_t group) {
        return of_group(commdn_request_start_dialing, campaign, group);
    }

    /** Stop dialling. The arguments are DBIDs. */
    static Request stop_dialing(std::int32_t campaign, std::int32_t group) {
        return try_stop_dialing(campaign, group).value();
    }
    static Result<Request> try_stop_dialing(std::int32_t campaign, std::int32_t group) {
        return of_group(commdn_request_stop_dialing, campaign, group);
    }

    /** Change how a campaign dials; what is not set stays. The arguments are DBIDs. */
    static Request set_dialing_mode(std::int32_t campaign, std::int32_t group) {
        return try_set_dialing_mode(campaign, group).value();
    }
    static Result<Request> try_set_dialing_mode(std::int32_t campaign, std::int32_t group) {
        return of_group(commdn_request_set_dialing_mode, campaign, group);
    }

    /** Ask for a campaign's status. The arguments are DBIDs. */
    static Request campaign_status(std::int32_t campaign, std::int32_t group) {
        return try_campaign_status(campaign, group).value();
    }
    static Result<Request> try_campaign_status(std::int32_t campaign, std::int32_t group) {
        return of_group(commdn_request_campaign_status, campaign, group);
    }

    /** End a campaign as if its records were used up. The arguments are DBIDs. */
    static Request complete_campaign(std::int32_t campaign, std::int32_t group) {
        return try_complete_campaign(campaign, group).value();
    }
    static Result<Request> try_complete_campaign(std::int32_t campaign, std::int32_t group) {
        return of_group(commdn_request_complete_campaign, campaign, group);
    }

    /** A campaign request that is addressed to a sequence, which is copied. */
    static Request of_sequence(MessageType type, ScheduleView schedule, std::int32_t group) {
        return try_of_sequence(type, schedule, group).value();
    }
    static Result<Request> try_of_sequence(MessageType type, ScheduleView schedule,
                                           std::int32_t group) {
        return made([&](commdn_request **out) {
            return commdn_request_of_sequence(number(type), schedule.capi(), group, out);
        });
    }

    /** The request in a user data list: what a server or a log tool does. Throws NotFoundError. */
    static Request read(KvListView user_data, const Dialect *dialect = nullptr) {
        return try_read(user_data, dialect).value();
    }
    static Result<Request> try_read(KvListView user_data, const Dialect *dialect = nullptr) {
        return detail::make<Request, commdn_request>(
            [&](commdn_request **out, commdn_error **error) {
                return commdn_request_read(user_data.capi(), detail::capi(dialect), out, error);
            });
    }

    /** A copy. */
    Request copy() const { return try_copy().value(); }
    Result<Request> try_copy() const {
        return made([&](commdn_request **out) { return commdn_request_dup(capi(), out); });
    }

    /** What is asked. */
    MessageType message_type() const noexcept {
        return static_cast<MessageType>(commdn_request_message_type(capi()));
    }

    /**
     * Check the request as sending it does; throws InvalidRequest, see Error::attribute().
     *
     * `origin` is the DBID of the application that asks, `target` of the OCS that is asked where
     * the request itself names none.
     */
    void validate(std::int32_t origin, std::int32_t target,
                  const Dialect *dialect = nullptr) const {
        try_validate(origin, target, dialect).value();
    }
    Result<void> try_validate(std::int32_t origin, std::int32_t target,
                              const Dialect *dialect = nullptr) const {
        return detail::run([&](commdn_error **error) {
            return commdn_request_validate(capi(), origin, target, detail::capi(dialect), error);
        });
    }

    /**
     * The user data as a list, for those who send it themselves; throws InvalidRequest.
     *
     * `reference_id` is sent along unless it is 0; the rest as validate().
     */
    KvList user_data(std::int32_t origin, std::int32_t target, std::int32_t reference_id = 0,
                     const Dialect *dialect = nullptr) const {
        return try_user_data(origin, target, reference_id, dialect).value();
    }
    Result<KvList> try_user_data(std::int32_t origin, std::int32_t target,
                                 std::int32_t reference_id = 0,
                                 const Dialect *dialect = nullptr) const {
        return detail::make<KvList, commdn_kvlist>([&](commdn_kvlist **out, commdn_error **error) {
            return commdn_request_user_data(capi(), origin, target, reference_id,
                                            detail::capi(dialect), out, error);
        });
    }

    /** Ask this OCS, whatever the session's default; 0 asks every OCS on the DN. */
    Request &target(std::int32_t ocs) & { return try_target(ocs).value(), *this; }
    Request &&target(std::int32_t ocs) && { return std::move(target(ocs)); }
    Result<void> try_target(std::int32_t ocs) {
        return detail::run([&](commdn_error **error) {
            return commdn_request_set_target(capi(), ocs, error);
        });
    }

    /** The campaign's DBID. */
    Request &campaign(std::int32_t dbid) & { return try_campaign(dbid).value(), *this; }
    Request &&campaign(std::int32_t dbid) && { return std::move(campaign(dbid)); }
    Result<void> try_campaign(std::int32_t dbid) {
        return detail::run([&](commdn_error **error) {
            return commdn_request_set_campaign(capi(), dbid, error);
        });
    }

    /** The group's DBID. */
    Request &group(std::int32_t dbid) & { return try_group(dbid).value(), *this; }
    Request &&group(std::int32_t dbid) && { return std::move(group(dbid)); }
    Result<void> try_group(std::int32_t dbid) {
        return detail::run([&](commdn_error **error) {
            return commdn_request_set_group(capi(), dbid, error);
        });
    }

    /** Dialling mode. */
    Request &dial_mode(DialMode mode) & { return try_dial_mode(mode).value(), *this; }
    Request &&dial_mode(DialMode mode) && { return std::move(dial_mode(mode)); }
    Result<void> try_dial_mode(DialMode mode) {
        return detail::run([&](commdn_error **error) {
            return commdn_request_set_dial_mode(capi(), number(mode), error);
        });
    }

    /** Optimisation method. */
    Request &optimize_by(OptimizeBy method) & { return try_optimize_by(method).value(), *this; }
    Request &&optimize_by(OptimizeBy method) && { return std::move(optimize_by(method)); }
    Result<void> try_optimize_by(OptimizeBy method) {
        return detail::run([&](commdn_error **error) {
            return commdn_request_set_optimize_by(capi(), number(method), error);
        });
    }

    /** Optimisation goal, in percent or seconds. */
    Request &optimize_goal(std::int32_t goal) & { return try_optimize_goal(goal).value(), *this; }
    Request &&optimize_goal(std::int32_t goal) && { return std::move(optimize_goal(goal)); }
    Result<void> try_optimize_goal(std::int32_t goal) {
        return detail::run([&](commdn_error **error) {
            return commdn_request_set_optimize_goal(capi(), goal, error);
        });
    }

    /** How it dials: the three above at once. */
    Request &dialing(const Dialing &how) & { return try_dialing(how).value(), *this; }
    Request &&dialing(const Dialing &how) && { return std::move(dialing(how)); }
    Result<void> try_dialing(const Dialing &how) {
        return detail::run([&](commdn_error **error) {
            return commdn_request_set_dialing(
                capi(), number(how.mode), number(how.optimize_by), how.goal, error);
        });
    }

    /** Whether OCS stops and unloads the group by itself when its records are used up. */
    Request &auto_completion(bool wanted) & { return try_auto_completion(wanted).value(), *this; }
    Request &&auto_completion(bool wanted) && { return std::move(auto_completion(wanted)); }
    Result<void> try_auto_completion(bool wanted) {
        return detail::run([&](commdn_error **error) {
            return commdn_request_set_auto_completion(capi(), wanted, error);
        });
    }

    /**
     * Phone number in any notation that normalize_phone() reads; its digits are sent.
     *
     * A text that is not certainly one number is kept, and refused when the request is validated or sent.
     */
    Request &phone(std::string_view text) & { return try_phone(text).value(), *this; }
    Request &&phone(std::string_view text) && { return std::move(phone(text)); }
    Result<void> try_phone(std::string_view text) {
        return detail::run_with_text(text, "phone", [&](const char *copy, commdn_error **error) {
            return commdn_request_set_phone(capi(), copy, error);
        });
    }

    /** A text to be sent as phone number unharmed, UTF-8, 64 bytes at most. */
    Request &phone_as_is(std::string_view text) & { return try_phone_as_is(text).value(), *this; }
    Request &&phone_as_is(std::string_view text) && { return std::move(phone_as_is(text)); }
    Result<void> try_phone_as_is(std::string_view text) {
        return detail::run_with_text(text, "text", [&](const char *copy, commdn_error **error) {
            return commdn_request_set_phone_as_is(capi(), copy, error);
        });
    }

    /** Customer id, UTF-8, 64 bytes at most. */
    Request &customer_id(std::string_view text) & { return try_customer_id(text).value(), *this; }
    Request &&customer_id(std::string_view text) && { return std::move(customer_id(text)); }
    Result<void> try_customer_id(std::string_view text) {
        return detail::run_with_text(
            text, "customer_id", [&](const char *copy, commdn_error **error) {
                return commdn_request_set_customer_id(capi(), copy, error);
            });
    }

    /** Only records of the campaign with this name; cancellation only. */
    Request &campaign_name(std::string_view text) & {
        return try_campaign_name(text).value(), *this;
    }
    Request &&campaign_name(std::string_view text) && { return std::move(campaign_name(text)); }
    Result<void> try_campaign_name(std::string_view text) {
        return detail::run_with_text(
            text, "campaign_name", [&](const char *copy, commdn_error **error) {
                return commdn_request_set_campaign_name(capi(), copy, error);
            });
    }

    /** Scope within chains of records: ChainAll or ChainRecordOnly. */
    Request &chain(std::string_view text) & { return try_chain(text).value(), *this; }
    Request &&chain(std::string_view text) && { return std::move(chain(text)); }
    Result<void> try_chain(std::string_view text) {
        return detail::run_with_text(text, "chain", [&](const char *copy, commdn_error **error) {
            return commdn_request_set_chain(capi(), copy, error);
        });
    }

    /** Dialling priority of general records. */
    Request &priority_general(Priority value) & {
        return try_priority_general(value).value(), *this;
    }
    Request &&priority_general(Priority value) && { return std::move(priority_general(value)); }
    Result<void> try_priority_general(Priority value) {
        return detail::run([&](commdn_error **error) {
            return commdn_request_set_priority_general(
                capi(), value.priority, value.n_records, error);
        });
    }

    /** Dialling priority of rescheduled records. */
    Request &priority_campaign_rescheduled(Priority value) & {
        return try_priority_campaign_rescheduled(value).value(), *this;
    }
    Request &&priority_campaign_rescheduled(Priority value) && {
        return std::move(priority_campaign_rescheduled(value));
    }
    Result<void> try_priority_campaign_rescheduled(Priority value) {
        return detail::run([&](commdn_error **error) {
            return commdn_request_set_priority_campaign_rescheduled(
                capi(), value.priority, value.n_records, error);
        });
    }

    /** Dialling priority of records to be called back. */
    Request &priority_campaign_call_back(Priority value) & {
        return try_priority_campaign_call_back(value).value(), *this;
    }
    Request &&priority_campaign_call_back(Priority value) && {
        return std::move(priority_campaign_call_back(value));
    }
    Result<void> try_priority_campaign_call_back(Priority value) {
        return detail::run([&](commdn_error **error) {
            return commdn_request_set_priority_campaign_call_back(
                capi(), value.priority, value.n_records, error);
        });
    }

    /** The sequence that is meant; it is copied. */
    Request &schedule(ScheduleView sequence) & { return try_schedule(sequence).value(), *this; }
    Request &&schedule(ScheduleView sequence) && { return std::move(schedule(sequence)); }
    Result<void> try_schedule(ScheduleView sequence) {
        return detail::run([&](commdn_error **error) {
            return commdn_request_set_schedule(capi(), sequence.capi(), error);
        });
    }

    /**
     * Further pairs of user data, copied, sent after the API's own; they replace those of an
     * earlier call.
     */
    Request &extra(KvListView pairs) & { return try_extra(pairs).value(), *this; }
    Request &&extra(KvListView pairs) && { return std::move(extra(pairs)); }
    Result<void> try_extra(KvListView pairs) {
        return detail::run([&](commdn_error **error) {
            return commdn_request_set_extra(capi(), pairs.capi(), error);
        });
    }

    /**
     * How many OCS must answer before a request to every OCS is complete, or AnswersAll.
     * Default 1.
     */
    Request &wanted_answers(std::int32_t count) & {
        return try_wanted_answers(count).value(), *this;
    }
    Request &&wanted_answers(std::int32_t count) && { return std::move(wanted_answers(count)); }
    Result<void> try_wanted_answers(std::int32_t count) {
        return detail::run([&](commdn_error **error) {
            return commdn_request_set_wanted_answers(capi(), count, error);
        });
    }

    /**
     * Send it again on the next connection when the one that it is on is lost, if OCS may safely
     * see it twice (do-not-call, cancel, status). Default true.
     */
    Request &repeat(bool on) & { return try_repeat(on).value(), *this; }
    Request &&repeat(bool on) && { return std::move(repeat(on)); }
    Result<void> try_repeat(bool on) {
        return detail::run([&](commdn_error **error) {
            return commdn_request_set_repeat(capi(), on, error);
        });
    }

private:
    using OfGroup = commdn_status (*)(std::int32_t, std::int32_t, commdn_request **);

    template <class Call>
    static Result<Request> made(Call &&call) {
        commdn_request *request = nullptr;
        Result<void> done = detail::plain(std::forward<Call>(call)(&request), "request");
        if (!done) {
            return done.error();
        }
        return Request(request);
    }

    static Result<Request> of_group(OfGroup call, std::int32_t campaign, std::int32_t group) {
        return made([&](commdn_request **out) { return call(campaign, group, out); });
    }
};

inline std::optional<Request> Error::status_query() const {
    if (!status_query_) {
        return std::nullopt;
    }
    commdn_request *copy = nullptr;
    detail::plain(commdn_request_dup(status_query_.get(), &copy), "request").value();
    return Request(copy);
}

}  // namespace commdn

#endif  // COMMDN_REQUEST_HPP
