/*
 * commdn for C++17: how to dial, and sequences of campaigns. Part of commdn.hpp.
 */
#ifndef COMMDN_SCHEDULE_HPP
#define COMMDN_SCHEDULE_HPP

#include <commdn/kvlist.hpp>

#include <chrono>

COMMDN_HPP_BEGIN

/** How a campaign dials; the goal is in percent or seconds, as the method demands. */
struct Dialing {
    /** The mode. */
    DialMode mode = DialMode::NotChanged;
    /** What is optimised. */
    OptimizeBy optimize_by = OptimizeBy::NotChanged;
    /** The value aimed at, in percent or seconds. */
    std::int32_t goal = 0;
};

inline bool operator==(const Dialing &left, const Dialing &right) noexcept {
    return left.mode == right.mode && left.optimize_by == right.optimize_by && left.goal == right.goal;
}
inline bool operator!=(const Dialing &left, const Dialing &right) noexcept { return !(left == right); }

/** Dialling priority of one type of records, and how many are taken at a time. */
struct Priority {
    /** The priority. */
    std::int32_t priority = 0;
    /** How many records are taken before another type has its turn. */
    std::int32_t n_records = 0;
};

inline bool operator==(const Priority &left, const Priority &right) noexcept {
    return left.priority == right.priority && left.n_records == right.n_records;
}
inline bool operator!=(const Priority &left, const Priority &right) noexcept { return !(left == right); }

/** Points in time of the API: whole seconds since 1970 (UTC), up to the year 2038. */
using Time = std::chrono::system_clock::time_point;

/**
 * An item of a sequence. What is empty is not sent, or was not told.
 *
 * The mode, the method and the goal are sent together or not at all; `status` is never sent.
 */
struct ScheduleItem {
    /** DBID of the campaign. */
    std::optional<std::int32_t> campaign;
    /** Its dialling mode. */
    std::optional<DialMode> dial_mode;
    /** What is optimised. */
    std::optional<OptimizeBy> optimize_by;
    /** The value aimed at, in percent or seconds. */
    std::optional<std::int32_t> optimize_goal;
    /** How the item stands, in what OCS tells. */
    std::optional<GroupStatus> status;
    /** When it stops. */
    std::optional<Time> stop_at_time;
    /** After how many contacts it stops. */
    std::optional<std::int32_t> stop_at_contacts;
    /** After how many dial attempts it stops. */
    std::optional<std::int32_t> stop_at_dials;
    /** How long it waits before it starts. */
    std::optional<std::chrono::minutes> sleep_before_next_start;

    ScheduleItem() = default;
    /** An item that dials the campaign with that DBID. */
    explicit ScheduleItem(std::int32_t campaign_dbid) : campaign(campaign_dbid) {}
    /** An item that dials the campaign with that DBID in that way. */
    ScheduleItem(std::int32_t campaign_dbid, const Dialing &dialing)
        : campaign(campaign_dbid), dial_mode(dialing.mode), optimize_by(dialing.optimize_by),
          optimize_goal(dialing.goal) {}
};

namespace detail {

inline Result<std::int32_t> to_seconds(Time time, const char *name) {
    return to_int32(std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count(), name);
}

inline Time from_seconds(std::int32_t seconds) noexcept { return Time(std::chrono::seconds(seconds)); }

namespace bases {

/**
 * What can be read from a sequence: the base of Schedule and ScheduleView.
 *
 * Threads: any, at the same time as other readers. Nothing blocks.
 */
template <class Self>
class ScheduleReader {
public:
    /** When it starts. */
    std::optional<Time> start_time() const noexcept {
        const auto seconds = optional_number<std::int32_t>(commdn_schedule_start_time, schedule());
        return seconds ? std::optional<Time>(from_seconds(*seconds)) : std::nullopt;
    }
    /** The number of items that the sender announced, whatever came. */
    std::optional<std::int32_t> announced_items() const noexcept {
        return optional_number<std::int32_t>(commdn_schedule_announced_items, schedule());
    }
    std::size_t item_count() const noexcept { return commdn_schedule_item_count(schedule()); }
    /** The item at `index`, counted from 0; throws NotFoundError. */
    ScheduleItem item(std::size_t index) const { return try_item(index).value(); }
    Result<ScheduleItem> try_item(std::size_t index) const {
        if (index >= item_count()) {
            return Error(COMMDN_ERR_NOT_FOUND, nullptr, "item " + std::to_string(index));
        }
        return read_item(index);
    }
    /** All items, copied. */
    std::vector<ScheduleItem> items() const {
        std::vector<ScheduleItem> all;
        for (std::size_t index = 0; index < item_count(); ++index) {
            all.push_back(read_item(index));
        }
        return all;
    }
    /** A schedule of one's own with the same content. */
    template <class Copy = Schedule>
    Copy copy() const {
        return try_copy<Copy>().value();
    }
    template <class Copy = Schedule>
    Result<Copy> try_copy() const {
        return make_plain<Copy>("copying a schedule", commdn_schedule_dup, schedule());
    }

protected:
    ~ScheduleReader() = default;

private:
    using GetItem = commdn_status (*)(const commdn_schedule *, std::size_t, std::int32_t *);

