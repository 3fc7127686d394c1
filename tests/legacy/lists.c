/* Lists made, filled, copied, emptied and freed as old code does it. */
#include "commdn_kvlist.h"

#include "check.h"

static TKVList *sample(void) {
    unsigned char bytes[] = {0, 1, 0xFF};
    TKVList *inner = TKVListCreate();
    TKVList *list = TKVListCreate();
    TKVListAddString(inner, "GSW_PHONE", "5551234567");
    CHECK(TKVListAddString(list, "name", "value") == KVResultSuccessful);
    CHECK(TKVListAddInt(list, "number", -7) == KVResultSuccessful);
    CHECK(TKVListAddBinary(list, "bytes", bytes, 3) == KVResultSuccessful);
    CHECK(TKVListInsertList(list, "do_not_call", inner) == KVResultSuccessful);
    return list;
}

static int count(TKVList *list) {
    int pairs = 0;
    TKVListInitScanLoop(list);
    while (TKVListNextPair(list) != NULL) pairs++;
    return pairs;
}

static void values_are_copied(void) {
    char key[] = "key", value[] = "value";
    unsigned char bytes[] = {1, 2};
    TKVList *list = TKVListCreate();
    TKVListAddString(list, key, value);
    TKVListAddBinary(list, "bytes", bytes, 2);
    key[0] = value[0] = 'X';
    bytes[0] = 9;
    CHECK(same_text(TKVListGetStringValue(list, "key", NULL), "value"));
    CHECK(TKVListGetBinaryValue(list, "bytes", NULL)[0] == 1);
    CHECK(TKVListFree(list) == KVResultSuccessful);
}

static void duplicate_keys_are_kept_and_the_first_counts(void) {
    TKVList *list = TKVListCreate();
    TKVListAddInt(list, "key", 1);
    TKVListAddInt(list, "key", 2);
    CHECK(count(list) == 2);
    CHECK(TKVListGetIntValue(list, "key", NULL) == 1);
    CHECK(TKVListDeletePair(list, "key") == KVResultSuccessful);
    CHECK(TKVListGetIntValue(list, "key", NULL) == 2);
    CHECK(TKVListDeletePair(list, "key") == KVResultSuccessful);
    CHECK(TKVListDeletePair(list, "key") == KVResultNotFound);
    /* The list's ends are right after that. */
    TKVListAddInt(list, "again", 3);
    CHECK(count(list) == 1 && TKVListGetIntValue(list, "again", NULL) == 3);
    TKVListFree(list);
}

static void dup_is_deep(void) {
    TKVList *list = sample();
    TKVList *copy = TKVListDup(list);
    TKVList *inner = TKVListGetListValue(list, "do_not_call", NULL);
    TKVListAddString(inner, "GSW_CUSTOMER_ID", "C-1");
    TKVListDeletePair(inner, "GSW_PHONE");
    inner = TKVListGetListValue(copy, "do_not_call", NULL);
    CHECK(count(inner) == 1);
    CHECK(same_text(TKVListGetStringValue(inner, "GSW_PHONE", NULL), "5551234567"));
    TKVListFree(list);
    CHECK(count(copy) == 4);
    CHECK(TKVListGetIntValue(copy, "number", NULL) == -7);
    CHECK(TKVListBinaryLength(TKVListGetPair(copy, "bytes", NULL)) == 3);
    CHECK(memcmp(TKVListGetBinaryValue(copy, "bytes", NULL), "\0\1\377", 3) == 0);
    TKVListFree(copy);
    CHECK(TKVListDup(NULL) == NULL);
}

static void delete_all_leaves_a_usable_list(void) {
    TKVList *list = sample();
    CHECK(TKVListDeleteAll(list) == KVResultSuccessful);
    CHECK(count(list) == 0);
    CHECK(TKVListNextPair(list) == NULL);
    CHECK(TKVListAddInt(list, "number", 1) == KVResultSuccessful);
    CHECK(count(list) == 1);
    TKVListFree(list);
}

