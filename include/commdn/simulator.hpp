/*
 * commdn for C++17: the simulated contact centre in the process. Part of commdn.hpp.
 */
#ifndef COMMDN_SIMULATOR_HPP
#define COMMDN_SIMULATOR_HPP

#include <commdn/session.hpp>

namespace commdn {

/**
 * A simulated contact centre: T-Server and OCS, for tests and first steps.
 *
 * Destroying it ends it; sessions with it lose their connection. Moved, not copied. Threads: every
 * const function may be called by any number of threads at a time. Only what says so blocks.
 */
class Simulator : public detail::Owned<commdn_simulator, commdn_simulator_free> {
public:
    /** Take over a C object. */
    explicit Simulator(commdn_simulator *owned) noexcept : Owned(owned) {}

    /**
     * The demo: DN 8001, OCS 101, applications 20 and 21 in its connections, campaigns 1 and 2,
     * group 10. Throws UnsupportedError if the library was built without it.
     */
    static Simulator demo() { return try_demo().value(); }
    static Result<Simulator> try_demo() {
        return detail::make<Simulator, commdn_simulator>(
            [](commdn_simulator **out, commdn_error **error) {
                return commdn_simulator_start(nullptr, out, error);
            });
    }
    /** With the TOML configuration in a file. Throws InvalidArgument: file, line and key. */
    static Simulator from_file(const std::string &path) { return try_from_file(path).value(); }
    static Result<Simulator> try_from_file(const std::string &path) {
        return detail::make_with_text<Simulator, commdn_simulator>(path, "path",
                                                                   commdn_simulator_start);
    }
    /** With a TOML configuration as text. Throws InvalidArgument: line and key. */
    static Simulator from_toml(const std::string &toml) { return try_from_toml(toml).value(); }
    static Result<Simulator> try_from_toml(const std::string &toml) {
        return detail::make_with_text<Simulator, commdn_simulator>(toml, "toml",
                                                                   commdn_simulator_start_toml);
    }

    /** Open a session with it. Blocks and throws as Session::open(). */
    Session open_session(const SessionOptions &options) const {
        return try_open_session(options).value();
    }
    Result<Session> try_open_session(const SessionOptions &options) const {
        return Session::open_with(options, [&](const commdn_session_options *with,
                                               commdn_session **out, commdn_error **error) {
            return commdn_simulator_open_session(capi(), with, out, error);
        });
    }

    /**
     * Let clients of the network connect, at "host:port" with port 0 for any; the port.
     * Throws InvalidArgument, ConnectError.
     */
    std::int32_t listen(std::string_view address = "127.0.0.1:0") const {
        return try_listen(address).value();
    }
    Result<std::int32_t> try_listen(std::string_view address = "127.0.0.1:0") const {
        std::int32_t port = 0;
        Result<void> done = detail::run_with_text(
            address, "address", [&](const char *text, commdn_error **error) {
                return commdn_simulator_listen(capi(), text, &port, error);
            });
        if (!done) {
            return done.error();
        }
        return port;
    }

    /** Do one command of the control interface, as JSON; the reply, as JSON. InvalidArgument. */
    std::string command(std::string_view json) const { return try_command(json).value(); }
    Result<std::string> try_command(std::string_view json) const {
        char *raw = nullptr;
        Result<void> done = detail::run_with_text(
            json, "command", [&](const char *text, commdn_error **error) {
                return commdn_simulator_command(capi(), text, &raw, error);
            });
        const detail::Handle<char, commdn_string_free> reply(raw);
        if (!done) {
            return done.error();
        }
        return std::string(raw);
    }

    /** End it now; sessions with it lose their connection. Blocks until its threads have ended. */
    void stop() const noexcept { static_cast<void>(commdn_simulator_stop(capi())); }
};

}  // namespace commdn

#endif  // COMMDN_SIMULATOR_HPP
