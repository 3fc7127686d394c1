/* Requests: every constructor and setter, what the core refuses, user data there and back. */
#include "check.h"

#define ORIGIN 20
#define TARGET 101

static int32_t int_at(const commdn_kvlist *list, const char *path) {
    const commdn_kvlist *inner = NULL;
    size_t index = 0;
    int32_t number = -1;
    EXPECT(COMMDN_OK, commdn_kvlist_find_path(list, path, &inner, &index));
    EXPECT(COMMDN_OK, commdn_kvlist_int_at(inner, index, &number));
    return number;
}

/* The request is refused, and the error names the attribute. */
static void refused(const commdn_request *request, int32_t target, const char *attribute) {
    commdn_error *error = NULL;
    EXPECT(COMMDN_ERR_INVALID_REQUEST, commdn_request_validate(request, ORIGIN, target, NULL, &error));
    if (!same_text(commdn_error_attribute(error), attribute)) {
        fprintf(stderr, "%s\n", commdn_error_message(error));
    }
    CHECK(same_text(commdn_error_attribute(error), attribute));
    commdn_error_free(error);
}

static void campaigns(void) {
    struct {
        commdn_status (*make)(int32_t campaign, int32_t group, commdn_request **out_request);
        int32_t message_type;
        int dials; /* 1: how it dials must be given; 2: what is not given stays as it is */
    } kinds[] = {
        {commdn_request_load_campaign, COMMDN_MESSAGE_TYPE_REQ_LOAD_CAMPAIGN, 1},
        {commdn_request_unload_campaign, COMMDN_MESSAGE_TYPE_REQ_UNLOAD_CAMPAIGN, 0},
        {commdn_request_force_unload_campaign, COMMDN_MESSAGE_TYPE_REQ_FORCE_UNLOAD_CAMPAIGN, 0},
        {commdn_request_start_dialing, COMMDN_MESSAGE_TYPE_REQ_START_DIALING, 2},
        {commdn_request_stop_dialing, COMMDN_MESSAGE_TYPE_REQ_STOP_DIALING, 0},
        {commdn_request_set_dialing_mode, COMMDN_MESSAGE_TYPE_REQ_SET_DIALING_MODE, 2},
        {commdn_request_campaign_status, COMMDN_MESSAGE_TYPE_REQ_GET_CAMPAIGN_STATUS, 0},
        {commdn_request_complete_campaign, COMMDN_MESSAGE_TYPE_REQ_COMPLETE_CAMPAIGN, 0},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        commdn_error *error = NULL;
        commdn_request *request = NULL;
        commdn_kvlist *list = NULL;
        MUST(kinds[i].make(1, 10, &request), NULL);
        CHECK(commdn_request_message_type(request) == kinds[i].message_type);
        if (kinds[i].dials) {
            if (kinds[i].dials == 1) {
                refused(request, TARGET, COMMDN_KEY_DIAL_MODE);
            } else {
                MUST(commdn_request_validate(request, ORIGIN, TARGET, NULL, &error), error);
            }
            MUST(commdn_request_set_dialing(request, COMMDN_DIAL_MODE_PREDICT, COMMDN_OPTIMIZE_BY_BUSY_FACTOR, 101,
                                            &error),
                 error);
            refused(request, TARGET, COMMDN_KEY_OPTIMIZE_GOAL);
            MUST(commdn_request_set_optimize_goal(request, 80, &error), error);
            MUST(commdn_request_set_auto_completion(request, true, &error), error);
            MUST(commdn_request_set_priority_general(request, 1, 10, &error), error);
            MUST(commdn_request_set_priority_campaign_rescheduled(request, 2, 20, &error), error);
            MUST(commdn_request_set_priority_campaign_call_back(request, 3, 30, &error), error);
        }
        refused(request, 0, COMMDN_KEY_TARGET_APP_ID);
        MUST(commdn_request_user_data(request, ORIGIN, TARGET, 5, NULL, &list, &error), error);
        CHECK(int_at(list, COMMDN_KEY_MESSAGE_TYPE) == kinds[i].message_type);
        CHECK(int_at(list, COMMDN_KEY_CAMPAIGN_ID) == 1 && int_at(list, COMMDN_KEY_GROUP_ID) == 10);
        CHECK(int_at(list, COMMDN_KEY_ORIGIN_APP_ID) == ORIGIN);
        CHECK(int_at(list, COMMDN_KEY_TARGET_APP_ID) == TARGET);
        CHECK(int_at(list, COMMDN_KEY_REFERENCE_ID) == 5);
        if (kinds[i].dials) {
            CHECK(int_at(list, COMMDN_KEY_OPTIMIZE_GOAL) == 80);
            CHECK(int_at(list, COMMDN_KEY_AUTO_COMPLETION) == 1);
            CHECK(int_at(list, "GSW_CM_AttrProperties/dialing_priority/CampaignCallBack/n_records") == 30);
        }
        commdn_kvlist_free(list);
        commdn_request_free(request);
    }
}

