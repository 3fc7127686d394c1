/* What an event loop and callbacks see: file descriptors, notices, log lines, many outcomes. */
#include "simulated.h"

#include <pthread.h>
#include "system.h"

/* Load a campaign from one session, hear of it on another one's file descriptor. */
static void load(commdn_session *session) {
    commdn_error *error = NULL;
    commdn_answer *answer = NULL;
    commdn_request *request = NULL;
    MUST(commdn_request_load_campaign(1, 10, &request), NULL);
    MUST(commdn_request_set_dialing(request, COMMDN_DIAL_MODE_PREDICT, COMMDN_OPTIMIZE_BY_BUSY_FACTOR, 80, &error),
         error);
    MUST(commdn_session_call(session, request, 5000, &answer, &error), error);
    CHECK(commdn_event_message_type(commdn_answer_event(answer)) == COMMDN_MESSAGE_TYPE_EV_CAMPAIGN_LOADED);
    commdn_answer_free(answer);
    commdn_request_free(request);
}

static void unload(commdn_session *session) {
    commdn_error *error = NULL;
    commdn_answer *answer = NULL;
    commdn_request *request = NULL;
    MUST(commdn_request_unload_campaign(1, 10, &request), NULL);
    MUST(commdn_session_call(session, request, 5000, &answer, &error), error);
    commdn_answer_free(answer);
    commdn_request_free(request);
}

static void notices_by_descriptor(commdn_simulator *simulator) {
    commdn_error *error = NULL;
    commdn_notice *notice = NULL;
    commdn_session *desktop = open_with(simulator, options_for(20));
    commdn_session *script = open_with(simulator, options_for(21));
    commdn_fd fd = NO_FD, again = NO_FD;
    int loaded = 0;
    MUST(commdn_session_notice_fd(desktop, &fd, &error), error);
    MUST(commdn_session_notice_fd(desktop, &again, &error), error);
    CHECK(fd != NO_FD && fd == again);
    CHECK(readable(fd, 0));
    while (commdn_session_next_notice(desktop, 0, &notice, NULL) == COMMDN_OK) {
        commdn_notice_free(notice);
    }
    CHECK(!readable(fd, 50));

    load(script);
    while (!loaded && readable(fd, 5000)) {
        while (commdn_session_next_notice(desktop, 0, &notice, NULL) == COMMDN_OK) {
            int32_t campaign = 0;
            const commdn_event *event = commdn_notice_event(notice);
            if (commdn_notice_kind(notice) == COMMDN_NOTICE_EVENT
                && commdn_event_campaign(event, &campaign) == COMMDN_OK && campaign == 1) {
                loaded = 1;
            }
            commdn_notice_free(notice);
        }
    }
    CHECK(loaded);
    CHECK(!readable(fd, 50));
    unload(script);
    CHECK(readable(fd, 5000));
    commdn_session_free(script);

    /* The end is told too. */
    while (commdn_session_next_notice(desktop, 0, &notice, NULL) == COMMDN_OK) {
        commdn_notice_free(notice);
    }
    MUST(commdn_session_close(desktop, 1000, &error), error);
    CHECK(readable(fd, 5000));
    EXPECT(COMMDN_ERR_CLOSED, commdn_session_next_notice(desktop, 0, &notice, NULL));
    commdn_session_free(desktop);
}

