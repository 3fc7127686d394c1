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
#ifndef COMMDN_KVLIST_H
#define COMMDN_KVLIST_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commdn.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Types of values, with the numbers of the packed form. */
typedef enum commdn_tkv_type {
    COMMDN_TKV_TYPE_INCORRECT = -1,
    COMMDN_TKV_TYPE_STRING = 0,
    COMMDN_TKV_TYPE_INT = 1,
    COMMDN_TKV_TYPE_BINARY = 2,
    COMMDN_TKV_TYPE_LIST = 3,
    COMMDN_TKV_TYPE_UNICODE = 4
} commdn_tkv_type;

/** What a call came to. */
typedef enum commdn_tkv_result {
    COMMDN_TKV_RESULT_ERROR = -1,
    COMMDN_TKV_RESULT_NOT_FOUND = 0,
    COMMDN_TKV_RESULT_SUCCESSFUL = 1
} commdn_tkv_result;

typedef struct commdn_tkv_list commdn_tkv_list;
typedef struct commdn_tkv_pair commdn_tkv_pair;

/** A pair. Read the first six members as old code does; change none of them. */
struct commdn_tkv_pair {
    char *key;
    commdn_tkv_type type;
    /** NULL unless a string, or a unicode value, which is here as UTF-8. */
    char *string_value;
    /** 0 unless an int. */
    int int_value;
    /** NULL unless a list. */
    commdn_tkv_list *list_value;
    /** The next pair of the list; NULL in the last. */
    commdn_tkv_pair *kv_next;
    /** NULL unless binary. */
    unsigned char *binary_value;
    size_t key_bytes;
    /** Bytes of a string, unicode or binary value. */
    size_t value_bytes;
    /** The list that the pair is in; NULL once it was taken out. */
    commdn_tkv_list *owner;
};

/** A list; opaque. */
struct commdn_tkv_list {
    commdn_tkv_pair *first;
    commdn_tkv_pair *last;
    /** What commdn_tkv_list_next_pair() gives next. */
    commdn_tkv_pair *cursor;
    /** The pair that holds this list; NULL for a list on its own. */
    commdn_tkv_pair *holder;
};

/* ---- Inside: not for programs. ---- */

/** Most levels of nested lists, the library's own limit. */
#define COMMDN_TKV_MAX_DEPTH 64

static inline int commdn_tkv_i_same(const char *left, const char *right, size_t bytes, int ignore_case) {
    size_t at;
    for (at = 0; at < bytes; at++) {
        char a = left[at], b = right[at];
        if (ignore_case) {
            a = (char)(a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a);
            b = (char)(b >= 'A' && b <= 'Z' ? b - 'A' + 'a' : b);
        }
        if (a != b) return 0;
    }
    return 1;
}

static inline commdn_tkv_pair *commdn_tkv_i_find(const commdn_tkv_list *list, const char *key, int ignore_case,
                                                 commdn_tkv_result *result) {
    commdn_tkv_pair *pair = NULL;
    commdn_tkv_result outcome = COMMDN_TKV_RESULT_ERROR;
    if (list != NULL && key != NULL) {
        size_t bytes = strlen(key);
        pair = list->first;
        while (pair != NULL &&
               (pair->key_bytes != bytes || !commdn_tkv_i_same(pair->key, key, bytes, ignore_case))) {
            pair = pair->kv_next;
        }
        outcome = pair != NULL ? COMMDN_TKV_RESULT_SUCCESSFUL : COMMDN_TKV_RESULT_NOT_FOUND;
    }
    if (result != NULL) *result = outcome;
    return pair;
}

/** A copy that ends with NUL. */
static inline void *commdn_tkv_i_copy(const void *bytes, size_t count) {
    char *copy = (char *)(count < SIZE_MAX ? malloc(count + 1) : NULL);
    if (copy != NULL) {
        if (count > 0) memcpy(copy, bytes, count);
        copy[count] = '\0';
    }
    return copy;
}

/** Free chained pairs and all that they hold; nested lists join the chain, so depth costs nothing. */
static inline void commdn_tkv_i_free_pairs(commdn_tkv_pair *pair, commdn_tkv_pair *last) {
    while (pair != NULL) {
        commdn_tkv_pair *next;
        if (pair->list_value != NULL) {
            if (pair->list_value->first != NULL) {
                last->kv_next = pair->list_value->first;
                last = pair->list_value->last;
            }
            free(pair->list_value);
        }
        next = pair->kv_next;
        free(pair->key);
        free(pair->string_value);
        free(pair->binary_value);
        free(pair);
        pair = next;
    }
}

