/* One live object of every type, for the generated test of all functions. */
#ifndef SAMPLES_H
#define SAMPLES_H

#include "simulated.h"

#include "system.h"

struct samples {
    commdn_answer *answer;
    commdn_cancel *cancel;
    commdn_completions *completions;
    commdn_dialect *dialect;
    commdn_directory *directory;
    const commdn_directory_object *directory_object;
    commdn_error *error;
    commdn_event *event;
    commdn_host *host;
    commdn_kvlist *kvlist;
    commdn_notice *notice;
    commdn_outbox *outbox;
    commdn_outbox_entry *outbox_entry;
    commdn_outbox_options *outbox_options;
    commdn_outbox_outcome *outbox_outcome;
    commdn_outbox_submit_options *outbox_submit_options;
    commdn_pending *pending;
    commdn_request *request;
    commdn_schedule *schedule;
    commdn_session *session;
    commdn_session_options *session_options;
    commdn_simulator *simulator;
    commdn_site *site;
    const commdn_site_alias *site_alias;
    const commdn_site_setting *site_setting;
    commdn_stats *stats;
    /* Files that calls make are in here. */
    char folder[32];
};

static inline int32_t samples_send(const char *dn, const uint8_t *packed, size_t packed_bytes, void *context) {
    (void)dn;
    (void)packed;
    (void)packed_bytes;
    (void)context;
    return 0;
}

static inline void samples_write(const char *path, const char *text) {
    FILE *file = fopen(path, "w");
    CHECK(file != NULL && fputs(text, file) >= 0 && fclose(file) == 0);
}

static inline struct samples samples_new(void) {
    struct samples s;
    commdn_error *error = NULL;
    memset(&s, 0, sizeof s);
    strcpy(s.folder, "/tmp/commdn-samples-XXXXXX");
    CHECK(mkdtemp(s.folder) != NULL && chdir(s.folder) == 0);
    s.simulator = simulated();
    s.session_options = options_for(20);
    s.request = dnc("5551234567");
    EXPECT(COMMDN_ERR_ABI, commdn_check_abi(0, &s.error));
    MUST(commdn_cancel_new(&s.cancel), NULL);
    MUST(commdn_dialect_new(&s.dialect), NULL);
    MUST(commdn_schedule_new(&s.schedule), NULL);
    MUST(commdn_kvlist_new(&s.kvlist), NULL);
    MUST(commdn_kvlist_add_int(s.kvlist, COMMDN_KEY_MESSAGE_TYPE, 33, &error), error);
    MUST(commdn_event_new(s.kvlist, NULL, &s.event, &error), error);
    MUST(commdn_host_new(samples_send, NULL, NULL, &s.host, &error), error);
    MUST(commdn_simulator_open_session(s.simulator, s.session_options, &s.session, &error), error);
    MUST(commdn_session_next_notice(s.session, 5000, &s.notice, &error), error);
    MUST(commdn_session_call(s.session, s.request, 5000, &s.answer, &error), error);
    MUST(commdn_session_submit(s.session, s.request, 5000, &s.pending, &error), error);
    MUST(commdn_session_stats(s.session, &s.stats, &error), error);
    MUST(commdn_completions_new(s.session, &s.completions, &error), error);
    MUST(commdn_directory_fetch("sim:", s.session_options, &s.directory, &error), error);
    s.directory_object = commdn_directory_at(s.directory, 0);
    CHECK(s.directory_object != NULL);
    samples_write("config.toml", "dn = \"8001\"\n[campaign]\nspring = 1\n");
    MUST(commdn_site_load("config.toml", NULL, &s.site, &error), error);
    s.site_setting = commdn_site_setting_at(s.site, 0);
    s.site_alias = commdn_site_alias_at(s.site, 0);
    CHECK(s.site_setting != NULL && s.site_alias != NULL);
    uint64_t id = 0;
    MUST(commdn_outbox_options_new(&s.outbox_options), NULL);
    MUST(commdn_outbox_submit_options_new(&s.outbox_submit_options), NULL);
    MUST(commdn_outbox_open("outbox.db", s.outbox_options, &s.outbox, &error), error);
    MUST(commdn_outbox_submit(s.outbox, s.request, NULL, &id, &error), error);
    MUST(commdn_outbox_cancel(s.outbox, id, &error), error);
    MUST(commdn_outbox_wait(s.outbox, id, 0, &s.outbox_outcome, &error), error);
    MUST(commdn_outbox_next_entry(s.outbox, COMMDN_OUTBOX_FILTER_ALL, 0, &s.outbox_entry, &error), error);
    return s;
}

static inline void samples_free(struct samples *s) {
    commdn_answer_free(s->answer);
    commdn_cancel_free(s->cancel);
    commdn_completions_free(s->completions);
    commdn_dialect_free(s->dialect);
    commdn_directory_free(s->directory);
    commdn_error_free(s->error);
    commdn_event_free(s->event);
    commdn_host_free(s->host);
    commdn_kvlist_free(s->kvlist);
    commdn_notice_free(s->notice);
    commdn_outbox_entry_free(s->outbox_entry);
    commdn_outbox_free(s->outbox);
    commdn_outbox_options_free(s->outbox_options);
    commdn_outbox_outcome_free(s->outbox_outcome);
    commdn_outbox_submit_options_free(s->outbox_submit_options);
    commdn_pending_free(s->pending);
    commdn_request_free(s->request);
    commdn_schedule_free(s->schedule);
    commdn_session_free(s->session);
    commdn_session_options_free(s->session_options);
    commdn_simulator_free(s->simulator);
    commdn_site_free(s->site);
    commdn_stats_free(s->stats);
    static const char *const files[] = {"config.toml", "outbox.db", "outbox.db-wal", "outbox.db-shm",
                                        "8001",        "8001-wal",  "8001-shm"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        (void)unlink(files[i]);
    }
    CHECK(chdir("/") == 0 && rmdir(s->folder) == 0);
}

#endif