static void add_list_copies_and_insert_list_moves(void) {
    TKVList *list = TKVListCreate(), *inner = TKVListCreate();
    TKVListAddInt(inner, "n", 1);
    CHECK(TKVListAddList(list, "copy", inner) == KVResultSuccessful);
    TKVListAddInt(inner, "m", 2);
    CHECK(count(TKVListGetListValue(list, "copy", NULL)) == 1);
    CHECK(TKVListInsertList(list, "moved", inner) == KVResultSuccessful);
    CHECK(TKVListGetListValue(list, "moved", NULL) == inner);
    TKVListAddInt(inner, "k", 3);
    CHECK(count(TKVListGetListValue(list, "moved", NULL)) == 3);
    TKVListFree(list);
}

static void what_would_be_freed_twice_is_refused(void) {
    TKVList *list = TKVListCreate(), *inner = TKVListCreate(), *other = TKVListCreate();
    CHECK(TKVListInsertList(list, "self", list) == KVResultError);
    CHECK(TKVListInsertList(list, "inner", inner) == KVResultSuccessful);
    CHECK(TKVListInsertList(other, "inner", inner) == KVResultError);
    CHECK(TKVListInsertList(inner, "outer", list) == KVResultError);
    CHECK(TKVListFree(inner) == KVResultError);
    CHECK(count(list) == 1 && count(inner) == 0 && count(other) == 0);
    /* A copy of itself is a list like any other. */
    CHECK(TKVListAddList(list, "self", list) == KVResultSuccessful);
    CHECK(TKVListAddList(inner, "outer", list) == KVResultSuccessful);
    CHECK(count(list) == 2 && count(inner) == 1);
    TKVListFree(list);
    TKVListFree(other);
}

static void lists_nest_64_levels_and_no_more(void) {
    TKVList *list = TKVListCreate(), *outer, *innermost;
    int level, length = 0;
    unsigned char *packed;
    for (level = 0; level < 64; level++) {
        outer = TKVListCreate();
        CHECK(TKVListInsertList(outer, "list", list) == KVResultSuccessful);
        list = outer;
    }
    outer = TKVListCreate();
    CHECK(TKVListInsertList(outer, "list", list) == KVResultError);
    CHECK(count(outer) == 0);
    innermost = list;
    while (TKVListGetListValue(innermost, "list", NULL) != NULL) {
        innermost = TKVListGetListValue(innermost, "list", NULL);
    }
    CHECK(TKVListInsertList(innermost, "list", outer) == KVResultError);
    /* What can be built can be packed, and read back. */
    packed = TKVListPack(list, &length);
    CHECK(packed != NULL && length == TKVListPackedSize(list));
    TKVListFree(outer);
    outer = TKVListUnpack(packed, length);
    CHECK(outer != NULL && TKVListPackedSize(outer) == length);
    free(packed);
    TKVListFree(outer);
    TKVListFree(list);
}

