/* The outbox: requests that are kept until they have an outcome. */
#include "simulated.h"

#include "system.h"

#if !defined(_WIN32)
#include <signal.h>
#include <sys/wait.h>
#endif

static char folder[] = "/tmp/commdn-outbox-XXXXXX";

static const char *in_folder(const char *name) {
    static char paths[4][128];
    static unsigned next = 0;
    char *path = paths[next++ % 4];
    snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}

static commdn_outbox *open_outbox(const commdn_outbox_options *options) {
    commdn_error *error = NULL;
    commdn_outbox *outbox = NULL;
    MUST(commdn_outbox_open(in_folder("outbox.db"), options, &outbox, &error), error);
    return outbox;
}

static uint64_t count(const commdn_outbox *outbox, int32_t counter) {
    uint64_t value = 99;
    EXPECT(COMMDN_OK, commdn_outbox_count(outbox, counter, &value, NULL));
    return value;
}

/* Submitted without a session, sent when there is one, looked at afterwards. */
static void submitted_and_acknowledged(void) {
    commdn_error *error = NULL;
    commdn_outbox_submit_options *options = NULL;
    commdn_outbox_outcome *outcome = NULL;
    commdn_outbox_entry *entry = NULL;
    uint64_t id = 0, again = 0;
    const char *phone = NULL;
    commdn_request *request = dnc("5551234567");
    commdn_outbox *outbox = open_outbox(NULL);
    MUST(commdn_outbox_submit_options_new(&options), NULL);
    MUST(commdn_outbox_submit_options_set_key(options, "call 7", &error), error);
    MUST(commdn_outbox_submit(outbox, request, options, &id, &error), error);
    MUST(commdn_outbox_submit(outbox, request, options, &again, &error), error);
    CHECK(id > 0 && again == id && count(outbox, COMMDN_OUTBOX_UNFINISHED) == 1);
    EXPECT(COMMDN_ERR_TIMEOUT, commdn_outbox_wait(outbox, id, 0, &outcome, NULL));
    EXPECT(COMMDN_ERR_TIMEOUT, commdn_outbox_wait_until_empty(outbox, 1, NULL));
    EXPECT(COMMDN_ERR_NOT_FOUND, commdn_outbox_next_outcome(outbox, 0, &outcome, NULL));
    CHECK(outcome == NULL && !commdn_outbox_is_attached(outbox));

    commdn_simulator *simulator = simulated();
    commdn_session *session = open_with(simulator, options_for(20));
    EXPECT(COMMDN_OK, commdn_outbox_trouble(outbox, NULL));
    MUST(commdn_outbox_attach(outbox, session, &error), error);
    EXPECT(COMMDN_ERR_INVALID_ARGUMENT, commdn_outbox_attach(outbox, session, NULL));
    CHECK(commdn_outbox_is_attached(outbox));
    MUST(commdn_outbox_wait(outbox, id, 5000, &outcome, &error), error);
    CHECK(commdn_outbox_outcome_kind(outcome) == COMMDN_OUTCOME_ACKNOWLEDGED);
    CHECK(commdn_outbox_outcome_id(outcome) == id && commdn_outbox_outcome_attempts(outcome) == 1);
    CHECK(commdn_outbox_outcome_error(outcome) == NULL && commdn_outbox_outcome_time_ms(outcome) > 1000000);
    CHECK(same_text(commdn_outbox_outcome_key(outcome), "call 7"));
    EXPECT(COMMDN_OK, commdn_event_phone(commdn_outbox_outcome_event(outcome), &phone));
    CHECK(same_text(phone, "5551234567"));
    uint64_t cursor = commdn_outbox_outcome_cursor(outcome);
    commdn_outbox_outcome_free(outcome);
    MUST(commdn_outbox_next_outcome(outbox, 0, &outcome, &error), error);
    CHECK(commdn_outbox_outcome_cursor(outcome) == cursor);
    commdn_outbox_outcome_free(outcome);
    EXPECT(COMMDN_ERR_NOT_FOUND, commdn_outbox_next_outcome(outbox, cursor, &outcome, NULL));
    EXPECT(COMMDN_OK, commdn_outbox_wait_until_empty(outbox, 0, NULL));
    MUST(commdn_outbox_detach(outbox, 1000, &error), error);
    MUST(commdn_outbox_detach(outbox, 1000, &error), error);

    MUST(commdn_outbox_next_entry(outbox, COMMDN_OUTBOX_FILTER_ALL, 0, &entry, &error), error);
    CHECK(commdn_outbox_entry_id(entry) == id && commdn_outbox_entry_state(entry) == COMMDN_ENTRY_DONE);
    CHECK(commdn_outbox_entry_message_type(entry) == COMMDN_MESSAGE_TYPE_REQ_DO_NOT_CALL);
    CHECK(commdn_outbox_entry_attempts(entry) == 1 && commdn_outbox_entry_next_try_ms(entry) == 0);
    CHECK(commdn_outbox_entry_created_ms(entry) < commdn_outbox_entry_expires_ms(entry));
    CHECK(same_text(commdn_outbox_entry_key(entry), "call 7"));
    CHECK(commdn_outbox_outcome_id(commdn_outbox_entry_outcome(entry)) == id);
    EXPECT(COMMDN_OK, commdn_request_validate(commdn_outbox_entry_request(entry), 20, 101, NULL, NULL));
    commdn_outbox_entry_free(entry);
    EXPECT(COMMDN_ERR_NOT_FOUND, commdn_outbox_next_entry(outbox, COMMDN_OUTBOX_FILTER_ALL, id, &entry, NULL));
    EXPECT(COMMDN_ERR_NOT_FOUND,
           commdn_outbox_next_entry(outbox, COMMDN_OUTBOX_FILTER_ENDED + COMMDN_OUTCOME_REFUSED, 0, &entry, NULL));
    EXPECT(COMMDN_ERR_INVALID_ARGUMENT, commdn_outbox_next_entry(outbox, 55, 0, &entry, NULL));
    CHECK(count(outbox, COMMDN_OUTBOX_ENDED + COMMDN_OUTCOME_ACKNOWLEDGED) == 1);
    MUST(commdn_outbox_purge(outbox, 0, true, &again, &error), error);
    CHECK(again == 1);
    commdn_session_free(session);
    commdn_simulator_free(simulator);
    commdn_outbox_submit_options_free(options);
    commdn_outbox_free(outbox);
    commdn_request_free(request);
}

