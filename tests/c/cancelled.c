/* A session that is being opened with a server that says nothing is given up as soon as another thread wants it. */
#include <netinet/in.h>
#include <pthread.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "simulated.h"

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
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

static void *throw_soon(void *cancel) {
    usleep(100000);
    CHECK(commdn_cancel_throw(cancel) == COMMDN_OK);
    return NULL;
}

int main(void) {
    commdn_error *error = NULL;
    commdn_session *session = NULL;
    commdn_cancel *cancel = NULL;
    commdn_session_options *options = options_for(20);
    commdn_simulator *simulator = simulated();
    pthread_t thread;
    char address[64];
    int port = 0, listener = mute(&port);
    double began = now();
    snprintf(address, sizeof address, "127.0.0.1:%d", port);
    MUST(commdn_session_options_set_connect_timeout_ms(options, 50000, &error), error);
    MUST(commdn_cancel_new(&cancel), NULL);
    MUST(commdn_session_options_set_cancel(options, cancel, &error), error);
    EXPECT(COMMDN_ERR_INVALID_ARGUMENT, commdn_session_options_set_cancel(options, NULL, NULL));

    /* A session that is open is left alone. */
    MUST(commdn_simulator_open_session(simulator, options, &session, &error), error);
    CHECK(pthread_create(&thread, NULL, throw_soon, cancel) == 0);
    commdn_session *second = NULL;
    EXPECT(COMMDN_ERR_CLOSED, commdn_session_open(address, options, &second, &error));
    CHECK(second == NULL && now() - began < 20);
    CHECK(commdn_error_code(error) == COMMDN_ERR_CLOSED);
    commdn_error_free(error);
    CHECK(pthread_join(thread, NULL) == 0);
    CHECK(!commdn_session_is_over(session));

    /* Once thrown, for good; whether or not the object is still there. */
    commdn_cancel_free(cancel);
    EXPECT(COMMDN_ERR_CLOSED, commdn_session_open(address, options, &second, NULL));
    EXPECT(COMMDN_ERR_CLOSED, commdn_simulator_open_session(simulator, options, &second, NULL));
    CHECK(second == NULL);
    commdn_session_free(session);
    commdn_session_options_free(options);
    commdn_simulator_free(simulator);
    close(listener);
    return finish("cancelled");
}
