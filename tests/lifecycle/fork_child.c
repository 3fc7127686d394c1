/* A fork with a live session: the child is told, frees what is the parent's, works with a session of its own
   and ends as any program does; the parent goes on.

   Leaks on purpose: what the parent's threads own stays with the child. */
#include "simulated.h"

#include <sys/wait.h>
#include <unistd.h>

/* What the child does: 0 if it went well. */
static int child(commdn_session *inherited, const commdn_request *request, int number) {
    commdn_error *error = NULL;
    commdn_answer *answer = NULL;
    commdn_session *own = NULL;
    commdn_session_options *options = options_for(21);
    if (commdn_session_call(inherited, request, 1000, &answer, NULL) != COMMDN_ERR_FORKED) {
        return 1;
    }
    if (number % 2 == 0) {
        commdn_session_free(inherited);
    }
    MUST(commdn_session_open("sim:", options, &own, &error), error);
    MUST(commdn_session_call(own, request, 5000, &answer, &error), error);
    commdn_answer_free(answer);
    commdn_session_options_free(options);
    if (number % 2 == 1) {
        commdn_session_free(inherited);
    }
    commdn_session_free(own);
    return 0;
}

int main(void) {
    commdn_error *error = NULL;
    commdn_answer *answer = NULL;
    int how = -1;
    static commdn_session *session;
    commdn_session_options *options = options_for(20);
    MUST(commdn_session_open("sim:", options, &session, &error), error);
    commdn_session_options_free(options);
    commdn_request *request = dnc("5551234567");
    fflush(stdout);
    for (int number = 0; number < 10; number++) {
        pid_t forked = fork();
        if (forked == 0) {
            /* With the library's own way out, atexit and destructors included. */
            exit(child(session, request, number));
        }
        CHECK(forked > 0 && waitpid(forked, &how, 0) == forked);
        CHECK(WIFEXITED(how) && WEXITSTATUS(how) == 0);
    }
    MUST(commdn_session_call(session, request, 5000, &answer, &error), error);
    commdn_answer_free(answer);
    commdn_request_free(request);
    commdn_session_free(session);
    return finish("fork_child");
}
