/*
 * A program in the old style: its own dispatch function, a TScanServer loop. A do-not-call request
 * goes out through its T-Library connection, and the answer comes back through it.
 */
#include "tlibrary.h"

#include "commdn_tlib.h"

#include "check.h"

static commdn_tlib *bridge;
static int link_is_up, disconnected, own_events, other_acks;

static void dispatch(TEvent *event) {
    if (commdn_tlib_handle(bridge, event)) return;
    own_events++;
    if (event->Event == EventLinkConnected) link_is_up = 1;
    if (event->Event == EventServerDisconnected) disconnected = 1;
    if (event->Event == EventACK) other_acks++;
}

static commdn_simulator *simulator;
static char host[] = "127.0.0.1", app[] = "desktop";

static TServer connect_to_simulator(void) {
    commdn_error *error = NULL;
    int32_t port = 0;
    char name[32];
    TServer server;
    MUST(commdn_simulator_start(NULL, &simulator, &error), error);
    MUST(commdn_simulator_listen(simulator, "127.0.0.1:0", &port, &error), error);
    /* Both ways of opening lead there. */
    server = TOpenServerEx(host, port, dispatch, app, NULL, AsyncMode);
    CHECK(server > 0 && TCloseServer(server) > 0);
    snprintf(name, sizeof name, "127.0.0.1:%d", (int)port);
    server = TOpenServer(name, dispatch, app, NULL, AsyncMode);
    CHECK(server > 0);
    while (server > 0 && !link_is_up && TScanServer(server, 5) >= 0) {}
    CHECK(link_is_up);
    return server;
}

static commdn_session *open_session(TServer server, int32_t app_dbid) {
    commdn_error *error = NULL;
    commdn_session_options *options = NULL;
    commdn_session *session = NULL;
    MUST(commdn_tlib_open(server, "8001", &bridge, &error), error);
    CHECK(commdn_tlib_registered(bridge) == 0);
    while (commdn_tlib_registered(bridge) == 0 && TScanServer(server, 5) >= 0) {}
    CHECK(commdn_tlib_registered(bridge) == 1);
    MUST(commdn_session_options_new("8001", app_dbid, &options, &error), error);
    MUST(commdn_session_options_set_ocs_dbid(options, 101, &error), error);
    MUST(commdn_session_options_set_reconnect(options, false, &error), error);
    MUST(commdn_tlib_open_session(bridge, options, &session, &error), error);
    commdn_session_options_free(options);
    return session;
}

static commdn_pending *submit(commdn_session *session, const char *phone) {
    commdn_error *error = NULL;
    commdn_request *request = NULL;
    commdn_pending *pending = NULL;
    MUST(commdn_request_do_not_call(&request), error);
    MUST(commdn_request_set_phone_as_is(request, phone, &error), error);
    MUST(commdn_session_submit(session, request, 5000, &pending, &error), error);
    commdn_request_free(request);
    return pending;
}

/* The loop of an old program: events first, then whether the outcome is there. */
static commdn_status outcome(TServer server, commdn_pending *pending, commdn_answer **answer, commdn_error **error) {
    bool done = false;
    int turns;
    for (turns = 0; turns < 10 && !done; turns++) {
        CHECK(TScanServer(server, 1) >= 0);
        EXPECT(COMMDN_OK, commdn_pending_poll(pending, &done, NULL));
    }
    return commdn_pending_wait(pending, 0, answer, error);
}

static void a_request_gets_its_answer(TServer server, commdn_session *session) {
    commdn_error *error = NULL;
    commdn_answer *answer = NULL;
    commdn_pending *pending = submit(session, "5551234567");
    const char *phone = NULL;
    MUST(outcome(server, pending, &answer, &error), error);
    CHECK(commdn_event_message_type(commdn_answer_event(answer)) == COMMDN_MESSAGE_TYPE_EV_DO_NOT_CALL_PROCESSED);
    EXPECT(COMMDN_OK, commdn_event_phone(commdn_answer_event(answer), &phone));
    CHECK(same_text(phone, "5551234567"));
    /* The acknowledgement was the session's, not the program's. */
    CHECK(other_acks == 0);
    commdn_answer_free(answer);
    commdn_pending_free(pending);
}

