/*
 * settings.h: what the adapter is told, by options and the environment. A password comes from a
 * file or the environment.
 */
#ifndef COMMDN_ADAPTER_SETTINGS_H
#define COMMDN_ADAPTER_SETTINGS_H

#include <stddef.h>

enum { MAX_SERVERS = 2 };
enum {
    EXIT_OK = 0,
    EXIT_INTERNAL = 1,
    EXIT_USAGE = 2,
    EXIT_REFUSED = 3,
    EXIT_CLIENT_SLOW = 4,
    EXIT_LINK_LOST = 5,
    EXIT_CLIENT = 7
};

typedef struct {
    char *host[MAX_SERVERS];
    int port[MAX_SERVERS];
    int servers;
    /* NULL: the name that the client gives. */
    const char *client_name;
    /* NULL: the one that the client gives. */
    char *password;
    long login_ms, link_ms, grace_ms, refused_ms, max_backoff_ms;
    size_t max_queue_bytes;
    int self_test;
} adapter_settings;

/* Reads the command line. -1, or the exit code to end with at once, after a text for the user. */
int settings_read(adapter_settings *to, int argc, char **argv);

void settings_free(adapter_settings *of);

#endif
