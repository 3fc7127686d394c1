/*
 * frame.h: frames of commdn's link protocol (docs/link-protocol.md): read with all lengths
 * checked, written into a buffer.
 *
 * It knows no message's meaning and does no I/O. C99 and C++.
 */
#ifndef COMMDN_ADAPTER_FRAME_H
#define COMMDN_ADAPTER_FRAME_H

#include <stddef.h>
#include <stdint.h>

enum {
    FRAME_MAX = 131072,
    FRAME_PREFACE = 8,
    /* Messages. */
    MSG_REGISTER_CLIENT = 0,
    MSG_REGISTER_ADDRESS = 3,
    MSG_UNREGISTER_ADDRESS = 4,
    MSG_DISTRIBUTE = 48,
    MSG_SERVER_CONNECTED = 50,
    MSG_SERVER_DISCONNECTED = 51,
    MSG_ERROR = 52,
    MSG_REGISTERED = 53,
    MSG_UNREGISTERED = 54,
    MSG_LINK_DISCONNECTED = 94,
    MSG_LINK_CONNECTED = 95,
    MSG_USER_EVENT = 96,
    MSG_PRIMARY_CHANGED = 133,
    MSG_ACK = 138,
    MSG_DN_OUT_OF_SERVICE = 147,
    MSG_DN_BACK_IN_SERVICE = 148,
    MSG_KEEP_ALIVE_POLL = 65281,
    MSG_KEEP_ALIVE_ANSWER = 65282,
    MSG_READ_OBJECTS = 65283,
    /* Attributes. */
    ATTR_ERROR_MESSAGE = 1,
    ATTR_REFERENCE_ID = 2,
    ATTR_THIS_DN = 20,
    ATTR_ERROR_CODE = 46,
    ATTR_USER_DATA = 51,
    ATTR_USER_EVENT = 58,
    ATTR_COMMUNICATION_DN = 59,
    ATTR_APPLICATION_NAME = 64,
    ATTR_APPLICATION_PASSWORD = 65,
    ATTR_TIME_SECONDS = 86,
    ATTR_TIME_MICROSECONDS = 87,
    ATTR_SEQUENCE_NUMBER = 148,
    ATTR_KEEP_ALIVE_MS = 65281
};

/* Bytes that wait, from `start` to `end`. */
typedef struct {
    unsigned char *bytes;
    size_t start, end, capacity;
} buffer;

extern const unsigned char frame_preface[FRAME_PREFACE];

/* Room for so many more bytes behind the end: where, or NULL if there is no memory. */
unsigned char *buffer_room(buffer *to, size_t more);

/*
 * The first frame of `count` bytes: how many bytes it takes, with its length field; 0 if it is not whole yet, -1 if it is
 * over FRAME_MAX or its attributes do not fit.
 */
long frame_whole(const unsigned char *bytes, size_t count);

/* An attribute's value in a frame's body (from its message number on), or NULL; of several the first. */
const unsigned char *frame_attribute(const unsigned char *body, size_t count, unsigned id, size_t *out_count);

unsigned frame_message(const unsigned char *body);

/* A 4-byte integer of a frame's body: 1 if it is there. */
int frame_int(const unsigned char *body, size_t count, unsigned id, int *out_value);

/* A text of a frame's body, NUL-terminated and the caller's to free(); NULL if it is not there or holds a NUL. */
char *frame_text(const unsigned char *body, size_t count, unsigned id);

/* A frame is begun, given attributes, and ended; what there is no memory for is left out. */
size_t frame_begin(buffer *to, unsigned message);
void frame_put_bytes(buffer *to, unsigned id, const void *value, size_t count);
void frame_put_text(buffer *to, unsigned id, const char *text);
void frame_put_int(buffer *to, unsigned id, int value);
void frame_put_long(buffer *to, unsigned id, uint64_t value);
void frame_end(buffer *to, size_t begun);

#endif
