/*
 * commdn for C++17: what OCS says: events, answers, notices. Part of commdn.hpp.
 *
 * A view ends with the object that gave it; what a temporary gives is a copy. The attributes of an
 * event are in generated/event.hpp.
 */
#ifndef COMMDN_EVENT_HPP
#define COMMDN_EVENT_HPP

#include <commdn/generated/event.hpp>

COMMDN_HPP_BEGIN

namespace detail::bases {

/**
 * What can be read from an event: the base of Event and EventView.
 *
 * Every attribute is optional: empty if the event does not tell it. Texts are UTF-8; texts, lists
 * and schedules are the event's and end with it. Threads: any, at the same time as other readers.
 * Nothing blocks, and no getter throws.
 */
template <class Self>
class EventReader : public EventNumbers<Self> {
public:
    /** What the event tells. */
    MessageType message_type() const noexcept { return static_cast<MessageType>(commdn_event_message_type(event())); }
    /** Whether it is a refusal: CM_EvError, or any message with an error number other than 0. */
    bool is_refusal() const noexcept { return commdn_event_is_refusal(event()); }

    /** Dialling priority of general records. */
    std::optional<Priority> priority_general() const noexcept {
        return optional_priority(commdn_event_priority_general, event());
    }
    /** Dialling priority of rescheduled records. */
    std::optional<Priority> priority_campaign_rescheduled() const noexcept {
        return optional_priority(commdn_event_priority_campaign_rescheduled, event());
    }
    /** Dialling priority of records to be called back. */
    std::optional<Priority> priority_campaign_call_back() const noexcept {
        return optional_priority(commdn_event_priority_campaign_call_back, event());
    }

    /** An event of one's own with the same content. Throws InvalidArgument if it was moved from. */
    template <class Copy = Event>
    Copy copy() const {
        return try_copy<Copy>().value();
    }
    template <class Copy = Event>
    Result<Copy> try_copy() const {
        return make_plain<Copy>("copying an event", commdn_event_dup, event());
    }

protected:
    ~EventReader() = default;

private:
    const commdn_event *event() const noexcept { return static_cast<const Self &>(*this).capi(); }
};

}  // namespace detail::bases

/** An event that belongs to an answer, a notice or an error, and ends with it. */
class EventView : public detail::bases::EventReader<EventView>, public detail::bases::EventTexts<EventView> {
public:
    explicit EventView(const commdn_event *event) noexcept : event_(event) {}
    const commdn_event *capi() const noexcept { return event_; }

    /** The user data as it came, with the pairs that the API does not know. */
    KvListView user_data() const noexcept { return KvListView(commdn_event_user_data(event_)); }

private:
    const commdn_event *event_;
};

/** A message of OCS of one's own: a copy, or read from user data. Moved, not copied. */
class Event : public detail::Owned<commdn_event, commdn_event_free>,
              public detail::bases::EventReader<Event>,
              public detail::bases::OwnEventTexts<Event, EventView> {
public:
    /** Take over a C object. */
    explicit Event(commdn_event *owned) noexcept : Owned(owned) {}

    EventView view() const noexcept COMMDN_LIFETIMEBOUND { return EventView(capi()); }
    operator EventView() const noexcept COMMDN_LIFETIMEBOUND { return view(); }

    /**
     * The event in a user data list that came another way than over a session.
     * Throws NotFoundError if it has no GSW_CM_MessageType: then it is no message of this API.
     */
    [[nodiscard]] static Event read(KvListView user_data, const Dialect *dialect = nullptr) {
        return try_read(user_data, dialect).value();
    }
    static Result<Event> try_read(KvListView user_data, const Dialect *dialect = nullptr) {
        return detail::make<Event>(commdn_event_new, user_data.capi(), detail::capi(dialect));
    }

    /** The user data as it came, with the pairs that the API does not know. */
    KvListView user_data() const & noexcept COMMDN_LIFETIMEBOUND { return view().user_data(); }
    KvList user_data() const && { return view().user_data().copy(); }
};

