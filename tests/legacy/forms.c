/* Packed bytes, log text, and the library's own lists. */
#include "commdn_kvlist.h"

#include <stdarg.h>

#include "check.h"

static char printed[4096];
static int prints;

static int print_here(void *file, const char *format, ...) {
    va_list arguments;
    size_t end = strlen(printed);
    int count;
    va_start(arguments, format);
    count = vsnprintf(printed + end, sizeof printed - end, format, arguments);
    va_end(arguments);
    prints++;
    CHECK(file == (void *)printed);
    return count;
}

static const char *from_start(void) {
    prints = 0;
    printed[0] = '\0';
    return printed;
}

/* A list of all types that can be added, with bytes that are no UTF-8. */
static TKVList *sample(void) {
    unsigned char bytes[] = {0, 1};
    TKVList *inner = TKVListCreate(), *list = TKVListCreate();
    TKVListAddString(inner, "Session", "abc");
    TKVListAddString(inner, "Node", "272");
    TKVListInsertList(list, "OUTER", inner);
    TKVListAddInt(list, "RTR", 115);
    TKVListAddString(list, "City", "M\374nchen");
    TKVListAddBinary(list, "Bytes", bytes, 2);
    inner = TKVListCreate();
    TKVListInsertList(list, "EMPTY", inner);
    return list;
}

static const char sample_text[] = "\t\t'OUTER'(list) 'Session'\t'abc'\n\t\t\t'Node'\t'272'\n\t\t'RTR'\t115\n"
                                  "\t\t'City'\t'M\374nchen'\n\t\t'Bytes'(bin)\t00 01\n\t\t'EMPTY'(list)\n";

static int same(TKVList *left, TKVList *right) {
    commdn_kvlist *a = NULL, *b = NULL;
    int equal;
    EXPECT(COMMDN_OK, commdn_tkv_to_kvlist(left, &a, NULL));
    EXPECT(COMMDN_OK, commdn_tkv_to_kvlist(right, &b, NULL));
    equal = commdn_kvlist_equal(a, b) && a != NULL;
    commdn_kvlist_free(a);
    commdn_kvlist_free(b);
    return equal;
}

static void packed_bytes_are_the_packed_form(void) {
    static const unsigned char wanted[] = {0, 2, 0, 0, 1, 'a', 0, 1, 'b', 1, 0, 1, 'n', 0, 4, 0xFF, 0xFF, 0xFF, 0xFE};
    TKVList *list = TKVListCreate();
    TKVList *again;
    unsigned char *packed;
    int length = 0;
    TKVListAddString(list, "a", "b");
    TKVListAddInt(list, "n", -2);
    packed = TKVListPack(list, &length);
    CHECK(length == (int)sizeof wanted && memcmp(packed, wanted, sizeof wanted) == 0);
    CHECK(TKVListPackedSize(list) == length);
    again = TKVListUnpack(packed, length);
    CHECK(same(list, again));
    free(packed);
    packed = TKVListPack(list, NULL);
    CHECK(packed != NULL && memcmp(packed, wanted, sizeof wanted) == 0);
    free(packed);
    CHECK(TKVListUnpack(wanted, (int)sizeof wanted - 1) == NULL);
    CHECK(TKVListUnpack(wanted, 0) == NULL);
    TKVListFree(again);
    TKVListFree(list);
}

static void an_empty_list_is_two_bytes_and_no_text(void) {
    TKVList *list = TKVListCreate(), *again;
    char *text = TKVListToString(list);
    CHECK(TKVListPackedSize(list) == 2);
    CHECK(same_text(text, ""));
    again = TKVListFromString(text);
    CHECK(same(list, again));
    free(text);
    TKVListFree(again);
    TKVListFree(list);
}

static void all_types_survive_packing_and_text(void) {
    TKVList *list = sample(), *again;
    int length = 0;
    unsigned char *packed = TKVListPack(list, &length);
    char *text;
    again = TKVListUnpack(packed, length);
    CHECK(same(list, again));
    TKVListFree(again);
    free(packed);
    text = TKVListToString(list);
    CHECK(same_text(text, sample_text));
    again = TKVListFromString(text);
    CHECK(same(list, again));
    free(text);
    TKVListFree(again);
    TKVListFree(list);
}

static void every_log_form_is_read_and_nonsense_is_not(void) {
    TKVList *list = TKVListFromString("'key' [str] = \"value\"\n'number' [int] = 5\n");
    CHECK(same_text(TKVListGetStringValue(list, "key", NULL), "value"));
    CHECK(TKVListGetIntValue(list, "number", NULL) == 5);
    TKVListFree(list);
    list = TKVListFromString("GSW_CM_MessageType              32 [GSW_CM_ReqDoNotCall]\n");
    CHECK(TKVListGetIntValue(list, "GSW_CM_MessageType", NULL) == 32);
    TKVListFree(list);
    list = TKVListFromString("AttributeUserData\t[14] 00 01 01 00..\n\t\t'RTR'\t115\n");
    CHECK(TKVListGetIntValue(list, "RTR", NULL) == 115);
    TKVListFree(list);
    CHECK(TKVListFromString("no list at all") == NULL);
    /* What a log filter hid is not guessed. */
    CHECK(TKVListFromString("\t\t'GSW_PHONE'\t'****'\n") == NULL);
}