/* What the program sends by itself on the same connection stays its own. */
static void own_traffic_goes_on(TServer server) {
    char dn[] = "8001";
    TEvent event;
    int reference;
    memset(&event, 0, sizeof event);
    event.Event = EventUserEvent;
    event.UserData = TKVListCreate();
    TKVListAddString(event.UserData, "greeting", "hello");
    reference = TSendUserEvent(server, dn, &event);
    CHECK(reference > 0 && TGetReferenceID() == reference + 1);
    while (other_acks == 0 && TScanServer(server, 5) >= 0) {}
    CHECK(other_acks == 1);
    TKVListFree(event.UserData);
    CHECK(TSetReferenceID(5000) == 5000);
    CHECK(TGetReferenceID() == 5000);
    CHECK(TDispatch(server) >= 0);
}

static void a_lost_connection_ends_the_session(TServer server, commdn_session *session) {
    commdn_error *error = NULL;
    commdn_answer *answer = NULL;
    commdn_pending *pending;
    commdn_status status;
    char *reply = NULL;
    MUST(commdn_simulator_command(simulator, "{\"command\": \"cut\"}", &reply, &error), error);
    commdn_string_free(reply);
    pending = submit(session, "1");
    status = COMMDN_OK;
    while (!disconnected && TScanServer(server, 5) >= 0) {}
    CHECK(disconnected && commdn_tlib_registered(bridge) == -1);
    status = commdn_pending_wait(pending, 2000, &answer, &error);
    CHECK(status != COMMDN_OK && status != COMMDN_ERR_TIMEOUT);
    CHECK(answer == NULL && commdn_session_is_over(session));
    commdn_error_free(error);
    commdn_pending_free(pending);
    CHECK(TScanServer(server, 0) < 0);
}

static void null_is_tolerated(void) {
    commdn_session *session = NULL;
    commdn_kvlist *list = NULL;
    CHECK(commdn_tlib_handle(NULL, NULL) == 0 && commdn_tlib_handle(bridge, NULL) == 0);
    CHECK(commdn_tlib_registered(NULL) == -1 && commdn_tlib_from_kvlist(NULL) == NULL);
    EXPECT(COMMDN_ERR_INVALID_ARGUMENT, commdn_tlib_open(1, NULL, NULL, NULL));
    EXPECT(COMMDN_ERR_INVALID_ARGUMENT, commdn_tlib_open_session(NULL, NULL, &session, NULL));
    EXPECT(COMMDN_ERR_INVALID_ARGUMENT, commdn_tlib_to_kvlist(NULL, &list, NULL));
    CHECK(commdn_tlib_self_test(NULL) == -1);
    commdn_tlib_free(NULL);
}

/* With a T-Library that packs otherwise, the self-test names the option; `line` must be among its lines. */
static void self_test(int differences, const char *line) {
    char text[4096];
    FILE *out = tmpfile();
    CHECK(out != NULL);
    if (out == NULL) return;
    CHECK(commdn_tlib_self_test(out) == differences);
    rewind(out);
    text[fread(text, 1, sizeof text - 1, out)] = '\0';
    CHECK(strstr(text, line) != NULL);
    fclose(out);
}

int main(void) {
    TServer server = connect_to_simulator();
    commdn_session *session = open_session(server, 20);
    a_request_gets_its_answer(server, session);
    own_traffic_goes_on(server);
    a_lost_connection_ends_the_session(server, session);
    null_is_tolerated();
    commdn_session_free(session);
    commdn_tlib_free(bridge);
    commdn_simulator_free(simulator);
    CHECK(own_events > 0);

    self_test(0, "nested list: same\n");
    double_two_lengths16 = 1;
    self_test(1, "nested list: different, commdn_dialect_set_list_prefix(COMMDN_LIST_PREFIX_TWO_LENGTHS16) mends it\n");
    double_two_lengths16 = 0;
    double_little_endian_ints = 1;
    self_test(2, "int: different, no option mends it\n");
    double_little_endian_ints = 0;
    double_unicode_units = 1;
    self_test(1, "unicode: different, commdn_dialect_set_unicode_length(COMMDN_UNICODE_LENGTH_UNITS) mends it\n");
    double_unicode_units = 0;
    return finish("tlib/bridge");
}