static void outcomes_by_descriptor(commdn_simulator *simulator) {
    enum { REQUESTS = 500 };
    static int ended[REQUESTS];
    commdn_error *error = NULL;
    commdn_completions *completions = NULL;
    commdn_answer *answer = NULL;
    uint64_t tag = 0;
    commdn_fd fd = NO_FD;
    int count = 0;
    commdn_session *session = open_with(simulator, options_for(20));
    MUST(commdn_completions_new(session, &completions, &error), error);
    MUST(commdn_completions_fd(completions, &fd, &error), error);
    EXPECT(COMMDN_ERR_TIMEOUT, commdn_completions_next(completions, 0, &tag, &answer, NULL));

    for (int i = 0; i < REQUESTS; i++) {
        char phone[16];
        snprintf(phone, sizeof phone, "555%07d", i);
        commdn_request *request = dnc(phone);
        MUST(commdn_completions_submit(completions, (uint64_t)i, request, 20000, &error), error);
        commdn_request_free(request);
    }
    while (count < REQUESTS && readable(fd, 10000)) {
        commdn_status status;
        while ((status = commdn_completions_next(completions, 0, &tag, &answer, NULL)) == COMMDN_OK) {
            char phone[16];
            const char *told = NULL;
            snprintf(phone, sizeof phone, "555%07d", (int)tag);
            EXPECT(COMMDN_OK, commdn_event_phone(commdn_answer_event(answer), &told));
            CHECK(same_text(told, phone));
            CHECK(tag < REQUESTS && ended[tag]++ == 0);
            commdn_answer_free(answer);
            count++;
        }
        CHECK(status == COMMDN_ERR_TIMEOUT);
    }
    CHECK(count == REQUESTS);
    commdn_completions_free(completions);
    commdn_session_free(session);
}

/* Up to the first that is refused, whatever the options of each. */
static void many_are_sent_in_one_piece(commdn_simulator *simulator) {
    enum { GOOD = 40, ALL = 60 };
    commdn_error *error = NULL;
    commdn_completions *completions = NULL;
    commdn_request *requests[ALL] = {NULL};
    size_t sent = 9;
    int ended[ALL] = {0};
    commdn_session *session = open_with(simulator, options_for(20));
    MUST(commdn_completions_new(session, &completions, &error), error);
    for (int i = 0; i < ALL; i++) {
        char phone[16];
        snprintf(phone, sizeof phone, "555%07d", i);
        requests[i] = dnc(phone);
        if (i % 3 == 0) MUST(commdn_request_set_wanted_answers(requests[i], 1, &error), error);
    }
    /* Without a phone number it breaks a rule. */
    commdn_request_free(requests[GOOD]);
    MUST(commdn_request_do_not_call(&requests[GOOD]), error);
    const commdn_request *const *all = (const commdn_request *const *)requests;

    MUST(commdn_completions_submit_many(completions, 100, all, ALL, 20000, &sent, &error), error);
    CHECK(sent == GOOD);
    EXPECT(COMMDN_ERR_INVALID_REQUEST,
           commdn_completions_submit_many(completions, 200, all + GOOD, ALL - GOOD, 20000, &sent, &error));
    CHECK(sent == 0 && strstr(commdn_error_message(error), "GSW_PHONE") != NULL);
    commdn_error_free(error);
    error = NULL;
    MUST(commdn_completions_submit_many(completions, 100, NULL, 0, 20000, &sent, &error), error);
    CHECK(sent == 0);
    EXPECT(COMMDN_ERR_INVALID_ARGUMENT,
           commdn_completions_submit_many(completions, COMMDN_TAG_NONE - 1, all, 2, 20000, &sent, NULL));
    EXPECT(COMMDN_ERR_INVALID_ARGUMENT, commdn_completions_submit_many(completions, 1, NULL, 2, 20000, &sent, NULL));
    MUST(commdn_completions_submit_many(completions, COMMDN_TAG_NONE - 1, all, 1, 20000, &sent, &error), error);
    CHECK(sent == 1);

    for (int count = 0; count < GOOD + 1; count++) {
        commdn_answer *answer = NULL;
        uint64_t tag = 0;
        MUST(commdn_completions_next(completions, 20000, &tag, &answer, &error), error);
        const int place = tag == COMMDN_TAG_NONE - 1 ? GOOD : (int)(tag - 100);
        CHECK(place >= 0 && place <= GOOD && ended[place]++ == 0);
        commdn_answer_free(answer);
    }
    for (int i = 0; i < ALL; i++) commdn_request_free(requests[i]);
    commdn_completions_free(completions);
    commdn_session_free(session);
}

