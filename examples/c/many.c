/* many [ADDRESS [DN [APP_DBID [OCS_DBID]]]]: 1,000 do-not-call requests, 64 of them open at a time. */
#include <commdn.h>
#include <stdio.h>
#include <stdlib.h>

enum { REQUESTS = 1000, WINDOW = 64 };

/* Every hundredth is no phone number, and sent as it is for OCS to refuse. */
static commdn_status submit(const commdn_completions *completions, int tag, commdn_error **error) {
    char phone[16];
    commdn_request *request = NULL;
    commdn_status status = commdn_request_do_not_call(&request);
    snprintf(phone, sizeof phone, "555%07d", tag);
    if (status == COMMDN_OK) {
        status = tag % 100 == 99 ? commdn_request_set_phone_as_is(request, "no number", error)
                                 : commdn_request_set_phone(request, phone, error);
    }
    if (status == COMMDN_OK) status = commdn_completions_submit(completions, (uint64_t)tag, request, 5000, error);
    commdn_request_free(request);
    return status;
}

int main(int argc, char **argv) {
    const char *address = argc > 1 ? argv[1] : "sim:", *dn = argc > 2 ? argv[2] : "8001";
    const int app_dbid = argc > 3 ? atoi(argv[3]) : 20, ocs_dbid = argc > 4 ? atoi(argv[4]) : 101;
    commdn_session_options *options = NULL;
    commdn_session *session = NULL;
    commdn_completions *completions = NULL;
    commdn_answer *answer = NULL;
    commdn_error *error = NULL;
    int submitted = 0, ended = 0, acknowledged = 0, refused = 0;
    bool ok = commdn_session_options_new(dn, app_dbid, &options, &error) == COMMDN_OK
              && commdn_session_options_set_ocs_dbid(options, ocs_dbid, &error) == COMMDN_OK
              && commdn_session_open(address, options, &session, &error) == COMMDN_OK
              && commdn_completions_new(session, &completions, &error) == COMMDN_OK;
    while (ok && ended < REQUESTS) {
        uint64_t tag;
        while (ok && submitted < REQUESTS && submitted - ended < WINDOW)
            ok = submit(completions, submitted++, &error) == COMMDN_OK;
        if (!ok) break;
        switch (commdn_completions_next(completions, COMMDN_WAIT_FOREVER, &tag, &answer, NULL)) {
        case COMMDN_OK: acknowledged++; break;
        case COMMDN_ERR_OCS_REFUSED: refused++; break;
        default: break;
        }
        commdn_answer_free(answer);
        ended++;
    }
    if (ok)
        printf("%d acknowledged, %d refused, %d unanswered\n", acknowledged, refused, ended - acknowledged - refused);
    else fprintf(stderr, "%s\n", commdn_error_message(error));
    commdn_completions_free(completions);
    commdn_session_free(session);
    commdn_session_options_free(options);
    commdn_error_free(error);
    return !ok;
}
