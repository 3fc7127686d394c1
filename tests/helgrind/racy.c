/*
 * A program with two races of its own, which helgrind must find though the library's suppressions
 * are in use: threads count their answers in one variable, and the main thread writes to what a
 * notice callback writes to.
 */
#include "simulated.h"

#include <pthread.h>
#include <sched.h>

static commdn_session *session;
static int acknowledged;  /* the first race */
static int notices;       /* the second race */
static int told, written; /* atomic: helgrind takes no order from them */

static void turn(const int *flag) {
    while (!__atomic_load_n(flag, __ATOMIC_RELAXED)) sched_yield();
}

/* Writes once the main thread has written. */
static void hear(const commdn_notice *notice, void *unused) {
    (void)notice;
    (void)unused;
    __atomic_store_n(&told, 1, __ATOMIC_RELAXED);
    turn(&written);
    notices++;
}

static void *ask(void *phone) {
    commdn_answer *answer = NULL;
    commdn_request *request = dnc(phone);
    EXPECT(COMMDN_OK, commdn_session_call(session, request, 5000, &answer, NULL));
    commdn_answer_free(answer);
    commdn_request_free(request);
    acknowledged++;
    return NULL;
}

int main(void) {
    static char phones[2][8] = {"5550001", "5550002"};
    pthread_t threads[2];
    commdn_simulator *simulator = simulated();
    commdn_session_options *options = options_for(20);
    EXPECT(COMMDN_OK, commdn_session_options_set_notice_callback(options, hear, NULL, NULL, NULL));
    session = open_with(simulator, options);
    for (int i = 0; i < 2; i++) CHECK(pthread_create(&threads[i], NULL, ask, phones[i]) == 0);
    for (int i = 0; i < 2; i++) CHECK(pthread_join(threads[i], NULL) == 0);

    /* The callback is told of the lost connection, at the latest. Nothing orders the two writes. */
    command(simulator, "{\"command\": \"cut\"}");
    turn(&told);
    notices++;
    __atomic_store_n(&written, 1, __ATOMIC_RELAXED);

    commdn_session_free(session);
    CHECK(acknowledged == 2 && notices >= 2);
    commdn_simulator_free(simulator);
    return finish("racy");
}
