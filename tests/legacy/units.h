/* What the two files of one program share. */
#ifndef UNITS_H
#define UNITS_H

#include "commdn_kvlist.h"

void second_fill(TKVList *list);
TKVList *second_create(void);

#endif
