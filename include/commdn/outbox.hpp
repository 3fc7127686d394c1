/*
 * commdn for C++17: the outbox, requests in a file until each has an outcome. Part of commdn.hpp.
 */
#ifndef COMMDN_OUTBOX_HPP
#define COMMDN_OUTBOX_HPP

#include <commdn/generated/outbox_options.hpp>
#include <commdn/outbox_entry.hpp>

COMMDN_HPP_BEGIN

/**
 * Requests in a file, each kept until it has exactly one outcome.
 *
 * Several processes may share a file. Destroying it stops sending, and blocks for that up to 2
 * seconds. Moved, not copied. Threads: every const function may be called by any number of threads
 * at a time. Calls block while another process writes to the file, up to busy_timeout, and throw
 * StorageError, ForkedError.
 */
class [[nodiscard]] Outbox : public detail::Owned<commdn_outbox, commdn_outbox_free> {
public:
    /** A null one: a member that is to be assigned. */
    Outbox() noexcept = default;
    /** Take over a C object. */
    explicit Outbox(commdn_outbox *owned) noexcept : Owned(owned) {}

    /**
     * Open the outbox in a file, making it if there is none. Throws StorageError if it is no
     * outbox, UnsupportedError if the library was built without it.
     */
    static Outbox open(const std::string &path, const OutboxOptions &options = {}) {
        return try_open(path, options).value();
    }
    static Result<Outbox> try_open(const std::string &path, const OutboxOptions &options = {}) {
        const Result<RawOptions> raw = made(options);
        if (!raw) {
            return raw.error();
        }
        return detail::c_text(path, "path").and_then([&](const std::string &text) {
            return detail::make<Outbox>(commdn_outbox_open, text.c_str(), raw->get());
        });
    }

    /** Put a request in; when this returns it is on the disk. Throws OutboxFullError, too. */
    std::uint64_t submit(const Request &request, const SubmitOptions &options = {}) const {
        return try_submit(request, options).value();
    }
    Result<std::uint64_t> try_submit(const Request &request, const SubmitOptions &options = {}) const {
        const Result<RawSubmitOptions> raw = made(options);
        if (!raw) {
            return raw.error();
        }
        return detail::fetch<std::uint64_t>(commdn_outbox_submit, capi(), request.capi(), raw->get());
    }

    /**
     * Put requests in, all of them or none; when this returns they are on the disk: many share the
     * cost of one. `options` are none, or one for each request. Gives their numbers, in order.
     * Throws InvalidRequest, which tells the place of the request, OutboxFullError.
     */
    std::vector<std::uint64_t> submit_many(const std::vector<Request> &requests,
                                           const std::vector<SubmitOptions> &options = {}) const {
        return try_submit_many(requests, options).value();
    }
    Result<std::vector<std::uint64_t>> try_submit_many(const std::vector<Request> &requests,
                                                       const std::vector<SubmitOptions> &options = {}) const {
        if (!options.empty() && options.size() != requests.size()) {
            return Error(Code::InvalidArgument, "options are neither none nor one for each request");
        }
        std::vector<const commdn_request *> handles;
        handles.reserve(requests.size());
        for (const Request &request : requests) {
            handles.push_back(request.capi());
        }
        std::vector<RawSubmitOptions> owned;
        std::vector<const commdn_outbox_submit_options *> raw;
        raw.reserve(options.size());
        for (const SubmitOptions &each : options) {
            Result<RawSubmitOptions> made_of = made(each);
            if (!made_of) {
                return made_of.error();
            }
            owned.push_back(*std::move(made_of));
            raw.push_back(owned.back().get());
        }
        std::vector<std::uint64_t> ids(requests.size());
        return detail::call(commdn_outbox_submit_many, capi(), handles.data(), raw.empty() ? nullptr : raw.data(),
                            handles.size(), ids.data())
            .transform([&] { return std::move(ids); });
    }

