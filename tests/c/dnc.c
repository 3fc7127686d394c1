/* A do-not-call request, end to end, against the simulator in the library. */
#include "check.h"

static commdn_session *open_as(int32_t app_dbid) {
    commdn_error *error = NULL;
    commdn_session_options *options = NULL;
    commdn_session *session = NULL;
    MUST(commdn_session_options_new("8001", app_dbid, &options, &error), error);
    MUST(commdn_session_options_set_application(options, "desktop", &error), error);
    MUST(commdn_session_options_set_ocs_dbid(options, 101, &error), error);
    MUST(commdn_session_open("sim:", options, &session, &error), error);
    commdn_session_options_free(options);
    commdn_error_free(error);
    return session;
}

static commdn_request *dnc(const char *phone) {
    commdn_error *error = NULL;
    commdn_request *request = NULL;
    MUST(commdn_request_do_not_call(&request), NULL);
    MUST(commdn_request_set_phone_as_is(request, phone, &error), error);
    MUST(commdn_request_set_chain(request, COMMDN_CHAIN_ALL, &error), error);
    return request;
}

/* The answer tells the phone, the OCS and this application. */
static void check_answer(const commdn_answer *answer, const char *phone) {
    const commdn_event *event = commdn_answer_event(answer);
    const commdn_kvlist *list = NULL;
    const char *text = NULL;
    int32_t number = 0;
    size_t index = 99;
    CHECK(commdn_answer_event_count(answer) == 1);
    CHECK(commdn_answer_event_at(answer, 0) == event && commdn_answer_event_at(answer, 1) == NULL);
    CHECK(commdn_event_message_type(event) == COMMDN_MESSAGE_TYPE_EV_DO_NOT_CALL_PROCESSED);
    CHECK(!commdn_event_is_refusal(event));
    EXPECT(COMMDN_OK, commdn_event_phone(event, &text));
    CHECK(same_text(text, phone));
    EXPECT(COMMDN_OK, commdn_event_origin(event, &number));
    CHECK(number == 101);
    EXPECT(COMMDN_OK, commdn_event_target(event, &number));
    CHECK(number == 20);
    EXPECT(COMMDN_ERR_NOT_FOUND, commdn_event_campaign(event, &number));
    CHECK(number == 0);
    EXPECT(COMMDN_OK, commdn_kvlist_find_path(commdn_event_user_data(event),
                                              COMMDN_KEY_PROPERTIES "/" COMMDN_KEY_DO_NOT_CALL "/" COMMDN_KEY_PHONE,
                                              &list, &index));
    EXPECT(COMMDN_OK, commdn_kvlist_string_at(list, index, &text, NULL));
    CHECK(same_text(text, phone));
}

static void call_and_submit(void) {
    commdn_error *error = NULL;
    commdn_answer *answer = NULL;
    commdn_pending *pending = NULL;
    commdn_notice *notice = NULL;
    commdn_stats *stats = NULL;
    uint64_t count = 0;
    int32_t reference_id = 0;
    commdn_session *session = open_as(20);

    commdn_request *request = dnc("5551234567");
    MUST(commdn_session_call(session, request, 5000, &answer, &error), error);
    check_answer(answer, "5551234567");
    commdn_answer_free(answer);

    MUST(commdn_session_submit(session, request, COMMDN_WAIT_DEFAULT, &pending, &error), error);
    EXPECT(COMMDN_OK, commdn_pending_reference_id(pending, &reference_id));
    CHECK(reference_id > 0);
    MUST(commdn_pending_wait(pending, COMMDN_WAIT_FOREVER, &answer, &error), error);
    check_answer(answer, "5551234567");
    commdn_answer_free(answer);
    answer = (commdn_answer *)&reference_id;
    EXPECT(COMMDN_ERR_INVALID_ARGUMENT, commdn_pending_wait(pending, 0, &answer, NULL));
    CHECK(answer == NULL);
    commdn_pending_free(pending);

    /* The server's link to the switch is told at the start; nothing else happens unasked. */
    MUST(commdn_session_next_notice(session, 1000, &notice, &error), error);
    CHECK(commdn_notice_kind(notice) == COMMDN_NOTICE_SWITCH_UP);
    CHECK(commdn_notice_event(notice) == NULL && commdn_notice_error(notice) == NULL);
    commdn_notice_free(notice);
    EXPECT(COMMDN_ERR_TIMEOUT, commdn_session_next_notice(session, 0, &notice, &error));
    CHECK(notice == NULL && commdn_error_code(error) == COMMDN_ERR_TIMEOUT);
    CHECK(commdn_error_is_retryable(NULL) == false);
    commdn_error_free(error);

    /* One that nobody waits for. */
    MUST(commdn_session_submit(session, request, 1000, &pending, &error), error);
    commdn_pending_free(pending);
    commdn_request_free(request);
    /* Its answer, if it came too late to complete it, is a notice. */
    if (commdn_session_next_notice(session, 200, &notice, NULL) == COMMDN_OK) {
        CHECK(commdn_notice_kind(notice) == COMMDN_NOTICE_LATE_ANSWER);
        CHECK(commdn_notice_error(notice) == NULL);
        CHECK(commdn_event_message_type(commdn_notice_event(notice)) == COMMDN_MESSAGE_TYPE_EV_DO_NOT_CALL_PROCESSED);
        commdn_notice_free(notice);
    }

    MUST(commdn_session_stats(session, &stats, &error), error);
    EXPECT(COMMDN_OK, commdn_stats_value(stats, COMMDN_COUNTER_SUBMITTED, &count));
    CHECK(count == 3);
    EXPECT(COMMDN_ERR_NOT_FOUND, commdn_stats_value(stats, 4711, &count));
    CHECK(same_text(commdn_counter_name(COMMDN_COUNTER_SENT_BYTES), "sent_bytes"));
    commdn_stats_free(stats);

    MUST(commdn_session_close(session, 1000, &error), error);
    MUST(commdn_session_close(session, 1000, &error), error);
    CHECK(commdn_session_is_over(session));
    request = dnc("1");
    EXPECT(COMMDN_ERR_CLOSED, commdn_session_call(session, request, 1000, &answer, NULL));
    commdn_request_free(request);
    commdn_session_free(session);
}

