/* Lists: filled, read, changed, printed, parsed; every fault has its status. */
#include "check.h"

static commdn_kvlist *sample(void) {
    static const uint8_t bytes[] = {0, 1, 2, 255};
    commdn_error *error = NULL;
    commdn_kvlist *list = NULL, *inner = NULL;
    MUST(commdn_kvlist_new(&list), NULL);
    MUST(commdn_kvlist_new(&inner), NULL);
    MUST(commdn_kvlist_add_string(inner, "GSW_PHONE", "5551234567", &error), error);
    MUST(commdn_kvlist_add_int(list, "n", -7, &error), error);
    MUST(commdn_kvlist_add_string(list, "text", "caf\xe9", &error), error);
    MUST(commdn_kvlist_add_string_n(list, "textual", 4, "cut\0here", 8, &error), error);
    MUST(commdn_kvlist_add_binary(list, "raw", bytes, sizeof bytes, &error), error);
    MUST(commdn_kvlist_add_unicode(list, "wide", "\xe2\x82\xac", &error), error);
    MUST(commdn_kvlist_add_list(list, "nested", inner, &error), error);
    commdn_kvlist_free(inner);
    return list;
}

static void reading(const commdn_kvlist *list) {
    static const int32_t types[] = {COMMDN_TYPE_INT,    COMMDN_TYPE_STRING,  COMMDN_TYPE_STRING,
                                    COMMDN_TYPE_BINARY, COMMDN_TYPE_UNICODE, COMMDN_TYPE_LIST};
    static const char *keys[] = {"n", "text", "text", "raw", "wide", "nested"};
    const commdn_kvlist *inner = NULL;
    const char *text = NULL, *again = NULL;
    const uint8_t *raw = NULL;
    size_t bytes = 0, index = 0;
    int32_t number = 0;

    CHECK(commdn_kvlist_count(list) == 6 && commdn_kvlist_depth(list) == 1);
    for (size_t i = 0; i < 6; i++) {
        EXPECT(COMMDN_OK, commdn_kvlist_key_at(list, i, &text, &bytes));
        CHECK(same_text(text, keys[i]) && bytes == strlen(keys[i]));
        EXPECT(COMMDN_OK, commdn_kvlist_type_at(list, i, &number));
        CHECK(number == types[i]);
    }
    EXPECT(COMMDN_OK, commdn_kvlist_get_int(list, "n", &number));
    CHECK(number == -7);
    EXPECT(COMMDN_OK, commdn_kvlist_get_string(list, "text", &text, &bytes));
    CHECK(same_text(text, "caf\xe9") && bytes == 4);
    EXPECT(COMMDN_OK, commdn_kvlist_get_string(list, "text", &again, NULL));
    CHECK(text == again);
    EXPECT(COMMDN_OK, commdn_kvlist_string_at(list, 2, &text, &bytes));
    CHECK(bytes == 8 && memcmp(text, "cut\0here", 9) == 0);
    EXPECT(COMMDN_OK, commdn_kvlist_get_binary(list, "raw", &raw, &bytes));
    CHECK(bytes == 4 && raw[3] == 255);
    EXPECT(COMMDN_OK, commdn_kvlist_binary_at(list, 3, &raw, &bytes));
    CHECK(bytes == 4 && raw[1] == 1);
    EXPECT(COMMDN_OK, commdn_kvlist_get_string(list, "wide", &text, &bytes));
    CHECK(same_text(text, "\xe2\x82\xac") && bytes == 3);
    EXPECT(COMMDN_OK, commdn_kvlist_get_list(list, "nested", &inner));
    CHECK(commdn_kvlist_count(inner) == 1);
    EXPECT(COMMDN_OK, commdn_kvlist_list_at(list, 5, &inner));
    EXPECT(COMMDN_OK, commdn_kvlist_find_path(list, "nested/GSW_PHONE", &inner, &index));
    EXPECT(COMMDN_OK, commdn_kvlist_string_at(inner, index, &text, NULL));
    CHECK(same_text(text, "5551234567"));
    EXPECT(COMMDN_OK, commdn_kvlist_find(list, "text", &index));
    CHECK(index == 1);
    EXPECT(COMMDN_OK, commdn_kvlist_find_ignoring_case(list, "NESTED", &index));
    CHECK(index == 5);

    /* What is not there, or is something else. */
    EXPECT(COMMDN_ERR_NOT_FOUND, commdn_kvlist_get_int(list, "none", &number));
    EXPECT(COMMDN_ERR_WRONG_TYPE, commdn_kvlist_get_int(list, "text", &number));
    EXPECT(COMMDN_ERR_WRONG_TYPE, commdn_kvlist_get_string(list, "n", &text, NULL));
    CHECK(text == NULL && number == 0);
    EXPECT(COMMDN_ERR_WRONG_TYPE, commdn_kvlist_find_path(list, "n/GSW_PHONE", &inner, &index));
    EXPECT(COMMDN_ERR_NOT_FOUND, commdn_kvlist_find_path(list, "nested/none", &inner, &index));
    EXPECT(COMMDN_ERR_NOT_FOUND, commdn_kvlist_int_at(list, 6, &number));
    CHECK(inner == NULL && index == 0);
}

