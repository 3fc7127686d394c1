/*
 * One session, many threads: workers put numbers on the do-not-call list, each waiting for its own
 * answers, while another thread takes the notices. Closing the session ends that thread.
 *
 * threads [HOST:PORT], by default with a simulated contact centre.
 *
 * cc -pthread threads.c $(pkg-config --cflags --libs commdn)
 */
#include <commdn.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

enum { WORKERS = 4, REQUESTS = 8, TIMEOUT_MS = 5000, CAMPAIGN = 1, GROUP = 10 };

/* What one worker is given, and what it found. Only its thread writes here until it is joined. */
struct worker {
    const commdn_session *session;
    int number;
    int acknowledged;
};

/* What the notices' thread is given, and what it found. */
struct watcher {
    const commdn_session *session;
    int events;
    commdn_status ended_with;
};

/* Print what failed and free the error; COMMDN_OK prints nothing. */
static int succeeded(const char *what, commdn_status status, commdn_error *error) {
    if (status != COMMDN_OK)
        fprintf(stderr, "%s: %s: %s\n", what, commdn_status_name(status), commdn_error_message(error));
    commdn_error_free(error);
    return status == COMMDN_OK;
}

/* One do-not-call request; 1 if the answer is for this phone. */
static int do_not_call(const commdn_session *session, const char *phone) {
    commdn_request *request = NULL;
    commdn_answer *answer = NULL;
    commdn_error *error = NULL;
    const char *told = NULL;
    int good = 0;

    commdn_status status = commdn_request_do_not_call(&request);
    if (status == COMMDN_OK) status = commdn_request_set_phone(request, phone, &error);
    if (status == COMMDN_OK) status = commdn_session_call(session, request, TIMEOUT_MS, &answer, &error);
    if (succeeded(phone, status, error)) {
        status = commdn_event_phone(commdn_answer_event(answer), &told);
        good = status == COMMDN_OK && strcmp(told, phone) == 0;
        if (!good) fprintf(stderr, "%s: the answer is for '%s'\n", phone, told == NULL ? "" : told);
    }
    commdn_answer_free(answer);
    commdn_request_free(request);
    return good;
}

static void *work(void *argument) {
    struct worker *worker = argument;
    for (int i = 0; i < REQUESTS; i++) {
        char phone[32];
        snprintf(phone, sizeof phone, "555%02d%02d", worker->number, i);
        worker->acknowledged += do_not_call(worker->session, phone);
    }
    return NULL;
}

/* Take notices until the session ends; that it was closed is the good end. */
static void *watch(void *argument) {
    struct watcher *watcher = argument;
    commdn_notice *notice = NULL;
    while ((watcher->ended_with = commdn_session_next_notice(watcher->session, COMMDN_WAIT_FOREVER, &notice, NULL))
           == COMMDN_OK) {
        const commdn_event *event = commdn_notice_event(notice);
        const char *name = commdn_enum_name(COMMDN_ENUM_MESSAGE_TYPE, commdn_event_message_type(event));
        if (event != NULL && name != NULL && strlen(name) > 0) watcher->events++;
        commdn_notice_free(notice);
    }
    return NULL;
}

/* The main thread's own call: a campaign is loaded, of which notices tell. */
static int load_campaign(const commdn_session *session) {
    commdn_request *request = NULL;
    commdn_answer *answer = NULL;
    commdn_error *error = NULL;

    commdn_status status = commdn_request_load_campaign(CAMPAIGN, GROUP, &request);
    if (status == COMMDN_OK)
        status = commdn_request_set_dialing(request, COMMDN_DIAL_MODE_PREVIEW, COMMDN_OPTIMIZE_BY_BUSY_FACTOR, 80,
                                            &error);
    if (status == COMMDN_OK) status = commdn_session_call(session, request, TIMEOUT_MS, &answer, &error);
    commdn_answer_free(answer);
    commdn_request_free(request);
    return succeeded("load the campaign", status, error);
}

/* All threads with one session, which is closed at the end; 1 if every result is right. */
static int run(const commdn_session *session) {
    pthread_t threads[WORKERS], watching;
    struct worker workers[WORKERS];
    struct watcher watcher = {session, 0, COMMDN_OK};
    int running = 0, acknowledged = 0;
    commdn_error *error = NULL;

    if (pthread_create(&watching, NULL, watch, &watcher) != 0) return 0;
    for (int i = 0; i < WORKERS; i++) {
        workers[i] = (struct worker){session, i, 0};
        if (pthread_create(&threads[i], NULL, work, &workers[i]) != 0) break;
        running++;
    }
    int good = load_campaign(session);
    for (int i = 0; i < running; i++) {
        pthread_join(threads[i], NULL);
        acknowledged += workers[i].acknowledged;
    }
    commdn_status status = commdn_session_close(session, TIMEOUT_MS, &error);
    good = succeeded("close", status, error) && good;
    pthread_join(watching, NULL);

    printf("%d of %d requests acknowledged, %d notices, then %s\n", acknowledged, WORKERS * REQUESTS, watcher.events,
           commdn_status_name(watcher.ended_with));
    return good && acknowledged == WORKERS * REQUESTS && watcher.events > 0 && watcher.ended_with == COMMDN_ERR_CLOSED;
}

int main(int argc, char **argv) {
    commdn_session_options *options = NULL;
    commdn_session *session = NULL;
    commdn_error *error = NULL;
    int good = 0;

    commdn_status status = commdn_session_options_new("8001", 20, &options, &error);
    if (status == COMMDN_OK) status = commdn_session_options_set_ocs_dbid(options, 101, &error);
    if (status == COMMDN_OK) status = commdn_session_open(argc > 1 ? argv[1] : "sim:", options, &session, &error);
    if (succeeded("open", status, error)) good = run(session);
    commdn_session_free(session);
    commdn_session_options_free(options);
    return good ? 0 : 1;
}
