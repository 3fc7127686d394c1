/* Every function has the classic signature: pointers of that type take it without a cast. */
#include "commdn_kvlist.h"

#include "check.h"

static TKVList *(*create)(void) = TKVListCreate;
static TKVList *(*dup)(TKVList *) = TKVListDup;
static TKVResult (*free_list)(TKVList *) = TKVListFree;
static TKVResult (*add_string)(TKVList *, const char *, const char *) = TKVListAddString;
static TKVResult (*add_int)(TKVList *, const char *, int) = TKVListAddInt;
static TKVResult (*add_binary)(TKVList *, const char *, unsigned char *, int) = TKVListAddBinary;
static TKVResult (*add_list)(TKVList *, const char *, TKVList *) = TKVListAddList;
static TKVResult (*insert_list)(TKVList *, const char *, TKVList *) = TKVListInsertList;
static TKVResult (*delete_pair)(TKVList *, const char *) = TKVListDeletePair;
static TKVResult (*delete_all)(TKVList *) = TKVListDeleteAll;
static TKVResult (*init_scan)(TKVList *) = TKVListInitScanLoop;
static TKVPair *(*next_pair)(TKVList *) = TKVListNextPair;
static TKVType (*type_of)(TKVPair *) = TKVListType;
static char *(*key_of)(TKVPair *) = TKVListKey;
static int (*int_value)(TKVPair *) = TKVListIntValue;
static char *(*string_value)(TKVPair *) = TKVListStringValue;
static TKVList *(*list_value)(TKVPair *) = TKVListListValue;
static unsigned char *(*binary_value)(TKVPair *) = TKVListBinaryValue;
static int (*binary_length)(TKVPair *) = TKVListBinaryLength;
static TKVPair *(*get_pair)(TKVList *, const char *, TKVResult *) = TKVListGetPair;
static TKVPair *(*get_pair_ic)(TKVList *, const char *, TKVResult *) = TKVListGetPairIC;
static int (*get_int)(TKVList *, const char *, TKVResult *) = TKVListGetIntValue;
static char *(*get_string)(TKVList *, const char *, TKVResult *) = TKVListGetStringValue;
static unsigned char *(*get_binary)(TKVList *, const char *, TKVResult *) = TKVListGetBinaryValue;
static TKVList *(*get_list)(TKVList *, const char *, TKVResult *) = TKVListGetListValue;
static void (*print)(void *, TKVList *, const char *) = TKVListPrint;
static void (*print2)(void *, int (*)(void *, const char *, ...), TKVList *) = TKVListPrint2;
static void (*print2_packed)(void *, int (*)(void *, const char *, ...), void *, int) = TKVListPrint2Packed;
static unsigned char *(*pack)(TKVList *, int *) = TKVListPack;
static TKVList *(*unpack)(const unsigned char *, int) = TKVListUnpack;
static int (*packed_size)(TKVList *) = TKVListPackedSize;
static TKVPair *(*extract)(TKVList *, const char *) = TKVListExtract;
static TKVResult (*unlink_pair)(TKVList *, TKVPair *) = TKVListUnlinkPair;
static TKVResult (*free_pair)(TKVPair *) = TKVListFreePair;
static char *(*to_string)(TKVList *) = TKVListToString;
static TKVList *(*from_string)(const char *) = TKVListFromString;

int main(void) {
    TKVList *list = create(), *copy, *inner = create();
    unsigned char bytes[] = {1}, *packed;
    char *text;
    int length = 0;
    CHECK(KVTypeString == 0 && KVTypeInt == 1 && KVTypeBinary == 2 && KVTypeList == 3 && KVTypeUnicode == 4);
    CHECK(KVTypeIncorrect == -1);
    CHECK(KVResultError == -1 && KVResultNotFound == 0 && KVResultSuccessful == 1);
    CHECK(add_string(list, "s", "v") == 1 && add_int(list, "i", 2) == 1 && add_binary(list, "b", bytes, 1) == 1);
    CHECK(add_list(list, "l", inner) == 1 && insert_list(list, "m", inner) == 1);
    copy = dup(list);
    CHECK(init_scan(copy) == 1);
    CHECK(type_of(next_pair(copy)) == KVTypeString);
    CHECK(same_text(key_of(get_pair(copy, "s", NULL)), "s"));
    CHECK(same_text(string_value(get_pair_ic(copy, "S", NULL)), "v"));
    CHECK(int_value(get_pair(copy, "i", NULL)) == get_int(copy, "i", NULL));
    CHECK(list_value(get_pair(copy, "l", NULL)) == get_list(copy, "l", NULL));
    CHECK(binary_value(get_pair(copy, "b", NULL)) == get_binary(copy, "b", NULL));
    CHECK(binary_length(get_pair(copy, "b", NULL)) == 1);
    CHECK(same_text(get_string(copy, "s", NULL), "v"));
    packed = pack(copy, &length);
    CHECK(length > 0 && length == packed_size(copy));
    print(stdout, copy, "copy");
    print2(NULL, NULL, copy);
    print2_packed(NULL, NULL, packed, length);
    text = to_string(copy);
    CHECK(delete_pair(copy, "s") == 1);
    CHECK(free_pair(extract(copy, "i")) == 1);
    CHECK(unlink_pair(copy, get_pair(list, "s", NULL)) == 0);
    CHECK(delete_all(copy) == 1 && packed_size(copy) == 2);
    free_list(copy);
    copy = unpack(packed, length);
    CHECK(packed_size(copy) == length);
    free_list(copy);
    copy = from_string(text);
    CHECK(packed_size(copy) == length);
    free_list(copy);
    free_list(list);
    free(packed);
    free(text);
    return finish("legacy/signatures");
}
