/* Every status is produced once, by what it is for. */
#include "simulated.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static commdn_status produced[64];
static size_t produced_count;

/* The call gave `status`; if there is an error object, it says the same. */
static void is(commdn_status status, commdn_status got, commdn_error *error) {
    if (got != status) {
        fprintf(stderr, "%s instead of %s: %s\n", commdn_status_name(got), commdn_status_name(status),
                commdn_error_message(error));
    }
    CHECK(got == status);
    CHECK(error == NULL || commdn_error_code(error) == status);
    CHECK(error == NULL || strlen(commdn_error_message(error)) > 10);
    commdn_error_free(error);
    produced[produced_count++] = got;
}

static void of_the_caller(void) {
    commdn_error *error = NULL;
    commdn_kvlist *list = NULL;
    commdn_request *request = NULL;
    size_t bytes = 0;
    int32_t number = 0;
    commdn_status status = commdn_kvlist_unpack(NULL, 5, NULL, &list, &error);
    is(COMMDN_ERR_INVALID_ARGUMENT, status, error);
    status = commdn_kvlist_unpack((const uint8_t *)"\0\1", 2, NULL, &list, &error);
    is(COMMDN_ERR_INVALID_LIST, status, error);
    MUST(commdn_request_do_not_call(&request), NULL);
    status = commdn_request_validate(request, 20, 0, NULL, &error);
    is(COMMDN_ERR_INVALID_REQUEST, status, error);
    commdn_request_free(request);
    MUST(commdn_kvlist_new(&list), NULL);
    MUST(commdn_kvlist_add_string(list, "key", "text", NULL), NULL);
    is(COMMDN_ERR_NOT_FOUND, commdn_kvlist_get_int(list, "no key", &number), NULL);
    is(COMMDN_ERR_WRONG_TYPE, commdn_kvlist_get_int(list, "key", &number), NULL);
    status = commdn_kvlist_pack_into(list, NULL, NULL, 0, &bytes, &error);
    is(COMMDN_ERR_BUFFER_TOO_SMALL, status, error);
    commdn_kvlist_free(list);
    status = commdn_check_abi(COMMDN_ABI + 1, &error);
    is(COMMDN_ERR_ABI, status, error);
}

/* A server that takes plain text for a broken handshake, as every TLS server does. */
static void *tls_alert(void *listener) {
    static const uint8_t alert[] = {0x15, 3, 3, 0, 2, 2, 70};
    char rest[256];
    int client = accept(*(int *)listener, NULL, NULL);
    CHECK(client >= 0 && write(client, alert, sizeof alert) == (ssize_t)sizeof alert);
    while (read(client, rest, sizeof rest) > 0) {}
    close(client);
    return NULL;
}

static void of_tls(const commdn_session_options *options) {
    struct sockaddr_in place = {0};
    socklen_t length = sizeof place;
    commdn_session *session = NULL;
    commdn_error *error = NULL;
    char address[32];
    pthread_t server;
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    place.sin_family = AF_INET;
    place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    CHECK(bind(listener, (struct sockaddr *)&place, sizeof place) == 0 && listen(listener, 1) == 0);
    CHECK(getsockname(listener, (struct sockaddr *)&place, &length) == 0);
    snprintf(address, sizeof address, "127.0.0.1:%d", ntohs(place.sin_port));
    CHECK(pthread_create(&server, NULL, tls_alert, &listener) == 0);
    commdn_status status = commdn_session_open(address, options, &session, &error);
    CHECK(session == NULL && strstr(commdn_error_message(error), "tls://") != NULL);
    is(COMMDN_ERR_TLS, status, error);
    pthread_join(server, NULL);
    close(listener);
}

static void of_the_outbox(void) {
    char path[] = "/tmp/commdn-statuses-XXXXXX";
    commdn_error *error = NULL;
    commdn_outbox *outbox = NULL;
    commdn_outbox_options *options = NULL;
    commdn_request *request = dnc("5551234567");
    /* An empty file becomes an outbox; one with something else in it does not. */
    int file = mkstemp(path);
    CHECK(file >= 0);
    MUST(commdn_outbox_options_new(&options), NULL);
    MUST(commdn_outbox_options_set_max_entries(options, 0, &error), error);
    MUST(commdn_outbox_open(path, options, &outbox, &error), error);
    commdn_status status = commdn_outbox_submit(outbox, request, NULL, NULL, &error);
    CHECK(strstr(commdn_error_message(error), path) != NULL);
    is(COMMDN_ERR_OUTBOX_FULL, status, error);
    commdn_outbox_free(outbox);
    static const char text[] = "This is no outbox at all, but a text of some length, as anyone may have.";
    CHECK(ftruncate(file, 0) == 0);
    for (int i = 0; i < 20; i++) {
        CHECK(write(file, text, sizeof text) == (ssize_t)sizeof text);
    }
    status = commdn_outbox_open(path, options, &outbox, &error);
    CHECK(outbox == NULL && strstr(commdn_error_message(error), path) != NULL);
    is(COMMDN_ERR_STORAGE, status, error);
    close(file);
    unlink(path);
    commdn_outbox_options_free(options);
    commdn_request_free(request);
}

