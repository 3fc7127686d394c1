/* Every key and number of the manual's chapter is known to the library by the chapter's names. */
#include "check.h"

#include "chapter_table.h"

static int32_t enumeration_of(const char *key) {
    for (int32_t i = 0; commdn_enum_key(i) != NULL; i++) {
        if (same_text(commdn_enum_key(i), key)) {
            return i;
        }
    }
    return -1;
}

static void check_number(const struct number *expected) {
    int32_t enumeration = enumeration_of(expected->key), number = -1;
    CHECK(enumeration >= 0);
    EXPECT(COMMDN_OK, commdn_enum_number(enumeration, expected->name, &number));
    CHECK(number == expected->value);
    if (expected->also != NULL) {
        EXPECT(COMMDN_OK, commdn_enum_number(enumeration, expected->also, &number));
        CHECK(number == expected->value);
    }
    const char *name = commdn_enum_name(enumeration, expected->value);
    EXPECT(COMMDN_OK, commdn_enum_number(enumeration, name, &number));
    CHECK(number == expected->value);

    int found = 0;
    for (size_t i = 0; i < commdn_enum_count(enumeration); i++) {
        int32_t certainty = -1;
        const char *label = NULL;
        EXPECT(COMMDN_OK, commdn_enum_entry(enumeration, i, &number, &name, &label, &certainty));
        if (number != expected->value) {
            continue;
        }
        found++;
        int applicable = certainty == COMMDN_CERTAINTY_CHAPTER;
        CHECK(applicable || certainty == COMMDN_CERTAINTY_NOT_APPLICABLE);
        CHECK(applicable == expected->applicable);
        CHECK(same_text(name, commdn_enum_name(enumeration, number)));
        int32_t by_label = -1;
        EXPECT(COMMDN_OK, commdn_enum_number(enumeration, label, &by_label));
        CHECK(by_label == number);
    }
    CHECK(found == 1);
}

static void check_key(const struct key *expected) {
    int found = 0;
    for (size_t i = 0; i < commdn_key_count(); i++) {
        const char *key = NULL, *path = NULL;
        int32_t type = -1;
        EXPECT(COMMDN_OK, commdn_key_entry(i, &key, &type, &path));
        /* The chapter writes the items of a sequence as scheduleItem-<n>. */
        size_t length = strcspn(expected->key, "<");
        if (strlen(key) == length && strncmp(key, expected->key, length) == 0
            && strncmp(path, expected->path, strcspn(expected->path, "<")) == 0
            && strlen(path) == strcspn(expected->path, "<")) {
            found++;
            CHECK(same_text(commdn_type_name(type), expected->type));
        }
    }
    if (found != 1) {
        fprintf(stderr, "%s in %s was found %d times\n", expected->key, expected->path, found);
    }
    CHECK(found == 1);
}

int main(void) {
    size_t numbers = sizeof NUMBERS / sizeof NUMBERS[0], keys = sizeof KEYS / sizeof KEYS[0];
    CHECK(numbers > 60 && keys > 40);
    for (size_t i = 0; i < numbers; i++) {
        check_number(&NUMBERS[i]);
    }
    for (size_t i = 0; i < keys; i++) {
        check_key(&KEYS[i]);
    }
    /* The header's constants are the same numbers. */
    CHECK(COMMDN_MESSAGE_TYPE_REQ_DO_NOT_CALL == 32 && COMMDN_CM_ERROR_LICENSE_VIOLATION == 15);
    CHECK(COMMDN_DIAL_MODE_POWER_GVP == 11 && COMMDN_GROUP_STATUS_RUNNING == 5);
    CHECK(same_text(COMMDN_KEY_PHONE, "GSW_PHONE"));
    /* What no table has. */
    int32_t number = 7;
    CHECK(commdn_enum_name(COMMDN_ENUM_DIAL_MODE, 4711) == NULL);
    EXPECT(COMMDN_ERR_NOT_FOUND, commdn_enum_number(COMMDN_ENUM_DIAL_MODE, "no such mode", &number));
    CHECK(number == 0);
    EXPECT(COMMDN_ERR_INVALID_ARGUMENT, commdn_enum_number(99, "CFGDMPredict", &number));
    CHECK(commdn_enum_count(99) == 0 && commdn_enum_key(5) == NULL);
    printf("%zu numbers, %zu keys\n", numbers, keys);
    return finish("chapter");
}
