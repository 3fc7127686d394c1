/*
 * commdn_kvlist.h: the classic key-value list API (TKVList) over commdn, for programs that do not
 * link T-Library. C99 and C++11 on; link with commdn as for commdn.h.
 *
 * Everything is static inline under a name of its own (commdn_tkv_list_create), and macros give
 * the classic names (TKVListCreate) to the file that includes this. So no symbol is defined, and
 * a program may link T-Library beside it. In one file with the real kvlist.h, define
 * COMMDN_KVLIST_NO_NAMES before the include: only the commdn_tkv_ names are left.
 *
 * Behaviour. NULL is tolerated everywhere: results say KVResultError, pointers are NULL, numbers
 * 0. A getter says KVResultNotFound without a pair of that key, KVResultError if it has another
 * type. Keys and strings are bytes; a NUL inside a value is kept when lists are packed and copied.
 * Whatever would make a list hold itself, two lists hold one, or lists nest deeper than 64 levels
 * is KVResultError, and nothing changes. Packed bytes and log text are made by the library.
 *
 * A list and its pairs are for one thread at a time.
 */
#ifndef COMMDN_CLASSIC_KVLIST_H
#define COMMDN_CLASSIC_KVLIST_H

#include "commdn/tkv_forms.h"
#include "commdn/tkv_lists.h"

/* ---- The classic names. ---- */

#ifndef COMMDN_KVLIST_NO_NAMES
typedef commdn_tkv_list TKVList;
typedef commdn_tkv_pair TKVPair;
typedef commdn_tkv_type TKVType;
typedef commdn_tkv_result TKVResult;
#define KVTypeString COMMDN_TKV_TYPE_STRING
#define KVTypeInt COMMDN_TKV_TYPE_INT
#define KVTypeBinary COMMDN_TKV_TYPE_BINARY
#define KVTypeList COMMDN_TKV_TYPE_LIST
#define KVTypeUnicode COMMDN_TKV_TYPE_UNICODE
#define KVTypeIncorrect COMMDN_TKV_TYPE_INCORRECT
#define KVResultError COMMDN_TKV_RESULT_ERROR
#define KVResultNotFound COMMDN_TKV_RESULT_NOT_FOUND
#define KVResultSuccessful COMMDN_TKV_RESULT_SUCCESSFUL
#define TKVListCreate commdn_tkv_list_create
#define TKVListDup commdn_tkv_list_dup
#define TKVListFree commdn_tkv_list_free
#define TKVListAddString commdn_tkv_list_add_string
#define TKVListAddInt commdn_tkv_list_add_int
#define TKVListAddBinary commdn_tkv_list_add_binary
#define TKVListAddList commdn_tkv_list_add_list
#define TKVListInsertList commdn_tkv_list_insert_list
#define TKVListDeletePair commdn_tkv_list_delete_pair
#define TKVListDeleteAll commdn_tkv_list_delete_all
#define TKVListInitScanLoop commdn_tkv_list_init_scan_loop
#define TKVListNextPair commdn_tkv_list_next_pair
#define TKVListType commdn_tkv_list_type
#define TKVListKey commdn_tkv_list_key
#define TKVListIntValue commdn_tkv_list_int_value
#define TKVListStringValue commdn_tkv_list_string_value
#define TKVListListValue commdn_tkv_list_list_value
#define TKVListBinaryValue commdn_tkv_list_binary_value
#define TKVListBinaryLength commdn_tkv_list_binary_length
#define TKVListGetPair commdn_tkv_list_get_pair
#define TKVListGetPairIC commdn_tkv_list_get_pair_ic
#define TKVListGetIntValue commdn_tkv_list_get_int_value
#define TKVListGetStringValue commdn_tkv_list_get_string_value
#define TKVListGetBinaryValue commdn_tkv_list_get_binary_value
#define TKVListGetListValue commdn_tkv_list_get_list_value
#define TKVListPrint commdn_tkv_list_print
#define TKVListPrint2 commdn_tkv_list_print2
#define TKVListPrint2Packed commdn_tkv_list_print2_packed
#define TKVListPack commdn_tkv_list_pack
#define TKVListUnpack commdn_tkv_list_unpack
#define TKVListPackedSize commdn_tkv_list_packed_size
#define TKVListExtract commdn_tkv_list_extract
#define TKVListUnlinkPair commdn_tkv_list_unlink_pair
#define TKVListFreePair commdn_tkv_list_free_pair
#define TKVListToString commdn_tkv_list_to_string
#define TKVListFromString commdn_tkv_list_from_string
#endif

#endif /* COMMDN_CLASSIC_KVLIST_H */