static void of_the_directory(void) {
    char path[] = "/tmp/commdn-statuses-XXXXXX";
    commdn_error *error = NULL;
    commdn_directory *directory = NULL;
    int32_t dbid = 0;
    static const char text[] = "type,name,dbid\ncampaign,Spring,1\ncampaign,Spring,2\n";
    int file = mkstemp(path);
    CHECK(file >= 0 && write(file, text, sizeof text - 1) == (ssize_t)sizeof text - 1);
    MUST(commdn_directory_load(path, &directory, &error), error);
    commdn_status status = commdn_directory_resolve(directory, COMMDN_NOUN_CAMPAIGN, "spring", &dbid, &error);
    is(COMMDN_ERR_NAME_AMBIGUOUS, status, error);
    status = commdn_directory_resolve(directory, COMMDN_NOUN_CAMPAIGN, "autumn", &dbid, &error);
    is(COMMDN_ERR_NAME_UNKNOWN, status, error);
    commdn_directory_free(directory);
    CHECK(write(file, "cat,Tom,1\n", 10) == 10);
    status = commdn_directory_load(path, &directory, &error);
    is(COMMDN_ERR_INVALID_DIRECTORY, status, error);
    close(file);
    unlink(path);
}

static void of_opening(void) {
    commdn_error *error = NULL;
    commdn_session *session = NULL;
    commdn_simulator *simulator = NULL;
    commdn_session_options *options = options_for(20);
    commdn_status status = commdn_session_open("127.0.0.1:1", options, &session, &error);
    is(COMMDN_ERR_CONNECT, status, error);
    of_tls(options);

    static const char *secret = "application = [{ dbid = 20, name = \"desktop\", password = \"secret\" }]\n"
                                "dn = [{ number = \"8001\" }]\n";
    MUST(commdn_simulator_start_toml(secret, &simulator, &error), error);
    MUST(commdn_session_options_set_password(options, "wrong", &error), error);
    status = commdn_simulator_open_session(simulator, options, &session, &error);
    int32_t code = 0;
    EXPECT(COMMDN_OK, commdn_error_server_code(error, &code));
    is(COMMDN_ERR_LOGIN_REFUSED, status, error);
    commdn_simulator_free(simulator);

    simulator = simulated();
    command(simulator, "{\"command\": \"fault\", \"rule\": {\"kind\": \"refuse_registration\"}}");
    status = commdn_simulator_open_session(simulator, options, &session, &error);
    is(COMMDN_ERR_REGISTRATION_REFUSED, status, error);
    CHECK(session == NULL);
    commdn_simulator_free(simulator);
    commdn_session_options_free(options);
}

/* A request whose outcome is `expected`, after the simulator was told `fault`. */
static void of_call(commdn_simulator *simulator, commdn_status expected, const char *fault, commdn_request *request) {
    commdn_error *error = NULL;
    commdn_answer *answer = NULL;
    commdn_session *session = open_with(simulator, options_for(20));
    command(simulator, fault);
    commdn_status status = commdn_session_call(session, request, 400, &answer, &error);
    CHECK(answer == NULL);
    CHECK((commdn_error_event(error) != NULL) == (expected == COMMDN_ERR_OCS_REFUSED));
    if (expected == COMMDN_ERR_OCS_REFUSED) {
        int32_t code = 0, number = 0;
        EXPECT(COMMDN_OK, commdn_error_server_code(error, &code));
        EXPECT(COMMDN_OK, commdn_event_error(commdn_error_event(error), &number));
        CHECK(code == number && code == COMMDN_CM_ERROR_GROUP_CAMP_NOT_FOUND);
    }
    CHECK(commdn_error_is_retryable(error) == (expected == COMMDN_ERR_DISCONNECTED));
    is(expected, status, error);
    command(simulator, "{\"command\": \"clear_faults\"}");
    commdn_session_free(session);
}

static void of_calls(void) {
    commdn_error *error = NULL;
    commdn_request *request = dnc("5551234567"), *stop = NULL, *load = NULL;
    commdn_simulator *simulator = simulated();
    MUST(commdn_request_stop_dialing(1, 10, &stop), NULL);
    MUST(commdn_request_load_campaign(3, 10, &load), NULL);
    MUST(commdn_request_set_dialing(load, COMMDN_DIAL_MODE_PREDICT, COMMDN_OPTIMIZE_BY_BUSY_FACTOR, 80, &error), error);
    of_call(simulator, COMMDN_ERR_NO_ANSWER, "{\"command\": \"fault\", \"rule\": {\"kind\": \"silent\"}}", request);
    of_call(simulator, COMMDN_ERR_TSERVER_REFUSED, "{\"command\": \"fault\", \"rule\": {\"kind\": \"refuse_request\"}}",
            request);
    of_call(simulator, COMMDN_ERR_DISCONNECTED, "{\"command\": \"fault\", \"rule\": {\"kind\": \"cut\"}}", request);
    of_call(simulator, COMMDN_ERR_OUTCOME_UNKNOWN, "{\"command\": \"fault\", \"rule\": {\"kind\": \"cut\"}}", stop);
    of_call(simulator, COMMDN_ERR_OCS_REFUSED, "{\"command\": \"snapshot\"}", load);
    commdn_request_free(load);
    commdn_request_free(stop);
    commdn_request_free(request);
    commdn_simulator_free(simulator);
}

