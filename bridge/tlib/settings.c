/* Options and environment; see settings.h. */
#include "settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
    "commdn-tlib: carries commdn's link protocol to a T-Server, with the site's own T-Library.\n"
    "\n"
    "  commdn-tlib [--stdio] --server HOST:PORT [OPTION...]\n"
    "  commdn-tlib self-test       compares T-Library's packed lists with commdn's\n"
    "\n"
    "  --server HOST:PORT          T-Server; given twice, primary and backup\n"
    "  --client-name NAME          the application's name; without it, the one that the client gives\n"
    "  --password-file FILE        its password; or COMMDN_TLIB_PASSWORD in the environment\n"
    "  --login-seconds N           a client waits so long for a T-Server (8)\n"
    "  --link-seconds N            a link that the T-Server does not tell of is taken as up after so long (2)\n"
    "  --grace-seconds N           a lost T-Server has so long to come back (60)\n"
    "  --refused-seconds N         pause after every server refused us (60)\n"
    "  --max-backoff-seconds N     longest pause between attempts otherwise (60)\n"
    "  --max-queue-bytes N         a client for which more waits is dropped (8388608)\n"
    "  --help\n"
    "\n"
    "Exit codes: 0 the client ended; 1 a mistake in this program; 2 settings; 3 refused or not\n"
    "reached; 4 the client was too slow; 5 the T-Server stayed away; 7 the client broke the protocol.\n";

static int wrong(const char *what, const char *value) {
    fprintf(stderr, "commdn-tlib: %s%s%s%s\n", what, value[0] == '\0' ? "" : " '", value, value[0] == '\0' ? "" : "'");
    return EXIT_USAGE;
}

static int add_server(adapter_settings *to, const char *text) {
    const char *colon = strrchr(text, ':');
    char *end = NULL;
    long port = colon == NULL ? 0 : strtol(colon + 1, &end, 10);
    size_t length;
    if (to->servers == MAX_SERVERS) return wrong("--server is given more than twice", "");
    if (colon == NULL || colon == text || *end != '\0' || port < 1 || port > 65535) {
        return wrong("--server is not HOST:PORT:", text);
    }
    length = (size_t)(colon - text);
    to->host[to->servers] = (char *)calloc(1, length + 1);
    if (to->host[to->servers] == NULL) return EXIT_INTERNAL;
    memcpy(to->host[to->servers], text, length);
    to->port[to->servers++] = (int)port;
    return -1;
}

static int milliseconds(const char *text, long *out_ms) {
    char *end = NULL;
    double seconds = strtod(text, &end);
    if (end == text || *end != '\0' || !(seconds > 0) || seconds > 86400) return wrong("not seconds above 0:", text);
    *out_ms = (long)(seconds * 1000);
    if (*out_ms < 1) *out_ms = 1;
    return -1;
}

static int bytes_of(const char *text, size_t *out_bytes) {
    char *end = NULL;
    long number = strtol(text, &end, 10);
    if (end == text || *end != '\0' || number < 65536 || number > 1L << 30) {
        return wrong("--max-queue-bytes is not 65536 to 2^30:", text);
    }
    *out_bytes = (size_t)number;
    return -1;
}

static char *copy(const char *text) {
    char *made = (char *)malloc(strlen(text) + 1);
    if (made != NULL) strcpy(made, text);
    return made;
}

static int password_file(adapter_settings *to, const char *name) {
    char line[512];
    FILE *file = fopen(name, "r");
    if (file == NULL || fgets(line, sizeof line, file) == NULL) {
        if (file != NULL) fclose(file);
        return wrong("--password-file cannot be read:", name);
    }
    fclose(file);
    line[strcspn(line, "\r\n")] = '\0';
    free(to->password);
    to->password = copy(line);
    memset(line, 0, sizeof line);
    return -1;
}

static int option(adapter_settings *to, const char *name, const char *value) {
    if (strcmp(name, "--server") == 0) return add_server(to, value);
    if (strcmp(name, "--client-name") == 0) {
        to->client_name = value;
        return -1;
    }
    if (strcmp(name, "--password-file") == 0) return password_file(to, value);
    if (strcmp(name, "--login-seconds") == 0) return milliseconds(value, &to->login_ms);
    if (strcmp(name, "--link-seconds") == 0) return milliseconds(value, &to->link_ms);
    if (strcmp(name, "--grace-seconds") == 0) return milliseconds(value, &to->grace_ms);
    if (strcmp(name, "--refused-seconds") == 0) return milliseconds(value, &to->refused_ms);
    if (strcmp(name, "--max-backoff-seconds") == 0) return milliseconds(value, &to->max_backoff_ms);
    if (strcmp(name, "--max-queue-bytes") == 0) return bytes_of(value, &to->max_queue_bytes);
    if (strcmp(name, "--password") == 0) {
        return wrong("--password is not taken from the command line, which others can read: "
                     "use --password-file",
                     "");
    }
    return wrong("no option; see --help:", name);
}

int settings_read(adapter_settings *to, int argc, char **argv) {
    int at, code;
    const char *secret = getenv("COMMDN_TLIB_PASSWORD");
    memset(to, 0, sizeof *to);
    to->login_ms = 8000;
    to->link_ms = 2000;
    to->grace_ms = 60000;
    to->refused_ms = 60000;
    to->max_backoff_ms = 60000;
    to->max_queue_bytes = (size_t)8 << 20;
    if (secret != NULL) to->password = copy(secret);
    for (at = 1; at < argc; at++) {
        if (strcmp(argv[at], "--help") == 0) {
            fputs(usage, stdout);
            return EXIT_OK;
        }
        if (strcmp(argv[at], "--stdio") == 0) continue;
        if (at == 1 && strcmp(argv[at], "self-test") == 0) {
            to->self_test = 1;
            continue;
        }
        if (strncmp(argv[at], "--", 2) != 0) return wrong("no option; see --help:", argv[at]);
        if (at + 1 == argc) return wrong("an option without a value:", argv[at]);
        code = option(to, argv[at], argv[at + 1]);
        if (code >= 0) return code;
        at++;
    }
    if (to->servers == 0 && !to->self_test) {
        return wrong("--server HOST:PORT is missing: the T-Server, the primary first", "");
    }
    return -1;
}

void settings_free(adapter_settings *of) {
    int at;
    for (at = 0; at < of->servers; at++) free(of->host[at]);
    if (of->password != NULL) memset(of->password, 0, strlen(of->password));
    free(of->password);
}
