/*
 * The classic key-value list as the library's, packed, and as log text. Part of commdn_kvlist.h, which
 * programs include.
 */
#ifndef COMMDN_TKV_FORMS_H
#define COMMDN_TKV_FORMS_H

#include "tkv_lists.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Inside: not for programs. ---- */

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
    if (commdn_dialect_new(&dialect) == COMMDN_OK
        && (commdn_dialect_set_charset(dialect, "ISO-8859-1", NULL) != COMMDN_OK
            || commdn_dialect_set_limits(dialect, SIZE_MAX, SIZE_MAX, SIZE_MAX, NULL) != COMMDN_OK)) {
        commdn_dialect_free(dialect);
        dialect = NULL;
    }
    return dialect;
}

static inline commdn_status commdn_tkv_i_fill(const commdn_tkv_list *list, commdn_kvlist *out,
                                              commdn_error **out_error);

/** Add one pair to the library's list. */
static inline commdn_status commdn_tkv_i_give(const commdn_tkv_pair *pair, commdn_kvlist *out,
                                              commdn_error **out_error) {
    commdn_kvlist *nested = NULL;
    commdn_status status;
    if (pair->type == COMMDN_TKV_TYPE_STRING) {
        return commdn_kvlist_add_string_n(out, pair->key, pair->key_bytes, pair->string_value, pair->value_bytes,
                                          out_error);
    }
    /* Only strings can have NUL in their key in the C ABI, and no unicode value can hold one. */
    if (memchr(pair->key, 0, pair->key_bytes) != NULL) return COMMDN_ERR_INVALID_LIST;
    switch (pair->type) {
    case COMMDN_TKV_TYPE_INT: return commdn_kvlist_add_int(out, pair->key, pair->int_value, out_error);
    case COMMDN_TKV_TYPE_BINARY:
        return commdn_kvlist_add_binary(out, pair->key, pair->binary_value, pair->value_bytes, out_error);
    case COMMDN_TKV_TYPE_UNICODE:
        if (memchr(pair->string_value, 0, pair->value_bytes) != NULL) return COMMDN_ERR_INVALID_LIST;
        return commdn_kvlist_add_unicode(out, pair->key, pair->string_value, out_error);
    case COMMDN_TKV_TYPE_LIST:
        status = commdn_kvlist_new(&nested);
        if (status == COMMDN_OK) status = commdn_tkv_i_fill(pair->list_value, nested, out_error);
        if (status == COMMDN_OK) status = commdn_kvlist_add_list(out, pair->key, nested, out_error);
        commdn_kvlist_free(nested);
        return status;
    default: return COMMDN_ERR_INVALID_LIST;
    }
}

static inline commdn_status commdn_tkv_i_fill(const commdn_tkv_list *list, commdn_kvlist *out,
                                              commdn_error **out_error) {
    commdn_status status = COMMDN_OK;
    const commdn_tkv_pair *pair;
    for (pair = list->first; pair != NULL && status == COMMDN_OK; pair = pair->kv_next) {
        status = commdn_tkv_i_give(pair, out, out_error);
    }
    return status;
}

static inline commdn_kvlist *commdn_tkv_i_handle(const commdn_tkv_list *list) {
    commdn_kvlist *handle = NULL;
    if (list == NULL || commdn_kvlist_new(&handle) != COMMDN_OK) return NULL;
    if (commdn_tkv_i_fill(list, handle, NULL) != COMMDN_OK) {
        commdn_kvlist_free(handle);
        handle = NULL;
    }
    return handle;
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
    if (status == COMMDN_OK) status = commdn_tkv_i_fill(list, *out_list, out_error);
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
    default: return COMMDN_TKV_RESULT_ERROR;
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
    commdn_kvlist *handle = commdn_tkv_i_handle(list);
    int bytes = (int)commdn_kvlist_packed_bytes(handle);
    commdn_kvlist_free(handle);
    return bytes;
}