/* A request that only another dialect takes, and a refusal after which OCS is asked again. */
static void done_otherwise(void) {
    commdn_error *error = NULL;
    commdn_outbox_options *options = NULL;
    commdn_outbox_outcome *outcome = NULL;
    commdn_dialect *dialect = NULL;
    commdn_request *cancel = NULL, *bad = dnc("no number");
    uint64_t id = 0;
    MUST(commdn_dialect_new(&dialect), NULL);
    MUST(commdn_dialect_set_cancel_without_phone(dialect, true, &error), error);
    MUST(commdn_outbox_options_new(&options), NULL);
    MUST(commdn_outbox_options_set_max_attempts(options, 2, &error), error);
    MUST(commdn_outbox_options_set_backoff_ms(options, 10, 20, &error), error);
    MUST(commdn_outbox_options_add_retryable_refusal(options, COMMDN_CM_ERROR_INVALID_PARAMETER, &error), error);
    MUST(commdn_request_cancel_record(&cancel), NULL);
    MUST(commdn_request_set_customer_id(cancel, "C-1", &error), error);
    commdn_outbox *outbox = NULL;
    MUST(commdn_outbox_open(in_folder("otherwise.db"), options, &outbox, &error), error);
    EXPECT(COMMDN_ERR_INVALID_REQUEST, commdn_outbox_submit(outbox, cancel, NULL, &id, NULL));
    commdn_outbox_free(outbox);
    MUST(commdn_outbox_options_set_dialect(options, dialect, &error), error);
    MUST(commdn_outbox_open(in_folder("otherwise.db"), options, &outbox, &error), error);
    MUST(commdn_outbox_submit(outbox, cancel, NULL, &id, &error), error);
    MUST(commdn_outbox_cancel(outbox, id, &error), error);

    commdn_simulator *simulator = simulated();
    commdn_session *session = open_with(simulator, options_for(20));
    MUST(commdn_outbox_attach(outbox, session, &error), error);
    MUST(commdn_outbox_submit(outbox, bad, NULL, &id, &error), error);
    MUST(commdn_outbox_wait(outbox, id, 8000, &outcome, &error), error);
    CHECK(commdn_outbox_outcome_kind(outcome) == COMMDN_OUTCOME_GAVE_UP);
    CHECK(commdn_outbox_outcome_attempts(outcome) == 2);
    commdn_outbox_outcome_free(outcome);
    commdn_session_free(session);
    commdn_simulator_free(simulator);
    commdn_outbox_free(outbox);
    commdn_outbox_options_free(options);
    commdn_dialect_free(dialect);
    commdn_request_free(cancel);
    commdn_request_free(bad);
}

