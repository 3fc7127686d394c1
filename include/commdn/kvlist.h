/*
 * Lists of key-value pairs (TKVList). Part of commdn.h, and generated, too.
 */
#ifndef COMMDN_KVLIST_H
#define COMMDN_KVLIST_H

#include "base.h"

/** The types of values in a list. */
typedef enum commdn_value_type {
    /** Bytes with a charset view. */
    COMMDN_TYPE_STRING = 0,
    /** A signed 32-bit number. */
    COMMDN_TYPE_INT = 1,
    /** Bytes that are not text. */
    COMMDN_TYPE_BINARY = 2,
    /** A nested list. */
    COMMDN_TYPE_LIST = 3,
    /** UTF-16 text. */
    COMMDN_TYPE_UNICODE = 4
} commdn_value_type;

#define COMMDN_TYPE_STRING 0
#define COMMDN_TYPE_INT 1
#define COMMDN_TYPE_BINARY 2
#define COMMDN_TYPE_LIST 3
#define COMMDN_TYPE_UNICODE 4

/** The forms of a list as text. */
typedef enum commdn_text_form {
    /** The log text of T-Server and URS. */
    COMMDN_TEXT_TSERVER = 0,
    /** The log text of OCS. */
    COMMDN_TEXT_OCS = 1,
    /** The log text of the vendor's Java and .NET SDK. */
    COMMDN_TEXT_SDK = 2
} commdn_text_form;

#define COMMDN_TEXT_TSERVER 0
#define COMMDN_TEXT_OCS 1
#define COMMDN_TEXT_SDK 2

