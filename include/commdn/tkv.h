/*
 * The classic key-value list, its types and what its functions share. Part of commdn_kvlist.h, which
 * programs include.
 */
#ifndef COMMDN_TKV_H
#define COMMDN_TKV_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../commdn.h"

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
    /** What commdn_tkv_list_next_pair() gave last; NULL before the first pair. */
    commdn_tkv_pair *given;
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
        while (pair != NULL && (pair->key_bytes != bytes || !commdn_tkv_i_same(pair->key, key, bytes, ignore_case))) {
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
    /* A walk goes on with what followed the pair. */
    if (list->given == pair) list->given = before;
    pair->kv_next = NULL;
    pair->owner = NULL;
    return COMMDN_TKV_RESULT_SUCCESSFUL;
}

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* COMMDN_TKV_H */