/** A pair in no list, without its value. */
static inline commdn_tkv_pair *commdn_tkv_i_new_pair(const char *key, size_t key_bytes, commdn_tkv_type type) {
    commdn_tkv_pair *pair = (commdn_tkv_pair *)calloc(1, sizeof *pair);
    if (pair == NULL) return NULL;
    pair->key = (char *)commdn_tkv_i_copy(key, key_bytes);
    pair->key_bytes = key_bytes;
    pair->type = type;
    if (pair->key == NULL) {
        free(pair);
        return NULL;
    }
    return pair;
}

static inline commdn_tkv_result commdn_tkv_i_append(commdn_tkv_list *list, commdn_tkv_pair *pair) {
    if (pair == NULL) return COMMDN_TKV_RESULT_ERROR;
    pair->owner = list;
    if (list->last != NULL) {
        list->last->kv_next = pair;
    } else {
        list->first = pair;
        list->cursor = pair;
    }
    list->last = pair;
    return COMMDN_TKV_RESULT_SUCCESSFUL;
}

/** Append a string, unicode or binary value. */
static inline commdn_tkv_result commdn_tkv_i_add_bytes(commdn_tkv_list *list, const char *key, size_t key_bytes,
                                                       commdn_tkv_type type, const void *value, size_t bytes) {
    commdn_tkv_pair *pair = commdn_tkv_i_new_pair(key, key_bytes, type);
    void *copy = commdn_tkv_i_copy(value, bytes);
    if (pair == NULL || copy == NULL) {
        free(copy);
        commdn_tkv_i_free_pairs(pair, pair);
        return COMMDN_TKV_RESULT_ERROR;
    }
    if (type == COMMDN_TKV_TYPE_BINARY) {
        pair->binary_value = (unsigned char *)copy;
    } else {
        pair->string_value = (char *)copy;
    }
    pair->value_bytes = bytes;
    return commdn_tkv_i_append(list, pair);
}

static inline commdn_tkv_result commdn_tkv_i_add_int(commdn_tkv_list *list, const char *key, size_t key_bytes,
                                                     int value) {
    commdn_tkv_pair *pair = commdn_tkv_i_new_pair(key, key_bytes, COMMDN_TKV_TYPE_INT);
    if (pair != NULL) pair->int_value = value;
    return commdn_tkv_i_append(list, pair);
}

/** Levels of lists below a list; it has no more than the limit, so this ends. */
static inline int commdn_tkv_i_height(const commdn_tkv_list *list) {
    int height = 0;
    const commdn_tkv_pair *pair;
    for (pair = list->first; pair != NULL; pair = pair->kv_next) {
        if (pair->list_value != NULL) {
            int below = 1 + commdn_tkv_i_height(pair->list_value);
            height = below > height ? below : height;
        }
    }
    return height;
}

/** Append `value` itself, if nothing holds it and it does not hold `list`. */
static inline commdn_tkv_result commdn_tkv_i_insert(commdn_tkv_list *list, const char *key, size_t key_bytes,
                                                    commdn_tkv_list *value) {
    int depth = 0;
    const commdn_tkv_list *outer = list;
    commdn_tkv_pair *pair;
    while (outer->holder != NULL && outer->holder->owner != NULL) {
        outer = outer->holder->owner;
        depth++;
    }
    if (value == outer || value->holder != NULL) return COMMDN_TKV_RESULT_ERROR;
    if (depth + 1 + commdn_tkv_i_height(value) > COMMDN_TKV_MAX_DEPTH) return COMMDN_TKV_RESULT_ERROR;
    pair = commdn_tkv_i_new_pair(key, key_bytes, COMMDN_TKV_TYPE_LIST);
    if (pair == NULL) return COMMDN_TKV_RESULT_ERROR;
    pair->list_value = value;
    value->holder = pair;
    return commdn_tkv_i_append(list, pair);
}

static inline commdn_tkv_result commdn_tkv_i_unlink(commdn_tkv_list *list, commdn_tkv_pair *pair) {
    commdn_tkv_pair **link = &list->first, *before = NULL;
    while (*link != NULL && *link != pair) {
        before = *link;
        link = &before->kv_next;
    }
    if (*link == NULL) return COMMDN_TKV_RESULT_NOT_FOUND;
    *link = pair->kv_next;
    if (list->last == pair) list->last = before;
    if (list->cursor == pair) list->cursor = pair->kv_next;
    pair->kv_next = NULL;
    pair->owner = NULL;
    return COMMDN_TKV_RESULT_SUCCESSFUL;
}

