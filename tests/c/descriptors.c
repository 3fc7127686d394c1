/* One descriptor for all that a session has to tell, and one for an outbox's outcomes: readable when something
   waits, not readable when nothing does, and readable for ever at the end. */
#include <stdlib.h>

#include "simulated.h"
#include "system.h"

static int drain_notices(commdn_session *session, commdn_status end) {
    commdn_notice *notice = NULL;
    commdn_status status;
    int count = 0;
    while ((status = commdn_session_next_notice(session, 0, &notice, NULL)) == COMMDN_OK) {
        commdn_notice_free(notice);
        count++;
    }
    CHECK(status == end);
    return count;
}

static int drain_outcomes(commdn_completions *completions, commdn_status end) {
    commdn_answer *answer = NULL;
    commdn_status status;
    uint64_t tag = 0;
    int count = 0;
    while ((status = commdn_completions_next(completions, 0, &tag, &answer, NULL)) == COMMDN_OK) {
        CHECK(tag < 100);
        commdn_answer_free(answer);
        count++;
    }
    CHECK(status == end && tag == COMMDN_TAG_NONE && answer == NULL);
    return count;
}

static void submit(commdn_completions *completions, uint64_t tag) {
    commdn_error *error = NULL;
    commdn_request *request = dnc("5551234567");
    MUST(commdn_completions_submit(completions, tag, request, 20000, &error), error);
    commdn_request_free(request);
}

static void one_descriptor_for_a_session(commdn_simulator *simulator) {
    commdn_error *error = NULL;
    commdn_completions *first = NULL, *second = NULL;
    commdn_answer *answer = NULL;
    commdn_session *session = open_with(simulator, options_for(20));
    commdn_session *script = open_with(simulator, options_for(21));
    commdn_request *request = NULL;
    commdn_fd fd = NO_FD, again = NO_FD;
    uint64_t tag = 0;
    int outcomes = 0, notices = 0;
    MUST(commdn_completions_new(session, &first, &error), error);
    MUST(commdn_completions_new(session, &second, &error), error);
    MUST(commdn_session_fd(session, &fd, &error), error);
    MUST(commdn_session_fd(session, &again, &error), error);
    CHECK(fd != NO_FD && fd == again && readable(fd, 0));
    drain_notices(session, COMMDN_ERR_TIMEOUT);
    drain_outcomes(first, COMMDN_ERR_TIMEOUT);
    CHECK(readable(fd, 0)); /* Nobody has looked into the second queue. */
    drain_outcomes(second, COMMDN_ERR_TIMEOUT);
    CHECK(!readable(fd, 50));

    submit(first, 1);
    submit(second, 2);
    while (outcomes < 2 && readable(fd, 10000)) {
        notices += drain_notices(session, COMMDN_ERR_TIMEOUT);
        outcomes += drain_outcomes(first, COMMDN_ERR_TIMEOUT);
        outcomes += drain_outcomes(second, COMMDN_ERR_TIMEOUT);
    }
    CHECK(outcomes == 2);

    /* A notice, for another application has loaded a campaign. */
    MUST(commdn_request_load_campaign(1, 10, &request), NULL);
    MUST(commdn_request_set_dialing(request, COMMDN_DIAL_MODE_PREDICT, COMMDN_OPTIMIZE_BY_BUSY_FACTOR, 80, &error),
         error);
    MUST(commdn_session_call(script, request, 5000, &answer, &error), error);
    commdn_answer_free(answer);
    commdn_request_free(request);
    commdn_session_free(script);
    while (notices == 0 && readable(fd, 10000)) {
        notices += drain_notices(session, COMMDN_ERR_TIMEOUT);
        drain_outcomes(first, COMMDN_ERR_TIMEOUT);
        drain_outcomes(second, COMMDN_ERR_TIMEOUT);
    }
    CHECK(notices > 0);

    /* A queue that is gone keeps nothing readable. */
    drain_notices(session, COMMDN_ERR_TIMEOUT);
    drain_outcomes(first, COMMDN_ERR_TIMEOUT);
    commdn_completions_free(second);
    CHECK(!readable(fd, 50));

    /* No request can have the tag that stands for none. */
    request = dnc("5551234567");
    EXPECT(COMMDN_ERR_INVALID_ARGUMENT, commdn_completions_submit(first, COMMDN_TAG_NONE, request, 1000, NULL));
    commdn_request_free(request);

    /* A request that the end overtakes has its tag; the end itself has none, and is told for ever. */
    command(simulator, "{\"command\": \"fault\", \"rule\": {\"kind\": \"silent\"}}");
    submit(first, 3);
    MUST(commdn_completions_fd(first, &again, &error), error);
    MUST(commdn_session_close(session, 1000, &error), error);
    CHECK(readable(fd, 5000) && readable(again, 5000));
    EXPECT(COMMDN_ERR_CLOSED, commdn_completions_next(first, 0, &tag, &answer, NULL));
    CHECK(tag == 3 && answer == NULL);
    for (int i = 0; i < 2; i++) {
        drain_notices(session, COMMDN_ERR_CLOSED);
        drain_outcomes(first, COMMDN_ERR_CLOSED);
        CHECK(readable(fd, 0) && readable(again, 0));
    }
    EXPECT(COMMDN_ERR_CLOSED, commdn_completions_next(first, COMMDN_WAIT_FOREVER, &tag, &answer, NULL));
    commdn_completions_free(first);
    commdn_session_free(session);
}

