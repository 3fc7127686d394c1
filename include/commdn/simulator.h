/*
 * A simulated contact centre in the process. Part of commdn.h, and generated, too.
 */
#ifndef COMMDN_SIMULATOR_H
#define COMMDN_SIMULATOR_H

#include "base.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Start a simulated contact centre: with the TOML configuration in the file `path`, or the demo's
 * for NULL.
 *
 * The demo's: DN 8001, OCS 101, applications 20 and 21 in its connections, campaigns 1 and 2, group
 * 10.
 *
 * Threads: Starts threads of its own.
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT, whose message tells file, line and key;
 *          COMMDN_ERR_UNSUPPORTED.
 */
COMMDN_API COMMDN_MUST_CHECK commdn_status COMMDN_CALL commdn_simulator_start(
    const char *path, commdn_simulator **out_simulator, commdn_error **out_error);

/**
 * The same with a TOML configuration as text.
 *
 * Threads: Starts threads of its own.
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT, whose message tells line and key; COMMDN_ERR_UNSUPPORTED.
 */
COMMDN_API COMMDN_MUST_CHECK commdn_status COMMDN_CALL commdn_simulator_start_toml(
    const char *toml, commdn_simulator **out_simulator, commdn_error **out_error);

/**
 * Open a session with the simulator, as commdn_session_open() does with an address.
 *
 * Blocks:  up to the option connect_timeout_ms.
 * Errors:  as commdn_session_open().
 */
COMMDN_API COMMDN_MUST_CHECK commdn_status COMMDN_CALL commdn_simulator_open_session(
    const commdn_simulator *simulator, const commdn_session_options *options,
    commdn_session **out_session, commdn_error **out_error);

/**
 * Let clients of the network connect, at "host:port" with port 0 for any; `*out_port` tells which.
 *
 * "tls://host:port" listens with TLS, as the table [tls] of the configuration says.
 *
 * Errors:  COMMDN_ERR_CONNECT if it cannot listen there.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_simulator_listen(
    const commdn_simulator *simulator, const char *address, int32_t *out_port,
    commdn_error **out_error);

/**
 * Do one command of the simulator's control interface, as JSON: look inside, let time pass, make
 * things go wrong.
 *
 * For example {"command": "snapshot"} or {"command": "cut"}; the simulator's guide has them all.
 *
 * Owns:    `*out_reply`, JSON that ends with NUL, is the caller's on COMMDN_OK, free it with
 *          commdn_string_free(); NULL otherwise.
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT if it is no command, or cannot be done.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_simulator_command(
    const commdn_simulator *simulator, const char *command, char **out_reply,
    commdn_error **out_error);

/**
 * Stop and free a simulator; sessions with it lose their connection.
 *
 * Blocks:  until its threads have ended, which they do at once.
 */
COMMDN_API void COMMDN_CALL commdn_simulator_free(commdn_simulator *simulator);

/**
 * Stop a simulator without freeing it: sessions with it lose their connection.
 *
 * Owns:    the simulator must still be freed. Blocks: until its threads have ended, which they do
 *          at once.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_simulator_stop(const commdn_simulator *simulator);

#ifdef __cplusplus
}
#endif

#endif /* COMMDN_SIMULATOR_H */
