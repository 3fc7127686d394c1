/* Sessions over TLS: a good one, and each way that a program may get it wrong. */
#include "simulated.h"

#include "system.h"

static char folder[] = "/tmp/commdn-tls-XXXXXX";

/* The path of a file in the folder; one at a time. */
static const char *in_folder(const char *name) {
    static char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static commdn_session_options *trusting(const char *ca) {
    commdn_error *error = NULL;
    commdn_session_options *options = options_for(20);
    MUST(commdn_session_options_set_tls_ca(options, ca, &error), error);
    return options;
}

/* It does not open, for a reason of TLS that has these words. */
static void refused(const char *address, commdn_session_options *options, const char *words) {
    commdn_error *error = NULL;
    commdn_session *session = NULL;
    EXPECT(COMMDN_ERR_TLS, commdn_session_open(address, options, &session, &error));
    CHECK(session == NULL && strstr(commdn_error_message(error), words) != NULL);
    if (strstr(commdn_error_message(error), words) == NULL) {
        fprintf(stderr, "%s\n", commdn_error_message(error));
    }
    CHECK(!commdn_error_is_retryable(error));
    commdn_error_free(error);
    commdn_session_options_free(options);
}

int main(void) {
    commdn_error *error = NULL;
    commdn_simulator *simulator = NULL;
    commdn_session *session = NULL;
    commdn_answer *answer = NULL;
    commdn_session_options *options = NULL;
    char toml[512], address[64], plain[64];
    int32_t port = 0, plain_port = 0;
    CHECK(mkdtemp(folder) != NULL);
    snprintf(toml, sizeof toml,
             "dn = [{ number = \"8001\" }]\napplication = [{ dbid = 20, name = \"desktop\" }]\n"
             "ocs = [{ dbid = 101, name = \"OCS\", connections = [20] }]\n[tls]\nthrow_away = \"%s\"\n",
             folder);
    MUST(commdn_simulator_start_toml(toml, &simulator, &error), error);
    MUST(commdn_simulator_listen(simulator, "tls://127.0.0.1:0", &port, &error), error);
    MUST(commdn_simulator_listen(simulator, "127.0.0.1:0", &plain_port, &error), error);
    snprintf(address, sizeof address, "tls://127.0.0.1:%d", (int)port);
    snprintf(plain, sizeof plain, "tls://127.0.0.1:%d", (int)plain_port);

    options = trusting(in_folder("ca.pem"));
    MUST(commdn_session_options_set_log_personal_data(options, false, &error), error);
    MUST(commdn_session_options_set_tls_minimum_version(options, "1.3", &error), error);
    MUST(commdn_session_options_set_tls_server_name(options, "localhost", &error), error);
    MUST(commdn_session_open(address, options, &session, &error), error);
    commdn_request *request = dnc("5551234567");
    MUST(commdn_session_call(session, request, 5000, &answer, &error), error);
    commdn_request_free(request);
    commdn_answer_free(answer);
    commdn_session_free(session);
    EXPECT(COMMDN_ERR_INVALID_ARGUMENT, commdn_session_options_set_tls_minimum_version(options, "1.1", NULL));
    commdn_session_options_free(options);

    /* The server's own certificate is no CA's, and not the one that signed it. */
    refused(address, trusting(in_folder("client.pem")), "not signed by a trusted CA");
    refused(address, trusting(in_folder("no.pem")), "no.pem");
    refused(address, trusting(in_folder("server.key")), "but a key");
    options = trusting(in_folder("ca.pem"));
    MUST(commdn_session_options_set_tls_server_name(options, "tserver.example", &error), error);
    refused(address, options, "is for DNS name localhost, ");
    refused(address + strlen("tls://"), options_for(20), "tls://host:port");
    refused(plain, trusting(in_folder("ca.pem")), "tcp://host:port");
    options = trusting(in_folder("ca.pem"));
    MUST(commdn_session_options_set_tls_identity(options, "no.pem", "no.key", &error), error);
    refused(address, options, "no.pem");
    options = trusting(in_folder("ca.pem"));
    EXPECT(COMMDN_ERR_INVALID_ARGUMENT, commdn_session_open(plain + strlen("tls://"), options, &session, &error));
    CHECK(strstr(commdn_error_message(error), "plain text") != NULL);
    commdn_error_free(error);
    commdn_session_options_free(options);

    commdn_simulator_free(simulator);
    static const char *const files[] = {"ca.pem", "server.pem", "server.key", "client.pem", "client.key"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        CHECK(unlink(in_folder(files[i])) == 0);
    }
    CHECK(rmdir(folder) == 0);
    return finish("tls");
}