    const commdn_schedule *schedule() const noexcept { return static_cast<const Self &>(*this).capi(); }

    template <class T>
    std::optional<T> get(GetItem get_item, std::size_t index) const noexcept {
        std::int32_t found = 0;
        if (get_item(schedule(), index, &found) != COMMDN_OK) {
            return std::nullopt;
        }
        return static_cast<T>(found);
    }

    ScheduleItem read_item(std::size_t index) const {
        ScheduleItem item;
        item.campaign = get<std::int32_t>(commdn_schedule_item_campaign, index);
        item.dial_mode = get<DialMode>(commdn_schedule_item_dial_mode, index);
        item.optimize_by = get<OptimizeBy>(commdn_schedule_item_optimize_by, index);
        item.optimize_goal = get<std::int32_t>(commdn_schedule_item_optimize_goal, index);
        item.status = get<GroupStatus>(commdn_schedule_item_status, index);
        item.stop_at_contacts = get<std::int32_t>(commdn_schedule_item_stop_at_contacts, index);
        item.stop_at_dials = get<std::int32_t>(commdn_schedule_item_stop_at_dials, index);
        if (const auto seconds = get<std::int32_t>(commdn_schedule_item_stop_at_time, index)) {
            item.stop_at_time = from_seconds(*seconds);
        }
        if (const auto minutes = get<std::int32_t>(commdn_schedule_item_sleep_before_next_start, index)) {
            item.sleep_before_next_start = std::chrono::minutes(*minutes);
        }
        return item;
    }
};

}  // namespace bases

using bases::ScheduleReader;

inline std::optional<Priority> optional_priority(commdn_status (*get)(const commdn_event *, std::int32_t *,
                                                                      std::int32_t *),
                                                 const commdn_event *event) noexcept {
    Priority found;
    return get(event, &found.priority, &found.n_records) == COMMDN_OK ? std::optional<Priority>(found) : std::nullopt;
}

}  // namespace detail

/** A sequence that belongs to an event and ends with it. */
class ScheduleView : public detail::ScheduleReader<ScheduleView> {
public:
    explicit ScheduleView(const commdn_schedule *schedule) noexcept : schedule_(schedule) {}
    const commdn_schedule *capi() const noexcept { return schedule_; }

    /** What the sequence is for. The text is the schedule's. */
    std::optional<std::string_view> description() const noexcept {
        return detail::text_or_none(commdn_schedule_description(schedule_));
    }

private:
    const commdn_schedule *schedule_;
};

/**
 * A sequence of campaigns (campaign_schedule) and its items.
 *
 * Moved, not copied. Setters return the object; they throw InvalidArgument. Threads: one at a time
 * for changes, any number of readers. Nothing blocks.
 */