static void changing(void) {
    commdn_error *error = NULL;
    commdn_kvlist *list = sample(), *copy = NULL;
    const commdn_kvlist *inner = NULL;
    const char *text = NULL;
    size_t index = 0;
    MUST(commdn_kvlist_dup(list, &copy), NULL);
    CHECK(commdn_kvlist_equal(list, copy) && !commdn_kvlist_equal(list, NULL));

    /* What a list gave may be added to it. */
    EXPECT(COMMDN_OK, commdn_kvlist_get_string(list, "text", &text, NULL));
    MUST(commdn_kvlist_add_string(list, text, text, &error), error);
    EXPECT(COMMDN_OK, commdn_kvlist_get_list(list, "nested", &inner));
    MUST(commdn_kvlist_add_list(list, "twice", inner, &error), error);
    EXPECT(COMMDN_OK, commdn_kvlist_get_list(list, "twice", &inner));
    MUST(commdn_kvlist_extend(list, inner, &error), error);
    CHECK(commdn_kvlist_count(list) == 9 && !commdn_kvlist_equal(list, copy));
    EXPECT(COMMDN_ERR_INVALID_ARGUMENT, commdn_kvlist_add_list(list, "self", list, NULL));
    EXPECT(COMMDN_ERR_INVALID_ARGUMENT, commdn_kvlist_extend(list, list, NULL));

    EXPECT(COMMDN_OK, commdn_kvlist_remove(list, "text"));
    EXPECT(COMMDN_OK, commdn_kvlist_find(list, "text", &index));
    CHECK(index == 1);
    EXPECT(COMMDN_OK, commdn_kvlist_remove_at(list, 7));
    EXPECT(COMMDN_ERR_NOT_FOUND, commdn_kvlist_remove_at(list, 7));
    EXPECT(COMMDN_ERR_NOT_FOUND, commdn_kvlist_remove(list, "none"));
    EXPECT(COMMDN_OK, commdn_kvlist_clear(list));
    CHECK(commdn_kvlist_count(list) == 0 && commdn_kvlist_packed_bytes(list) == 2);

    /* Too much is refused, and changes nothing. */
    char *big = malloc(60001);
    memset(big, 'x', 60000);
    big[60000] = '\0';
    MUST(commdn_kvlist_add_string(list, "big", big, &error), error);
    EXPECT(COMMDN_ERR_INVALID_LIST, commdn_kvlist_add_string(list, "big", big, &error));
    CHECK(strstr(commdn_error_message(error), "65535") != NULL);
    CHECK(commdn_error_code(error) == COMMDN_ERR_INVALID_LIST && !commdn_error_is_retryable(error));
    commdn_error_free(error);
    CHECK(commdn_kvlist_count(list) == 1);
    EXPECT(COMMDN_ERR_INVALID_ARGUMENT, commdn_kvlist_add_unicode(list, "wide", "\xff", NULL));
    EXPECT(COMMDN_ERR_INVALID_ARGUMENT, commdn_kvlist_add_binary(list, "raw", (const uint8_t *)big, SIZE_MAX, NULL));
    EXPECT(COMMDN_ERR_INVALID_ARGUMENT, commdn_kvlist_add_binary(list, "raw", NULL, 1, NULL));
    EXPECT(COMMDN_OK, commdn_kvlist_add_binary(list, "raw", NULL, 0, NULL));
    free(big);
    commdn_kvlist_free(list);
    commdn_kvlist_free(copy);
}

