/* Sessions with a simulator that the test controls. */
#ifndef SIMULATED_H
#define SIMULATED_H

#include "check.h"

static inline commdn_session_options *options_for(int32_t app_dbid) {
    commdn_error *error = NULL;
    commdn_session_options *options = NULL;
    MUST(commdn_session_options_new("8001", app_dbid, &options, &error), error);
    MUST(commdn_session_options_set_application(options, "desktop", &error), error);
    MUST(commdn_session_options_set_ocs_dbid(options, 101, &error), error);
    MUST(commdn_session_options_set_request_timeout_ms(options, 5000, &error), error);
    return options;
}

/* Open with `options`, which are freed. */
static inline commdn_session *open_with(commdn_simulator *simulator, commdn_session_options *options) {
    commdn_error *error = NULL;
    commdn_session *session = NULL;
    MUST(commdn_simulator_open_session(simulator, options, &session, &error), error);
    commdn_session_options_free(options);
    return session;
}

static inline commdn_simulator *simulated(void) {
    commdn_error *error = NULL;
    commdn_simulator *simulator = NULL;
    MUST(commdn_simulator_start(NULL, &simulator, &error), error);
    return simulator;
}

/* Do a command of the simulator's control interface. */
static inline void command(commdn_simulator *simulator, const char *json) {
    commdn_error *error = NULL;
    char *reply = NULL;
    MUST(commdn_simulator_command(simulator, json, &reply, &error), error);
    CHECK(reply != NULL);
    commdn_string_free(reply);
}

static inline commdn_request *dnc(const char *phone) {
    commdn_error *error = NULL;
    commdn_request *request = NULL;
    MUST(commdn_request_do_not_call(&request), NULL);
    MUST(commdn_request_set_phone_as_is(request, phone, &error), error);
    return request;
}

#endif
