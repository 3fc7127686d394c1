/* A fork with a live session: the child ends as any program does, the parent goes on.

   Leaks on purpose: the child frees nothing. */
#include "simulated.h"

#include <sys/wait.h>
#include <unistd.h>

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
    pid_t child = fork();
    if (child == 0) {
        commdn_status status = commdn_session_call(session, request, 1000, &answer, NULL);
        /* With the library's own way out, atexit and destructors included. */
        exit(status == COMMDN_ERR_FORKED ? 0 : 1);
    }
    CHECK(child > 0 && waitpid(child, &how, 0) == child);
    CHECK(WIFEXITED(how) && WEXITSTATUS(how) == 0);
    MUST(commdn_session_call(session, request, 5000, &answer, &error), error);
    commdn_answer_free(answer);
    commdn_request_free(request);
    commdn_session_free(session);
    return finish("fork_child");
}