/* Lists that are begun, filled and ended in place are those that are added whole. */
static void nesting(void) {
    static const uint8_t raw[] = {0, 255};
    commdn_error *error = NULL;
    commdn_kvlist *list = NULL, *outer = NULL, *inner = NULL, *other = NULL;
    const commdn_kvlist *view = NULL;
    const char *text = NULL;
    size_t bytes = 0;
    MUST(commdn_kvlist_new(&list), NULL);
    MUST(commdn_kvlist_new(&outer), NULL);
    MUST(commdn_kvlist_new(&inner), NULL);
    MUST(commdn_kvlist_new(&other), NULL);

    EXPECT(COMMDN_ERR_NOT_FOUND, commdn_kvlist_end_list(list));
    MUST(commdn_kvlist_begin_list(list, "outer", &error), error);
    MUST(commdn_kvlist_add_int_n(list, "one two", 3, 1, &error), error);
    MUST(commdn_kvlist_begin_list_n(list, "inner", 2, &error), error);
    MUST(commdn_kvlist_add_binary_n(list, "raw", 3, raw, sizeof raw, &error), error);
    MUST(commdn_kvlist_add_unicode_n(list, "wide", 4, "\xe2\x82\xac!", 3, &error), error);

    /* Nothing is ended yet, and all of it is there. */
    MUST(commdn_kvlist_add_binary_n(inner, "raw", 3, raw, sizeof raw, &error), error);
    MUST(commdn_kvlist_add_unicode(inner, "wide", "\xe2\x82\xac", &error), error);
    MUST(commdn_kvlist_add_int(outer, "one", 1, &error), error);
    MUST(commdn_kvlist_add_list_n(outer, "inn", 2, inner, &error), error);
    MUST(commdn_kvlist_add_list(other, "outer", outer, &error), error);
    CHECK(commdn_kvlist_equal(list, other) && commdn_kvlist_depth(list) == 2);
    CHECK(commdn_kvlist_count(list) == 1);
    EXPECT(COMMDN_OK, commdn_kvlist_find_path(list, "outer/in/wide", &view, &bytes));
    EXPECT(COMMDN_OK, commdn_kvlist_string_at(view, bytes, &text, &bytes));
    CHECK(same_text(text, "\xe2\x82\xac"));

    EXPECT(COMMDN_OK, commdn_kvlist_end_list(list));
    MUST(commdn_kvlist_extend(list, other, &error), error);
    EXPECT(COMMDN_OK, commdn_kvlist_get_list(list, "outer", &view));
    CHECK(commdn_kvlist_count(view) == 3 && commdn_kvlist_depth(list) == 3);
    EXPECT(COMMDN_OK, commdn_kvlist_end_list(list));
    EXPECT(COMMDN_ERR_NOT_FOUND, commdn_kvlist_end_list(list));
    MUST(commdn_kvlist_add_int(list, "last", 2, &error), error);
    CHECK(commdn_kvlist_count(list) == 2);
    EXPECT(COMMDN_OK, commdn_kvlist_find_n(list, "lastly", 4, &bytes));
    CHECK(bytes == 1);
    EXPECT(COMMDN_ERR_NOT_FOUND, commdn_kvlist_find_n(list, "lastly", 6, &bytes));
    CHECK(bytes == 0);

    /* What does not fit changes nothing, also in a list that is begun. */
    MUST(commdn_kvlist_begin_list(list, "begun", &error), error);
    bytes = commdn_kvlist_packed_bytes(list);
    EXPECT(COMMDN_ERR_INVALID_ARGUMENT, commdn_kvlist_add_int_n(list, NULL, 1, 1, &error));
    commdn_error_free(error);
    for (int i = 1; i < 64; i++) MUST(commdn_kvlist_begin_list(list, "", &error), error);
    EXPECT(COMMDN_ERR_INVALID_LIST, commdn_kvlist_begin_list(list, "", &error));
    commdn_error_free(error);
    CHECK(commdn_kvlist_depth(list) == 64 && commdn_kvlist_packed_bytes(list) == bytes + 63 * 9);

    /* A change of another kind ends what was begun. */
    EXPECT(COMMDN_OK, commdn_kvlist_remove(list, "begun"));
    EXPECT(COMMDN_ERR_NOT_FOUND, commdn_kvlist_end_list(list));
    CHECK(commdn_kvlist_count(list) == 2 && commdn_kvlist_depth(list) == 3);
    commdn_kvlist_free(list);
    commdn_kvlist_free(outer);
    commdn_kvlist_free(inner);
    commdn_kvlist_free(other);
}

