/* msgpack-cxx: its packer on a buffer that is kept, its objects in a zone. */
#define MSGPACK_NO_BOOST
#include "tree.h"

#include <msgpack.hpp>

namespace {

using Packer = msgpack::packer<msgpack::sbuffer>;

void text(Packer &packer, const char *text, std::uint32_t bytes) {
    packer.pack_str(bytes);
    packer.pack_str_body(text, bytes);
}

void pack(Packer &packer, const node *nodes, std::uint32_t count) {
    packer.pack_map(count);
    for (const node *node = nodes; node != nodes + count; ++node) {
        text(packer, node->key, node->key_bytes);
        switch (node->kind) {
        case TEXT: text(packer, node->text, node->text_bytes); break;
        case NUMBER: packer.pack_int32(node->number); break;
        case LIST: pack(packer, node->inner, node->inner_count); break;
        }
    }
}

struct State {
    explicit State(const message *message) : from(message) {
        Packer packer(packed);
        pack(packer, message->pairs, message->count);
    }
    const message *from;
    msgpack::sbuffer buffer;
    msgpack::sbuffer packed;
};

State &state_of(void *state) { return *static_cast<State *>(state); }

std::size_t encode(void *opaque) {
    State &state = state_of(opaque);
    state.buffer.clear();
    Packer packer(state.buffer);
    pack(packer, state.from->pairs, state.from->count);
    return state.buffer.size();
}

void count(const msgpack::object &object, sum &all) {
    all.text_bytes += object.via.str.size;
    all.first_bytes += static_cast<unsigned char>(object.via.str.ptr[0]);
}

void walk(const msgpack::object &object, sum &all) {
    for (const msgpack::object_kv &pair : object.via.map) {
        ++all.pairs;
        count(pair.key, all);
        switch (pair.val.type) {
        case msgpack::type::STR: count(pair.val, all); break;
        case msgpack::type::POSITIVE_INTEGER:
        case msgpack::type::NEGATIVE_INTEGER: all.numbers += pair.val.via.i64; break;
        case msgpack::type::MAP: walk(pair.val, all); break;
        default: break;
        }
    }
}

std::size_t decode(void *opaque, sum *all) {
    State &state = state_of(opaque);
    std::size_t read = 0;
    /* Texts are left where they lie, as msgpack-c leaves them. */
    const auto in_place = [](msgpack::type::object_type, std::size_t, void *) { return true; };
    const msgpack::object_handle handle = msgpack::unpack(state.packed.data(), state.packed.size(), read, in_place);
    walk(handle.get(), *all);
    return read;
}

std::size_t build(void *opaque) {
    State &state = state_of(opaque);
    msgpack::sbuffer buffer;
    Packer packer(buffer);
    pack(packer, state.from->pairs, state.from->count);
    return buffer.size();
}

}  // namespace

const side msgpack_cxx = {
    "msgpack-cxx",
    [](const message *message) -> void * { return new State(message); },
    [](void *state) { delete static_cast<State *>(state); },
    encode,
    decode,
    nullptr,
    build,
};
