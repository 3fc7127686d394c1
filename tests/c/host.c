/* The application owns the connection: it sends for the session, and hands in what it receives. */
#include "simulated.h"

#include <pthread.h>

/* What the application's T-Library would be: it answers every request as OCS 101 would. */
struct library {
    commdn_host *host;
    int sent, dropped, next_reference, refuse, silent, accept_early;
};

/* The acknowledgement of the do-not-call request in `packed`. */
static commdn_kvlist *acknowledgement(const uint8_t *packed, size_t packed_bytes) {
    commdn_kvlist *asked = NULL, *told = NULL;
    const commdn_kvlist *properties = NULL;
    int32_t origin = 0, reference_id = 0;
    MUST(commdn_kvlist_unpack(packed, packed_bytes, NULL, &asked, NULL), NULL);
    EXPECT(COMMDN_OK, commdn_kvlist_get_int(asked, COMMDN_KEY_ORIGIN_APP_ID, &origin));
    EXPECT(COMMDN_OK, commdn_kvlist_get_int(asked, COMMDN_KEY_REFERENCE_ID, &reference_id));
    EXPECT(COMMDN_OK, commdn_kvlist_get_list(asked, COMMDN_KEY_PROPERTIES, &properties));
    MUST(commdn_kvlist_new(&told), NULL);
    MUST(commdn_kvlist_add_int(told, COMMDN_KEY_MESSAGE_TYPE, COMMDN_MESSAGE_TYPE_EV_DO_NOT_CALL_PROCESSED, NULL),
         NULL);
    MUST(commdn_kvlist_add_int(told, COMMDN_KEY_ORIGIN_APP_ID, 101, NULL), NULL);
    MUST(commdn_kvlist_add_int(told, COMMDN_KEY_TARGET_APP_ID, origin, NULL), NULL);
    MUST(commdn_kvlist_add_int(told, COMMDN_KEY_REFERENCE_ID, reference_id, NULL), NULL);
    MUST(commdn_kvlist_add_list(told, COMMDN_KEY_PROPERTIES, properties, NULL), NULL);
    commdn_kvlist_free(asked);
    return told;
}

static int32_t send_user_event(const char *dn, const uint8_t *packed, size_t packed_bytes, void *context) {
    struct library *library = context;
    library->sent++;
    CHECK(same_text(dn, "8001"));
    if (library->refuse) {
        return library->refuse;
    }
    library->next_reference++;
    if (library->accept_early) {
        EXPECT(COMMDN_OK, commdn_host_accepted(library->host, library->next_reference));
    }
    if (!library->silent) {
        commdn_kvlist *told = acknowledgement(packed, packed_bytes);
        uint8_t *data = NULL;
        size_t data_bytes = 0;
        MUST(commdn_kvlist_pack(told, NULL, &data, &data_bytes, NULL), NULL);
        EXPECT(COMMDN_OK, commdn_host_user_event(library->host, data, data_bytes));
        commdn_bytes_free(data);
        commdn_kvlist_free(told);
    }
    return library->next_reference;
}

static void drop_library(void *context) { ((struct library *)context)->dropped++; }

static void carried(commdn_session *session, struct library *library) {
    commdn_error *error = NULL;
    commdn_answer *answer = NULL;
    commdn_pending *pending = NULL;
    const char *phone = NULL;
    int32_t code = 0;
    commdn_request *request = dnc("5551234567");

    MUST(commdn_session_call(session, request, 5000, &answer, &error), error);
    EXPECT(COMMDN_OK, commdn_event_phone(commdn_answer_event(answer), &phone));
    CHECK(same_text(phone, "5551234567") && library->sent == 1);
    commdn_answer_free(answer);

    /* What T-Library cannot send is a refusal with its code. */
    library->refuse = -59;
    EXPECT(COMMDN_ERR_TSERVER_REFUSED, commdn_session_call(session, request, 5000, &answer, &error));
    EXPECT(COMMDN_OK, commdn_error_server_code(error, &code));
    CHECK(code == -59);
    commdn_error_free(error);
    library->refuse = 0;

    /* So is what T-Server refuses later. */
    library->silent = 1;
    MUST(commdn_session_submit(session, request, 5000, &pending, &error), error);
    EXPECT(COMMDN_OK, commdn_host_refused(library->host, library->next_reference, 71, "invalid DN"));
    EXPECT(COMMDN_ERR_NOT_FOUND, commdn_host_refused(library->host, library->next_reference, 71, "again"));
    EXPECT(COMMDN_ERR_TSERVER_REFUSED, commdn_pending_wait(pending, 5000, &answer, &error));
    CHECK(strstr(commdn_error_message(error), "invalid DN") != NULL);
    commdn_error_free(error);
    commdn_pending_free(pending);

    /* Silence after T-Server's acknowledgement tells that it took the request. */
    library->accept_early = 1;
    EXPECT(COMMDN_ERR_NO_ANSWER, commdn_session_call(session, request, 100, &answer, &error));
    CHECK(strstr(commdn_error_message(error), "T-Server distributed the request") != NULL);
    commdn_error_free(error);
    EXPECT(COMMDN_ERR_NOT_FOUND, commdn_host_accepted(library->host, 4711));
    library->accept_early = 0;

    /* A lost connection ends what must not be repeated. */
    MUST(commdn_request_set_repeat(request, false, &error), error);
    MUST(commdn_session_submit(session, request, COMMDN_WAIT_FOREVER, &pending, &error), error);
    EXPECT(COMMDN_OK, commdn_host_switch_link(library->host, false));
    EXPECT(COMMDN_OK, commdn_host_disconnected(library->host));
    EXPECT(COMMDN_ERR_DISCONNECTED, commdn_pending_wait(pending, 5000, &answer, NULL));
    EXPECT(COMMDN_ERR_CLOSED, commdn_host_user_event(library->host, (const uint8_t *)"\0\0", 2));
    EXPECT(COMMDN_ERR_CLOSED, commdn_host_switch_link(library->host, true));
    commdn_pending_free(pending);
    commdn_request_free(request);
}

