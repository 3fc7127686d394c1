/*
 * commdn for C++17: a session over the application's own connection. Part of commdn.hpp.
 */
#ifndef COMMDN_HOST_HPP
#define COMMDN_HOST_HPP

#include <commdn/session.hpp>

COMMDN_HPP_BEGIN

/**
 * Sends a user event with packed user data on a DN.
 *
 * Returns the reference id above 0 that T-Server's answer will name, 0 where there is none, or a
 * number below 0 if it was not sent: the request then ends with TServerError and that number.
 * Called on a thread that submits, one call at a time; it must not use or close the session. It may
 * throw: the request then ends as if it had returned -1, and Host::take_exception() has what.
 */
using SendHandler = std::function<std::int32_t(std::string_view dn, Bytes user_data)>;

namespace detail {

/** The send function of a host, and what it threw. */
struct Sender {
    /** Sends. */
    SendHandler send;
    /** Keeps what it threw. */
    Callbacks failures;

    // What the library calls. C++ names, which two versions of this header do not share.
    static std::int32_t on_send(const char *dn, const std::uint8_t *user_data, std::size_t bytes,
                                void *context) noexcept {
        Sender &sender = **static_cast<std::shared_ptr<Sender> *>(context);
        try {
            return sender.send(dn, Bytes{user_data, bytes});
        } catch (...) {
            sender.failures.keep_exception();
            return -1;
        }
    }
    static void drop(void *context) noexcept { delete static_cast<std::shared_ptr<Sender> *>(context); }
};

}  // namespace detail

/**
 * The application's connection to T-Server, as a session uses it.
 *
 * The application logs in and registers the DN; it sends what the session wants sent, and hands in
 * what T-Server tells. One session at a time; destroying the host takes its connection away.
 * Moved, not copied. Threads: every const function may be called by any number of threads at a
 * time. Nothing blocks.
 */
class [[nodiscard]] Host : public detail::Owned<commdn_host, commdn_host_free> {
public:
    /** A null one: a member that is to be assigned. */
    Host() noexcept = default;
    /** A host that sends with `send`, which lives until the host and its session have ended. */
    explicit Host(SendHandler send) : Host(try_make(std::move(send)).value()) {}
    static Result<Host> try_make(SendHandler send) {
        if (!send) {
            return Error(Code::InvalidArgument, "send is empty");
        }
        auto sender = std::make_shared<detail::Sender>();
        sender->send = std::move(send);
        auto context = std::make_unique<std::shared_ptr<detail::Sender>>(sender);
        commdn_host *made = nullptr;
        const Result<void> done = detail::call(commdn_host_new, &detail::Sender::on_send,
                                               static_cast<void *>(context.get()), &detail::Sender::drop, &made);
        if (!done) {
            return done.error();
        }
        static_cast<void>(context.release());
        return Host(made, std::move(sender));
    }

    /** Open a session; throws InvalidArgument, and ConnectError if another one is open. */
    Session open_session(const SessionOptions &options) const { return try_open_session(options).value(); }
    Result<Session> try_open_session(const SessionOptions &options) const {
        return Session::open_with(options, commdn_host_open_session, capi());
    }

    /** Hand in a user event that came on the DN; throws ClosedError if no session is open. */
    void user_event(Bytes user_data) const { try_user_event(user_data).value(); }
    Result<void> try_user_event(Bytes user_data) const {
        return detail::plain(commdn_host_user_event(capi(), user_data.data(), user_data.size()),
                             "handing in a user event");
    }

    /** T-Server took the request with that reference id (EventACK). Throws NotFoundError. */
    void accepted(std::int32_t reference_id) const { try_accepted(reference_id).value(); }
    Result<void> try_accepted(std::int32_t reference_id) const {
        return detail::plain(commdn_host_accepted(capi(), reference_id), "request " + std::to_string(reference_id));
    }

    /** T-Server refused it (EventError). Throws NotFoundError. */
    void refused(std::int32_t reference_id, std::int32_t server_code, std::string_view message = {}) const {
        try_refused(reference_id, server_code, message).value();
    }
    Result<void> try_refused(std::int32_t reference_id, std::int32_t server_code, std::string_view message = {}) const {
        return detail::c_text(message, "message").and_then([&](const std::string &text) {
            return detail::plain(commdn_host_refused(capi(), reference_id, server_code, text.c_str()),
                                 "request " + std::to_string(reference_id));
        });
    }

    /** T-Server's link to its switch came or went. Throws ClosedError if no session is open. */
    void switch_link(bool up) const { try_switch_link(up).value(); }
    Result<void> try_switch_link(bool up) const {
        return detail::plain(commdn_host_switch_link(capi(), up), "handing in the switch's link");
    }

    /** The DN is out of service (147): the session holds its requests until in_service(). */
    void out_of_service() const noexcept { static_cast<void>(commdn_host_out_of_service(capi())); }
    /** The DN is back in service (148): the session sends what it has held. */
    void in_service() const noexcept { static_cast<void>(commdn_host_in_service(capi())); }

    /**
     * T-Server took the DN's registration away unasked (EventUnregistered): the session holds its
     * requests. Register the DN again, then call registered().
     */
    void unregistered() const noexcept { static_cast<void>(commdn_host_unregistered(capi())); }
    /** The DN is registered again: the session goes on. */
    void registered() const noexcept { static_cast<void>(commdn_host_registered(capi())); }

    /** The connection is lost: the session has none until connected(). */
    void disconnected() const noexcept { static_cast<void>(commdn_host_disconnected(capi())); }

    /** The connection is back and the DN registered: the session goes on, or another is opened. */
    void connected() const noexcept { static_cast<void>(commdn_host_connected(capi())); }

    /** Take the first exception of the send function that nobody has taken, if there is one. */
    [[nodiscard]] std::exception_ptr take_exception() const noexcept {
        return sender_ ? sender_->failures.take_exception() : nullptr;
    }

private:
    Host(commdn_host *owned, std::shared_ptr<detail::Sender> sender) noexcept
        : Owned(owned), sender_(std::move(sender)) {}

    std::shared_ptr<detail::Sender> sender_;
};

COMMDN_HPP_END

#endif  // COMMDN_HOST_HPP
