/* The C ABI of commdn. */
#include "tree.h"

#include <commdn.h>
#include <stdlib.h>

struct state {
    const struct message *message;
    commdn_kvlist *list;
    uint8_t buffer[8192];
};

static int add(commdn_kvlist *list, const struct node *nodes, uint32_t count) {
    for (const struct node *node = nodes; node != nodes + count; node++) {
        commdn_status status = COMMDN_OK;
        switch (node->kind) {
        case TEXT:
            status = commdn_kvlist_add_string_n(list, node->key, node->key_bytes, node->text, node->text_bytes, NULL);
            break;
        case NUMBER: status = commdn_kvlist_add_int_n(list, node->key, node->key_bytes, node->number, NULL); break;
        case LIST:
            status = commdn_kvlist_begin_list_n(list, node->key, node->key_bytes, NULL);
            if (status != COMMDN_OK || !add(list, node->inner, node->inner_count)) return 0;
            status = commdn_kvlist_end_list(list);
            break;
        }
        if (status != COMMDN_OK) return 0;
    }
    return 1;
}

static void *open_state(const struct message *message) {
    struct state *state = calloc(1, sizeof *state);
    state->message = message;
    commdn_kvlist_new(&state->list);
    return add(state->list, message->pairs, message->count) ? state : NULL;
}

static void close_state(void *opaque) {
    struct state *state = opaque;
    commdn_kvlist_free(state->list);
    free(state);
}

static size_t encode(void *opaque) {
    struct state *state = opaque;
    size_t bytes = 0;
    if (commdn_kvlist_pack_into(state->list, NULL, state->buffer, sizeof state->buffer, &bytes, NULL) != COMMDN_OK)
        return 0;
    return bytes;
}

static bool count(const commdn_pair *pair, void *user_data) {
    struct sum *sum = user_data;
    sum->pairs++;
    sum->text_bytes += pair->key_bytes;
    sum->first_bytes += (unsigned char)pair->key[0];
    if (pair->value_type == COMMDN_TYPE_STRING) {
        sum->text_bytes += pair->value_bytes;
        sum->first_bytes += (unsigned char)pair->value[0];
    } else if (pair->value_type == COMMDN_TYPE_INT) {
        sum->numbers += pair->number;
    }
    return true;
}

static size_t decode(void *opaque, struct sum *sum) {
    struct state *state = opaque;
    if (commdn_kvlist_walk_packed(state->message->packed, state->message->packed_bytes, NULL, count, sum, NULL)
        != COMMDN_OK)
        return 0;
    return state->message->packed_bytes;
}

/* The same with a list that is kept for a while: unpacked, walked, freed. */
static size_t decode_list(void *opaque, struct sum *sum) {
    struct state *state = opaque;
    commdn_kvlist *list;
    if (commdn_kvlist_unpack(state->message->packed, state->message->packed_bytes, NULL, &list, NULL) != COMMDN_OK)
        return 0;
    commdn_kvlist_walk(list, count, sum, NULL);
    commdn_kvlist_free(list);
    return state->message->packed_bytes;
}

static size_t build(void *opaque) {
    struct state *state = opaque;
    size_t bytes = 0;
    commdn_kvlist *list;
    commdn_kvlist_new(&list);
    if (!add(list, state->message->pairs, state->message->count)) return 0;
    commdn_kvlist_pack_into(list, NULL, state->buffer, sizeof state->buffer, &bytes, NULL);
    commdn_kvlist_free(list);
    return bytes;
}

const struct side ours = {"commdn", open_state, close_state, encode, decode, decode_list, build};
