/*
 * A panic at every place inside the core that has one for tests comes back as a status, from the
 * call that ran into it; the session works on where it can, and closes and is freed anyhow.
 */
#include "simulated.h"

/* In a library with the feature `test-hooks` only: the calling thread panics at the nth place it passes. */
void commdn_test_panic_at(uint32_t nth);

/* More places than any call passes. */
enum { MANY = 50 };

static commdn_simulator *simulator;

/* What a call gave that may have panicked; whether it did. */
static int panicked(commdn_status status, commdn_error *error) {
    int inside = status != COMMDN_OK;
    commdn_test_panic_at(0);
    if (inside) {
        CHECK(status == COMMDN_ERR_INTERNAL);
        CHECK(commdn_error_code(error) == COMMDN_ERR_INTERNAL);
        CHECK(strstr(commdn_error_message(error), "a fault of this library") != NULL);
        CHECK(strstr(commdn_error_message(error), "a panic for a test") != NULL);
    } else {
        CHECK(error == NULL);
    }
    return inside;
}

static commdn_session_options *reconnecting(void) {
    commdn_error *error = NULL;
    commdn_session_options *options = options_for(20);
    MUST(commdn_session_options_set_reconnect(options, true, &error), error);
    MUST(commdn_session_options_set_reconnect_delays_ms(options, 1, 2, &error), error);
    return options;
}

static void in_opening_a_session(void) {
    commdn_session_options *options = options_for(20);
    uint32_t places = 0;
    for (uint32_t nth = 1; nth < MANY; nth++) {
        commdn_error *error = NULL;
        commdn_session *session = NULL;
        commdn_test_panic_at(nth);
        commdn_status status = commdn_simulator_open_session(simulator, options, &session, &error);
        if (!panicked(status, error)) {
            MUST(commdn_session_close(session, 2000, NULL), NULL);
            commdn_session_free(session);
            break;
        }
        CHECK(session == NULL);
        commdn_error_free(error);
        places++;
    }
    /* Before connecting, with the new connection, writing, reading. */
    CHECK(places >= 4 && places < MANY - 1);
    commdn_session_options_free(options);
}

static void in_a_call(void) {
    commdn_request *request = dnc("5551234567");
    uint32_t places = 0;
    for (uint32_t nth = 1; nth < MANY; nth++) {
        commdn_error *error = NULL, *after = NULL;
        commdn_answer *answer = NULL;
        commdn_session *session = open_with(simulator, reconnecting());
        commdn_test_panic_at(nth);
        commdn_status status = commdn_session_call(session, request, 5000, &answer, &error);
        int inside = panicked(status, error);
        CHECK((answer == NULL) == inside);
        commdn_answer_free(answer);
        commdn_error_free(error);
        /* The next call finds everything as it must be. */
        MUST(commdn_session_call(session, request, 5000, &answer, &after), after);
        commdn_answer_free(answer);
        commdn_error_free(after);
        MUST(commdn_session_close(session, 2000, NULL), NULL);
        commdn_session_free(session);
        if (!inside) break;
        places++;
    }
    /* Taking the request, with the request taken, writing. */
    CHECK(places >= 3 && places < MANY - 1);
    commdn_request_free(request);
}

static void in_submitting(void) {
    commdn_request *request = dnc("5551234567");
    commdn_answer *answer = NULL;
    commdn_session *session = open_with(simulator, options_for(20));
    uint32_t places = 0;
    for (uint32_t nth = 1; nth < MANY; nth++) {
        commdn_error *error = NULL;
        commdn_pending *pending = NULL;
        commdn_test_panic_at(nth);
        commdn_status status = commdn_session_submit(session, request, 5000, &pending, &error);
        if (!panicked(status, error)) {
            MUST(commdn_pending_wait(pending, 5000, &answer, &error), error);
            commdn_answer_free(answer);
            commdn_pending_free(pending);
            break;
        }
        CHECK(pending == NULL);
        commdn_error_free(error);
        places++;
    }
    CHECK(places >= 3 && places < MANY - 1);
    MUST(commdn_session_close(session, 2000, NULL), NULL);
    EXPECT(COMMDN_ERR_CLOSED, commdn_session_call(session, request, 1000, &answer, NULL));
    commdn_session_free(session);
    commdn_request_free(request);
}

/* While it reads for all: the connection is lost, and nobody is left to wait for what was read. */
static void in_reading(void) {
    commdn_error *error = NULL;
    commdn_answer *answer = NULL;
    commdn_session_options *options = options_for(20);
    commdn_pending *first = NULL, *second = NULL;
    commdn_request *request = dnc("5551234567");
    command(simulator, "{\"command\": \"fault\", \"rule\": {\"kind\": \"silent\"}}");
    MUST(commdn_session_options_set_reconnect(options, false, &error), error);
    commdn_session *session = open_with(simulator, options);
    MUST(commdn_session_submit(session, request, COMMDN_WAIT_FOREVER, &first, &error), error);
    MUST(commdn_session_submit(session, request, COMMDN_WAIT_FOREVER, &second, &error), error);
    commdn_test_panic_at(1);
    commdn_status status = commdn_pending_wait(first, 9000, &answer, &error);
    CHECK(panicked(status, error));
    CHECK(strstr(commdn_error_message(error), "a panic for a test, reading") != NULL);
    commdn_error_free(error);
    EXPECT(COMMDN_ERR_DISCONNECTED, commdn_pending_wait(second, 9000, &answer, NULL));
    CHECK(commdn_session_is_over(session));
    EXPECT(COMMDN_ERR_INTERNAL, commdn_session_call(session, request, 5000, &answer, NULL));
    MUST(commdn_session_close(session, 2000, NULL), NULL);
    commdn_pending_free(first);
    commdn_pending_free(second);
    commdn_session_free(session);
    commdn_request_free(request);
}

int main(void) {
    simulator = simulated();
    in_opening_a_session();
    in_a_call();
    in_submitting();
    in_reading();
    commdn_simulator_free(simulator);
    return finish("panic_inside");
}