/* A unicode value cannot be added, but it can come in a packed list. */
static void unicode_values_are_carried(void) {
    static const unsigned char packed[] = {0, 1, 4, 0, 1, 'u', 0, 4, 0x20, 0xAC, 0, 0xE4};
    static const char utf8[] = "\342\202\254\303\244";
    TKVList *list = TKVListUnpack(packed, (int)sizeof packed), *again;
    TKVPair *pair = TKVListGetPair(list, "u", NULL);
    unsigned char *back;
    char *text;
    int length = 0;
    FILE *file = tmpfile();
    CHECK(TKVListType(pair) == KVTypeUnicode && same_text(TKVListStringValue(pair), utf8));
    CHECK(same_text(TKVListGetStringValue(list, "u", NULL), utf8));
    back = TKVListPack(list, &length);
    CHECK(length == (int)sizeof packed && memcmp(back, packed, sizeof packed) == 0);
    free(back);
    text = TKVListToString(list);
    CHECK(same_text(text, "\t\t'u'(unicode)\t'\342\202\254\303\244'\n"));
    again = TKVListFromString(text);
    CHECK(same(list, again));
    free(text);
    TKVListFree(again);
    /* The header tells the size of the list, not of its text. */
    CHECK(file != NULL);
    if (file != NULL) {
        TKVListPrint(file, list, "Data");
        rewind(file);
        printed[fread(printed, 1, sizeof printed - 1, file)] = '\0';
        CHECK(same_text(printed, "Data\t[12] 00 01 04 00..\n\t\t'u'(unicode)\t'\342\202\254\303\244'\n"));
        fclose(file);
    }
    again = TKVListDup(list);
    CHECK(same(list, again));
    TKVListFree(again);
    TKVListFree(list);
}

static void a_nul_inside_a_string_is_carried(void) {
    static const unsigned char packed[] = {0, 1, 0, 0, 1, 's', 0, 3, 'a', 0, 'b'};
    TKVList *list = TKVListUnpack(packed, (int)sizeof packed), *copy = TKVListDup(list);
    int length = 0;
    unsigned char *back = TKVListPack(copy, &length);
    char *text = TKVListToString(list);
    CHECK(length == (int)sizeof packed && memcmp(back, packed, sizeof packed) == 0);
    CHECK(same_text(TKVListGetStringValue(list, "s", NULL), "a"));
    CHECK(same_text(text, "\t\t's'\t'a?b'\n"));
    free(text);
    free(back);
    TKVListFree(copy);
    TKVListFree(list);
}

static void print_writes_the_log_text(void) {
    TKVList *list = sample();
    char wanted[512];
    FILE *file = tmpfile();
    CHECK(file != NULL);
    if (file == NULL) return;
    TKVListPrint(file, list, NULL);
    TKVListPrint(file, list, "AttributeUserData");
    rewind(file);
    printed[fread(printed, 1, sizeof printed - 1, file)] = '\0';
    snprintf(wanted, sizeof wanted, "%sAttributeUserData\t[%d] 00 05 03 00..\n%s", sample_text, TKVListPackedSize(list),
             sample_text);
    CHECK(same_text(printed, wanted));
    fclose(file);
    TKVListFree(list);
}

static void print2_calls_once_a_line(void) {
    TKVList *list = sample();
    int length = 0;
    unsigned char *packed = TKVListPack(list, &length);
    from_start();
    TKVListPrint2(printed, print_here, list);
    CHECK(same_text(printed, sample_text) && prints == 6);
    from_start();
    TKVListPrint2Packed(printed, print_here, packed, length);
    CHECK(same_text(printed, sample_text) && prints == 6);
    /* Bytes that are no list are told, in one line. */
    from_start();
    TKVListPrint2Packed(printed, print_here, packed, length - 1);
    CHECK(prints == 1 && strlen(printed) > 10 && printed[strlen(printed) - 1] == '\n');
    CHECK(strstr(printed, "OUTER") == NULL);
    from_start();
    TKVListPrint2Packed(printed, print_here, packed, -1);
    CHECK(same_text(printed, "no packed list\n"));
    free(packed);
    TKVListFree(list);
}

