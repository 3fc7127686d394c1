/* A file with the classic names of commdn_kvlist.h, in a program that has the real symbols too. */
#include "commdn_kvlist.h"

#ifdef __cplusplus
extern "C"
#endif
    int ours_sum(void);

int ours_sum(void) {
    TKVList *list = TKVListCreate();
    int sum;
    TKVListAddInt(list, "1", 20);
    TKVListAddInt(list, "2", 22);
    sum = TKVListGetIntValue(list, "1", NULL) + TKVListGetIntValue(list, "2", NULL);
    TKVListFree(list);
    return sum;
}