struct heard {
    pthread_mutex_t lock;
    commdn_session *session;
    int notices, lines, dropped, after_drop, closed;
};

static void on_notice(const commdn_notice *notice, void *user_data) {
    struct heard *heard = user_data;
    pthread_mutex_lock(&heard->lock);
    heard->after_drop += heard->dropped;
    heard->notices += commdn_notice_kind(notice) == COMMDN_NOTICE_EVENT;
    /* A callback may close its own session. */
    if (heard->session != NULL && commdn_notice_kind(notice) == COMMDN_NOTICE_EVENT) {
        heard->closed += commdn_session_close(heard->session, 1000, NULL) == COMMDN_OK;
    }
    pthread_mutex_unlock(&heard->lock);
}

static void on_line(int32_t level, const char *message, void *user_data) {
    struct heard *heard = user_data;
    pthread_mutex_lock(&heard->lock);
    heard->after_drop += heard->dropped;
    heard->lines += level >= COMMDN_LOG_ERROR && level <= COMMDN_LOG_DEBUG && strlen(message) > 0;
    pthread_mutex_unlock(&heard->lock);
}

static void on_drop(void *user_data) {
    struct heard *heard = user_data;
    pthread_mutex_lock(&heard->lock);
    heard->dropped++;
    pthread_mutex_unlock(&heard->lock);
}

static void callbacks(commdn_simulator *simulator, int close_inside) {
    static struct heard notices, lines;
    commdn_error *error = NULL;
    commdn_notice *notice = NULL;
    memset(&notices, 0, sizeof notices);
    memset(&lines, 0, sizeof lines);
    pthread_mutex_init(&notices.lock, NULL);
    pthread_mutex_init(&lines.lock, NULL);
    commdn_session_options *options = options_for(20);
    MUST(commdn_session_options_set_notice_callback(options, on_notice, &notices, on_drop, &error), error);
    MUST(commdn_session_options_set_log(options, COMMDN_LOG_DEBUG, on_line, &lines, on_drop, &error), error);
    EXPECT(COMMDN_ERR_INVALID_ARGUMENT, commdn_session_options_set_log(options, 9, on_line, &lines, on_drop, NULL));
    EXPECT(COMMDN_ERR_INVALID_ARGUMENT,
           commdn_session_options_set_notice_callback(options, NULL, &notices, on_drop, NULL));
    CHECK(notices.dropped == 0 && lines.dropped == 0);
    commdn_session *session = open_with(simulator, options);
    EXPECT(COMMDN_ERR_INVALID_ARGUMENT, commdn_session_next_notice(session, 0, &notice, NULL));
    pthread_mutex_lock(&notices.lock);
    notices.session = close_inside ? session : NULL;
    pthread_mutex_unlock(&notices.lock);

    commdn_session *script = open_with(simulator, options_for(21));
    load(script);
    unload(script);
    commdn_session_free(script);
    for (int i = 0; i < 5000; i++) {
        pthread_mutex_lock(&notices.lock);
        int enough = notices.notices > 0 && (!close_inside || notices.closed > 0);
        pthread_mutex_unlock(&notices.lock);
        if (enough) {
            break;
        }
        usleep(1000);
    }
    CHECK(commdn_session_is_over(session) == close_inside);
    commdn_session_free(session);
    CHECK(notices.notices > 0 && lines.lines > 0);
    CHECK(notices.dropped == 1 && lines.dropped == 1);
    CHECK(notices.after_drop == 0 && lines.after_drop == 0);
}

int main(void) {
    commdn_simulator *simulator = simulated();
    notices_by_descriptor(simulator);
    outcomes_by_descriptor(simulator);
    many_are_sent_in_one_piece(simulator);
    callbacks(simulator, 0);
    /* More than once: it is freed here while its callback, which has more to hear, closes it again. */
    for (int round = 0; round < 20; round++) {
        callbacks(simulator, 1);
    }
    commdn_simulator_free(simulator);
    return finish("events");
}
