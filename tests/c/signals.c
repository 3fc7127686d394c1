/* A deadline is a deadline: a timer's signals, 100 and 1,000 a second, prolong no wait, whether or not they restart
   system calls. run.sh kills what hangs, and so does the child that watches here. */
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "simulated.h"

static volatile sig_atomic_t handled;

static void handle(int number) {
    (void)number;
    ++handled;
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void every(long microseconds, int flags) {
    struct sigaction action;
    struct itimerval timer = {{0, microseconds}, {0, microseconds}};
    memset(&action, 0, sizeof action);
    action.sa_handler = handle;
    action.sa_flags = flags;
    sigaction(SIGALRM, &action, NULL);
    handled = 0;
    setitimer(ITIMER_REAL, &timer, NULL);
}

/* What began then was to take half a second, with signals meanwhile. A wait that each signal starts anew would not end;
   on a busy machine valgrind needs seconds for the handlers. */
static void in_time(double began) {
    struct itimerval none = {{0, 0}, {0, 0}};
    double took = now() - began;
    setitimer(ITIMER_REAL, &none, NULL);
    if (took < 0.45 || took > 40) {
        fprintf(stderr, "it took %.2f s\n", took);
    }
    CHECK(took >= 0.45 && took <= 40);
    CHECK(handled > 5);
}

/* A listener that takes connections and says nothing; its port. */
static int mute(int *port) {
    struct sockaddr_in place;
    socklen_t size = sizeof place;
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    memset(&place, 0, sizeof place);
    place.sin_family = AF_INET;
    place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    CHECK(bind(listener, (struct sockaddr *)&place, sizeof place) == 0);
    CHECK(listen(listener, 16) == 0);
    CHECK(getsockname(listener, (struct sockaddr *)&place, &size) == 0);
    *port = ntohs(place.sin_port);
    return listener;
}

static void calls(commdn_session *session, long period, int flags) {
    commdn_error *error = NULL;
    commdn_answer *answer = NULL;
    commdn_notice *notice = NULL;
    commdn_request *request = dnc("5551234567");
    double began = now();
    every(period, flags);
    EXPECT(COMMDN_ERR_NO_ANSWER, commdn_session_call(session, request, 500, &answer, &error));
    in_time(began);
    commdn_error_free(error);
    error = NULL;
    commdn_request_free(request);
    /* What has come by now is of no interest. */
    while (commdn_session_next_notice(session, 0, &notice, NULL) == COMMDN_OK) {
        commdn_notice_free(notice);
    }
    began = now();
    every(period, flags);
    EXPECT(COMMDN_ERR_TIMEOUT, commdn_session_next_notice(session, 500, &notice, &error));
    in_time(began);
    commdn_error_free(error);
}

static void connecting(const char *scheme, long period, int flags) {
    commdn_error *error = NULL;
    commdn_session *session = NULL;
    commdn_session_options *options = options_for(20);
    char address[64];
    int port = 0;
    int listener = mute(&port);
    double began;
    MUST(commdn_session_options_set_connect_timeout_ms(options, 500, &error), error);
    snprintf(address, sizeof address, "%s127.0.0.1:%d", scheme, port);
    began = now();
    every(period, flags);
    CHECK(commdn_session_open(address, options, &session, &error) != COMMDN_OK);
    in_time(began);
    commdn_error_free(error);
    commdn_session_options_free(options);
    close(listener);
}

/* A session that connects in the background is closed at once, whatever its connecting waits for. */
static void closing(void) {
    commdn_error *error = NULL;
    commdn_session *session = NULL;
    commdn_session_options *options = options_for(20);
    char address[64];
    int port = 0;
    int listener = mute(&port);
    double began;
    MUST(commdn_session_options_set_connect_timeout_ms(options, 60000, &error), error);
    MUST(commdn_session_options_set_connect_in_background(options, true, &error), error);
    snprintf(address, sizeof address, "127.0.0.1:%d", port);
    MUST(commdn_session_open(address, options, &session, &error), error);
    usleep(100000);
    began = now();
    MUST(commdn_session_close(session, 30000, &error), error);
    CHECK(now() - began < 4);
    commdn_session_free(session);
    commdn_session_options_free(options);
    close(listener);
}

int main(void) {
    static const long periods[] = {10000, 1000};
    static const int kinds[] = {0, SA_RESTART};
    pid_t parent = getpid();
    pid_t watch = fork();
    size_t i, j;
    if (watch == 0) {
        sleep(55);
        kill(parent, SIGKILL);
        _exit(0);
    }
    for (i = 0; i < 2; ++i) {
        for (j = 0; j < 2; ++j) {
            commdn_error *error = NULL;
            char place[64];
            int32_t port = 0;
            commdn_simulator *simulator = simulated();
            commdn_session *session = NULL;
            commdn_session_options *options = options_for(20);
            MUST(commdn_simulator_listen(simulator, "127.0.0.1:0", &port, &error), error);
            snprintf(place, sizeof place, "127.0.0.1:%d", (int)port);
            MUST(commdn_session_open(place, options, &session, &error), error);
            command(simulator, "{\"command\": \"fault\", \"rule\": {\"kind\": \"silent\"}}");
            calls(session, periods[i], kinds[j]);
            commdn_session_free(session);
            commdn_session_options_free(options);
            commdn_simulator_free(simulator);
            connecting("", periods[i], kinds[j]);
            connecting("tls://", periods[i], kinds[j]);
        }
    }
    closing();
    kill(watch, SIGKILL);
    waitpid(watch, NULL, 0);
    return finish("signals");
}
