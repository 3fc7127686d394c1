/*
 * commdn for C++17: the options of a session. Part of options.hpp.
 *
 * Printed by `cargo xtask api` from the tables in core/src/description: change those.
 */
#ifndef COMMDN_GENERATED_SESSION_OPTIONS_HPP
#define COMMDN_GENERATED_SESSION_OPTIONS_HPP

#include <commdn/dialect.hpp>

COMMDN_HPP_BEGIN

namespace detail::bases {

/** Setters of SessionOptions: of an object, of a temporary, and the twin with try_ in its name. */
template <class Self>
class SessionSetters {
public:
    /** Application name sent to T-Server. Default "commdn". */
    Self &application(std::string_view text) & { return after(try_application(text), self()); }
    Self application(std::string_view text) && { return std::move(application(text)); }
    Result<void> try_application(std::string_view text) {
        return set_text(commdn_session_options_set_application, self().capi(), text, "application");
    }

    /** Password of the application. Default: none. */
    Self &password(std::string_view text) & { return after(try_password(text), self()); }
    Self password(std::string_view text) && { return std::move(password(text)); }
    Result<void> try_password(std::string_view text) {
        return set_text(commdn_session_options_set_password, self().capi(), text, "password");
    }

    /**
     * DBID of the OCS to ask when a request does not name one. Default 0: every OCS on the DN,
     * allowed for do-not-call and cancel requests only.
     */
    Self &ocs_dbid(std::int32_t dbid) & { return after(try_ocs_dbid(dbid), self()); }
    Self ocs_dbid(std::int32_t dbid) && { return std::move(ocs_dbid(dbid)); }
    Result<void> try_ocs_dbid(std::int32_t dbid) {
        return detail::call(commdn_session_options_set_ocs_dbid, self().capi(), dbid);
    }

    /** Time limit for opening the connection to one server and registering the DN. Default 10 s. */
    Self &connect_timeout(std::chrono::milliseconds time) & {
        return after(try_connect_timeout(time), self());
    }
    Self connect_timeout(std::chrono::milliseconds time) && {
        return std::move(connect_timeout(time));
    }
    Result<void> try_connect_timeout(std::chrono::milliseconds time) {
        return set_time(commdn_session_options_set_connect_timeout_ms, self().capi(), time,
                        "connect_timeout");
    }

    /** Time limit for the answer to a request; a call may set another. Default 10 s. */
    Self &request_timeout(std::chrono::milliseconds time) & {
        return after(try_request_timeout(time), self());
    }
    Self request_timeout(std::chrono::milliseconds time) && {
        return std::move(request_timeout(time));
    }
    Result<void> try_request_timeout(std::chrono::milliseconds time) {
        return set_time(commdn_session_options_set_request_timeout_ms, self().capi(), time,
                        "request_timeout");
    }

    /** Time without progress in sending after which the connection is closed. Default 10 s. */
    Self &write_timeout(std::chrono::milliseconds time) & {
        return after(try_write_timeout(time), self());
    }
    Self write_timeout(std::chrono::milliseconds time) && { return std::move(write_timeout(time)); }
    Result<void> try_write_timeout(std::chrono::milliseconds time) {
        return set_time(commdn_session_options_set_write_timeout_ms, self().capi(), time,
                        "write_timeout");
    }

    /** Time limit for closing the session. Default 2 s. */
    Self &close_timeout(std::chrono::milliseconds time) & {
        return after(try_close_timeout(time), self());
    }
    Self close_timeout(std::chrono::milliseconds time) && { return std::move(close_timeout(time)); }
    Result<void> try_close_timeout(std::chrono::milliseconds time) {
        return set_time(commdn_session_options_set_close_timeout_ms, self().capi(), time,
                        "close_timeout");
    }

