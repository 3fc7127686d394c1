/* Pairs walked, read and taken out as old code does it. */
#include "commdn_kvlist.h"

#include "check.h"

static TKVList *sample(void) {
    unsigned char bytes[] = {7, 0, 8};
    TKVList *inner = TKVListCreate(), *list = TKVListCreate();
    TKVListAddInt(inner, "n", 5);
    TKVListAddString(list, "Text", "abc");
    TKVListAddInt(list, "Number", 115);
    TKVListAddBinary(list, "Bytes", bytes, 3);
    TKVListInsertList(list, "List", inner);
    return list;
}

static void members_are_as_old_code_reads_them(void) {
    TKVList *list = sample();
    TKVPair *pair = TKVListGetPair(list, "Text", NULL);
    CHECK(same_text(pair->key, "Text") && pair->type == KVTypeString && same_text(pair->string_value, "abc"));
    pair = pair->kv_next;
    CHECK(same_text(pair->key, "Number") && pair->type == KVTypeInt && pair->int_value == 115);
    CHECK(pair->string_value == NULL && pair->list_value == NULL);
    pair = pair->kv_next;
    CHECK(same_text(pair->key, "Bytes") && pair->type == KVTypeBinary);
    pair = pair->kv_next;
    CHECK(pair->type == KVTypeList && TKVListGetIntValue(pair->list_value, "n", NULL) == 5);
    CHECK(pair->kv_next == NULL);
    TKVListFree(list);
}

static void accessors_give_type_key_and_value(void) {
    TKVList *list = sample();
    TKVPair *pair;
    int seen = 0;
    TKVListInitScanLoop(list);
    while ((pair = TKVListNextPair(list)) != NULL) {
        switch (TKVListType(pair)) {
        case KVTypeString:
            CHECK(same_text(TKVListKey(pair), "Text") && same_text(TKVListStringValue(pair), "abc"));
            CHECK(TKVListIntValue(pair) == 0 && TKVListListValue(pair) == NULL);
            CHECK(TKVListBinaryValue(pair) == NULL && TKVListBinaryLength(pair) == 0);
            seen |= 1;
            break;
        case KVTypeInt:
            CHECK(TKVListIntValue(pair) == 115 && TKVListStringValue(pair) == NULL);
            seen |= 2;
            break;
        case KVTypeBinary:
            CHECK(TKVListBinaryLength(pair) == 3 && memcmp(TKVListBinaryValue(pair), "\7\0\10", 3) == 0);
            seen |= 4;
            break;
        case KVTypeList:
            CHECK(TKVListGetIntValue(TKVListListValue(pair), "n", NULL) == 5);
            seen |= 8;
            break;
        default: CHECK(!"a type that nobody added");
        }
    }
    CHECK(seen == 15);
    CHECK(TKVListNextPair(list) == NULL);
    CHECK(TKVListInitScanLoop(list) == KVResultSuccessful);
    CHECK(same_text(TKVListKey(TKVListNextPair(list)), "Text"));
    TKVListFree(list);
}

static void getters_tell_found_missing_and_of_another_type(void) {
    TKVList *list = sample();
    TKVResult result = KVResultError;
    CHECK(same_text(TKVListGetStringValue(list, "Text", &result), "abc") && result == KVResultSuccessful);
    CHECK(TKVListGetIntValue(list, "Number", &result) == 115 && result == KVResultSuccessful);
    CHECK(TKVListGetBinaryValue(list, "Bytes", &result)[2] == 8 && result == KVResultSuccessful);
    CHECK(TKVListGetListValue(list, "List", &result) != NULL && result == KVResultSuccessful);

    CHECK(TKVListGetStringValue(list, "none", &result) == NULL && result == KVResultNotFound);
    CHECK(TKVListGetIntValue(list, "none", &result) == 0 && result == KVResultNotFound);
    CHECK(TKVListGetBinaryValue(list, "none", &result) == NULL && result == KVResultNotFound);
    CHECK(TKVListGetListValue(list, "none", &result) == NULL && result == KVResultNotFound);
    CHECK(TKVListGetPair(list, "none", &result) == NULL && result == KVResultNotFound);

    CHECK(TKVListGetStringValue(list, "Number", &result) == NULL && result == KVResultError);
    CHECK(TKVListGetIntValue(list, "Text", &result) == 0 && result == KVResultError);
    CHECK(TKVListGetBinaryValue(list, "Text", &result) == NULL && result == KVResultError);
    CHECK(TKVListGetListValue(list, "Text", &result) == NULL && result == KVResultError);
    CHECK(TKVListGetStringValue(list, "List", NULL) == NULL);
    TKVListFree(list);
}

