/* The second file of units.c. */
#include "units.h"

void second_fill(TKVList *list) { TKVListAddInt(list, "filled by", 2); }

TKVList *second_create(void) {
    TKVList *list = TKVListCreate();
    second_fill(list);
    return list;
}