/** The packed list, freed with free(); NULL, and a length of 0, if it takes more than 65,535 bytes. */
static inline unsigned char *commdn_tkv_list_pack(commdn_tkv_list *list, int *length) {
    commdn_kvlist *handle = commdn_tkv_i_handle(list);
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
    if (dialect == NULL
        || commdn_kvlist_unpack((const uint8_t *)data, (size_t)size, dialect, &handle, out_error) != COMMDN_OK) {
        handle = NULL;
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

/** A text that grows; once memory is short, `failed` stays set. */
typedef struct commdn_tkv_i_text {
    char *text;
    size_t bytes, room;
    int failed;
} commdn_tkv_i_text;

/** Append bytes; text cannot hold NUL: '?'. */
static inline void commdn_tkv_i_put(commdn_tkv_i_text *out, const char *bytes, size_t count) {
    size_t at;
    if (out->failed) return;
    if (count >= out->room - out->bytes) {
        size_t room = out->room < 256 ? 512 : 2 * out->room;
        char *grown;
        while (room > out->room && room - out->bytes <= count) room *= 2;
        grown = room > out->room ? (char *)realloc(out->text, room) : NULL;
        if (grown == NULL) {
            out->failed = 1;
            return;
        }
        out->text = grown;
        out->room = room;
    }
    for (at = 0; at < count; at++) out->text[out->bytes++] = bytes[at] == '\0' ? '?' : bytes[at];
    out->text[out->bytes] = '\0';
}

static inline void commdn_tkv_i_puts(commdn_tkv_i_text *out, const char *text) {
    commdn_tkv_i_put(out, text, strlen(text));
}

static inline void commdn_tkv_i_put_hex(commdn_tkv_i_text *out, const unsigned char *bytes, size_t count) {
    static const char digits[] = "0123456789abcdef";
    size_t at;
    for (at = 0; at < count; at++) {
        char byte[3];
        byte[0] = ' ';
        byte[1] = digits[bytes[at] >> 4];
        byte[2] = digits[bytes[at] & 15];
        commdn_tkv_i_put(out, at == 0 ? byte + 1 : byte, at == 0 ? 2 : 3);
    }
}

/**
 * Pairs in T-Server's form, as the library prints those of a handle. Text has no length fields, so that lists
 * over 65,535 packed bytes, which no handle can be, are printed too.
 */
static inline void commdn_tkv_i_put_pairs(commdn_tkv_i_text *out, const commdn_tkv_list *list, size_t depth) {
    const commdn_tkv_pair *pair;
    char number[16];
    for (pair = list->first; pair != NULL && !out->failed; pair = pair->kv_next) {
        size_t tabs;
        /* The first pair of a nested list stands on the list's own line. */
        for (tabs = pair == list->first && depth > 2 ? depth : 0; tabs < depth; tabs++) {
            commdn_tkv_i_puts(out, "\t");
        }
        commdn_tkv_i_puts(out, "'");
        commdn_tkv_i_put(out, pair->key, pair->key_bytes);
        commdn_tkv_i_puts(out, "'");
        switch (pair->type) {
        case COMMDN_TKV_TYPE_INT:
            snprintf(number, sizeof number, "\t%d", pair->int_value);
            commdn_tkv_i_puts(out, number);
            break;
        case COMMDN_TKV_TYPE_BINARY:
            commdn_tkv_i_puts(out, "(bin)\t");
            commdn_tkv_i_put_hex(out, pair->binary_value, pair->value_bytes);
            break;
        case COMMDN_TKV_TYPE_LIST:
            commdn_tkv_i_puts(out, pair->list_value->first == NULL ? "(list)" : "(list) ");
            if (pair->list_value->first == NULL) break;
            commdn_tkv_i_put_pairs(out, pair->list_value, depth + 1);
            continue;
        default:
            commdn_tkv_i_puts(out, pair->type == COMMDN_TKV_TYPE_UNICODE ? "(unicode)\t'" : "\t'");
            commdn_tkv_i_put(out, pair->string_value, pair->value_bytes);
            commdn_tkv_i_puts(out, "'");
            break;
        }
        commdn_tkv_i_puts(out, "\n");
    }
}

/** A line for `header`: the packed size and the first bytes, of a list that can be packed. */
static inline void commdn_tkv_i_put_header(commdn_tkv_i_text *out, const commdn_tkv_list *list, const char *header) {
    commdn_kvlist *handle = commdn_tkv_i_handle(list);
    size_t bytes = commdn_kvlist_packed_bytes(handle);
    unsigned char *packed = handle == NULL ? NULL : (unsigned char *)malloc(bytes);
    char size[32];
    commdn_tkv_i_puts(out, header);
    if (handle == NULL) {
        commdn_tkv_i_puts(out, "\t[over 65535 bytes]");
    } else if (packed != NULL && commdn_kvlist_pack_into(handle, NULL, packed, bytes, &bytes, NULL) == COMMDN_OK) {
        snprintf(size, sizeof size, "\t[%lu] ", (unsigned long)bytes);
        commdn_tkv_i_puts(out, size);
        commdn_tkv_i_put_hex(out, packed, bytes < 4 ? bytes : 4);
        commdn_tkv_i_puts(out, "..");
    } else {
        out->failed = 1;
    }
    commdn_tkv_i_puts(out, "\n");
    free(packed);
    commdn_kvlist_free(handle);
}

/** The text, with a header line unless `header` is NULL; the caller frees. NULL without memory. */
static inline char *commdn_tkv_i_print(const commdn_tkv_list *list, const char *header) {
    commdn_tkv_i_text out = {NULL, 0, 0, 0};
    if (list == NULL) return NULL;
    commdn_tkv_i_puts(&out, "");
    if (header != NULL) commdn_tkv_i_put_header(&out, list, header);
    commdn_tkv_i_put_pairs(&out, list, 2);
    if (!out.failed) return out.text;
    free(out.text);
    return NULL;
}

/**
 * The list as T-Server logs it, of any size, freed with free(). Nothing is escaped, so a string that holds
 * quotes and line ends may read back as something else; a NUL inside a string becomes '?'.
 */
static inline char *commdn_tkv_list_to_string(commdn_tkv_list *list) { return commdn_tkv_i_print(list, NULL); }

/** Read what commdn_tkv_list_to_string() gave of a list that can be packed, or a list as T-Server, OCS or the SDK logs it. */
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
        if (commdn_kvlist_parse(wide, bytes, forms[form], dialect, &handle, NULL) != COMMDN_OK) handle = NULL;
    }
    list = commdn_tkv_i_from(handle, 1);
    commdn_kvlist_free(handle);
    commdn_dialect_free(dialect);
    free(wide);
    return list;
}

/**
 * Print to `file`, a FILE, a list of any size; with a line for `header`, its packed size and first bytes, unless
 * NULL. The line of a list over 65,535 packed bytes says so instead.
 */
static inline void commdn_tkv_list_print(void *file, commdn_tkv_list *list, const char *header) {
    char *text = file == NULL ? NULL : commdn_tkv_i_print(list, header);
    if (text != NULL) fputs(text, (FILE *)file);
    free(text);
}

/** Print a list of any size with the caller's function, one call for each line, its end included. */
static inline void commdn_tkv_list_print2(void *file, int (*print)(void *, const char *, ...), commdn_tkv_list *list) {
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

#endif /* COMMDN_TKV_FORMS_H */
