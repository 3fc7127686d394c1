/* What the C tests share: a check that says what it found, and counts; any thread may check. */
#ifndef CHECK_H
#define CHECK_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commdn.h"

static int checks_failed = 0;
static int checks_made = 0;

#define COUNT(counter) ((void)__atomic_add_fetch(&(counter), 1, __ATOMIC_RELAXED))

#define CHECK(condition)                                                                                               \
    do {                                                                                                               \
        COUNT(checks_made);                                                                                            \
        if (!(condition)) {                                                                                            \
            COUNT(checks_failed);                                                                                      \
            fprintf(stderr, "%s:%d: %s is not so\n", __FILE__, __LINE__, #condition);                                  \
        }                                                                                                              \
    } while (0)

/* A call that must return that status. */
#define EXPECT(status, call)                                                                                           \
    do {                                                                                                               \
        commdn_status got_ = (call);                                                                                   \
        COUNT(checks_made);                                                                                            \
        if (got_ != (status)) {                                                                                        \
            COUNT(checks_failed);                                                                                      \
            fprintf(stderr, "%s:%d: %s gave %s, not %s\n", __FILE__, __LINE__, #call, commdn_status_name(got_),        \
                    #status);                                                                                          \
        }                                                                                                              \
    } while (0)

/* A call that must succeed, with the error object it would set. */
#define MUST(call, error)                                                                                              \
    do {                                                                                                               \
        commdn_status got_ = (call);                                                                                   \
        COUNT(checks_made);                                                                                            \
        if (got_ != COMMDN_OK) {                                                                                       \
            COUNT(checks_failed);                                                                                      \
            fprintf(stderr, "%s:%d: %s gave %s: %s\n", __FILE__, __LINE__, #call, commdn_status_name(got_),            \
                    commdn_error_message(error));                                                                      \
        }                                                                                                              \
    } while (0)

static inline int same_text(const char *left, const char *right) {
    return left != NULL && right != NULL && strcmp(left, right) == 0;
}

static inline int finish(const char *name) {
    printf("%s: %d checks, %d failed\n", name, checks_made, checks_failed);
    return checks_made == 0 || checks_failed != 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

#endif
