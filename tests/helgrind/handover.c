/*
 * What the header promises about threads, used without a lock of one's own: a notice callback's
 * data is read after the session was freed, a pending request is waited for by another thread than
 * the one that sent it, outcomes are taken from a queue by another thread than fills it. Over TCP.
 */
#include "simulated.h"

#include <pthread.h>

enum { OUTCOMES = 8 };

/* Written by the notice callback only, until its end is told. */
struct heard {
    int notices;
    char last_phone[32];
    int ended;
};

static void hear(const commdn_notice *notice, void *user_data) {
    struct heard *heard = user_data;
    const char *phone = NULL;
    if (commdn_event_phone(commdn_notice_event(notice), &phone) == COMMDN_OK) {
        heard->notices++;
        snprintf(heard->last_phone, sizeof heard->last_phone, "%s", phone);
    }
}

static void ended(void *user_data) {
    struct heard *heard = user_data;
    heard->ended = 1;
}

static void *take_outcomes(void *argument) {
    commdn_completions *completions = argument;
    for (int i = 0; i < OUTCOMES; i++) {
        uint64_t tag = 0;
        const char *phone = NULL;
        char expected[32];
        commdn_answer *answer = NULL;
        EXPECT(COMMDN_OK, commdn_completions_next(completions, 5000, &tag, &answer, NULL));
        snprintf(expected, sizeof expected, "5552%02d", (int)tag);
        CHECK(commdn_event_phone(commdn_answer_event(answer), &phone) == COMMDN_OK && same_text(phone, expected));
        commdn_answer_free(answer);
    }
    return NULL;
}

static void *wait_for_it(void *argument) {
    commdn_pending *pending = argument;
    const char *phone = NULL;
    commdn_answer *answer = NULL;
    EXPECT(COMMDN_OK, commdn_pending_wait(pending, 5000, &answer, NULL));
    CHECK(commdn_event_phone(commdn_answer_event(answer), &phone) == COMMDN_OK && same_text(phone, "5553333"));
    commdn_answer_free(answer);
    return NULL;
}

static void outcomes_by_another_thread(const commdn_session *session) {
    pthread_t taker;
    commdn_error *error = NULL;
    commdn_completions *completions = NULL;
    MUST(commdn_completions_new(session, &completions, &error), error);
    CHECK(pthread_create(&taker, NULL, take_outcomes, completions) == 0);
    for (int i = 0; i < OUTCOMES; i++) {
        char phone[32];
        snprintf(phone, sizeof phone, "5552%02d", i);
        commdn_request *request = dnc(phone);
        MUST(commdn_completions_submit(completions, (uint64_t)i, request, 5000, &error), error);
        commdn_request_free(request);
    }
    CHECK(pthread_join(taker, NULL) == 0);
    commdn_completions_free(completions);
}

static void pending_by_another_thread(const commdn_session *session) {
    pthread_t waiter;
    commdn_error *error = NULL;
    commdn_pending *pending = NULL;
    commdn_request *request = dnc("5553333");
    MUST(commdn_session_submit(session, request, 5000, &pending, &error), error);
    CHECK(pthread_create(&waiter, NULL, wait_for_it, pending) == 0);
    CHECK(pthread_join(waiter, NULL) == 0);
    commdn_pending_free(pending);
    commdn_request_free(request);
}

int main(void) {
    char address[32];
    int32_t port = 0;
    struct heard heard = {0, "", 0};
    commdn_error *error = NULL;
    commdn_session *asking = NULL, *listening = NULL;
    commdn_simulator *simulator = simulated();
    MUST(commdn_simulator_listen(simulator, "127.0.0.1:0", &port, &error), error);
    snprintf(address, sizeof address, "127.0.0.1:%d", (int)port);

    commdn_session_options *options = options_for(21);
    MUST(commdn_session_options_set_notice_callback(options, hear, &heard, ended, &error), error);
    MUST(commdn_session_open(address, options, &listening, &error), error);
    commdn_session_options_free(options);
    options = options_for(20);
    MUST(commdn_session_open(address, options, &asking, &error), error);
    commdn_session_options_free(options);

    outcomes_by_another_thread(asking);
    pending_by_another_thread(asking);

    commdn_session_free(asking);
    commdn_session_free(listening);
    CHECK(heard.ended == 1);
    CHECK(heard.notices == 0 || strncmp(heard.last_phone, "555", 3) == 0);
    commdn_simulator_free(simulator);
    return finish("handover");
}