static void only_ic_ignores_case(void) {
    TKVList *list = sample();
    TKVResult result = KVResultError;
    CHECK(TKVListGetPair(list, "TEXT", &result) == NULL && result == KVResultNotFound);
    CHECK(TKVListGetPairIC(list, "tEXT", &result) != NULL && result == KVResultSuccessful);
    CHECK(TKVListGetPairIC(list, "tEXT", NULL) == TKVListGetPair(list, "Text", NULL));
    CHECK(TKVListGetPairIC(list, "tex", &result) == NULL && result == KVResultNotFound);
    /* Only letters have a case: '[' and '{' are as far apart as 'A' and 'a'. */
    TKVListAddInt(list, "[", 1);
    CHECK(TKVListGetPairIC(list, "{", NULL) == NULL);
    TKVListFree(list);
}

static void extracted_pair_lives_on_its_own(void) {
    TKVList *list = sample();
    TKVPair *pair = TKVListExtract(list, "List");
    CHECK(TKVListExtract(list, "List") == NULL);
    CHECK(TKVListGetPair(list, "List", NULL) == NULL);
    /* The end of the list moved. */
    TKVListAddInt(list, "last", 1);
    CHECK(same_text(TKVListKey(TKVListGetPair(list, "Bytes", NULL)->kv_next), "last"));
    TKVListFree(list);
    CHECK(pair->kv_next == NULL && TKVListGetIntValue(TKVListListValue(pair), "n", NULL) == 5);
    CHECK(TKVListInsertList(TKVListListValue(pair), "self", TKVListListValue(pair)) == KVResultError);
    CHECK(TKVListFreePair(pair) == KVResultSuccessful);
}

static void unlink_takes_only_its_own_pairs(void) {
    TKVList *list = sample(), *other = sample();
    TKVPair *pair = TKVListGetPair(list, "Text", NULL);
    CHECK(TKVListUnlinkPair(other, pair) == KVResultNotFound);
    CHECK(TKVListUnlinkPair(list, pair) == KVResultSuccessful);
    CHECK(TKVListUnlinkPair(list, pair) == KVResultNotFound);
    CHECK(TKVListFreePair(pair) == KVResultSuccessful);
    CHECK(TKVListFreePair(TKVListGetPair(list, "Number", NULL)) == KVResultSuccessful);
    TKVListInitScanLoop(list);
    CHECK(same_text(TKVListKey(TKVListNextPair(list)), "Bytes"));
    TKVListFree(list);
    TKVListFree(other);
}

static void pairs_may_go_while_the_list_is_walked(void) {
    TKVList *list = TKVListCreate();
    TKVPair *pair;
    int number, kept = 0;
    for (number = 0; number < 6; number++) TKVListAddInt(list, number % 2 ? "odd" : "even", number);
    TKVListInitScanLoop(list);
    while ((pair = TKVListNextPair(list)) != NULL) {
        if (TKVListIntValue(pair) % 2 == 0) {
            CHECK(TKVListUnlinkPair(list, pair) == KVResultSuccessful);
            TKVListFreePair(pair);
        } else {
            kept++;
        }
    }
    CHECK(kept == 3 && TKVListGetPair(list, "even", NULL) == NULL);
    /* Also the pair that would come next. */
    TKVListInitScanLoop(list);
    CHECK(TKVListIntValue(TKVListNextPair(list)) == 1);
    TKVListFreePair(TKVListExtract(list, "odd"));
    TKVListDeletePair(list, "odd");
    CHECK(TKVListIntValue(TKVListNextPair(list)) == 5);
    CHECK(TKVListNextPair(list) == NULL);
    TKVListFree(list);
}

