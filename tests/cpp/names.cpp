// Every enumeration has a name for each of its numbers, as to_string() and with <<.
#include "check.hpp"

#include <set>
#include <sstream>

namespace {

// The numbers from `first` to `last` have names, each its own, in the letters of its kind; others are numbers.
template <class Enum>
void named(Enum first, Enum last, std::size_t count) {
    std::set<std::string> names;
    for (std::int32_t number = commdn::number(first); number <= commdn::number(last); ++number) {
        const std::string name = to_string(static_cast<Enum>(number));
        std::ostringstream out;
        out << static_cast<Enum>(number);
        CHECK(out.str() == name && !name.empty());
        if (name != std::to_string(number)) {
            CHECK(names.insert(name).second);
        }
    }
    if (!CHECK(names.size() == count)) {
        std::fprintf(stderr, "%zu names from %s on\n", names.size(), to_string(first).c_str());
    }
    CHECK(to_string(static_cast<Enum>(4711)) == "4711");
}

void every_number_has_a_name() {
    using namespace commdn;
    named(MessageType::NoType, MessageType::ReqCompleteCampaign, entries<MessageType>().size());
    named(CmError::No, CmError::PartOfSequence, entries<CmError>().size());
    named(DialMode::NotChanged, DialMode::PowerGvp, entries<DialMode>().size());
    named(OptimizeBy::NotChanged, OptimizeBy::MaximumGain, entries<OptimizeBy>().size());
    named(GroupStatus::NotLoaded, GroupStatus::Running, entries<GroupStatus>().size());
    named(Type::String, Type::Unicode, 5);
    named(TextForm::TServer, TextForm::Sdk, 3);
    named(Certainty::Chapter, Certainty::Inferred, 4);
    named(ListPrefix::Length32, ListPrefix::TwoLengths16, 2);
    named(UnicodeLength::Bytes, UnicodeLength::Units, 2);
    named(AutoCompletionPlace::TopLevel, AutoCompletionPlace::Properties, 2);
    named(NoticeKind::Event, NoticeKind::InService, 12);
    named(SessionStatus::Connecting, SessionStatus::Over, 4);
    named(Counter::Submitted, Counter::Repeated, 23);
    named(LogLevel::Error, LogLevel::Trace, 5);
    named(OutcomeKind::Acknowledged, OutcomeKind::Cancelled, 6);
    named(EntryState::Waiting, EntryState::Dead, 5);
    named(OutboxFilter::All, OutboxFilter::Cancelled, 9);
    named(OutboxCounter::Unfinished, OutboxCounter::Cancelled, 10);
}

void names_are_the_words_of_the_field_or_of_the_header() {
    using namespace commdn;
    std::ostringstream out;
    out << Code::Timeout << ' ' << MessageType::ReqDoNotCall << ' ' << NoticeKind::LateAnswer << ' '
        << SessionStatus::OutOfService << ' ' << OutcomeKind::GaveUp << ' ' << OutboxFilter::Unfinished << ' '
        << static_cast<Code>(-4711);
    CHECK(out.str()
          == "COMMDN_ERR_TIMEOUT CM_ReqDoNotCall late_answer out_of_service gave_up unfinished "
             "COMMDN_ERR_UNKNOWN");
    std::wostringstream wide;
    wide << LogLevel::Warn;
    // Letter by letter: valgrind reports glibc's vector forms of wmemcmp, which read past the end on some processors.
    const std::wstring letters = wide.str();
    CHECK(std::string(letters.begin(), letters.end()) == "warn");
}

}  // namespace

int main() {
    RUN(every_number_has_a_name);
    RUN(names_are_the_words_of_the_field_or_of_the_header);
    return finish("names");
}
