/* watch [ADDRESS [DN [APP_DBID [OCS_DBID]]]]: print what OCS tells on the DN: three events, or those of 5 seconds. */
#include <commdn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Load and unload a campaign: in a simulator of one's own nothing happens by itself. */
static commdn_status something_to_see(const commdn_session *session, commdn_error **error) {
    commdn_request *load = NULL, *unload = NULL;
    commdn_answer *loaded = NULL, *unloaded = NULL;
    commdn_status status;
    commdn_request_load_campaign(1, 10, &load);
    commdn_request_set_dialing(load, COMMDN_DIAL_MODE_PREDICT, COMMDN_OPTIMIZE_BY_BUSY_FACTOR, 80, NULL);
    commdn_request_force_unload_campaign(1, 10, &unload);
    status = commdn_session_call(session, load, 5000, &loaded, error);
    if (status == COMMDN_OK) status = commdn_session_call(session, unload, 5000, &unloaded, error);
    commdn_answer_free(unloaded);
    commdn_answer_free(loaded);
    commdn_request_free(unload);
    commdn_request_free(load);
    return status;
}

static void print_event(const commdn_event *event) {
    int32_t campaign, group, status;
    const char *type = commdn_enum_name(COMMDN_ENUM_MESSAGE_TYPE, commdn_event_message_type(event)), *now = "-";
    commdn_event_campaign(event, &campaign);
    commdn_event_group(event, &group);
    if (commdn_event_status(event, &status) == COMMDN_OK) now = commdn_enum_name(COMMDN_ENUM_GROUP_STATUS, status);
    printf("%s: campaign %d, group %d, %s\n", type, (int)campaign, (int)group, now);
}

int main(int argc, char **argv) {
    const char *address = argc > 1 ? argv[1] : "sim:", *dn = argc > 2 ? argv[2] : "8001";
    const int app_dbid = argc > 3 ? atoi(argv[3]) : 20, ocs_dbid = argc > 4 ? atoi(argv[4]) : 101;
    commdn_session_options *options = NULL;
    commdn_session *session = NULL;
    commdn_error *error = NULL;
    commdn_notice *notice = NULL;
    int seen = 0;
    const bool open = commdn_session_options_new(dn, app_dbid, &options, &error) == COMMDN_OK
                      && commdn_session_options_set_ocs_dbid(options, ocs_dbid, &error) == COMMDN_OK
                      && commdn_session_open(address, options, &session, &error) == COMMDN_OK
                      && (strcmp(address, "sim:") != 0 || something_to_see(session, &error) == COMMDN_OK);
    const time_t end = time(NULL) + 5;
    commdn_status status = open ? COMMDN_OK : commdn_error_code(error);
    while (status == COMMDN_OK && seen < 3 && time(NULL) < end) {
        status = commdn_session_next_notice(session, 1000, &notice, &error);
        if (commdn_notice_event(notice) != NULL) {
            print_event(commdn_notice_event(notice));
            seen++;
        }
        commdn_notice_free(notice);
        if (status == COMMDN_ERR_TIMEOUT) {
            commdn_error_free(error);
            status = COMMDN_OK;
        }
    }
    if (status == COMMDN_OK) printf("%d events\n", seen);
    else fprintf(stderr, "%s\n", commdn_error_message(error));
    commdn_session_free(session);
    commdn_session_options_free(options);
    commdn_error_free(status == COMMDN_OK ? NULL : error);
    return status != COMMDN_OK;
}