/* What nobody answers is given up, retried, cancelled and exported. */
static void given_up_and_retried(void) {
    commdn_error *error = NULL;
    commdn_outbox_options *options = NULL;
    commdn_outbox_outcome *outcome = NULL;
    commdn_request *request = dnc("5551234567");
    uint64_t id = 0, retried = 0, number = 0;
    MUST(commdn_outbox_options_new(&options), NULL);
    MUST(commdn_outbox_options_set_max_attempts(options, 2, &error), error);
    MUST(commdn_outbox_options_set_backoff_ms(options, 10, 20, &error), error);
    MUST(commdn_outbox_options_set_request_timeout_ms(options, 50, &error), error);
    MUST(commdn_outbox_options_set_max_age_ms(options, -1, &error), error);
    MUST(commdn_outbox_options_set_keep_answers(options, false, &error), error);
    EXPECT(COMMDN_ERR_INVALID_ARGUMENT, commdn_outbox_options_set_window(options, 0, NULL));
    EXPECT(COMMDN_ERR_INVALID_ARGUMENT, commdn_outbox_options_set_lease_ms(options, -5, NULL));
    commdn_outbox *outbox = open_outbox(options);
    commdn_simulator *simulator = simulated();
    commdn_session *session = open_with(simulator, options_for(20));
    command(simulator, "{\"command\": \"fault\", \"rule\": {\"kind\": \"silent\"}}");
    MUST(commdn_outbox_attach(outbox, session, &error), error);
    MUST(commdn_outbox_submit(outbox, request, NULL, &id, &error), error);
    MUST(commdn_outbox_wait(outbox, id, 8000, &outcome, &error), error);
    CHECK(commdn_outbox_outcome_kind(outcome) == COMMDN_OUTCOME_GAVE_UP);
    CHECK(commdn_outbox_outcome_attempts(outcome) == 2 && commdn_outbox_outcome_event(outcome) == NULL);
    CHECK(commdn_error_code(commdn_outbox_outcome_error(outcome)) == COMMDN_ERR_NO_ANSWER);
    commdn_outbox_outcome_free(outcome);
    CHECK(count(outbox, COMMDN_OUTBOX_DEAD) == 1);

    command(simulator, "{\"command\": \"clear_faults\"}");
    MUST(commdn_outbox_retry_dead(outbox, &number, &error), error);
    CHECK(number == 1 && count(outbox, COMMDN_OUTBOX_DEAD) == 0);
    EXPECT(COMMDN_ERR_INVALID_ARGUMENT, commdn_outbox_retry(outbox, id, &retried, NULL));
    MUST(commdn_outbox_wait_until_empty(outbox, 8000, &error), error);
    CHECK(count(outbox, COMMDN_OUTBOX_ENDED + COMMDN_OUTCOME_ACKNOWLEDGED) == 2);
    MUST(commdn_outbox_detach(outbox, COMMDN_WAIT_DEFAULT, &error), error);

    MUST(commdn_outbox_submit(outbox, request, NULL, &id, &error), error);
    MUST(commdn_outbox_cancel(outbox, id, &error), error);
    EXPECT(COMMDN_ERR_INVALID_ARGUMENT, commdn_outbox_cancel(outbox, id, NULL));
    MUST(commdn_outbox_retry(outbox, id, &retried, &error), error);
    CHECK(retried > id);
    EXPECT(COMMDN_ERR_NOT_FOUND, commdn_outbox_find(outbox, "no key", &id, NULL));
    MUST(commdn_outbox_export(outbox, COMMDN_OUTBOX_FILTER_ALL, in_folder("all.csv"), &number, &error), error);
    CHECK(number == 4);
    EXPECT(COMMDN_ERR_INVALID_ARGUMENT,
           commdn_outbox_export(outbox, COMMDN_OUTBOX_FILTER_ALL, "/no/such/folder/x", &number, NULL));
    commdn_outbox_options_free(options);
    commdn_session_free(session);
    commdn_simulator_free(simulator);
    commdn_outbox_free(outbox);
    commdn_request_free(request);
}