static void of_the_session(void) {
    commdn_error *error = NULL;
    commdn_pending *pending = NULL, *second = NULL;
    commdn_answer *answer = NULL;
    commdn_notice *notice = NULL;
    commdn_simulator *simulator = simulated();
    commdn_session_options *options = options_for(20);
    MUST(commdn_session_options_set_max_open_requests(options, 1, &error), error);
    commdn_session *session = open_with(simulator, options);
    commdn_request *request = dnc("5551234567");

    command(simulator, "{\"command\": \"fault\", \"rule\": {\"kind\": \"silent\"}}");
    MUST(commdn_session_submit(session, request, COMMDN_WAIT_FOREVER, &pending, &error), error);
    commdn_status status = commdn_session_submit(session, request, 100, &second, &error);
    is(COMMDN_ERR_OVERLOADED, status, error);
    CHECK(second == NULL);
    status = commdn_pending_wait(pending, 10, &answer, &error);
    is(COMMDN_ERR_TIMEOUT, status, error);

    int tell[2];
    char good = 0;
    CHECK(pipe(tell) == 0);
    pid_t child = fork();
    if (child == 0) {
        /* In the fork nothing hangs: the calls say what is wrong, and nothing is closed. */
        good = commdn_session_call(session, request, 100, &answer, NULL) == COMMDN_ERR_FORKED
               && commdn_session_next_notice(session, 100, &notice, NULL) == COMMDN_ERR_FORKED
               && commdn_pending_wait(pending, 100, &answer, NULL) == COMMDN_ERR_FORKED
               && commdn_session_close(session, 100, NULL) == COMMDN_ERR_FORKED && commdn_session_is_over(session);
        commdn_pending_free(pending);
        commdn_session_free(session);
        /* A fork has no threads of the library, but their memory: a leak check would find it. */
        (void)!write(tell[1], &good, 1);
        raise(SIGKILL);
    }
    CHECK(child > 0 && read(tell[0], &good, 1) == 1 && waitpid(child, NULL, 0) == child);
    close(tell[0]);
    close(tell[1]);
    is(COMMDN_ERR_FORKED, good ? COMMDN_ERR_FORKED : COMMDN_OK, NULL);

    MUST(commdn_session_close(session, 1000, &error), error);
    status = commdn_pending_wait(pending, 1000, &answer, &error);
    is(COMMDN_ERR_CLOSED, status, error);
    commdn_pending_free(pending);
    commdn_session_free(session);

    /* A peer that sends something else. */
    options = options_for(20);
    MUST(commdn_session_options_set_reconnect(options, false, &error), error);
    session = open_with(simulator, options);
    command(simulator, "{\"command\": \"clear_faults\"}");
    command(simulator, "{\"command\": \"fault\", \"rule\": {\"kind\": \"garbage\"}}");
    CHECK(commdn_session_call(session, request, 400, &answer, NULL) < COMMDN_OK);
    CHECK(answer == NULL && commdn_session_is_over(session));
    do {
        commdn_notice_free(notice);
        MUST(commdn_session_next_notice(session, 400, &notice, NULL), NULL);
    } while (notice != NULL && commdn_notice_kind(notice) != COMMDN_NOTICE_DISCONNECTED);
    CHECK(commdn_notice_error(notice) != NULL);
    is(COMMDN_ERR_PROTOCOL, commdn_error_code(commdn_notice_error(notice)), NULL);
    commdn_notice_free(notice);
    commdn_session_free(session);
    commdn_request_free(request);
    commdn_simulator_free(simulator);
}

int main(void) {
    of_the_caller();
    of_opening();
    of_the_outbox();
    of_the_directory();
    of_calls();
    of_the_session();
    /* No status is left out, but for those of other builds and of faults of the library, which
       the tests in ffi-c produce. */
    int named = 0;
    for (commdn_status status = -1; status > -1000; status--) {
        if (same_text(commdn_status_name(status), "COMMDN_ERR_UNKNOWN")) {
            continue;
        }
        named++;
        int found = status == COMMDN_ERR_UNSUPPORTED || status == COMMDN_ERR_INTERNAL;
        for (size_t i = 0; i < produced_count; i++) {
            found = found || produced[i] == status;
        }
        if (!found) {
            fprintf(stderr, "nothing produced %s\n", commdn_status_name(status));
        }
        CHECK(found);
    }
    CHECK(named > 20 && same_text(commdn_status_name(COMMDN_OK), "COMMDN_OK"));
    return finish("statuses");
}
