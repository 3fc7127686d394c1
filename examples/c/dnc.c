/* dnc [ADDRESS [DN [APP_DBID [OCS_DBID]]]]: put a phone number on the do-not-call list.
 * cc dnc.c $(pkg-config --cflags --libs commdn) */
#include <commdn.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv) {
    const char *address = argc > 1 ? argv[1] : "sim:", *dn = argc > 2 ? argv[2] : "8001";
    const int app_dbid = argc > 3 ? atoi(argv[3]) : 20, ocs_dbid = argc > 4 ? atoi(argv[4]) : 101;
    commdn_session_options *options = NULL;
    commdn_session *session = NULL;
    commdn_request *request = NULL;
    commdn_answer *answer = NULL;
    commdn_error *error = NULL;
    const char *phone;
    int32_t ocs;

    commdn_request_do_not_call(&request);
    if (commdn_request_set_phone(request, "5551234567", &error) == COMMDN_OK
        && commdn_request_set_chain(request, COMMDN_CHAIN_ALL, &error) == COMMDN_OK
        && commdn_session_options_new(dn, app_dbid, &options, &error) == COMMDN_OK
        && commdn_session_options_set_ocs_dbid(options, ocs_dbid, &error) == COMMDN_OK
        && commdn_session_open(address, options, &session, &error) == COMMDN_OK
        && commdn_session_call(session, request, 5000, &answer, &error) == COMMDN_OK) {
        commdn_event_phone(commdn_answer_event(answer), &phone);
        commdn_event_origin(commdn_answer_event(answer), &ocs);
        printf("%s: do not call, acknowledged by OCS %d\n", phone, (int)ocs);
    } else {
        fprintf(stderr, "%s\n", commdn_error_message(error));
    }
    commdn_answer_free(answer);
    commdn_session_free(session);
    commdn_session_options_free(options);
    commdn_request_free(request);
    commdn_error_free(error);
    return answer == NULL;
}