/* OCS says nothing to an application that is not in its connections: the error says what to check. */
static void unknown_application(void) {
    commdn_error *error = NULL;
    commdn_answer *answer = NULL;
    commdn_session *session = open_as(77);
    commdn_request *request = dnc("5551234567");
    EXPECT(COMMDN_ERR_NO_ANSWER, commdn_session_call(session, request, 300, &answer, &error));
    CHECK(answer == NULL);
    const char *text = commdn_error_message(error);
    CHECK(strstr(text, "connection") != NULL);
    CHECK(strstr(text, "allow-list") != NULL);
    CHECK(strstr(text, "outbound_contact_server") != NULL);
    CHECK(!commdn_error_is_retryable(error));
    printf("%s\n", text);
    commdn_error_free(error);
    commdn_request_free(request);
    commdn_session_free(session);
}

/* The same over TCP, as with a bridge or a simulator of its own. */
static void over_tcp(void) {
    commdn_error *error = NULL;
    commdn_simulator *simulator = NULL;
    commdn_session_options *options = NULL;
    commdn_session *session = NULL;
    commdn_answer *answer = NULL;
    char address[32], *reply = NULL;
    int32_t port = 0;
    MUST(commdn_simulator_start(NULL, &simulator, &error), error);
    MUST(commdn_simulator_listen(simulator, "127.0.0.1:0", &port, &error), error);
    CHECK(port > 0);
    EXPECT(COMMDN_ERR_CONNECT, commdn_simulator_listen(simulator, "no address", &port, NULL));
    CHECK(port == 0);
    MUST(commdn_simulator_listen(simulator, "127.0.0.1:0", &port, &error), error);
    snprintf(address, sizeof address, "tcp://127.0.0.1:%d", (int)port);
    MUST(commdn_session_options_new("8001", 20, &options, &error), error);
    MUST(commdn_session_options_set_ocs_dbid(options, 101, &error), error);
    MUST(commdn_session_open(address, options, &session, &error), error);
    commdn_request *request = dnc("5551234567");
    MUST(commdn_session_call(session, request, 5000, &answer, &error), error);
    check_answer(answer, "5551234567");
    MUST(commdn_simulator_command(simulator, "{\"command\": \"do_not_call\", \"ocs\": 101}", &reply, &error), error);
    CHECK(strstr(reply, "5551234567") != NULL);
    commdn_string_free(reply);
    commdn_answer_free(answer);
    commdn_request_free(request);
    commdn_session_free(session);
    commdn_session_options_free(options);
    commdn_simulator_free(simulator);
}

int main(void) {
    commdn_error *error = NULL;
    MUST(commdn_check_abi(COMMDN_ABI, &error), error);
    call_and_submit();
    unknown_application();
    over_tcp();
    return finish("dnc");
}