/** ISO-8859-1 to UTF-8: lets the library carry any bytes as text. */
static inline char *commdn_tkv_i_widen(const char *bytes, size_t count, size_t *out_count) {
    char *text = (char *)(count < SIZE_MAX / 2 ? malloc(2 * count + 1) : NULL);
    size_t at, end = 0;
    if (text == NULL) return NULL;
    for (at = 0; at < count; at++) {
        unsigned char byte = (unsigned char)bytes[at];
        if (byte < 0x80) {
            text[end++] = (char)byte;
        } else {
            text[end++] = (char)(0xC0 | (byte >> 6));
            text[end++] = (char)(0x80 | (byte & 0x3F));
        }
    }
    text[end] = '\0';
    if (out_count != NULL) *out_count = end;
    return text;
}

/** The way back, in place; other characters stay as they are. Text cannot hold NUL: '?'. */
static inline size_t commdn_tkv_i_narrow(char *text, size_t count, int keep_nul) {
    size_t at, end = 0;
    for (at = 0; at < count; at++) {
        unsigned char byte = (unsigned char)text[at];
        if ((byte == 0xC2 || byte == 0xC3) && at + 1 < count) {
            byte = (unsigned char)(((byte & 0x03) << 6) | ((unsigned char)text[++at] & 0x3F));
        }
        text[end++] = (char)(byte == 0 && !keep_nul ? '?' : byte);
    }
    text[end] = '\0';
    return end;
}

/** Any bytes are text in it, and lists that the program could build are accepted. */
static inline commdn_dialect *commdn_tkv_i_dialect(void) {
    commdn_dialect *dialect = NULL;
    if (commdn_dialect_new(&dialect) == COMMDN_OK &&
        (commdn_dialect_set_charset(dialect, "ISO-8859-1", NULL) != COMMDN_OK ||
         commdn_dialect_set_limits(dialect, SIZE_MAX, SIZE_MAX, SIZE_MAX, NULL) != COMMDN_OK)) {
        commdn_dialect_free(dialect);
        dialect = NULL;
    }
    return dialect;
}

static inline commdn_status commdn_tkv_i_fill(const commdn_tkv_list *list, int widen, commdn_kvlist *out,
                                              commdn_error **out_error);

/** Add one pair to the library's list. */
static inline commdn_status commdn_tkv_i_give(const commdn_tkv_pair *pair, int widen, commdn_kvlist *out,
                                              commdn_error **out_error) {
    commdn_kvlist *nested = NULL;
    commdn_status status;
    char *wide;
    if (pair->type == COMMDN_TKV_TYPE_STRING) {
        return commdn_kvlist_add_string_n(out, pair->key, pair->key_bytes, pair->string_value,
                                          pair->value_bytes, out_error);
    }
    /* Only strings can have NUL in their key in the C ABI, and no unicode value can hold one. */
    if (memchr(pair->key, 0, pair->key_bytes) != NULL) return COMMDN_ERR_INVALID_LIST;
    switch (pair->type) {
    case COMMDN_TKV_TYPE_INT:
        return commdn_kvlist_add_int(out, pair->key, pair->int_value, out_error);
    case COMMDN_TKV_TYPE_BINARY:
        return commdn_kvlist_add_binary(out, pair->key, pair->binary_value, pair->value_bytes, out_error);
    case COMMDN_TKV_TYPE_UNICODE:
        if (memchr(pair->string_value, 0, pair->value_bytes) != NULL) return COMMDN_ERR_INVALID_LIST;
        if (!widen) return commdn_kvlist_add_unicode(out, pair->key, pair->string_value, out_error);
        wide = commdn_tkv_i_widen(pair->string_value, pair->value_bytes, NULL);
        status = wide == NULL ? COMMDN_ERR_INTERNAL : commdn_kvlist_add_unicode(out, pair->key, wide, out_error);
        free(wide);
        return status;
    case COMMDN_TKV_TYPE_LIST:
        status = commdn_kvlist_new(&nested);
        if (status == COMMDN_OK) status = commdn_tkv_i_fill(pair->list_value, widen, nested, out_error);
        if (status == COMMDN_OK) status = commdn_kvlist_add_list(out, pair->key, nested, out_error);
        commdn_kvlist_free(nested);
        return status;
    default:
        return COMMDN_ERR_INVALID_LIST;
    }
}

static inline commdn_status commdn_tkv_i_fill(const commdn_tkv_list *list, int widen, commdn_kvlist *out,
                                              commdn_error **out_error) {
    commdn_status status = COMMDN_OK;
    const commdn_tkv_pair *pair;
    for (pair = list->first; pair != NULL && status == COMMDN_OK; pair = pair->kv_next) {
        status = commdn_tkv_i_give(pair, widen, out, out_error);
    }
    return status;
}