    /**
     * Time that a thread waiting for an answer polls the connection before it sleeps. Default 0.
     *
     * Polling avoids waking a thread, which takes longer than the rest of a call to a nearby
     * server, but uses a whole core while a call waits. It suits few callers, fast answers and
     * spare cores. At most one thread polls at a time; none does while more than four wait, or for
     * a notice. The time starts again whenever something is received. Deadlines and closing are not
     * affected.
     */
    Self &spin(std::chrono::microseconds time) & { return after(try_spin(time), self()); }
    Self spin(std::chrono::microseconds time) && { return std::move(spin(time)); }
    Result<void> try_spin(std::chrono::microseconds time) {
        return set_time(commdn_session_options_set_spin_us, self().capi(), time, "spin");
    }

    /**
     * Return at once, and connect in the background. Default false.
     *
     * For programs that start before their servers: NoticeKind::Connected reports the connection,
     * Session::trouble() why there is none yet.
     */
    Self &connect_in_background(bool on) & { return after(try_connect_in_background(on), self()); }
    Self connect_in_background(bool on) && { return std::move(connect_in_background(on)); }
    Result<void> try_connect_in_background(bool on) {
        return detail::call(commdn_session_options_set_connect_in_background, self().capi(), on);
    }

    /**
     * Hold requests while there is no connection, up to their timeout; if off, they fail
     * immediately with DisconnectedError. Default true.
     */
    Self &hold_requests(bool on) & { return after(try_hold_requests(on), self()); }
    Self hold_requests(bool on) && { return std::move(hold_requests(on)); }
    Result<void> try_hold_requests(bool on) {
        return detail::call(commdn_session_options_set_hold_requests, self().capi(), on);
    }

    /** Maximum number of open requests; each takes less than 1 KiB. Default 131,072. */
    Self &max_open_requests(std::size_t most) & {
        return after(try_max_open_requests(most), self());
    }
    Self max_open_requests(std::size_t most) && { return std::move(max_open_requests(most)); }
    Result<void> try_max_open_requests(std::size_t most) {
        return detail::call(commdn_session_options_set_max_open_requests, self().capi(), most);
    }

    /** Maximum number of unsent bytes; a request beyond it is refused. Default 16 MiB. */
    Self &max_unsent_bytes(std::size_t most) & { return after(try_max_unsent_bytes(most), self()); }
    Self max_unsent_bytes(std::size_t most) && { return std::move(max_unsent_bytes(most)); }
    Result<void> try_max_unsent_bytes(std::size_t most) {
        return detail::call(commdn_session_options_set_max_unsent_bytes, self().capi(), most);
    }

    /**
     * Maximum number of queued notices; beyond it the oldest are dropped and counted. Default
     * 10,000.
     */
    Self &max_notices(std::size_t most) & { return after(try_max_notices(most), self()); }
    Self max_notices(std::size_t most) && { return std::move(max_notices(most)); }
    Result<void> try_max_notices(std::size_t most) {
        return detail::call(commdn_session_options_set_max_notices, self().capi(), most);
    }

    /** Maximum size of a received frame. Default 131,072. */
    Self &max_frame_bytes(std::size_t most) & { return after(try_max_frame_bytes(most), self()); }
    Self max_frame_bytes(std::size_t most) && { return std::move(max_frame_bytes(most)); }
    Result<void> try_max_frame_bytes(std::size_t most) {
        return detail::call(commdn_session_options_set_max_frame_bytes, self().capi(), most);
    }

    /**
     * Send "GSW_CM_AttrReferenceID" with each request; if off, ids in answers are ignored. Default
     * true.
     */
    Self &send_reference_id(bool on) & { return after(try_send_reference_id(on), self()); }
    Self send_reference_id(bool on) && { return std::move(send_reference_id(on)); }
    Result<void> try_send_reference_id(bool on) {
        return detail::call(commdn_session_options_set_send_reference_id, self().capi(), on);
    }

