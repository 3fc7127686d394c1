/* "Do not call this customer again", from C: cc dnc.c $(pkg-config --cflags --libs commdn) */
#include <commdn.h>
#include <stdio.h>

int main(void) {
    commdn_session_options *options;
    commdn_session *session = NULL;
    commdn_request *request;
    commdn_answer *answer = NULL;
    commdn_error *error = NULL;

    commdn_session_options_new("8001", 20, &options, NULL);
    commdn_request_do_not_call(&request);
    commdn_request_set_phone(request, "5551234567", NULL);
    if (commdn_session_open("sim:", options, &session, &error) == COMMDN_OK
        && commdn_session_call(session, request, 5000, &answer, &error) == COMMDN_OK)
        puts("acknowledged");
    else
        puts(commdn_error_message(error));
    commdn_error_free(error);
    commdn_answer_free(answer);
    commdn_request_free(request);
    commdn_session_free(session);
    commdn_session_options_free(options);
    return answer == NULL;
}