/* Many requests: all of them go in, each under its own key, or none does. */
static void many_at_once(void) {
    commdn_error *error = NULL;
    commdn_outbox_submit_options *keyed = NULL;
    commdn_request *first = dnc("5550000001"), *second = dnc("5550000002"), *bad = NULL;
    const commdn_request *two[] = {first, second}, *three[] = {first, second, NULL};
    uint64_t ids[3] = {77, 77, 77}, found = 0, again[2] = {0};
    commdn_outbox *outbox = open_outbox(NULL);
    uint64_t before = count(outbox, COMMDN_OUTBOX_UNFINISHED);
    MUST(commdn_outbox_submit_options_new(&keyed), NULL);
    MUST(commdn_outbox_submit_options_set_key(keyed, "of many", &error), error);
    const commdn_outbox_submit_options *options[] = {NULL, keyed, NULL};
    MUST(commdn_outbox_submit_many(outbox, two, options, 2, ids, &error), error);
    CHECK(ids[0] > 0 && ids[1] == ids[0] + 1 && ids[2] == 77);
    MUST(commdn_outbox_find(outbox, "of many", &found, &error), error);
    CHECK(found == ids[1] && count(outbox, COMMDN_OUTBOX_UNFINISHED) == before + 2);
    MUST(commdn_outbox_submit_many(outbox, two, options, 2, again, &error), error);
    CHECK(again[0] > ids[1] && again[1] == ids[1]);
    MUST(commdn_outbox_submit_many(outbox, two, NULL, 2, NULL, &error), error);
    MUST(commdn_outbox_submit_many(outbox, NULL, NULL, 0, NULL, &error), error);
    CHECK(count(outbox, COMMDN_OUTBOX_UNFINISHED) == before + 5);

    EXPECT(COMMDN_ERR_INVALID_ARGUMENT, commdn_outbox_submit_many(outbox, three, options, 3, ids, NULL));
    CHECK(ids[0] == 0 && ids[1] == 0 && ids[2] == 0);
    EXPECT(COMMDN_ERR_INVALID_ARGUMENT, commdn_outbox_submit_many(outbox, NULL, NULL, 2, ids, NULL));
    EXPECT(COMMDN_ERR_INVALID_ARGUMENT, commdn_outbox_submit_many(outbox, two, NULL, SIZE_MAX / 4, NULL, NULL));
    MUST(commdn_request_do_not_call(&bad), NULL);
    three[2] = bad;
    EXPECT(COMMDN_ERR_INVALID_REQUEST, commdn_outbox_submit_many(outbox, three, options, 3, ids, &error));
    CHECK(strstr(commdn_error_message(error), "request 2 of those") != NULL);
    commdn_error_free(error);
    CHECK(count(outbox, COMMDN_OUTBOX_UNFINISHED) == before + 5);
    commdn_outbox_submit_options_free(keyed);
    commdn_request_free(first);
    commdn_request_free(second);
    commdn_request_free(bad);
    commdn_outbox_free(outbox);
}