struct walked {
    char text[512];
    int left;
};

static bool describe(const commdn_pair *pair, void *user_data) {
    struct walked *walked = user_data;
    size_t used = strlen(walked->text);
    CHECK(pair->struct_size >= sizeof *pair);
    CHECK((pair->value == NULL) == (pair->value_type == COMMDN_TYPE_INT || pair->value_type == COMMDN_TYPE_LIST));
    snprintf(walked->text + used, sizeof walked->text - used, "%u %.*s:%s %d %.*s;", (unsigned)pair->depth,
             (int)pair->key_bytes, pair->key, commdn_type_name(pair->value_type), (int)pair->number,
             pair->value_type == COMMDN_TYPE_BINARY ? 0 : (int)pair->value_bytes,
             pair->value == NULL ? "" : pair->value);
    return --walked->left != 0;
}

/* A walk comes to every pair in its order, over a list and over packed bytes. */
static void walking(commdn_kvlist *list) {
    static const char *const all =
        "0 n:int -7 ;0 text:string 0 caf\xe9;0 text:string 0 cut;0 raw:binary 0 ;0 wide:unicode 0 \xe2\x82\xac;"
        "0 nested:list 1 ;1 GSW_PHONE:string 0 5551234567;0 end:int 1 ;";
    struct walked walked = {"", -1};
    commdn_error *error = NULL;
    uint8_t *packed = NULL;
    size_t bytes = 0;
    MUST(commdn_kvlist_add_int(list, "end", 1, &error), error);
    MUST(commdn_kvlist_walk(list, describe, &walked, &error), error);
    CHECK(same_text(walked.text, all));
    MUST(commdn_kvlist_pack(list, NULL, &packed, &bytes, &error), error);
    memset(&walked, 0, sizeof walked);
    MUST(commdn_kvlist_walk_packed(packed, bytes, NULL, describe, &walked, &error), error);
    CHECK(same_text(walked.text, all));

    /* It ends when the function has enough, also in a nested list. */
    memset(&walked, 0, sizeof walked);
    walked.left = 7;
    MUST(commdn_kvlist_walk_packed(packed, bytes, NULL, describe, &walked, &error), error);
    CHECK(walked.left == 0 && strstr(walked.text, "5551234567") != NULL);

    EXPECT(COMMDN_ERR_INVALID_LIST, commdn_kvlist_walk_packed(packed, bytes - 1, NULL, describe, &walked, &error));
    CHECK(strstr(commdn_error_message(error), "at byte") != NULL);
    commdn_error_free(error);
    EXPECT(COMMDN_ERR_INVALID_ARGUMENT, commdn_kvlist_walk(list, NULL, NULL, &error));
    commdn_error_free(error);
    EXPECT(COMMDN_ERR_INVALID_ARGUMENT, commdn_kvlist_walk(NULL, describe, &walked, NULL));

    /* A list may be deeper than what a dialect accepts from outside. */
    memset(&walked, 0, sizeof walked);
    EXPECT(COMMDN_OK, commdn_kvlist_clear(list));
    for (int i = 0; i < 64; i++) MUST(commdn_kvlist_begin_list(list, "", &error), error);
    MUST(commdn_kvlist_walk(list, describe, &walked, &error), error);
    CHECK(walked.left == -64);
    commdn_bytes_free(packed);
}

