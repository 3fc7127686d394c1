/*
 * commdn for C++17: requests to OCS. Part of commdn.hpp.
 *
 * The rules of the API are the library's; nothing is checked here but that texts have no NUL.
 */
#ifndef COMMDN_REQUEST_HPP
#define COMMDN_REQUEST_HPP

#include <commdn/generated/request.hpp>
#include <commdn/phone.hpp>

COMMDN_HPP_BEGIN

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
class [[nodiscard]] Request : public detail::Owned<commdn_request, commdn_request_free>,
                              public detail::bases::RequestConstructors<Request>,
                              public detail::bases::RequestSetters<Request> {
public:
    /** Take over a C object. */
    explicit Request(commdn_request *owned) noexcept : Owned(owned) {}

    /** A request of any number, without attributes; the functions below are the usual way. */
    explicit Request(MessageType type) : Request(try_of(type).value()) {}
    static Result<Request> try_of(MessageType type) {
        return detail::make_plain<Request>("request", commdn_request_new, number(type));
    }

    /** A campaign request that is addressed to a sequence, which is copied. */
    static Request of_sequence(MessageType type, ScheduleView schedule, std::int32_t group) {
        return try_of_sequence(type, schedule, group).value();
    }
    static Result<Request> try_of_sequence(MessageType type, ScheduleView schedule, std::int32_t group) {
        return detail::make_plain<Request>("request", commdn_request_of_sequence, number(type), schedule.capi(), group);
    }

    /** The request in a user data list: what a server or a log tool does. Throws NotFoundError. */
    static Request read(KvListView user_data, const Dialect *dialect = nullptr) {
        return try_read(user_data, dialect).value();
    }
    static Result<Request> try_read(KvListView user_data, const Dialect *dialect = nullptr) {
        return detail::make<Request>(commdn_request_read, user_data.capi(), detail::capi(dialect));
    }

    /** A copy. */
    Request copy() const { return try_copy().value(); }
    Result<Request> try_copy() const { return detail::make_plain<Request>("request", commdn_request_dup, capi()); }

    /** What is asked. */
    MessageType message_type() const noexcept { return static_cast<MessageType>(commdn_request_message_type(capi())); }

    /**
     * Check the request as sending it does; throws InvalidRequest, see Error::attribute().
     *
     * `origin` is the DBID of the application that asks, `target` of the OCS that is asked where
     * the request itself names none.
     */
    void validate(std::int32_t origin, std::int32_t target, const Dialect *dialect = nullptr) const {
        try_validate(origin, target, dialect).value();
    }
    Result<void> try_validate(std::int32_t origin, std::int32_t target, const Dialect *dialect = nullptr) const {
        return detail::call(commdn_request_validate, capi(), origin, target, detail::capi(dialect));
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
    Result<KvList> try_user_data(std::int32_t origin, std::int32_t target, std::int32_t reference_id = 0,
                                 const Dialect *dialect = nullptr) const {
        return detail::make<KvList>(commdn_request_user_data, capi(), origin, target, reference_id,
                                    detail::capi(dialect));
    }

    /** How it dials: mode, method and goal at once. */
    Request &dialing(const Dialing &how) & { return detail::after(try_dialing(how), *this); }
    Request dialing(const Dialing &how) && { return std::move(dialing(how)); }
    Result<void> try_dialing(const Dialing &how) {
        return detail::call(commdn_request_set_dialing, capi(), number(how.mode), number(how.optimize_by), how.goal);
    }

    /**
     * Phone number in any notation that normalize_phone() reads; its digits are sent.
     *
     * A text that is not certainly one number is kept, and refused when the request is validated or
     * sent.
     */
    Request &phone(std::string_view text) & { return detail::after(try_phone(text), *this); }
    Request phone(std::string_view text) && { return std::move(phone(text)); }
    Result<void> try_phone(std::string_view text) {
        return detail::set_text(commdn_request_set_phone, capi(), text, "phone");
    }

    /** A text to be sent as phone number unharmed, UTF-8, 64 bytes at most. */
    Request &phone_as_is(std::string_view text) & { return detail::after(try_phone_as_is(text), *this); }
    Request phone_as_is(std::string_view text) && { return std::move(phone_as_is(text)); }
    Result<void> try_phone_as_is(std::string_view text) {
        return detail::set_text(commdn_request_set_phone_as_is, capi(), text, "text");
    }

    /** Dialling priority of general records. */
    Request &priority_general(Priority value) & { return detail::after(try_priority_general(value), *this); }
    Request priority_general(Priority value) && { return std::move(priority_general(value)); }
    Result<void> try_priority_general(Priority value) {
        return set_priority(commdn_request_set_priority_general, value);
    }

    /** Dialling priority of rescheduled records. */
    Request &priority_campaign_rescheduled(Priority value) & {
        return detail::after(try_priority_campaign_rescheduled(value), *this);
    }
    Request priority_campaign_rescheduled(Priority value) && { return std::move(priority_campaign_rescheduled(value)); }
    Result<void> try_priority_campaign_rescheduled(Priority value) {
        return set_priority(commdn_request_set_priority_campaign_rescheduled, value);
    }

    /** Dialling priority of records to be called back. */
    Request &priority_campaign_call_back(Priority value) & {
        return detail::after(try_priority_campaign_call_back(value), *this);
    }
    Request priority_campaign_call_back(Priority value) && { return std::move(priority_campaign_call_back(value)); }
    Result<void> try_priority_campaign_call_back(Priority value) {
        return set_priority(commdn_request_set_priority_campaign_call_back, value);
    }

    /**
     * Further pairs of user data, copied, sent after the API's own; they replace those of an
     * earlier call.
     */
    Request &extra(KvListView pairs) & { return detail::after(try_extra(pairs), *this); }
    Request extra(KvListView pairs) && { return std::move(extra(pairs)); }
    Result<void> try_extra(KvListView pairs) { return detail::call(commdn_request_set_extra, capi(), pairs.capi()); }

    /**
     * How many OCS must answer before a request to every OCS is complete, or AnswersAll.
     * Default 1.
     */
    Request &wanted_answers(std::int32_t count) & { return detail::after(try_wanted_answers(count), *this); }
    Request wanted_answers(std::int32_t count) && { return std::move(wanted_answers(count)); }
    Result<void> try_wanted_answers(std::int32_t count) {
        return detail::call(commdn_request_set_wanted_answers, capi(), count);
    }

    /**
     * Send it again on the next connection when the one that it is on is lost, if OCS may safely
     * see it twice (do-not-call, cancel, status). Default true.
     */
    Request &repeat(bool on) & { return detail::after(try_repeat(on), *this); }
    Request repeat(bool on) && { return std::move(repeat(on)); }
    Result<void> try_repeat(bool on) { return detail::call(commdn_request_set_repeat, capi(), on); }

private:
    template <class Function>
    Result<void> set_priority(Function &&function, Priority value) {
        return detail::call(function, capi(), value.priority, value.n_records);
    }
};

inline std::optional<Request> Error::status_query() const {
    if (!status_query_) {
        return std::nullopt;
    }
    return detail::make_plain<Request>("request", commdn_request_dup, status_query_.get()).value();
}

COMMDN_HPP_END

#endif  // COMMDN_REQUEST_HPP