static void records(void) {
    commdn_error *error = NULL;
    commdn_dialect *dialect = NULL;
    commdn_request *request = NULL, *copy = NULL, *read = NULL;
    commdn_kvlist *list = NULL, *again = NULL, *extra = NULL;
    char long_phone[66];

    MUST(commdn_request_do_not_call(&request), NULL);
    refused(request, 0, "GSW_PHONE or GSW_CUSTOMER_ID");
    memset(long_phone, '5', 65);
    long_phone[65] = '\0';
    MUST(commdn_request_set_phone(request, long_phone, &error), error);
    refused(request, 0, COMMDN_KEY_PHONE);
    MUST(commdn_request_set_phone(request, "5551234567", &error), error);
    MUST(commdn_request_set_customer_id(request, "C-1001", &error), error);
    MUST(commdn_request_set_chain(request, "Everything", &error), error);
    refused(request, 0, COMMDN_KEY_CHAIN_ATTR);
    MUST(commdn_request_set_chain(request, COMMDN_CHAIN_RECORD_ONLY, &error), error);
    MUST(commdn_request_validate(request, ORIGIN, 0, NULL, &error), error);
    MUST(commdn_request_dup(request, &copy), NULL);
    MUST(commdn_request_set_campaign_name(copy, "Spring", &error), error);
    refused(copy, 0, COMMDN_KEY_CAMPAIGN_NAME);
    commdn_request_free(copy);
    EXPECT(COMMDN_ERR_INVALID_ARGUMENT, commdn_request_set_phone(request, "\xff", NULL));
    EXPECT(COMMDN_ERR_INVALID_ARGUMENT, commdn_request_set_wanted_answers(request, 0, NULL));
    MUST(commdn_request_set_wanted_answers(request, COMMDN_ANSWERS_ALL, &error), error);

    /* Further pairs are sent, the API's own keys are refused among them. */
    MUST(commdn_kvlist_new(&extra), NULL);
    MUST(commdn_kvlist_add_int(extra, COMMDN_KEY_CAMPAIGN_ID, 1, &error), error);
    MUST(commdn_request_set_extra(request, extra, &error), error);
    refused(request, 0, COMMDN_KEY_CAMPAIGN_ID);
    EXPECT(COMMDN_OK, commdn_kvlist_clear(extra));
    MUST(commdn_kvlist_add_int(extra, "ticket", 4711, &error), error);
    MUST(commdn_request_set_extra(request, extra, &error), error);
    commdn_kvlist_free(extra);
    MUST(commdn_request_user_data(request, ORIGIN, 0, 0, NULL, &list, &error), error);
    CHECK(int_at(list, "ticket") == 4711);
    EXPECT(COMMDN_ERR_NOT_FOUND, commdn_kvlist_find(list, COMMDN_KEY_REFERENCE_ID, &(size_t){0}));

    /* Read back, it is the same request. */
    MUST(commdn_request_read(list, NULL, &read, &error), error);
    MUST(commdn_request_user_data(read, ORIGIN, 0, 0, NULL, &again, &error), error);
    CHECK(commdn_kvlist_equal(list, again));
    commdn_kvlist_free(again);
    commdn_request_free(read);
    EXPECT(COMMDN_OK, commdn_kvlist_remove(list, COMMDN_KEY_MESSAGE_TYPE));
    EXPECT(COMMDN_ERR_NOT_FOUND, commdn_request_read(list, NULL, &read, NULL));
    EXPECT(COMMDN_ERR_NOT_FOUND, commdn_event_new(list, NULL, &(commdn_event *){NULL}, NULL));
    commdn_kvlist_free(list);
    commdn_request_free(request);

    /* A cancellation by customer id alone is the dialect's choice. */
    MUST(commdn_request_cancel_record(&request), NULL);
    MUST(commdn_request_set_customer_id(request, "C-1001", &error), error);
    MUST(commdn_request_set_campaign_name(request, "Spring", &error), error);
    refused(request, 0, COMMDN_KEY_PHONE);
    MUST(commdn_dialect_new(&dialect), NULL);
    MUST(commdn_dialect_set_cancel_without_phone(dialect, true, &error), error);
    MUST(commdn_request_validate(request, ORIGIN, 0, dialect, &error), error);
    MUST(commdn_dialect_set_max_user_data_bytes(dialect, 20, &error), error);
    EXPECT(COMMDN_ERR_INVALID_REQUEST, commdn_request_validate(request, ORIGIN, 0, dialect, NULL));
    commdn_dialect_free(dialect);
    commdn_request_free(request);

    MUST(commdn_request_new(4711, &request), NULL);
    refused(request, TARGET, COMMDN_KEY_MESSAGE_TYPE);
    commdn_request_free(request);
}

