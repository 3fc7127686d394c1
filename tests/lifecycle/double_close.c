/* Closing twice, from two threads, and freeing in every order is harmless. */
#include "simulated.h"

#include <pthread.h>

static void *close_it(void *session) {
    /* Whoever comes second finds nothing to do. */
    return commdn_session_close(session, 2000, NULL) == COMMDN_OK ? NULL : session;
}

int main(void) {
    commdn_error *error = NULL;
    commdn_pending *pending = NULL;
    commdn_answer *answer = NULL;
    commdn_completions *completions = NULL;
    uint64_t tag = 0;
    commdn_simulator *simulator = simulated();
    commdn_request *request = dnc("5551234567");
    for (int round = 0; round < 20; round++) {
        pthread_t threads[2];
        commdn_session *session = open_with(simulator, options_for(20));
        for (int i = 0; i < 2; i++) {
            CHECK(pthread_create(&threads[i], NULL, close_it, session) == 0);
        }
        for (int i = 0; i < 2; i++) {
            void *bad = session;
            CHECK(pthread_join(threads[i], &bad) == 0 && bad == NULL);
        }
        MUST(commdn_session_close(session, 0, &error), error);
        commdn_session_free(session);
    }

    /* What came from a session outlives it. */
    command(simulator, "{\"command\": \"fault\", \"rule\": {\"kind\": \"silent\"}}");
    commdn_session *session = open_with(simulator, options_for(20));
    MUST(commdn_session_submit(session, request, COMMDN_WAIT_FOREVER, &pending, &error), error);
    MUST(commdn_completions_new(session, &completions, &error), error);
    MUST(commdn_completions_submit(completions, 9, request, COMMDN_WAIT_FOREVER, &error), error);
    commdn_session_free(session);
    commdn_simulator_free(simulator);
    EXPECT(COMMDN_ERR_CLOSED, commdn_pending_wait(pending, 1000, &answer, NULL));
    EXPECT(COMMDN_ERR_CLOSED, commdn_completions_next(completions, 1000, &tag, &answer, NULL));
    CHECK(tag == 9 && answer == NULL);
    EXPECT(COMMDN_ERR_CLOSED, commdn_completions_submit(completions, 1, request, 1000, NULL));
    commdn_pending_free(pending);
    commdn_completions_free(completions);
    commdn_request_free(request);
    return finish("double_close");
}