static uint64_t drain_outbox(commdn_outbox *outbox, uint64_t cursor) {
    commdn_outbox_outcome *outcome = NULL;
    commdn_status status;
    while ((status = commdn_outbox_next_outcome(outbox, cursor, &outcome, NULL)) == COMMDN_OK) {
        CHECK(commdn_outbox_outcome_cursor(outcome) > cursor);
        cursor = commdn_outbox_outcome_cursor(outcome);
        commdn_outbox_outcome_free(outcome);
    }
    CHECK(status == COMMDN_ERR_NOT_FOUND);
    return cursor;
}

static void one_descriptor_for_an_outbox(commdn_simulator *simulator) {
    commdn_error *error = NULL;
    commdn_outbox *outbox = NULL;
    commdn_session *session = open_with(simulator, options_for(20));
    commdn_fd fd = NO_FD;
    uint64_t cursor = 0;
    char folder[] = "/tmp/commdn-descriptors-XXXXXX", path[64];
    CHECK(mkdtemp(folder) != NULL);
    snprintf(path, sizeof path, "%s/outbox", folder);
    MUST(commdn_outbox_open(path, NULL, &outbox, &error), error);
    MUST(commdn_outbox_fd(outbox, &fd, &error), error);
    CHECK(fd != NO_FD && readable(fd, 0));
    CHECK(drain_outbox(outbox, 0) == 0 && !readable(fd, 50));
    MUST(commdn_outbox_attach(outbox, session, &error), error);
    for (int i = 0; i < 3; i++) {
        uint64_t before = cursor;
        commdn_request *request = dnc("5551234567");
        MUST(commdn_outbox_submit(outbox, request, NULL, NULL, &error), error);
        commdn_request_free(request);
        while (cursor == before && readable(fd, 10000)) {
            cursor = drain_outbox(outbox, cursor);
        }
        CHECK(cursor > before);
    }
    /* The session's end is told, for the outbox is then attached to none. */
    while (readable(fd, 50)) {
        cursor = drain_outbox(outbox, cursor);
    }
    MUST(commdn_session_close(session, 1000, &error), error);
    CHECK(readable(fd, 5000));
    CHECK(!commdn_outbox_is_attached(outbox));
    commdn_outbox_free(outbox);
    commdn_session_free(session);
    CHECK(remove_folder(folder));
}

/* Each number of a kind has a name of its own, and no other number has one. */
static void names(const char *(*name)(int32_t), int32_t first, int32_t last) {
    CHECK(name(first - 1) == NULL && name(last + 1) == NULL && name(INT32_MIN) == NULL && name(INT32_MAX) == NULL);
    for (int32_t number = first; number <= last; number++) {
        CHECK(name(number) != NULL && name(number)[0] != 0);
        for (int32_t other = first; other < number; other++) {
            CHECK(!same_text(name(number), name(other)));
        }
    }
}

int main(void) {
    commdn_simulator *simulator = simulated();
    one_descriptor_for_an_outbox(simulator);
    one_descriptor_for_a_session(simulator);
    commdn_simulator_free(simulator);
    names(commdn_notice_name, COMMDN_NOTICE_EVENT, COMMDN_NOTICE_IN_SERVICE);
    names(commdn_session_status_name, COMMDN_SESSION_CONNECTING, COMMDN_SESSION_OVER);
    names(commdn_outcome_name, COMMDN_OUTCOME_ACKNOWLEDGED, COMMDN_OUTCOME_CANCELLED);
    names(commdn_entry_name, COMMDN_ENTRY_WAITING, COMMDN_ENTRY_DEAD);
    names(commdn_log_name, COMMDN_LOG_ERROR, COMMDN_LOG_TRACE);
    names(commdn_certainty_name, COMMDN_CERTAINTY_CHAPTER, COMMDN_CERTAINTY_INFERRED);
    CHECK(same_text(commdn_notice_name(COMMDN_NOTICE_LATE_ANSWER), "late_answer"));
    CHECK(same_text(commdn_session_status_name(COMMDN_SESSION_OUT_OF_SERVICE), "out_of_service"));
    CHECK(same_text(commdn_outcome_name(COMMDN_OUTCOME_GAVE_UP), "gave_up"));
    return finish("descriptors");
}
