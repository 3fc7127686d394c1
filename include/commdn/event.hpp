/*
 * commdn for C++17: what OCS says: events, answers, notices. Part of commdn.hpp.
 */
#ifndef COMMDN_EVENT_HPP
#define COMMDN_EVENT_HPP

#include <commdn/schedule.hpp>

namespace commdn {

class Event;
class NoticeView;

namespace detail {

namespace bases {

/**
 * What can be read from an event: the base of Event and EventView.
 *
 * Every attribute is optional: empty if the event does not tell it. Texts are UTF-8; texts, lists
 * and schedules are the event's and end with it. Threads: any, at the same time as other readers.
 * Nothing blocks, and no getter throws.
 */
template <class Self>
class EventReader {
public:
    /** What the event tells. */
    MessageType message_type() const noexcept {
        return static_cast<MessageType>(commdn_event_message_type(event()));
    }
    /** Whether it is a refusal: CM_EvError, or any message with an error number other than 0. */
    bool is_refusal() const noexcept { return commdn_event_is_refusal(event()); }
    /** The user data as it came, with the pairs that the API does not know. */
    KvListView user_data() const noexcept { return KvListView(commdn_event_user_data(event())); }

    /** DBID of the OCS that sent it. */
    std::optional<std::int32_t> origin() const noexcept { return get(commdn_event_origin); }
    /** DBID of the application it is for. */
    std::optional<std::int32_t> target() const noexcept { return get(commdn_event_target); }
    /** Correlation id. */
    std::optional<std::int32_t> reference_id() const noexcept {
        return get(commdn_event_reference_id);
    }
    /** DBID of the campaign. */
    std::optional<std::int32_t> campaign() const noexcept { return get(commdn_event_campaign); }
    /** DBID of the group. */
    std::optional<std::int32_t> group() const noexcept { return get(commdn_event_group); }
    std::optional<DialMode> dial_mode() const noexcept {
        return optional_number<DialMode>(commdn_event_dial_mode, event());
    }
    std::optional<OptimizeBy> optimize_by() const noexcept {
        return optional_number<OptimizeBy>(commdn_event_optimize_by, event());
    }
    /** Optimisation goal, in percent or seconds. */
    std::optional<std::int32_t> optimize_goal() const noexcept {
        return get(commdn_event_optimize_goal);
    }
    /** Status of the campaign group. */
    std::optional<GroupStatus> status() const noexcept {
        return optional_number<GroupStatus>(commdn_event_status, event());
    }
    /** The error; 0, no error, counts as none. */
    std::optional<CmError> error() const noexcept {
        return optional_number<CmError>(commdn_event_error, event());
    }
    /** Whether auto completion is on. */
    std::optional<bool> auto_completion() const noexcept {
        bool wanted = false;
        if (commdn_event_auto_completion(event(), &wanted) != COMMDN_OK) {
            return std::nullopt;
        }
        return wanted;
    }
    /** The text of the error. */
    std::optional<std::string_view> error_message() const noexcept {
        return optional_text(commdn_event_error_message, event());
    }
    /** Phone number of the record. */
    std::optional<std::string_view> phone() const noexcept {
        return optional_text(commdn_event_phone, event());
    }
    /** Customer id of the record. */
    std::optional<std::string_view> customer_id() const noexcept {
        return optional_text(commdn_event_customer_id, event());
    }
    /** Campaign name of the record. */
    std::optional<std::string_view> campaign_name() const noexcept {
        return optional_text(commdn_event_campaign_name, event());
    }
    /** Scope within chains of records: ChainAll, ChainRecordOnly, or another text. */
    std::optional<std::string_view> chain() const noexcept {
        return optional_text(commdn_event_chain, event());
    }
    /** What OCS tells about a cancellation, for example COMMDN_ON_DESKTOP_MESSAGE. */
    std::optional<std::string_view> message() const noexcept {
        return optional_text(commdn_event_message, event());
    }
    /** The sequence, with a status per item. */
    std::optional<ScheduleView> schedule() const noexcept {
        const commdn_schedule *found = nullptr;
        if (commdn_event_schedule(event(), &found) != COMMDN_OK) {
            return std::nullopt;
        }
        return ScheduleView(found);
    }
    /** Dialling priority of general records. */
    std::optional<Priority> priority_general() const noexcept {
        return priority(commdn_event_priority_general);
    }
    /** Dialling priority of rescheduled records. */
    std::optional<Priority> priority_campaign_rescheduled() const noexcept {
        return priority(commdn_event_priority_campaign_rescheduled);
    }
    /** Dialling priority of records to be called back. */
    std::optional<Priority> priority_campaign_call_back() const noexcept {
        return priority(commdn_event_priority_campaign_call_back);
    }

    /** An event of one's own with the same content. Throws InvalidArgument if it was moved from. */
    template <class Copy = Event>
    Copy copy() const {
        return try_copy<Copy>().value();
    }
    template <class Copy = Event>
    Result<Copy> try_copy() const {
        commdn_event *made = nullptr;
        Result<void> done = plain(commdn_event_dup(event(), &made), "copying an event");
        if (!done) {
            return done.error();
        }
        return Copy(made);
    }

protected:
    ~EventReader() = default;

private:
    const commdn_event *event() const noexcept { return static_cast<const Self &>(*this).capi(); }

