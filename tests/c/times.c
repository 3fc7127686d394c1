/* The times that options accept and refuse: tests/vectors/refused_times.txt, which every language reads. */
#include "simulated.h"

#include "system.h"

static commdn_simulator *simulator;
static char folder[] = "/tmp/commdn-times-XXXXXX";

typedef commdn_status set_session(commdn_session_options *, int32_t, commdn_error **);
typedef commdn_status set_outbox(commdn_outbox_options *, int32_t, commdn_error **);

/* Set an option of a session and open one; what fails first. */
static commdn_status session_with(const char *option, int32_t first, int32_t second, commdn_error **error) {
    static const struct {
        const char *name;
        set_session *set;
        int32_t scale;
    } setters[] = {
        {"keep_alive", commdn_session_options_set_keep_alive_ms, 1},
        {"connect_timeout", commdn_session_options_set_connect_timeout_ms, 1},
        {"request_timeout", commdn_session_options_set_request_timeout_ms, 1},
        {"write_timeout", commdn_session_options_set_write_timeout_ms, 1},
        {"close_timeout", commdn_session_options_set_close_timeout_ms, 1},
        {"reconnect_give_up", commdn_session_options_set_reconnect_give_up_ms, 1},
        {"spin", commdn_session_options_set_spin_us, 1000},
    };
    commdn_status status = COMMDN_ERR_NOT_FOUND;
    commdn_session *session = NULL;
    commdn_session_options *options = options_for(20);
    if (same_text(option, "reconnect_delays")) {
        status = commdn_session_options_set_reconnect_delays_ms(options, first, second, error);
    }
    for (size_t i = 0; i < sizeof setters / sizeof setters[0]; i++) {
        if (same_text(option, setters[i].name)) status = setters[i].set(options, first * setters[i].scale, error);
    }
    if (status == COMMDN_OK) status = commdn_simulator_open_session(simulator, options, &session, error);
    commdn_session_free(session);
    commdn_session_options_free(options);
    return status;
}

/* The same for an outbox and a submit. */
static commdn_status outbox_with(const char *option, int32_t first, int32_t second, commdn_error **error) {
    static const struct {
        const char *name;
        set_outbox *set;
    } setters[] = {
        {"lease", commdn_outbox_options_set_lease_ms},
        {"outbox_request_timeout", commdn_outbox_options_set_request_timeout_ms},
        {"busy_timeout", commdn_outbox_options_set_busy_timeout_ms},
    };
    char path[64];
    commdn_status status = COMMDN_ERR_NOT_FOUND;
    commdn_outbox *outbox = NULL;
    commdn_outbox_options *options = NULL;
    commdn_outbox_submit_options *submit = NULL;
    MUST(commdn_outbox_options_new(&options), NULL);
    MUST(commdn_outbox_submit_options_new(&submit), NULL);
    if (same_text(option, "backoff")) {
        status = commdn_outbox_options_set_backoff_ms(options, first, second, error);
    } else if (same_text(option, "max_age")) {
        status = commdn_outbox_options_set_max_age_ms(options, first, error);
    } else if (same_text(option, "submit_max_age")) {
        status = commdn_outbox_submit_options_set_max_age_ms(submit, first, error);
    }
    for (size_t i = 0; i < sizeof setters / sizeof setters[0]; i++) {
        if (same_text(option, setters[i].name)) status = setters[i].set(options, first, error);
    }
    snprintf(path, sizeof path, "%s/outbox.db", folder);
    if (status == COMMDN_OK) status = commdn_outbox_open(path, options, &outbox, error);
    commdn_outbox_free(outbox);
    unlink(path);
    commdn_outbox_submit_options_free(submit);
    commdn_outbox_options_free(options);
    return status;
}

int main(void) {
    char line[256], option[64], verdict[32];
    long long first, second;
    int rows = 0;
    FILE *table = fopen("tests/vectors/refused_times.txt", "r");
    CHECK(table != NULL && mkdtemp(folder) != NULL);
    simulator = simulated();
    while (table != NULL && fgets(line, sizeof line, table) != NULL) {
        commdn_error *error = NULL;
        commdn_status status;
        if (sscanf(line, "%63s %lld %lld %31s", option, &first, &second, verdict) != 4 || line[0] == '#') continue;
        /* What has more than 32 bits cannot be said. */
        if (first > INT32_MAX) continue;
        rows++;
        status = session_with(option, (int32_t)first, (int32_t)second, &error);
        if (status == COMMDN_ERR_NOT_FOUND) status = outbox_with(option, (int32_t)first, (int32_t)second, &error);
        if (status != (same_text(verdict, "accepted") ? COMMDN_OK : COMMDN_ERR_INVALID_ARGUMENT)) {
            fprintf(stderr, "%s gives %s\n", line, commdn_status_name(status));
            CHECK(!"as the table says");
        }
        CHECK(status == COMMDN_OK || strlen(commdn_error_message(error)) > 10);
        commdn_error_free(error);
    }
    CHECK(rows > 40);
    if (table != NULL) fclose(table);
    rmdir(folder);
    commdn_simulator_free(simulator);
    return finish("times");
}
