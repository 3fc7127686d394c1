/* Phone numbers: the vectors of all languages, and one entry on OCS' list for every notation of a number. */
#include "check.h"

#include "phones_table.h"
#include "simulated.h"

static void numbers_are_their_digits(void) {
    for (size_t i = 0; i < sizeof ACCEPTED / sizeof ACCEPTED[0]; i++) {
        commdn_error *error = NULL;
        char *number = NULL;
        MUST(commdn_phone_normalize(ACCEPTED[i].text, &number, &error), error);
        if (!same_text(number, ACCEPTED[i].told)) fprintf(stderr, "\"%s\":\n", ACCEPTED[i].text);
        CHECK(same_text(number, ACCEPTED[i].told));
        commdn_string_free(number);
        commdn_error_free(error);
    }
}

static void doubts_are_refused_with_the_reason(void) {
    for (size_t i = 0; i < sizeof REFUSED / sizeof REFUSED[0]; i++) {
        commdn_error *error = NULL;
        commdn_request *request = NULL;
        char *number = (char *)&i;
        EXPECT(COMMDN_ERR_INVALID_REQUEST, commdn_phone_normalize(REFUSED[i].text, &number, &error));
        CHECK(number == NULL);
        CHECK(same_text(commdn_error_attribute(error), COMMDN_KEY_PHONE));
        CHECK(strstr(commdn_error_message(error), REFUSED[i].told) != NULL);
        commdn_error_free(error);
        error = NULL;

        MUST(commdn_request_cancel_record(&request), NULL);
        MUST(commdn_request_set_phone(request, REFUSED[i].text, &error), error);
        EXPECT(COMMDN_ERR_INVALID_REQUEST, commdn_request_validate(request, 20, 101, NULL, &error));
        CHECK(same_text(commdn_error_attribute(error), COMMDN_KEY_PHONE));
        commdn_error_free(error);
        commdn_request_free(request);
    }
}

/* Put a number on the list in one notation; with `as_is` as it is written. */
static void list(commdn_session *session, const char *text, bool as_is) {
    commdn_error *error = NULL;
    commdn_request *request = NULL;
    commdn_answer *answer = NULL;
    const char *told = NULL;
    MUST(commdn_request_do_not_call(&request), NULL);
    MUST(as_is ? commdn_request_set_phone_as_is(request, text, &error)
               : commdn_request_set_phone(request, text, &error),
         error);
    MUST(commdn_session_call(session, request, 5000, &answer, &error), error);
    EXPECT(COMMDN_OK, commdn_event_phone(commdn_answer_event(answer), &told));
    CHECK(same_text(told, as_is ? text : "5551234567"));
    commdn_answer_free(answer);
    commdn_request_free(request);
    commdn_error_free(error);
}

static void notations_of_a_number_are_one_entry(void) {
    commdn_error *error = NULL;
    commdn_simulator *simulator = simulated();
    commdn_session *session = open_with(simulator, options_for(20));
    char *reply = NULL;
    list(session, "(555) 123-4567", false);
    list(session, " 555.123.4567", false);
    list(session, "5551234567", false);
    list(session, "555-123-4567", true);
    MUST(commdn_simulator_command(simulator, "{\"command\": \"do_not_call\", \"ocs\": 101}", &reply, &error), error);
    CHECK(reply != NULL && strstr(reply, "\"phones\":[\"5551234567\"]") != NULL);
    commdn_string_free(reply);
    commdn_session_free(session);
    commdn_simulator_free(simulator);
}

int main(void) {
    numbers_are_their_digits();
    doubts_are_refused_with_the_reason();
    notations_of_a_number_are_one_entry();
    return finish("phones");
}