static inline commdn_kvlist *commdn_tkv_i_handle(const commdn_tkv_list *list, int widen) {
    commdn_kvlist *handle = NULL;
    if (list == NULL || commdn_kvlist_new(&handle) != COMMDN_OK) return NULL;
    if (commdn_tkv_i_fill(list, widen, handle, NULL) != COMMDN_OK) {
        commdn_kvlist_free(handle);
        handle = NULL;
    }
    return handle;
}

/* ---- Lists: made, filled, freed. ---- */

/** A new empty list, freed with commdn_tkv_list_free(); NULL without memory. */
static inline commdn_tkv_list *commdn_tkv_list_create(void) {
    return (commdn_tkv_list *)calloc(1, sizeof(commdn_tkv_list));
}

/** Empty the list. */
static inline commdn_tkv_result commdn_tkv_list_delete_all(commdn_tkv_list *list) {
    if (list == NULL) return COMMDN_TKV_RESULT_ERROR;
    commdn_tkv_i_free_pairs(list->first, list->last);
    list->first = list->last = list->cursor = NULL;
    return COMMDN_TKV_RESULT_SUCCESSFUL;
}

/** Free a list and all that it holds. NULL is harmless; a list inside another is refused. */
static inline commdn_tkv_result commdn_tkv_list_free(commdn_tkv_list *list) {
    if (list == NULL) return COMMDN_TKV_RESULT_SUCCESSFUL;
    if (list->holder != NULL) return COMMDN_TKV_RESULT_ERROR;
    commdn_tkv_list_delete_all(list);
    free(list);
    return COMMDN_TKV_RESULT_SUCCESSFUL;
}

/** A deep copy; NULL gives NULL. */
static inline commdn_tkv_list *commdn_tkv_list_dup(commdn_tkv_list *list) {
    commdn_tkv_list *copy = list == NULL ? NULL : commdn_tkv_list_create();
    const commdn_tkv_pair *pair;
    if (copy == NULL) return NULL;
    for (pair = list->first; pair != NULL; pair = pair->kv_next) {
        commdn_tkv_result added = COMMDN_TKV_RESULT_ERROR;
        if (pair->type == COMMDN_TKV_TYPE_INT) {
            added = commdn_tkv_i_add_int(copy, pair->key, pair->key_bytes, pair->int_value);
        } else if (pair->type != COMMDN_TKV_TYPE_LIST) {
            const void *value = pair->binary_value;
            if (pair->type != COMMDN_TKV_TYPE_BINARY) value = pair->string_value;
            added = commdn_tkv_i_add_bytes(copy, pair->key, pair->key_bytes, pair->type, value, pair->value_bytes);
        } else {
            commdn_tkv_list *nested = commdn_tkv_list_dup(pair->list_value);
            if (nested != NULL) added = commdn_tkv_i_insert(copy, pair->key, pair->key_bytes, nested);
            if (added != COMMDN_TKV_RESULT_SUCCESSFUL) commdn_tkv_list_free(nested);
        }
        if (added != COMMDN_TKV_RESULT_SUCCESSFUL) {
            commdn_tkv_list_free(copy);
            return NULL;
        }
    }
    return copy;
}

/** Append a copy of a string. */
static inline commdn_tkv_result commdn_tkv_list_add_string(commdn_tkv_list *list, const char *key,
                                                           const char *value) {
    if (list == NULL || key == NULL || value == NULL) return COMMDN_TKV_RESULT_ERROR;
    return commdn_tkv_i_add_bytes(list, key, strlen(key), COMMDN_TKV_TYPE_STRING, value, strlen(value));
}

/** Append a number. */
static inline commdn_tkv_result commdn_tkv_list_add_int(commdn_tkv_list *list, const char *key, int value) {
    if (list == NULL || key == NULL) return COMMDN_TKV_RESULT_ERROR;
    return commdn_tkv_i_add_int(list, key, strlen(key), value);
}

/** Append a copy of `length` bytes; `value` may be NULL if there are none. */
static inline commdn_tkv_result commdn_tkv_list_add_binary(commdn_tkv_list *list, const char *key,
                                                           unsigned char *value, int length) {
    if (list == NULL || key == NULL || length < 0 || (value == NULL && length > 0)) {
        return COMMDN_TKV_RESULT_ERROR;
    }
    return commdn_tkv_i_add_bytes(list, key, strlen(key), COMMDN_TKV_TYPE_BINARY, value, (size_t)length);
}

/** Append the list itself: on success it belongs to `list`. */
static inline commdn_tkv_result commdn_tkv_list_insert_list(commdn_tkv_list *list, const char *key,
                                                            commdn_tkv_list *value) {
    if (list == NULL || key == NULL || value == NULL) return COMMDN_TKV_RESULT_ERROR;
    return commdn_tkv_i_insert(list, key, strlen(key), value);
}

