/* msgpack-c: its packer on a buffer that is kept, its objects in a zone. */
#include "tree.h"

#include <msgpack.h>
#include <stdlib.h>
#include <string.h>

struct state {
    const struct message *message;
    /* Encoding. */
    msgpack_sbuffer buffer;
    /* Decoding: as a program keeps it from one message to the next. */
    msgpack_sbuffer packed;
    msgpack_unpacked unpacked;
};

static void pack_text(msgpack_packer *packer, const char *text, size_t bytes) {
    msgpack_pack_str(packer, bytes);
    msgpack_pack_str_body(packer, text, bytes);
}

static void pack(msgpack_packer *packer, const struct node *nodes, uint32_t count) {
    msgpack_pack_map(packer, count);
    for (const struct node *node = nodes; node != nodes + count; node++) {
        pack_text(packer, node->key, node->key_bytes);
        switch (node->kind) {
        case TEXT: pack_text(packer, node->text, node->text_bytes); break;
        case NUMBER: msgpack_pack_int32(packer, node->number); break;
        case LIST: pack(packer, node->inner, node->inner_count); break;
        }
    }
}

static void *open_state(const struct message *message) {
    struct state *state = calloc(1, sizeof *state);
    msgpack_packer packer;
    state->message = message;
    msgpack_sbuffer_init(&state->buffer);
    msgpack_sbuffer_init(&state->packed);
    msgpack_unpacked_init(&state->unpacked);
    msgpack_packer_init(&packer, &state->packed, msgpack_sbuffer_write);
    pack(&packer, message->pairs, message->count);
    return state;
}

static void close_state(void *opaque) {
    struct state *state = opaque;
    msgpack_unpacked_destroy(&state->unpacked);
    msgpack_sbuffer_destroy(&state->packed);
    msgpack_sbuffer_destroy(&state->buffer);
    free(state);
}

static size_t encode(void *opaque) {
    struct state *state = opaque;
    msgpack_packer packer;
    msgpack_sbuffer_clear(&state->buffer);
    msgpack_packer_init(&packer, &state->buffer, msgpack_sbuffer_write);
    pack(&packer, state->message->pairs, state->message->count);
    return state->buffer.size;
}

static void text(const msgpack_object *object, struct sum *sum) {
    sum->text_bytes += object->via.str.size;
    sum->first_bytes += (unsigned char)object->via.str.ptr[0];
}

static void walk(const msgpack_object *object, struct sum *sum) {
    const msgpack_object_kv *pair = object->via.map.ptr, *end = pair + object->via.map.size;
    for (; pair != end; pair++) {
        sum->pairs++;
        text(&pair->key, sum);
        switch (pair->val.type) {
        case MSGPACK_OBJECT_STR: text(&pair->val, sum); break;
        case MSGPACK_OBJECT_POSITIVE_INTEGER:
        case MSGPACK_OBJECT_NEGATIVE_INTEGER: sum->numbers += pair->val.via.i64; break;
        case MSGPACK_OBJECT_MAP: walk(&pair->val, sum); break;
        default: break;
        }
    }
}

static size_t decode(void *opaque, struct sum *sum) {
    struct state *state = opaque;
    size_t read = 0;
    if (msgpack_unpack_next(&state->unpacked, state->packed.data, state->packed.size, &read) != MSGPACK_UNPACK_SUCCESS)
        return 0;
    walk(&state->unpacked.data, sum);
    return read;
}

static size_t build(void *opaque) {
    struct state *state = opaque;
    msgpack_sbuffer buffer;
    msgpack_packer packer;
    size_t bytes;
    msgpack_sbuffer_init(&buffer);
    msgpack_packer_init(&packer, &buffer, msgpack_sbuffer_write);
    pack(&packer, state->message->pairs, state->message->count);
    bytes = buffer.size;
    msgpack_sbuffer_destroy(&buffer);
    return bytes;
}

const struct side msgpack_c = {"msgpack-c", open_state, close_state, encode, decode, NULL, build};