    /**
     * Match an answer that fits several different requests with the oldest of them; if off, such an
     * answer completes none and becomes a notice. Default false.
     */
    Self &first_in_first_out(bool on) & { return after(try_first_in_first_out(on), self()); }
    Self first_in_first_out(bool on) && { return std::move(first_in_first_out(on)); }
    Result<void> try_first_in_first_out(bool on) {
        return detail::call(commdn_session_options_set_first_in_first_out, self().capi(), on);
    }

    /**
     * Accept an answer with only one of the request's phone number and customer; if off, such an
     * answer may be a late one to another request, and becomes a notice. Default false.
     */
    Self &accept_partial_echo(bool on) & { return after(try_accept_partial_echo(on), self()); }
    Self accept_partial_echo(bool on) && { return std::move(accept_partial_echo(on)); }
    Result<void> try_accept_partial_echo(bool on) {
        return detail::call(commdn_session_options_set_accept_partial_echo, self().capi(), on);
    }

    /**
     * Accept an answer with a phone number, customer or campaign name that its request does not
     * have; if off, such an answer belongs to another request or to none, and becomes a notice.
     * Default false.
     */
    Self &accept_added_facts(bool on) & { return after(try_accept_added_facts(on), self()); }
    Self accept_added_facts(bool on) && { return std::move(accept_added_facts(on)); }
    Result<void> try_accept_added_facts(bool on) {
        return detail::call(commdn_session_options_set_accept_added_facts, self().capi(), on);
    }

    /**
     * Show phone numbers and customer ids in log lines; if off, they are masked as "****". Default
     * false.
     */
    Self &log_personal_data(bool on) & { return after(try_log_personal_data(on), self()); }
    Self log_personal_data(bool on) && { return std::move(log_personal_data(on)); }
    Result<void> try_log_personal_data(bool on) {
        return detail::call(commdn_session_options_set_log_personal_data, self().capi(), on);
    }

    /**
     * Interval of keep-alive frames on an idle connection, from both sides; 0 for none. Default 10
     * s.
     */
    Self &keep_alive(std::chrono::milliseconds time) & {
        return after(try_keep_alive(time), self());
    }
    Self keep_alive(std::chrono::milliseconds time) && { return std::move(keep_alive(time)); }
    Result<void> try_keep_alive(std::chrono::milliseconds time) {
        return set_time(commdn_session_options_set_keep_alive_ms, self().capi(), time,
                        "keep_alive");
    }

    /** Dialect for writing and reading user data; it is copied. Default: the default dialect. */
    Self &dialect(const Dialect &how) & { return after(try_dialect(how), self()); }
    Self dialect(const Dialect &how) && { return std::move(dialect(how)); }
    Result<void> try_dialect(const Dialect &how) {
        return detail::call(commdn_session_options_set_dialect, self().capi(), how.capi());
    }

    /** Replace a lost connection; without it a session ends with its connection. Default true. */
    Self &reconnect(bool on) & { return after(try_reconnect(on), self()); }
    Self reconnect(bool on) && { return std::move(reconnect(on)); }
    Result<void> try_reconnect(bool on) {
        return detail::call(commdn_session_options_set_reconnect, self().capi(), on);
    }

    /** End a session that had no connection for so long. Default: never. 0 is never. */
    Self &reconnect_give_up(std::chrono::milliseconds time) & {
        return after(try_reconnect_give_up(time), self());
    }
    Self reconnect_give_up(std::chrono::milliseconds time) && {
        return std::move(reconnect_give_up(time));
    }
    Result<void> try_reconnect_give_up(std::chrono::milliseconds time) {
        return set_time(commdn_session_options_set_reconnect_give_up_ms, self().capi(), time,
                        "reconnect_give_up");
    }

protected:
    ~SessionSetters() = default;

private:
    Self &self() noexcept { return static_cast<Self &>(*this); }
};

}  // namespace detail::bases

COMMDN_HPP_END

#endif  // COMMDN_GENERATED_SESSION_OPTIONS_HPP