/** Append a copy of a list. */
static inline commdn_tkv_result commdn_tkv_list_add_list(commdn_tkv_list *list, const char *key,
                                                         commdn_tkv_list *value) {
    commdn_tkv_list *copy = commdn_tkv_list_dup(value);
    commdn_tkv_result result = commdn_tkv_list_insert_list(list, key, copy);
    if (result != COMMDN_TKV_RESULT_SUCCESSFUL) commdn_tkv_list_free(copy);
    return result;
}

/* ---- Pairs: walked, read, taken out. ---- */

/** Start again at the first pair. */
static inline commdn_tkv_result commdn_tkv_list_init_scan_loop(commdn_tkv_list *list) {
    if (list == NULL) return COMMDN_TKV_RESULT_ERROR;
    list->cursor = list->first;
    return COMMDN_TKV_RESULT_SUCCESSFUL;
}

/** The next pair, NULL at the end. The pair that was given may be deleted before the next call. */
static inline commdn_tkv_pair *commdn_tkv_list_next_pair(commdn_tkv_list *list) {
    commdn_tkv_pair *pair = list == NULL ? NULL : list->cursor;
    if (pair != NULL) list->cursor = pair->kv_next;
    return pair;
}

static inline commdn_tkv_type commdn_tkv_list_type(commdn_tkv_pair *pair) {
    return pair == NULL ? COMMDN_TKV_TYPE_INCORRECT : pair->type;
}

static inline char *commdn_tkv_list_key(commdn_tkv_pair *pair) { return pair == NULL ? NULL : pair->key; }

static inline int commdn_tkv_list_int_value(commdn_tkv_pair *pair) { return pair == NULL ? 0 : pair->int_value; }

/** The text of a string or, as UTF-8, of a unicode value. */
static inline char *commdn_tkv_list_string_value(commdn_tkv_pair *pair) {
    return pair == NULL ? NULL : pair->string_value;
}

static inline commdn_tkv_list *commdn_tkv_list_list_value(commdn_tkv_pair *pair) {
    return pair == NULL ? NULL : pair->list_value;
}

static inline unsigned char *commdn_tkv_list_binary_value(commdn_tkv_pair *pair) {
    return pair == NULL ? NULL : pair->binary_value;
}

/** Bytes of a binary value, 0 for any other. */
static inline int commdn_tkv_list_binary_length(commdn_tkv_pair *pair) {
    return pair == NULL || pair->binary_value == NULL ? 0 : (int)pair->value_bytes;
}

/** The first pair with that key; `result` may be NULL. */
static inline commdn_tkv_pair *commdn_tkv_list_get_pair(commdn_tkv_list *list, const char *key,
                                                        commdn_tkv_result *result) {
    return commdn_tkv_i_find(list, key, 0, result);
}

/** The same, ASCII letters compared without case. */
static inline commdn_tkv_pair *commdn_tkv_list_get_pair_ic(commdn_tkv_list *list, const char *key,
                                                           commdn_tkv_result *result) {
    return commdn_tkv_i_find(list, key, 1, result);
}

/** The first pair with that key, if its value is there. */
static inline commdn_tkv_pair *commdn_tkv_i_get(commdn_tkv_list *list, const char *key, commdn_tkv_type type,
                                                commdn_tkv_result *result) {
    commdn_tkv_pair *pair = commdn_tkv_i_find(list, key, 0, result);
    int fits = pair != NULL && (pair->type == type || (type == COMMDN_TKV_TYPE_STRING && pair->string_value != NULL));
    if (pair != NULL && !fits && result != NULL) *result = COMMDN_TKV_RESULT_ERROR;
    return fits ? pair : NULL;
}

static inline int commdn_tkv_list_get_int_value(commdn_tkv_list *list, const char *key,
                                                commdn_tkv_result *result) {
    return commdn_tkv_list_int_value(commdn_tkv_i_get(list, key, COMMDN_TKV_TYPE_INT, result));
}

static inline char *commdn_tkv_list_get_string_value(commdn_tkv_list *list, const char *key,
                                                     commdn_tkv_result *result) {
    return commdn_tkv_list_string_value(commdn_tkv_i_get(list, key, COMMDN_TKV_TYPE_STRING, result));
}

static inline unsigned char *commdn_tkv_list_get_binary_value(commdn_tkv_list *list, const char *key,
                                                              commdn_tkv_result *result) {
    return commdn_tkv_list_binary_value(commdn_tkv_i_get(list, key, COMMDN_TKV_TYPE_BINARY, result));
}

static inline commdn_tkv_list *commdn_tkv_list_get_list_value(commdn_tkv_list *list, const char *key,
                                                              commdn_tkv_result *result) {
    return commdn_tkv_list_list_value(commdn_tkv_i_get(list, key, COMMDN_TKV_TYPE_LIST, result));
}

