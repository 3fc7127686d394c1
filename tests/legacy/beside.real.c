/* The real symbols of beside.h. A key is a slot's number; every number read counts a thousand more. */
#include "beside.h"

#include <stdlib.h>

TKVList *TKVListCreate(void) { return (TKVList *)calloc(1, sizeof(TKVList)); }

TKVResult TKVListFree(TKVList *list) {
    free(list);
    return KVResultSuccessful;
}

TKVResult TKVListAddInt(TKVList *list, const char *key, int value) {
    list->numbers[key[0] - '0'] = value;
    return KVResultSuccessful;
}

int TKVListGetIntValue(TKVList *list, const char *key, TKVResult *result) {
    if (result != NULL) *result = KVResultSuccessful;
    return 1000 + list->numbers[key[0] - '0'];
}
