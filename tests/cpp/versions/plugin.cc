// A plug-in that was built with its own copy of the headers: PLUGIN is its name, VERSION the namespace that it must have.
#include <commdn.hpp>

#include <string>

using namespace std::chrono_literals;

namespace {

// The namespace of the headers, as the compiler has it in the name of a function.
template <class T>
std::string name_of_template() {
    return __PRETTY_FUNCTION__;
}

}  // namespace

extern "C" __attribute__((visibility("default"))) int PLUGIN() {
    int notices = 0;
    int lines = 0;
    const commdn::Simulator simulator = commdn::Simulator::demo();
    const commdn::Session session = simulator.open_session(
        commdn::SessionOptions("8001", 20)
            .ocs_dbid(101)
            .on_log(commdn::LogLevel::Trace, [&](commdn::LogLevel, std::string_view) { ++lines; })
            .on_notice([&](const commdn::NoticeView &) { ++notices; }));
    int answers = 0;
    session.submit(commdn::Request::do_not_call().phone("5551234567"),
                   [&](const commdn::Result<commdn::Answer> &answer) {
                       answers += answer.value().event().phone() == "5551234567" ? 1 : 100;
                   });
    static_cast<void>(session.dispatch(5s));
    session.close(2s);
    const bool own = name_of_template<commdn::Session>().find(VERSION) != std::string::npos;
    return own && answers == 1 && lines > 0 && notices > 0 ? 0 : 1;
}
