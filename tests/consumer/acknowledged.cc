// The same as C++: the C header from a C++ program, which frees what it owns by unique_ptr.
#include <commdn.h>

#include <iostream>
#include <memory>
#include <string>

namespace {

template <typename T, void (*Free)(T *)>
struct Deleter {
    void operator()(T *object) const noexcept { Free(object); }
};
template <typename T, void (*Free)(T *)>
using Owned = std::unique_ptr<T, Deleter<T, Free>>;

using Options = Owned<commdn_session_options, commdn_session_options_free>;
using Session = Owned<commdn_session, commdn_session_free>;
using Request = Owned<commdn_request, commdn_request_free>;
using Answer = Owned<commdn_answer, commdn_answer_free>;
using Error = Owned<commdn_error, commdn_error_free>;

// What went wrong, empty if the request was acknowledged.
std::string do_not_call(const std::string &phone) {
    commdn_error *failed = nullptr;
    commdn_session_options *options = nullptr;
    commdn_request *request = nullptr;
    commdn_session *session = nullptr;
    commdn_answer *answer = nullptr;
    const bool answered = commdn_session_options_new("8001", 20, &options, &failed) == COMMDN_OK
                          && commdn_request_do_not_call(&request) == COMMDN_OK
                          && commdn_request_set_phone(request, phone.c_str(), &failed) == COMMDN_OK
                          && commdn_session_open("sim:", options, &session, &failed) == COMMDN_OK
                          && commdn_session_call(session, request, 5000, &answer, &failed) == COMMDN_OK;
    const Error error(failed);
    const Options owned_options(options);
    const Request owned_request(request);
    const Session owned_session(session);
    const Answer owned_answer(answer);
    if (!answered) return commdn_error_message(error.get());

    const commdn_event *event = commdn_answer_event(answer);
    const char *told = nullptr;
    if (commdn_event_message_type(event) != COMMDN_MESSAGE_TYPE_EV_DO_NOT_CALL_PROCESSED)
        return "the answer is a message of type " + std::to_string(commdn_event_message_type(event));
    if (commdn_event_phone(event, &told) != COMMDN_OK || told != phone) return "the answer is for another phone";
    return "";
}

}  // namespace

int main() {
    const std::string phone = "5557654321";
    const std::string wrong = do_not_call(phone);
    if (!wrong.empty()) {
        std::cerr << wrong << '\n';
        return 1;
    }
    std::cout << "commdn " << commdn_version() << ": do not call " << phone << ", acknowledged (C++)\n";
    return 0;
}