    /**
     * Send what is in the outbox over a session, on a thread of its own, until the session is over
     * or detach(); its connection stays open for that long. A session that is over is replaced at
     * once: only that blocks, for the last write of what it has told, up to busy_timeout. Throws
     * InvalidArgument if one is attached that is not over, ClosedError, TimeoutError.
     */
    void attach(const Session &session) const { try_attach(session).value(); }
    Result<void> try_attach(const Session &session) const {
        return detail::call(commdn_outbox_attach, capi(), session.capi());
    }

    /**
     * Stop sending. Blocks up to `timeout` for requests under way; what is not answered then is
     * repeated by the next sender, or, if it may not be repeated, ends as unknown.
     */
    void detach(Timeout timeout = std::chrono::seconds(2)) const { try_detach(timeout).value(); }
    Result<void> try_detach(Timeout timeout = std::chrono::seconds(2)) const {
        return detail::call(commdn_outbox_detach, capi(), timeout.ms());
    }

    /** Whether a session is attached that is not over. */
    bool is_attached() const noexcept { return commdn_outbox_is_attached(capi()); }

    /**
     * Why the attached sender cannot use the file; nothing if it can, or if no session is attached.
     * A sender retries by itself; entries wait meanwhile. Never blocks.
     */
    std::optional<Error> trouble() const {
        const Result<void> usable = detail::call(commdn_outbox_trouble, capi());
        return usable ? std::nullopt : std::optional<Error>(usable.error());
    }

    /** The outcome of an entry, whichever process records it. Blocks; throws TimeoutError. */
    OutboxOutcome wait(std::uint64_t id, Timeout timeout = std::chrono::seconds(10)) const {
        return try_wait(id, timeout).value();
    }
    Result<OutboxOutcome> try_wait(std::uint64_t id, Timeout timeout = std::chrono::seconds(10)) const {
        return detail::make<OutboxOutcome>(commdn_outbox_wait, capi(), id, timeout.ms());
    }

    /** Wait until no entry is without an outcome; whether that is so. Blocks. */
    bool wait_until_empty(Timeout timeout) const { return try_wait_until_empty(timeout).value(); }
    Result<bool> try_wait_until_empty(Timeout timeout) const {
        const Result<void> empty = detail::call(commdn_outbox_wait_until_empty, capi(), timeout.ms());
        if (empty.code() == Code::Timeout) {
            return false;
        }
        if (!empty) {
            return empty.error();
        }
        return true;
    }

    /** The outcome recorded next after that cursor, 0 for the first; empty at the end. */
    [[nodiscard]] Optional<OutboxOutcome> next_outcome(std::uint64_t cursor) const {
        return try_next_outcome(cursor).value();
    }
    Result<Optional<OutboxOutcome>> try_next_outcome(std::uint64_t cursor) const {
        return unless_at_end<Optional>(detail::make<OutboxOutcome>(commdn_outbox_next_outcome, capi(), cursor));
    }

    /**
     * A descriptor for poll() and the like: readable when an outcome may have been recorded by this
     * process, or the attached session has ended. Then call next_outcome() until it is empty. It is
     * the outbox's: never read or close it.
     */
    commdn_fd fd() const { return try_fd().value(); }
    Result<commdn_fd> try_fd() const { return detail::fetch<commdn_fd>(commdn_outbox_fd, capi()); }

    /** The next entry after that number of those that `filter` means; empty at the end. */
    [[nodiscard]] Optional<OutboxEntry> next_entry(OutboxFilter filter, std::uint64_t after) const {
        return try_next_entry(filter, after).value();
    }
    Result<Optional<OutboxEntry>> try_next_entry(OutboxFilter filter, std::uint64_t after) const {
        return unless_at_end<Optional>(
            detail::make<OutboxEntry>(commdn_outbox_next_entry, capi(), number(filter), after));
    }

    /** The entry that was submitted under `key`; after a retry the one that repeats it. */
    std::optional<std::uint64_t> find(std::string_view key) const { return try_find(key).value(); }
    Result<std::optional<std::uint64_t>> try_find(std::string_view key) const {
        return unless_at_end<std::optional>(detail::c_text(key, "key").and_then([&](const std::string &text) {
            return detail::fetch<std::uint64_t>(commdn_outbox_find, capi(), text.c_str());
        }));
    }

