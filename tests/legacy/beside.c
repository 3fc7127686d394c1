/*
 * Another library's TKVList in the same program (beside.real.c), and in this very file: with the
 * names switched off, commdn's is there under commdn_tkv_ beside it.
 */
#include "beside.h"

#define COMMDN_KVLIST_NO_NAMES
#include "commdn_kvlist.h"

#include "check.h"

int main(void) {
    TKVList *theirs = TKVListCreate();
    commdn_tkv_list *mine = commdn_tkv_list_create();
    TKVListAddInt(theirs, "1", 5);
    commdn_tkv_list_add_int(mine, "1", 5);
    CHECK(TKVListGetIntValue(theirs, "1", NULL) == 1005);
    CHECK(commdn_tkv_list_get_int_value(mine, "1", NULL) == 5);
    CHECK(ours_sum() == 42);
    CHECK((int)COMMDN_TKV_RESULT_NOT_FOUND == (int)KVResultNotFound);
    TKVListFree(theirs);
    commdn_tkv_list_free(mine);
    return finish("legacy/beside");
}
