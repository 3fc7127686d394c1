// What the C++ tests share: checks that say what they found, and a simulated contact centre.
#ifndef CHECK_HPP
#define CHECK_HPP

#include <commdn.hpp>

#include <cstdio>
#include <string>
#include <utility>

inline int checks_made = 0;
inline int checks_failed = 0;

inline bool checked(bool good, const char *file, int line, const char *what) {
    ++checks_made;
    if (!good) {
        ++checks_failed;
        std::fprintf(stderr, "%s:%d: %s\n", file, line, what);
    }
    return good;
}

#define CHECK(condition) checked(static_cast<bool>(condition), __FILE__, __LINE__, #condition " is not so")

// The statement throws exactly that class of commdn, whose code is that code.
#define THROWS(Class, expected, statement)                                                                             \
    try {                                                                                                              \
        static_cast<void>(statement);                                                                                  \
        checked(false, __FILE__, __LINE__, #statement " threw nothing");                                               \
    } catch (const commdn::Class &caught) {                                                                            \
        checked(caught.code() == commdn::Code::expected, __FILE__, __LINE__,                                           \
                (std::string(#statement " threw ") + to_string(caught.code())).c_str());                               \
        checked(std::string(caught.what()).size() > 5, __FILE__, __LINE__, "says nothing");                            \
    } catch (const commdn::Error &caught) {                                                                            \
        checked(false, __FILE__, __LINE__,                                                                             \
                (std::string(#statement " threw another class: ") + caught.what()).c_str());                           \
    }

// Run a test function; what it throws is a failure of it.
template <class Test>
void run(const char *name, Test test) {
    try {
        test();
    } catch (const std::exception &unexpected) {
        checked(false, name, 0, unexpected.what());
    }
}

#define RUN(test) run(#test, test)

inline int finish(const char *name) {
    std::printf("%s: %d checks, %d failed\n", name, checks_made, checks_failed);
    return checks_failed == 0 && checks_made > 0 ? 0 : 1;
}

inline commdn::SessionOptions options_for(std::int32_t app_dbid) {
    return commdn::SessionOptions("8001", app_dbid)
        .application("desktop")
        .ocs_dbid(101)
        .request_timeout(std::chrono::seconds(5));
}

inline void fault(const commdn::Simulator &simulator, const std::string &rule) {
    static_cast<void>(simulator.command(R"({"command": "fault", "rule": {)" + rule + "}}"));
}

inline void clear_faults(const commdn::Simulator &simulator) {
    static_cast<void>(simulator.command(R"({"command": "clear_faults"})"));
}

#endif
