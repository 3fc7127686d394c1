/* A program may end with a session open, requests on their way and a callback set.

   Leaks on purpose: what is open at the end. */
#include "simulated.h"

static void on_notice(const commdn_notice *notice, void *user_data) {
    (void)notice;
    (void)user_data;
}

int main(void) {
    commdn_error *error = NULL;
    static commdn_session *session;
    static commdn_pending *pending;
    commdn_session_options *options = options_for(20);
    MUST(commdn_session_options_set_notice_callback(options, on_notice, NULL, NULL, &error), error);
    MUST(commdn_session_open("sim:", options, &session, &error), error);
    commdn_session_options_free(options);
    commdn_request *request = dnc("5551234567");
    MUST(commdn_session_submit(session, request, COMMDN_WAIT_FOREVER, &pending, &error), error);
    commdn_request_free(request);
    return finish("exit_with_live_session");
}
