/* Every call on a closed session returns a status, at once. */
#include "simulated.h"
#include "../c/system.h"

int main(void) {
    commdn_error *error = NULL;
    commdn_answer *answer = NULL;
    commdn_pending *pending = NULL;
    commdn_notice *notice = NULL;
    commdn_stats *stats = NULL;
    commdn_completions *completions = NULL;
    uint64_t tag = 0, count = 0;
    commdn_fd fd = NO_FD;
    commdn_request *request = dnc("5551234567");
    commdn_simulator *simulator = simulated();
    commdn_session *session = open_with(simulator, options_for(20));
    MUST(commdn_completions_new(session, &completions, &error), error);
    while (commdn_session_next_notice(session, 0, &notice, NULL) == COMMDN_OK) {
        commdn_notice_free(notice);
    }
    MUST(commdn_session_close(session, 1000, &error), error);

    EXPECT(COMMDN_ERR_CLOSED, commdn_session_call(session, request, COMMDN_WAIT_FOREVER, &answer, &error));
    CHECK(commdn_error_code(error) == COMMDN_ERR_CLOSED && answer == NULL);
    commdn_error_free(error);
    EXPECT(COMMDN_ERR_CLOSED, commdn_session_submit(session, request, COMMDN_WAIT_FOREVER, &pending, NULL));
    EXPECT(COMMDN_ERR_CLOSED, commdn_session_next_notice(session, COMMDN_WAIT_FOREVER, &notice, NULL));
    EXPECT(COMMDN_ERR_CLOSED, commdn_completions_submit(completions, 1, request, 1000, NULL));
    EXPECT(COMMDN_ERR_CLOSED, commdn_completions_next(completions, COMMDN_WAIT_FOREVER, &tag, &answer, NULL));
    CHECK(tag == COMMDN_TAG_NONE && answer == NULL);
    MUST(commdn_session_fd(session, &fd, &error), error);
    MUST(commdn_session_notice_fd(session, &fd, &error), error);
    MUST(commdn_completions_fd(completions, &fd, &error), error);
    MUST(commdn_session_stats(session, &stats, &error), error);
    EXPECT(COMMDN_OK, commdn_stats_value(stats, COMMDN_COUNTER_SUBMITTED, &count));
    CHECK(count == 0);
    commdn_stats_free(stats);
    MUST(commdn_session_close(session, 1000, &error), error);
    CHECK(commdn_session_is_over(session) && pending == NULL && notice == NULL);

    /* A stopped simulator is no more use either. */
    char *reply = NULL;
    int32_t port = 0;
    commdn_session *second = NULL;
    commdn_session_options *options = options_for(20);
    EXPECT(COMMDN_OK, commdn_simulator_stop(simulator));
    EXPECT(COMMDN_OK, commdn_simulator_stop(simulator));
    CHECK(commdn_simulator_open_session(simulator, options, &second, NULL) < COMMDN_OK && second == NULL);
    (void)commdn_simulator_listen(simulator, "127.0.0.1:0", &port, NULL);
    if (commdn_simulator_command(simulator, "{\"command\": \"snapshot\"}", &reply, NULL) == COMMDN_OK) {
        commdn_string_free(reply);
    }
    EXPECT(COMMDN_ERR_INVALID_ARGUMENT, commdn_simulator_command(simulator, "no JSON", &reply, NULL));
    commdn_session_options_free(options);
    commdn_completions_free(completions);
    commdn_session_free(session);
    commdn_simulator_free(simulator);
    commdn_request_free(request);
    return finish("closed_handles");
}
