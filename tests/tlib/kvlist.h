/* The key-value list part of the T-Library double: real symbols under the classic names. Our own code. */
#ifndef TLIB_DOUBLE_KVLIST_H
#define TLIB_DOUBLE_KVLIST_H

#ifdef __cplusplus
extern "C" {
#endif

typedef enum { KVTypeIncorrect = -1, KVTypeString, KVTypeInt, KVTypeBinary, KVTypeList, KVTypeUnicode } TKVType;
typedef enum { KVResultError = -1, KVResultNotFound, KVResultSuccessful } TKVResult;

typedef struct TKVList TKVList;
typedef struct TKVPair TKVPair;

TKVList *TKVListCreate(void);
TKVResult TKVListFree(TKVList *list);
TKVResult TKVListAddString(TKVList *list, const char *key, const char *value);
TKVResult TKVListAddInt(TKVList *list, const char *key, int value);
TKVResult TKVListAddBinary(TKVList *list, const char *key, unsigned char *value, int length);
/* A copy of `value`; TKVListInsertList() takes it over. */
TKVResult TKVListAddList(TKVList *list, const char *key, TKVList *value);
TKVResult TKVListInsertList(TKVList *list, const char *key, TKVList *value);
TKVResult TKVListInitScanLoop(TKVList *list);
TKVPair *TKVListNextPair(TKVList *list);
TKVType TKVListType(TKVPair *pair);
char *TKVListKey(TKVPair *pair);
int TKVListIntValue(TKVPair *pair);
char *TKVListStringValue(TKVPair *pair);
TKVList *TKVListListValue(TKVPair *pair);
unsigned char *TKVListBinaryValue(TKVPair *pair);
int TKVListBinaryLength(TKVPair *pair);
unsigned char *TKVListPack(TKVList *list, int *length);
int TKVListPackedSize(TKVList *list);
TKVList *TKVListUnpack(const unsigned char *data, int size);

/* Switches of the double: the other layouts that a T-Library might pack. */
extern int double_two_lengths16;
extern int double_unicode_units;
extern int double_little_endian_ints;

#ifdef __cplusplus
}
#endif

#endif