static void null_is_tolerated_everywhere(void) {
    TKVResult result = KVResultSuccessful;
    TKVList *list = TKVListCreate();
    int length = 5;
    CHECK(TKVListFree(NULL) == KVResultSuccessful);
    CHECK(TKVListDeleteAll(NULL) == KVResultError);
    CHECK(TKVListAddString(NULL, "k", "v") == KVResultError);
    CHECK(TKVListAddString(list, NULL, "v") == KVResultError);
    CHECK(TKVListAddString(list, "k", NULL) == KVResultError);
    CHECK(TKVListAddInt(NULL, "k", 1) == KVResultError);
    CHECK(TKVListAddInt(list, NULL, 1) == KVResultError);
    CHECK(TKVListAddBinary(NULL, "k", NULL, 0) == KVResultError);
    CHECK(TKVListAddBinary(list, NULL, NULL, 0) == KVResultError);
    CHECK(TKVListAddBinary(list, "k", NULL, 1) == KVResultError);
    CHECK(TKVListAddBinary(list, "k", (unsigned char *)&length, -1) == KVResultError);
    CHECK(TKVListAddList(NULL, "k", list) == KVResultError);
    CHECK(TKVListAddList(list, NULL, list) == KVResultError);
    CHECK(TKVListAddList(list, "k", NULL) == KVResultError);
    CHECK(TKVListInsertList(NULL, "k", list) == KVResultError);
    CHECK(TKVListInsertList(list, NULL, list) == KVResultError);
    CHECK(TKVListInsertList(list, "k", NULL) == KVResultError);
    CHECK(TKVListDeletePair(NULL, "k") == KVResultError);
    CHECK(TKVListDeletePair(list, NULL) == KVResultError);
    CHECK(TKVListInitScanLoop(NULL) == KVResultError);
    CHECK(TKVListNextPair(NULL) == NULL);
    CHECK(TKVListType(NULL) == KVTypeIncorrect);
    CHECK(TKVListKey(NULL) == NULL);
    CHECK(TKVListIntValue(NULL) == 0);
    CHECK(TKVListStringValue(NULL) == NULL);
    CHECK(TKVListListValue(NULL) == NULL);
    CHECK(TKVListBinaryValue(NULL) == NULL);
    CHECK(TKVListBinaryLength(NULL) == 0);
    CHECK(TKVListGetPair(NULL, "k", &result) == NULL && result == KVResultError);
    CHECK(TKVListGetPair(list, NULL, NULL) == NULL);
    CHECK(TKVListGetPairIC(NULL, NULL, NULL) == NULL);
    CHECK(TKVListGetIntValue(NULL, "k", NULL) == 0);
    CHECK(TKVListGetStringValue(NULL, "k", NULL) == NULL);
    CHECK(TKVListGetBinaryValue(NULL, "k", NULL) == NULL);
    CHECK(TKVListGetListValue(NULL, "k", NULL) == NULL);
    CHECK(TKVListExtract(NULL, "k") == NULL);
    CHECK(TKVListExtract(list, NULL) == NULL);
    CHECK(TKVListUnlinkPair(NULL, NULL) == KVResultError);
    CHECK(TKVListUnlinkPair(list, NULL) == KVResultError);
    CHECK(TKVListFreePair(NULL) == KVResultError);
    CHECK(TKVListPack(NULL, &length) == NULL && length == 0);
    CHECK(TKVListPack(NULL, NULL) == NULL);
    CHECK(TKVListUnpack(NULL, 0) == NULL);
    CHECK(TKVListUnpack(NULL, 4) == NULL);
    CHECK(TKVListUnpack((const unsigned char *)"", -1) == NULL);
    CHECK(TKVListPackedSize(NULL) == 0);
    CHECK(TKVListToString(NULL) == NULL);
    CHECK(TKVListFromString(NULL) == NULL);
    TKVListPrint(NULL, list, "header");
    TKVListPrint(stderr, NULL, "header");
    TKVListPrint2(NULL, NULL, list);
    TKVListPrint2Packed(NULL, NULL, NULL, 0);
    EXPECT(COMMDN_ERR_INVALID_ARGUMENT, commdn_tkv_to_kvlist(list, NULL, NULL));
    EXPECT(COMMDN_ERR_INVALID_ARGUMENT, commdn_tkv_from_kvlist(NULL, NULL));
    CHECK(count(list) == 0);
    TKVListFree(list);
}

int main(void) {
    TKVListFree(sample());
    values_are_copied();
    duplicate_keys_are_kept_and_the_first_counts();
    dup_is_deep();
    delete_all_leaves_a_usable_list();
    add_list_copies_and_insert_list_moves();
    what_would_be_freed_twice_is_refused();
    lists_nest_64_levels_and_no_more();
    null_is_tolerated_everywhere();
    return finish("legacy/lists");
}
