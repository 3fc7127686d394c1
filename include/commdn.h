/*
 * commdn: client for the Communication DN (CommDN) API of Genesys Outbound Contact.
 *
 * Generated from ffi-c/src, do not edit: UPDATE_HEADER=1 cargo test -p commdn-ffi --test header
 *
 * Five nouns. A session is a connection that is registered on a communication DN. A request is
 * what is asked of OCS, an answer is what acknowledges it: an event, which is a message of OCS. An
 * outcome is how a request ended: an answer, or an error. A notice is what a session tells unasked:
 * an event for others, or news of its connection. An outbox keeps requests in a file until each has
 * its outcome.
 *
 *     #include <commdn.h>
 *     #include <stdio.h>
 *
 *     int main(void) {
 *         commdn_session_options *options = NULL;
 *         commdn_session *session = NULL;
 *         commdn_request *request = NULL;
 *         commdn_answer *answer = NULL;
 *         commdn_error *error = NULL;
 *         if (commdn_check_abi(COMMDN_ABI, &error) == COMMDN_OK
 *             && commdn_session_options_new("8001", 20, &options, &error) == COMMDN_OK
 *             && commdn_session_options_set_ocs_dbid(options, 101, &error) == COMMDN_OK
 *             && commdn_session_open("sim:", options, &session, &error) == COMMDN_OK
 *             && commdn_request_do_not_call(&request) == COMMDN_OK
 *             && commdn_request_set_phone(request, "5551234567", &error) == COMMDN_OK
 *             && commdn_session_call(session, request, 5000, &answer, &error) == COMMDN_OK)
 *             printf("on the do-not-call list\n");
 *         else
 *             fprintf(stderr, "%s\n", commdn_error_message(error));
 *         commdn_error_free(error);
 *         commdn_answer_free(answer);
 *         commdn_request_free(request);
 *         commdn_session_free(session);
 *         commdn_session_options_free(options);
 *         return 0;
 *     }
 *
 * Conventions. A call returns a commdn_status: COMMDN_OK or a number below 0. Outputs come last
 * and are cleared first, so that they are NULL or 0 when a call fails. What follows holds for every
 * function; its comment states where it differs.
 *
 * Owns:    An object that a T ** output gives is the caller's on COMMDN_OK, to be freed with
 *          commdn_T_free(), and NULL otherwise. A const result or output belongs to the object that
 *          was asked, and ends with it. Arguments stay the caller's; of texts and objects that are
 *          needed later a copy is kept. Texts are UTF-8 and end with NUL. A _free() takes its
 *          argument, and does nothing with NULL.
 * Threads: Any. An argument that is const may be used by any number of threads at a time; one that
 *          is not const, or is freed, has no other user during the call.
 * Blocks:  No.
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT for NULL, a text that is not valid UTF-8, or a value out of
 *          range.
 * Since:   0.1
 *
 * const. It says that threads may share the object, not that nothing happens: a call that takes it
 * as const may send a request, take an outcome, or close the session, safely for other threads.
 *
 * out_error. A function has it where more can be said than its status says: whatever opens, sends,
 * waits, stores, parses, or takes a value that can be wrong. It may be NULL; otherwise it is
 * cleared first, and takes an object on failure, which the caller frees with commdn_error_free().
 * Functions that make an empty object, copy, read or remove have none: NULL arguments and
 * COMMDN_ERR_NOT_FOUND are all that can go wrong there, and the status says which.
 *
 * Contents, in the order of use:
 *
 *     commdn/base.h           What all others need: statuses, objects, memory, versions
 *     commdn/error.h          Why a call failed
 *     commdn/options.h        Options of a session, and how a site writes user data
 *     commdn/session.h        The session: a connection that is registered on a DN
 *     commdn/request.h        Requests: made, filled, checked
 *     commdn/answer.h         The answer to a request, and the wait for it
 *     commdn/event.h          Messages of OCS: what answers and notices consist of
 *     commdn/completions.h    The outcomes of many requests
 *     commdn/notice.h         What a session tells unasked
 *     commdn/outbox.h         The outbox: requests in a file until they have an outcome
 *     commdn/kvlist.h         Lists of key-value pairs (TKVList)
 *     commdn/schedule.h       Campaign sequences
 *     commdn/directory.h      The directory: names and DBIDs of the configuration
 *     commdn/site.h           Sites: the settings of each contact centre, from a file
 *     commdn/simulator.h      A simulated contact centre in the process
 *     commdn/host.h           A session over a connection of the application's own
 *     commdn/fields.h         Keys and numbers of user data, and their names
 */
#ifndef COMMDN_H
#define COMMDN_H

/** The number of this header's ABI. It changes when a program must be built again. */
#define COMMDN_ABI 1

#include "commdn/base.h"
#include "commdn/error.h"
#include "commdn/options.h"
#include "commdn/session.h"
#include "commdn/request.h"
#include "commdn/answer.h"
#include "commdn/event.h"
#include "commdn/completions.h"
#include "commdn/notice.h"
#include "commdn/outbox.h"
#include "commdn/kvlist.h"
#include "commdn/schedule.h"
#include "commdn/directory.h"
#include "commdn/site.h"
#include "commdn/simulator.h"
#include "commdn/host.h"
#include "commdn/fields.h"

#endif /* COMMDN_H */
