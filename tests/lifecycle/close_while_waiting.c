/* Ten threads wait, each for something of its own; closing wakes all of them at once. */
#include "simulated.h"

#include <pthread.h>
#include <time.h>
#include "../c/system.h"

static commdn_session *session;

static void *wait_for_an_answer(void *unused) {
    commdn_answer *answer = NULL;
    commdn_request *request = dnc("5551234567");
    (void)unused;
    commdn_status status = commdn_session_call(session, request, COMMDN_WAIT_FOREVER, &answer, NULL);
    commdn_request_free(request);
    return status == COMMDN_ERR_CLOSED && answer == NULL ? NULL : session;
}

static void *wait_for_a_notice(void *unused) {
    commdn_notice *notice = NULL;
    commdn_status status;
    (void)unused;
    while ((status = commdn_session_next_notice(session, COMMDN_WAIT_FOREVER, &notice, NULL)) == COMMDN_OK) {
        commdn_notice_free(notice);
    }
    return status == COMMDN_ERR_CLOSED ? NULL : session;
}

int main(void) {
    commdn_error *error = NULL;
    pthread_t threads[10];
    struct timespec start, end;
    commdn_simulator *simulator = simulated();
    command(simulator, "{\"command\": \"fault\", \"rule\": {\"kind\": \"silent\"}}");
    session = open_with(simulator, options_for(20));
    for (int i = 0; i < 10; i++) {
        CHECK(pthread_create(&threads[i], NULL, i < 7 ? wait_for_an_answer : wait_for_a_notice, NULL) == 0);
    }
    usleep(200000);
    clock_gettime(CLOCK_MONOTONIC, &start);
    MUST(commdn_session_close(session, 2000, &error), error);
    for (int i = 0; i < 10; i++) {
        void *bad = session;
        CHECK(pthread_join(threads[i], &bad) == 0 && bad == NULL);
    }
    clock_gettime(CLOCK_MONOTONIC, &end);
    CHECK(end.tv_sec - start.tv_sec <= 5);
    commdn_session_free(session);
    commdn_simulator_free(simulator);
    return finish("close_while_waiting");
}