#if !defined(_WIN32)
/* A sender that cannot use its file says why, and goes on when it can. */
static void in_trouble(void) {
    commdn_error *error = NULL;
    commdn_outbox *outbox = open_outbox(NULL);
    commdn_simulator *simulator = simulated();
    commdn_session *session = open_with(simulator, options_for(20));
    MUST(commdn_outbox_attach(outbox, session, &error), error);
    CHECK(rename(in_folder("outbox.db"), in_folder("moved.db")) == 0);
    for (int tries = 0; tries < 6000 && commdn_outbox_trouble(outbox, NULL) == COMMDN_OK; tries++) {
        poll(NULL, 0, 5);
    }
    EXPECT(COMMDN_ERR_STORAGE, commdn_outbox_trouble(outbox, &error));
    CHECK(strstr(commdn_error_message(error), "outbox.db") != NULL);
    commdn_error_free(error);
    CHECK(rename(in_folder("moved.db"), in_folder("outbox.db")) == 0);
    for (int tries = 0; tries < 6000 && commdn_outbox_trouble(outbox, NULL) != COMMDN_OK; tries++) {
        poll(NULL, 0, 5);
    }
    EXPECT(COMMDN_OK, commdn_outbox_trouble(outbox, NULL));
    commdn_outbox_free(outbox);
    commdn_session_free(session);
    commdn_simulator_free(simulator);
}

/* Whether the child of a fork can open the outbox itself, and use it. */
static char own_outbox_works(const commdn_request *request) {
    commdn_error *error = NULL;
    commdn_outbox *own = open_outbox(NULL);
    MUST(commdn_outbox_submit(own, request, NULL, NULL, &error), error);
    commdn_outbox_free(own);
    return 1;
}

/* The child of a fork is told to open the outbox itself; the parent's goes on. */
static void in_a_fork(void) {
    commdn_error *error = NULL;
    commdn_request *request = dnc("5559876543");
    commdn_outbox *outbox = open_outbox(NULL);
    int tell[2];
    char good = 0;
    CHECK(pipe(tell) == 0);
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        good = commdn_outbox_submit(outbox, request, NULL, NULL, NULL) == COMMDN_ERR_FORKED
               && commdn_outbox_detach(outbox, 10, NULL) == COMMDN_ERR_FORKED;
        commdn_outbox_free(outbox);
        good = good && own_outbox_works(request);
        (void)!write(tell[1], &good, 1);
        raise(SIGKILL);
    }
    CHECK(child > 0 && read(tell[0], &good, 1) == 1 && waitpid(child, NULL, 0) == child);
    close(tell[0]);
    close(tell[1]);
    CHECK(good == 1);
    MUST(commdn_outbox_submit(outbox, request, NULL, NULL, &error), error);
    commdn_outbox_free(outbox);
    commdn_request_free(request);
}
#else
/* There is no fork. */
static void in_trouble(void) {}
static void in_a_fork(void) {}
#endif

int main(void) {
    CHECK(mkdtemp(folder) != NULL);
    submitted_and_acknowledged();
    done_otherwise();
    given_up_and_retried();
    many_at_once();
    in_trouble();
    in_a_fork();
    CHECK(unlink(in_folder("all.csv")) == 0 && unlink(in_folder("outbox.db")) == 0);
    CHECK(unlink(in_folder("otherwise.db")) == 0);
    (void)unlink(in_folder("outbox.db-wal"));
    (void)unlink(in_folder("outbox.db-shm"));
    CHECK(rmdir(folder) == 0);
    return finish("outbox");
}