namespace detail {

/** A view of an event that may not be there. */
inline std::optional<EventView> event_or_none(const commdn_event *event) noexcept {
    return event != nullptr ? std::optional<EventView>(EventView(event)) : std::nullopt;
}

/** A copy of an event that ends with a temporary. */
inline std::optional<Event> own(std::optional<EventView> event) {
    return event ? std::optional<Event>(event->copy()) : std::nullopt;
}

/** A copy of an error that may not be there. */
inline std::optional<Error> error_or_none(const commdn_error *error) {
    return error != nullptr ? std::optional<Error>(Error(commdn_error_code(error), error)) : std::nullopt;
}

}  // namespace detail

inline std::optional<EventView> Error::event() const & noexcept { return detail::event_or_none(event_.get()); }
inline std::optional<Event> Error::event() const && { return detail::own(event()); }

/**
 * What acknowledged a request: one event, or one of each OCS that answered a broadcast.
 *
 * The events end with it; those of a temporary are copies. Threads: any number of readers. Nothing
 * blocks.
 */
class Answer : public detail::Owned<commdn_answer, commdn_answer_free> {
public:
    /** Take over a C object. */
    explicit Answer(commdn_answer *owned) noexcept : Owned(owned) {}

    /** The event that acknowledged the request. */
    EventView event() const & noexcept COMMDN_LIFETIMEBOUND { return EventView(commdn_answer_event(capi())); }
    Event event() const && { return event().copy(); }
    /** How many events came: more than 1 only for a request to every OCS. */
    std::size_t event_count() const noexcept { return commdn_answer_event_count(capi()); }
    /** All events: the acknowledgement first; the others may be refusals. */
    std::vector<EventView> events() const & COMMDN_LIFETIMEBOUND {
        std::vector<EventView> all;
        for (std::size_t index = 0; index < event_count(); ++index) {
            all.emplace_back(commdn_answer_event_at(capi(), index));
        }
        return all;
    }
    std::vector<Event> events() const && {
        std::vector<Event> all;
        for (const EventView event : events()) {
            all.push_back(event.copy());
        }
        return all;
    }
};

/** The notice that a callback is given; it ends with the call. */
class NoticeView {
public:
    explicit NoticeView(const commdn_notice *notice) noexcept : notice_(notice) {}
    const commdn_notice *capi() const noexcept { return notice_; }

    /** What it tells. */
    NoticeKind kind() const noexcept { return static_cast<NoticeKind>(commdn_notice_kind(notice_)); }
    /** The event, of Event, LateAnswer and AmbiguousAnswer. It ends with the notice. */
    std::optional<EventView> event() const noexcept { return detail::event_or_none(commdn_notice_event(notice_)); }
    /** Why the connection is lost, of Disconnected; a copy. */
    std::optional<Error> error() const { return detail::error_or_none(commdn_notice_error(notice_)); }

private:
    const commdn_notice *notice_;
};

/**
 * What a session tells unasked. Moved, not copied. Threads: any number of readers. Nothing blocks.
 */
class Notice : public detail::Owned<commdn_notice, commdn_notice_free> {
public:
    /** Take over a C object. */
    explicit Notice(commdn_notice *owned) noexcept : Owned(owned) {}

    NoticeView view() const noexcept COMMDN_LIFETIMEBOUND { return NoticeView(capi()); }
    operator NoticeView() const noexcept COMMDN_LIFETIMEBOUND { return view(); }

    /** What it tells. */
    NoticeKind kind() const noexcept { return view().kind(); }
    /** The event, of Event, LateAnswer and AmbiguousAnswer. It ends with the notice. */
    std::optional<EventView> event() const & noexcept COMMDN_LIFETIMEBOUND { return view().event(); }
    std::optional<Event> event() const && { return detail::own(event()); }
    /** Why the connection is lost, of Disconnected; a copy. */
    std::optional<Error> error() const { return view().error(); }
};

COMMDN_HPP_END

#endif  // COMMDN_EVENT_HPP