class [[nodiscard]] Schedule : public detail::Owned<commdn_schedule, commdn_schedule_free>,
                               public detail::ScheduleReader<Schedule> {
public:
    using ScheduleReader::start_time;

    /** A sequence without items. */
    Schedule() : Schedule(made().value()) {}
    /** Take over a C object. */
    explicit Schedule(commdn_schedule *owned) noexcept : Owned(owned) {}

    ScheduleView view() const noexcept COMMDN_LIFETIMEBOUND { return ScheduleView(capi()); }
    operator ScheduleView() const noexcept COMMDN_LIFETIMEBOUND { return view(); }

    /** What the sequence is for. The text is the schedule's; that of a temporary is a copy. */
    std::optional<std::string_view> description() const & noexcept COMMDN_LIFETIMEBOUND {
        return view().description();
    }
    std::optional<std::string> description() const && { return detail::own(description()); }

    /** What the sequence is for, UTF-8. */
    Schedule &description(std::string_view text) & { return detail::after(try_description(text), *this); }
    Schedule description(std::string_view text) && { return std::move(description(text)); }
    Result<void> try_description(std::string_view text) {
        return detail::set_text(commdn_schedule_set_description, capi(), text, "description");
    }

    /** When it starts; parts of a second are cut off. */
    Schedule &start_time(Time time) & { return detail::after(try_start_time(time), *this); }
    Schedule start_time(Time time) && { return std::move(start_time(time)); }
    Result<void> try_start_time(Time time) {
        return detail::to_seconds(time, "start_time").and_then([&](std::int32_t seconds) {
            return detail::call(commdn_schedule_set_start_time, capi(), seconds);
        });
    }

    /** Append an item; nothing is changed if it cannot be sent. */
    Schedule &add_item(const ScheduleItem &item) & { return detail::after(try_add_item(item), *this); }
    Schedule add_item(const ScheduleItem &item) && { return std::move(add_item(item)); }
    Result<void> try_add_item(const ScheduleItem &item) {
        Result<Numbers> numbers = check(item);
        if (!numbers) {
            return numbers.error();
        }
        std::size_t index = 0;
        Result<void> done = detail::call(commdn_schedule_add_item, capi(), item.campaign.value_or(0), &index);
        if (done && item.dial_mode) {
            done = detail::call(commdn_schedule_set_item_dialing, capi(), index, number(*item.dial_mode),
                                number(item.optimize_by.value_or(OptimizeBy::NotChanged)),
                                item.optimize_goal.value_or(0));
        }
        const auto set = [&](auto setter, const std::optional<std::int32_t> &value) {
            if (done && value) {
                done = detail::call(setter, capi(), index, *value);
            }
        };
        set(commdn_schedule_set_item_stop_at_time, numbers->stop_at_time);
        set(commdn_schedule_set_item_stop_at_contacts, item.stop_at_contacts);
        set(commdn_schedule_set_item_stop_at_dials, item.stop_at_dials);
        set(commdn_schedule_set_item_sleep_before_next_start, numbers->sleep);
        return done;
    }

private:
    struct Numbers {
        std::optional<std::int32_t> stop_at_time;
        std::optional<std::int32_t> sleep;
    };

    static Result<Numbers> check(const ScheduleItem &item) {
        if (!item.campaign) {
            return Error(Code::InvalidArgument, "an item without a campaign");
        }
        if (item.dial_mode.has_value() != item.optimize_by.has_value()
            || item.dial_mode.has_value() != item.optimize_goal.has_value()) {
            return Error(Code::InvalidArgument,
                         "dial_mode, optimize_by and optimize_goal are not all set, nor all empty");
        }
        Numbers numbers;
        if (item.stop_at_time) {
            Result<std::int32_t> seconds = detail::to_seconds(*item.stop_at_time, "stop_at_time");
            if (!seconds) {
                return seconds.error();
            }
            numbers.stop_at_time = *seconds;
        }
        if (item.sleep_before_next_start) {
            Result<std::int32_t> minutes = detail::to_int32(item.sleep_before_next_start->count(),
                                                            "sleep_before_next_start");
            if (!minutes) {
                return minutes.error();
            }
            numbers.sleep = *minutes;
        }
        return numbers;
    }

    static Result<Schedule> made() { return detail::make_plain<Schedule>("schedule", commdn_schedule_new); }
};

namespace detail {

inline std::optional<ScheduleView> optional_schedule(commdn_status (*get)(const commdn_event *,
                                                                          const commdn_schedule **),
                                                     const commdn_event *event) noexcept {
    const commdn_schedule *found = nullptr;
    return get(event, &found) == COMMDN_OK ? std::optional<ScheduleView>(ScheduleView(found)) : std::nullopt;
}

/** A copy of a schedule that ends with a temporary. */
inline std::optional<Schedule> own(std::optional<ScheduleView> schedule) {
    return schedule ? std::optional<Schedule>(schedule->copy()) : std::nullopt;
}

}  // namespace detail

COMMDN_HPP_END

#endif  // COMMDN_SCHEDULE_HPP
