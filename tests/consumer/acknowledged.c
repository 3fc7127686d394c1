/*
 * A program of a user of the installed library, in the common part of C and C++: a do-not-call
 * request to the simulated contact centre, and a look at its acknowledgement.
 *
 * Status 0 only if the request was acknowledged, by the right event, for this phone.
 */
#include <commdn.h>
#include <stdio.h>
#include <string.h>

static const char *const PHONE = "5551234567";

/* 0, or 1 and what is wrong on stderr. */
static int check_acknowledgement(const commdn_answer *answer) {
    const commdn_event *event = commdn_answer_event(answer);
    const char *phone = NULL;
    int32_t type = commdn_event_message_type(event);
    if (type != COMMDN_MESSAGE_TYPE_EV_DO_NOT_CALL_PROCESSED) {
        fprintf(stderr, "the answer is a message of type %d\n", (int)type);
        return 1;
    }
    if (commdn_event_is_refusal(event)) {
        fprintf(stderr, "the request was refused\n");
        return 1;
    }
    if (commdn_event_phone(event, &phone) != COMMDN_OK || strcmp(phone, PHONE) != 0) {
        fprintf(stderr, "the answer is for the phone '%s'\n", phone == NULL ? "" : phone);
        return 1;
    }
    return 0;
}

int main(void) {
    commdn_session_options *options = NULL;
    commdn_session *session = NULL;
    commdn_request *request = NULL;
    commdn_answer *answer = NULL;
    commdn_error *error = NULL;
    int status = 1;

    if (commdn_check_abi(COMMDN_ABI, &error) == COMMDN_OK
        && commdn_session_options_new("8001", 20, &options, &error) == COMMDN_OK
        && commdn_request_do_not_call(&request) == COMMDN_OK
        && commdn_request_set_phone(request, PHONE, &error) == COMMDN_OK
        && commdn_session_open("sim:", options, &session, &error) == COMMDN_OK
        && commdn_session_call(session, request, 5000, &answer, &error) == COMMDN_OK)
        status = check_acknowledgement(answer);
    else fprintf(stderr, "%s\n", commdn_error_message(error));
    if (status == 0) printf("commdn %s: do not call %s, acknowledged\n", commdn_version(), PHONE);

    commdn_error_free(error);
    commdn_answer_free(answer);
    commdn_request_free(request);
    commdn_session_free(session);
    commdn_session_options_free(options);
    return status;
}
