/*
 * A program in the old style: its own dispatch function, a TScanServer loop. A do-not-call request
 * goes out through its T-Library connection, and the answer comes back through it.
 */
#include "tlibrary.h"

/* What T-Library packed is freed by what the site says. */
static int packs_freed;
#include <stdlib.h>
#define COMMDN_TLIB_FREE(packed) (free(packed), (void)packs_freed++)
#include "commdn_tlib.h"

#include "check.h"

static commdn_tlib *bridge;
static int link_is_up, disconnected, own_events, other_acks;
static ulong64_t last_sequence;

static void dispatch(TEvent *event) {
    ulong64_t sequence = TEventGetLongAttr(event, AttributeEventSequenceNumber);
    if (sequence != 0) {
        CHECK(sequence > last_sequence);
        last_sequence = sequence;
    }
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
    MUST(commdn_session_options_set_reconnect_delays_ms(options, 10, 20, &error), error);
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

static void command(const char *json) {
    commdn_error *error = NULL;
    char *reply = NULL;
    MUST(commdn_simulator_command(simulator, json, &reply, &error), error);
    commdn_string_free(reply);
}

/* Scan until the session is so; whether it came to that within ten seconds. */
static int scan_until(TServer server, commdn_session *session, int32_t status) {
    int turns;
    for (turns = 0; turns < 10 && commdn_session_status(session) != status; turns++) {
        CHECK(TScanServer(server, 1) >= 0);
        commdn_tlib_tick(bridge);
    }
    return commdn_session_status(session) == status;
}

/* A notice of that kind comes, after others. */
static int told(commdn_session *session, int32_t kind) {
    commdn_notice *notice = NULL;
    int found = 0;
    while (!found && commdn_session_next_notice(session, 2000, &notice, NULL) == COMMDN_OK) {
        found = commdn_notice_kind(notice) == kind;
        commdn_notice_free(notice);
    }
    return found;
}

static int other_dn(int number, char *dn) {
    TEvent event;
    memset(&event, 0, sizeof event);
    event.Event = (enum TMessageType)number;
    event.Server = bridge->server;
    event.ThisDN = dn;
    return commdn_tlib_handle(bridge, &event);
}

/* Requests wait while the DN is out of service: 147 and 148, which this program's header may not know. */
static void a_dn_out_of_service_holds_requests(TServer server, commdn_session *session) {
    commdn_pending *pending;
    commdn_answer *answer = NULL;
    commdn_error *error = NULL;
    char other[] = "4711";
    int before = own_events;
    CHECK(other_dn(147, other) == 0 && commdn_session_status(session) == COMMDN_SESSION_UP);
    command("{\"command\": \"service\", \"dn\": \"8001\", \"up\": false}");
    CHECK(scan_until(server, session, COMMDN_SESSION_OUT_OF_SERVICE));
    CHECK(told(session, COMMDN_NOTICE_OUT_OF_SERVICE));
    pending = submit(session, "5550000002");
    EXPECT(COMMDN_ERR_TIMEOUT, commdn_pending_wait(pending, 100, &answer, NULL));
    command("{\"command\": \"service\", \"dn\": \"8001\", \"up\": true}");
    CHECK(scan_until(server, session, COMMDN_SESSION_UP));
    CHECK(told(session, COMMDN_NOTICE_IN_SERVICE));
    MUST(outcome(server, pending, &answer, &error), error);
    CHECK(own_events == before);
    commdn_answer_free(answer);
    commdn_pending_free(pending);
}

/* Taken away twice in a row: asked for at once, and then after a pause. */
static void a_registration_that_is_taken_away_is_had_again(TServer server, commdn_session *session) {
    int round;
    for (round = 0; round < 2; round++) {
        commdn_answer *answer = NULL;
        commdn_error *error = NULL;
        commdn_pending *pending;
        command("{\"command\": \"unregister\", \"dn\": \"8001\"}");
        while (commdn_tlib_registered(bridge) == 1 && TScanServer(server, 1) >= 0) {}
        CHECK(commdn_tlib_registered(bridge) == 0);
        CHECK(told(session, COMMDN_NOTICE_UNREGISTERED));
        CHECK(commdn_session_status(session) == COMMDN_SESSION_CONNECTING);
        pending = submit(session, "5550000003");
        CHECK((bridge->ask_at != 0) == (round == 1));
        CHECK(scan_until(server, session, COMMDN_SESSION_UP) && commdn_tlib_registered(bridge) == 1);
        CHECK(told(session, COMMDN_NOTICE_REGISTERED));
        MUST(outcome(server, pending, &answer, &error), error);
        commdn_answer_free(answer);
        commdn_pending_free(pending);
    }
}

/* T-Library says itself that its connection is lost and back; the bridge registers again. */
static void a_connection_that_is_back_carries_the_session_on(TServer server, commdn_session *session) {
    TEvent event;
    commdn_answer *answer = NULL;
    commdn_error *error = NULL;
    commdn_pending *pending;
    memset(&event, 0, sizeof event);
    event.Server = server;
    event.Event = EventServerDisconnected;
    CHECK(commdn_tlib_handle(bridge, &event) == 0 && commdn_tlib_registered(bridge) == -1);
    CHECK(told(session, COMMDN_NOTICE_DISCONNECTED));
    event.Event = EventLinkConnected;
    CHECK(commdn_tlib_handle(bridge, &event) == 0 && commdn_tlib_registered(bridge) == 0);
    CHECK(scan_until(server, session, COMMDN_SESSION_UP) && commdn_tlib_registered(bridge) == 1);
    pending = submit(session, "5550000004");
    MUST(outcome(server, pending, &answer, &error), error);
    commdn_answer_free(answer);
    commdn_pending_free(pending);
}

static void a_lost_connection_ends_the_session(TServer server, commdn_session *session) {
    commdn_error *error = NULL;
    commdn_answer *answer = NULL;
    commdn_pending *pending;
    commdn_status status;
    command("{\"command\": \"cut\"}");
    pending = submit(session, "5551234567");
    while (!disconnected && TScanServer(server, 5) >= 0) {}
    CHECK(disconnected && commdn_tlib_registered(bridge) == -1);
    EXPECT(COMMDN_ERR_TIMEOUT, commdn_pending_wait(pending, 200, &answer, NULL));
    CHECK(commdn_session_status(session) == COMMDN_SESSION_CONNECTING);
    EXPECT(COMMDN_OK, commdn_session_close(session, 2000, NULL));
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
    commdn_tlib_tick(NULL);
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
    a_dn_out_of_service_holds_requests(server, session);
    a_registration_that_is_taken_away_is_had_again(server, session);
    a_connection_that_is_back_carries_the_session_on(server, session);
    a_lost_connection_ends_the_session(server, session);
    null_is_tolerated();
    commdn_session_free(session);
    commdn_tlib_free(bridge);
    commdn_simulator_free(simulator);
    CHECK(own_events > 0 && last_sequence > 0);

    self_test(0, "nested list: same\n");
    CHECK(packs_freed == 7);
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