    /** Submit again what ended without an acknowledgement; the new entry. InvalidArgument. */
    std::uint64_t retry(std::uint64_t id) const { return try_retry(id).value(); }
    Result<std::uint64_t> try_retry(std::uint64_t id) const {
        return detail::fetch<std::uint64_t>(commdn_outbox_retry, capi(), id);
    }

    /** Submit all dead letters again; how many. */
    std::uint64_t retry_dead() const { return try_retry_dead().value(); }
    Result<std::uint64_t> try_retry_dead() const {
        return detail::fetch<std::uint64_t>(commdn_outbox_retry_dead, capi());
    }

    /** End an entry that nobody is sending, as cancelled. InvalidArgument. */
    void cancel(std::uint64_t id) const { try_cancel(id).value(); }
    Result<void> try_cancel(std::uint64_t id) const { return detail::call(commdn_outbox_cancel, capi(), id); }

    /**
     * Forget entries that ended longer ago than that; how many. Dead letters only if `dead`.
     * Throws InvalidArgument for an age below 0.
     */
    std::uint64_t purge(std::chrono::milliseconds age, bool dead = false) const { return try_purge(age, dead).value(); }
    Result<std::uint64_t> try_purge(std::chrono::milliseconds age, bool dead = false) const {
        if (age.count() < 0) {
            return Error(Code::InvalidArgument, "age " + std::to_string(age.count()) + " ms is negative");
        }
        return detail::fetch<std::uint64_t>(commdn_outbox_purge, capi(), static_cast<std::uint64_t>(age.count()), dead);
    }

    /**
     * Write entries to a file, as CSV with a header; how many. InvalidArgument, Storage.
     *
     * A text that a spreadsheet would take for a formula gets a ' in front, unless as_is is true.
     */
    std::uint64_t export_csv(OutboxFilter filter, const std::string &path, bool as_is = false) const {
        return try_export_csv(filter, path, as_is).value();
    }
    Result<std::uint64_t> try_export_csv(OutboxFilter filter, const std::string &path, bool as_is = false) const {
        return detail::c_text(path, "path").and_then([&](const std::string &text) {
            return detail::fetch<std::uint64_t>(as_is ? commdn_outbox_export_as_is : commdn_outbox_export, capi(),
                                                number(filter), text.c_str());
        });
    }

    /** One of its counts. */
    std::uint64_t count(OutboxCounter counter) const { return try_count(counter).value(); }
    Result<std::uint64_t> try_count(OutboxCounter counter) const {
        return detail::fetch<std::uint64_t>(commdn_outbox_count, capi(), number(counter));
    }

private:
    using RawOptions = detail::Handle<commdn_outbox_options, commdn_outbox_options_free>;
    using RawSubmitOptions = detail::Handle<commdn_outbox_submit_options, commdn_outbox_submit_options_free>;

    static Result<RawOptions> made(const OutboxOptions &options) {
        commdn_outbox_options *raw = nullptr;
        const commdn_status status = commdn_outbox_options_new(&raw);
        RawOptions owned(raw);
        return detail::plain(status, "options").and_then([&] { return detail::apply(raw, options); }).transform([&] {
            return std::move(owned);
        });
    }
    static Result<RawSubmitOptions> made(const SubmitOptions &options) {
        commdn_outbox_submit_options *raw = nullptr;
        const commdn_status status = commdn_outbox_submit_options_new(&raw);
        RawSubmitOptions owned(raw);
        return detail::plain(status, "options").and_then([&] { return detail::apply(raw, options); }).transform([&] {
            return std::move(owned);
        });
    }

    template <template <class> class Maybe, class T>
    static Result<Maybe<T>> unless_at_end(Result<T> next) {
        if (next.code() == Code::NotFound) {
            return Maybe<T>();
        }
        if (!next) {
            return next.error();
        }
        return Maybe<T>(*std::move(next));
    }
};

COMMDN_HPP_END

#endif  // COMMDN_OUTBOX_HPP
