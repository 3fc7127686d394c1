/*
 * Lost connections: replaced, told of, and what becomes of the requests on them.
 */
#include "simulated.h"

static commdn_simulator *simulator;

/* Wait for the notice of that kind; others are passed over. */
static int told(commdn_session *session, int32_t kind) {
    commdn_notice *notice = NULL;
    int32_t found = -1;
    do {
        if (commdn_session_next_notice(session, 5000, &notice, NULL) != COMMDN_OK || notice == NULL) break;
        found = commdn_notice_kind(notice);
        commdn_notice_free(notice);
    } while (found != kind);
    return found == kind;
}

static uint64_t counter(commdn_session *session, int32_t which) {
    commdn_stats *stats = NULL;
    uint64_t value = 0;
    MUST(commdn_session_stats(session, &stats, NULL), NULL);
    EXPECT(COMMDN_OK, commdn_stats_value(stats, which, &value));
    commdn_stats_free(stats);
    return value;
}

static void a_lost_connection_is_replaced(void) {
    commdn_error *error = NULL;
    commdn_pending *safe = NULL, *stop = NULL;
    commdn_answer *answer = NULL;
    commdn_request *request = dnc("5551234567"), *stopping = NULL;
    commdn_session_options *options = options_for(20);
    MUST(commdn_session_options_set_reconnect(options, true, &error), error);
    MUST(commdn_session_options_set_reconnect_delays_ms(options, 10, 20, &error), error);
    MUST(commdn_session_options_set_reconnect_give_up_ms(options, 60000, &error), error);
    EXPECT(COMMDN_ERR_INVALID_ARGUMENT, commdn_session_options_set_reconnect_delays_ms(options, -1, 20, NULL));
    commdn_session *session = open_with(simulator, options);
    CHECK(commdn_session_status(session) == COMMDN_SESSION_UP);
    EXPECT(COMMDN_OK, commdn_session_trouble(session, &error));

    command(simulator, "{\"command\": \"fault\", \"rule\": {\"kind\": \"silent\"}}");
    MUST(commdn_request_stop_dialing(1, 10, &stopping), NULL);
    MUST(commdn_session_submit(session, request, 9000, &safe, &error), error);
    MUST(commdn_session_submit(session, stopping, 9000, &stop, &error), error);
    command(simulator, "{\"command\": \"clear_faults\"}");
    command(simulator, "{\"command\": \"cut\"}");
    MUST(commdn_pending_wait(safe, 5000, &answer, &error), error);
    commdn_answer_free(answer);
    EXPECT(COMMDN_ERR_OUTCOME_UNKNOWN, commdn_pending_wait(stop, 5000, &answer, &error));
    const commdn_request *query = commdn_error_status_query(error);
    CHECK(query != NULL);
    commdn_error *second = NULL;
    MUST(commdn_session_call(session, query, 5000, &answer, &second), second);
    commdn_answer_free(answer);
    commdn_error_free(error);
    CHECK(told(session, COMMDN_NOTICE_DISCONNECTED) && told(session, COMMDN_NOTICE_CONNECTED));
    CHECK(counter(session, COMMDN_COUNTER_RECONNECTS) == 1);
    CHECK(counter(session, COMMDN_COUNTER_REPEATED) == 1);

    command(simulator, "{\"command\": \"service\", \"dn\": \"8001\", \"up\": false}");
    CHECK(told(session, COMMDN_NOTICE_OUT_OF_SERVICE));
    CHECK(commdn_session_status(session) == COMMDN_SESSION_OUT_OF_SERVICE);
    EXPECT(COMMDN_ERR_DISCONNECTED, commdn_session_trouble(session, &error));
    CHECK(strstr(commdn_error_message(error), "8001") != NULL);
    commdn_error_free(error);
    command(simulator, "{\"command\": \"service\", \"dn\": \"8001\", \"up\": true}");
    CHECK(told(session, COMMDN_NOTICE_IN_SERVICE));
    command(simulator, "{\"command\": \"unregister\", \"dn\": \"8001\"}");
    CHECK(told(session, COMMDN_NOTICE_UNREGISTERED) && told(session, COMMDN_NOTICE_REGISTERED));
    MUST(commdn_session_call(session, request, 5000, &answer, &error), error);
    commdn_answer_free(answer);

    commdn_pending_free(safe);
    commdn_pending_free(stop);
    commdn_request_free(stopping);
    commdn_request_free(request);
    commdn_session_free(session);
}

static void a_session_is_there_before_its_servers(void) {
    commdn_error *error = NULL;
    commdn_session *session = NULL;
    commdn_answer *answer = NULL;
    commdn_request *request = dnc("5551234567");
    commdn_session_options *options = options_for(20);
    MUST(commdn_session_options_set_connect_in_background(options, true, &error), error);
    MUST(commdn_session_open("127.0.0.1:1,127.0.0.1:2", options, &session, &error), error);
    EXPECT(COMMDN_ERR_DISCONNECTED, commdn_session_call(session, request, 100, &answer, &error));
    CHECK(strstr(commdn_error_message(error), "127.0.0.1:1") != NULL);
    CHECK(strstr(commdn_error_message(error), "127.0.0.1:2") != NULL);
    commdn_error_free(error);
    CHECK(commdn_session_status(session) == COMMDN_SESSION_CONNECTING && !commdn_session_is_over(session));
    EXPECT(COMMDN_ERR_CONNECT, commdn_session_trouble(session, NULL));
    commdn_session_free(session);

    MUST(commdn_session_options_set_hold_requests(options, false, &error), error);
    MUST(commdn_session_open("127.0.0.1:1", options, &session, &error), error);
    CHECK(commdn_session_call(session, request, 5000, &answer, NULL) != COMMDN_OK);
    EXPECT(COMMDN_OK, commdn_session_close(session, 5000, NULL));
    CHECK(commdn_session_status(session) == COMMDN_SESSION_OVER);
    EXPECT(COMMDN_ERR_CLOSED, commdn_session_trouble(session, NULL));
    commdn_session_free(session);

    /* Without the background, opening tells of every server. */
    MUST(commdn_session_options_set_connect_in_background(options, false, &error), error);
    EXPECT(COMMDN_ERR_CONNECT, commdn_session_open("127.0.0.1:1,127.0.0.1:2", options, &session, &error));
    CHECK(strstr(commdn_error_message(error), "127.0.0.1:2") != NULL);
    commdn_error_free(error);
    EXPECT(COMMDN_ERR_CONNECT, commdn_session_open("exec:no-such-program a", options, &session, &error));
    CHECK(strstr(commdn_error_message(error), "no-such-program") != NULL);
    commdn_error_free(error);
    EXPECT(COMMDN_ERR_INVALID_ARGUMENT, commdn_session_open("127.0.0.1:1,,", options, &session, NULL));
    commdn_session_options_free(options);
    commdn_request_free(request);
}

int main(void) {
    simulator = simulated();
    a_lost_connection_is_replaced();
    a_session_is_there_before_its_servers();
    commdn_simulator_free(simulator);
    return finish("reconnecting");
}