    std::optional<std::int32_t> get(commdn_status (*getter)(const commdn_event *,
                                                            std::int32_t *)) const noexcept {
        return optional_number<std::int32_t>(getter, event());
    }

    std::optional<Priority> priority(commdn_status (*getter)(const commdn_event *, std::int32_t *,
                                                             std::int32_t *)) const noexcept {
        Priority found;
        if (getter(event(), &found.priority, &found.n_records) != COMMDN_OK) {
            return std::nullopt;
        }
        return found;
    }
};

}  // namespace bases

using bases::EventReader;

}  // namespace detail

/** An event that belongs to an answer, a notice or an error, and ends with it. */
class EventView : public detail::EventReader<EventView> {
public:
    explicit EventView(const commdn_event *event) noexcept : event_(event) {}
    const commdn_event *capi() const noexcept { return event_; }

private:
    const commdn_event *event_;
};

/** A message of OCS of one's own: a copy, or read from user data. Moved, not copied. */
class Event : public detail::Owned<commdn_event, commdn_event_free>,
              public detail::EventReader<Event> {
public:
    /** Take over a C object. */
    explicit Event(commdn_event *owned) noexcept : Owned(owned) {}

    EventView view() const noexcept { return EventView(capi()); }
    operator EventView() const noexcept { return view(); }

    /**
     * The event in a user data list that came another way than over a session.
     * Throws NotFoundError if it has no GSW_CM_MessageType: then it is no message of this API.
     */
    static Event read(KvListView user_data, const Dialect *dialect = nullptr) {
        return try_read(user_data, dialect).value();
    }
    static Result<Event> try_read(KvListView user_data, const Dialect *dialect = nullptr) {
        return detail::make<Event, commdn_event>([&](commdn_event **out, commdn_error **error) {
            return commdn_event_new(user_data.capi(), detail::capi(dialect), out, error);
        });
    }
};

inline std::optional<EventView> Error::event() const noexcept {
    return event_ ? std::optional<EventView>(EventView(event_.get())) : std::nullopt;
}

/**
 * What acknowledged a request: one event, or one of each OCS that answered a broadcast.
 *
 * The events end with it. Threads: any number of readers. Nothing blocks.
 */
class Answer : public detail::Owned<commdn_answer, commdn_answer_free> {
public:
    /** Take over a C object. */
    explicit Answer(commdn_answer *owned) noexcept : Owned(owned) {}

    /** The event that acknowledged the request. */
    EventView event() const noexcept { return EventView(commdn_answer_event(capi())); }
    /** How many events came: more than 1 only for a request to every OCS. */
    std::size_t event_count() const noexcept { return commdn_answer_event_count(capi()); }
    /** All events: the acknowledgement first; the others may be refusals. */
    std::vector<EventView> events() const {
        std::vector<EventView> all;
        for (std::size_t index = 0; index < event_count(); ++index) {
            all.emplace_back(commdn_answer_event_at(capi(), index));
        }
        return all;
    }
};

namespace detail {

namespace bases {

/** What can be read from a notice: the base of Notice and NoticeView. As EventReader otherwise. */
template <class Self>
class NoticeReader {
public:
    /** What it tells. */
    NoticeKind kind() const noexcept {
        return static_cast<NoticeKind>(commdn_notice_kind(notice()));
    }
    /** The event, of Event, LateAnswer and AmbiguousAnswer. It ends with the notice. */
    std::optional<EventView> event() const noexcept {
        const commdn_event *found = commdn_notice_event(notice());
        return found != nullptr ? std::optional<EventView>(EventView(found)) : std::nullopt;
    }
    /** Why the connection is lost, of Disconnected; a copy. */
    std::optional<Error> error() const {
        const commdn_error *found = commdn_notice_error(notice());
        if (found == nullptr) {
            return std::nullopt;
        }
        return Error(commdn_error_code(found), found);
    }

protected:
    ~NoticeReader() = default;

private:
    const commdn_notice *notice() const noexcept {
        return static_cast<const Self &>(*this).capi();
    }
};

}  // namespace bases

using bases::NoticeReader;

}  // namespace detail

/** The notice that a callback is given; it ends with the call. */
class NoticeView : public detail::NoticeReader<NoticeView> {
public:
    explicit NoticeView(const commdn_notice *notice) noexcept : notice_(notice) {}
    const commdn_notice *capi() const noexcept { return notice_; }

private:
    const commdn_notice *notice_;
};

/** What a session tells unasked. Moved, not copied. */
class Notice : public detail::Owned<commdn_notice, commdn_notice_free>,
               public detail::NoticeReader<Notice> {
public:
    /** Take over a C object. */
    explicit Notice(commdn_notice *owned) noexcept : Owned(owned) {}

    NoticeView view() const noexcept { return NoticeView(capi()); }
    operator NoticeView() const noexcept { return view(); }
};

}  // namespace commdn

#endif  // COMMDN_EVENT_HPP