/** Take a pair out of its list; free it with commdn_tkv_list_free_pair(). */
static inline commdn_tkv_result commdn_tkv_list_unlink_pair(commdn_tkv_list *list, commdn_tkv_pair *pair) {
    if (list == NULL || pair == NULL) return COMMDN_TKV_RESULT_ERROR;
    return commdn_tkv_i_unlink(list, pair);
}

/** Take out the first pair with that key; NULL if there is none. */
static inline commdn_tkv_pair *commdn_tkv_list_extract(commdn_tkv_list *list, const char *key) {
    commdn_tkv_pair *pair = commdn_tkv_i_find(list, key, 0, NULL);
    if (pair != NULL) commdn_tkv_i_unlink(list, pair);
    return pair;
}

/** Free a pair and its value; one that is still in a list is taken out first. */
static inline commdn_tkv_result commdn_tkv_list_free_pair(commdn_tkv_pair *pair) {
    if (pair == NULL) return COMMDN_TKV_RESULT_ERROR;
    if (pair->owner != NULL) commdn_tkv_i_unlink(pair->owner, pair);
    commdn_tkv_i_free_pairs(pair, pair);
    return COMMDN_TKV_RESULT_SUCCESSFUL;
}

/** Delete the first pair with that key. */
static inline commdn_tkv_result commdn_tkv_list_delete_pair(commdn_tkv_list *list, const char *key) {
    commdn_tkv_result result;
    commdn_tkv_pair *pair = commdn_tkv_i_find(list, key, 0, &result);
    if (pair != NULL) commdn_tkv_list_free_pair(pair);
    return result;
}

/* ---- The library's lists. ---- */

/**
 * The same list as a handle of commdn.h, freed with commdn_kvlist_free(); NULL unless COMMDN_OK.
 * COMMDN_ERR_INVALID_LIST if it takes more than 65,535 packed bytes; also, without an error object,
 * for a NUL inside a unicode value or the key of anything but a string, which handles cannot take.
 */
static inline commdn_status commdn_tkv_to_kvlist(const commdn_tkv_list *list, commdn_kvlist **out_list,
                                                 commdn_error **out_error) {
    commdn_status status;
    if (out_error != NULL) *out_error = NULL;
    if (out_list == NULL) return COMMDN_ERR_INVALID_ARGUMENT;
    *out_list = NULL;
    if (list == NULL) return COMMDN_ERR_INVALID_ARGUMENT;
    status = commdn_kvlist_new(out_list);
    if (status == COMMDN_OK) status = commdn_tkv_i_fill(list, 0, *out_list, out_error);
    if (status != COMMDN_OK) {
        commdn_kvlist_free(*out_list);
        *out_list = NULL;
    }
    return status;
}

/** One pair of the library's list. */
static inline commdn_tkv_result commdn_tkv_i_take(commdn_tkv_list *list, const commdn_kvlist *from, size_t index,
                                                  int narrow);

static inline commdn_tkv_list *commdn_tkv_i_from(const commdn_kvlist *from, int narrow) {
    commdn_tkv_list *list = from == NULL ? NULL : commdn_tkv_list_create();
    size_t index, count = commdn_kvlist_count(from);
    for (index = 0; list != NULL && index < count; index++) {
        if (commdn_tkv_i_take(list, from, index, narrow) != COMMDN_TKV_RESULT_SUCCESSFUL) {
            commdn_tkv_list_free(list);
            list = NULL;
        }
    }
    return list;
}

static inline commdn_tkv_result commdn_tkv_i_take(commdn_tkv_list *list, const commdn_kvlist *from, size_t index,
                                                  int narrow) {
    const char *key = NULL, *text = NULL;
    const uint8_t *binary = NULL;
    const commdn_kvlist *inner = NULL;
    size_t key_bytes = 0, bytes = 0;
    int32_t type = COMMDN_TKV_TYPE_INCORRECT, number = 0;
    commdn_tkv_list *nested;
    commdn_tkv_result added;
    commdn_kvlist_key_at(from, index, &key, &key_bytes);
    commdn_kvlist_type_at(from, index, &type);
    switch (type) {
    case COMMDN_TYPE_INT:
        commdn_kvlist_int_at(from, index, &number);
        return commdn_tkv_i_add_int(list, key, key_bytes, number);
    case COMMDN_TYPE_BINARY:
        commdn_kvlist_binary_at(from, index, &binary, &bytes);
        return commdn_tkv_i_add_bytes(list, key, key_bytes, COMMDN_TKV_TYPE_BINARY, binary, bytes);
    case COMMDN_TYPE_LIST:
        commdn_kvlist_list_at(from, index, &inner);
        nested = commdn_tkv_i_from(inner, narrow);
        added = nested == NULL ? COMMDN_TKV_RESULT_ERROR : commdn_tkv_i_insert(list, key, key_bytes, nested);
        if (added != COMMDN_TKV_RESULT_SUCCESSFUL) commdn_tkv_list_free(nested);
        return added;
    case COMMDN_TYPE_STRING:
    case COMMDN_TYPE_UNICODE:
        commdn_kvlist_string_at(from, index, &text, &bytes);
        added = commdn_tkv_i_add_bytes(list, key, key_bytes, (commdn_tkv_type)type, text, bytes);
        if (narrow && type == COMMDN_TYPE_UNICODE && added == COMMDN_TKV_RESULT_SUCCESSFUL) {
            list->last->value_bytes = commdn_tkv_i_narrow(list->last->string_value, bytes, 1);
        }
        return added;
    default:
        return COMMDN_TKV_RESULT_ERROR;
    }
}

