/* Frames of commdn's link protocol; see frame.h. */
#include "frame.h"

#include <stdlib.h>
#include <string.h>

const unsigned char frame_preface[FRAME_PREFACE] = {'C', 'O', 'M', 'M', 'D', 'N', 0, 1};

static uint64_t get(const unsigned char *at, int bytes) {
    uint64_t number = 0;
    while (bytes-- > 0) number = number << 8 | *at++;
    return number;
}

static void put(unsigned char *at, uint64_t number, int bytes) {
    while (bytes-- > 0) *at++ = (unsigned char)(number >> (8 * bytes));
}

unsigned char *buffer_room(buffer *to, size_t more) {
    if (to->start > 0 && to->start == to->end) to->start = to->end = 0;
    if (to->capacity - to->end < more && to->start > 0) {
        memmove(to->bytes, to->bytes + to->start, to->end - to->start);
        to->end -= to->start;
        to->start = 0;
    }
    if (to->capacity - to->end < more) {
        size_t wanted = to->capacity == 0 ? 65536 : to->capacity;
        unsigned char *bytes;
        while (wanted - to->end < more) wanted *= 2;
        bytes = (unsigned char *)realloc(to->bytes, wanted);
        if (bytes == NULL) return NULL;
        to->bytes = bytes;
        to->capacity = wanted;
    }
    return to->bytes + to->end;
}

long frame_whole(const unsigned char *bytes, size_t count) {
    size_t length, at;
    if (count < 4) return 0;
    length = (size_t)get(bytes, 4);
    if (length > FRAME_MAX || length < 2) return -1;
    if (count - 4 < length) return 0;
    for (at = 6; at < length + 4;) {
        size_t value;
        if (length + 4 - at < 6) return -1;
        value = (size_t)get(bytes + at + 2, 4);
        at += 6;
        if (value > length + 4 - at) return -1;
        at += value;
    }
    return (long)length + 4;
}

const unsigned char *frame_attribute(const unsigned char *body, size_t count, unsigned id, size_t *out_count) {
    size_t at;
    for (at = 2; count >= 6 && at <= count - 6;) {
        size_t length = (size_t)get(body + at + 2, 4);
        if (length > count - at - 6) return NULL;
        if (get(body + at, 2) == id) {
            *out_count = length;
            return body + at + 6;
        }
        at += 6 + length;
    }
    return NULL;
}

unsigned frame_message(const unsigned char *body) { return (unsigned)get(body, 2); }

int frame_int(const unsigned char *body, size_t count, unsigned id, int *out_value) {
    size_t length = 0;
    const unsigned char *value = frame_attribute(body, count, id, &length);
    if (value == NULL || length != 4) return 0;
    *out_value = (int)(int32_t)get(value, 4);
    return 1;
}

char *frame_text(const unsigned char *body, size_t count, unsigned id) {
    size_t length = 0;
    const unsigned char *value = frame_attribute(body, count, id, &length);
    char *text;
    if (value == NULL || memchr(value, '\0', length) != NULL) return NULL;
    text = (char *)malloc(length + 1);
    if (text == NULL) return NULL;
    memcpy(text, value, length);
    text[length] = '\0';
    return text;
}

size_t frame_begin(buffer *to, unsigned message) {
    size_t begun;
    unsigned char *at = buffer_room(to, 6);
    if (at == NULL) return (size_t)-1;
    begun = to->end - to->start;
    put(at, 0, 4);
    put(at + 4, message, 2);
    to->end += 6;
    return begun;
}

void frame_put_bytes(buffer *to, unsigned id, const void *value, size_t count) {
    unsigned char *at = buffer_room(to, count + 6);
    if (at == NULL) return;
    put(at, id, 2);
    put(at + 2, count, 4);
    if (count > 0) memcpy(at + 6, value, count);
    to->end += count + 6;
}

void frame_put_text(buffer *to, unsigned id, const char *text) {
    if (text != NULL) frame_put_bytes(to, id, text, strlen(text));
}

void frame_put_int(buffer *to, unsigned id, int value) {
    unsigned char bytes[4];
    put(bytes, (uint32_t)value, 4);
    frame_put_bytes(to, id, bytes, sizeof bytes);
}

void frame_put_long(buffer *to, unsigned id, uint64_t value) {
    unsigned char bytes[8];
    put(bytes, value, 8);
    frame_put_bytes(to, id, bytes, sizeof bytes);
}

void frame_end(buffer *to, size_t begun) {
    unsigned char *at;
    if (begun == (size_t)-1) return;
    at = to->bytes + to->start + begun;
    put(at, (uint64_t)(to->end - to->start - begun - 4), 4);
}