/* A notice of that kind comes, after others. */
static int told(commdn_session *session, int32_t kind) {
    commdn_notice *notice = NULL;
    int found = 0;
    while (!found && commdn_session_next_notice(session, 2000, &notice, NULL) == COMMDN_OK) {
        found = commdn_notice_kind(notice) == kind;
        commdn_notice_free(notice);
    }
    return found;
}

/* Requests wait while `hold` holds, and go out after `release`. */
static void held(commdn_session *session, struct library *library, commdn_status (*hold)(const commdn_host *),
                 int32_t notice, int32_t status, commdn_status (*release)(const commdn_host *), int32_t after) {
    commdn_error *error = NULL;
    commdn_answer *answer = NULL;
    commdn_pending *pending = NULL;
    commdn_request *request = dnc("5550002222");
    int sent = library->sent;
    EXPECT(COMMDN_OK, hold(library->host));
    CHECK(told(session, notice) && commdn_session_status(session) == status);
    MUST(commdn_session_submit(session, request, 5000, &pending, &error), error);
    EXPECT(COMMDN_ERR_TIMEOUT, commdn_pending_wait(pending, 50, &answer, NULL));
    CHECK(library->sent == sent);
    EXPECT(COMMDN_OK, release(library->host));
    CHECK(told(session, after));
    MUST(commdn_pending_wait(pending, 5000, &answer, &error), error);
    CHECK(commdn_session_status(session) == COMMDN_SESSION_UP && library->sent == sent + 1);
    commdn_answer_free(answer);
    commdn_pending_free(pending);
    commdn_request_free(request);
}

int main(void) {
    struct library library = {0};
    commdn_error *error = NULL;
    commdn_session *session = NULL, *second = NULL;
    commdn_session_options *options = options_for(20);
    EXPECT(COMMDN_ERR_INVALID_ARGUMENT, commdn_host_new(NULL, &library, drop_library, &library.host, NULL));
    CHECK(library.dropped == 0);
    MUST(commdn_host_new(send_user_event, &library, drop_library, &library.host, &error), error);
    MUST(commdn_host_open_session(library.host, options, &session, &error), error);
    EXPECT(COMMDN_ERR_CONNECT, commdn_host_open_session(library.host, options, &second, NULL));
    carried(session, &library);
    commdn_session_free(session);

    /* The carrier carries the next session, once the application is connected again. */
    EXPECT(COMMDN_ERR_CONNECT, commdn_host_open_session(library.host, options, &session, NULL));
    EXPECT(COMMDN_OK, commdn_host_connected(library.host));
    library.silent = 0;
    MUST(commdn_host_open_session(library.host, options, &session, &error), error);
    commdn_request *request = dnc("5550001111");
    commdn_answer *answer = NULL;
    MUST(commdn_session_call(session, request, 5000, &answer, &error), error);
    commdn_answer_free(answer);
    commdn_request_free(request);
    held(session, &library, commdn_host_out_of_service, COMMDN_NOTICE_OUT_OF_SERVICE, COMMDN_SESSION_OUT_OF_SERVICE,
         commdn_host_in_service, COMMDN_NOTICE_IN_SERVICE);
    held(session, &library, commdn_host_unregistered, COMMDN_NOTICE_UNREGISTERED, COMMDN_SESSION_CONNECTING,
         commdn_host_registered, COMMDN_NOTICE_REGISTERED);
    EXPECT(COMMDN_ERR_INVALID_ARGUMENT, commdn_host_out_of_service(NULL));
    EXPECT(COMMDN_ERR_INVALID_ARGUMENT, commdn_host_in_service(NULL));
    EXPECT(COMMDN_ERR_INVALID_ARGUMENT, commdn_host_unregistered(NULL));
    EXPECT(COMMDN_ERR_INVALID_ARGUMENT, commdn_host_registered(NULL));
    commdn_session_options_free(options);
    CHECK(library.dropped == 0);
    commdn_session_free(session);
    commdn_host_free(library.host);
    CHECK(library.dropped == 1);
    return finish("host");
}