/**
 * The classic form of a handle's list, freed with commdn_tkv_list_free(); NULL unless COMMDN_OK.
 * Unicode values come as UTF-8; an unpaired surrogate in one becomes U+FFFD.
 */
static inline commdn_status commdn_tkv_from_kvlist(const commdn_kvlist *list, commdn_tkv_list **out_list) {
    if (out_list == NULL) return COMMDN_ERR_INVALID_ARGUMENT;
    *out_list = commdn_tkv_i_from(list, 0);
    if (list == NULL) return COMMDN_ERR_INVALID_ARGUMENT;
    return *out_list == NULL ? COMMDN_ERR_INTERNAL : COMMDN_OK;
}

/* ---- Packed form. ---- */

/** Bytes that the packed list takes; 0 if it cannot be packed. */
static inline int commdn_tkv_list_packed_size(commdn_tkv_list *list) {
    commdn_kvlist *handle = commdn_tkv_i_handle(list, 0);
    int bytes = (int)commdn_kvlist_packed_bytes(handle);
    commdn_kvlist_free(handle);
    return bytes;
}

/** The packed list, freed with free(); NULL, and a length of 0, if it takes more than 65,535 bytes. */
static inline unsigned char *commdn_tkv_list_pack(commdn_tkv_list *list, int *length) {
    commdn_kvlist *handle = commdn_tkv_i_handle(list, 0);
    size_t bytes = commdn_kvlist_packed_bytes(handle);
    unsigned char *packed = handle == NULL ? NULL : (unsigned char *)malloc(bytes);
    if (packed != NULL && commdn_kvlist_pack_into(handle, NULL, packed, bytes, &bytes, NULL) != COMMDN_OK) {
        free(packed);
        packed = NULL;
    }
    commdn_kvlist_free(handle);
    if (length != NULL) *length = packed == NULL ? 0 : (int)bytes;
    return packed;
}

/** Read a packed list; NULL, and why in `out_error`, if the bytes are none. */
static inline commdn_tkv_list *commdn_tkv_i_unpack(const void *data, int size, commdn_error **out_error) {
    commdn_dialect *dialect = size < 0 ? NULL : commdn_tkv_i_dialect();
    commdn_kvlist *handle = NULL;
    commdn_tkv_list *list;
    if (dialect != NULL) {
        commdn_kvlist_unpack((const uint8_t *)data, (size_t)size, dialect, &handle, out_error);
    }
    list = commdn_tkv_i_from(handle, 0);
    commdn_kvlist_free(handle);
    commdn_dialect_free(dialect);
    return list;
}

/** Read a packed list; NULL if the bytes are none. */
static inline commdn_tkv_list *commdn_tkv_list_unpack(const unsigned char *data, int size) {
    return commdn_tkv_i_unpack(data, size, NULL);
}

/* ---- Log text. ---- */

/** Print a handle's list in T-Server's form as bytes; the caller frees. */
static inline char *commdn_tkv_i_text(const commdn_kvlist *handle, const char *header, size_t *out_bytes) {
    commdn_dialect *dialect = commdn_tkv_i_dialect();
    char *wide = header == NULL ? NULL : commdn_tkv_i_widen(header, strlen(header), NULL);
    char *printed = NULL, *text = NULL;
    size_t bytes = 0;
    if (dialect != NULL && (header == NULL || wide != NULL) &&
        commdn_kvlist_print(handle, COMMDN_TEXT_TSERVER, wide, dialect, &printed, &bytes) == COMMDN_OK) {
        text = (char *)commdn_tkv_i_copy(printed, bytes);
    }
    if (text != NULL) bytes = commdn_tkv_i_narrow(text, bytes, 0);
    *out_bytes = text == NULL ? 0 : bytes;
    commdn_string_free(printed);
    commdn_dialect_free(dialect);
    free(wide);
    return text;
}

