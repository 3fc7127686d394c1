/* A stand-in for another library's kvlist.h: the same names, other types, real symbols. */
#ifndef BESIDE_H
#define BESIDE_H

#ifdef __cplusplus
extern "C" {
#endif

typedef enum { KVTypeString, KVTypeInt, KVTypeBinary, KVTypeList, KVTypeUnicode, KVTypeIncorrect = -1 } TKVType;
typedef enum { KVResultError = -1, KVResultNotFound, KVResultSuccessful } TKVResult;
typedef struct TKVList {
    int numbers[4];
    int count;
} TKVList;

TKVList *TKVListCreate(void);
TKVResult TKVListFree(TKVList *list);
TKVResult TKVListAddInt(TKVList *list, const char *key, int value);
int TKVListGetIntValue(TKVList *list, const char *key, TKVResult *result);

/* From beside.ours.c: what that file's TKVList functions do. */
int ours_sum(void);

#ifdef __cplusplus
}
#endif

#endif
