/* The messages as tables, and what every side does with them; trees.py fills the tables. */
#ifndef BENCH_TREE_H
#define BENCH_TREE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum kind { TEXT, NUMBER, LIST };

/* A pair. */
struct node {
    const char *key;
    uint32_t key_bytes;
    enum kind kind;
    int32_t number;
    const char *text;
    uint32_t text_bytes;
    const struct node *inner;
    uint32_t inner_count;
};

struct message {
    const char *name;
    const struct node *pairs;
    uint32_t count;
    /* Pairs on all levels. */
    uint32_t all_pairs;
    /* As we pack it. */
    const unsigned char *packed;
    size_t packed_bytes;
};

enum { MESSAGES = 2 };
extern const struct message messages[];

/* What a walk gathers, so that no part of it can be left out. */
struct sum {
    uint64_t pairs;
    uint64_t text_bytes;
    int64_t numbers;
    /* Of the first bytes of keys and texts: they are read, not only counted. */
    uint64_t first_bytes;
};

/*
 * What a side does. `state` is what it keeps of one message. Every call returns the bytes that it
 * wrote, or read; 0 is a failure.
 */
struct side {
    const char *name;
    void *(*open)(const struct message *message);
    void (*close)(void *state);
    /* From a tree that is kept to the bytes of a buffer that is kept. */
    size_t (*encode)(void *state);
    /* From bytes to something that can be read, and reading every pair of it. */
    size_t (*decode)(void *state, struct sum *sum);
    /* The same by a list that is made, read and freed; NULL where there is one way only. */
    size_t (*decode_list)(void *state, struct sum *sum);
    /* From the table by calls to bytes, keeping nothing. */
    size_t (*build)(void *state);
};

extern const struct side ours, msgpack_c, msgpack_cxx, protobuf;

#ifdef __cplusplus
}
#endif
#endif