/**
 * The list as T-Server logs it, freed with free(). Nothing is escaped, so a string that holds quotes
 * and line ends may read back as something else; a NUL inside a string becomes '?'.
 */
static inline char *commdn_tkv_list_to_string(commdn_tkv_list *list) {
    commdn_kvlist *handle = commdn_tkv_i_handle(list, 1);
    size_t bytes;
    char *text = handle == NULL ? NULL : commdn_tkv_i_text(handle, NULL, &bytes);
    commdn_kvlist_free(handle);
    return text;
}

/** Read what commdn_tkv_list_to_string() gave, or a list as T-Server, OCS or the SDK logs it. */
static inline commdn_tkv_list *commdn_tkv_list_from_string(const char *text) {
    static const int32_t forms[] = {COMMDN_TEXT_SDK, COMMDN_TEXT_TSERVER, COMMDN_TEXT_OCS};
    commdn_dialect *dialect = NULL;
    commdn_kvlist *handle = NULL;
    commdn_tkv_list *list = NULL;
    char *wide = NULL;
    size_t bytes = 0, form;
    if (text == NULL) return NULL;
    /* An empty list prints as nothing. */
    if (strspn(text, " \t\r\n") == strlen(text)) return commdn_tkv_list_create();
    wide = commdn_tkv_i_widen(text, strlen(text), &bytes);
    dialect = commdn_tkv_i_dialect();
    for (form = 0; wide != NULL && dialect != NULL && handle == NULL && form < 3; form++) {
        commdn_kvlist_parse(wide, bytes, forms[form], dialect, &handle, NULL);
    }
    list = commdn_tkv_i_from(handle, 1);
    commdn_kvlist_free(handle);
    commdn_dialect_free(dialect);
    free(wide);
    return list;
}

/** The text with a header line: name, packed size and first bytes. */
static inline char *commdn_tkv_i_headed(commdn_tkv_list *list, const char *header) {
    commdn_kvlist *handle = commdn_tkv_i_handle(list, 0);
    size_t with_bytes = 0, without_bytes = 0;
    char *body = commdn_tkv_list_to_string(list);
    char *with = NULL, *without = NULL, *text = NULL;
    if (handle != NULL && body != NULL && header != NULL) {
        /* The header is the exact list's; the body carries unicode as bytes. */
        with = commdn_tkv_i_text(handle, header, &with_bytes);
        without = commdn_tkv_i_text(handle, NULL, &without_bytes);
        if (with != NULL && without != NULL && with_bytes >= without_bytes) {
            size_t head = with_bytes - without_bytes, rest = strlen(body);
            text = (char *)malloc(head + rest + 1);
            if (text != NULL) {
                memcpy(text, with, head);
                memcpy(text + head, body, rest + 1);
            }
        }
    }
    commdn_kvlist_free(handle);
    free(with);
    free(without);
    if (header == NULL) return body;
    free(body);
    return text;
}

/** Print to `file`, a FILE; with a line for `header`, its packed size and first bytes, unless NULL. */
static inline void commdn_tkv_list_print(void *file, commdn_tkv_list *list, const char *header) {
    char *text = file == NULL ? NULL : commdn_tkv_i_headed(list, header);
    if (text != NULL) fputs(text, (FILE *)file);
    free(text);
}

/** Print with the caller's function, one call for each line, its end included. */
static inline void commdn_tkv_list_print2(void *file, int (*print)(void *, const char *, ...),
                                          commdn_tkv_list *list) {
    char *text = print == NULL ? NULL : commdn_tkv_list_to_string(list);
    char *line = text;
    while (line != NULL && *line != '\0') {
        char *end = strchr(line, '\n');
        print(file, "%.*s", (int)(end == NULL ? strlen(line) : (size_t)(end - line) + 1), line);
        line = end == NULL ? NULL : end + 1;
    }
    free(text);
}

/** The same for a packed list; for other bytes, a line that says what is wrong with them. */
static inline void commdn_tkv_list_print2_packed(void *file, int (*print)(void *, const char *, ...), void *data,
                                                 int size) {
    commdn_error *error = NULL;
    commdn_tkv_list *list = print == NULL ? NULL : commdn_tkv_i_unpack(data, size, &error);
    if (list != NULL) {
        commdn_tkv_list_print2(file, print, list);
    } else if (print != NULL) {
        print(file, "%s\n", error == NULL ? "no packed list" : commdn_error_message(error));
    }
    commdn_tkv_list_free(list);
    commdn_error_free(error);
}

#ifdef __cplusplus
} /* extern "C" */
#endif

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

#endif /* COMMDN_KVLIST_H */
