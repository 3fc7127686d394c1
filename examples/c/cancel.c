/* cancel [ADDRESS [DN [APP_DBID [OCS_DBID]]]]: cancel the records of a phone, and of a customer's phone. */
#include <commdn.h>
#include <stdio.h>
#include <stdlib.h>

/* Cancel all records of the chain; records that an agent works on stay, and the message says so. */
static commdn_status cancel(const commdn_session *session, const char *phone, const char *customer_id,
                            commdn_error **error) {
    commdn_request *request = NULL;
    commdn_answer *answer = NULL;
    const char *message;
    commdn_status status = commdn_request_cancel_record(&request);
    if (status == COMMDN_OK) status = commdn_request_set_phone(request, phone, error);
    if (status == COMMDN_OK) status = commdn_request_set_chain(request, COMMDN_CHAIN_ALL, error);
    if (status == COMMDN_OK && customer_id != NULL)
        status = commdn_request_set_customer_id(request, customer_id, error);
    if (status == COMMDN_OK) status = commdn_session_call(session, request, 5000, &answer, error);
    if (status == COMMDN_OK) {
        const commdn_event *event = commdn_answer_event(answer);
        if (commdn_event_message(event, &message) != COMMDN_OK)
            message = commdn_enum_name(COMMDN_ENUM_MESSAGE_TYPE, commdn_event_message_type(event));
        printf("%s of %s: %s\n", phone, customer_id != NULL ? customer_id : "anybody", message);
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
    commdn_error *error = NULL;

    const int ok = commdn_session_options_new(dn, app_dbid, &options, &error) == COMMDN_OK
                   && commdn_session_options_set_ocs_dbid(options, ocs_dbid, &error) == COMMDN_OK
                   && commdn_session_open(address, options, &session, &error) == COMMDN_OK
                   && cancel(session, "5550110", NULL, &error) == COMMDN_OK
                   && cancel(session, "5550120", "C-1003", &error) == COMMDN_OK;
    if (!ok) fprintf(stderr, "%s\n", commdn_error_message(error));
    commdn_session_free(session);
    commdn_session_options_free(options);
    commdn_error_free(error);
    return !ok;
}
