/*
 * commdn for C++17: the simulated contact centre in the process. Part of commdn.hpp.
 */
#ifndef COMMDN_SIMULATOR_HPP
#define COMMDN_SIMULATOR_HPP

#include <commdn/session.hpp>

COMMDN_HPP_BEGIN

/**
 * A simulated contact centre: T-Server and OCS, for tests and first steps.
 *
 * Destroying it ends it; sessions with it lose their connection. Moved, not copied. Threads: every
 * const function may be called by any number of threads at a time. Only what says so blocks.
 */
class [[nodiscard]] Simulator : public detail::Owned<commdn_simulator, commdn_simulator_free> {
public:
    /** A null one: a member that is to be assigned. */
    Simulator() noexcept = default;
    /** Take over a C object. */
    explicit Simulator(commdn_simulator *owned) noexcept : Owned(owned) {}

    /**
     * The demo: DN 8001, OCS 101, applications 20 and 21 in its connections, campaigns 1 and 2,
     * group 10. Throws UnsupportedError if the library was built without it.
     */
    static Simulator demo() { return try_demo().value(); }
    static Result<Simulator> try_demo() { return start(commdn_simulator_start, nullptr); }
    /** With the TOML configuration in a file. Throws InvalidArgument: file, line and key. */
    static Simulator from_file(const std::string &path) { return try_from_file(path).value(); }
    static Result<Simulator> try_from_file(const std::string &path) {
        return detail::c_text(path, "path").and_then([](const std::string &text) {
            return start(commdn_simulator_start, text.c_str());
        });
    }
    /** With a TOML configuration as text. Throws InvalidArgument: line and key. */
    static Simulator from_toml(const std::string &toml) { return try_from_toml(toml).value(); }
    static Result<Simulator> try_from_toml(const std::string &toml) {
        return detail::c_text(toml, "toml").and_then([](const std::string &text) {
            return start(commdn_simulator_start_toml, text.c_str());
        });
    }

    /** Open a session with it. Blocks and throws as Session::open(). */
    Session open_session(const SessionOptions &options) const { return try_open_session(options).value(); }
    Result<Session> try_open_session(const SessionOptions &options) const {
        return Session::open_with(options, commdn_simulator_open_session, capi());
    }

    /**
     * Let clients of the network connect, at "host:port" with port 0 for any; the port.
     * Throws InvalidArgument, ConnectError.
     */
    std::int32_t listen(std::string_view address = "127.0.0.1:0") const { return try_listen(address).value(); }
    Result<std::int32_t> try_listen(std::string_view address = "127.0.0.1:0") const {
        return detail::c_text(address, "address").and_then([&](const std::string &text) {
            return detail::fetch<std::int32_t>(commdn_simulator_listen, capi(), text.c_str());
        });
    }

    /** Do one command of the control interface, as JSON; the reply, as JSON. InvalidArgument. */
    std::string command(std::string_view json) const { return try_command(json).value(); }
    Result<std::string> try_command(std::string_view json) const {
        return detail::c_text(json, "command").and_then([&](const std::string &text) {
            return detail::fetch_text(commdn_simulator_command, capi(), text.c_str());
        });
    }

    /** End it now; sessions with it lose their connection. Blocks until its threads have ended. */
    void stop() const noexcept { static_cast<void>(commdn_simulator_stop(capi())); }

private:
    using Start = commdn_status (*)(const char *, commdn_simulator **, commdn_error **);

    static Result<Simulator> start(Start start, const char *text) { return detail::make<Simulator>(start, text); }
};

COMMDN_HPP_END

#endif  // COMMDN_SIMULATOR_HPP