/* How many pairs a walk gives that appends `more` pairs at its step `at`; each has its place for its value. */
static int walked(TKVList *list, int at, int more) {
    int steps = 0;
    TKVPair *pair;
    TKVListInitScanLoop(list);
    while ((pair = TKVListNextPair(list)) != NULL) {
        int added;
        CHECK(TKVListIntValue(pair) == steps);
        if (steps++ != at) continue;
        for (added = 0; added < more; added++) {
            char key[16];
            int next = 0;
            TKVPair *each;
            for (each = TKVListGetPair(list, "0", NULL); each != NULL; each = each->kv_next) next++;
            sprintf(key, "%d", next);
            TKVListAddInt(list, key, next);
        }
    }
    return steps;
}

static TKVList *numbers(int count) {
    TKVList *list = TKVListCreate();
    int number;
    for (number = 0; number < count; number++) {
        char key[16];
        sprintf(key, "%d", number);
        TKVListAddInt(list, key, number);
    }
    return list;
}

static void what_is_appended_during_a_walk_is_given(void) {
    int count, at, more;
    for (count = 1; count < 6; count++) {
        for (at = 0; at < count; at++) {
            for (more = 0; more < 4; more++) {
                TKVList *outer = TKVListCreate(), *list = numbers(count);
                CHECK(walked(list, at, more) == count + more);
                /* After the end, and in a list that is held by another. */
                CHECK(TKVListNextPair(list) == NULL);
                TKVListAddString(list, "late", "x");
                CHECK(same_text(TKVListKey(TKVListNextPair(list)), "late") && TKVListNextPair(list) == NULL);
                TKVListDeletePair(list, "late");
                CHECK(TKVListNextPair(list) == NULL);
                TKVListInsertList(outer, "list", list);
                list = TKVListGetListValue(outer, "list", NULL);
                CHECK(walked(list, at, more) == count + 2 * more);
                TKVListFree(outer);
            }
        }
    }
}

static void a_walk_goes_on_when_the_pair_that_was_given_goes(void) {
    int count, gone;
    for (count = 1; count < 6; count++) {
        for (gone = 0; gone < count; gone++) {
            TKVList *list = numbers(count);
            TKVPair *pair;
            int steps = 0;
            TKVListInitScanLoop(list);
            while ((pair = TKVListNextPair(list)) != NULL) {
                CHECK(TKVListIntValue(pair) == steps);
                if (steps++ != gone) continue;
                /* It goes, and another one comes, in that order and in the other. */
                if (gone % 2 == 0) TKVListFreePair(pair);
                TKVListAddInt(list, "more", count);
                if (gone % 2 == 1) TKVListFreePair(pair);
            }
            CHECK(steps == count + 1);
            TKVListFree(list);
        }
    }
}

static void an_empty_list_is_walked_as_it_fills(void) {
    TKVList *list = TKVListCreate();
    CHECK(TKVListNextPair(list) == NULL);
    TKVListInitScanLoop(list);
    CHECK(TKVListNextPair(list) == NULL);
    TKVListAddInt(list, "a", 1);
    CHECK(TKVListIntValue(TKVListNextPair(list)) == 1 && TKVListNextPair(list) == NULL);
    TKVListDeleteAll(list);
    CHECK(TKVListNextPair(list) == NULL);
    TKVListAddInt(list, "b", 2);
    CHECK(TKVListIntValue(TKVListNextPair(list)) == 2 && TKVListNextPair(list) == NULL);
    TKVListFree(list);
}

int main(void) {
    members_are_as_old_code_reads_them();
    accessors_give_type_key_and_value();
    getters_tell_found_missing_and_of_another_type();
    only_ic_ignores_case();
    extracted_pair_lives_on_its_own();
    unlink_takes_only_its_own_pairs();
    pairs_may_go_while_the_list_is_walked();
    what_is_appended_during_a_walk_is_given();
    a_walk_goes_on_when_the_pair_that_was_given_goes();
    an_empty_list_is_walked_as_it_fills();
    return finish("legacy/pairs");
}
