/*
 * The classic key-value list: made, filled, walked, read, freed. Part of commdn_kvlist.h, which programs
 * include.
 */
#ifndef COMMDN_TKV_LISTS_H
#define COMMDN_TKV_LISTS_H

#include "tkv.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Lists: made, filled, freed. ---- */

/** A new empty list, freed with commdn_tkv_list_free(); NULL without memory. */
static inline commdn_tkv_list *commdn_tkv_list_create(void) {
    return (commdn_tkv_list *)calloc(1, sizeof(commdn_tkv_list));
}

/** Empty the list. */
static inline commdn_tkv_result commdn_tkv_list_delete_all(commdn_tkv_list *list) {
    if (list == NULL) return COMMDN_TKV_RESULT_ERROR;
    commdn_tkv_i_free_pairs(list->first, list->last);
    list->first = list->last = list->given = NULL;
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
static inline commdn_tkv_result commdn_tkv_list_add_string(commdn_tkv_list *list, const char *key, const char *value) {
    if (list == NULL || key == NULL || value == NULL) return COMMDN_TKV_RESULT_ERROR;
    return commdn_tkv_i_add_bytes(list, key, strlen(key), COMMDN_TKV_TYPE_STRING, value, strlen(value));
}

/** Append a number. */
static inline commdn_tkv_result commdn_tkv_list_add_int(commdn_tkv_list *list, const char *key, int value) {
    if (list == NULL || key == NULL) return COMMDN_TKV_RESULT_ERROR;
    return commdn_tkv_i_add_int(list, key, strlen(key), value);
}

/** Append a copy of `length` bytes; `value` may be NULL if there are none. */
static inline commdn_tkv_result commdn_tkv_list_add_binary(commdn_tkv_list *list, const char *key, unsigned char *value,
                                                           int length) {
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
    list->given = NULL;
    return COMMDN_TKV_RESULT_SUCCESSFUL;
}

/**
 * The next pair, NULL at the end. The list may change during a walk: what is appended is given in its turn, also
 * after the end was reached, and every pair may be deleted, also the one that was given.
 */
static inline commdn_tkv_pair *commdn_tkv_list_next_pair(commdn_tkv_list *list) {
    commdn_tkv_pair *pair;
    if (list == NULL) return NULL;
    pair = list->given == NULL ? list->first : list->given->kv_next;
    if (pair != NULL) list->given = pair;
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

static inline int commdn_tkv_list_get_int_value(commdn_tkv_list *list, const char *key, commdn_tkv_result *result) {
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

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* COMMDN_TKV_LISTS_H */