static void a_list_that_is_too_long_to_pack_is_told(void) {
    TKVList *list = TKVListCreate();
    commdn_kvlist *handle = NULL;
    commdn_error *error = NULL;
    char *value = (char *)malloc(60001);
    int length = 7;
    memset(value, 'x', 60000);
    value[60000] = '\0';
    CHECK(TKVListAddString(list, "one", value) == KVResultSuccessful);
    CHECK(TKVListPackedSize(list) == 2 + 3 + 3 + 2 + 60000);
    CHECK(TKVListAddString(list, "two", value) == KVResultSuccessful);
    CHECK(TKVListPack(list, &length) == NULL && length == 0);
    CHECK(TKVListPackedSize(list) == 0);
    EXPECT(COMMDN_ERR_INVALID_LIST, commdn_tkv_to_kvlist(list, &handle, &error));
    CHECK(handle == NULL && error != NULL);
    commdn_error_free(error);
    free(value);
    TKVListFree(list);
}

/* An old list is the user data of a request, and an event's user data an old list. */
static void lists_go_to_the_library_and_back(void) {
    TKVList *list = TKVListCreate(), *properties = TKVListCreate(), *record = TKVListCreate(), *back = NULL;
    commdn_kvlist *handle = NULL;
    commdn_request *request = NULL;
    commdn_error *error = NULL;
    TKVListAddString(record, COMMDN_KEY_PHONE, "5551234567");
    TKVListInsertList(properties, COMMDN_KEY_DO_NOT_CALL, record);
    TKVListAddInt(list, COMMDN_KEY_MESSAGE_TYPE, COMMDN_MESSAGE_TYPE_REQ_DO_NOT_CALL);
    TKVListAddInt(list, COMMDN_KEY_ORIGIN_APP_ID, 20);
    TKVListAddInt(list, COMMDN_KEY_TARGET_APP_ID, 101);
    TKVListInsertList(list, COMMDN_KEY_PROPERTIES, properties);
    MUST(commdn_tkv_to_kvlist(list, &handle, &error), error);
    MUST(commdn_request_read(handle, NULL, &request, &error), error);
    CHECK(commdn_request_message_type(request) == COMMDN_MESSAGE_TYPE_REQ_DO_NOT_CALL);
    EXPECT(COMMDN_OK, commdn_tkv_from_kvlist(handle, &back));
    CHECK(same(list, back));
    commdn_request_free(request);
    commdn_kvlist_free(handle);
    TKVListFree(back);
    TKVListFree(list);
    EXPECT(COMMDN_ERR_INVALID_ARGUMENT, commdn_tkv_from_kvlist(NULL, &back));
    CHECK(back == NULL);
    EXPECT(COMMDN_ERR_INVALID_ARGUMENT, commdn_tkv_to_kvlist(NULL, &handle, NULL));
    CHECK(handle == NULL);
}

static int printed_lines;

static int count_line(void *file, const char *format, ...) {
    (void)file;
    (void)format;
    return ++printed_lines;
}

/* Text has no length fields: what cannot be packed is printed all the same. */
static void a_list_too_long_to_be_packed_is_printed(void) {
    enum { PAIRS = 6000 };
    TKVList *list = TKVListCreate(), *inner = TKVListCreate();
    char key[32], *text, *line;
    int at, lines = 0;
    FILE *file = tmpfile();
    for (at = 0; at < PAIRS; at++) {
        snprintf(key, sizeof key, "key%06d", at);
        TKVListAddInt(list, key, at);
    }
    TKVListAddString(inner, "a", "1");
    TKVListAddString(inner, "b", "2");
    TKVListAddList(list, "inner", inner);
    CHECK(TKVListPackedSize(list) == 0);
    text = TKVListToString(list);
    CHECK(text != NULL && strncmp(text, "\t\t'key000000'\t0\n\t\t'key000001'\t1\n", 32) == 0);
    CHECK(text != NULL && strstr(text, "\t\t'key005999'\t5999\n\t\t'inner'(list) 'a'\t'1'\n\t\t\t'b'\t'2'\n") != NULL);
    for (line = text; line != NULL && (line = strchr(line, '\n')) != NULL; line++) lines++;
    CHECK(lines == PAIRS + 2);
    printed_lines = 0;
    TKVListPrint2(printed, count_line, list);
    CHECK(printed_lines == PAIRS + 2);
    CHECK(file != NULL);
    if (file != NULL) {
        TKVListPrint(file, list, "AttributeUserData");
        CHECK(ftell(file) == (long)(strlen(text) + strlen("AttributeUserData\t[over 65535 bytes]\n")));
        fclose(file);
    }
    free(text);
    TKVListFree(inner);
    TKVListFree(list);
}

int main(void) {
    a_list_too_long_to_be_packed_is_printed();
    packed_bytes_are_the_packed_form();
    an_empty_list_is_two_bytes_and_no_text();
    all_types_survive_packing_and_text();
    every_log_form_is_read_and_nonsense_is_not();
    unicode_values_are_carried();
    a_nul_inside_a_string_is_carried();
    print_writes_the_log_text();
    print2_calls_once_a_line();
    a_list_that_is_too_long_to_pack_is_told();
    lists_go_to_the_library_and_back();
    return finish("legacy/forms");
}
