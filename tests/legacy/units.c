/* One program of two files that both include the header; lists pass between them. With units.second.c. */
#include "units.h"

#include "check.h"

int main(void) {
    TKVList *list = TKVListCreate(), *other = second_create();
    second_fill(list);
    CHECK(TKVListGetIntValue(list, "filled by", NULL) == 2);
    CHECK(TKVListInsertList(list, "other", other) == KVResultSuccessful);
    CHECK(TKVListFree(list) == KVResultSuccessful);
    return finish("legacy/units");
}
