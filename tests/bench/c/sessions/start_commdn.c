/* T3: a program that was found by find_package: its library is loaded, and a first session opened and closed. */
#include "commdn.h"

#include <stdio.h>

int main(int argc, char **argv) {
    commdn_error *error = NULL;
    commdn_session_options *options = NULL;
    commdn_session *session = NULL;
    if (argc != 2 || commdn_session_options_new("8001", 20, &options, &error) != COMMDN_OK
        || commdn_session_options_set_ocs_dbid(options, 101, &error) != COMMDN_OK
        || commdn_session_open(argv[1], options, &session, &error) != COMMDN_OK) {
        fprintf(stderr, "%s\n", error == NULL ? "start_commdn ADDRESS" : commdn_error_message(error));
        return 1;
    }
    commdn_session_free(session);
    commdn_session_options_free(options);
    return 0;
}