#ifdef __cplusplus
extern "C" {
#endif

/**
 * A pair that a walk has come to. It ends with the call that it is handed to; what its pointers
 * point to, see there.
 *
 * A later library may append fields: `struct_size` tells which are there.
 */
typedef struct {
    /** Bytes of this struct. */
    uint32_t struct_size;
    /** One of the COMMDN_TYPE numbers. */
    int32_t value_type;
    /** The key; no NUL ends it. */
    const char *key;
    /** Bytes of the key. */
    size_t key_bytes;
    /**
     * A string's or a binary value's bytes, a unicode value as UTF-8; no NUL ends them. NULL for
     * others.
     */
    const char *value;
    /** Bytes of the value. */
    size_t value_bytes;
    /** An int's number; how many pairs a list announces, which come next. */
    int32_t number;
    /** In how many lists of the walked one the pair stands: 0 for the outermost pairs. */
    uint32_t depth;
} commdn_pair;

/**
 * Takes a pair of a walk; true to go on, false to end the walk.
 *
 * Called on the walk's own thread before it returns, with no lock held. `pair` and a unicode value
 * end with the call. It must not throw, nor change or free what is walked.
 */
typedef bool (COMMDN_CALL *commdn_pair_fn)(const commdn_pair *pair,
                               void *user_data);

/** The name of a COMMDN_TYPE number, for example "int"; NULL for a number without one. */
COMMDN_API const char * COMMDN_CALL commdn_type_name(int32_t value_type);

/** A new empty list. */
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_new(commdn_kvlist **out_list);

/** A copy of a list, nested lists included. */
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_dup(
    const commdn_kvlist *list, commdn_kvlist **out_list);

/**
 * Free a list; what its getters returned ends with it.
 *
 * Owns:    Never free what is const: it is another object's.
 */
COMMDN_API void COMMDN_CALL commdn_kvlist_free(commdn_kvlist *list);

/** Number of pairs on the top level; 0 for NULL. */
COMMDN_API size_t COMMDN_CALL commdn_kvlist_count(const commdn_kvlist *list);

/** Levels of nested lists below this one; 0 for NULL. */
COMMDN_API size_t COMMDN_CALL commdn_kvlist_depth(const commdn_kvlist *list);

/** Bytes that packing the list takes, exactly; 0 for NULL. */
COMMDN_API size_t COMMDN_CALL commdn_kvlist_packed_bytes(const commdn_kvlist *list);

/**
 * Append a string pair.
 *
 * Errors:  COMMDN_ERR_INVALID_LIST if it does not fit in 65,535 bytes: nothing is changed.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_add_string(
    commdn_kvlist *list, const char *key, const char *value, commdn_error **out_error);

/**
 * Append a string pair whose key and value need not end with NUL.
 *
 * Owns:    "key" and "value" may be NULL where their length is 0. Errors: COMMDN_ERR_INVALID_LIST
 *          if it does not fit in 65,535 bytes: nothing is changed.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_add_string_n(
    commdn_kvlist *list, const char *key, size_t key_bytes, const char *value, size_t value_bytes,
    commdn_error **out_error);

/**
 * Append an int pair.
 *
 * Errors:  COMMDN_ERR_INVALID_LIST if it does not fit in 65,535 bytes: nothing is changed.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_add_int(
    commdn_kvlist *list, const char *key, int32_t value, commdn_error **out_error);

/**
 * Append an int pair whose key need not end with NUL.
 *
 * Owns:    "key" may be NULL where its length is 0. Errors: COMMDN_ERR_INVALID_LIST if it does not
 *          fit in 65,535 bytes: nothing is changed.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_add_int_n(
    commdn_kvlist *list, const char *key, size_t key_bytes, int32_t value,
    commdn_error **out_error);

/**
 * Append a binary pair.
 *
 * Owns:    "value" may be NULL where its length is 0. Errors: COMMDN_ERR_INVALID_LIST if it does
 *          not fit in 65,535 bytes: nothing is changed.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_add_binary(
    commdn_kvlist *list, const char *key, const uint8_t *value, size_t value_bytes,
    commdn_error **out_error);

/**
 * Append a binary pair whose key need not end with NUL.
 *
 * Owns:    "key" and "value" may be NULL where their length is 0. Errors: COMMDN_ERR_INVALID_LIST
 *          if it does not fit in 65,535 bytes: nothing is changed.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_add_binary_n(
    commdn_kvlist *list, const char *key, size_t key_bytes, const uint8_t *value,
    size_t value_bytes, commdn_error **out_error);

/**
 * Append a unicode pair; it is packed as UTF-16.
 *
 * Errors:  COMMDN_ERR_INVALID_LIST if it does not fit in 65,535 bytes: nothing is changed.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_add_unicode(
    commdn_kvlist *list, const char *key, const char *value, commdn_error **out_error);

/**
 * Append a unicode pair whose key and value need not end with NUL; it is packed as UTF-16.
 *
 * Owns:    "key" and "value" may be NULL where their length is 0. Errors: COMMDN_ERR_INVALID_LIST
 *          if it does not fit in 65,535 bytes: nothing is changed.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_add_unicode_n(
    commdn_kvlist *list, const char *key, size_t key_bytes, const char *value, size_t value_bytes,
    commdn_error **out_error);

/**
 * The number of the first pair with "key".
 *
 * Errors:  COMMDN_ERR_NOT_FOUND; COMMDN_ERR_WRONG_TYPE.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_get_int(
    const commdn_kvlist *list, const char *key, int32_t *out_value);

/**
 * The number of the pair at "index".
 *
 * Errors:  COMMDN_ERR_NOT_FOUND; COMMDN_ERR_WRONG_TYPE.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_int_at(
    const commdn_kvlist *list, size_t index, int32_t *out_value);

/**
 * The text of the first pair with "key": a string's bytes, or a unicode value as UTF-8.
 *
 * Owns:    "*out_value" is the list's and ends with NUL; NULL unless COMMDN_OK. "out_value_bytes"
 *          may be NULL. Errors: COMMDN_ERR_NOT_FOUND; COMMDN_ERR_WRONG_TYPE.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_get_string(
    const commdn_kvlist *list, const char *key, const char **out_value, size_t *out_value_bytes);

/**
 * The text of the pair at "index": a string's bytes, or a unicode value as UTF-8.
 *
 * Owns:    "*out_value" is the list's and ends with NUL; NULL unless COMMDN_OK. "out_value_bytes"
 *          may be NULL. Errors: COMMDN_ERR_NOT_FOUND; COMMDN_ERR_WRONG_TYPE.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_string_at(
    const commdn_kvlist *list, size_t index, const char **out_value, size_t *out_value_bytes);

/**
 * The bytes of the first pair with "key", whose value is binary or a string.
 *
 * Owns:    "*out_value" is the list's; NULL unless COMMDN_OK. Errors: COMMDN_ERR_NOT_FOUND;
 *          COMMDN_ERR_WRONG_TYPE.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_get_binary(
    const commdn_kvlist *list, const char *key, const uint8_t **out_value, size_t *out_value_bytes);

/**
 * The bytes of the pair at "index", whose value is binary or a string.
 *
 * Owns:    "*out_value" is the list's; NULL unless COMMDN_OK. Errors: COMMDN_ERR_NOT_FOUND;
 *          COMMDN_ERR_WRONG_TYPE.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_binary_at(
    const commdn_kvlist *list, size_t index, const uint8_t **out_value, size_t *out_value_bytes);

/**
 * The nested list of the first pair with "key".
 *
 * Owns:    "*out_value" is the list's, never free it; NULL unless COMMDN_OK. Errors:
 *          COMMDN_ERR_NOT_FOUND; COMMDN_ERR_WRONG_TYPE.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_get_list(
    const commdn_kvlist *list, const char *key, const commdn_kvlist **out_value);

/**
 * The nested list of the pair at "index".
 *
 * Owns:    "*out_value" is the list's, never free it; NULL unless COMMDN_OK. Errors:
 *          COMMDN_ERR_NOT_FOUND; COMMDN_ERR_WRONG_TYPE.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_list_at(
    const commdn_kvlist *list, size_t index, const commdn_kvlist **out_value);

/**
 * Remove the first pair with `key`; lists that were begun are ended.
 *
 * Errors:  COMMDN_ERR_NOT_FOUND.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_remove(commdn_kvlist *list, const char *key);

/**
 * Remove the pair at `index`, counted from 0; lists that were begun are ended.
 *
 * Errors:  COMMDN_ERR_NOT_FOUND.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_remove_at(commdn_kvlist *list, size_t index);

/** Remove all pairs, keeping the memory for what is added next; lists that were begun are ended. */
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_clear(commdn_kvlist *list);

/** Whether two lists have equal pairs in the same order; NULL equals only NULL. */
COMMDN_API bool COMMDN_CALL commdn_kvlist_equal(
    const commdn_kvlist *list, const commdn_kvlist *other);

/**
 * Append a copy of another list.
 *
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT, also if `value` is `list` itself; COMMDN_ERR_INVALID_LIST
 *          if it does not fit in 65,535 bytes or nests deeper than 64: nothing is changed.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_add_list(
    commdn_kvlist *list, const char *key, const commdn_kvlist *value, commdn_error **out_error);

/**
 * Append a copy of another list under a key that need not end with NUL.
 *
 * Owns:    `key` may be NULL where its length is 0.
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT, also if `value` is `list` itself; COMMDN_ERR_INVALID_LIST
 *          if it does not fit in 65,535 bytes or nests deeper than 64: nothing is changed.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_add_list_n(
    commdn_kvlist *list, const char *key, size_t key_bytes, const commdn_kvlist *value,
    commdn_error **out_error);

/**
 * Append an empty nested list and begin to fill it: what is added from now on goes into it, until
 * commdn_kvlist_end_list().
 *
 * Quicker than commdn_kvlist_add_list(), for nothing is copied. Lists can be begun inside it.
 * Readers see all of `list` as ever, with what was added so far.
 *
 * Errors:  COMMDN_ERR_INVALID_LIST if it does not fit in 65,535 bytes or nests deeper than 64:
 *          nothing is changed.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_begin_list(
    commdn_kvlist *list, const char *key, commdn_error **out_error);

/**
 * As commdn_kvlist_begin_list(), with a key that need not end with NUL.
 *
 * Owns:    `key` may be NULL where its length is 0.
 * Errors:  COMMDN_ERR_INVALID_LIST if it does not fit in 65,535 bytes or nests deeper than 64:
 *          nothing is changed.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_begin_list_n(
    commdn_kvlist *list, const char *key, size_t key_bytes, commdn_error **out_error);

/**
 * End the nested list that was begun last; what is added from now on goes behind it.
 *
 * Not needed at the end: a list can be packed, read and sent with nested lists not ended.
 *
 * Errors:  COMMDN_ERR_NOT_FOUND if none is begun.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_end_list(commdn_kvlist *list);

/**
 * Append copies of all pairs of another list.
 *
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT, also if `other` is `list` itself; COMMDN_ERR_INVALID_LIST
 *          if they do not fit in 65,535 bytes: nothing is changed.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_extend(
    commdn_kvlist *list, const commdn_kvlist *other, commdn_error **out_error);

/**
 * The index of the first pair with `key`, counted from 0.
 *
 * Errors:  COMMDN_ERR_NOT_FOUND.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_find(
    const commdn_kvlist *list, const char *key, size_t *out_index);

/**
 * The index of the first pair with `key`, which need not end with NUL.
 *
 * Owns:    `key` may be NULL where its length is 0.
 * Errors:  COMMDN_ERR_NOT_FOUND.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_find_n(
    const commdn_kvlist *list, const char *key, size_t key_bytes, size_t *out_index);

/**
 * The index of the first pair with `key`, ASCII letters compared without case.
 *
 * Errors:  COMMDN_ERR_NOT_FOUND.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_find_ignoring_case(
    const commdn_kvlist *list, const char *key, size_t *out_index);

/**
 * The pair at the end of a path: keys with "/" between them, each but the last a nested list's.
 *
 * For example "GSW_CM_AttrProperties/do_not_call/GSW_PHONE". Keys that contain "/" are found level
 * by level instead. Read the value with the functions that end in _at.
 *
 * Owns:    `*out_list` is a list inside `list`, or `list`; it ends with `list`, never free it. NULL
 *          unless COMMDN_OK.
 * Errors:  COMMDN_ERR_NOT_FOUND; COMMDN_ERR_WRONG_TYPE if a key but the last is no list's.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_find_path(
    const commdn_kvlist *list, const char *path, const commdn_kvlist **out_list, size_t *out_index);

/**
 * The key of the pair at `index`, counted from 0.
 *
 * Owns:    `*out_key` is the list's and ends with NUL; NULL unless COMMDN_OK. `out_key_bytes` may
 *          be NULL.
 * Errors:  COMMDN_ERR_NOT_FOUND.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_key_at(
    const commdn_kvlist *list, size_t index, const char **out_key, size_t *out_key_bytes);

/**
 * The type of the pair at `index`: one of the COMMDN_TYPE numbers.
 *
 * Errors:  COMMDN_ERR_NOT_FOUND.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_type_at(
    const commdn_kvlist *list, size_t index, int32_t *out_type);

/**
 * Hand every pair to `visit`, nested ones right after the list that they are in.
 *
 * Quicker than asking for each pair by its index. COMMDN_OK also when `visit` ends the walk.
 *
 * Owns:    `user_data` is only handed to `visit`. Keys, strings and bytes are the list's: they end
 *          with it, and with its next change.
 * Blocks:  none, but what `visit` does
 */
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_walk(
    const commdn_kvlist *list, commdn_pair_fn visit, void *user_data, commdn_error **out_error);

/**
 * As commdn_kvlist_walk(), over packed bytes, of which no list is made: the quickest way to read
 * what was received.
 *
 * Where the bytes are no list, `visit` may have been handed pairs before the fault.
 *
 * Owns:    `user_data` is only handed to `visit`. Keys, strings and bytes are those of `packed`.
 *          `dialect` may be NULL.
 * Blocks:  none, but what `visit` does
 * Errors:  COMMDN_ERR_INVALID_LIST, whose message tells the offset of the fault or the limit.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_walk_packed(
    const uint8_t *packed, size_t packed_bytes, const commdn_dialect *dialect, commdn_pair_fn visit,
    void *user_data, commdn_error **out_error);

/**
 * The packed form in new memory.
 *
 * Owns:    `dialect` may be NULL.
 */
COMMDN_API COMMDN_MUST_CHECK commdn_status COMMDN_CALL commdn_kvlist_pack(
    const commdn_kvlist *list, const commdn_dialect *dialect, uint8_t **out_packed,
    size_t *out_packed_bytes, commdn_error **out_error);

/**
 * The packed form in the caller's buffer; `*out_packed_bytes` tells how many bytes it takes.
 *
 * Owns:    nothing is written to `buffer` unless all of it fits. `buffer` may be NULL to ask for
 *          the number. `dialect` may be NULL.
 * Errors:  COMMDN_ERR_BUFFER_TOO_SMALL.
 */
COMMDN_API COMMDN_MUST_CHECK commdn_status COMMDN_CALL commdn_kvlist_pack_into(
    const commdn_kvlist *list, const commdn_dialect *dialect, uint8_t *buffer, size_t buffer_bytes,
    size_t *out_packed_bytes, commdn_error **out_error);

/**
 * Read a packed list; the dialect's packing and limits count.
 *
 * Owns:    `dialect` may be NULL.
 * Errors:  COMMDN_ERR_INVALID_LIST, whose message tells the offset of the fault or the limit.
 */
COMMDN_API COMMDN_MUST_CHECK commdn_status COMMDN_CALL commdn_kvlist_unpack(
    const uint8_t *packed, size_t packed_bytes, const commdn_dialect *dialect,
    commdn_kvlist **out_list, commdn_error **out_error);

/**
 * The list as a server would log it: `form` is one of the COMMDN_TEXT numbers.
 *
 * `header` is the name on the header line, for example "AttributeUserData"; NULL for no header.
 * OCS' form has none. Numbers of the API get their names in OCS' form.
 *
 * Owns:    `*out_text`, UTF-8 that ends with NUL, is the caller's on COMMDN_OK, free it with
 *          commdn_string_free(); NULL otherwise. `dialect` and `out_text_bytes` may be NULL.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_print(
    const commdn_kvlist *list, int32_t form, const char *header, const commdn_dialect *dialect,
    char **out_text, size_t *out_text_bytes);

/**
 * Read the log text of one list, with or without its header: `form` is one of the COMMDN_TEXT
 * numbers.
 *
 * Owns:    `text` is UTF-8 and need not end with NUL. `dialect` may be NULL.
 * Errors:  COMMDN_ERR_INVALID_LIST if the text is no list or has masked values: the message tells
 *          the line or key.
 */
COMMDN_API COMMDN_MUST_CHECK commdn_status COMMDN_CALL commdn_kvlist_parse(
    const char *text, size_t text_bytes, int32_t form, const commdn_dialect *dialect,
    commdn_kvlist **out_list, commdn_error **out_error);

#ifdef __cplusplus
}
#endif

#endif /* COMMDN_KVLIST_H */
