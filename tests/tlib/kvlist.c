/* Lists of the T-Library double, with a packing of its own: nothing here knows commdn. */
#include "kvlist.h"

#include <stdlib.h>
#include <string.h>

struct TKVPair {
    char *key;
    TKVType type;
    int number;
    unsigned char *bytes;
    int length;
    TKVList *list;
    TKVPair *next;
};

struct TKVList {
    TKVPair *first, *last, *cursor;
};

int double_two_lengths16 = 0;
int double_unicode_units = 0;
int double_little_endian_ints = 0;

TKVList *TKVListCreate(void) { return (TKVList *)calloc(1, sizeof(TKVList)); }

TKVResult TKVListFree(TKVList *list) {
    TKVPair *pair = list == NULL ? NULL : list->first;
    while (pair != NULL) {
        TKVPair *next = pair->next;
        TKVListFree(pair->list);
        free(pair->key);
        free(pair->bytes);
        free(pair);
        pair = next;
    }
    free(list);
    return KVResultSuccessful;
}

static TKVPair *append(TKVList *list, const void *key, size_t key_length, TKVType type, const void *bytes, int length) {
    TKVPair *pair = (TKVPair *)calloc(1, sizeof *pair);
    pair->key = (char *)calloc(1, key_length + 1);
    memcpy(pair->key, key, key_length);
    pair->type = type;
    pair->bytes = (unsigned char *)calloc(1, (size_t)length + 1);
    if (length > 0) memcpy(pair->bytes, bytes, (size_t)length);
    pair->length = length;
    if (list->last != NULL) list->last->next = pair;
    else list->first = pair;
    list->last = pair;
    return pair;
}

TKVResult TKVListAddString(TKVList *list, const char *key, const char *value) {
    append(list, key, strlen(key), KVTypeString, value, (int)strlen(value));
    return KVResultSuccessful;
}

TKVResult TKVListAddInt(TKVList *list, const char *key, int value) {
    append(list, key, strlen(key), KVTypeInt, NULL, 0)->number = value;
    return KVResultSuccessful;
}

TKVResult TKVListAddBinary(TKVList *list, const char *key, unsigned char *value, int length) {
    append(list, key, strlen(key), KVTypeBinary, value, length);
    return KVResultSuccessful;
}

TKVResult TKVListInsertList(TKVList *list, const char *key, TKVList *value) {
    append(list, key, strlen(key), KVTypeList, NULL, 0)->list = value;
    return KVResultSuccessful;
}

TKVResult TKVListInitScanLoop(TKVList *list) {
    list->cursor = list->first;
    return KVResultSuccessful;
}

TKVPair *TKVListNextPair(TKVList *list) {
    TKVPair *pair = list->cursor;
    if (pair != NULL) list->cursor = pair->next;
    return pair;
}

TKVType TKVListType(TKVPair *pair) { return pair->type; }
char *TKVListKey(TKVPair *pair) { return pair->key; }
int TKVListIntValue(TKVPair *pair) { return pair->number; }
char *TKVListStringValue(TKVPair *pair) { return pair->type == KVTypeString ? (char *)pair->bytes : NULL; }
TKVList *TKVListListValue(TKVPair *pair) { return pair->list; }
unsigned char *TKVListBinaryValue(TKVPair *pair) { return pair->type == KVTypeBinary ? pair->bytes : NULL; }
int TKVListBinaryLength(TKVPair *pair) { return pair->length; }

static unsigned char *put16(unsigned char *out, int number) {
    out[0] = (unsigned char)(number >> 8);
    out[1] = (unsigned char)number;
    return out + 2;
}

static int size_of(const TKVList *list) {
    int size = 2;
    const TKVPair *pair;
    for (pair = list->first; pair != NULL; pair = pair->next) {
        size += 3 + (int)strlen(pair->key);
        size += pair->type == KVTypeList ? 4 + size_of(pair->list) : pair->type == KVTypeInt ? 6 : 2 + pair->length;
    }
    return size;
}

static unsigned char *pack(const TKVList *list, unsigned char *out) {
    const TKVPair *pair;
    unsigned char *count_at = out;
    int count = 0;
    out += 2;
    for (pair = list->first; pair != NULL; pair = pair->next, count++) {
        int key_length = (int)strlen(pair->key), inner = pair->list == NULL ? 0 : size_of(pair->list), byte;
        *out++ = (unsigned char)pair->type;
        out = put16(out, key_length);
        memcpy(out, pair->key, (size_t)key_length);
        out += key_length;
        if (pair->type == KVTypeInt) {
            out = put16(out, 4);
            for (byte = 0; byte < 4; byte++) {
                int shift = double_little_endian_ints ? 8 * byte : 24 - 8 * byte;
                *out++ = (unsigned char)((unsigned)pair->number >> shift);
            }
        } else if (pair->type == KVTypeList) {
            out = put16(out, double_two_lengths16 ? inner + 2 : 0);
            out = pack(pair->list, put16(out, inner));
        } else {
            int units = pair->type == KVTypeUnicode && double_unicode_units;
            out = put16(out, units ? pair->length / 2 : pair->length);
            memcpy(out, pair->bytes, (size_t)pair->length);
            out += pair->length;
        }
    }
    put16(count_at, count);
    return out;
}

unsigned char *TKVListPack(TKVList *list, int *length) {
    unsigned char *packed = (unsigned char *)malloc((size_t)size_of(list));
    *length = (int)(pack(list, packed) - packed);
    return packed;
}

int TKVListPackedSize(TKVList *list) { return size_of(list); }

TKVResult TKVListAddList(TKVList *list, const char *key, TKVList *value) {
    int length = 0;
    unsigned char *packed = TKVListPack(value, &length);
    TKVList *copy = TKVListUnpack(packed, length);
    free(packed);
    return TKVListInsertList(list, key, copy);
}

static int get16(const unsigned char *at) { return at[0] << 8 | at[1]; }

/* NULL if the bytes are no list. Any list prefix is passed over. */
TKVList *TKVListUnpack(const unsigned char *data, int size) {
    const unsigned char *at = data + 2, *end = data + size;
    TKVList *list;
    int count;
    if (size < 2) return NULL;
    list = TKVListCreate();
    for (count = get16(data); count > 0; count--) {
        const unsigned char *key = at + 3;
        int key_length, length, type;
        if (end - at < 3 || end - key < get16(at + 1) + 2) break;
        type = at[0];
        key_length = get16(at + 1);
        at = key + key_length;
        length = get16(at);
        at += 2;
        if (type == KVTypeList) {
            TKVList *inner;
            if (end - at < 2) break;
            length = get16(at);
            at += 2;
            inner = end - at < length ? NULL : TKVListUnpack(at, length);
            if (inner == NULL) break;
            append(list, key, (size_t)key_length, KVTypeList, NULL, 0)->list = inner;
        } else {
            if (type == KVTypeUnicode && double_unicode_units) length *= 2;
            if (end - at < length || (type == KVTypeInt && length != 4)) break;
            if (type == KVTypeInt) {
                append(list, key, (size_t)key_length, KVTypeInt, NULL, 0)->number = (int)((unsigned)get16(at) << 16
                                                                                          | (unsigned)get16(at + 2));
            } else {
                append(list, key, (size_t)key_length, (TKVType)type, at, length);
            }
        }
        at += length;
    }
    if (count > 0) {
        TKVListFree(list);
        return NULL;
    }
    return list;
}
