/* campaign [ADDRESS [DN [APP_DBID [OCS_DBID]]]]: load, start, stop and unload campaign 1 of group 10. */
#include <commdn.h>
#include <stdio.h>
#include <stdlib.h>

typedef commdn_status (*make_fn)(int32_t campaign, int32_t group, commdn_request **out_request);

static const char *status_of(const commdn_event *event, int32_t *number) {
    if (commdn_event_status(event, number) != COMMDN_OK) return "-";
    return commdn_enum_name(COMMDN_ENUM_GROUP_STATUS, *number);
}

/* Send a request and follow the group's status until it is the one that was asked for. */
static commdn_status step(const commdn_session *session, const char *name, make_fn make, bool dialing, int32_t until,
                          commdn_error **error) {
    commdn_request *request = NULL;
    commdn_answer *answer = NULL;
    int32_t now = 0;
    commdn_status status = make(1, 10, &request);
    if (status == COMMDN_OK && dialing)
        status = commdn_request_set_dialing(request, COMMDN_DIAL_MODE_PREDICT, COMMDN_OPTIMIZE_BY_BUSY_FACTOR, 80,
                                            error);
    if (status == COMMDN_OK) status = commdn_session_call(session, request, 5000, &answer, error);
    if (status == COMMDN_OK) {
        const commdn_event *event = commdn_answer_event(answer);
        const char *type = commdn_enum_name(COMMDN_ENUM_MESSAGE_TYPE, commdn_event_message_type(event));
        printf("%s: %s, %s\n", name, type, status_of(event, &now));
    }
    for (now = -1; status == COMMDN_OK && until >= 0 && now != until;) {
        commdn_notice *notice = NULL;
        status = commdn_session_next_notice(session, 5000, &notice, error);
        if (commdn_event_status(commdn_notice_event(notice), &now) == COMMDN_OK)
            printf("  now %s\n", status_of(commdn_notice_event(notice), &now));
        commdn_notice_free(notice);
    }
    commdn_answer_free(answer);
    commdn_request_free(request);
    return status;
}

int main(int argc, char **argv) {
    const char *address = argc > 1 ? argv[1] : "sim:", *dn = argc > 2 ? argv[2] : "8001";
    const int app_dbid = argc > 3 ? atoi(argv[3]) : 20, ocs_dbid = argc > 4 ? atoi(argv[4]) : 101;
    commdn_session_options *options = NULL;
    commdn_session *session = NULL;
    commdn_error *e = NULL;

    const bool ok = commdn_session_options_new(dn, app_dbid, &options, &e) == COMMDN_OK
                    && commdn_session_options_set_ocs_dbid(options, ocs_dbid, &e) == COMMDN_OK
                    && commdn_session_open(address, options, &session, &e) == COMMDN_OK
                    && step(session, "load", commdn_request_load_campaign, true, COMMDN_GROUP_STATUS_ACTIVE, &e)
                           == COMMDN_OK
                    && step(session, "start", commdn_request_start_dialing, true, COMMDN_GROUP_STATUS_RUNNING, &e)
                           == COMMDN_OK
                    && step(session, "status", commdn_request_campaign_status, false, -1, &e) == COMMDN_OK
                    && step(session, "stop", commdn_request_stop_dialing, false, COMMDN_GROUP_STATUS_ACTIVE, &e)
                           == COMMDN_OK
                    /* At once: commdn_request_unload_campaign would wait for the calls that are still going on. */
                    && step(session, "unload", commdn_request_force_unload_campaign, false,
                            COMMDN_GROUP_STATUS_NOT_LOADED, &e)
                           == COMMDN_OK;
    if (!ok) fprintf(stderr, "%s\n", commdn_error_message(e));
    commdn_session_free(session);
    commdn_session_options_free(options);
    commdn_error_free(e);
    return !ok;
}