static void forms(const commdn_kvlist *list) {
    commdn_error *error = NULL;
    commdn_dialect *dialect = NULL;
    commdn_kvlist *again = NULL;
    uint8_t *packed = NULL, *other = NULL;
    size_t packed_bytes = 0, other_bytes = 0, text_bytes = 0;
    char *text = NULL;

    MUST(commdn_dialect_new(&dialect), NULL);
    MUST(commdn_dialect_set_charset(dialect, "ISO-8859-1", &error), error);
    MUST(commdn_dialect_set_list_prefix(dialect, COMMDN_LIST_PREFIX_TWO_LENGTHS16, &error), error);
    MUST(commdn_dialect_set_unicode_length(dialect, COMMDN_UNICODE_LENGTH_UNITS, &error), error);
    MUST(commdn_kvlist_pack(list, NULL, &packed, &packed_bytes, &error), error);
    MUST(commdn_kvlist_pack(list, dialect, &other, &other_bytes, &error), error);
    CHECK(packed_bytes == other_bytes && memcmp(packed, other, packed_bytes) != 0);
    MUST(commdn_kvlist_unpack(other, other_bytes, dialect, &again, &error), error);
    CHECK(commdn_kvlist_equal(list, again));
    commdn_kvlist_free(again);

    MUST(commdn_dialect_set_limits(dialect, 65535, 3, 32, &error), error);
    EXPECT(COMMDN_ERR_INVALID_LIST, commdn_kvlist_unpack(other, other_bytes, dialect, &again, &error));
    CHECK(again == NULL && strstr(commdn_error_message(error), "max_pairs (3)") != NULL);
    commdn_error_free(error);
    commdn_bytes_free(other);
    commdn_bytes_free(packed);

    for (int32_t form = COMMDN_TEXT_TSERVER; form <= COMMDN_TEXT_SDK; form++) {
        commdn_kvlist *plain = NULL;
        MUST(commdn_kvlist_new(&plain), NULL);
        MUST(commdn_kvlist_add_int(plain, COMMDN_KEY_MESSAGE_TYPE, 32, &error), error);
        MUST(commdn_kvlist_print(plain, form, NULL, NULL, &text, &text_bytes), NULL);
        CHECK(strstr(text, COMMDN_KEY_MESSAGE_TYPE) != NULL && strlen(text) == text_bytes);
        CHECK((strstr(text, "[CM_ReqDoNotCall]") != NULL) == (form == COMMDN_TEXT_OCS));
        MUST(commdn_kvlist_parse(text, text_bytes, form, NULL, &again, &error), error);
        CHECK(commdn_kvlist_equal(plain, again));
        commdn_kvlist_free(again);
        commdn_string_free(text);
        commdn_kvlist_free(plain);
    }
    MUST(commdn_kvlist_print(list, COMMDN_TEXT_TSERVER, "AttributeUserData", dialect, &text, NULL), NULL);
    CHECK(strncmp(text, "AttributeUserData\t[", 19) == 0 && strstr(text, "caf\xc3\xa9") != NULL);
    commdn_string_free(text);
    EXPECT(COMMDN_ERR_INVALID_ARGUMENT, commdn_kvlist_print(list, 9, NULL, NULL, &text, NULL));
    EXPECT(COMMDN_ERR_INVALID_LIST, commdn_kvlist_parse("nothing", 7, 0, NULL, &again, NULL));
    EXPECT(COMMDN_ERR_INVALID_ARGUMENT, commdn_dialect_set_charset(dialect, "EBCDIC", NULL));
    EXPECT(COMMDN_ERR_INVALID_ARGUMENT, commdn_dialect_set_list_prefix(dialect, 9, NULL));
    EXPECT(COMMDN_ERR_INVALID_ARGUMENT, commdn_dialect_set_unicode_length(dialect, 9, NULL));
    EXPECT(COMMDN_ERR_INVALID_ARGUMENT, commdn_dialect_set_auto_completion(dialect, 9, NULL));
    commdn_dialect_free(dialect);
}

int main(void) {
    commdn_kvlist *list = sample();
    reading(list);
    changing();
    nesting();
    forms(list);
    walking(list);
    commdn_kvlist_free(list);
    return finish("lists");
}
