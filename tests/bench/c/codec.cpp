/*
 * Rows C1 to C3: the C ABI against msgpack-c, msgpack-cxx and protobuf C++.
 *
 * `codec` prints the rows; `codec SIDE ROW MESSAGE TIMES` only does that, for a profiler: for
 * example `codec commdn C2 DNC 1000`.
 */
#include "timing.hpp"
#include "tree.h"

#include <cstdio>
#include <cstring>
#include <string>

namespace {

const side *const sides[] = {&ours, &msgpack_c, &msgpack_cxx, &protobuf};

/* What the compiler must believe to be read. */
volatile std::uint64_t sink;

/** One side with one message. */
class Runner {
public:
    Runner(const side &side, const message &message) : side_(side), state_(side.open(&message)) {}
    ~Runner() { side_.close(state_); }
    Runner(const Runner &) = delete;

    void encode() const { need(side_.encode(state_)); }
    void build() const { need(side_.build(state_)); }
    void decode() const { read(walked()); }
    void decode_list() const {
        sum all = {};
        need((side_.decode_list != nullptr ? side_.decode_list : side_.decode)(state_, &all));
        read(all);
    }

    /** Everything that a walk finds. */
    sum walked() const {
        sum all = {};
        need(side_.decode(state_, &all));
        return all;
    }

private:
    void need(std::size_t bytes) const {
        if (bytes == 0) {
            std::fprintf(stderr, "%s failed\n", side_.name);
            std::exit(1);
        }
        sink = bytes;
    }

    static void read(const sum &all) {
        sink = all.pairs + all.text_bytes + static_cast<std::uint64_t>(all.numbers) + all.first_bytes;
    }

    const side &side_;
    void *state_;
};

struct Row {
    const char *id;
    const char *what;
    void (Runner::*work)() const;
    const side *peer;
    /* For DNC and SEQ; nullptr for comparison only. */
    const char *goal;
};

const Row rows[] = {
    {"C1", "encode", &Runner::encode, &msgpack_cxx, "<= 0.72"},
    {"C1", "encode", &Runner::encode, &msgpack_c, "<= 0.35"},
    {"C1", "encode", &Runner::encode, &protobuf, nullptr},
    {"C2", "decode and walk", &Runner::decode, &msgpack_c, "<= 0.44"},
    {"C2", "decode and walk", &Runner::decode, &protobuf, "<= 0.12"},
    {"C2", "decode and walk", &Runner::decode, &msgpack_cxx, nullptr},
    {"C2", "decode to a list, walk, free", &Runner::decode_list, &msgpack_c, nullptr},
    {"C2", "decode to a list, walk, free", &Runner::decode_list, &protobuf, nullptr},
    {"C3", "build by calls, pack, free", &Runner::build, &protobuf, "<= 0.30"},
    {"C3", "build by calls, pack, free", &Runner::build, &msgpack_c, "<= 1.0"},
    {"C3", "build by calls, pack, free", &Runner::build, &msgpack_cxx, nullptr},
};

bool wanted(const char *id) {
    const char *only = std::getenv("BENCH_ONLY");
    return only == nullptr || *only == '\0' || std::strstr(only, id) != nullptr;
}

bool equal(const sum &left, const sum &right) {
    return left.pairs == right.pairs && left.text_bytes == right.text_bytes && left.numbers == right.numbers
           && left.first_bytes == right.first_bytes;
}

/** All sides carry the same tree. */
bool agree(const message &message) {
    const sum expected = Runner(ours, message).walked();
    for (const side *side : sides) {
        if (!equal(Runner(*side, message).walked(), expected) || expected.pairs != message.all_pairs) {
            std::fprintf(stderr, "%s reads %s differently\n", side->name, message.name);
            return false;
        }
    }
    return true;
}

int measure() {
    for (const Row &row : rows) {
        for (int index = 0; wanted(row.id) && index < MESSAGES; ++index) {
            const message &message = messages[index];
            const Runner mine(ours, message), theirs(*row.peer, message);
            const timing::Paired found = timing::paired([&] { (mine.*row.work)(); }, [&] { (theirs.*row.work)(); });
            const std::string goal = row.goal ? '"' + std::string(row.goal) + '"' : "null";
            std::printf("{\"id\": \"%s\", \"measure\": \"%s, %s\", \"ours\": %.4g, \"peer_name\": \"%s\", "
                        "\"peer\": %.4g, \"unit\": \"ns\", \"ratio\": %.4g, \"goal\": %s, \"spread\": %.4g}\n",
                        row.id, message.name, row.what, found.ours, row.peer->name, found.peer, found.ratio,
                        goal.c_str(), found.spread);
            std::fflush(stdout);
        }
    }
    return 0;
}

int repeat(const char *name, const char *id, const char *which, unsigned long times) {
    for (const side *side : sides) {
        for (int index = 0; index < MESSAGES; ++index) {
            for (const Row &row : rows) {
                if (std::strcmp(side->name, name) == 0 && std::strcmp(messages[index].name, which) == 0
                    && std::strcmp(row.id, id) == 0) {
                    const Runner runner(*side, messages[index]);
                    for (; times != 0; --times) {
                        (runner.*row.work)();
                    }
                    return 0;
                }
            }
        }
    }
    std::fprintf(stderr, "no side %s, no row %s or no message %s\n", name, id, which);
    return 2;
}

}  // namespace

int main(int count, char **arguments) {
    if (count == 5) {
        return repeat(arguments[1], arguments[2], arguments[3], std::strtoul(arguments[4], nullptr, 10));
    }
    for (int index = 0; index < MESSAGES; ++index) {
        if (!agree(messages[index])) {
            return 1;
        }
    }
    return measure();
}