static void sequences(void) {
    commdn_error *error = NULL;
    commdn_schedule *schedule = NULL;
    commdn_request *request = NULL;
    commdn_event *event = NULL;
    commdn_kvlist *list = NULL;
    const commdn_schedule *told = NULL;
    size_t index = 99;
    int32_t number = 0;

    MUST(commdn_schedule_new(&schedule), NULL);
    MUST(commdn_schedule_set_description(schedule, "spring, then autumn", &error), error);
    MUST(commdn_schedule_set_start_time(schedule, 1700000000, &error), error);
    MUST(commdn_schedule_add_item(schedule, 1, NULL, &error), error);
    MUST(commdn_schedule_add_item(schedule, 2, &index, &error), error);
    CHECK(index == 1 && commdn_schedule_item_count(schedule) == 2);
    MUST(commdn_schedule_set_item_dialing(schedule, 1, COMMDN_DIAL_MODE_PROGRESS, COMMDN_OPTIMIZE_BY_WAIT_TIME, 30,
                                          &error),
         error);
    MUST(commdn_schedule_set_item_stop_at_time(schedule, 1, 1700003600, &error), error);
    MUST(commdn_schedule_set_item_stop_at_contacts(schedule, 1, 50, &error), error);
    MUST(commdn_schedule_set_item_stop_at_dials(schedule, 1, 500, &error), error);
    MUST(commdn_schedule_set_item_sleep_before_next_start(schedule, 1, 15, &error), error);
    EXPECT(COMMDN_ERR_NOT_FOUND, commdn_schedule_set_item_stop_at_dials(schedule, 2, 1, NULL));

    MUST(commdn_request_of_sequence(COMMDN_MESSAGE_TYPE_REQ_LOAD_CAMPAIGN, schedule, 10, &request), NULL);
    commdn_schedule_free(schedule);
    MUST(commdn_request_user_data(request, ORIGIN, TARGET, 0, NULL, &list, &error), error);
    commdn_request_free(request);
    CHECK(int_at(list, COMMDN_KEY_CAMPAIGN_ID) == 0);
    CHECK(int_at(list, "GSW_CM_AttrProperties/campaign_schedule/nItems") == 2);
    CHECK(int_at(list, "GSW_CM_AttrProperties/campaign_schedule/scheduleItem-2/stopAtDials") == 500);

    /* The same list read as an event tells every item. */
    MUST(commdn_event_new(list, NULL, &event, &error), error);
    commdn_kvlist_free(list);
    EXPECT(COMMDN_OK, commdn_event_schedule(event, &told));
    CHECK(same_text(commdn_schedule_description(told), "spring, then autumn"));
    EXPECT(COMMDN_OK, commdn_schedule_start_time(told, &number));
    CHECK(number == 1700000000);
    EXPECT(COMMDN_OK, commdn_schedule_announced_items(told, &number));
    CHECK(number == 2);
    struct {
        commdn_status (*get)(const commdn_schedule *schedule, size_t index, int32_t *out_value);
        int32_t expected;
    } items[] = {
        {commdn_schedule_item_campaign, 2},
        {commdn_schedule_item_dial_mode, COMMDN_DIAL_MODE_PROGRESS},
        {commdn_schedule_item_optimize_by, COMMDN_OPTIMIZE_BY_WAIT_TIME},
        {commdn_schedule_item_optimize_goal, 30},
        {commdn_schedule_item_stop_at_time, 1700003600},
        {commdn_schedule_item_stop_at_contacts, 50},
        {commdn_schedule_item_stop_at_dials, 500},
        {commdn_schedule_item_sleep_before_next_start, 15},
    };
    for (size_t i = 0; i < sizeof items / sizeof items[0]; i++) {
        EXPECT(COMMDN_OK, items[i].get(told, 1, &number));
        CHECK(number == items[i].expected);
        EXPECT(COMMDN_ERR_NOT_FOUND, items[i].get(told, 2, &number));
    }
    EXPECT(COMMDN_ERR_NOT_FOUND, commdn_schedule_item_status(told, 1, &number));
    commdn_event_free(event);
}

int main(void) {
    campaigns();
    records();
    sequences();
    return finish("requests");
}
