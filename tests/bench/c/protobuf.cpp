/* Protocol Buffers in C++, the full runtime: a message that holds the tree. */
#include "list.pb.h"
#include "tree.h"

namespace {

void fill(bench::List &list, const node *nodes, std::uint32_t count) {
    list.mutable_pairs()->Reserve(static_cast<int>(count));
    for (const node *node = nodes; node != nodes + count; ++node) {
        bench::Pair &pair = *list.add_pairs();
        pair.set_key(node->key, node->key_bytes);
        switch (node->kind) {
        case TEXT: pair.set_text(node->text, node->text_bytes); break;
        case NUMBER: pair.set_number(node->number); break;
        case LIST: fill(*pair.mutable_list(), node->inner, node->inner_count); break;
        }
    }
}

struct State {
    explicit State(const message *message) : from(message) {
        fill(list, message->pairs, message->count);
        packed = list.SerializeAsString();
    }
    const message *from;
    bench::List list;
    std::string packed;
    char buffer[8192];
};

State &state_of(void *state) { return *static_cast<State *>(state); }

std::size_t write(const bench::List &list, State &state) {
    return list.SerializeToArray(state.buffer, sizeof state.buffer) ? list.GetCachedSize() : 0;
}

std::size_t encode(void *opaque) {
    State &state = state_of(opaque);
    return write(state.list, state);
}

void count(const std::string &text, sum &all) {
    all.text_bytes += text.size();
    all.first_bytes += static_cast<unsigned char>(text[0]);
}

void walk(const bench::List &list, sum &all) {
    for (const bench::Pair &pair : list.pairs()) {
        ++all.pairs;
        count(pair.key(), all);
        switch (pair.value_case()) {
        case bench::Pair::kText: count(pair.text(), all); break;
        case bench::Pair::kNumber: all.numbers += pair.number(); break;
        case bench::Pair::kList: walk(pair.list(), all); break;
        case bench::Pair::VALUE_NOT_SET: break;
        }
    }
}

std::size_t decode(void *opaque, sum *all) {
    State &state = state_of(opaque);
    bench::List list;
    if (!list.ParseFromArray(state.packed.data(), static_cast<int>(state.packed.size()))) {
        return 0;
    }
    walk(list, *all);
    return state.packed.size();
}

std::size_t build(void *opaque) {
    State &state = state_of(opaque);
    bench::List list;
    fill(list, state.from->pairs, state.from->count);
    return write(list, state);
}

}  // namespace

const side protobuf = {
    "protobuf C++",
    [](const message *message) -> void * { return new State(message); },
    [](void *state) { delete static_cast<State *>(state); },
    encode,
    decode,
    nullptr,
    build,
};
